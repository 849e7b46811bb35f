// A short run over damaged inputs of every kind, the same on every machine. The program `fuzz` does long
// runs.

import CassandraModel
import FuzzSupport
import TestSupport
import Testing

@testable import CassandraInput

@Suite("Damaged inputs")
struct FuzzTests {
  private static let fixtures = Texts.package + "/Tests/CassandraInputTests/Nodetool/Fixtures"
  private static let samples = FuzzSample.written + FuzzSample.wrapped

  @Test func mutationsOfEveryKindAreReadAndEveryLineIsCounted() async {
    let corpus = await FuzzCorpus(folders: [Self.fixtures, Texts.package + "/SampleData"])
    for kind in ["archive", "facts", "log", "monitors", "nodetool", "own document", "wrapped log"] {
      #expect(FuzzInput.kinds(corpus).contains(kind))
    }
    for number in UInt64(0)..<2000 {
      let input = FuzzInput(number, seed: 2026, of: corpus)
      let complaint = await input.complaint()
      #expect(complaint == nil, "input \(number), \(input.kind)")
    }
  }

  @Test func theSameSeedGivesTheSameInputs() async {
    let corpus = await FuzzCorpus()
    let inputs = (0..<200).map { FuzzInput($0, seed: 7, of: corpus).bytes }
    #expect(inputs == (0..<200).map { FuzzInput($0, seed: 7, of: corpus).bytes })
    #expect(Set(inputs).count > 190)
    #expect(inputs != (0..<200).map { FuzzInput($0, seed: 8, of: corpus).bytes })
  }

  @Test(arguments: samples.indices)
  func everyPrefixIsReadAndItsLinesAreCounted(_ index: Int) async {
    let sample = Self.samples[index]
    for end in 0...sample.bytes.count {
      let input = FuzzInput(name: sample.name, bytes: Array(sample.bytes[..<end]), isReported: false)
      let complaint = await input.complaint()
      #expect(complaint == nil, "\(sample.name), \(end) bytes")
    }
  }

  @Test(arguments: ["a.gz", "a.zip", "a.tar"])
  func everyPrefixOfAnArchiveIsRead(_ name: String) async {
    let log = Array("WARN  [main] 2026-11-21 05:10:00,001 A.java:1 - start\n".utf8)
    let archive: [UInt8] =
      switch name {
      case "a.gz": deflated(log, gzip: true)
      case "a.zip": zip(ZipPacker.Member("system.log", log))
      default: tar(TarPacker.Member("system.log", log))
      }
    var kept = 0
    for end in archive.indices {
      let reader = CaptureReader(held: [HeldFile(name: name, bytes: Array(archive[..<end]))])
      let contents = await reader.read { _ in RecorderSink() }
      kept = max(kept, contents.nodes.reduce(0) { $0 + $1.sink.recorder.events.count })
      let isSaid = !contents.diagnostics.entries.isEmpty || !contents.coverage.isEmpty
      #expect(isSaid, "\(end) of \(archive.count) bytes")
    }
    #expect(kept == 1, "the record is read before the archive is whole")
  }

  /// Blocks end anywhere: the result cannot depend on the position.
  @Test(arguments: samples.indices)
  func everySizeOfBlocksGivesTheSame(_ index: Int) async throws {
    let sample = Self.samples[index]
    if let log = LogFile.all(
      in: InputFile(StoredBytes(sample.bytes), name: sample.name), head: sample.bytes
    ).first {
      let text = sample.bytes + sample.bytes
      let whole = await read(log, text, 1 << 16)
      #expect(whole.events.count >= 4)
      var same = 0
      // Every size for one form of log; some sizes for the others, which differ only in their prefix.
      for size in stride(from: 1, through: text.count + 1, by: sample == FuzzSample.wrapped[0] ? 1 : 11) {
        let cut = await read(log, text, size)
        #expect(cut.lines.total == whole.lines.total, "blocks of \(size) bytes")
        // A block with a whole record finds it.
        if size > sample.bytes.count {
          #expect(cut.events == whole.events && cut.lines == whole.lines, "blocks of \(size) bytes")
          same += 1
        }
      }
      #expect(same > 50)
    } else if let format = recognise(sample.bytes, file: sample.name) {
      let whole = TextReading(sample.bytes, format)
      #expect(!whole.recorder.facts.isEmpty)
      for size in 1...sample.bytes.count {
        let cut = TextReading(sample.bytes, format, blockSize: size)
        #expect(cut.recorder.facts == whole.recorder.facts, "\(sample.name), blocks of \(size) bytes")
        #expect(cut.counts == whole.counts)
      }
    } else {
      #expect(CaptureManifest.isNamed(sample.name), "\(sample.name) is recognised")
    }
  }

  private func read(
    _ log: LogFile, _ bytes: [UInt8], _ size: Int
  ) async -> (events: [Event], lines: LineCounts) {
    let reader = LogFileReader(
      BlockReader(ByteSource(StoredBytes(bytes), name: log.input.name), size: size), file: log.input.name,
      wrapping: log.wrapping, parser: LogBlockParser(catalog: .all), tail: [], isParallel: false)
    var events: [Event] = []
    // In a run of liveness records, each block keeps the last one.
    while let block = await reader.next() { events += block.events.filter { $0.role != .telemetry } }
    return (events, await reader.coverage.lines)
  }
}

private struct RecorderSink: NodeSink {
  var recorder = FactRecorder()
  mutating func receive(_ fact: Fact) { recorder.receive(fact) }
  mutating func merge(captures other: RecorderSink) {
    for fact in other.recorder.facts { recorder.receive(fact) }
  }
  mutating func finish() {}
}

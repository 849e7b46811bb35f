// Damaged logs: bytes flipped, removed and repeated. No input traps, and every line is counted.

import CassandraModel
import TestSupport
import Testing

@testable import CassandraInput

@Suite struct LogMutationTests {
  /// The catalog's own samples as one log: every message once.
  private static let log: [UInt8] = Array(
    MessageCatalog.messages.flatMap(\.samples).joined(separator: "\n").utf8)

  private static func mutated(_ seed: UInt64) -> [UInt8] {
    var generator = SeededRandom(seed: seed)
    // Part of the log, so that debug builds stay quick.
    let start = Int.random(in: 0..<log.count, using: &generator)
    var bytes = Array(log[start..<min(log.count, start + 6000)])
    for _ in 0..<Int.random(in: 1...12, using: &generator) where !bytes.isEmpty {
      let place = Int.random(in: 0..<bytes.count, using: &generator)
      switch Int.random(in: 0..<5, using: &generator) {
      case 0: bytes[place] = UInt8.random(in: .min ... .max, using: &generator)
      case 1:
        bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 0...200, using: &generator)))
      case 2:
        let end = min(bytes.count, place + Int.random(in: 0...200, using: &generator))
        bytes.insert(contentsOf: Array(bytes[place..<end]), at: place)
      case 3: bytes.insert(UInt8(ascii: "\n"), at: place)
      default: bytes.insert(contentsOf: Array("99999999999999999999".utf8), at: place)
      }
    }
    return bytes
  }

  @Test(arguments: 1...300 as ClosedRange<UInt64>)
  func damageNeverTrapsAndEveryLineIsCounted(seed: UInt64) async {
    let bytes = LogMutationTests.mutated(seed)
    let lines =
      bytes.count { $0 == UInt8(ascii: "\n") } + (bytes.last == UInt8(ascii: "\n") || bytes.isEmpty ? 0 : 1)
    for size in [700, 100_000] {
      let reader = LogFileReader(
        BlockReader(ByteSource(StoredBytes(bytes), name: "x"), size: size), file: "x",
        parser: LogBlockParser(catalog: .all), tail: [], isParallel: false)
      while let block = await reader.next() { #expect(block.events.count == block.hashes.count) }
      #expect(await reader.coverage.lines.total == lines, "seed \(seed), blocks of \(size) bytes")
    }
  }
}

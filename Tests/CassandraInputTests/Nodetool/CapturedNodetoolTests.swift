// All real captures, and hostile bytes in the fixtures.

import CassandraModel
import Foundation
import Testing

@testable import CassandraInput

@Suite(
  "Real captures of nodetool", .enabled(if: Texts.hasCaptures, "needs Tests/Captures"))
struct CapturedNodetoolTests {
  private static func isNodetool(_ path: String, _ bytes: [UInt8]) -> Bool {
    let head = Array(bytes.prefix(4096))
    return NodetoolReader.recognises(head.span, file: path) != nil
  }

  @Test func everyLineIsAccountedForAndNoneIsUnparsed() throws {
    var files = 0
    for path in Texts.capturedTexts() {
      let bytes = try Texts.capture(path)
      guard Self.isNodetool(path, bytes) else { continue }
      files += 1
      let reading = Reading(bytes, file: path)
      #expect(reading.counts.total == reading.lineCount, "\(path)")
      #expect(reading.counts.unparsed == 0, "\(path)")
      #expect(!reading.recorder.polls.isEmpty, "\(path)")
    }
    #expect(files > 440)
  }

  /// Notes, monitors' logs and repair logs.
  @Test func onlyWhatIsNotNodetoolIsNotRecognised() throws {
    for path in Texts.capturedTexts() where !Self.isNodetool(path, try Texts.capture(path)) {
      let isOther =
        path.hasSuffix("NOTES.txt") || path.contains("/monitors/") || path.contains("repair-")
        || path.hasSuffix("TRUTH.json")
      #expect(isOther, "\(path)")
    }
  }

  /// Operation rows and history rows begin with an id, in every version.
  @Test func rowsAreAsManyAsLinesWithAnID() throws {
    var rows = 0
    for path in Texts.capturedTexts() {
      let isStats = path.contains("compactionstats")
      guard isStats || path.contains("compactionhistory.txt") else { continue }
      let bytes = try Texts.capture(path)
      let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
      let expected = lines.filter { line in
        // With -V the id is the third word.
        line.split(separator: " ").prefix(3).contains { TimeUUID($0) != nil }
      }.count
      let reading = Reading(bytes, file: path)
      let found =
        isStats
        ? reading.recorder.samples.count { $0.metric == .compactionTaskTotalBytes }
        : reading.recorder.compactions.count
      #expect(found == expected, "\(path)")
      rows += found
    }
    #expect(rows > 400)
  }

  @Test func theBytesOfTheHistoryAddUp() throws {
    let path = "backlog-4.1/nodetool-final/compactionhistory.txt"
    let bytes = try Texts.capture(path)
    let rows = String(decoding: bytes, as: UTF8.self).split(separator: "\n").dropFirst(2).map {
      $0.split(separator: " ", omittingEmptySubsequences: true)
    }
    let compactions = Reading(bytes, file: path).recorder.compactions
    #expect(compactions.reduce(0) { $0 + $1.bytesIn } == rows.reduce(0) { $0 + (Int64($1[4]) ?? 0) })
    #expect(compactions.reduce(0) { $0 + $1.bytesOut } == rows.reduce(0) { $0 + (Int64($1[5]) ?? 0) })
    #expect(compactions.first?.id.description == rows.first.map { String($0[0]) })
    #expect(compactions.last?.id.description == rows.last.map { String($0[0]) })
    #expect(compactions.last?.rowsMerged == rows.last.map { $0[6...].joined(separator: " ") })
  }

  @Test(arguments: [
    "backlog-4.1/nodetool/compactionstats.log", "backlog-4.1/nodetool/tpstats.log",
    "backlog-4.1/nodetool/info.log", "corrupt-5.0/nodetool/compactionstats.log",
    "cluster-4.1/poll/127.0.0.33/netstats.log", "iofaults-4.0/nodetool/tpstats.log",
  ])
  func aLoopHasOnePollForEachMarker(_ path: String) throws {
    let bytes = try Texts.capture(path)
    let markers = String(decoding: bytes, as: UTF8.self).split(separator: "\n").filter {
      $0.contains("2026") && ($0.contains("UTC") || ($0.contains("T") && $0.contains("Z")))
    }
    let polls = Reading(bytes, file: path).recorder.polls
    #expect(polls.count == markers.count)
    #expect(polls.allSatisfy { $0.atKind == .marker })
  }

  /// Captures of one moment in several forms. Values that the text rounds (latencies, sizes with a unit)
  /// differ by the rounding; all others are equal.
  @Test(arguments: ["3.11", "4.0", "4.1", "5.0", "6.0"])
  func textAndDocumentsSayTheSame(_ version: String) throws {
    let exact: Set<MetricName> = [
      .poolActive, .poolPending, .poolBlocked, .poolBlockedTotal, .droppedMessagesTotal, .tableLiveBytes,
      .tableTotalBytes, .tableSnapshotBytes, .tableSSTables, .tableLevelSSTables, .tableTombstonesPerSliceMax,
      .tablePartitionMaxBytes, .tableWritesTotal,
    ]
    for name in ["tablestats.json", "tpstats.json", "tpstats.yaml"] {
      let path = "snap-\(version)/idle/" + name
      let document = Reading(try Texts.capture(path), file: path)
      let textPath = path.dropLast(4) + "txt"
      let text = Reading(try Texts.capture(String(textPath)), file: String(textPath))
      #expect(document.commands == text.commands, "\(path)")
      #expect(document.counts.unparsed + document.counts.unknown == 0, "\(path)")
      #expect(document.counts.total == document.lineCount, "\(path)")
      var values: [Series: Double] = [:]
      for sample in text.recorder.samples { values[Series(sample)] = sample.value }
      #expect(values.count == document.recorder.samples.count, "\(path)")
      for sample in document.recorder.samples {
        let value = try #require(values[Series(sample)], "\(path): \(sample)")
        let tolerance = exact.contains(sample.metric) ? 0 : 0.04 * value + 0.01
        #expect(abs(value - sample.value) <= tolerance, "\(path): \(sample)")
      }
    }
    for name in ["compactionhistory.json", "compactionhistory.yaml"] {
      let path = "snap-\(version)/idle/"
      let rows = { (file: String) throws in
        try Reading(Texts.capture(path + file), file: file).recorder.compactions.map { row in
          "\(row.id) \(row.table) \(row.compactedAt.text) \(row.bytesIn) \(row.bytesOut) \(row.rowsMerged) "
            + "\(row.kind ?? "-") \(row.strategy ?? "-")"
        }
      }
      let expected = try rows("compactionhistory.txt")
      #expect(try rows(name) == expected, "\(path + name)")
      #expect(!expected.isEmpty)
    }
  }

  /// The loop wrote /proc/diskstats under the name of iostat.
  @Test func countersOfDisksAreReadAtTheirInstants() throws {
    let path = "backlog-4.1/nodetool/iostat.log"
    let bytes = try Texts.capture(path)
    let rows = String(decoding: bytes, as: UTF8.self).split(separator: "\n").filter { $0.hasPrefix(" ") }
    let reading = Reading(bytes, file: path)
    let written = reading.recorder.samples.filter { $0.metric == .diskWrittenBytesTotal }
    #expect(written.count == rows.count)
    #expect(written.map { Int64($0.value) / 512 } == rows.map { Int64($0.split(separator: " ")[9]) ?? -1 })
    #expect(written.allSatisfy { $0.atKind == .marker })
    #expect(reading.commands == ["diskstats"])
    #expect(reading.recorder.polls.count * 9 == rows.count)
  }

  @Test func tablesAreAsManyAsTheirHeadings() throws {
    for path in Texts.capturedTexts() where path.contains("tablestats") || path.contains("cfstats") {
      let bytes = try Texts.capture(path)
      guard Self.isNodetool(path, bytes), bytes.first != UInt8(ascii: "{") else { continue }
      let headings = String(decoding: bytes, as: UTF8.self).split(separator: "\n").filter {
        $0.hasPrefix("\t") && $0.contains("Table: ") || $0.contains("Table (index): ")
      }
      let samples = Reading(bytes, file: path).recorder.samples
      #expect(samples.count { $0.metric == .tableLiveBytes } == headings.count, "\(path)")
    }
  }
}

/// A metric with its labels.
private struct Series: Hashable {
  let metric: MetricName
  let labels: Labels

  init(_ sample: Sample) {
    metric = sample.metric
    labels = sample.labels
  }
}

@Suite("Damaged nodetool text")
struct DamagedNodetoolTests {
  private static let fixtures = [
    "compactionstats-H-4.1.txt", "compactionstats-6.0.txt", "compactionstats-V-5.0.txt",
    "compactionhistory-6.0.txt",
    "tpstats-4.1.txt", "tablestats-4.1.txt", "info-5.0.txt", "status-4.1.txt", "session-4.1.txt",
    "netstats-4.1.txt", "proxyhistograms-4.1.txt", "gcstats-6.0.txt", "describecluster-6.0.txt", "df.txt",
    "gossipinfo.txt", "loop-failures-4.0.txt", "getcompactionthroughput-6.0.txt", "tpstats-5.0.yaml",
    "compactionhistory-4.1.yaml", "compactionhistory-6.0.json", "tablestats-5.0.json", "ring.txt",
    "gossipinfo-cluster-4.1.txt", "tablehistograms-4.1.txt",
  ]

  /// Bytes with a meaning in some format, so that mutation reaches more than one line of code.
  private static let interesting: [UInt8] =
    Array(" \t\n\r-:.,/%{}[]0123456789EN\u{1B}".utf8) + [0, 0x80, 0xFF]

  @Test(arguments: fixtures)
  func mutationNeverTrapsAndTheCountsStillAddUp(_ file: String) throws {
    let original = try Texts.fixture(file)
    for seed in UInt64(1)...60 {
      let bytes = mutated(original, interesting: Self.interesting, seed: seed)
      let reading = Reading(bytes, file: file)
      #expect(reading.counts.total == reading.lineCount, "seed \(seed)")
      #expect(reading.recorder.samples.allSatisfy { $0.value.isFinite }, "seed \(seed)")
      _ = NodetoolReader.recognises(bytes.span, file: file)
    }
  }

  /// A capture truncated anywhere gives no value that the whole one does not: half a number is not a number.
  /// One exception cannot be detected: a table of operations that was to follow.
  @Test(arguments: [
    "compactionstats-3.11.txt", "compactionstats-5.0.txt", "tpstats-4.1.txt", "tablestats-3.11.txt",
    "tpstats-5.0.yaml", "tpstats-3.11.json",
  ])
  func noCutInventsAValue(_ file: String) throws {
    let whole = try Texts.fixture(file)
    let known = Set(Reading(whole, file: file).recorder.samples)
    let table = String(decoding: whole, as: UTF8.self).range(of: "\nid ")
    let beforeTable = table.map { String(decoding: whole, as: UTF8.self)[..<$0.upperBound].utf8.count } ?? 0
    for length in stride(from: 0, to: whole.count, by: 5) {
      let cut = Reading(Array(whole[..<length]), file: file)
      let invented = cut.recorder.samples.filter { !known.contains($0) }
      #expect(
        invented.allSatisfy { $0.metric == .compactionActive && length <= beforeTable }, "cut at \(length)")
    }
  }
}

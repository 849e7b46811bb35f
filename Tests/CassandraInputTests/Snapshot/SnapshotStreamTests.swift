// Streams of monitors: times that follow from neighbours, truncated values, hostile forms.

import CassandraModel
import TestSupport
import Testing

@testable import CassandraInput

@Suite("Streams of monitors")
struct SnapshotStreamTests {
  private static let empty = "{\n  \"compactions\": [],\n  \"active_count\": 0\n}\n"

  private static func dated(_ time: String) -> String {
    """
    {"compactions": [{"id": "0db64860-e56a-11f1-9a06-f311162f610f", "keyspace": "shop", "table": "orders", \
    "type": "Compaction", "completed_bytes": 5.0, "total_bytes": 9.0, "timestamp_utc": "\(time)"}], "active_count": 1}

    """
  }

  private static func times(_ text: String) throws -> [String?] {
    try TextReading(text).recorder.samples.filter { $0.metric == .compactionActive }.map { sample in
      sample.at.map { $0.iso8601.dropFirst(11).prefix(12) + " " + (sample.atKind?.rawValue ?? "") }
    }
  }

  // MARK: Time

  @Test func snapshotsOfNothingLieBetweenTheirNeighbours() throws {
    let text =
      Self.dated("2026-11-21T05:10:00Z") + Self.empty + Self.empty + Self.empty
      + Self.dated("2026-11-21T05:10:20Z")
    #expect(
      try Self.times(text) == [
        "05:10:00.000 content", "05:10:05.000 interpolated", "05:10:10.000 interpolated",
        "05:10:15.000 interpolated", "05:10:20.000 content",
      ])
  }

  /// Lines of the log are neighbours, too, once their clock's offset is known: here one hour behind UTC.
  @Test func linesOfTheLogDateWhatIsBesideThem() throws {
    let text =
      "2026-11-21 04:10:00,000 [INFO] Starting compaction latency tracker. Interval=5.0s, Timeout=10s\n"
      + Self.empty
      + "2026-11-21 04:10:10,000 [WARNING] nodetool timed out. Circuit breaker engaged for this cycle.\n"
      + Self.dated("2026-11-21T05:10:16Z") + Self.empty + Self.empty
    #expect(
      try Self.times(text) == [
        "05:10:05.000 interpolated", "05:10:16.000 content", "05:10:21.000 interpolated",
        "05:10:26.000 interpolated",
      ])
    let reading = try TextReading(text)
    #expect(reading.recorder.polls.first { $0.failure != nil }?.at?.iso8601 == "2026-11-21T05:10:10.000Z")
    #expect(reading.recorder.occurrences.first?.at == .utc(Instant(milliseconds: 1_795_237_800_000)))
  }

  /// The time between the last snapshot of a run and the start of the next is unknown.
  @Test func aNewStartIsNoNeighbour() throws {
    let start =
      "2026-11-21 09:00:00,000 [INFO] Starting compaction latency tracker. Interval=5.0s, Timeout=10s\n"
    let text =
      Self.dated("2026-11-21T05:10:00Z") + Self.empty + start + Self.empty
      + Self.dated("2026-11-21T09:00:10Z")
    let logged =
      "2026-11-21 09:00:10,100 [WARNING] nodetool timed out. Circuit breaker engaged for this cycle.\n"
    // With and without an instant of the start itself.
    for text in [text, text + logged] {
      #expect(
        try Self.times(text) == [
          "05:10:00.000 content", nil, "09:00:05.000 interpolated", "09:00:10.000 content",
        ])
    }
  }

  @Test func withoutNeighboursThereIsNoInstant() throws {
    #expect(try Self.times(Self.empty + Self.empty) == [nil, nil])
    #expect(try Self.times(Self.empty + Self.dated("2026-11-21T05:10:00Z")) == [nil, "05:10:00.000 content"])
    // A time that steps back.
    #expect(
      try Self.times(Self.dated("2026-11-21T05:10:00Z") + Self.empty + Self.dated("2026-11-21T05:09:00Z"))
        == [
          "05:10:00.000 content", nil, "05:09:00.000 content",
        ])
  }

  @Test func aClockIsBelievedOnlyAtQuartersOfAnHour() throws {
    for (line, at) in [
      ("2026-11-21 10:40:00,100", "2026-11-21T05:10:00.100Z"),
      ("2026-11-21 05:10:00,100", "2026-11-21T05:10:00.100Z"),
      ("2026-11-21 05:15:00,000", nil), ("2026-11-22 05:10:00,000", nil),
    ] {
      let reading = try TextReading(
        #"{"pending_tasks": 1, "decay_ratio": 1.0, "timestamp": "2026-11-21T05:10:00"}"#
          + "\n\(line) [ERROR] Failed to fetch compaction metrics: no\n")
      #expect(reading.recorder.polls.last?.at?.iso8601 == at, "\(line)")
    }
  }

  /// The clock was set back: each line is dated by the adjacent sample.
  @Test func aChangeOfTheClockIsFollowed() throws {
    let reading = try TextReading(
      """
      {"pending_tasks": 1, "decay_ratio": 1.0, "timestamp": "2026-10-25T00:59:30"}
      2026-10-25 02:59:30,001 [INFO] Backlog nominal: 1 pending tasks.
      {"pending_tasks": 1, "decay_ratio": 1.0, "timestamp": "2026-10-25T01:00:00"}
      2026-10-25 02:00:00,001 [INFO] Backlog nominal: 1 pending tasks.
      """)
    let verdicts = reading.recorder.occurrences.filter { $0.name == .monitorTriageVerdict }
    #expect(
      verdicts.map { $0.at?.text } == ["2026-10-25T00:59:30.001Z", "2026-10-25T01:00:00.001Z"])
  }

  /// The number of waiting entries is bounded: entries beyond it are passed on without an instant.
  @Test func whatWaitsIsBounded() throws {
    let lines = (0..<(SnapshotClock.entryLimit + 500)).map { _ in
      "2026-11-21 05:10:08,989 [INFO] Backlog nominal: 7 pending tasks.\n"
    }
    let reading = try TextReading(
      lines.joined() + #"{"pending_tasks": 9, "decay_ratio": 1.0, "timestamp": "2026-11-21T05:10:09"}"#)
    let samples = reading.recorder.samples
    #expect(samples.count == lines.count + 1)
    #expect(samples.count { $0.at == nil } == SnapshotClock.entryLimit)
    #expect(samples.last?.at?.iso8601 == "2026-11-21T05:10:09.000Z")
  }

  @Test func linesOfAServiceManagerAreReadThroughTheirPrefix() throws {
    let plain =
      "2026-11-21 05:10:03,476 [INFO] Starting compaction latency tracker. Interval=5.0s, Timeout=10s\n"
    let lines = (plain + Self.empty + Self.empty).split(separator: "\n")
    let journal = lines.enumerated().map { i, line in
      "2026-11-21T06:10:0\(i % 10).000000+01:00 db1 python3[4242]: \(line)\n"
    }
    let dated = try TextReading(journal.joined())
    #expect(
      dated.recorder.samples.map { $0.at?.iso8601 } == [
        "2026-11-21T05:10:01.000Z", "2026-11-21T05:10:05.000Z",
      ])
    #expect(dated.recorder.samples.map(\.source.line) == [4, 8])
    #expect(dated.counts.total == dated.lineCount)
    let syslog = try TextReading(lines.map { "Nov 21 05:10:03 db1 tracker: \($0)\n" }.joined())
    #expect(syslog.recorder.samples.count == 2)
    #expect(syslog.counts.unparsed == 0)
  }

  // MARK: Damage

  @Test func aValueThatIsCutOffIsLostByItself() throws {
    let whole = Self.empty
    for (cut, next) in [
      (
        "{\n  \"compactions\": [\n    {\n      \"id\": \"0db6\"",
        "\n2026-11-21 05:10:03,476 [INFO] Starting over\n"
      ),
      ("{\n  \"compactions\": [],\n  \"active_count\": 0", "\n"),
      ("{\n  \"compactions\": [],\n  \"active_c", "\n"),
      ("{\n  \"compactions\": [],", "\n"),
    ] {
      let reading = try TextReading(whole + cut + next + whole + whole)
      #expect(reading.recorder.samples.count { $0.metric == .compactionActive } == 3, "\(cut)")
      #expect(reading.recorder.diagnostics.count { $0.code.name == "snapshot.cut" } == 1, "\(cut)")
      #expect(reading.recorder.polls.count { $0.failure != nil } == 1, "\(cut)")
      #expect(reading.counts.total == reading.lineCount, "\(cut)")
      #expect(reading.counts.unparsed == cut.split(separator: "\n").count, "\(cut)")
    }
  }

  @Test func whatIsNoJSONIsLeftOut() throws {
    let reading = try TextReading(Self.empty + "{\"compactions\": [}, \"active_count\": 0}\n" + Self.empty)
    #expect(reading.recorder.samples.count == 2)
    #expect(reading.recorder.diagnostics.first?.code.name == "snapshot.value")
    #expect(reading.counts.unparsed == 1)
  }

  @Test(arguments: [
    // Beyond Double, beyond Int64, not a number, twice, of another kind.
    #"{"PendingTasks": 1e999, "BytesCompacted": 5}"#, #"{"PendingTasks": NaN, "BytesCompacted": 5}"#,
    #"{"PendingTasks": -Infinity, "BytesCompacted": 5}"#,
    #"{"PendingTasks": "7 tasks", "BytesCompacted": 5}"#,
    #"{"PendingTasks": null, "BytesCompacted": 99, "BytesCompacted": 5}"#,
    #"{"PendingTasks": {"deep": [[[]]]}, "BytesCompacted": 5, "timestamp": 1e300}"#,
    #"{"BytesCompacted": 5, "timestamp": -99999999999999999999999}"#,
  ])
  func whatIsNoNumberGivesNoSample(_ text: String) throws {
    let reading = try TextReading(text)
    #expect(!reading.recorder.samples.contains { $0.metric == .compactionPendingTasks })
    if !text.contains("99, ") { #expect(reading.value(.compactionBytesCompactedTotal) == 5) }
    #expect(reading.recorder.samples.last?.value == 5, "of a key that is there twice the last one holds")
    #expect(reading.recorder.samples.allSatisfy { $0.at == nil })
  }

  @Test func countersBeyondInt64AreStillNumbers() throws {
    let reading = try TextReading(#"{"BytesCompacted": 1000000000000000000000000000000, "PendingTasks": 1}"#)
    #expect(reading.value(.compactionBytesCompactedTotal) == 1e30)
  }

  @Test func nestingHasALimit() throws {
    let deep = String(repeating: "[", count: 5000) + String(repeating: "]", count: 5000)
    let reading = try TextReading(Self.empty + "{\"compactions\": \(deep)}\n" + Self.empty)
    #expect(reading.recorder.samples.count == 2)
    #expect(reading.recorder.diagnostics.map(\.code.name) == ["snapshot.value"])
  }

  /// A line longer than any block arrives in pieces; an array on it is read element by element, whatever its
  /// length.
  @Test func aLineOfAnyLengthIsReadInPieces() {
    let element = #"{"PendingTasks": 1, "timestamp": 1795238055}, "#
    let count = 20_000
    let bytes = Array(("[" + String(repeating: element, count: count) + "]\n").utf8)
    var reader = SnapshotReader(file: "metrics.json", time: nil)
    var recorder = FactRecorder()
    var start = 0
    while start < bytes.count {
      let end = min(start + 7001, bytes.count)
      reader.consume(bytes.span.extracting(start..<end), continuesLine: start > 0, into: &recorder)
      start = end
    }
    reader.finish(into: &recorder)
    #expect(recorder.samples.count == count)
    #expect(recorder.samples.allSatisfy { $0.source.line == 1 })
    #expect(reader.lines.known == 1)
    #expect(reader.lines.total == 1)
  }

  /// One value above the memory limit: reported, and later values are read.
  @Test func aValueBeyondTheLimitIsLeftOut() {
    var reader = SnapshotReader(file: "x", time: nil)
    var recorder = FactRecorder()
    let head = Array(#"{"compactions": [], "active_count": 0, "more": ""#.utf8)
    reader.consume(head.span, continuesLine: false, into: &recorder)
    let filler = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
    for _ in 0...(JSONCutter.limit >> 20) {
      reader.consume(filler.span, continuesLine: true, into: &recorder)
    }
    let tail = Array(("\"}\n" + Self.empty).utf8)
    reader.consume(tail.span, continuesLine: true, into: &recorder)
    reader.finish(into: &recorder)
    #expect(recorder.diagnostics.map(\.code.name) == ["snapshot.too-long"])
    #expect(recorder.samples.count == 1)
    #expect(reader.lines.unparsed == 1)
    #expect(reader.lines.total == 5)
  }

  /// A value that begins in the head of the file is recognised by its beginning.
  @Test func aLongValueIsRecognisedByItsBeginning() {
    let rows = (0..<500).map { _ in Self.dated("2026-11-21T05:10:00Z").dropFirst(17).dropLast(22) }
    let text = "{\"compactions\": [" + rows.joined(separator: ", ") + "]}"
    #expect(text.utf8.count > 1 << 16)
    #expect(recognise(Array(text.utf8))?.name == "output of monitors")
  }

  // MARK: Properties

  private static let mixed =
    "2026-11-21 05:10:03,476 [INFO] Starting compaction latency tracker. Interval=5.0s, Timeout=10s\n" + empty
    + dated("2026-11-21T05:10:08Z") + "\n" + empty + "not of anything\n"
    + "2026-11-21 05:10:20,000 [WARNING] nodetool timed out. Circuit breaker engaged for this cycle.\n" + """
      {"pending_tasks": 9, "rate_mb_sec": 0.5, "decay_ratio": 1.5e-05, "timestamp": "2026-11-21T05:10:20.988949"}
      2026-11-21 05:10:20,989 [INFO] Backlog nominal: 9 pending tasks.
      [{"PendingTasks": 9, "timestamp": 1795237822}, {'pending': 13, 'active': [{'keyspace': 'shop'}]},
       {"request": {"type": "read", "mbean": "org.apache.cassandra.metrics:type=Compaction,name=PendingTasks",
        "attribute": "Value"}, "value": 9, "timestamp": 1795237824, "status": 200}]
      2026-11-21 05:10:09,846 [INFO] Executing: nodetool tablestats
      2026-11-21 05:20:55,319 [INFO] Threshold breached: shop.cart_items (WARNING) - 6866 tombstones
      {"table": "shop.cart", "severity": "WARNING", "tombstone_count": 6866, "timestamp": 1795238455.3193734}
      {"shop.cart_items": 1795238455.3527129}
      2026-11-21 05:14:02 [INFO] Attempt 1: Pending bytes = 382.10 GiB
      Nov 21 05:10:03 db1 tracker: {"compactions": [],
      Nov 21 05:10:03 db1 tracker:   "active_count": 0}
      """

  @Test func everyKindInOneStreamIsFound() throws {
    let reading = try TextReading(Self.mixed)
    #expect(
      reading.format
        == "compaction tracker, backlog triage, compaction metrics, compaction poller, Jolokia, "
        + "tombstone monitor, backlog resolver")
    #expect(reading.counts.total == reading.lineCount)
    #expect(reading.counts.unparsed == 1)
  }

  @Test func everyChunkingGivesTheSame() throws {
    let bytes = Array(Self.mixed.utf8)
    let whole = TextReading(bytes, .monitors)
    for size in Array(1...64) + [100, 333, 1000] {
      var reader = SnapshotReader(file: "file", time: nil)
      var recorder = FactRecorder()
      var start = 0
      while start < bytes.count {
        let end = min(start + size, bytes.count)
        let isWithin = start > 0 && bytes[start - 1] != UInt8(ascii: "\n")
        // A line of a log is read from its first piece, so pieces begin within values only.
        var stop = end
        if bytes[start..<stop].last != UInt8(ascii: "\n"), !Self.isWithinValue(bytes, stop) {
          while stop < bytes.count, bytes[stop - 1] != UInt8(ascii: "\n") { stop += 1 }
        }
        reader.consume(bytes.span.extracting(start..<stop), continuesLine: isWithin, into: &recorder)
        start = stop
      }
      reader.finish(into: &recorder)
      #expect(recorder.samples == whole.recorder.samples, "size \(size)")
      #expect(recorder.occurrences == whole.recorder.occurrences, "size \(size)")
      #expect(recorder.polls == whole.recorder.polls, "size \(size)")
      #expect(reader.lines == whole.counts, "size \(size)")
    }
  }

  /// True if the line around `index` is JSON and `index` is after its first byte.
  private static func isWithinValue(_ bytes: [UInt8], _ index: Int) -> Bool {
    let start = bytes[..<index].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    return start < index && (bytes[start] == UInt8(ascii: "{") || bytes[start] == UInt8(ascii: "["))
  }

  private static let interesting: [UInt8] =
    Array(" \t\n\r-:.,/%{}[]\"'\\0123456789EeNT".utf8) + [0, 0x80, 0xFF]

  @Test func mutationNeverTrapsAndTheCountsStillAddUp() {
    for seed in UInt64(1)...400 {
      let bytes = mutated(Array(Self.mixed.utf8), interesting: Self.interesting, seed: seed)
      _ = recognise(bytes)
      let reading = TextReading(bytes, .monitors)
      #expect(reading.counts.total == reading.lineCount, "seed \(seed)")
      #expect(reading.recorder.samples.allSatisfy { $0.value.isFinite }, "seed \(seed)")
    }
  }
}

// Counts of a generated log: made while it is written, and for the check a second time from its text.

/// The counts of a log.
struct Truth: Equatable {
  /// The names of the kinds, and the number of records of each.
  let kinds: [String]
  private(set) var counts: [Int64]
  /// The tables, and the numbers of started, finished and failed compactions of each.
  let subjects: [String]
  var started: [Int64]
  var finished: [Int64]
  var failed: [Int64]
  var bytes: Int64 = 0
  private(set) var lines: Int64 = 0
  /// Lines that a manual text search finds.
  private(set) var hits: Int64 = 0
  /// Milliseconds since 1970 of the first and the last record.
  private(set) var first: Int64?
  private(set) var last: Int64?

  init(kinds: [String], subjects: [String]) {
    self.kinds = kinds
    self.subjects = subjects
    counts = kinds.map { _ in 0 }
    started = subjects.map { _ in 0 }
    finished = started
    failed = started
  }

  var records: Int64 { counts.reduce(0, +) }

  /// Number of records of one kind.
  subscript(kind: String) -> Int64 { kinds.firstIndex(of: kind).map { counts[$0] } ?? 0 }

  /// Counts a record that was written.
  mutating func count(_ text: MessageText, at time: Int64) {
    counts[text.kind] += 1
    lines += text.lines
    hits += text.hits
    if first == nil { first = time }
    last = time
  }

  /// The words of a manual text search; the benchmark compares its time with that of reading.
  static let searched = ["CorruptSSTable", "OutOfMemory", "IOException", "FSWriteError"]

  /// True if that search finds the line.
  static func isHit(_ line: some StringProtocol) -> Bool { searched.contains { line.contains($0) } }

  /// The counts as JSON, keys in a fixed order.
  var json: String {
    let kindLines = kinds.indices.sorted { kinds[$0] < kinds[$1] }.map { index in
      "    \"" + kinds[index] + "\": " + String(counts[index])
    }
    let tableLines = subjects.indices.sorted { subjects[$0] < subjects[$1] }.map { index in
      "    \"" + subjects[index] + "\": { \"started\": " + String(started[index]) + ", \"finished\": "
        + String(finished[index]) + ", \"failed\": " + String(failed[index]) + " }"
    }
    return """
      {
        "bytes": \(bytes),
        "lines": \(lines),
        "records": \(records),
        "first_ms": \(first.map(String.init) ?? "null"),
        "last_ms": \(last.map(String.init) ?? "null"),
        "hits": \(hits),
        "kinds": {
      \(kindLines.joined(separator: ",\n"))
        },
        "compactions": {
      \(tableLines.joined(separator: ",\n"))
        }
      }

      """
  }
}

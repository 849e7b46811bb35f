// What is in a generated log: counted while it is written, and for the check a second time from its text.

/// The contents of a log, counted.
struct Truth: Equatable {
  /// The names of the kinds, and how many records of each there are.
  let kinds: [String]
  private(set) var counts: [Int64]
  /// The tables, and how many compactions of each started, finished and failed.
  let subjects: [String]
  var started: [Int64]
  var finished: [Int64]
  var failed: [Int64]
  var bytes: Int64 = 0
  private(set) var lines: Int64 = 0
  /// Lines that the search by hand finds.
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

  /// How many records of one kind there are.
  subscript(kind: String) -> Int64 { kinds.firstIndex(of: kind).map { counts[$0] } ?? 0 }

  /// Counts a record that was written.
  mutating func count(_ text: MessageText, at time: Int64) {
    counts[text.kind] += 1
    lines += text.lines
    hits += text.hits
    if first == nil { first = time }
    last = time
  }

  /// The words that people search logs for: what the benchmark compares reading with.
  static let searched = ["CorruptSSTable", "OutOfMemory", "IOException", "FSWriteError"]

  /// Whether that search finds this line.
  static func isHit(_ line: some StringProtocol) -> Bool { searched.contains { line.contains($0) } }

  /// The truth as JSON, keys in a fixed order.
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

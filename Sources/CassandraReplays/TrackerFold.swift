// The state of the latency tracker: for each compaction id, when it was first seen and how many bytes were
// done then. An id that is absent from a good sample is forgotten, and starts anew if it returns.

import CassandraAnalysis
import CassandraModel

/// Columns of a row that the tracker reads.
struct TrackerRow: Sendable, Equatable {
  let id: String
  let keyspace: String
  let table: String
  let kind: String
  /// In percent; nil where it is `n/a`.
  let progress: Double?
  let completed: Double
  let total: Double
}

struct TrackerEntry: Sendable, Equatable {
  let row: TrackerRow
  let elapsedSeconds: Double
  let throughput: Double
  let isAlert: Bool
  /// nil without a date.
  let at: Instant?

  /// The keys of the script in its order; `latency_alert` only when it is true.
  var document: JSONValue {
    var members = [
      JSONMember("id", .text(row.id)),
      JSONMember("keyspace", .text(row.keyspace)),
      JSONMember("table", .text(row.table)),
      JSONMember("type", .text(row.kind)),
      JSONMember("progress_pct", .optional(row.progress)),
      JSONMember("elapsed_sec", .decimal(PythonNumber.round(elapsedSeconds, 2))),
      JSONMember("throughput_bytes_sec", .decimal(PythonNumber.round(throughput, 2))),
      JSONMember("completed_bytes", .decimal(PythonNumber.round(row.completed, 2))),
      JSONMember("total_bytes", .decimal(PythonNumber.round(row.total, 2))),
      JSONMember("timestamp_utc", .optional(at?.pythonSeconds)),
    ]
    if isAlert { members.append(JSONMember("latency_alert", .truth(true))) }
    return .object(members)
  }
}

extension [TrackerEntry] {
  /// Members of the script's output in one cycle.
  var snapshot: [JSONMember] {
    [
      JSONMember("compactions", .array(map(\.document))),
      JSONMember("active_count", .integer(Int64(count))),
    ]
  }
}

struct TrackerFold: Sendable {
  /// In seconds.
  let limit: Double
  private var firsts: [String: (at: Instant?, completed: Double)] = [:]

  init(limit: Double) { self.limit = limit }

  /// The snapshot of a good sample; an undated one has no other samples to compare with.
  mutating func step(_ rows: [TrackerRow], at: Instant?) -> [TrackerEntry] {
    let current = Set(rows.map(\.id))
    firsts = firsts.filter { current.contains($0.key) }
    return rows.map { row in
      let first = firsts[row.id] ?? (at, row.completed)
      firsts[row.id] = first
      let elapsed = Double((at?.milliseconds ?? 0) - (first.at?.milliseconds ?? 0)) / 1000
      return TrackerEntry(
        row: row, elapsedSeconds: elapsed, throughput: (row.completed - first.completed) / max(elapsed, 0.1),
        isAlert: elapsed > limit, at: at)
    }
  }
}

extension TrackerRow {
  /// The row by the meaning of its columns, as the header has them.
  init(_ task: PolledTask) {
    id = task.id
    keyspace = task.keyspace
    table = task.table
    kind = task.kind
    progress = task.progress
    completed = task.completed
    total = task.total
  }

  /// The row as the script splits a line into words; nil for a line that it passes over.
  init?(_ row: ScriptRow) throws(ScriptDeath) {
    let words = row.words
    guard words.count >= 8 else { return nil }
    id = words[0]
    kind = words[1]
    keyspace = words[2]
    table = words[3]
    completed = TrackerRow.bytes(words[4], unit: words[6])
    total = TrackerRow.bytes(words[5], unit: words[6])
    let text = words[7].filter { $0 != "%" }
    guard let value = PythonNumber.float(text) else {
      throw ScriptDeath(error: "ValueError: could not convert string to float: '\(text)'")
    }
    progress = value
  }

  /// `parse_bytes`: a text that is not a number gives 0, and an unknown unit counts 1.
  private static func bytes(_ value: String, unit: String) -> Double {
    guard let number = PythonNumber.float(value.filter { $0 != "," }) else { return 0 }
    return number * (multipliers[unit.uppercased()] ?? 1)
  }

  private static let multipliers: [String: Double] = [
    "BYTES": 1, "B": 1, "KB": 1024, "MB": 1_048_576, "GB": 1_073_741_824, "TB": 1_099_511_627_776,
  ]
}

/// A script ended by an uncaught exception.
struct ScriptDeath: Error, Equatable {
  /// In Python's words.
  let error: String
}

/// The tracker as written, restarted by its service: it dies at a row that it cannot read, and starts anew
/// after a while, without its state.
struct WrittenTracker: Sendable {
  private let limit: Double
  private let restartDelay: TimeSpan
  private var fold: TrackerFold
  private(set) var death: (at: Instant?, death: ScriptDeath)?
  /// True after at least one restart.
  private(set) var wasRestarted = false
  private var isRunning = true

  enum Outcome: Sendable, Equatable {
    case printed([TrackerEntry])
    case died(ScriptDeath)
    /// It was dead, and not yet restarted.
    case notRunning
  }

  init(_ settings: ReplaySettings) {
    limit = settings.latencyLimitSeconds
    restartDelay = settings.restartDelay
    fold = TrackerFold(limit: limit)
  }

  /// The outcome of a good poll.
  mutating func step(_ poll: CompactionPoll) -> Outcome {
    if !isRunning, let death {
      let since = (poll.at?.milliseconds ?? 0) - (death.at?.milliseconds ?? 0)
      guard since >= restartDelay.milliseconds else { return .notRunning }
      isRunning = true
      wasRestarted = true
      fold = TrackerFold(limit: limit)
    }
    do throws(ScriptDeath) {
      return .printed(fold.step(try WrittenTracker.rows(of: poll), at: poll.at))
    } catch {
      death = (poll.at, error)
      isRunning = false
      return .died(error)
    }
  }

  private static func rows(of poll: CompactionPoll) throws(ScriptDeath) -> [TrackerRow] {
    // A source without text cannot be misread.
    guard let form = poll.form else { return poll.tasks.map { TrackerRow($0) } }
    // The script waits for the header of the usual table.
    guard form.rows != .view else { return [] }
    var rows: [TrackerRow] = []
    for task in poll.tasks {
      if let row = try TrackerRow(ScriptRow(task, form)) { rows.append(row) }
    }
    return rows
  }
}

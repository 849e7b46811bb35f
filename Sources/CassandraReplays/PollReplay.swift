// The poller of asynchronous compaction (001): one output of compactionstats, its pending tasks and running
// rows, and whether the backlog is within limits.

import CassandraAnalysis
import CassandraModel

extension Replay {
  static let poll = Replay(
    id: "poll", title: "Async poll", seed: "001",
    needs: "captures of compactionstats, or the poller's log", style: .spaced,
    feeds: { node in
      ReplayFeed.found(in: node, streams: node.pollerStreams) { feed in
        feed != .captures || CompactionPoll.isFed(node, feed)
      }
    },
    run: { input, each in
      let limit = input.settings.pollPendingLimit
      for sample in PollSample.all(of: input.node, input.feed) {
        let meant = PollReading(pending: sample.pending, rows: sample.tasks.map { PollRow($0) })
        let written = sample.form.map { PollReading(scriptReads: sample, $0) } ?? meant
        each(
          ReplayStep(
            at: sample.at, source: sample.source, decision: meant.verdict(limit),
            asWritten: written == meant
              ? nil
              : AsWritten(decision: written.verdict(limit), cause: sample.cause) {
                .object(written.members(limit))
              },
            members: { meant.members(limit) + [JSONMember("timestamp", .optional(sample.moment?.text))] }))
      }
      return RecordedPoller.end(input)
    })
}

/// One poll with a count of pending tasks.
struct PollSample: Sendable {
  /// For display: the poller's log has the time of its own clock.
  let moment: Moment?
  /// nil without a date.
  let at: Instant?
  let source: SourceLocation
  let pending: Double
  let tasks: [PolledTask]
  /// nil for output of the poller itself.
  let form: CompactionStatsForm?

  /// The polls of `feed`, in order of time.
  static func all(of node: NodeFindings, _ feed: ReplayFeed) -> [PollSample] {
    switch feed {
    case .captures:
      let polls = CompactionPoll.all(of: node, feed) + CompactionPoll.undated(of: node, feed)
      return polls.compactMap { poll in
        guard let pending = poll.pending, let form = poll.form else { return nil }
        return PollSample(
          moment: poll.at.map { .utc($0) }, at: poll.at, source: poll.source, pending: pending,
          tasks: poll.tasks,
          form: form)
      }
    case .stream(let file):
      // Its log has the pending tasks without rows, and only when they are over limits.
      let results = node.recorded(.monitorPoll, in: file) + node.recorded(.monitorPollWarning, in: file)
      return results.sorted { $0.source < $1.source }.compactMap { result in
        guard let pending = result.number("pending_tasks") else { return nil }
        return PollSample(
          moment: result.at, at: result.instant, source: result.source, pending: pending, tasks: [], form: nil
        )
      }
    }
  }

  /// Why the script as written reads another value.
  var cause: String {
    if let form, !form.hasColons, pending != 0 {
      return
        "pending tasks is printed without a colon (5.0 and later), so the script finds none and takes it for 0"
    }
    for task in tasks {
      if let form, let why = task.misreading(form) { return why }
      if !PollRow.knownKinds.contains(task.kind) {
        return "the script knows no kind \(task.kind) and drops the row"
      }
    }
    return "the script reads the text differently"
  }
}

struct PollRow: Sendable, Equatable {
  let keyspace: String
  let table: String
  let completed: Int64
  let total: Int64
  let unit: String
  let progress: String

  /// Kinds of rows that the script reads.
  static let knownKinds = ["Compaction", "Validation", "Cleanup", "Scrub", "Upgradesstables"]

  /// The row by the meaning of its columns.
  init(_ task: PolledTask) {
    keyspace = task.keyspace
    table = task.table
    completed = Int64(exactly: task.completed.rounded()) ?? 0
    total = Int64(exactly: task.total.rounded()) ?? 0
    unit = task.unit
    progress = task.progress.map { PythonNumber.twoDecimals($0) + "%" } ?? "n/a"
  }

  /// The row as the script splits a line into words; nil for a line that it passes over.
  init?(_ row: ScriptRow) {
    let words = row.words
    guard words.count >= 8, PollRow.knownKinds.contains(words[1]),
      let completed = Int64(words[words.count - 4]), let total = Int64(words[words.count - 3])
    else { return nil }
    keyspace = words[2]
    table = words[3]
    self.completed = completed
    self.total = total
    unit = words[words.count - 2]
    progress = words[words.count - 1]
  }

  var document: JSONValue {
    .object([
      "keyspace": .text(keyspace), "table": .text(table), "completed": .integer(completed),
      "total": .integer(total), "unit": .text(unit), "progress": .text(progress),
    ])
  }
}

struct PollReading: Sendable, Equatable {
  let pending: Int64
  let rows: [PollRow]

  init(pending: Double, rows: [PollRow]) {
    self.pending = Int64(exactly: pending.rounded()) ?? 0
    self.rows = rows
  }

  /// The values that the script reads in a text of `form`.
  init(scriptReads sample: PollSample, _ form: CompactionStatsForm) {
    // `^pending tasks:\s*(\d+)`, and 0 without a match.
    self.init(
      pending: form.hasColons ? sample.pending : 0,
      rows: form.rows == .view ? [] : sample.tasks.compactMap { PollRow(ScriptRow($0, form)) })
  }

  func isWithinLimits(_ limit: Double) -> Bool { Double(pending) <= limit }

  func verdict(_ limit: Double) -> String { isWithinLimits(limit) ? "within limits" : "over limits" }

  /// The keys of the script in its order, and its verdict.
  func members(_ limit: Double) -> [JSONMember] {
    [
      JSONMember("pending", .integer(pending)),
      JSONMember("active", .array(rows.map(\.document))),
      JSONMember("within_limits", .truth(isWithinLimits(limit))),
    ]
  }
}

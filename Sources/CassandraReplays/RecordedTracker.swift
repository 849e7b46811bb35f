// Compares the tracker's replay, on the tracker's own samples, with the tracker's output: same ids in the
// same order, same keys, same flags, figures as near as whole seconds allow.

import CassandraAnalysis
import CassandraModel

/// Snapshots in one file of a tracker.
struct RecordedTracker {
  private struct Snapshot {
    /// Its place in the text.
    let line: Int
    var rows: [Occurrence] = []
  }

  private var snapshots: [Snapshot]
  /// Lines of its starts: a start clears its state.
  private let starts: [Int]
  private(set) var agreement = ReplayAgreement()
  private(set) var notes: [ReplayNote] = []

  init(_ node: NodeFindings, file: String) {
    snapshots = node.recorded(.monitorTrackerSnapshot, in: file).map {
      Snapshot(line: $0.source.positionInText)
    }
    starts = node.recorded(.monitorTrackerStarted, in: file).map(\.source.positionInText)
    var next = 0
    for row in node.recorded(.monitorTrackerRow, in: file) {
      while next + 1 < snapshots.count, snapshots[next + 1].line <= row.source.positionInText { next += 1 }
      if next < snapshots.count, snapshots[next].line <= row.source.positionInText {
        snapshots[next].rows.append(row)
      }
    }
  }

  /// True if the script was started between two lines.
  func wasStarted(after line: Int, before other: Int) -> Bool { starts.contains { $0 > line && $0 < other } }

  /// Compares the snapshot of `poll`.
  mutating func compare(_ entries: [TrackerEntry], _ poll: CompactionPoll) {
    // The place of the poll is that of the count, which follows the rows.
    guard let snapshot = snapshots.last(where: { $0.line <= poll.source.positionInText }) else { return }
    let differences = RecordedTracker.differences(entries, snapshot.rows)
    agreement.add(differences.isEmpty)
    for (subject, text) in differences where notes.count < TrackerAudit.noteLimit {
      notes.append(
        ReplayNote(
          .disagreement, from: poll.at, to: poll.at, subject: subject, text: text, source: poll.source))
    }
  }

  private static func differences(
    _ entries: [TrackerEntry], _ rows: [Occurrence]
  ) -> [(subject: String, text: String)] {
    let (ours, theirs) = (entries.map(\.row.id), rows.compactMap { $0.word("id") })
    guard ours == theirs else {
      return [
        (
          "ids",
          "replayed \(ours.joined(separator: " ")), recorded \(theirs.joined(separator: " ")): a snapshot of the same instant holds, or the rows are damaged"
        )
      ]
    }
    return zip(entries, rows).compactMap { entry, row in
      difference(entry, row).map { (entry.row.id, $0) }
    }
  }

  /// The difference in one row and its reason; nil without one.
  private static func difference(_ entry: TrackerEntry, _ row: Occurrence) -> String? {
    let texts = [
      ("keyspace", entry.row.keyspace), ("table", entry.row.table), ("type", entry.row.kind),
    ]
    for (key, value) in texts where row.word(key) != value {
      return "\(key): replayed \(value), recorded \(row.word(key) ?? "nothing")"
    }
    if let recorded = row.number("total_bytes"), recorded == 0, entry.row.total != 0 {
      return "total_bytes: the script read the unit as zero"
    }
    guard let elapsed = row.number("elapsed_sec") else { return "elapsed_sec is not recorded" }
    guard ReplayAgreement.isNear(entry.elapsedSeconds, elapsed, within: 1.001) else {
      return
        "elapsed_sec: replayed \(entry.elapsedSeconds), recorded \(elapsed): the script had seen it before, or forgotten it"
    }
    let isFlagged = row.number("latency_alert") == 1
    guard isFlagged == entry.isAlert else {
      let isClose = abs(entry.elapsedSeconds - elapsed) <= 1.001
      return
        "latency_alert: replayed \(entry.isAlert), recorded \(isFlagged)\(isClose ? ": the limit lies within the second that the stream rounds away" : "")"
    }
    if let recorded = row.number("throughput_bytes_sec"), !isNear(entry, recorded) {
      return "throughput_bytes_sec: replayed \(PythonNumber.round(entry.throughput, 2)), recorded \(recorded)"
    }
    // The sample holds the bytes that are done; the stream's percentage is rounded from them.
    if let recorded = row.number("progress_pct"), let progress = entry.row.progress,
      !ReplayAgreement.isNear(progress, recorded, within: 0.01)
    {
      return "progress_pct: replayed \(progress), recorded \(recorded): columns were taken for others"
    }
    return nil
  }

  /// A throughput agrees if it does with an elapsed time of up to one second less or more.
  private static func isNear(_ entry: TrackerEntry, _ recorded: Double) -> Bool {
    let done = entry.throughput * max(entry.elapsedSeconds, 0.1)
    let bounds = [-1.0, 0, 1].map { done / max(entry.elapsedSeconds + $0, 0.1) }
    guard let low = bounds.min(), let high = bounds.max() else { return false }
    let slack = ReplayAgreement.share * abs(recorded)
    return (low - slack...high + slack).contains(recorded)
  }
}

/// Times at which a script was silent while captures show that it had something to print.
struct ScriptSilence {
  /// Times of the script's output, in order.
  private let heard: [Instant]
  private let failures: [Instant]
  private let reach: Int64

  /// - Parameter heard: times of the script's output.
  init(_ node: NodeFindings, heard: [Instant], command: String) {
    self.heard = heard.sorted()
    failures = node.monitors[.monitorPollFailed].filter { $0.word("command") == command }
      .compactMap { node.instant(of: $0) }.sorted()
    let intervals = zip(self.heard, self.heard.dropFirst()).map { $1.milliseconds - $0.milliseconds }.sorted()
    let median = intervals.isEmpty ? 0 : intervals[(intervals.count - 1) / 2]
    reach = max(60_000, median * 3)
  }

  /// True if the script had output near `instant`.
  func isHeard(near instant: Instant) -> Bool {
    let start = instant.milliseconds - reach
    var low = 0
    var high = heard.count
    while low < high {
      let middle = (low + high) / 2
      if heard[middle].milliseconds < start { low = middle + 1 } else { high = middle }
    }
    return low < heard.count && heard[low].milliseconds <= instant.milliseconds + reach
  }

  /// Number of the script's polls that failed in a time.
  func failures(from: Instant, to: Instant) -> Int {
    failures.count {
      $0.milliseconds >= from.milliseconds - reach && $0.milliseconds <= to.milliseconds + reach
    }
  }
}

// Compares the triage's replay, on the metrics that the triage read, with its output: the pending tasks, rate
// and decay of each sample, and the verdict.

import CassandraAnalysis
import CassandraModel

struct RecordedTriage {
  private struct Entry {
    let at: Instant
    let snapshot: Occurrence?
    let verdict: Occurrence?
    var isTaken = false
  }

  private var entries: [Entry] = []
  private var next = 0
  private(set) var agreement = ReplayAgreement()
  private(set) var notes: [ReplayNote] = []

  init(_ node: NodeFindings) {
    for file in node.triageLogs {
      var snapshots = node.recorded(.monitorTriage, in: file)[...]
      // A verdict is on the line after its sample; either may be missing.
      for verdict in node.recorded(.monitorTriageVerdict, in: file) {
        var own: Occurrence?
        while let first = snapshots.first, first.source.positionInText < verdict.source.positionInText {
          if let own { add(own, nil) }
          own = first
          snapshots.removeFirst()
        }
        add(own, verdict)
      }
      for snapshot in snapshots { add(snapshot, nil) }
    }
    entries.sort { $0.at < $1.at }
  }

  private mutating func add(_ snapshot: Occurrence?, _ verdict: Occurrence?) {
    guard let at = snapshot?.instant ?? verdict?.instant else { return }
    entries.append(Entry(at: at, snapshot: snapshot, verdict: verdict))
  }

  var isEmpty: Bool { entries.isEmpty }

  /// Milliseconds between reading the metrics and writing, with the second that the metrics' time lacks.
  private static let delay: Int64 = 6000

  /// Compares the output for the sample at `at`, if there is any.
  mutating func compare(
    _ sample: TriageSample, _ velocity: Velocity, _ before: Instant?, verdict: String, _ marks: [ReplayMark]
  ) {
    while next < entries.count, entries[next].at < sample.at { next += 1 }
    guard next < entries.count, entries[next].at.milliseconds - sample.at.milliseconds <= RecordedTriage.delay
    else { return }
    let entry = entries[next]
    next += 1
    let found = difference(entry.snapshot, entry.verdict, sample, velocity, before, verdict)
    agreement.add(found == nil)
    guard let found, notes.count < TrackerAudit.noteLimit else { return }
    let cause = marks.contains(.restart) ? ": the counter fell, which is a restart" : ""
    notes.append(
      ReplayNote(
        .disagreement, from: sample.at, to: sample.at, subject: found.key, text: found.text + cause,
        source: (entry.verdict ?? entry.snapshot)?.source))
  }

  private func difference(
    _ snapshot: Occurrence?, _ said: Occurrence?, _ sample: TriageSample, _ velocity: Velocity,
    _ before: Instant?, _ verdict: String
  ) -> (key: String, text: String)? {
    if let pending = (snapshot ?? said)?.number("pending_tasks"), pending != sample.pending {
      return ("pending_tasks", "replayed \(words(sample.pending)), recorded \(pending)")
    }
    if let said {
      let recorded = said.word("verdict") == "critical" ? "triggered" : "nominal"
      if recorded != verdict { return ("verdict", "replayed \(verdict), recorded \(recorded)") }
    }
    if let rate = snapshot?.number("rate_mb_sec"), !isNear(velocity.rate, rate * 1_048_576, sample, before) {
      return (
        "rate_mb_sec", "replayed \(words(velocity.rate.map { $0 / 1_048_576 })), recorded \(rate)"
      )
    }
    if let ratio = snapshot?.number("decay_ratio"), !isNear(velocity.ratio, ratio, sample, before) {
      return ("decay_ratio", "replayed \(words(velocity.ratio)), recorded \(ratio)")
    }
    return nil
  }

  /// A rate agrees if it does with an elapsed time of up to one second less or more.
  private func isNear(_ value: Double?, _ recorded: Double, _ sample: TriageSample, _ before: Instant?)
    -> Bool
  {
    guard let value else { return false }
    guard let before else { return value == recorded }
    let elapsed = Double(sample.at.milliseconds - before.milliseconds) / 1000
    let slack = elapsed > 1 ? abs(value) * (1 / (elapsed - 1)) : abs(value)
    return ReplayAgreement.isNear(value, recorded, within: slack)
  }

  private func words(_ value: Double?) -> String { value.map { String(describing: $0) } ?? "nothing" }
}

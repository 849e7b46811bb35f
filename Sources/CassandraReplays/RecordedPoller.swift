// Compares the poller's replay with the poller's output. Its log has a line only when the backlog is over
// limits, so its silence is a verdict, too: captures show whether it was right.

import CassandraAnalysis
import CassandraModel

/// Output that a poller wrote.
enum RecordedPoller {
  static func end(_ input: ReplayInput) -> ReplayEnd {
    switch input.feed {
    case .stream(let file): ReplayEnd(agreement: agreement(input, file))
    case .captures: ReplayEnd(notes: results(input) + silence(input))
    }
  }

  /// With the poller's own samples, the replay must warn where the poller warned, and only there.
  private static func agreement(_ input: ReplayInput, _ file: String) -> ReplayAgreement {
    var agreement = ReplayAgreement()
    let limit = input.settings.pollPendingLimit
    for warning in input.node.recorded(.monitorPollWarning, in: file) {
      agreement.add((warning.number("pending_tasks") ?? 0) > limit)
    }
    return agreement
  }

  /// Results that it printed, compared with the nearest capture.
  private static func results(_ input: ReplayInput) -> [ReplayNote] {
    let samples = PollSample.all(of: input.node, .captures).filter { $0.at != nil }
    let results = input.node.monitors[.monitorPoll]
    guard !samples.isEmpty, !results.isEmpty else { return [] }
    var notes: [ReplayNote] = []
    let limit = input.settings.pollPendingLimit
    for result in results where notes.count < TrackerAudit.noteLimit {
      guard let at = input.node.instant(of: result), let pending = result.number("pending_tasks"),
        let near = nearest(samples, to: at), let form = near.form
      else { continue }
      let written = PollReading(scriptReads: near, form)
      guard (near.pending > limit) != (pending > limit), written.isWithinLimits(limit) == (pending <= limit)
      else { continue }
      notes.append(
        ReplayNote(
          .disagreement, from: at, to: at, subject: "pending",
          text:
            "recorded \(ScriptRow.whole(pending)), captured \(ScriptRow.whole(near.pending)): \(near.cause)",
          source: result.source))
    }
    return notes
  }

  private static func nearest(_ samples: [PollSample], to at: Instant) -> PollSample? {
    var low = 0
    var high = samples.count
    while low < high {
      let middle = (low + high) / 2
      if samples[middle].at ?? at <= at { low = middle + 1 } else { high = middle }
    }
    let around = [low - 1, low].filter { samples.indices.contains($0) }.map { samples[$0] }
    let distance = { (sample: PollSample) in abs((sample.at?.milliseconds ?? 0) - at.milliseconds) }
    return around.min { distance($0) < distance($1) }.flatMap { distance($0) <= 60_000 ? $0 : nil }
  }

  /// Times over limits without a warning by the poller.
  private static func silence(_ input: ReplayInput) -> [ReplayNote] {
    let node = input.node
    let written = node.monitors[.monitorPollWarning] + node.monitors[.monitorPoll]
    let failed = node.monitors[.monitorPollFailed].filter { $0.word("command") == "poller" }
    let times = (written + failed).compactMap { node.instant(of: $0) }
    guard let first = times.min(), let last = times.max() else { return [] }
    let warned = node.monitors[.monitorPollWarning].compactMap { node.instant(of: $0) }
    let silence = ScriptSilence(node, heard: warned, command: "poller")
    let limit = input.settings.pollPendingLimit
    let samples = PollSample.all(of: node, .captures).filter { $0.at != nil }
    // A clock that is hours off proves no silence.
    guard samples.contains(where: { ($0.at ?? first) >= first && ($0.at ?? last) <= last }) else { return [] }
    var spans = StateSpans<Bool>(gap: .seconds(300))
    var causes: [Int: String] = [:]
    for sample in samples {
      guard let at = sample.at, at >= first else { continue }
      let isMissed = sample.pending > limit && !silence.isHeard(near: at)
      spans.add(isMissed, at: at, source: sample.source)
      if isMissed, sample.form?.hasColons == false { causes[spans.all.count - 1] = sample.cause }
    }
    return spans.all.indices.filter { spans.all[$0].state }.prefix(TrackerAudit.noteLimit).map { i in
      let span = spans.all[i]
      let failures = silence.failures(from: span.from, to: span.to)
      let cause =
        causes[i]
        ?? (failures > 0
          ? "\(failures) of its samples failed" : "cause unknown; it may not have been running")
      return ReplayNote(
        .disagreement, from: span.from, to: span.to, subject: "silence",
        text: "\(span.samples) captures are over limits, and the poller warned of nothing: \(cause)",
        source: span.source)
    }
  }
}

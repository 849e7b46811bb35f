// The real-time latency tracker (000): each cycle it polls compactionstats and prints, for each running
// compaction, its age since it was first seen and its throughput since then.

import CassandraAnalysis
import CassandraModel

extension Replay {
  static let tracker = Replay(
    id: "tracker", title: "Latency tracker", seed: "000",
    needs: "captures of compactionstats, or what the tracker printed", style: .indented(2),
    feeds: { node in
      ReplayFeed.found(in: node, streams: node.trackerStreams) { feed in
        CompactionPoll.isFed(node, feed)
      }
    },
    run: { input, each in
      let polls = CompactionPoll.all(of: input.node, input.feed)
      let limit = input.settings.latencyLimitSeconds
      var meant = TrackerFold(limit: limit)
      var written = WrittenTracker(input.settings)
      var audit = TrackerAudit(polls, input)
      var recorded = TrackerReplay.recorded(input)
      var line = 0
      for poll in polls {
        if recorded?.wasStarted(after: line, before: poll.source.positionInText) == true {
          meant = TrackerFold(limit: limit)
          written = WrittenTracker(input.settings)
        }
        line = poll.source.positionInText
        let entries = meant.step(poll.tasks.map { TrackerRow($0) }, at: poll.at)
        audit.add(entries, poll)
        recorded?.compare(entries, poll)
        each(TrackerReplay.step(entries, poll, &written))
      }
      for poll in CompactionPoll.undated(of: input.node, input.feed) {
        var alone = TrackerFold(limit: limit)
        var writtenAlone = WrittenTracker(input.settings)
        let entries = alone.step(poll.tasks.map { TrackerRow($0) }, at: nil)
        each(TrackerReplay.step(entries, poll, &writtenAlone))
      }
      let silence = input.feed == .captures ? TrackerReplay.silence(polls, input.node) : []
      return ReplayEnd(
        notes: audit.notes() + (recorded?.notes ?? []) + silence + TrackerReplay.promised,
        agreement: recorded?.agreement)
    })
}

/// Parts of the tracker's replay without state.
enum TrackerReplay {
  static func recorded(_ input: ReplayInput) -> RecordedTracker? {
    guard case .stream(let file) = input.feed else { return nil }
    return RecordedTracker(input.node, file: file)
  }

  /// Times at which captures show that the tracker had something to print, and it printed nothing.
  static func silence(_ polls: [CompactionPoll], _ node: NodeFindings) -> [ReplayNote] {
    let streams = node.trackerStreams
    guard !streams.isEmpty else { return [] }
    let heard = streams.flatMap { node.recorded(.monitorTrackerSnapshot, in: $0).compactMap(\.instant) }
    guard let first = heard.min() else { return [] }
    let silence = ScriptSilence(node, heard: heard, command: "tracker")
    var spans = StateSpans<Bool>(gap: CompactionPoll.maximumGap(of: polls))
    var causes: [Int: String] = [:]
    for poll in polls {
      guard let at = poll.at, at >= first else { continue }
      spans.add(silence.isHeard(near: at), at: at, source: poll.source)
      let why = poll.form.flatMap { form in poll.tasks.lazy.compactMap { $0.misreading(form) }.first }
      if let why, causes[spans.all.count] == nil { causes[spans.all.count] = why }
    }
    return spans.all.indices.filter { !spans.all[$0].state }.prefix(TrackerAudit.noteLimit).map { i in
      let span = spans.all[i]
      let failures = silence.failures(from: span.from, to: span.to)
      // The row that killed the script may be in the sample before.
      let cause =
        (causes[i + 1] ?? causes[i]).map { "it dies at such a row: " + $0 }
        ?? (failures > 0
          ? "\(failures) of its samples failed" : "cause unknown; it may not have been running")
      return ReplayNote(
        .disagreement, from: span.from, to: span.to, subject: "silence",
        text:
          "\(span.samples) samples hold the tracker's warning, and it printed none: \(cause)",
        source: span.source)
    }
  }

  static func step(
    _ entries: [TrackerEntry], _ poll: CompactionPoll, _ written: inout WrittenTracker
  ) -> ReplayStep {
    let other = difference(written.step(poll), from: entries, poll, written)
    let hasAlert = entries.contains(where: \.isAlert)
    return ReplayStep(
      at: poll.at, source: poll.source, decision: hasAlert ? "alert" : "no alert", asWritten: other,
      members: { entries.snapshot })
  }

  /// The decision of the script as written, if it differs from the intent.
  static func difference(
    _ outcome: WrittenTracker.Outcome, from meant: [TrackerEntry], _ poll: CompactionPoll,
    _ tracker: WrittenTracker
  ) -> AsWritten? {
    let cause = { () -> String in
      if let form = poll.form, let why = poll.tasks.lazy.compactMap({ $0.misreading(form) }).first {
        return why
      }
      return "it died before and forgot what it had seen"
    }
    switch outcome {
    case .printed(let entries):
      guard entries != meant else { return nil }
      let decision = entries.contains(where: \.isAlert) ? "alert" : "no alert"
      return AsWritten(decision: decision, cause: cause()) { .object(entries.snapshot) }
    case .died(let death):
      return AsWritten(decision: "died", cause: cause()) { .object(["died": .text(death.error)]) }
    case .notRunning:
      let died = tracker.death?.at?.iso8601
      return AsWritten(decision: "not running", cause: "it had died and was not yet started again") {
        .object(["not_running_since": .optional(died)])
      }
    }
  }

  /// Promises of the seed that the script does not keep.
  static let promised = [
    ReplayNote(
      .promised, subject: "back-off",
      text: "exponential back-off on failures: the script waits the same interval"),
    ReplayNote(
      .promised, subject: "breaker",
      text: "a breaker on CPU and I/O saturation: the script only skips a cycle whose nodetool timed out"),
    ReplayNote(
      .promised, subject: "last-known-good state",
      text:
        "falling back to the last good state instead of crashing: the script keeps none and dies at a row it cannot read"
    ),
  ]
}

extension ReplayFeed {
  /// The captures and the streams that `isFed`.
  static func found(
    in node: NodeFindings, streams: [String], isFed: (ReplayFeed) -> Bool
  ) -> [ReplayFeed] {
    ([.captures] + streams.map { .stream($0) }).filter(isFed)
  }
}

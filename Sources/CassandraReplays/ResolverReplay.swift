// The backlog resolver (002): at each instant at which a threshold for an intervention holds, its settings,
// and its verdict on the samples that followed. Each instant is a run of its own: the plan was not applied,
// so the samples show the node without it.

import CassandraAnalysis
import CassandraModel

extension Replay {
  static let resolver = Replay(
    id: "resolver", title: "Backlog resolver", seed: "002",
    needs:
      "captures of compactionstats or tpstats in which a threshold for an intervention holds, or the resolver's log",
    style: .spaced,
    feeds: { node in
      ReplayFeed.found(in: node, streams: node.resolverLogs) { feed in
        feed != .captures || CompactionPoll.isDated(node)
      }
    },
    run: { input, each in
      switch input.feed {
      case .captures:
        var replay = ResolverReplay(input)
        return replay.run(each)
      case .stream(let file): return RecordedResolver.run(input.node, file, each)
      }
    })
}

extension CompactionPoll {
  /// True if captures of `node` have a dated sample of pending or running compactions.
  static func isDated(_ node: NodeFindings) -> Bool {
    let files = FeedFiles(.captures, of: node, but: node.tombstoneStreams)
    let store = node.samples
    let pool = Labels([("pool", "CompactionExecutor")])
    let leading = [store[.compactionActive], store[.compactionPendingTasks], store[.poolActive, pool]]
    return leading.contains { series in
      guard let series else { return false }
      return store.everyPoint(of: series).contains { files.contains($0) }
    }
  }
}

private struct ResolverReplay {
  private let input: ReplayInput
  private let inputs: ResolvedInputs
  private let samples: ResolverSamples
  private var preflight: ResolverPreflight

  /// The result of a stretch of instants.
  private struct Episode {
    let from: Instant
    var to: Instant
    var instants = 0
    var rules: [RuleID] = []
    var verdicts: [(verdict: String, count: Int)] = []
    var beside: [String] = []
    var peak = 0.0
    let plan: ResolverPlan
    let source: SourceLocation

    mutating func count(_ verdict: String) {
      if let i = verdicts.firstIndex(where: { $0.verdict == verdict }) {
        verdicts[i].count += 1
      } else {
        verdicts.append((verdict, 1))
      }
    }
  }

  init(_ input: ReplayInput) {
    self.input = input
    inputs = RuleEngine(settings: input.settings.rules).inputs(of: input.node)
    samples = ResolverSamples(input.node)
    preflight = ResolverPreflight(input.node, inputs)
  }

  mutating func run(_ each: (ReplayStep) -> Void) -> ReplayEnd {
    var episodes: [Episode] = []
    var hasUnknownShare = false
    let gap = inputs.pending?.maximumGap ?? .seconds(300)
    for trigger in ResolverTrigger.all(input, inputs) {
      let plan = ResolverPlan(
        throughput: inputs.throughputLimit(at: trigger.at).map(ResolverPlan.megabytes),
        threads: inputs.concurrentCompactors(at: trigger.at))
      let beside = preflight.beside(trigger.at)
      let run = ResolverRun(trigger, plan, preflight, samples, beside)
      each(run.step)
      if let aftermath = run.aftermath, aftermath.share == nil { hasUnknownShare = true }
      let isNew =
        episodes.last.map { trigger.at.milliseconds - $0.to.milliseconds > gap.milliseconds } ?? true
      if isNew {
        episodes.append(Episode(from: trigger.at, to: trigger.at, plan: plan, source: trigger.source))
      }
      let i = episodes.count - 1
      episodes[i].to = trigger.at
      episodes[i].instants += 1
      episodes[i].count(run.fold.verdict.rawValue)
      episodes[i].peak = max(episodes[i].peak, trigger.pending ?? 0)
      for rule in trigger.rules where !episodes[i].rules.contains(rule) { episodes[i].rules.append(rule) }
      for name in beside where !episodes[i].beside.contains(name) { episodes[i].beside.append(name) }
    }
    var notes = episodes.prefix(TrackerAudit.noteLimit).flatMap { self.notes(of: $0) }
    if hasUnknownShare {
      notes.append(
        ReplayNote(
          .missing, subject: "data of the node",
          text:
            "whether what was left became normal (less than 10 % of the node's data): no nodetool info near it"
        ))
    }
    return ReplayEnd(notes: notes + (episodes.isEmpty ? [] : ResolverReplay.promised))
  }

  /// Promises of the seed that the script does not keep.
  private static let promised = [
    ReplayNote(
      .promised, subject: "plain bytes",
      text:
        "bytes left read from plain rows, too: the script's pattern needs a unit behind each amount, which only --human-readable prints"
    ),
    ReplayNote(
      .promised, subject: "UN",
      text: "a check that the node is UN: the script looks at the exit status of nodetool status alone"),
    ReplayNote(
      .promised, subject: "first attempt",
      text: "draining reported after the first attempt: the code compares from the second on"),
  ]

  private func notes(of episode: Episode) -> [ReplayNote] {
    let plan = episode.plan
    var text = "\(episode.rules.map(\.name).joined(separator: ", ")) at \(episode.instants) instants"
    text +=
      ", at most \(ScriptRow.whole(episode.peak)) pending; first plan: \(ResolverReplay.number(plan.throughput)) to "
    text += "\(ResolverReplay.number(plan.newThroughput)) MB/s, \(ScriptRow.whole(plan.threads)) to "
    text += "\(ScriptRow.whole(plan.newThreads)) threads"
    if !plan.assumed.isEmpty { text += " (assumed: \(plan.assumed.joined(separator: ", ")))" }
    text += "; " + episode.verdicts.map { "\($0.count) \($0.verdict)" }.joined(separator: ", ")
    var notes = [
      ReplayNote(
        .audit, from: episode.from, to: episode.to, subject: "plan", text: text, source: episode.source)
    ]
    let state =
      preflight.state.map { "the node was last seen \($0)" } ?? "whether the node was UN is unknown"
    let beside =
      episode.beside.isEmpty
      ? "no repair or rebuild at the same time"
      : "at the same time: " + episode.beside.joined(separator: ", ")
    notes.append(
      ReplayNote(
        .gate, from: episode.from, to: episode.to, subject: "pre-flight", text: state + "; " + beside,
        source: episode.source))
    return notes
  }

  private static func number(_ value: Double) -> String {
    value == value.rounded() ? ScriptRow.whole(value) : String(PythonNumber.round(value, 2))
  }
}

private struct ResolverRun {
  let step: ReplayStep
  let fold: (verdict: ResolverVerdict, reduction: Double?)
  let aftermath: ResolverAftermath?

  init(
    _ trigger: ResolverTrigger, _ plan: ResolverPlan, _ preflight: ResolverPreflight,
    _ samples: ResolverSamples, _ beside: [String]
  ) {
    let at = trigger.at
    let refusal = preflight.refusal(at: at)
    let cycles: [RemainingSample?] =
      refusal == nil ? [samples.cycle(1, of: at), samples.cycle(2, of: at)] : []
    var cause: String?
    if refusal != nil {
      fold = (.refused, nil)
      aftermath = nil
    } else {
      let own = ResolverFold(first: cycles[0]?.bytes, second: cycles[1]?.bytes)
      fold = (own.verdict, own.reduction)
      cause = own.cause
      aftermath = own.verdict == .drained ? cycles[1].map { samples.after($0.at) } : nil
    }
    if fold.verdict == .noData {
      let number: Int64 = cycles.first.flatMap { $0 } == nil ? 1 : 2
      let why =
        samples.endsBefore(number, of: at)
        ? "the samples end before cycle \(number) is over" : "no good sample of cycle \(number)"
      cause = why + (cause.map { ": " + $0 } ?? "")
    }
    let (verdict, reduction) = fold
    let after = aftermath
    let (state, note) = (preflight.state, refusal ?? cause)
    let readings = zip(1..., cycles).compactMap { number, sample in
      sample.map { ResolverRun.document(number, $0) }
    }
    step = ReplayStep(
      at: at, source: trigger.source, decision: verdict.rawValue, marks: plan.marks,
      asWritten: ResolverRun.asWritten(plan, preflight, at, refusal),
      members: {
        [
          JSONMember("timestamp", .text(at.iso8601)),
          JSONMember("thresholds", .array(trigger.rules.map { .text($0.name) })),
          JSONMember("pending_tasks", trigger.pending.map { .whole($0) } ?? .null),
          JSONMember("node_state", .optional(state)),
          JSONMember("beside", .array(beside.map { .text($0) })),
          JSONMember("current", ResolverPlan.settings(plan.throughput, plan.threads)),
          JSONMember("assumed", .array(plan.assumed.map { .text($0) })),
          JSONMember("target", ResolverPlan.settings(plan.newThroughput, plan.newThreads)),
          JSONMember("attempts", .array(readings)),
          JSONMember(
            "reduction_percent", .optional(reduction.map { PythonNumber.round($0 * 100, 2) })),
          JSONMember("decision", .text(verdict.rawValue)), JSONMember("reason", .optional(note)),
          JSONMember("after", after.map { $0.members(plan) } ?? .null),
        ]
      })
  }

  private static func document(_ attempt: Int, _ sample: RemainingSample) -> JSONValue {
    .object([
      "attempt": .integer(Int64(attempt)), "timestamp": .text(sample.at.iso8601),
      "remaining_bytes": .whole(sample.bytes),
      "remaining_gib": .decimal(PythonNumber.round(sample.bytes / 1_073_741_824, 2)),
    ])
  }

  /// The script dies at the first setting that it reads: nodetool prints a sentence in every version.
  private static func asWritten(
    _ plan: ResolverPlan, _ preflight: ResolverPreflight, _ at: Instant, _ refusal: String?
  ) -> AsWritten? {
    if preflight.didFail("status", at: at) { return nil }
    let isThroughputRead = !preflight.didFail("getcompactionthroughput", at: at)
    let isConcurrencyRead = !preflight.didFail("getconcurrentcompactors", at: at)
    guard isThroughputRead || isConcurrencyRead else { return nil }
    let value = ScriptRow.whole(plan.throughput)
    let text =
      isThroughputRead
      ? "Current compaction throughput: \(value) MB/s"
      : "Current concurrent compactors in the system is: \\n\(ScriptRow.whole(plan.threads))"
    var cause =
      "int() reads the sentence that \(isThroughputRead ? "getcompactionthroughput" : "getconcurrentcompactors") prints in every version: it stops before acting"
    if refusal != nil {
      cause =
        "it looks at the exit status of nodetool status, which is 0 whatever the node's state; then " + cause
    }
    return AsWritten(decision: "died", cause: cause) {
      .object(["died": .text("ValueError: invalid literal for int() with base 10: '\(text)'")])
    }
  }
}

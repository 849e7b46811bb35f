// When the backlog resolver (002) would have been started, and its checks before it began: thresholds that
// hold, the state of the node, repairs and streams at the same time.

import CassandraAnalysis
import CassandraModel

/// An instant at which a threshold for an intervention holds.
struct ResolverTrigger: Sendable {
  let at: Instant
  let source: SourceLocation
  /// Ids of the rules that hold, in the order of their table.
  var rules: [RuleID]
  let pending: Double?
}

extension ResolverTrigger {
  /// All instants of captures at which a threshold holds, in order.
  static func all(_ input: ReplayInput, _ inputs: ResolvedInputs) -> [ResolverTrigger] {
    let node = input.node
    let files = FeedFiles(.captures, of: node, but: node.tombstoneStreams)
    let engine = RuleEngine(settings: input.settings.rules)
    var triggers: [Instant: ResolverTrigger] = [:]
    for rule in engine.rules(of: node.node.name, cluster: node.cluster)
    where RuleID.interventions.contains(rule.id) {
      var pass = RulePass(rule, inputs, isRecording: true)
      pass.evaluate()
      let places = points(of: rule, node.samples, files)
      for reading in pass.readings.flatMap(\.readings) where reading.holds == true {
        let i = lowerBound(places, reading.at)
        guard i < places.count, places[i].at == reading.at else { continue }
        var trigger =
          triggers[reading.at]
          ?? ResolverTrigger(
            at: reading.at, source: node.samples.source(of: places[i]), rules: [],
            pending: node.samples[.compactionPendingTasks]?.latest(at: reading.at, within: .seconds(60))?
              .value)
        trigger.rules.append(rule.id)
        triggers[reading.at] = trigger
      }
    }
    return triggers.values.sorted { $0.at < $1.at }
  }

  /// The samples of captures in the rule's leading series.
  private static func points(of rule: Rule, _ store: SampleStore, _ files: FeedFiles) -> [SamplePoint] {
    let series =
      switch rule.id {
      case .pendingIntervention: store[.compactionPendingTasks]
      case .compactorsSaturated: store[.poolActive, Labels([("pool", "CompactionExecutor")])]
      default: store[.compactionActive]
      }
    return series.map { series in
      TriageSamples.onePerInstant(store.everyPoint(of: series).filter { files.contains($0) })
    } ?? []
  }
}

/// Checks before anything is changed.
struct ResolverPreflight {
  private let own: RingEntry?
  private let failures: [String: [Instant]]
  private let work: [RuleWork]
  private var next = 0
  private var running: [RuleWork] = []

  init(_ node: NodeFindings, _ inputs: ResolvedInputs) {
    own = ResolverPreflight.ownEntry(of: node)
    var failures: [String: [Instant]] = [:]
    for summary in node.polls {
      failures[summary.command] = summary.failures.compactMap(\.at).sorted()
    }
    self.failures = failures
    work = inputs.work.filter { work in
      work.isRepair || work.kind.hasPrefix("stream (Rebuild")
        || ResolverPreflight.operations.contains(work.kind)
    }
  }

  /// 002 wants no other nodetool operation at the same time.
  private static let operations: Set<String> = ["Scrub", "Cleanup", "Verify", "Upgrade sstables"]

  /// The node's own entry in the ring.
  private static func ownEntry(of node: NodeFindings) -> RingEntry? {
    if node.ring.count == 1 { return node.ring[0] }
    let names = Set([node.node.name] + (node.attributes[.address]?.map(\.value) ?? []))
    let hosts = Set(node.attributes[.hostID]?.map(\.value) ?? [])
    return node.ring.first { entry in
      names.contains(entry.address) || (entry.hostID.map { hosts.contains($0) } ?? false)
    }
  }

  /// The last known state of the node, such as `UN`; nil when not in the capture.
  var state: String? { own?.state }

  /// Why the resolver would not begin at `instant`; nil without a reason. The ring is known by its last
  /// sample, which proves nothing about times long before.
  func refusal(at instant: Instant) -> String? {
    if didFail("status", at: instant) { return "nodetool status failed" }
    guard let own, own.state != "UN", let at = own.at,
      abs(at.milliseconds - instant.milliseconds) <= 300_000
    else { return nil }
    return "the node was " + own.state
  }

  /// True if `command` failed near `instant`.
  func didFail(_ command: String, at instant: Instant) -> Bool {
    failures[command]?.contains { abs($0.milliseconds - instant.milliseconds) <= 30_000 } ?? false
  }

  /// Repairs and rebuilds that run at `instant`. Instants never fall.
  mutating func beside(_ instant: Instant) -> [String] {
    while next < work.count, work[next].from <= instant {
      running.append(work[next])
      next += 1
    }
    running.removeAll { $0.to < instant }
    var names: [String] = []
    for one in running {
      let name = one.kind + (one.table.map { " of " + $0.description } ?? "")
      if !names.contains(name), names.count < 5 { names.append(name) }
    }
    return names.sorted()
  }
}

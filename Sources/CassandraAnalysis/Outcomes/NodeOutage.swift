// When a node was out of service, and why: its process was gone, did not start, or had clients and gossip
// stopped. Sources: the runs of its process, the actions of its failure policies, and nodetool's states of
// its switches.

public import CassandraModel

/// A time in which a node served no clients, although it had not been stopped on purpose.
public struct NodeOutage: Hashable, Sendable {
  /// Why it served no clients.
  public enum Cause: Hashable, Sendable {
    /// A failure policy stopped clients and gossip: `disk_failure_policy=stop`.
    case policy(String)
    /// The process was gone without a shutdown.
    case uncleanShutdown
    /// The JVM ended the process, or the process itself did.
    case exit
    /// The process did not start.
    case startupFailed
  }

  /// The cause.
  public let cause: Cause
  /// Number of the process's run in which it began, from 1.
  public let process: Int
  /// The start: the record of the policy, or the last record or sample of the process that was gone.
  public let start: Outcome.Evidence
  /// How it ended.
  public let outcome: Outcome
  /// The last sample that shows it off; nil without one.
  public let lastSeenOff: Outcome.Evidence?
  /// When it was drained or stopped while it was out of service; nil if it was not.
  public let stopped: Outcome.Evidence?

  /// Its end; nil while it lasts.
  public var end: Moment? { outcome.end?.at }
}

/// States of a switch of the node, on or off, by nodetool, in the order of time.
struct SwitchHistory: Sendable {
  /// One output.
  struct Reading: Sendable {
    let at: Instant
    let isOn: Bool
    let source: SourceLocation
  }

  private(set) var readings: [Reading] = []
  private static let limit = 100_000

  mutating func add(_ attribute: Attribute) {
    guard case .utc(let at)? = attribute.at, readings.count < SwitchHistory.limit else { return }
    let value = attribute.value.lowercased()
    guard value == "true" || value == "false" || value == "running" || value == "not running" else { return }
    readings.append(
      Reading(at: at, isOn: value == "true" || value == "running", source: attribute.source))
  }

  mutating func merge(_ other: SwitchHistory) { readings += other.readings }

  var inOrder: [Reading] {
    readings.sorted { $0.at != $1.at ? $0.at < $1.at : $0.source < $1.source }
  }
}

extension NodeFindings {
  /// The record with which an operator stopped gossip; nil where a later sample shows it on.
  static func gossipOff(_ stop: Outcome.Evidence?, _ gossip: SwitchHistory?) -> Outcome.Evidence? {
    guard let stop else { return nil }
    let isOnAgain = gossip?.readings.contains {
      $0.isOn && stop.at.isUTC && $0.at.milliseconds > stop.at.sortKey
    }
    return isOnAgain ?? false ? nil : stop
  }

  static func outages(
    _ processes: [ProcessRun], _ stops: [ServiceWatch.Stop], _ switches: [AttributeName: SwitchHistory],
    _ samples: SampleStore, in zone: LogZone
  ) -> [NodeOutage] {
    var outages: [NodeOutage] = []
    let gossip = switches[.gossipActive]?.inOrder ?? []
    let clients = switches[.nativeTransportActive]?.inOrder ?? []
    var number = 0
    while number < processes.count {
      let run = processes[number]
      let stop = stops.first { $0.process == run.number }
      let start: Outcome.Evidence
      let cause: NodeOutage.Cause
      if let stop {
        start = stop.evidence.evidence(in: zone)
        cause = .policy(stop.setting ?? "disk_failure_policy")
      } else if let ended = run.end.outageCause {
        let next = number + 1 < processes.count ? processes[number + 1].start : nil
        start = samples.lastLife(of: run, before: next)
        cause = ended
      } else {
        number += 1
        continue
      }
      let next = processes[(number + 1)...].firstIndex { $0.ready != nil }
      let until = (next.map { processes[$0].start } ?? run.last).sortKey
      // In the same process only a command brings clients and gossip back; samples show that.
      let isOver = { (at: Instant) in
        at.milliseconds > start.at.sortKey && (next == nil || at.milliseconds < until) && start.at.isUTC
      }
      let off = (gossip + clients).filter { !$0.isOn && isOver($0.at) }.max { $0.at < $1.at }
      let on = stop == nil ? nil : backOn(gossip.filter { isOver($0.at) }, clients.filter { isOver($0.at) })
      let outcome: Outcome
      if let contrary = contrary([gossip, clients].map { $0.filter { isOver($0.at) } }), stop != nil {
        outcome = contrary
      } else if let on {
        outcome = .resolved(by: .backInService, Outcome.Evidence(at: .utc(on.at), source: on.source))
      } else if let next, let ready = processes[next].ready {
        outcome = .resolved(
          by: .startedAgain,
          Outcome.Evidence(at: ready, source: processes[next].readySource ?? processes[next].source))
      } else {
        outcome = .open(stop == nil ? .notStarted : .outOfService, nil)
      }
      let stopped =
        stop != nil && run.end == .orderly && on == nil
        ? Outcome.Evidence(at: run.last, source: run.lastSource) : nil
      outages.append(
        NodeOutage(
          cause: cause, process: run.number, start: start, outcome: outcome,
          lastSeenOff: off.map { Outcome.Evidence(at: .utc($0.at), source: $0.source) }, stopped: stopped))
      number = on != nil ? number + 1 : next ?? processes.count
    }
    return outages
  }

  /// Two readings of one switch at one instant, from different files, that contradict each other and are its last.
  private static func contrary(_ switches: [[SwitchHistory.Reading]]) -> Outcome? {
    for readings in switches {
      guard let last = readings.last else { continue }
      let other = readings.last {
        $0.isOn != last.isOn && $0.source.file != last.source.file
          && last.at.milliseconds - $0.at.milliseconds <= atOnce
      }
      guard let other else { continue }
      let (on, off) = last.isOn ? (last, other) : (other, last)
      return .contradicted(
        .backInService, Outcome.Evidence(at: .utc(on.at), source: on.source), .outOfService,
        Outcome.Evidence(at: .utc(off.at), source: off.source))
    }
    return nil
  }

  /// Milliseconds. Commands of one round run one after the other.
  private static let atOnce: Int64 = 1000

  /// The first reading from which both were on; a switch without readings follows the other.
  private static func backOn(
    _ gossip: [SwitchHistory.Reading], _ clients: [SwitchHistory.Reading]
  ) -> SwitchHistory.Reading? {
    let all = (gossip + clients).sorted { $0.at < $1.at }
    guard let last = all.last, last.isOn else { return nil }
    let isOn = { (readings: [SwitchHistory.Reading]) in readings.last?.isOn ?? true }
    guard isOn(gossip), isOn(clients) else { return nil }
    let lastOff = all.last { !$0.isOn }
    return all.first { $0.isOn && $0.at > lastOff?.at ?? Instant(milliseconds: .min) }
  }
}

extension SampleStore {
  /// Metrics that only a running JVM gives.
  private static let ofTheProcess: [MetricName] = [
    .compactionPendingTasks, .nodeUptimeSeconds, .heapUsedBytes, .nodeLoadBytes,
  ]

  /// The last record of a run, or a later sample that only its process can give.
  fileprivate func lastLife(of run: ProcessRun, before next: Moment?) -> Outcome.Evidence {
    let logged = Outcome.Evidence(at: run.last, source: run.lastSource)
    // Without a next start, a later sample would show that the process was not gone.
    guard run.last.isUTC, let next, next.isUTC, run.end == .abrupt else { return logged }
    let answers = SampleStore.ofTheProcess.flatMap { all(of: $0) }.compactMap { series in
      series.points.last { $0.at.milliseconds < next.sortKey && $0.at.milliseconds > run.last.sortKey }
    }
    return answers.max { $0.at < $1.at }.map(evidence) ?? logged
  }
}

extension ProcessRun.End {
  /// Why the node was out of service after it; nil for a clean shutdown, and for an unknown end.
  fileprivate var outageCause: NodeOutage.Cause? {
    switch self {
    case .abrupt: .uncleanShutdown
    case .refused: .startupFailed
    case .endedItself, .killedByJVM: .exit
    case .orderly, .unknown: nil
    }
  }
}

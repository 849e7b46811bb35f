// Notifications: the route, their number, and how many a cooldown would have suppressed.

public import CassandraModel

/// The notifications of one rule on one node.
public struct RouteCalls: Sendable, Hashable {
  /// The notification route.
  public let route: String
  /// The rule's id.
  public let rule: RuleID
  /// The node.
  public let node: NodeID
  /// How often it fired, over all subjects.
  public internal(set) var fired = 0
  /// The part of these within the cooldown after one that was let through for the same subject.
  public internal(set) var stopped = 0
  /// The first time it fired.
  public internal(set) var first: Instant
  /// The last time it fired.
  public internal(set) var last: Instant
}

extension Evaluation {
  /// The notifications of every rule that fired; one for each subject and cooldown is let through.
  ///
  /// - Parameter cooldown: that of 004 unless the rules have another.
  public func calls(cooldown: TimeSpan? = nil) -> [RouteCalls] {
    let seconds = rule(.tombstonesWarning)?.number("cooldown") ?? 3600
    let cooldown = cooldown ?? TimeSpan(milliseconds: Int64(clamping: seconds * 1000))
    var calls: [RouteCalls] = []
    for node in nodes {
      var known: [RuleID: RouteCalls] = [:]
      var passed: [RuleID: [RuleAlert.Subject: Instant]] = [:]
      let fired = node.alerts.compactMap { alert in alert.firingSince.map { (alert: alert, at: $0) } }
      for (alert, at) in fired.sorted(by: { $0.at < $1.at }) {
        var own =
          known[alert.rule]
          ?? RouteCalls(route: alert.route, rule: alert.rule, node: node.node, first: at, last: at)
        own.fired += 1
        own.last = at
        let last = passed[alert.rule]?[alert.subject]
        if let last, at.milliseconds - last.milliseconds < cooldown.milliseconds {
          own.stopped += 1
        } else {
          passed[alert.rule, default: [:]][alert.subject] = at
        }
        known[alert.rule] = own
      }
      calls += rules.compactMap { known[$0.id] }
    }
    return calls
  }
}

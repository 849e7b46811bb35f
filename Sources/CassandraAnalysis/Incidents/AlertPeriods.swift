// Finds the alerts that held at some time of a period: there may be thousands of alerts and of periods.

import CassandraModel

/// Alerts by the time in which they held.
struct AlertPeriods {
  /// In the order of their beginning, each with its place among those that were given.
  private let alerts: [(place: Int, alert: RuleAlert)]
  /// For each alert the latest end of it and of all before it.
  private var ends: [Instant] = []

  /// - Parameter end: the end of an alert's time: by default when it was last seen.
  init(_ all: [RuleAlert], until end: (RuleAlert) -> Instant = { $0.lastSeen }) {
    alerts = all.enumerated().map { (place: $0.offset, alert: $0.element) }
      .sorted { $0.alert.pendingSince < $1.alert.pendingSince }
    held = alerts.map { end($0.alert) }
    ends.reserveCapacity(held.count)
    for one in held { ends.append(max(one, ends.last ?? one)) }
  }

  private let held: [Instant]

  /// The alerts that held at some time of `period`, in the order in which they were given.
  func alerts(in period: ClosedRange<Instant>) -> [RuleAlert] {
    var found: [(place: Int, alert: RuleAlert)] = []
    var index = alerts.partition { $0.alert.pendingSince > period.upperBound } - 1
    while index >= 0, ends[index] >= period.lowerBound {
      if held[index] >= period.lowerBound { found.append(alerts[index]) }
      index -= 1
    }
    return found.sorted { $0.place < $1.place }.map(\.alert)
  }
}

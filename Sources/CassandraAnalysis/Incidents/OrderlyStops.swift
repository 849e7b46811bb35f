// Times of clean stops, and times when a node was leaving its ring: other nodes are then expected to see it
// down.

import CassandraModel

/// The times at which one node was expected to be down.
struct OrderlyStops {
  /// The time from which it was leaving; nil when it was not.
  private var leaving: Int64?
  /// In the order of their beginning.
  private var stops: [(from: Int64, to: Int64)] = []
  /// For each stop the latest end of it and of all before it.
  private var ends: [Int64] = []

  init(of node: NodeFindings, announcedBefore announcement: Int64) {
    for one in node.milestones
    where one.name.name == "operator.decommissioned" || one.name.name == "operator.leaving" {
      let at = node.zone.moment(one.first)
      if at.isUTC { leaving = min(leaving ?? .max, at.sortKey) }
    }
    for (number, run) in node.processes.enumerated() where run.end == .orderly && run.last.isUTC {
      let next = number + 1 < node.processes.count ? node.processes[number + 1].start.sortKey : Int64.max
      stops.append((run.last.sortKey - announcement, next))
    }
    stops.sort { $0.from < $1.from }
    for stop in stops { ends.append(max(stop.to, ends.last ?? .min)) }
  }

  func cover(_ moment: Moment) -> Bool {
    guard moment.isUTC else { return false }
    if let leaving, leaving <= moment.sortKey { return true }
    let begun = stops.partition { $0.from > moment.sortKey }
    return begun > 0 && ends[begun - 1] >= moment.sortKey
  }
}

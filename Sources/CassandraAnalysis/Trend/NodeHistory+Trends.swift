// Weeks of samples are large, and their trends are small: trends are made as soon as a node has been read,
// and then its samples are freed. The node's final name is known when all nodes have been read, and zones and
// figures may be given by name; so there is a trend for each name that the node may get. They differ only
// where other figures are given.

package import CassandraModel

extension NodeHistory {
  /// Zones and figures that are given for a node by name.
  package struct Given: Sendable {
    let zone: (name: String, rule: ZoneRule)?
    let declaredZone: (name: String, rule: ZoneRule)?
    let inputs: NodeInputs

    /// The zones from the command line and from a manifest, and the figures of the configuration.
    package init(
      zone: (name: String, rule: ZoneRule)?, declaredZone: (name: String, rule: ZoneRule)?, inputs: NodeInputs
    ) {
      self.zone = zone
      self.declaredZone = declaredZone
      self.inputs = inputs
    }

    /// A declared zone belongs to the node's folder, whatever the node's name.
    func isSame(as other: Given) -> Bool { zone?.name == other.zone?.name && inputs == other.inputs }
  }

  /// Makes trends under each of `names` and frees the samples. To be called once, after `finish`.
  package mutating func makeTrends(_ names: [NodeID], given: (NodeID) -> Given) {
    var made: [(given: Given, trend: NodeTrend)] = []
    var trends: [NodeID: NodeTrend] = [:]
    for name in names {
      let own = given(name)
      if var trend = made.first(where: { $0.given.isSame(as: own) })?.trend {
        trend.node = name
        trends[name] = trend
        continue
      }
      let node = NodeFindings(name, self, given: own.zone, declared: own.declaredZone)
      let trend = NodeTrend(ResolvedInputs(node, given: own.inputs))
      made.append((own, trend))
      trends[name] = trend
    }
    releaseSamples(for: trends)
  }
}

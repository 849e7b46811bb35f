// Groups of nodes that belong together: one cluster, or one incident. Unrelated captures in one folder get a
// page each.

package import CassandraModel

extension Findings {
  /// The nodes in groups that share no incident and no cluster, in the order of their worst incidents, then of
  /// their names. One group if no evidence separates the nodes.
  package var nodeGroups: [[NodeID]] {
    var builder = NodeGroupBuilder(self)
    var groups = builder.groups()
    var rank: [NodeID: Int] = [:]
    for (place, incident) in incidents.enumerated() {
      for node in incident.nodes where rank[node] == nil { rank[node] = place }
    }
    let order = { (group: [NodeID]) in group.compactMap { rank[$0] }.min() ?? Int.max }
    groups.sort { a, b in
      let (left, right) = (order(a), order(b))
      return left != right ? left < right : a[0] < b[0]
    }
    return groups
  }

  /// The findings of each group for a page of its own. Errors and incidents keep the numbers of the
  /// whole. The groups are those of `nodeGroups`.
  package func pages(of groups: [[NodeID]]) -> [Findings] {
    var faults: [Incident.FaultKey: Int] = [:]
    let isError = { (place: (node: Int, index: Int)) in
      self.nodes[place.node].faults[place.index].category.isError
    }
    let order = faultOrder
    for (number, place) in (order.filter(isError) + order.filter { !isError($0) }).enumerated() {
      faults[Incident.FaultKey(node: nodes[place.node].node, index: place.index)] = number
    }
    return groups.map { group in
      let names = Set(group)
      let own = incidents.enumerated().filter { $0.element.nodes.contains(where: names.contains) }
      return part(
        of: names, incidents: own.map(\.element), Numbers(faults: faults, incidents: own.map(\.offset)))
    }
  }

  /// The numbers of errors and incidents in the whole that findings are a part of, from 0.
  package struct Numbers: Sendable {
    /// By node and index among the node's errors.
    package let faults: [Incident.FaultKey: Int]
    /// In the order of the part's incidents.
    package let incidents: [Int]
  }
}

private struct NodeGroupBuilder {
  private let findings: Findings
  private var sets: DisjointSets

  init(_ findings: Findings) {
    self.findings = findings
    sets = DisjointSets(count: findings.nodes.count)
    joinIncidents()
    joinRings()
    joinClusters()
  }

  /// In the order of their first nodes.
  mutating func groups() -> [[NodeID]] {
    sets.members().values.map { group in group.map { findings.nodes[$0].node } }.sorted { $0[0] < $1[0] }
  }

  private mutating func joinIncidents() {
    let places = Dictionary(findings.nodes.enumerated().map { ($1.node, $0) }) { first, _ in first }
    for incident in findings.incidents {
      let members = incident.nodes.compactMap { places[$0] }
      for other in members.dropFirst() { sets.add(other, to: members[0]) }
    }
  }

  /// A ring names its members by host id; an address that several nodes of the capture have names none.
  private mutating func joinRings() {
    var byHost: [String: Int] = [:]
    for (index, node) in findings.nodes.enumerated() {
      for one in node.attributes[.hostID] ?? [] { byHost[one.value] = index }
    }
    let peers = PeerBook(findings.nodes)
    for (index, node) in findings.nodes.enumerated() {
      for entry in node.ring {
        if let host = entry.hostID, let member = byHost[host] {
          sets.add(member, to: index)
        } else if let member = peers.node(of: entry.address) {
          sets.add(member, to: index)
        }
      }
    }
  }

  /// Nodes of one cluster name belong together, unless another node has the same address: then one name stands
  /// for several clusters. A ring that lists one node has no other.
  private mutating func joinClusters() {
    var owners: [String: Set<Int>] = [:]
    for (index, node) in findings.nodes.enumerated() {
      for one in node.attributes[.address] ?? [] {
        owners[NodeNames.plain(one.value), default: []].insert(index)
      }
    }
    let shared = owners.values.filter { $0.count > 1 }.reduce(into: Set<Int>()) { $0.formUnion($1) }
    let names = findings.nodes.map { node in
      let values = node.attributes[.cluster] ?? node.attributes[AttributeName("config_cluster_name")] ?? []
      return Set(values.map(\.value))
    }
    let isSingle = Set(names.flatMap(\.self)).count <= 1
    var first: [String: Int] = [:]
    for index in findings.nodes.indices where !shared.contains(index) && findings.nodes[index].ring.count != 1
    {
      // A node that names no cluster is of the only one.
      let own = isSingle ? [""] : names[index].isEmpty ? ["?"] : names[index].sorted()
      for name in own {
        if let other = first[name] { sets.add(index, to: other) } else { first[name] = index }
      }
    }
  }
}

// When other nodes of the ring were seen up or down, by `nodetool status` on this node. A node's row about
// itself proves nothing: a node always lists itself as up.

import CassandraModel

/// States of other nodes over time, by the captures of one node.
struct RingSightings: Sendable, Equatable {
  /// One row of status.
  struct Sighting: Sendable, Equatable {
    let at: Instant
    /// A row of gossipinfo does not prove that the node is up, unless the node was started since.
    var isUp: Bool
    let source: SourceLocation
    /// Start time of its process, by gossip.
    var started: Instant?
  }

  /// By the address in status.
  private(set) var byAddress: [String: [Sighting]] = [:]
  private var count = 0
  private static let limit = 100_000

  mutating func add(_ entry: RingEntry) {
    guard let at = entry.at, count < RingSightings.limit else { return }
    let isUp = entry.state.hasPrefix("U")
    guard isUp || entry.state.hasPrefix("D") else { return }
    byAddress[entry.address, default: []].append(Sighting(at: at, isUp: isUp, source: entry.source))
    count += 1
  }

  mutating func add(_ entry: GossipEntry) {
    guard let at = entry.at, count < RingSightings.limit else { return }
    let isGone = entry.status == "shutdown"
    guard isGone || entry.generation != nil else { return }
    // Gossip's generation: seconds since 1970, 32 bits.
    let started = entry.generation.flatMap { UInt32(exactly: $0) }
      .map { Instant(milliseconds: Int64($0) * 1000) }
    byAddress[entry.address, default: []].append(
      Sighting(at: at, isUp: !isGone, source: entry.source, started: isGone ? nil : started))
    count += 1
  }

  mutating func merge(_ other: RingSightings) {
    byAddress.merge(other.byAddress) { $0 + $1 }
    count += other.count
  }
}

extension Findings {
  /// Two sightings closer together than this cannot both be true.
  private static let atOnce: Int64 = 60_000

  /// The nodes with their outages, ended where peers show it.
  static func seenByPeers(_ nodes: [NodeFindings]) -> [NodeFindings] {
    guard nodes.count > 1, nodes.contains(where: { $0.outages.contains { $0.outcome.isOpen } }) else {
      return nodes
    }
    let peers = PeerBook(nodes)
    return nodes.enumerated().map { index, node in
      guard let last = node.outages.last, last.outcome.isOpen, last.start.at.isUTC else { return node }
      var node = node
      let from = (last.stopped ?? last.start).at.sortKey
      let seen = sightings(of: index, peers, nodes).filter { one in
        one.at.milliseconds > from && one.started.map { $0.milliseconds > from } ?? true
      }
      node.outages[node.outages.count - 1] = last.seen(seen, within: atOnce)
      return node
    }
  }

  /// Sightings of the node by other nodes, in the order of time.
  private static func sightings(
    of index: Int, _ peers: PeerBook, _ nodes: [NodeFindings]
  ) -> [RingSightings.Sighting] {
    let isIt = { (address: String) in peers.node(of: NodeNames.plain(address)) == index }
    var all: [RingSightings.Sighting] = []
    for (number, other) in nodes.enumerated() where number != index {
      all += other.sightings.byAddress.filter { isIt($0.key) }.flatMap(\.value)
      for one in other.milestones where one.name == .peerUp || one.name == .peerDown {
        guard isIt(one.subject), case .utc(let at) = other.zone.moment(one.first) else { continue }
        all.append(RingSightings.Sighting(at: at, isUp: one.name == .peerUp, source: one.source))
      }
    }
    return all.sorted { $0.at != $1.at ? $0.at < $1.at : $0.source < $1.source }
  }
}

extension NodeOutage {
  /// The outage with peers' later sightings, in the order of time.
  fileprivate func seen(_ sightings: [RingSightings.Sighting], within time: Int64) -> NodeOutage {
    let evidence = { (one: RingSightings.Sighting) in
      Outcome.Evidence(at: .utc(one.at), source: one.source)
    }
    let down = sightings.last { !$0.isUp }
    let off = [lastSeenOff, down.map(evidence)].compactMap(\.self).max { $0.at.sortKey < $1.at.sortKey }
    // The first sighting from which all show it up.
    let up = sightings.lastIndex { !$0.isUp }.map { sightings[($0 + 1)...].first } ?? sightings.first
    var outcome = outcome
    if let up, off.map({ $0.at.sortKey < up.at.milliseconds - time }) ?? true {
      outcome = .resolved(by: .seenUp, evidence(up))
    } else if let off, let last = sightings.last(where: \.isUp),
      (last.at.milliseconds - off.at.sortKey).magnitude <= time.magnitude
    {
      outcome = .contradicted(.seenUp, evidence(last), .seenDown, off)
    }
    return NodeOutage(
      cause: cause, process: process, start: start, outcome: outcome, lastSeenOff: off, stopped: stopped)
  }
}

extension EventName {
  static let peerUp = EventName("peer.up")
  static let peerDown = EventName("peer.down")
}

// When other nodes of the ring were seen up or down, as `nodetool status` said on this node. What a node says of itself
// proves nothing: it always counts itself among the living.

import CassandraModel

/// What the captures of one node say of others over time.
struct RingSightings: Sendable, Equatable {
  /// One row of status.
  struct Sighting: Sendable, Equatable {
    let at: Instant
    /// What gossipinfo says of a node is no word on whether it lives, unless it was started since.
    var isUp: Bool
    let source: SourceLocation
    /// When its process was started, as gossip has it.
    var started: Instant?
  }

  /// By the address as status has it.
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
    // Seconds since 1970, of 32 bits in gossip.
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

  /// The nodes with their outages as far as peers show that they are over.
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

  /// What other nodes saw of the node, in the order of time.
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
  /// The same with what peers saw after it began, in the order of time.
  fileprivate func seen(_ sightings: [RingSightings.Sighting], within time: Int64) -> NodeOutage {
    let evidence = { (one: RingSightings.Sighting) in
      Outcome.Evidence(at: .utc(one.at), source: one.source)
    }
    let down = sightings.last { !$0.isUp }
    let off = [lastSeenOff, down.map(evidence)].compactMap(\.self).max { $0.at.sortKey < $1.at.sortKey }
    // From when on every sighting has it up.
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

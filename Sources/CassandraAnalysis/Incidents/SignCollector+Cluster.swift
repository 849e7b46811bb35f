// Signs between nodes: peers that were seen down and up again, hints for them, streams and repairs.

import CassandraModel

extension SignCollector {
  /// Downtime in milliseconds from which a peer's absence may be the root of an incident.
  private static let longAbsence: Int64 = 60_000
  /// Milliseconds before a clean stop in which a peer announces it.
  private static let announcement: Int64 = 60_000
  /// In milliseconds: closer streams of one kind are one.
  private static let streamGap: Int64 = 10_000

  func cluster(_ index: Int) -> [Sign] {
    let node = findings.nodes[index]
    let own = node.milestones
    return down(index, own) + hints(index, own) + streams(index, own) + repairs(index, own)
  }

  private func address(_ text: String) -> Statement { "\(name: text)" }

  // MARK: Down and up

  private func down(_ index: Int, _ milestones: [Milestone]) -> [Sign] {
    let zone = findings.nodes[index].zone
    var returns: [String: [Milestone]] = [:]
    var shutdowns: [String: [Milestone]] = [:]
    for one in milestones {
      if one.name == EventName("peer.up") { returns[one.subject, default: []].append(one) }
      if one.name == EventName("node.state_jump"),
        one.operation == "shutdown" || one.operation == "LEFT"
      {
        shutdowns[one.subject, default: []].append(one)
      }
    }
    returns = returns.mapValues { $0.sorted { $0.first < $1.first } }
    shutdowns = shutdowns.mapValues { $0.sorted { $0.first < $1.first } }
    var orderly: [Int: OrderlyStops] = [:]
    let all = milestones.filter { $0.name == EventName("peer.down") }.compactMap { one -> Sign? in
      let announced = Self.next(in: shutdowns[one.subject]) {
        $0.first.milliseconds >= one.first.milliseconds - Self.announcement
      }
      if let announced, announced.first.milliseconds - one.first.milliseconds <= Self.announcement {
        return nil
      }
      let back = Self.next(in: returns[one.subject]) { $0.first > one.first }
      let at = zone.moment(one.first)
      var sign = Sign(.peerDown, "Peer seen down", node: index, from: at, to: at)
      let peer = peers.node(of: one.subject)
      if let peer {
        let stops =
          orderly[peer] ?? OrderlyStops(of: findings.nodes[peer], announcedBefore: Self.announcement)
        orderly[peer] = stops
        if stops.cover(at) { return nil }
      }
      sign.about = [peers.key(of: one.subject)]
      sign.peerName = one.subject
      sign.severity = .warning
      let absence = back.map { $0.first.milliseconds - one.first.milliseconds }
      // Gossip misses a peer for seconds now and then.
      sign.isRoot = absence.map { $0 >= Self.longAbsence } ?? (peer == nil)
      sign.steps = [
        step(
          index, .effect, at: at, "\(address(one.subject)) seen down: no gossip from it", source: one.source)
      ]
      sign.outcome = .open(.stillDown, nil)
      if let back {
        let up = zone.moment(back.first)
        sign.to = up
        sign.outcome = .resolved(by: .seenUp, Outcome.Evidence(at: up, source: back.source))
        sign.steps.append(
          step(index, .end, at: up, "\(address(one.subject)) seen up again", source: back.source))
      }
      return sign
    }
    return flapping(all, index)
  }

  /// The first of the milestones, in the order of time, that `isAfter`.
  private static func next(in milestones: [Milestone]?, _ isAfter: (Milestone) -> Bool) -> Milestone? {
    guard let milestones else { return nil }
    let index = milestones.partition(isAfter)
    return index < milestones.count ? milestones[index] : nil
  }

  /// A peer that goes down and up this often, each within an hour of the last, is one incident, however short
  /// it was away.
  private static let flapCount = 3
  private static let flapGap: Int64 = 3_600_000

  private func flapping(_ signs: [Sign], _ index: Int) -> [Sign] {
    var groups: [[Sign]] = []
    var latest: [Set<String>: Int] = [:]
    for sign in signs {
      if let group = latest[sign.about], let last = groups[group].last,
        sign.from.sortKey - last.to.sortKey <= Self.flapGap
      {
        groups[group].append(sign)
      } else {
        latest[sign.about] = groups.count
        groups.append([sign])
      }
    }
    return groups.flatMap { group -> [Sign] in
      guard group.count >= Self.flapCount, let first = group.first, let last = group.last,
        let step = first.steps.first
      else { return group }
      var sign = Sign(.peerDown, "Peer flapping", node: index, from: first.from, to: last.to)
      sign.about = first.about
      sign.severity = .warning
      sign.isRoot = true
      sign.failures = group.count
      sign.outcome = last.outcome
      let name = first.peerName
      sign.steps = [
        self.step(
          index, .effect, at: first.from, until: last.from,
          "\(name: name) seen down \(group.count) times", source: step.source)
      ]
      if let end = last.outcome?.end {
        sign.steps.append(
          self.step(index, .end, at: end.at, "\(name: name) seen up again", source: end.source))
      }
      return [sign]
    }
  }

  // MARK: Hints

  private func hints(_ index: Int, _ milestones: [Milestone]) -> [Sign] {
    let zone = findings.nodes[index].zone
    return milestones.compactMap { one in
      let at = zone.moment(one.first)
      switch one.name.name {
      case "hints.sent":
        var sign = Sign(
          .hintsSent, "Hints stored and sent", node: index, from: at, to: zone.moment(one.last))
        sign.about = [peers.key(of: one.subject)]
        if let begun = one.value, at.isUTC, begun < at.sortKey {
          let stored = Moment.utc(Instant(milliseconds: begun))
          sign.steps.append(
            step(
              index, .effect, at: stored,
              "stores hints for \(address(one.subject)) from here on (the time is in the name of the hints file)",
              source: one.source))
        }
        sign.steps.append(
          step(
            index, .effect, at: at, until: sign.to,
            "sends the hints to \(address(one.subject)): \(one.count, "file")", source: one.source))
        return sign
      case "hints.dropped":
        var sign = Sign(.hintsDropped, "Hints dropped", node: index, from: at, to: zone.moment(one.last))
        sign.about = [peers.key(of: one.subject)]
        sign.severity = .warning
        sign.steps = [
          step(
            index, .effect, at: at, until: sign.to,
            "keeps no more hints for \(address(one.subject)): it was away for longer than the hint window",
            source: one.source)
        ]
        return sign
      default: return nil
      }
    }
  }

  // MARK: Streams

  private func streams(_ index: Int, _ milestones: [Milestone]) -> [Sign] {
    let zone = findings.nodes[index].zone
    var groups: [[Milestone]] = []
    for one in milestones where one.name.name.hasPrefix("stream.") && !one.operation.isEmpty {
      let kind = Self.kind(of: one)
      let isSame = groups.last.map { group in
        guard let last = group.last else { return false }
        let end = group.map(\.last).max() ?? last.last
        return Self.kind(of: last) == kind && one.first.milliseconds - end.milliseconds <= Self.streamGap
      }
      if isSame == true { groups[groups.count - 1].append(one) } else { groups.append([one]) }
    }
    return groups.compactMap { group in
      guard let first = group.first, let last = group.map(\.last).max() else { return nil }
      let kind = Self.kind(of: first)
      var sign = Sign(
        .stream(kind), "Streams", node: index, from: zone.moment(first.first),
        to: zone.moment(last))
      let names = Set(group.flatMap(\.peers)).sorted()
      sign.about = Set(names.map(peers.key(of:))).union([PeerBook.key(index)])
      let failed = group.count(where: \.hasFailed)
      let failure: Statement = failed > 0 ? "; \(failed) failed" : ""
      let with: Statement = names.isEmpty ? "" : " with \(names: names)"
      sign.steps = [
        step(
          index, .effect, at: sign.from, until: sign.to,
          "streams data (\(kind.lowercased()))\(with): \(group.count, "session")\(failure)",
          source: first.source)
      ]
      return sign
    }
  }

  /// The first word of a stream's purpose: `Repair`, `Bootstrap`, `Unbootstrap`.
  private static func kind(of stream: Milestone) -> String {
    String(stream.operation.prefix { $0.isLetter })
  }

  // MARK: Repairs

  private func repairs(_ index: Int, _ milestones: [Milestone]) -> [Sign] {
    let zone = findings.nodes[index].zone
    return milestones.filter { $0.name.name.hasPrefix("repair.") }.map { one in
      var sign = Sign(
        .repair, "Repair", node: index, from: zone.moment(one.first), to: zone.moment(one.last))
      sign.about = Set(one.peers.map(peers.key(of:))).union([PeerBook.key(index)])
      let keyspace: Statement = one.operation.isEmpty ? "" : " of keyspace \(name: one.operation)"
      let with: Statement = one.peers.isEmpty ? "" : ", with \(names: one.peers)"
      let end: Statement =
        one.hasFailed
        ? "; it fails" : one.hasEnded ? "; it ends well" : "; the log has no end of it"
      sign.steps = [
        step(
          index, .reaction, at: sign.from, until: sign.to,
          "a repair\(keyspace) is run from here\(with)\(end)",
          source: one.source)
      ]
      return sign
    }
  }
}

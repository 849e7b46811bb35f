// Candidate causes: the signs that each link may start from, by node or by peer, in the order of time.

import CassandraModel

/// Signs indexed by the properties that links match.
struct LinkSources {
  private let signs: [Sign]
  /// For each link and node; empty for links about a peer.
  private var byNode: [[[Int]]] = []
  /// For each link about a peer, by the peer's key.
  private var byPeer: [[String: [Int]]] = []
  /// The links that may lead to a sign, by its kind.
  private var linksTo: [SignKind: [Int]] = [:]

  /// Limit on the causes of one link that are examined for a sign, the nearest first: on one node, and on all
  /// nodes that saw a peer.
  private static let reach = 64
  private static let peerReach = 512

  /// - Parameter signs: the signs in the order of time.
  init(_ signs: [Sign], nodes: Int) {
    self.signs = signs
    var linksFrom: [SignKind: [Int]] = [:]
    for kind in Set(signs.map(\.kind)) {
      let all = CausalLink.all.indices
      linksFrom[kind] = all.filter { CausalLink.all[$0].from.contains(where: kind.matches) }
      linksTo[kind] = all.filter { CausalLink.all[$0].to.contains(where: kind.matches) }
    }
    byNode = CausalLink.all.map { $0.scope == .samePeer ? [] : [[Int]](repeating: [], count: nodes) }
    byPeer = CausalLink.all.map { _ in [:] }
    for (index, sign) in signs.enumerated() {
      for link in linksFrom[sign.kind] ?? [] {
        if CausalLink.all[link].scope == .samePeer {
          for key in sign.about { byPeer[link][key, default: []].append(index) }
        } else {
          byNode[link][sign.node].append(index)
        }
      }
    }
  }

  /// Numbers of the links that may lead to a sign of this kind, in order.
  func links(to kind: SignKind) -> [Int] { linksTo[kind] ?? [] }

  /// The signs that may be the cause of `effect` by `link`, in stretches of ascending order.
  func candidates(of link: Int, for effect: Sign) -> [ArraySlice<Int>] {
    let rule = CausalLink.all[link]
    let limit = effect.from.sortKey.addingClamped(rule.before.milliseconds)
    switch rule.scope {
    case .file, .disk, .table, .node, .run:
      return [last(Self.reach, of: byNode[link][effect.node], until: limit)]
    case .peer:
      return effect.about.compactMap(PeerBook.node(ofKey:)).filter(byNode[link].indices.contains).map {
        last(Self.reach, of: byNode[link][$0], until: limit)
      }
    case .samePeer:
      return effect.about.compactMap { byPeer[link][$0] }.map { last(Self.peerReach, of: $0, until: limit) }
    }
  }

  /// The last ones of `all` that begin at `limit` or before.
  private func last(_ count: Int, of all: [Int], until limit: Int64) -> ArraySlice<Int> {
    let end = all.partition { signs[$0].from.sortKey > limit }
    return all[max(0, end - count)..<end]
  }
}

extension RandomAccessCollection where Index == Int {
  /// The first index whose element `isAfter`, of elements sorted by it; the end when there is none.
  package func partition(_ isAfter: (Element) -> Bool) -> Int {
    var (low, high) = (startIndex, endIndex)
    while low < high {
      let middle = low + (high - low) / 2
      if isAfter(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

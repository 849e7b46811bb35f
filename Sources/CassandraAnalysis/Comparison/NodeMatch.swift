// Matches the nodes of one side with those of the other by their best identity.

/// A node and its match on the other side.
public struct NodeMatch: Sendable, Hashable {
  /// The property that two nodes share.
  public enum Basis: String, Sendable, Hashable {
    /// Given by the user.
    case given = "given by --map-node"
    case hostID = "same host id"
    case name = "same name"
    case address = "same address"
    /// Each side has one node.
    case only = "the only node of each side"
  }

  /// Its name before.
  public let before: String
  /// Its name after.
  public let after: String
  /// The property that the two nodes share.
  public let basis: Basis
  /// True when both have a host id, and not the same one: the node was replaced.
  public let isAnotherHost: Bool
}

extension NodeMatch {
  /// The nodes of both sides, in the order of the names before. Host ids come first: a name may have moved to
  /// another node.
  static func all(_ before: Snapshot, _ after: Snapshot, given: [(before: String, after: String)])
    -> [NodeMatch]
  {
    let (left, right) = (before.nodes.map { Identity($0, before) }, after.nodes.map { Identity($0, after) })
    var matches: [NodeMatch] = []
    var (freeLeft, freeRight) = (left, right)
    func take(_ basis: Basis, _ isSame: (Identity, Identity) -> Bool) {
      for one in freeLeft {
        // Two candidates would be a guess.
        let candidates = freeRight.filter { isSame(one, $0) }
        guard candidates.count == 1, let other = candidates.first,
          freeLeft.count(where: { isSame($0, other) }) == 1
        else { continue }
        let isAnother =
          !one.hostIDs.isEmpty && !other.hostIDs.isEmpty
          && one.hostIDs.isDisjoint(with: other.hostIDs)
        matches.append(
          NodeMatch(before: one.name, after: other.name, basis: basis, isAnotherHost: isAnother))
        freeLeft.removeAll { $0.name == one.name }
        freeRight.removeAll { $0.name == other.name }
      }
    }
    take(.given) { one, other in given.contains { $0.before == one.name && $0.after == other.name } }
    take(.hostID) { !$0.hostIDs.isDisjoint(with: $1.hostIDs) }
    take(.name) { $0.name == $1.name }
    take(.address) { !$0.addresses.isDisjoint(with: $1.addresses) }
    if left.count == 1, right.count == 1 { take(.only) { _, _ in true } }
    return matches.sorted { $0.before < $1.before }
  }

  private struct Identity {
    let name: String
    let hostIDs: Set<String>
    let addresses: Set<String>

    init(_ name: String, _ snapshot: Snapshot) {
      self.name = name
      hostIDs = Set(snapshot.texts(.hostID, of: name).values)
      // These addresses identify no node: every node has them.
      addresses = Set(snapshot.texts(.address, of: name).values).subtracting(["127.0.0.1", "0.0.0.0", "null"])
    }
  }
}

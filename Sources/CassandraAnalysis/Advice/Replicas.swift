// Other replicas of the same data, as far as the capture shows them: they decide between a repair and a
// restore.

package import CassandraModel

/// Replicas of a table on other nodes.
package enum Replicas: Hashable, Sendable {
  /// None, because the keyspace is local to each node.
  case nodeLocal
  /// None, because the ring has one node or the keyspace one replica.
  case none
  /// Other nodes have it: the total number of replicas.
  case some(Int)
  /// Not in the capture.
  case unknown

  /// Other replicas of the data in `keyspace`.
  ///
  /// - Parameters:
  ///   - ringSize: number of nodes in the ring; nil when it is not in the capture.
  ///   - replication: options of the keyspace's replication; empty when the schema does not have them.
  package init(keyspace: String?, ringSize: Int?, replication: Labels) {
    guard let keyspace else {
      self = ringSize == 1 ? .none : .unknown
      return
    }
    // LocalStrategy. Source: SchemaConstants.LOCAL_SYSTEM_KEYSPACE_NAMES.
    if Replicas.localKeyspaces.contains(keyspace) {
      self = .nodeLocal
    } else if ringSize == 1 {
      self = .none
    } else if let count = Replicas.count(of: replication) {
      self = count <= 1 ? .none : .some(count)
    } else {
      self = .unknown
    }
  }

  /// Keyspaces that are local to each node: neither a repair nor another node can restore them.
  package static let localKeyspaces: Set<String> = [
    "system", "system_schema", "system_views", "system_virtual_schema", "system_cluster_metadata",
  ]

  /// Total number of replicas that `replication` asks for; nil when it has none.
  private static func count(of replication: Labels) -> Int? {
    var sum = 0
    for pair in replication.pairs where pair.name != "class" {
      // Transient replication is written `3/1`.
      guard let count = Int(pair.value.prefix { $0 != "/" }), count >= 0, count < 1000 else { return nil }
      sum += count
    }
    return replication.pairs.contains { $0.name != "class" } ? sum : nil
  }
}

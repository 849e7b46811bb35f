// Whether another node has the same data, as far as a capture tells: it decides between a repair and a restore.

package import CassandraModel

/// Other copies of a table.
package enum Replicas: Hashable, Sendable {
  /// None, because the keyspace belongs to one node alone.
  case nodeLocal
  /// None, because the ring has one node or the keyspace one replica.
  case none
  /// Others have it: as many copies in all.
  case some(Int)
  /// The capture does not tell.
  case unknown

  /// Other copies of what is in `keyspace`.
  ///
  /// - Parameters:
  ///   - ringSize: nodes that the ring has; nil when no capture tells.
  ///   - replication: options of the keyspace's replication; empty when the schema does not tell.
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

  /// Keyspaces of which each node has its own, that no repair and no other node can restore.
  package static let localKeyspaces: Set<String> = [
    "system", "system_schema", "system_views", "system_virtual_schema", "system_cluster_metadata",
  ]

  /// How many replicas in all `replication` asks for; nil when it does not say.
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

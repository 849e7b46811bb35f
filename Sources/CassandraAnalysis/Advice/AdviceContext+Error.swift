// The context of advice about one error, from what is known of its node.

package import CassandraModel

extension AdviceContext {
  /// What is known where `fault` is advised about.
  ///
  /// - Parameters:
  ///   - fault: the error.
  ///   - node: the node that has it.
  ///   - cause: the id of the likeliest cause; nil when none is likely.
  package init(_ fault: Fault, on node: NodeFindings, cause: String? = nil) {
    self.init(kind: fault.category.id)
    self.cause = cause
    version = node.version
    // A command needs the keyspace, too.
    table = fault.tables.count == 1 ? fault.tables.first { !$0.keyspace.isEmpty } : nil
    sstables = fault.sstables.map(\.base)
    let directories = fault.dataDirectories
    directory = directories.count == 1 ? directories.first : nil
    let keyspaces = Set(fault.tables.map(\.keyspace).filter { !$0.isEmpty })
    let keyspace = keyspaces.count == 1 ? keyspaces.first : nil
    replicas = Replicas(
      keyspace: keyspace, ringSize: node.ring.isEmpty ? nil : node.ring.count,
      replication: node.schemas.first { $0.key.keyspace == keyspace }?.value.replication ?? .none)
  }
}

extension NodeFindings {
  /// The release that the node ran last; nil when no capture tells.
  package var version: CassandraVersion? {
    attributes[.version]?.last.flatMap { CassandraVersion($0.value) }
  }
}

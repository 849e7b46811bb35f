// Reasons not to call a node healthy although no error is known: lines that report an error and were not
// understood.

public import CassandraModel

extension Findings {
  /// Error lines that were not understood, and files that are logs of an unknown layout, by file and line.
  /// Empty when everything was understood.
  ///
  /// A trace alone (under a record that is no error, or in the output of a command that failed) counts only
  /// on nodes without a known error: elsewhere it belongs to an error that the log already reports.
  public var unreadErrors: [Diagnostic] {
    let failed = Set(nodes.filter { $0.faults.contains(where: \.category.isError) }.map(\.node))
    return diagnostics.entries.map(\.diagnostic).filter { diagnostic in
      guard diagnostic.code.isUnreadError else { return false }
      return diagnostic.code != .unreadTrace
        || !(nodeOf[diagnostic.source.file].map(failed.contains) ?? !failed.isEmpty)
    }
  }

  /// Errors that a shutdown would explain, on nodes whose logs hold no shutdown. They may not be harmless.
  public var unexplainedStops: [(node: NodeID, fault: Fault)] {
    nodes.flatMap { node -> [(node: NodeID, fault: Fault)] in
      guard !node.processes.contains(where: { $0.end == .orderly }) else { return [] }
      return node.faults.filter { $0.category.id == .shutdown }.map { (node.node, $0) }
    }
  }

  /// The unread errors that may belong to `node`: in its files, or in files of no node.
  public func unreadErrors(of node: NodeID) -> [Diagnostic] {
    unreadErrors.filter { error in nodeOf[error.source.file].map { $0 == node } ?? true }
  }
}

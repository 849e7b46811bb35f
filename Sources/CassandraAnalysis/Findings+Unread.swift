// What forbids to call a node healthy although no failure of it is known: lines that tell of an error and were not understood.

public import CassandraModel

extension Findings {
  /// The lines, and files that are logs of an unknown layout, by file and line. Empty where everything was understood.
  ///
  /// A trace alone (under a record that is no error, in the output of a command that failed) counts only on nodes of
  /// which no error is known: elsewhere it is of what the logs tell.
  public var unreadErrors: [Diagnostic] {
    let failed = Set(nodes.filter { $0.faults.contains(where: \.category.isError) }.map(\.node))
    return diagnostics.entries.map(\.diagnostic).filter { diagnostic in
      guard diagnostic.code.isUnreadError else { return false }
      return diagnostic.code != .unreadTrace
        || !(nodeOf[diagnostic.source.file].map(failed.contains) ?? !failed.isEmpty)
    }
  }

  /// Errors that a shutdown would explain, on nodes whose logs hold no shutdown: nobody knows that they are harmless.
  public var unexplainedStops: [(node: NodeID, fault: Fault)] {
    nodes.flatMap { node -> [(node: NodeID, fault: Fault)] in
      guard !node.processes.contains(where: { $0.end == .orderly }) else { return [] }
      return node.faults.filter { $0.category.id == "shutdown" }.map { (node.node, $0) }
    }
  }

  /// Those that may be of `node`: in its files, or in files of no node.
  public func unreadErrors(of node: NodeID) -> [Diagnostic] {
    unreadErrors.filter { error in nodeOf[error.source.file].map { $0 == node } ?? true }
  }
}

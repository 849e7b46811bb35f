// What forbids to call a node healthy although no failure of it is known: lines that tell of an error and were not understood.

public import CassandraModel

extension Findings {
  /// The lines, and files that are logs of an unknown layout, by file and line. Empty where everything was understood.
  public var unreadErrors: [Diagnostic] {
    diagnostics.entries.map(\.diagnostic).filter(\.code.isUnreadError)
  }

  /// Those that may be of `node`: in its files, or in files of no node.
  public func unreadErrors(of node: NodeID) -> [Diagnostic] {
    unreadErrors.filter { error in nodeOf[error.source.file].map { $0 == node } ?? true }
  }
}

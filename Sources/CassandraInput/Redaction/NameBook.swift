// Collects the names of a capture during its first reading, so that all pseudonyms are assigned, and
// different, before the first is printed.

import Synchronization

/// Collects original names; several readers add to it concurrently.
package final class NameBook: Sendable {
  /// The collected names.
  struct Names: Sendable {
    /// All names to replace.
    var originals: [NameKind: Set<String>] = [:]
    /// Names from facts that are also searched in text.
    var known: [NameKind: Set<String>] = [:]
    /// `keyspace.table`.
    var tables: Set<String> = []
    /// Tables of system keyspaces, without the keyspace.
    var systemTables: Set<String> = []
  }

  private let state = Mutex(Names())

  var names: Names { state.withLock { $0 } }

  func add(_ kind: NameKind, _ name: String, isKnown: Bool) {
    state.withLock { names in
      names.originals[kind, default: []].insert(name)
      if isKnown { names.known[kind, default: []].insert(name) }
    }
  }

  func add(table: String) { state.withLock { _ = $0.tables.insert(table) } }
  func add(systemTable: String) { state.withLock { _ = $0.systemTables.insert(systemTable) } }
}

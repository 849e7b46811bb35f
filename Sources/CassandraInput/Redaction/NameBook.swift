// Where originals are written down while a capture is read for the first time, so that all pseudonyms are known, and
// different, before the first is printed.

import Synchronization

/// Collects originals; those who read write into it side by side.
package final class NameBook: Sendable {
  /// What was found.
  struct Names: Sendable {
    /// Everything that is replaced.
    var originals: [NameKind: Set<String>] = [:]
    /// Those that facts give as names, and that are to be found in text, too.
    var known: [NameKind: Set<String>] = [:]
    /// `keyspace.table`.
    var tables: Set<String> = []
    /// Tables of system keyspaces, without these.
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

// The part of a capture to report: names as asked for, and the capture's own names that match them.

public import CassandraModel

/// A part of a capture, as asked for. Names of one kind add up, kinds narrow each other.
public struct Selection: Sendable, Hashable {
  /// Names of nodes, as in reports; empty for all.
  public var nodes: [String]
  /// Keyspaces; empty for all.
  public var keyspaces: [String]
  /// Tables: `keyspace.table`, `table`, or an index as `table.index` or `index`; empty for all.
  public var tables: [String]
  /// Findings of this severity and worse; nil for all.
  public var severity: Severity?
  /// Categories of errors or families of them; empty for all findings.
  public var categories: [String]

  /// The part of these names; without arguments everything.
  public init(
    nodes: [String] = [], keyspaces: [String] = [], tables: [String] = [], severity: Severity? = nil,
    categories: [String] = []
  ) {
    self.nodes = nodes
    self.keyspaces = keyspaces
    self.tables = tables
    self.severity = severity
    self.categories = categories
  }

  /// The whole capture.
  public static let everything = Selection()

  /// True when it selects only some tables.
  package var choosesTables: Bool { !keyspaces.isEmpty || !tables.isEmpty }

  /// True if `table` is selected. An index is selected with its table.
  package func selects(_ table: TableName) -> Bool {
    (keyspaces.isEmpty || keyspaces.contains(table.keyspace))
      && (tables.isEmpty || Selection.names(of: table).contains { tables.contains($0) })
  }

  /// True if `category` is selected.
  package func selects(category: CategoryID) -> Bool {
    categories.isEmpty
      || categories.contains { $0 == category.name || category.name.hasPrefix($0 + ".") }
  }

  /// True if findings of `severity` are selected.
  package func selects(_ severity: Severity) -> Bool { self.severity.map { severity >= $0 } ?? true }

  /// One phrase for each part: `table shop.orders`, `severity warning or worse`.
  package var words: [String] {
    let lists = [("node", nodes), ("keyspace", keyspaces), ("table", tables), ("category", categories)]
    var words = lists.flatMap { noun, names in names.map { noun + " " + $0 } }
    if let severity {
      words.append("severity " + severity.rawValue + (severity == .critical ? "" : " or worse"))
    }
    return words
  }

  /// Every name that selects a table.
  package static func names(of table: TableName) -> [String] {
    var names = [table.description, table.table]
    if let dot = table.table.firstIndex(of: ".") {
      let own = String(table.table[..<dot])
      let index = String(table.table[table.table.index(after: dot)...])
      names += [table.keyspace + "." + own, own, table.keyspace + "." + index, index]
    }
    return names
  }

  /// Names that select categories: the id, and the part of it before the point.
  package static let categoryNames: [String] = {
    let ids = ErrorCategory.all.map(\.id.name)
    let families = Set(ids.compactMap { $0.split(separator: ".").first.map(String.init) })
    return families.subtracting(ids).sorted() + ids
  }()
}

/// A name that a capture does not have.
package struct UnknownName: Error, Hashable, Sendable {
  package enum Kind: String, Sendable {
    case node, keyspace, table
  }

  package let kind: Kind
  package let name: String
  /// The names that the capture has, in order.
  package let known: [String]

  package init(kind: Kind, name: String, known: [String]) {
    self.kind = kind
    self.name = name
    self.known = known
  }

  /// The known name that is most like it.
  package var nearest: String? { NearestName.of(name, among: known) }
}

extension Selection {
  /// The selection with the names of a capture: lists are parted at commas, unless the whole is a name. Throws the first
  /// name that the capture does not have.
  package func resolved(nodes: [String], tables: Set<TableName>) throws(UnknownName) -> Selection {
    var resolved = self
    let keyspaces = Set(tables.map(\.keyspace)).sorted()
    resolved.nodes = try Selection.resolve(self.nodes, .node, as: Set(nodes), listed: nodes)
    resolved.keyspaces = try Selection.resolve(
      self.keyspaces, .keyspace, as: Set(keyspaces), listed: keyspaces)
    let chosen = tables.filter {
      resolved.keyspaces.isEmpty || resolved.keyspaces.contains($0.keyspace)
    }.sorted()
    resolved.tables = try Selection.resolve(
      self.tables, .table, as: Set(chosen.flatMap { Selection.names(of: $0) }),
      listed: chosen.filter { !$0.isSystem && $0.keyspace != "?" }.flatMap { [$0.description, $0.table] })
    return resolved
  }

  private static func resolve(
    _ typed: [String], _ kind: UnknownName.Kind, as known: Set<String>, listed: [String]
  ) throws(UnknownName) -> [String] {
    var names: [String] = []
    for text in typed {
      let parts = known.contains(text) ? [text] : text.split(separator: ",").map(String.init)
      for name in parts {
        guard known.contains(name) else { throw UnknownName(kind: kind, name: name, known: listed) }
        if !names.contains(name) { names.append(name) }
      }
    }
    return names
  }
}

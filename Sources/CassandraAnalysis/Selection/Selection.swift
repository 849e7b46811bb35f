// Which part of a capture is looked at: what was asked for by name, and what the capture has of these names.

public import CassandraModel

/// What was asked for. Names of one kind add up, kinds narrow each other.
public struct Selection: Sendable, Hashable {
  /// Nodes, as reports call them; empty for all.
  public var nodes: [String]
  /// Keyspaces; empty for all.
  public var keyspaces: [String]
  /// Tables: `keyspace.table`, `table`, or an index as `table.index` or `index`; empty for all.
  public var tables: [String]
  /// Findings of this severity and worse; nil for all.
  public var severity: Severity?
  /// Categories of faults or families of them; empty for all findings.
  public var categories: [String]

  /// What was asked for; without arguments everything.
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

  /// Nothing is left out.
  public static let everything = Selection()

  /// True when only some tables are looked at.
  package var choosesTables: Bool { !keyspaces.isEmpty || !tables.isEmpty }

  /// Whether `table` is looked at. An index is looked at with its table.
  package func selects(_ table: TableName) -> Bool {
    (keyspaces.isEmpty || keyspaces.contains(table.keyspace))
      && (tables.isEmpty || Selection.names(of: table).contains { tables.contains($0) })
  }

  /// Whether `category` is looked at.
  package func selects(category: String) -> Bool {
    categories.isEmpty
      || categories.contains { $0 == category || category.hasPrefix($0 + ".") }
  }

  /// Whether findings of `severity` are looked at.
  package func selects(_ severity: Severity) -> Bool { self.severity.map { severity >= $0 } ?? true }

  /// As a sentence has it, one thing each: `table shop.orders`, `severity warning or worse`.
  package var words: [String] {
    let lists = [("node", nodes), ("keyspace", keyspaces), ("table", tables), ("category", categories)]
    var words = lists.flatMap { noun, names in names.map { noun + " " + $0 } }
    if let severity {
      words.append("severity " + severity.rawValue + (severity == .critical ? "" : " or worse"))
    }
    return words
  }

  /// Every name by which a table is asked for.
  package static func names(of table: TableName) -> [String] {
    var names = [table.description, table.table]
    if let dot = table.table.firstIndex(of: ".") {
      let own = String(table.table[..<dot])
      let index = String(table.table[table.table.index(after: dot)...])
      names += [table.keyspace + "." + own, own, table.keyspace + "." + index, index]
    }
    return names
  }

  /// What a category can be asked for by: its id, and what comes before the point.
  package static let categoryNames: [String] = {
    let ids = ErrorCategory.all.map(\.id)
    let families = Set(ids.compactMap { $0.split(separator: ".").first.map(String.init) })
    return families.subtracting(ids).sorted() + ids
  }()
}

/// A name that nothing in a capture has.
package struct UnknownName: Error, Hashable, Sendable {
  package enum Kind: String, Sendable {
    case node, keyspace, table
  }

  package let kind: Kind
  package let name: String
  /// What the capture has, in order.
  package let known: [String]

  package init(kind: Kind, name: String, known: [String]) {
    self.kind = kind
    self.name = name
    self.known = known
  }

  /// The known name that was probably meant.
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

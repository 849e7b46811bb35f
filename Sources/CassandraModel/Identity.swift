// Identifiers in a cluster: nodes, tables, SSTables, versions.

/// One node by its name in the reports, stable within a run. Its identity (host id, address, …) is in
/// attributes.
public struct NodeID: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The name shown to people.
  public let name: String
  /// A node by the name that reports show.
  public init(_ name: String) { self.name = name }
  /// The name.
  public var description: String { name }
  /// Ordered by name.
  public static func < (a: NodeID, b: NodeID) -> Bool { a.name < b.name }
}

/// A table in its keyspace. A secondary index is the table `orders.orders_customer` of its keyspace.
public struct TableName: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Keyspace; empty when a log names the table alone, as flush records up to 4.0 do.
  public let keyspace: String
  /// Table, or `table.index`.
  public let table: String
  /// A table by keyspace and name.
  public init(keyspace: String, table: String) {
    self.keyspace = keyspace
    self.table = table
  }

  /// A table written `keyspace.table`, split at the first dot; nil without a dot or with an empty part.
  public init?(dotted text: some StringProtocol) {
    guard let dot = text.utf8.firstIndex(of: UInt8(ascii: ".")), dot != text.startIndex else { return nil }
    let table = text[text.index(after: dot)...]
    guard !table.isEmpty else { return nil }
    self.init(keyspace: String(text[..<dot]), table: String(table))
  }

  /// `keyspace.table`, or the table alone.
  public var description: String { keyspace.isEmpty ? table : keyspace + "." + table }
  /// Ordered by keyspace, then table.
  public static func < (a: TableName, b: TableName) -> Bool {
    a.keyspace != b.keyspace ? a.keyspace < b.keyspace : a.table < b.table
  }

  /// True for Cassandra's own keyspaces (`system`, `system_schema`, …). Redaction and rules treat them
  /// separately.
  public var isSystem: Bool { keyspace == "system" || keyspace.hasPrefix("system_") }
}

/// A release of Cassandra, for example 4.0.19 or 6.0-alpha2.
public struct CassandraVersion: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// As printed, for example `4.1.10`.
  public let text: String
  /// The numbers before any suffix, for example [4, 1, 10]; for DSE the numbers of its base version of
  /// Cassandra.
  public let numbers: [Int]

  /// A version from its text; nil unless it starts with `major.minor`.
  public init?(_ text: some StringProtocol) {
    let number = Self.base(ofDSE: text) ?? Substring(text)
    let core = number.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    let numbers = core.split(separator: ".").compactMap { Int($0) }
    guard numbers.count >= 2 else { return nil }
    self.text = String(text)
    self.numbers = numbers
  }

  /// The version as printed.
  public var description: String { text }
  /// Ordered by number; a suffix (`-alpha2`) comes before the release itself.
  public static func < (a: CassandraVersion, b: CassandraVersion) -> Bool {
    if a.numbers != b.numbers { return a.numbers.lexicographicallyPrecedes(b.numbers) }
    let suffixes = (a.text.contains("-"), b.text.contains("-"))
    return suffixes == (true, false) || (suffixes == (true, true) && a.text < b.text)
  }

  /// True if the catalog covers messages and commands of this release: see `FormatCatalog`.
  public var isKnown: Bool {
    let (first, last) = FormatCatalog.range
    let release = numbers.prefix(2)
    return !release.lexicographicallyPrecedes(first) && !last.lexicographicallyPrecedes(release)
  }
}

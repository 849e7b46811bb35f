// Replaces identifying names by pseudonyms: equal names by equal pseudonyms, different names by different
// ones, each in a form that is valid in its place. Cassandra's own keyspaces, tables, classes and words stay.

package import CassandraModel

/// Makes pseudonyms for typed names; for text see `text(_:)`, for paths `path(_:)`.
package struct Redactor: Sendable {
  let known: KnownNames
  private let pseudonyms: Pseudonyms
  /// Collects originals; nil when all names are known.
  private let book: NameBook?
  /// Originals that were first seen while replacing.
  private let late = NameBook()
  /// All assigned pseudonyms.
  private let given: Set<String>

  /// A redactor that replaces nothing, and adds to `book` the names that it would replace.
  package init(collectingInto book: NameBook) {
    self.book = book
    known = KnownNames(NameBook.Names())
    pseudonyms = Pseudonyms(key: [])
    given = []
  }

  /// A redactor for the collected names.
  ///
  /// - Parameter key: Equal keys give equal pseudonyms; nil for the public key.
  package init(_ book: NameBook, key: [UInt8]?) {
    let names = book.names
    self.book = nil
    known = KnownNames(names)
    var pseudonyms = Pseudonyms(key: key ?? Pseudonyms.publicKey)
    pseudonyms.assign(names.originals)
    self.pseudonyms = pseudonyms
    given = Set(pseudonyms.assigned.values.flatMap(\.values))
  }

  /// Every original and its pseudonym, by kind and original.
  package var map: [(kind: NameKind, original: String, pseudonym: String)] {
    var names = pseudonyms.assigned
    for (kind, originals) in late.names.originals {
      for original in originals { names[kind, default: [:]][original] = pseudonyms[kind, original] }
    }
    return names.sorted { $0.key < $1.key }.flatMap { kind, pairs in
      pairs.sorted { $0.key < $1.key }.map { (kind, $0.key, $0.value) }
    }
  }

  /// The pseudonym of `name`; `isKnown` if its position alone shows its kind.
  func replace(_ kind: NameKind, _ name: String, isKnown: Bool = false) -> String {
    if let book {
      book.add(kind, name, isKnown: isKnown)
      return name
    }
    if let pseudonym = pseudonyms.assigned[kind]?[name] { return pseudonym }
    late.add(kind, name, isKnown: isKnown)
    return pseudonyms[kind, name]
  }

  /// `name` as a name of `kind`, unless it identifies nothing.
  private func named(_ kind: NameKind, _ name: String) -> String {
    Redactor.nothing.contains(name) ? name : replace(kind, name, isKnown: true)
  }

  private static let nothing: Set = ["", "null", "?", "-", "*", "N/A", "n/a", "localhost"]

  // MARK: Names by kind

  package func cluster(_ name: String) -> String { named(.cluster, name) }
  package func dataCenter(_ name: String) -> String { named(.dataCenter, name) }
  package func rack(_ name: String) -> String { named(.rack, name) }

  package func keyspace(_ name: String) -> String {
    Redactor.isSystem(name) ? name : named(.keyspace, name)
  }

  package func table(_ name: TableName) -> TableName {
    if name.isSystem {
      book?.add(systemTable: name.table)
      return name
    }
    book?.add(table: name.description)
    return TableName(keyspace: keyspace(name.keyspace), table: tableAndIndex(name.table))
  }

  /// A table of a keyspace that is not a system one, or `table.index`.
  func tableAndIndex(_ name: String) -> String {
    guard let dot = name.firstIndex(of: ".") else { return named(.table, name) }
    let index = String(name[name.index(after: dot)...])
    return named(.table, String(name[..<dot])) + "." + named(.index, index)
  }

  func index(_ name: String) -> String { named(.index, name) }

  /// A keyspace as typed on the command line: its own name, or the pseudonym from a redacted report.
  package func givenKeyspace(_ name: String) -> String { given.contains(name) ? name : keyspace(name) }

  /// A table as typed on the command line, `keyspace.table` or `table`: its own name, or its pseudonym.
  package func givenTable(_ name: String) -> String {
    if let dotted = TableName(dotted: name),
      known.kind(of: dotted.keyspace) == .keyspace || given.contains(dotted.keyspace) || dotted.isSystem
    {
      let parts = dotted.table.split(separator: ".").map(String.init)
      if parts.allSatisfy({ given.contains($0) }) {
        return givenKeyspace(dotted.keyspace) + "." + dotted.table
      }
      return given.contains(dotted.keyspace)
        ? dotted.keyspace + "." + tableAndIndex(dotted.table) : table(dotted).description
    }
    return given.contains(name) ? name : tableAndIndex(name)
  }

  /// A table without its keyspace: a system table if it has the name of one and no other table has.
  func bareTable(_ name: String) -> String {
    known.kind(of: name) != .table && known.systemTables.contains(name) ? name : tableAndIndex(name)
  }

  package func hostID(_ text: String) -> String {
    TimeUUID(text) == nil ? self.text(text) : replace(.hostID, text.lowercased(), isKnown: true)
  }

  func hostID(_ id: TimeUUID) -> TimeUUID {
    TimeUUID(replace(.hostID, id.description, isKnown: true)) ?? id
  }

  /// The name of a node in reports and on the command line.
  package func node(_ name: String) -> String {
    // A capture of one node without a name; and the user may type a pseudonym from a redacted report.
    if name == "node" || name.isEmpty || given.contains(name) { return name }
    if known.kind(of: name) == .host { return host(name) }
    return fileName(name)
  }

  package func node(_ node: NodeID) -> NodeID { NodeID(self.node(node.name)) }

  /// An address, a host name, or both, with or without a port: `/10.0.0.1:7000`, `node1/10.0.0.1`, `node1`.
  func address(_ text: String) -> String {
    let bytes = Array(text.utf8)
    if Redactor.nothing.contains(text) || text.contains(":") && TextAddress.ipv6(bytes, 0) != nil {
      return self.text(text)
    }
    let end = bytes.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: ":") } ?? bytes.count
    let name = String(decoding: bytes[..<end], as: UTF8.self)
    let isName =
      end > 0 && bytes[..<end].allSatisfy { $0.isWord || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") }
      && TextAddress.ipv4End(bytes, 0) != end && !bytes[..<end].allSatisfy(\.isDigit)
    guard isName else { return self.text(text) }
    return host(name) + self.text(String(decoding: bytes[end...], as: UTF8.self))
  }

  func host(_ name: String) -> String { named(.host, name) }

  /// True for a keyspace of Cassandra's own.
  static func isSystem(_ keyspace: String) -> Bool {
    keyspace == "system" || keyspace.hasPrefix("system_")
  }
}

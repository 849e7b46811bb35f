// What stands in a text beside its words: values with their names, users, quoted text, addresses, paths.

import CassandraModel

extension TextScanner {
  /// What words say of the value behind `=`, or behind a colon.
  enum Naming {
    case name(NameKind)
    case host
    case values
  }

  static let namings: [String: Naming] = {
    var namings: [String: Naming] = [:]
    let words: [(Naming, String)] = [
      (.name(.keyspace), "keyspace ks keyspacename keyspace_name"),
      (.name(.table), "table columnfamily cf tablename table_name columnfamilies"),
      (.name(.index), "index indexname index_name"),
      (.name(.cluster), "cluster clustername cluster_name"),
      (.name(.dataCenter), "dc datacenter data_center local_dc"), (.name(.rack), "rack"),
      (.name(.user), "user username user_name role rolename role_name login principal owner"),
      (.host, "host hostname host_name endpoint server"),
      (.values, "key partitionkey partition_key pk primary_key password passwd secret"),
    ]
    for (naming, names) in words {
      for name in names.split(separator: " ") { namings[String(name)] = naming }
    }
    return namings
  }()

  /// `key=value`, `key: value`.
  mutating func assignment(_ end: Int) -> Bool {
    guard let mark = byte(end), mark == UInt8(ascii: "=") || mark == UInt8(ascii: ":") else { return false }
    var start = end + 1
    if byte(start) == UInt8(ascii: " ") { start += 1 }
    let naming = TextScanner.namings[text(at..<end).lowercased()]
    if mark == UInt8(ascii: ":") {
      // Of words before a colon few name what follows: `Node: 10.0.0.1`, but also `user: not found`.
      guard let naming, start > end + 1 || text(at..<end) == "key" else { return false }
      if case .name(let kind) = naming, kind != .user, kind != .cluster { return false }
    } else if start > end + 1, naming == nil {
      return false
    }
    var close: UInt8?
    if let quote = byte(start), "'\"".utf8.contains(quote) {
      close = quote
      start += 1
    }
    let last =
      bytes[min(start, bytes.count)...].firstIndex { byte in
        close.map { byte == $0 } ?? (byte.isBlank || ",;()[]{}<>'\"|".utf8.contains(byte))
      } ?? bytes.count
    guard last > start, !bytes[start..<last].contains(UInt8(ascii: "/")) else { return false }
    let value = text(start..<last)
    let trimmed = value.hasSuffix(".") ? String(value.dropLast()) : value
    let standIn: String
    switch naming {
    case .values: standIn = redactor.values(trimmed)
    case .host where !isOrdinary(trimmed): standIn = redactor.address(trimmed)
    case .name(let kind)
    where redactor.known.kind(of: trimmed) == kind
      || !isOrdinary(trimmed) && !(kind == .keyspace && Redactor.isSystem(trimmed))
        && !redactor.known.systemTables.contains(trimmed):
      standIn = redactor.replace(kind, trimmed)
    case nil where close == nil && !isLenient && !isOrdinary(trimmed) && isPlain(trimmed):
      standIn = redactor.value(trimmed)
    default: return false
    }
    keep(start - at)
    put(standIn, upTo: start + trimmed.utf8.count)
    return true
  }

  /// True for what names nothing: ordinary words, numbers with their units, classes, names of the system's.
  func isOrdinary(_ text: String) -> Bool {
    Vocabulary.contains(text) || !text.utf8.contains { $0.isLetter || $0 >= 0x80 } || Vocabulary.isClass(text)
      || Redactor.isSystem(text)
  }

  /// True for a word in which there is nothing to be found but the word itself.
  func isPlain(_ text: String) -> Bool {
    guard redactor.known.kind(of: text) == nil, text.utf8.first.map(\.isWord) ?? false else { return false }
    let bytes = Array(text.utf8)
    return TextAddress.ipv4End(bytes, 0) == nil && TextAddress.ipv6(bytes, 0) == nil && TimeUUID(text) == nil
      && !text.contains("@") && !text.contains("://")
      && !text.utf8.prefix { $0.isDigit || $0 == UInt8(ascii: ".") }.contains { $0.isDigit }
  }

  /// `user bob`, `role "reporting"`.
  mutating func user(_ end: Int) -> Bool {
    guard case .name(.user)? = TextScanner.namings[text(at..<end).lowercased()],
      byte(end) == UInt8(ascii: " ")
    else { return false }
    var start = end + 1
    if let quote = byte(start), "'\"`".utf8.contains(quote) { start += 1 }
    guard start < bytes.count, bytes[start].isWord else { return false }
    let last = bytes[start...].firstIndex { !$0.isWord && !"@.-".utf8.contains($0) } ?? bytes.count
    var trimmed = last
    while trimmed > start, !bytes[trimmed - 1].isWord { trimmed -= 1 }
    let name = text(start..<trimmed)
    guard trimmed > start, !isOrdinary(name), TimeUUID(name) == nil else { return false }
    keep(start - at)
    put(name.contains("@") ? redactor.replace(.mail, name) : redactor.replace(.user, name), upTo: trimmed)
    return true
  }

  /// Something in quotes: stays if it is all ordinary words.
  mutating func quoted() -> Bool {
    let quote = bytes[at]
    var end = at + 1
    while end < bytes.count, end - at <= 1024 {
      if bytes[end] == quote, bytes[end - 1] != UInt8(ascii: "\\"), byte(end + 1).map({ !$0.isWord }) ?? true
      {
        break
      }
      end += 1
    }
    guard end < bytes.count, bytes[end] == quote, end > at + 1 else { return false }
    let content = text((at + 1)..<end)
    let standIn = quotedContent(content)
    keep(1)
    put(standIn, upTo: end)
    keep(1)
    return true
  }

  func quotedContent(_ content: String) -> String {
    if let kind = redactor.known.kind(of: content) { return redactor.replace(kind, content) }
    if content.hasPrefix("/"), !content.hasPrefix("//"),
      !content.contains(" ") || content.utf8.dropFirst().contains(UInt8(ascii: "/")),
      TextAddress.ipv4End(Array(content.utf8), 1) == nil, TextAddress.ipv6(Array(content.utf8), 1) == nil
    {
      return redactor.path(content)
    }
    if isLenient || isOrdinary(content) || content.utf8.allSatisfy({ !$0.isAlphanumeric }) {
      return redactor.text(content, isLenient: isLenient)
    }
    if TextScanner.isStatement(content) { return redactor.statement(content) }
    let redacted = redactor.text(content)
    // Addresses and names with nothing but marks and ordinary words between them are all replaced.
    let bytes = Array(content.utf8)
    if let found = redactor.identifier(bytes, 0), bytes[found.end...].allSatisfy({ !$0.isLetter }) {
      return redacted
    }
    if redacted != content, content.contains(".") || content.contains("/") || content.contains(":"),
      !content.contains(" ")
    {
      return redacted
    }
    let names = content.utf8.split { !$0.isWord }.map { String(Substring($0)) }
    if names.allSatisfy({
      redactor.known.kind(of: $0) != nil || Vocabulary.contains($0) || Vocabulary.isClass($0)
        || $0.utf8.allSatisfy(\.isDigit)
    }) {
      return redacted
    }
    return redactor.value(content)
  }

  // MARK: Paths

  /// A path that begins here; an address may follow a slash instead.
  mutating func path() -> Bool {
    guard let next = byte(at + 1), next.isWord || next == UInt8(ascii: ".") || next == UInt8(ascii: "[")
    else {
      return false
    }
    if TextAddress.ipv4End(bytes, at + 1) != nil || TextAddress.ipv6(bytes, at + 1) != nil
      || next == UInt8(ascii: "[")
    {
      keep(1)
      return true
    }
    let end = pathEnd(at)
    put(redactor.path(text(at..<end)), upTo: end)
    return true
  }

  func pathEnd(_ start: Int) -> Int {
    var end = bytes[start...].firstIndex { $0 <= 0x20 || "\"'<>|,;:()[]{}`".utf8.contains($0) } ?? bytes.count
    while end > start + 1, bytes[end - 1] == UInt8(ascii: ".") { end -= 1 }
    return end
  }

  /// `C:\data\…`
  mutating func drive(_ end: Int) -> Bool {
    guard end == at + 1, bytes[at].isLetter, byte(end) == UInt8(ascii: ":"),
      byte(end + 1) == UInt8(ascii: "\\")
    else { return false }
    let last = pathEnd(end + 1)
    let path = redactor.path(text((end + 1)..<last))
    keep(2)
    put(path, upTo: last)
    return true
  }

  /// `shop/orders-1b25…/nb-1-big-Data.db`, `data/shop/orders-1b25…`: folders of tables without a slash before them.
  mutating func relativePath(_ end: Int) -> Bool {
    let last = pathEnd(at)
    let piece = bytes[at..<last]
    guard piece.contains(UInt8(ascii: "/")) || piece.contains(UInt8(ascii: "\\")) else {
      // The folder of a table alone.
      guard let table = Redactor.tableOfFolder(Array(piece)), redactor.known.kind(of: table) == .table else {
        return false
      }
      put(redactor.replace(.table, table) + text((last - 33)..<last), upTo: last)
      return true
    }
    let hasTable = piece.split(whereSeparator: { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") })
      .dropFirst()
      .contains { Redactor.tableOfFolder(Array($0)) != nil }
    guard hasTable else { return false }
    put(redactor.path(text(at..<last)), upTo: last)
    return true
  }

  /// `http://host:8080/path?query`, `file:///etc/…`
  mutating func link(_ end: Int) -> Bool {
    guard bytes[min(end, bytes.count)...].starts(with: "://".utf8) else { return false }
    let start = end + 3
    keep(start - at)
    let last = bytes[start...].firstIndex { $0 <= 0x20 || "\"'<>|,;()`{}".utf8.contains($0) } ?? bytes.count
    let hostEnd = bytes[start..<last].firstIndex(of: UInt8(ascii: "/")) ?? last
    var authority = start
    if let sign = bytes[start..<hostEnd].lastIndex(of: UInt8(ascii: "@")) {
      put(redactor.values(text(start..<sign)) + "@", upTo: sign + 1)
      authority = sign + 1
    }
    if hostEnd > authority { put(redactor.address(text(authority..<hostEnd)), upTo: hostEnd) }
    let query =
      bytes[hostEnd..<last].firstIndex { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") } ?? last
    put(redactor.path(text(hostEnd..<query)), upTo: query)
    put(redactor.values(text(query..<last)), upTo: last)
    return true
  }

  // MARK: Statements

  /// A statement in text: from its first word to the end, or to the mark that closes it.
  mutating func isStatement(_ end: Int) -> Bool {
    guard TextScanner.verbs.contains(text(at..<end)), TextScanner.isStatement(text(at..<bytes.count)) else {
      return false
    }
    var last = bytes.count
    if at > 0, bytes[at - 1] == UInt8(ascii: "<"),
      let close = bytes[at...].firstRange(of: ">,".utf8)?.lowerBound
        ?? bytes[at...].lastIndex(of: UInt8(ascii: ">"))
    {
      last = close
    }
    put(redactor.statement(text(at..<last)), upTo: last)
    return true
  }

  static let verbs: Set = ["SELECT", "INSERT", "UPDATE", "DELETE"]

  static func isStatement(_ text: String) -> Bool {
    (text.hasPrefix("SELECT ") || text.hasPrefix("DELETE ")) && text.contains(" FROM ")
      || text.hasPrefix("INSERT INTO ") || text.hasPrefix("UPDATE ") && text.contains(" SET ")
  }

  mutating func runStatement() {
    while at < bytes.count {
      let byte = bytes[at]
      if byte == UInt8(ascii: "'") {
        literal()
      } else if "=<>".utf8.contains(byte) {
        while at < bytes.count, "=<>".utf8.contains(bytes[at]) { keep(1) }
        operand()
      } else if byte.isWord, at == 0 || !bytes[at - 1].isWord {
        statementWord()
      } else {
        step()
      }
    }
  }

  mutating func literal() {
    var end = at + 1
    while end < bytes.count {
      if bytes[end] == UInt8(ascii: "'") {
        guard self.byte(end + 1) == UInt8(ascii: "'") else { break }
        end += 1
      }
      end += 1
    }
    let last = min(end, bytes.count)
    let content = text((at + 1)..<last)
    keep(1)
    put(content.isEmpty ? "" : redactor.value(content), upTo: last)
    if at < bytes.count { keep(1) }
  }

  /// What an operator compares with: up to the word that goes on with the statement.
  mutating func operand() {
    while at < bytes.count, bytes[at].isBlank { keep(1) }
    guard at < bytes.count else { return }
    if bytes[at] == UInt8(ascii: "'") { return literal() }
    // `token(…) > token(…)`
    var end = at
    while end < bytes.count {
      if ";".utf8.contains(bytes[end]) { break }
      if bytes[end] == UInt8(ascii: " "),
        TextScanner.clauses.contains(where: { bytes[(end + 1)...].starts(with: $0.utf8) })
      {
        break
      }
      end += 1
    }
    put(redactor.values(text(at..<end)), upTo: end)
  }

  static let clauses = [
    "AND ", "LIMIT ", "ALLOW ", "ORDER ", "PER ", "GROUP ", "IF ", "WHERE ", "USING ", "APPLY ",
  ]

  mutating func statementWord() {
    let end = wordEnd(at)
    let word = text(at..<end)
    if word == "LIMIT" || word == "TTL" || word == "TIMESTAMP" {
      // Their numbers are no data.
      return keep((bytes[end...].firstIndex { !$0.isDigit && !$0.isBlank } ?? bytes.count) - at)
    }
    if word == "FROM" || word == "INTO" || word == "UPDATE" {
      keep(end - at)
      while at < bytes.count, bytes[at].isBlank { keep(1) }
      subject()
      return
    }
    if word == "IN" || word == "VALUES" || word == "CONTAINS" {
      keep(end - at)
      operand()
      return
    }
    if bytes[at].isDigit {
      let last = bytes[at...].firstIndex { !TextScanner.isValue($0) } ?? bytes.count
      return put(redactor.value(text(at..<last)), upTo: last)
    }
    if TextScanner.words.contains(word) { return keep(end - at) }
    step()
  }

  static let words: Set = ["SELECT", "WHERE", "AND", "SET", "DELETE", "INSERT", "USING"]

  /// The table of a statement, whether facts know it or not.
  mutating func subject() {
    guard at < bytes.count, bytes[at].isWord else { return }
    let end = wordEnd(at)
    guard byte(end) == UInt8(ascii: "."), end + 1 < bytes.count, bytes[end + 1].isWord else {
      return put(redactor.bareTable(text(at..<end)), upTo: end)
    }
    let last = wordEnd(end + 1)
    let name = TableName(keyspace: text(at..<end), table: text((end + 1)..<last))
    put(redactor.table(name).description, upTo: last)
  }

  /// What a value is made of.
  static func isValue(_ byte: UInt8) -> Bool { byte.isWord || "@.+%#$&*-?~^".utf8.contains(byte) }
}

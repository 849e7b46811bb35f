// Values in a text: named values, users, quoted text.

import CassandraModel

extension TextScanner {
  /// The meaning of the words before `=` or a colon for the value.
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
      // Few words before a colon announce a name: `Node: 10.0.0.1`, but also `user: not found`.
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
    let pseudonym: String
    switch naming {
    case .values: pseudonym = redactor.values(trimmed)
    case .host where !isOrdinary(trimmed): pseudonym = redactor.address(trimmed)
    case .name(let kind)
    where redactor.known.kind(of: trimmed) == kind
      || !isOrdinary(trimmed) && !(kind == .keyspace && Redactor.isSystem(trimmed))
        && !redactor.known.systemTables.contains(trimmed):
      pseudonym = redactor.replace(kind, trimmed)
    case nil where close == nil && !isLenient && !isOrdinary(trimmed) && isPlain(trimmed):
      pseudonym = redactor.value(trimmed)
    default: return false
    }
    keep(start - at)
    put(pseudonym, upTo: start + trimmed.utf8.count)
    return true
  }

  /// True for text that identifies nothing: ordinary words, numbers with their units, classes, system names.
  func isOrdinary(_ text: String) -> Bool {
    Vocabulary.contains(text) || !text.utf8.contains { $0.isLetter || $0 >= 0x80 } || Vocabulary.isClass(text)
      || Redactor.isSystem(text)
  }

  /// True for a single word without further structure.
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

  /// Quoted text: stays if it consists of ordinary words.
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
    let pseudonym = quotedContent(content)
    keep(1)
    put(pseudonym, upTo: end)
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
    // Addresses and names separated only by punctuation and ordinary words are all replaced.
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
}

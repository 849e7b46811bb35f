// Scans a text once and replaces identifying parts: words, known names, pairs of names, hosts.

import CassandraModel

/// Scans text from left to right, and writes the redacted text.
struct TextScanner {
  let redactor: Redactor
  let bytes: [UInt8]
  let isLenient: Bool
  /// Words that are names here, even if they are ordinary words.
  var names: Set<[UInt8]> = []
  private(set) var out: [UInt8] = []
  var at = 0

  init(_ redactor: Redactor, _ bytes: [UInt8], isLenient: Bool) {
    self.redactor = redactor
    self.bytes = bytes
    self.isLenient = isLenient
    out.reserveCapacity(bytes.count)
  }

  mutating func run() {
    while at < bytes.count { step() }
  }

  mutating func step() {
    let byte = bytes[at]
    let isStart = at == 0 || !bytes[at - 1].isWord
    if isStart, byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "`"), quoted()
    {
      return
    }
    if byte == UInt8(ascii: "/"), isStart, path() { return }
    if byte == UInt8(ascii: ":"), isStart, identifier() { return }
    if byte.isWord, isStart {
      word()
    } else {
      keep(1)
    }
  }

  mutating func keep(_ count: Int) {
    out += bytes[at..<(at + count)]
    at += count
  }

  /// Writes `text` in place of the text up to `end`.
  mutating func put(_ text: String, upTo end: Int) {
    out += text.utf8
    at = end
  }

  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  func byte(_ index: Int) -> UInt8? { index < bytes.count ? bytes[index] : nil }

  func wordEnd(_ start: Int) -> Int { bytes[start...].firstIndex { !$0.isWord } ?? bytes.count }

  mutating func identifier() -> Bool {
    guard let found = redactor.identifier(bytes, at) else { return false }
    put(found.text, upTo: found.end)
    return true
  }

  // MARK: Words

  mutating func word() {
    if identifier() { return }
    if let end = TextAddress.ec2End(bytes, at) {
      return put(redactor.replace(.host, text(at..<end)), upTo: end)
    }
    let end = wordEnd(at)
    if drive(end) || link(end) || oldSSTable(end) || mail(end) || hostBeforeAddress(end) || relativePath(end)
      || foreignClass(end)
      || key(end) || pair(end) || name(end) || assignment(end) || user(end) || domain(end) || isStatement(end)
    {
      return
    }
    // An address may follow an underscore.
    var next = at + 1
    while next < end, TextAddress.ipv4End(bytes, next) == nil { next += 1 }
    keep(next - at)
    if next < end { _ = identifier() }
  }

  /// `com.acme.db.Trigger`
  mutating func foreignClass(_ end: Int) -> Bool {
    guard byte(end) == UInt8(ascii: "."), ClassNames.roots.contains(text(at..<end)) else { return false }
    var last = bytes[at...].firstIndex { !$0.isWord && !".$".utf8.contains($0) } ?? bytes.count
    while last > end, bytes[last - 1] == UInt8(ascii: ".") { last -= 1 }
    guard ClassNames.isForeign(text(at..<last)) else { return false }
    put(redactor.className(text(at..<last)), upTo: last)
    return true
  }

  /// A name from a fact.
  mutating func name(_ end: Int) -> Bool {
    let isSaid = names.contains(Array(bytes[at..<end])) || isPlaceOfName(end)
    guard let name = redactor.known.name(in: bytes, at: at, word: at..<end, isSaid: isSaid) else {
      return false
    }
    put(redactor.replace(name.kind, text(at..<(at + name.bytes.count))), upTo: at + name.bytes.count)
    return true
  }

  /// True where an ordinary word is a name: after `table`, or as the last word after `clean in`.
  private func isPlaceOfName(_ end: Int) -> Bool {
    guard at > 1, bytes[at - 1] == UInt8(ascii: " ") else { return false }
    let before = bytes[..<(at - 1)].reversed().prefix { $0.isLetter }.reversed()
    switch String(decoding: before, as: UTF8.self).lowercased() {
    case "table", "keyspace", "columnfamily", "ks", "cf": return !isStatementWord(end)
    case "in", "of", "for", "from", "into", "on":
      // `1 of 2` is a count, whatever tables are called.
      guard !bytes[at..<end].allSatisfy(\.isDigit) else { return false }
      return end == bytes.count || ",;.)".utf8.contains(bytes[end])
    default: return false
    }
  }

  /// `table does not exist`: the sentence continues.
  private func isStatementWord(_ end: Int) -> Bool {
    [
      "is", "was", "does", "has", "not", "and", "or", "in", "of", "with", "for", "to", "metadata", "name",
      "names",
    ]
    .contains(text(at..<end))
  }

  /// `keyspace.table`, `keyspace/table`, `keyspace.table.index`; those of system keyspaces stay.
  mutating func pair(_ end: Int) -> Bool {
    guard let mark = byte(end), mark == UInt8(ascii: ".") || mark == UInt8(ascii: "/"), end + 1 < bytes.count,
      bytes[end + 1].isWord
    else { return false }
    let keyspace = text(at..<end)
    let tableEnd = wordEnd(end + 1)
    let table = text((end + 1)..<tableEnd)
    if Redactor.isSystem(keyspace) {
      keep(tableEnd - at)
      return true
    }
    // `1.2` is a number, whatever tables are called.
    if bytes[at..<end].allSatisfy(\.isDigit), bytes[(end + 1)..<tableEnd].allSatisfy(\.isDigit) {
      return false
    }
    guard
      redactor.known.isTable(keyspace, table) || redactor.known.isKeyspace(keyspace) && isNameful(keyspace)
    else { return false }
    var text =
      redactor.replace(.keyspace, keyspace) + String(UnicodeScalar(mark)) + redactor.replace(.table, table)
    var last = tableEnd
    if mark == UInt8(ascii: "."), byte(last) == mark, last + 1 < bytes.count, bytes[last + 1].isWord {
      last = wordEnd(last + 1)
      text += "." + redactor.replace(.index, self.text((tableEnd + 1)..<last))
    }
    put(text, upTo: last)
    keyOfTable(last)
    return true
  }

  /// False for a keyspace named like an ordinary word: `data.db` is then not a table.
  func isNameful(_ keyspace: String) -> Bool {
    !Vocabulary.contains(keyspace) && !keyspace.utf8.allSatisfy(\.isDigit)
  }

  /// `node1/10.0.0.1`: Java writes the host name before its address.
  mutating func hostBeforeAddress(_ end: Int) -> Bool {
    let last = hostEnd(at)
    guard byte(last) == UInt8(ascii: "/"), last + 1 < bytes.count,
      TextAddress.ipv4End(bytes, last + 1) != nil || TextAddress.ipv6(bytes, last + 1) != nil
        || byte(last + 1) == UInt8(ascii: "[")
    else { return false }
    put(redactor.host(text(at..<last)), upTo: last)
    return true
  }

  /// The end of the host name at `start`: letters, digits, hyphens and dots.
  func hostEnd(_ start: Int) -> Int {
    var end =
      bytes[start...].firstIndex {
        !$0.isWord && $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: ".")
      } ?? bytes.count
    while end > start + 1, !bytes[end - 1].isWord { end -= 1 }
    return end
  }

  /// `node1.dc1.acme.internal`: a name with dots that ends like a domain and is not a class.
  mutating func domain(_ end: Int) -> Bool {
    guard byte(end) == UInt8(ascii: ".") || byte(end) == UInt8(ascii: "-") else { return false }
    let last = hostEnd(at)
    let name = text(at..<last)
    let labels = name.split(separator: ".", omittingEmptySubsequences: false)
    guard labels.count > 1, let top = labels.last, TextScanner.domains.contains(String(top)),
      !labels.contains(""), !Vocabulary.isClass(name), let first = labels.first,
      !TextScanner.classRoots.contains(String(first)), byte(last) != UInt8(ascii: "$")
    else { return false }
    put(redactor.host(name), upTo: last)
    return true
  }

  static let classRoots: Set = [
    "org", "com", "java", "javax", "jdk", "sun", "io", "net", "ch", "cassandra",
  ]
  static let domains: Set = [
    "com", "net", "org", "io", "de", "eu", "uk", "fr", "us", "ca", "nl", "ch", "at", "it", "es", "jp", "cn",
    "in",
    "co", "dev", "app", "cloud", "local", "internal", "intern", "lan", "corp", "home", "svc", "example",
    "test",
    "invalid", "localdomain", "consul", "ec2", "gov", "edu", "info", "biz", "tech",
  ]

  mutating func mail(_ end: Int) -> Bool {
    let local = bytes[at...].firstIndex { !$0.isWord && !"+.-".utf8.contains($0) } ?? bytes.count
    guard byte(local) == UInt8(ascii: "@"), local + 1 < bytes.count, bytes[local + 1].isLetter else {
      return false
    }
    let last = hostEnd(local + 1)
    // `State@4ec7b2c3` is a Java object.
    guard bytes[(local + 1)..<last].contains(UInt8(ascii: ".")) else { return false }
    put(redactor.replace(.mail, text(at..<last)), upTo: last)
    return true
  }
}

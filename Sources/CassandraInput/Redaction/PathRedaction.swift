// Redaction of paths: the structure stays visible, the owner's names do not. Usual folders, SSTables, times
// and numbers stay.

import CassandraModel

extension Redactor {
  /// A path on a node: `/var/lib/cassandra/data/shop/orders-1b255f4def2540a60000000000000000/nb-1-big-Data.db`.
  package func path(_ text: String) -> String {
    var parts: [[UInt8]] = [[]]
    var separators: [UInt8] = []
    for byte in text.utf8 {
      if byte == UInt8(ascii: "/") || byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "!") {
        separators.append(byte)
        parts.append([])
      } else {
        parts[parts.count - 1].append(byte)
      }
    }
    var out = ""
    // Set after the folder of a table: false for a system table; nil before it.
    var isOurs: Bool?
    for index in parts.indices {
      if index > 0 { out += String(UnicodeScalar(separators[index - 1])) }
      let part = parts[index]
      let name = String(decoding: part, as: UTF8.self)
      let next = index + 1 < parts.count ? parts[index + 1] : []
      if Redactor.tableOfFolder(next) != nil, !name.isEmpty {
        out += keyspace(name)
      } else if let table = Redactor.tableOfFolder(part), index > 0 {
        let keyspace = String(decoding: parts[index - 1], as: UTF8.self)
        isOurs = !Redactor.isSystem(keyspace)
        let own = self.table(TableName(keyspace: keyspace, table: table)).table
        out += own + String(decoding: part.suffix(33), as: UTF8.self)
      } else if isOurs == true, part.first == UInt8(ascii: "."), part.count > 1 {
        out += "." + self.index(String(name.dropFirst()))
      } else if Redactor.isSSTableFile(part) {
        out += name
      } else if let file = oldSSTable(part[...], needsComponent: index == 0) {
        out += file
      } else {
        out += fileName(name)
      }
    }
    return out
  }

  /// A name of a capture's file or folder, or a component of a path: ordinary words, numbers and times stay.
  func fileName(_ text: String) -> String {
    if text.contains("/") || text.contains("!") { return path(text) }
    let bytes = Array(text.utf8)
    let times = NameTime.all(in: text)
    var out: [UInt8] = []
    var at = 0
    while at < bytes.count {
      if let time = times.first(where: { $0.range.lowerBound == at }) {
        out += bytes[time.range]
        at = time.range.upperBound
        continue
      }
      guard bytes[at].isAlphanumeric || bytes[at] == UInt8(ascii: ":"),
        at == 0 || !bytes[at - 1].isAlphanumeric
      else {
        out.append(bytes[at])
        at += 1
        continue
      }
      let (end, name) = word(bytes, at)
      out += name.utf8
      at = end
    }
    return String(decoding: out, as: UTF8.self)
  }

  /// The replacement of the word that begins at `start` in a file's name, and the end of the word.
  private func word(_ bytes: [UInt8], _ start: Int) -> (end: Int, text: String) {
    if let found = identifier(bytes, start) { return found }
    guard bytes[start].isAlphanumeric else { return (start + 1, ":") }
    if let end = TextAddress.ec2End(bytes, start) {
      return (end, replace(.host, String(decoding: bytes[start..<end], as: UTF8.self)))
    }
    let end = bytes[start...].firstIndex { !$0.isAlphanumeric } ?? bytes.count
    // A name may begin with several of these words.
    let long = bytes[start...].firstIndex { !$0.isWord } ?? bytes.count
    var wordEnd = long
    while wordEnd >= end {
      if let name = known.name(in: bytes, at: start, word: start..<wordEnd, inFileName: true) {
        return (start + name.bytes.count, replace(name.kind, String(decoding: name.bytes, as: UTF8.self)))
      }
      wordEnd -= 1
    }
    if let last = numberedHostEnd(bytes, start..<end) {
      return (last, replace(.host, String(decoding: bytes[start..<last], as: UTF8.self)))
    }
    let word = bytes[start..<end]
    let text = String(decoding: word, as: UTF8.self)
    let letters = word.prefix { !$0.isDigit }
    let isOrdinary =
      word.allSatisfy(\.isDigit) || Vocabulary.isWord(word)
      || letters.count <= 1 && word.dropFirst(letters.count).allSatisfy(\.isDigit)
    return (end, isOrdinary ? text : replace(.file, text))
  }

  /// The end of `node-3`, `db-03`: host names that consist of ordinary words.
  private func numberedHostEnd(_ bytes: [UInt8], _ word: Range<Int>) -> Int? {
    guard word.upperBound < bytes.count, "-_".utf8.contains(bytes[word.upperBound]),
      ["node", "host", "server", "cass", "vm", "pod", "db"].contains(
        String(decoding: bytes[word], as: UTF8.self))
    else { return nil }
    let start = word.upperBound + 1
    let end = bytes[start...].firstIndex { !$0.isDigit } ?? bytes.count
    guard end > start, end - start < 6 else { return nil }
    // `db-4.1` is a version.
    if end + 1 < bytes.count, bytes[end] == UInt8(ascii: "."), bytes[end + 1].isDigit { return nil }
    return end < bytes.count && bytes[end].isAlphanumeric ? nil : end
  }

  /// A UUID or an address that begins at `start`.
  func identifier(_ bytes: [UInt8], _ start: Int) -> (end: Int, text: String)? {
    if bytes.count - start >= 36,
      let id = TimeUUID(String(decoding: bytes[start..<(start + 36)], as: UTF8.self)),
      start + 36 == bytes.count || !bytes[start + 36].isAlphanumeric
    {
      let text = String(decoding: bytes[start..<(start + 36)], as: UTF8.self)
      return (start + 36, known.isHostID(id.description) ? replace(.hostID, id.description) : text)
    }
    if let end = TextAddress.ipv4End(bytes, start) {
      let text = String(decoding: bytes[start..<end], as: UTF8.self)
      return (end, text == "0.0.0.0" || text == "255.255.255.255" ? text : replace(.ipv4, text))
    }
    if let (end, groups) = TextAddress.ipv6(bytes, start) {
      let text = String(decoding: bytes[start..<end], as: UTF8.self)
      return (end, TextAddress.isNobody(groups) ? text : replace(.ipv6, TextAddress.text(groups)))
    }
    return nil
  }

  /// The table in a table folder's name: the name, a hyphen and the 32 digits of its id.
  static func tableOfFolder(_ name: [UInt8]) -> String? {
    guard name.count > 33, name[name.count - 33] == UInt8(ascii: "-"),
      name.suffix(32).allSatisfy(\.isHexDigit)
    else { return nil }
    return String(decoding: name.dropLast(33), as: UTF8.self)
  }

  /// True for files of an SSTable and for transaction logs.
  private static func isSSTableFile(_ name: [UInt8]) -> Bool {
    guard name.count > 6, name[0].isLetter, name[1].isLetter else { return false }
    if name[2...].starts(with: "_txn_".utf8) { return true }
    let parts = name.split(separator: UInt8(ascii: "-"), maxSplits: 3, omittingEmptySubsequences: false)
    return parts.count >= 3 && parts[0].count == 2
      && (parts[2].elementsEqual("big".utf8) || parts[2].elementsEqual("bti".utf8))
  }
}

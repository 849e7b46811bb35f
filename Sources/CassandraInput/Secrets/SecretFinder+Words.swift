// Secrets after keywords: of CQL, of headers quoted in a sentence, and of command lines.

import CassandraModel

extension SecretFinder {
  /// `PASSWORD 'x'`, `"name": "DB_PASSWORD", "value": "x"`, `Bearer x`, `OPTIONS = {…}`.
  mutating func word() -> Bool {
    let end = bytes[at...].firstIndex { !SecretFinder.isOfName($0) } ?? bytes.count
    let word = at..<end
    guard end - at >= 4, end - at < 96, SecretScreen.mayHold(bytes, word) else { return false }
    switch text(word) {
    case "bearer": return credential(end, isBasic: false)
    case "basic": return credential(end, isBasic: true)
    case "options": return roleOptions(end)
    case "identified": return identified(end)
    case "thin": return oracle(end)
    default: break
    }
    guard SecretName(bytes[word]) == .secret else { return false }
    return pair(end) || quotedValue(end) || spokenValue(end)
  }

  /// In lower case.
  private func text(_ range: Range<Int>) -> String {
    String(decoding: bytes[range], as: UTF8.self).lowercased()
  }

  /// `Bearer abc…`, `Basic dXNlcjpwYXNz`: a credential by its form, not a word of a sentence.
  private mutating func credential(_ end: Int, isBasic: Bool) -> Bool {
    let start = skipBlanks(end)
    guard start > end else { return false }
    let last = bytes[start...].firstIndex { !SecretShape.isOfToken($0) } ?? bytes.count
    let value = bytes[start..<last]
    guard value.count >= 8 else { return false }
    let hasCapitals = value.contains { $0 &- 65 < 26 } && value.contains { $0 &- 97 < 26 }
    guard
      isBasic
        ? Base64.decoded(value)?.contains(UInt8(ascii: ":")) ?? false
        : SecretFinder.isCoded(value) || hasCapitals && value.count >= 20 || value.count >= 32
    else { return false }
    hide(start..<last)
    return true
  }

  /// Options of an authenticator other than the password: `CREATE ROLE x WITH OPTIONS = {'secret': 'y'}`.
  private mutating func roleOptions(_ end: Int) -> Bool {
    var start = skipBlanks(end)
    if byte(start) == UInt8(ascii: "=") { start = skipBlanks(start + 1) }
    let before = String(decoding: bytes[..<at].suffix(512), as: UTF8.self).uppercased()
    let isOfRole = ["CREATE", "ALTER"].contains {
      before.contains($0 + " ROLE ") || before.contains($0 + " USER ")
    }
    guard byte(start) == UInt8(ascii: "{"), isOfRole else { return false }
    let close = bytes[start...].firstIndex(of: UInt8(ascii: "}")) ?? bytes.count
    hide((start + 1)..<close)
    return true
  }

  /// `IDENTIFIED BY 'x'`
  private mutating func identified(_ end: Int) -> Bool {
    let start = skipBlanks(end)
    guard start + 2 < bytes.count, text(start..<(start + 2)) == "by" else { return false }
    return quotedValue(start + 2)
  }

  /// `jdbc:oracle:thin:name/x@host`
  private mutating func oracle(_ end: Int) -> Bool {
    guard byte(end) == UInt8(ascii: ":") else { return false }
    let last = bytes[end...].firstIndex { $0 <= 0x20 || "\"'<>`".utf8.contains($0) } ?? bytes.count
    guard let sign = bytes[end..<last].lastIndex(of: UInt8(ascii: "@")),
      let slash = bytes[end..<sign].firstIndex(of: UInt8(ascii: "/"))
    else { return false }
    hide((slash + 1)..<sign)
    return true
  }

  /// `password 'x'`, `'api_key' to 'x'`; without `=` or a colon only a quoted value counts.
  private mutating func quotedValue(_ after: Int) -> Bool {
    var end = after
    if let quote = byte(end), "\"'`".utf8.contains(quote), byte(end + 1)?.isBlank ?? false { end += 1 }
    var start = skipBlanks(end)
    if let filler = SecretFinder.fillers.first(where: { bytes.has($0, at: start) }) {
      start = skipBlanks(start + filler.utf8CodeUnitCount)
    }
    guard start > end, let quote = byte(start), "'\"`$\\".utf8.contains(quote), let value = value(at: start),
      value.isQuoted
    else { return false }
    hide(value.range)
    return true
  }

  private static let fillers: [StaticString] = ["is ", "was ", "to ", "set to ", "of "]

  /// `with password hunter2`
  private mutating func spokenValue(_ end: Int) -> Bool {
    guard byte(end)?.isBlank ?? false else { return false }
    let start = skipBlanks(end)
    let last = bytes[start...].firstIndex { $0 <= 0x20 || ",;:)=\"'".utf8.contains($0) } ?? bytes.count
    let value = bytes[start..<last]
    guard value.count >= 6, value.contains(where: \.isDigit), value.contains(where: \.isLetter),
      !value.contains(UInt8(ascii: "("))
    else { return false }
    hide(start..<last)
    return true
  }

  /// `"name": "DB_PASSWORD", "value": "x"`, `<property name="password" value="x"/>`, and a list of words.
  private mutating func pair(_ end: Int) -> Bool {
    guard let quote = byte(end), "\"'\\".utf8.contains(quote) else { return false }
    var start = end
    while let byte = byte(start), start - end < 48, " \t\n,\"'\\".utf8.contains(byte) { start += 1 }
    guard bytes.has("value", at: start) else { return false }
    start += 5
    while let byte = byte(start), "\"'\\".utf8.contains(byte) { start += 1 }
    start = skipBlanks(start)
    guard let mark = byte(start), mark == UInt8(ascii: ":") || mark == UInt8(ascii: "=") else { return false }
    start = skipBlanks(start + 1)
    guard let value = value(at: start) else { return false }
    hide(value.range)
    return true
  }

  // MARK: Command lines

  /// `nodetool -u x -pw y`, `--password y`, `cqlsh -p y`, `curl -u x:y`; also in a list of words.
  mutating func flag() -> Bool {
    guard at == 0 || bytes[at - 1] <= 0x20 || "\"'`[(,".utf8.contains(bytes[at - 1]) else { return false }
    var start = at
    while byte(start) == UInt8(ascii: "-"), start - at < 2 { start += 1 }
    let end =
      bytes[start...].firstIndex {
        !($0.isAlphanumeric || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_"))
      }
      ?? bytes.count
    guard end > start, end - start < 64 else { return false }
    let name = String(decoding: bytes[start..<end], as: UTF8.self)
    if start - at == 1, let program = program(), let letters = SecretFinder.letters[program],
      let letter = letters.first(where: { name.hasPrefix($0) }), letter == name || program != "curl"
    {
      if letter != name, !name.hasPrefix("-") { return attached(start + letter.utf8.count) }
      return argument(end, isUser: program == "curl" || program == "wget")
    }
    if name == "passin" || name == "passout" { return argument(end, isUser: true) }
    guard SecretName(bytes[start..<end]) == .secret else { return false }
    return argument(end, isUser: false)
  }

  /// One-letter password flags, by program.
  private static let letters: [String: [String]] = [
    "cqlsh": ["p"], "dsbulk": ["p"], "dse": ["p"], "dsetool": ["p", "b"], "sshpass": ["p"], "mysql": ["p"],
    "ldapsearch": ["w"], "redis-cli": ["a"], "curl": ["u", "U"], "cassandra-loader": ["pw"], "ycsb": ["p"],
    "mongo": ["p"], "sqlcmd": ["P"], "stargate": ["p"],
  ]

  /// The program of this argument.
  private func program() -> String? {
    var end = at
    let limit = max(0, at - 512)
    while end > limit {
      var start = end
      while start > limit, bytes[start - 1].isAlphanumeric || bytes[start - 1] == UInt8(ascii: "-") {
        start -= 1
      }
      if start < end {
        let name = String(decoding: bytes[start..<end], as: UTF8.self)
        if SecretFinder.letters[name] != nil { return name }
      }
      end = start - 1
    }
    return nil
  }

  private mutating func attached(_ start: Int) -> Bool {
    let end = bytes[start...].firstIndex { $0 <= 0x20 || "\"'`".utf8.contains($0) } ?? bytes.count
    hide(start..<end)
    return true
  }

  /// The next word of the command line; for `user:password` the password.
  private mutating func argument(_ end: Int, isUser: Bool) -> Bool {
    var start = end
    while let byte = byte(start), start - end < 16, byte.isBlank || "\"',\\=".utf8.contains(byte) {
      start += 1
    }
    guard start > end, start < bytes.count else { return false }
    // Marks before the word begin a quotation, unless they end the quotation of the flag.
    let marks = bytes[end..<start]
    let quote = marks.last { $0 == UInt8(ascii: "'") || $0 == UInt8(ascii: "\"") }
    if quote == nil, bytes[start] == UInt8(ascii: "-"), byte(start + 1)?.isLetter ?? false { return false }
    var last = start
    var isOpen = quote != nil
    while last < bytes.count {
      let byte = bytes[last]
      if isOpen, byte == quote {
        isOpen = false
        // A shell joins adjacent pieces.
        if let next = self.byte(last + 1), next > 0x20, !",])};|&\"\\".utf8.contains(next) {
          last += 1
          continue
        }
        break
      }
      if !isOpen, byte <= 0x20 || byte == UInt8(ascii: "`") { break }
      if !isOpen, "\"'])".utf8.contains(byte),
        self.byte(last + 1).map({ $0 <= 0x20 || ",])}".utf8.contains($0) }) ?? true
      {
        break
      }
      last += 1
    }
    if last > start, bytes[last - 1] == UInt8(ascii: "\\"), last < bytes.count { last -= 1 }
    if isUser {
      guard let colon = bytes[start..<last].firstIndex(of: UInt8(ascii: ":")) else { return false }
      start = colon + 1
    }
    hide(start..<last)
    return true
  }
}

// Scans a text once and finds the secrets in it: values with secret names, in any syntax; arguments of
// commands; credentials in links; and texts with the form of a secret. It prefers one match too many: a word
// hidden without need costs the reader a word, a secret shown costs a password.

struct SecretFinder {
  let bytes: [UInt8]
  private(set) var found: [Range<Int>] = []
  var at = 0
  /// In a list of settings a value may contain spaces: `Node configuration:[a=b c; d=e]`.
  let isSettings: Bool

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    isSettings = bytes.place(of: "onfiguration:[") != nil
  }

  /// The secrets, in order.
  static func secrets(in bytes: [UInt8]) -> [Range<Int>] {
    var finder = SecretFinder(bytes)
    while finder.at < bytes.count { finder.step() }
    return finder.found
  }

  private mutating func step() {
    let byte = bytes[at]
    if at == 0 || !bytes[at - 1].isAlphanumeric {
      if let range = SecretShape.range(bytes, at) { return hide(range) }
    }
    if at == 0 || !bytes[at - 1].isWord {
      if byte == UInt8(ascii: "-"), flag() { return }
      if byte.isLetter, word() { return }
    }
    let next: Bool =
      switch byte {
      case UInt8(ascii: "="), UInt8(ascii: ":"): mark(at + 1)
      case UInt8(ascii: "%") where bytes.has("%3D", at: at) || bytes.has("%3d", at: at):
        mark(at + 3)
      case UInt8(ascii: ">"): element()
      case UInt8(ascii: "|"): column()
      default: false
      }
    if !next { at += 1 }
  }

  /// Marks `range` as a secret and continues after it.
  mutating func hide(_ range: Range<Int>) {
    if !range.isEmpty, !SecretFinder.isNothing(bytes[range]) { found.append(range) }
    at = max(at + 1, range.upperBound)
  }

  func byte(_ index: Int) -> UInt8? { bytes.indices.contains(index) ? bytes[index] : nil }

  func skipBlanks(_ start: Int, atMost: Int = 64) -> Int {
    var at = start
    while at < bytes.count, at - start < atMost, bytes[at].isBlank { at += 1 }
    return at
  }

  // MARK: Names with values

  /// `name=value`, `name: value`, in JSON, YAML, properties, headers, queries and printed Java maps.
  private mutating func mark(_ after: Int) -> Bool {
    if bytes[at] == UInt8(ascii: ":"), bytes.has("//", at: after) { return link(after + 2) }
    guard let key = key(before: at) else { return false }
    let name = bytes[key.name]
    if isHeader(name) { return header(after) }
    let kind = SecretName(name, after: bytes[key.before])
    guard kind != .none else { return false }
    var start = after
    // `==`, `=>`, `:=`
    if let next = byte(start), next == UInt8(ascii: "=") || next == UInt8(ascii: ">") { start += 1 }
    let isApart = byte(start)?.isBlank ?? false
    start = skipBlanks(start)
    guard start < bytes.count, let value = value(at: start) else { return false }
    let text = bytes[value.range]
    if kind == .perhaps, !SecretFinder.isCoded(text) { return false }
    // After a colon a sentence may continue; in settings files the value fills the line.
    if !value.isQuoted, isApart, bytes[at] == UInt8(ascii: ":"), SecretFinder.isOfSentence(text) {
      return false
    }
    // `PWD` is also the working folder.
    if text.first == UInt8(ascii: "/"), bytes.has("PWD", at: name.endIndex - 3),
      name.count == 3 || name.count == 6
    {
      return false
    }
    hide(value.range)
    return true
  }

  /// The name that ends before `mark`, without quotation marks, and the word before it.
  private func key(before mark: Int) -> (name: Range<Int>, before: Range<Int>)? {
    var end = mark
    while end > 0, mark - end < 24, bytes[end - 1].isBlank { end -= 1 }
    let closing = end
    while end > 0, closing - end < 6, "\"'`\\])".utf8.contains(bytes[end - 1]) { end -= 1 }
    var start = end
    while start > 0, end - start < 96, SecretFinder.isOfName(bytes[start - 1]) { start -= 1 }
    guard start < end, SecretScreen.mayHold(bytes, start..<end) || end - start == 2 else { return nil }
    var before = start
    if start > 1, bytes[start - 1] == UInt8(ascii: " "), SecretFinder.isOfName(bytes[start - 2]) {
      before = start - 1
      while before > 0, start - before < 32, SecretFinder.isOfName(bytes[before - 1]) { before -= 1 }
    }
    return (start..<end, before..<max(before, start - 1))
  }

  static func isOfName(_ byte: UInt8) -> Bool {
    byte.isAlphanumeric || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
  }

  /// True for a mix of letters and digits, as codes have: not a number, a word or a class.
  static func isCoded(_ value: ArraySlice<UInt8>) -> Bool {
    guard value.count >= 8, value.allSatisfy({ SecretShape.isOfToken($0) || $0 == UInt8(ascii: "%") }) else {
      return false
    }
    let letters = value.count { $0.isLetter }
    let digits = value.count { $0.isDigit }
    // `org.apache.cassandra.auth2.Name`, `v4.1.10`, `2026-11-21T05`, `10MiB`
    let dots = value.count { $0 == UInt8(ascii: ".") }
    if dots > 2 && digits * 4 < value.count || letters < 2 { return false }
    return digits > 1 || value.last == UInt8(ascii: "=")
  }

  // MARK: Headers

  private func isHeader(_ name: ArraySlice<UInt8>) -> Bool {
    guard name.count >= 6 else { return false }
    let text = String(decoding: name.suffix(13), as: UTF8.self).lowercased()
    return text == "authorization" || text.hasSuffix("cookie")
  }

  /// `Authorization: Basic dXNlcjpwYXNz`, to the end of the line or of the quotation.
  private mutating func header(_ after: Int) -> Bool {
    var start = skipBlanks(after)
    while let byte = byte(start), "\"'\\".utf8.contains(byte) { start += 1 }
    var end =
      bytes[min(start, bytes.count)...].firstIndex { $0 < 0x20 || "\"'`".utf8.contains($0) } ?? bytes.count
    if end > start, byte(end) != nil, bytes[end - 1] == UInt8(ascii: "\\") { end -= 1 }
    guard start < end else { return false }
    let scheme = bytes[start..<end].prefix { $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "-") }
    let isScheme = SecretFinder.schemes.contains(String(decoding: scheme, as: UTF8.self).lowercased())
    let first = bytes[start..<end].prefix { !$0.isBlank }
    guard isScheme || first.contains(UInt8(ascii: "=")) || SecretFinder.isCoded(first) else { return false }
    if isScheme { start = skipBlanks(scheme.endIndex) }
    hide(start..<end)
    return true
  }

  private static let schemes: Set = [
    "basic", "bearer", "digest", "token", "apikey", "negotiate", "aws4-hmac-sha256", "ntlm", "key", "genie",
    "splunk", "sharedkey", "hmac", "jwt", "api-key", "genielkey", "geniekey",
  ]

  // MARK: Links

  /// `https://user:password@host/`
  private mutating func link(_ start: Int) -> Bool {
    let end =
      bytes[start...].prefix(1 << 11).firstIndex { $0 <= 0x20 || "\"'<>`".utf8.contains($0) }
      ?? min(bytes.count, start + 1 << 11)
    let slash = bytes[start..<end].firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") } ?? end
    var sign = bytes[start..<slash].lastIndex(of: UInt8(ascii: "@"))
    let colon = bytes[start..<slash].firstIndex(of: UInt8(ascii: ":"))
    if sign == nil, let colon, !bytes[(colon + 1)..<slash].allSatisfy(\.isDigit), colon > start,
      bytes[start] != UInt8(ascii: "[")
    {
      // A slash in the password.
      sign = bytes[start..<end].lastIndex(of: UInt8(ascii: "@"))
    }
    guard let sign else {
      at = start
      return true
    }
    if let colon, colon < sign {
      hide((colon + 1)..<sign)
    } else if SecretFinder.isCoded(bytes[start..<sign]), sign - start >= 16 {
      hide(start..<sign)
    } else {
      at = sign
    }
    return true
  }

  // MARK: Elements and columns

  /// `<password>value</password>`
  private mutating func element() -> Bool {
    var start = at
    while start > 0, at - start < 96, SecretFinder.isOfName(bytes[start - 1]) { start -= 1 }
    guard start > 0, start < at, bytes[start - 1] == UInt8(ascii: "<"),
      SecretName(bytes[start..<at]) == .secret
    else { return false }
    let end = bytes[(at + 1)...].firstIndex { $0 == UInt8(ascii: "<") } ?? bytes.count
    hide((at + 1)..<end)
    return true
  }

  /// `keystore_password | value`, as cqlsh prints a table of settings.
  private mutating func column() -> Bool {
    guard at > 0, bytes[at - 1].isBlank, let next = byte(at + 1), next.isBlank, let key = key(before: at),
      SecretName(bytes[key.name]) == .secret
    else { return false }
    let start = skipBlanks(at + 1)
    var end = bytes[start...].firstIndex { $0 < 0x20 || $0 == UInt8(ascii: "|") } ?? bytes.count
    while end > start, bytes[end - 1].isBlank { end -= 1 }
    // The header row of a table contains column names, not values.
    guard start < end, bytes[start] != UInt8(ascii: "["),
      SecretName(bytes[start..<end]) == .none || SecretFinder.isCoded(bytes[start..<end])
    else {
      return false
    }
    hide(start..<end)
    return true
  }
}

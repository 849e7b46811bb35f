// The end of a value, quoted or not, and values that are not secrets.

extension SecretFinder {
  /// The value that begins at `start`, possibly quoted; nil if a list or a map begins there.
  func value(at start: Int) -> (range: Range<Int>, isQuoted: Bool)? {
    if bytes.has("$$", at: start) {
      return ((start + 2)..<(bytes.place(of: "$$", from: start + 2) ?? bytes.count), true)
    }
    var first = start
    while let byte = byte(first), first - start < 8, "\"'`\\".utf8.contains(byte) { first += 1 }
    let marks = bytes[start..<first]
    if let quote = marks.last(where: { $0 != UInt8(ascii: "\\") }) {
      // An empty value.
      if marks.count == 2, marks.first == quote, byte(first).map({ !$0.isAlphanumeric }) ?? true {
        return (first..<first, true)
      }
      return (first..<quotedEnd(first, quote, isEscaped: marks.contains(UInt8(ascii: "\\"))), true)
    }
    guard first == start, first < bytes.count, bytes[first] > 0x20 else { return nil }
    if "{[(".utf8.contains(bytes[first]) {
      let inside = bytes[(first + 1)...].prefix { $0 > 0x20 && !",;".utf8.contains($0) }
      if inside.isEmpty || inside.contains(where: { "=:{[\"'".utf8.contains($0) })
        || inside.count(where: { "]})>".utf8.contains($0) }) > 0
      {
        return nil
      }
    }
    return (first..<plainEnd(first), false)
  }

  private func quotedEnd(_ start: Int, _ quote: UInt8, isEscaped: Bool) -> Int {
    var end = start
    while end < bytes.count {
      let byte = bytes[end]
      if byte == UInt8(ascii: "\n") { return end }
      if byte == quote {
        let before = bytes[..<end].suffix(end - start).reversed().prefix { $0 == UInt8(ascii: "\\") }.count
        if isEscaped {
          // In nested quotation the marks have backslashes; a mark without one ends the outer quotation.
          return end - before
        }
        if before % 2 == 0 || quote == UInt8(ascii: "'") {
          // A doubled mark stands for one mark.
          guard self.byte(end + 1) == quote else { return end - (before % 2) }
          end += 1
        }
      }
      end += 1
    }
    return bytes.count
  }

  private func plainEnd(_ start: Int) -> Int {
    var end = start
    while end < bytes.count, !isEnd(end, of: start) { end += 1 }
    if isSettings { while end > start, bytes[end - 1].isBlank { end -= 1 } }
    return end
  }

  /// True if an unquoted value ends at `index`.
  private func isEnd(_ index: Int, of start: Int) -> Bool {
    let byte = bytes[index]
    let next = self.byte(index + 1)
    let isLast = next.map { $0 <= 0x20 } ?? true
    switch byte {
    case 0...0x1F: return true
    case UInt8(ascii: " "):
      guard isSettings else { return true }
      return false
    case UInt8(ascii: ","), UInt8(ascii: ";"):
      return isLast || next.map { "\"'".utf8.contains($0) } ?? true || isAssignment(index + 1)
    case UInt8(ascii: "&"): return isAssignment(index + 1) || bytes.has("&amp;", at: index)
    case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
      return index > start && (isLast || next.map { ",;.:)]}\"'".utf8.contains($0) } ?? true)
    case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"):
      return isLast || next.map { ",;.:)]}>\"'\\/".utf8.contains($0) } ?? true
    case UInt8(ascii: "\\"): return next == UInt8(ascii: "\"") || next == UInt8(ascii: "'")
    case UInt8(ascii: "<"): return next == UInt8(ascii: "/")
    case UInt8(ascii: "%"):
      return bytes.has("%26", at: index) && isAssignment(index + 3)
    default: return false
    }
  }

  /// True if `name=` begins at `start`.
  private func isAssignment(_ start: Int) -> Bool {
    let name = bytes[min(start, bytes.count)...].prefix(48).prefix { SecretFinder.isOfName($0) || $0 == 0x20 }
    guard let mark = byte(name.endIndex), name.first?.isLetter ?? false else { return false }
    return mark == UInt8(ascii: "=") || mark == UInt8(ascii: "%")
  }

  /// True for a value that hides nothing: empty, a switch, stars, a placeholder.
  static func isNothing(_ value: ArraySlice<UInt8>) -> Bool {
    guard let first = value.first, let last = value.last else { return true }
    if value.allSatisfy({ $0 == first }), "*xX.-?".utf8.contains(first) {
      return value.count > 2 || first == 0x3F || first == 0x2A
    }
    if first == UInt8(ascii: "<"), value.contains(UInt8(ascii: ">")) { return true }
    if value.starts(with: "${".utf8) && last == UInt8(ascii: "}") { return true }
    // A value hidden before; its closing bracket may be taken for the end of a list.
    if value.starts(with: SecretScreen.mark.utf8.dropLast()) { return true }
    return [
      "null", "none", "nil", "true", "false", "redacted", "[redacted]", "(redacted)", "hidden", "unset",
      "undefined", "n/a",
    ]
    .contains(String(decoding: value, as: UTF8.self).lowercased())
  }

  /// True for a word that continues a sentence after `password: `.
  static func isOfSentence(_ value: ArraySlice<UInt8>) -> Bool {
    sentence.contains(String(decoding: value, as: UTF8.self).lowercased())
  }

  private static let sentence: Set = [
    "user", "not", "no", "the", "a", "an", "invalid", "permission", "access", "denied", "failed", "failure",
    "could",
    "cannot", "can't", "must", "is", "was", "required", "expected", "unable", "error", "missing", "wrong",
    "unknown",
    "incorrect", "does", "authentication", "login", "provided", "username", "for", "in", "at", "on", "it",
    "this",
    "org.apache.cassandra.exceptions.authenticationexception",
  ]
}

// Plain comparisons over UTF-8: messages are searched for literal phrases only, never for patterns.

extension String {
  /// True when the text contains `phrase`; false for an empty phrase.
  func contains(phrase: String) -> Bool { firstRange(of: phrase) != nil }

  /// The first range of `phrase`, as offsets in UTF-8; nil when it is not in the text.
  package func firstRange(of phrase: String) -> Range<Int>? {
    let (text, wanted) = (utf8Span.span, phrase.utf8Span.span)
    guard wanted.count > 0, wanted.count <= text.count else { return nil }
    let first = wanted[0]
    for start in 0...(text.count - wanted.count) where text[start] == first {
      var length = 1
      while length < wanted.count, text[start + length] == wanted[length] { length += 1 }
      if length == wanted.count { return start..<(start + length) }
    }
    return nil
  }

  /// True when the text ends with `phrase`, followed at most by closing brackets, full stops and blanks. An
  /// operating system's error stands there: `<path>: Read-only file system`, `<path> (Too many open files)`.
  /// A phrase inside a key or a query does not count.
  func ends(withError phrase: String) -> Bool {
    let text = utf8Span.span
    var end = text.count
    while end > 0, [UInt8(ascii: ")"), UInt8(ascii: "."), UInt8(ascii: " ")].contains(text[end - 1]) {
      end -= 1
    }
    let wanted = phrase.utf8Span.span
    guard wanted.count > 0, wanted.count <= end else { return false }
    for i in 0..<wanted.count where text[end - wanted.count + i] != wanted[i] { return false }
    return true
  }
}

/// ASCII classes of a byte, for the scanners of this folder.
extension UInt8 {
  var isDigit: Bool { self >= 0x30 && self <= 0x39 }
  var isHexDigit: Bool { isDigit || (self | 0x20 >= 0x61 && self | 0x20 <= 0x66) }
  var isLetter: Bool { self | 0x20 >= 0x61 && self | 0x20 <= 0x7A }
  /// A letter, a digit or an underscore.
  var isWord: Bool { isLetter || isDigit || self == 0x5F }
  /// A slash of either kind: Windows nodes (up to 4.0) write backslashes.
  var isPathSeparator: Bool { self == 0x2F || self == 0x5C }
}

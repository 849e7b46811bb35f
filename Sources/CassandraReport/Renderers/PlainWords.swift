// A fast path for Markdown: detects, from its bytes, text that needs no escaping. Nearly all text of a report
// is plain. A false result only means that the slower path looks at the words.

enum PlainWords {
  /// True if `text` certainly needs no escaping as words of a sentence or a cell.
  static func areAll(of text: String) -> Bool {
    let bytes = text.utf8Span.span
    for index in 0..<bytes.count {
      let next = index + 1 < bytes.count ? bytes[index + 1] : nil
      switch bytes[index] {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: " "), UInt8(ascii: ","), UInt8(ascii: ";"),
        UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "/"), UInt8(ascii: "'"), UInt8(ascii: "="),
        UInt8(ascii: "?"), UInt8(ascii: "+"):
        break
      case UInt8(ascii: "."):
        // www.
        if index > 0, bytes[index - 1] == UInt8(ascii: "w") { return false }
      case UInt8(ascii: "-"):
        // GH-12
        if index > 0, bytes[index - 1] == UInt8(ascii: "H") { return false }
      case UInt8(ascii: ":"):
        // A time of day. Other text between two colons may be the name of an emoji.
        guard isMinute(bytes, after: index) else { return false }
      case UInt8(ascii: "_"):
        guard index > 0, isAlphanumeric(bytes[index - 1]), isAlphanumeric(next) else { return false }
      case UInt8(ascii: "%"):
        if isAlphanumeric(next) || next == UInt8(ascii: "\"") { return false }
      default: return false
      }
    }
    return true
  }

  /// True if two digits follow, and after them a space, punctuation or the end.
  private static func isMinute(_ bytes: Span<UInt8>, after index: Int) -> Bool {
    guard index + 2 < bytes.count, isDigit(bytes[index + 1]), isDigit(bytes[index + 2]) else { return false }
    guard index + 3 < bytes.count else { return true }
    switch bytes[index + 3] {
    case UInt8(ascii: " "), UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: ";"),
      UInt8(ascii: ")"):
      return true
    default: return false
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }

  private static func isAlphanumeric(_ byte: UInt8?) -> Bool {
    guard let byte else { return false }
    let letter = byte | 0x20
    return isDigit(byte) || (letter >= UInt8(ascii: "a") && letter <= UInt8(ascii: "z"))
  }
}

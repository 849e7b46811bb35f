// Which addresses become links: those of pages, without anything that a browser or a reader of Markdown would take for
// more than an address.

/// Addresses of pages.
enum LinkText {
  /// `address` if it can be a link: http or https, and nothing but what addresses are made of (RFC 3986, 2.2 and 2.3,
  /// without quotation marks, parentheses and asterisks, which mean something to Markdown). Nil for anything else, which
  /// is shown as text.
  static func safe(_ address: String) -> String? {
    let isPage = address.hasPrefix("https://") || address.hasPrefix("http://")
    guard isPage, address.utf8.count <= 500, address.utf8.allSatisfy(isOfAddress) else { return nil }
    return address
  }

  private static func isOfAddress(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "-._~:/?#@!$&+,;=%".utf8.contains(byte)
    }
  }
}

// The addresses that become links: pages, without characters that a browser or a Markdown parser gives
// another meaning.

enum LinkText {
  /// `address` if it can be a link: http or https, and only characters of URLs (RFC 3986, 2.2 and 2.3),
  /// without quotation marks, parentheses and asterisks, which have a meaning in Markdown. Nil for any other
  /// text; it is shown as text.
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

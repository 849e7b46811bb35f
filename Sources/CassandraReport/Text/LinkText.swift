// The addresses that become links: pages on the web and pages of this report, without characters that a browser or a Markdown parser gives
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

  /// True for the file name of a page of this report.
  static func isPage(_ name: String) -> Bool {
    let suffix = name.hasSuffix(".md") ? 3 : name.hasSuffix(".html") ? 5 : 0
    let base = name.unicodeScalars.dropLast(suffix)
    return suffix > 0 && base.first.map { $0 != "." && $0 != "-" } ?? false && base.allSatisfy(isOfName)
  }

  /// True for a character of a page's file name; none has a meaning in a URL or in Markdown.
  static func isOfName(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "-", "_", ".": true
    default: false
    }
  }

  /// The name of a page without its suffix.
  static func pageName(_ name: String) -> String {
    String(name.prefix(upTo: name.lastIndex(of: ".") ?? name.endIndex))
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

// Paths in a text, with or without a leading slash or drive, and links.

extension TextScanner {
  /// A path that begins here; the slash may also precede an address.
  mutating func path() -> Bool {
    guard let next = byte(at + 1), next.isWord || next == UInt8(ascii: ".") || next == UInt8(ascii: "[")
    else {
      return false
    }
    if TextAddress.ipv4End(bytes, at + 1) != nil || TextAddress.ipv6(bytes, at + 1) != nil
      || next == UInt8(ascii: "[")
    {
      keep(1)
      return true
    }
    let end = pathEnd(at)
    put(redactor.path(text(at..<end)), upTo: end)
    return true
  }

  func pathEnd(_ start: Int) -> Int {
    var end = bytes[start...].firstIndex { $0 <= 0x20 || "\"'<>|,;:()[]{}`".utf8.contains($0) } ?? bytes.count
    while end > start + 1, bytes[end - 1] == UInt8(ascii: ".") { end -= 1 }
    return end
  }

  /// `shop-orders-jb-41-Data.db`
  mutating func oldSSTable(_ end: Int) -> Bool {
    guard let next = byte(end), next == UInt8(ascii: "-") || next == UInt8(ascii: ".") else { return false }
    let last = hostEnd(at)
    guard let file = redactor.oldSSTable(bytes[at..<last], needsComponent: true) else { return false }
    put(file, upTo: last)
    return true
  }

  /// `C:\data\…`
  mutating func drive(_ end: Int) -> Bool {
    guard end == at + 1, bytes[at].isLetter, byte(end) == UInt8(ascii: ":"),
      byte(end + 1) == UInt8(ascii: "\\")
    else { return false }
    let last = pathEnd(end + 1)
    let path = redactor.path(text((end + 1)..<last))
    keep(2)
    put(path, upTo: last)
    return true
  }

  /// `shop/orders-1b25…/nb-1-big-Data.db`, `data/shop/orders-1b25…`: table folders without a leading slash.
  mutating func relativePath(_ end: Int) -> Bool {
    let last = pathEnd(at)
    let piece = bytes[at..<last]
    guard piece.contains(UInt8(ascii: "/")) || piece.contains(UInt8(ascii: "\\")) else {
      // A table folder alone.
      guard let table = Redactor.tableOfFolder(Array(piece)), redactor.known.kind(of: table) == .table else {
        return false
      }
      put(redactor.replace(.table, table) + text((last - 33)..<last), upTo: last)
      return true
    }
    let hasTable = piece.split(whereSeparator: { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") })
      .dropFirst()
      .contains { Redactor.tableOfFolder(Array($0)) != nil }
    guard hasTable else { return false }
    put(redactor.path(text(at..<last)), upTo: last)
    return true
  }

  /// `http://host:8080/path?query`, `file:///etc/…`
  mutating func link(_ end: Int) -> Bool {
    guard bytes[min(end, bytes.count)...].starts(with: "://".utf8) else { return false }
    let start = end + 3
    keep(start - at)
    let last = bytes[start...].firstIndex { $0 <= 0x20 || "\"'<>|,;()`{}".utf8.contains($0) } ?? bytes.count
    let hostEnd = bytes[start..<last].firstIndex(of: UInt8(ascii: "/")) ?? last
    var authority = start
    if let sign = bytes[start..<hostEnd].lastIndex(of: UInt8(ascii: "@")) {
      put(redactor.values(text(start..<sign)) + "@", upTo: sign + 1)
      authority = sign + 1
    }
    if hostEnd > authority { put(redactor.address(text(authority..<hostEnd)), upTo: hostEnd) }
    let query =
      bytes[hostEnd..<last].firstIndex { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") } ?? last
    put(redactor.path(text(hostEnd..<query)), upTo: query)
    put(redactor.values(text(query..<last)), upTo: last)
    return true
  }
}

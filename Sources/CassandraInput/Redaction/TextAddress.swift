// Addresses in text: their end, and their normal form for comparison.

enum TextAddress {
  /// The end of the IPv4 address that begins at `start`; nil if none does.
  static func ipv4End(_ bytes: [UInt8], _ start: Int) -> Int? {
    guard bytes[start].isDigit else { return nil }
    if start > 0, bytes[start - 1].isDigit { return nil }
    // The second number of a longer series of numbers: a version.
    if start > 1, bytes[start - 1] == dot, bytes[start - 2].isDigit { return nil }
    var at = start
    for part in 0..<4 {
      var value = 0
      let first = at
      while at < bytes.count, at - first < 3, bytes[at].isDigit {
        value = value * 10 + Int(bytes[at] - UInt8(ascii: "0"))
        at += 1
      }
      guard at > first, value <= 255 else { return nil }
      if part < 3 {
        guard at < bytes.count, bytes[at] == dot else { return nil }
        at += 1
      }
    }
    guard at < bytes.count else { return at }
    if bytes[at].isDigit { return nil }
    if bytes[at] == dot, at + 1 < bytes.count, bytes[at + 1].isDigit {
      // Threads are called `NettyStreaming-Outbound-/127.0.0.31.7000`: the number after the address is too
      // long for a version.
      let isPort = start > 0 && bytes[start - 1] == UInt8(ascii: "/")
      guard isPort || bytes[(at + 1)...].prefix(while: { $0.isDigit }).count >= 4 else { return nil }
    }
    return at
  }

  /// The end of `ip-10-0-0-1`, the form of EC2 host names, including the rest of the host name.
  static func ec2End(_ bytes: [UInt8], _ start: Int) -> Int? {
    guard bytes[start...].starts(with: "ip-".utf8) else { return nil }
    var at = start + 2
    for _ in 0..<4 {
      guard at < bytes.count, bytes[at] == UInt8(ascii: "-") else { return nil }
      at += 1
      let first = at
      while at < bytes.count, at - first < 3, bytes[at].isDigit { at += 1 }
      guard at > first else { return nil }
    }
    while at < bytes.count, bytes[at].isAlphanumeric || bytes[at] == dot { at += 1 }
    while bytes[at - 1] == dot { at -= 1 }
    return at
  }

  /// The IPv6 address at `start`: its end, without zone and port, and its sixteen bytes as eight numbers; nil
  /// if there is none.
  static func ipv6(_ bytes: [UInt8], _ start: Int) -> (end: Int, groups: [UInt16])? {
    if start > 0, bytes[start - 1] == colon || bytes[start - 1].isWord { return nil }
    var at = start
    var groups: [UInt16] = []
    var gap: Int?
    var end = start
    if bytes[start...].starts(with: "::".utf8) {
      gap = 0
      at += 2
      end = at
    }
    while at < bytes.count, groups.count < 8 {
      if groups.count <= 6, let last = ipv4End(bytes, at), groups.count == 6 || gap != nil {
        let parts = bytes[at..<last].split(separator: dot).map { part in
          part.reduce(UInt16(0)) { $0 &* 10 &+ UInt16($1 - UInt8(ascii: "0")) }
        }
        groups += [parts[0] << 8 | parts[1], parts[2] << 8 | parts[3]]
        end = last
        break
      }
      var value: UInt16 = 0
      let first = at
      while at < bytes.count, at - first < 4, bytes[at].isHexDigit {
        value = value << 4 | UInt16(hexValue(bytes[at]))
        at += 1
      }
      guard at > first else { break }
      groups.append(value)
      end = at
      guard at < bytes.count, bytes[at] == colon else { break }
      if at + 1 < bytes.count, bytes[at + 1] == colon, gap == nil {
        gap = groups.count
        at += 2
        end = at
      } else {
        at += 1
      }
    }
    if let gap {
      // A bare `::` also occurs between things other than numbers.
      guard groups.count < 8, !groups.isEmpty || end < bytes.count && bytes[end] == UInt8(ascii: "/") else {
        return nil
      }
      groups.insert(contentsOf: [UInt16](repeating: 0, count: 8 - groups.count), at: gap)
    }
    guard groups.count == 8 else { return nil }
    if end < bytes.count, bytes[end].isWord { return nil }
    return (end, groups)
  }

  /// The form that Java writes, so that different spellings of an address are equal.
  static func text(_ groups: [UInt16]) -> String {
    groups.map { String($0, radix: 16) }.joined(separator: ":")
  }

  /// True for addresses that identify no machine: the unspecified address and loopback.
  static func isNobody(_ groups: [UInt16]) -> Bool {
    groups.dropLast().allSatisfy { $0 == 0 } && groups.last ?? 0 <= 1
  }

  private static let dot = UInt8(ascii: ".")
  private static let colon = UInt8(ascii: ":")

  private static func hexValue(_ byte: UInt8) -> UInt8 {
    byte.isDigit ? byte - UInt8(ascii: "0") : (byte | 0x20) - UInt8(ascii: "a") + 10
  }
}

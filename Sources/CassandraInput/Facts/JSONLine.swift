// Facts as JSON Lines. Numbers are exact: integers have all their digits, numbers with a fraction as many as
// restore the same value, and always a point or an exponent, so that a reader can distinguish the two.

package import CassandraModel

package struct JSONLine: FactRecord, Sendable {
  /// Complete lines, while no fact is open.
  package var bytes: [UInt8] = []

  package init() {}

  package mutating func begin(_ kind: FactKind) {
    bytes += "{\"t\":\"".utf8
    bytes += kind.rawValue.utf8
    bytes.append(UInt8(ascii: "\""))
  }

  package mutating func end() { bytes += "}\n".utf8 }

  package mutating func text(_ key: FactKey, _ value: String?) {
    name(key)
    if let value { quote(value) } else { null() }
  }

  package mutating func integer(_ key: FactKey, _ value: Int64?) {
    name(key)
    if let value { bytes += String(value).utf8 } else { null() }
  }

  package mutating func decimal(_ key: FactKey, _ value: Double?) {
    name(key)
    guard let value else { return null() }
    if value.isFinite { bytes += PlainNumber.text(value).utf8 } else { quote(String(value)) }
  }

  package mutating func truth(_ key: FactKey, _ value: Bool) {
    name(key)
    bytes += (value ? "true" : "false").utf8
  }

  package mutating func labels(_ key: FactKey, _ value: Labels) {
    name(key)
    object(value.pairs.map { ($0.name, $0.value) })
  }

  package mutating func fields(_ key: FactKey, _ value: EventFields) {
    name(key)
    bytes.append(UInt8(ascii: "{"))
    for i in value.names.indices {
      if i > 0 { bytes.append(UInt8(ascii: ",")) }
      quote(value.names[i].name)
      bytes.append(UInt8(ascii: ":"))
      field(value.values[i])
    }
    bytes.append(UInt8(ascii: "}"))
  }

  package mutating func throwable(_ key: FactKey, _ value: Throwable?) {
    name(key)
    guard let value else { return null() }
    for (i, link) in value.links.enumerated() {
      bytes += (i == 0 ? "[{\"class\":" : ",{\"class\":").utf8
      quote(link.className)
      text(.message, link.message)
      truth(.suppressed, link.isSuppressed)
      if i == 0, let release = value.release { text(.version, release) }
      name(.frames)
      bytes.append(UInt8(ascii: "["))
      for (j, frame) in link.frames.enumerated() {
        if j > 0 { bytes.append(UInt8(ascii: ",")) }
        quote(frame)
      }
      bytes += "]}".utf8
    }
    bytes.append(UInt8(ascii: "]"))
  }

  /// An object of texts in the given order.
  mutating func object(_ key: FactKey, _ pairs: [(name: String, value: String)]) {
    name(key)
    object(pairs)
  }

  /// An object of this program's keys, which `body` writes.
  mutating func object(_ key: FactKey, _ body: (inout JSONLine) -> Void) {
    name(key)
    let start = bytes.count
    body(&self)
    // The first key has no comma before it.
    if start < bytes.count { bytes[start] = UInt8(ascii: "{") } else { bytes.append(UInt8(ascii: "{")) }
    bytes.append(UInt8(ascii: "}"))
  }

  private mutating func object(_ pairs: [(name: String, value: String)]) {
    bytes.append(UInt8(ascii: "{"))
    for (i, pair) in pairs.enumerated() {
      if i > 0 { bytes.append(UInt8(ascii: ",")) }
      quote(pair.name)
      bytes.append(UInt8(ascii: ":"))
      quote(pair.value)
    }
    bytes.append(UInt8(ascii: "}"))
  }

  /// A string is a UUID when it has the form of one; a value without a JSON type is an object that names its
  /// type.
  private mutating func field(_ value: FieldValue) {
    switch value {
    case .integer(let value): bytes += String(value).utf8
    case .decimal(let value) where value.isFinite: bytes += String(value).utf8
    case .decimal(let value):
      bytes += "{\"decimal\":".utf8
      quote(String(value))
      bytes.append(UInt8(ascii: "}"))
    case .uuid(let id): quote(id.description)
    case .text(let text) where TimeUUID(text)?.description == text:
      bytes += "{\"text\":".utf8
      quote(text)
      bytes.append(UInt8(ascii: "}"))
    case .text(let text): quote(text)
    }
  }

  private mutating func name(_ key: FactKey) {
    bytes += ",\"".utf8
    bytes += key.rawValue.utf8
    bytes += "\":".utf8
  }

  private mutating func null() { bytes += "null".utf8 }

  private mutating func quote(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    defer { bytes.append(UInt8(ascii: "\"")) }
    guard text.utf8.allSatisfy({ $0 < 0x7F }) else { return append(scalarsOf: text) }
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(byte)
      case UInt8(ascii: "\n"): bytes += "\\n".utf8
      case UInt8(ascii: "\r"): bytes += "\\r".utf8
      case UInt8(ascii: "\t"): bytes += "\\t".utf8
      case 0..<0x20:
        bytes += "\\u00".utf8
        bytes.append(hexadecimal(byte >> 4))
        bytes.append(hexadecimal(byte & 0xF))
      default: bytes.append(byte)
      }
    }
  }

  /// Text beyond ASCII; some of it may be invisible.
  private mutating func append(scalarsOf text: String) {
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\":
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(UInt8(truncatingIfNeeded: scalar.value))
      case "\n": bytes += "\\n".utf8
      case "\r": bytes += "\\r".utf8
      case "\t": bytes += "\\t".utf8
      default:
        if scalar.isHidden { scalar.appendEscape(to: &bytes) } else { bytes += String(scalar).utf8 }
      }
    }
  }

  private func hexadecimal(_ digit: UInt8) -> UInt8 {
    digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
  }
}

/// Numbers as plain text.
package enum PlainNumber {
  /// `value`, finite, in as few digits as restore it; whole numbers without a point.
  package static func text(_ value: Double) -> String {
    if value.magnitude < 9_007_199_254_740_992, let whole = Int64(exactly: value),
      whole != 0 || value.sign == .plus
    {
      return String(whole)
    }
    return String(value)
  }
}

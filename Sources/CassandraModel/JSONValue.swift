// JSON output (RFC 8259): keys in insertion order, exact numbers, and the same bytes for the same value on
// every platform.

/// A value of JSON.
public enum JSONValue: Sendable, Hashable {
  /// `null`: not known.
  case null
  /// `true` or `false`.
  case truth(Bool)
  /// A whole number.
  case integer(Int64)
  /// A number with a fraction; infinities and NaN, which JSON does not have, are written as null.
  case decimal(Double)
  /// A string.
  case text(String)
  /// Values in order.
  case array([JSONValue])
  /// Names with values, in order.
  case object([JSONMember])

  /// An object of pairs in order.
  public static func object(_ pairs: KeyValuePairs<String, JSONValue>) -> JSONValue {
    .object(pairs.map { JSONMember($0.key, $0.value) })
  }

  /// `value`, or null if it is nil.
  public static func optional(_ value: String?) -> JSONValue { value.map { .text($0) } ?? .null }
  /// `value`, or null if it is nil.
  public static func optional(_ value: Int64?) -> JSONValue { value.map { .integer($0) } ?? .null }
  /// `value`, or null if it is nil.
  public static func optional(_ value: Double?) -> JSONValue { value.map { .decimal($0) } ?? .null }
}

/// A name with its value.
public struct JSONMember: Sendable, Hashable {
  /// Its name.
  public let name: String
  /// Its value.
  public let value: JSONValue

  /// A member of an object.
  public init(_ name: String, _ value: JSONValue) {
    self.name = name
    self.value = value
  }
}

extension JSONValue {
  /// One line, without spaces.
  public var compactText: String {
    var bytes: [UInt8] = []
    write(to: &bytes, style: .compact)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Several lines, with `indent` spaces a level and no newline at the end.
  public func indentedText(_ indent: Int = 2) -> String {
    var bytes: [UInt8] = []
    write(to: &bytes, style: .indented(indent))
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The layout of the text.
  public enum Style: Sendable {
    /// `{"a":1,"b":[2]}`
    case compact
    /// `{"a": 1, "b": [2]}`, as Python writes it on one line.
    case spaced
    /// One member a line, as Python writes it with `indent`.
    case indented(Int)
  }

  /// Appends the value to `bytes`.
  public func write(to bytes: inout [UInt8], style: Style) { write(to: &bytes, style, level: 0) }

  private func write(to bytes: inout [UInt8], _ style: Style, level: Int) {
    switch self {
    case .null: bytes += "null".utf8
    case .truth(let value): bytes += (value ? "true" : "false").utf8
    case .integer(let value): bytes += String(value).utf8
    case .decimal(let value): bytes += (value.isFinite ? JSONValue.digits(value) : "null").utf8
    case .text(let value): JSONValue.write(value, to: &bytes)
    case .array(let values):
      JSONValue.write(values.count, "[", "]", to: &bytes, style, level) { index, bytes in
        values[index].write(to: &bytes, style, level: level + 1)
      }
    case .object(let members):
      JSONValue.write(members.count, "{", "}", to: &bytes, style, level) { index, bytes in
        JSONValue.write(members[index].name, to: &bytes)
        if case .compact = style { bytes += ":".utf8 } else { bytes += ": ".utf8 }
        members[index].value.write(to: &bytes, style, level: level + 1)
      }
    }
  }

  /// The shortest digits that parse to the same number. Swift writes exponents from 2^53; this function from
  /// 10^16, as Python does.
  private static func digits(_ value: Double) -> String {
    let magnitude = abs(value)
    guard magnitude > 9_007_199_254_740_992, magnitude < 1e16 else { return value.description }
    return String(Int64(value)) + ".0"
  }

  private static func write(
    _ count: Int, _ opening: String, _ closing: String, to bytes: inout [UInt8], _ style: Style, _ level: Int,
    element: (Int, inout [UInt8]) -> Void
  ) {
    bytes += opening.utf8
    for index in 0..<count {
      if index > 0 { bytes += ",".utf8 }
      switch style {
      case .compact: break
      case .spaced: if index > 0 { bytes += " ".utf8 }
      case .indented(let width): startLine(&bytes, width * (level + 1))
      }
      element(index, &bytes)
    }
    if case .indented(let width) = style, count > 0 { startLine(&bytes, width * level) }
    bytes += closing.utf8
  }

  private static func startLine(_ bytes: inout [UInt8], _ blanks: Int) {
    bytes.append(UInt8(ascii: "\n"))
    bytes += repeatElement(UInt8(ascii: " "), count: blanks)
  }

  /// Appends `text` as a JSON string. Invisible scalars are escaped, including the two line ends that
  /// JavaScript has and JSON does not. `<` is escaped so that no text can end the script element that
  /// contains it.
  package static func write(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": bytes += "\\\"".utf8
      case "\\": bytes += "\\\\".utf8
      case "\n": bytes += "\\n".utf8
      case "\r": bytes += "\\r".utf8
      case "\t": bytes += "\\t".utf8
      case "<": scalar.appendEscape(to: &bytes)
      case " "..."~": bytes.append(UInt8(truncatingIfNeeded: scalar.value))
      default:
        if scalar.isHidden { scalar.appendEscape(to: &bytes) } else { bytes += String(scalar).utf8 }
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}

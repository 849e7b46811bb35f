// Reads JSON token by token (RFC 8259), with positions. Tokens give the range of a value and decode nothing:
// a number stays text until a caller asks for an exact type, which for Cassandra's counters is Int64. Nesting
// is kept in an array with a byte for each level, so that no input can exhaust the stack.
//
//     { "pending" : 7 , "tables" : [ ] }
//     ^ beginObject       ^ key        ^ endObject
//       ^ key     ^ number         ^ beginArray, endArray
//
// Python writes `NaN` and `Infinity`, which JSON does not have; they are read as no value. In files that
// people write, comments between tokens and trailing commas are allowed.

enum JSONToken: Equatable {
  case beginObject
  case endObject
  case beginArray
  case endArray
  /// The name of the following value.
  case key(JSONText)
  case text(JSONText)
  /// The range of the digits.
  case number(Range<Int>)
  case truth(Bool)
  /// `null`, `NaN` and infinities.
  case null
}

/// The range of a JSON string.
struct JSONText: Equatable {
  /// The text between the quotation marks.
  let range: Range<Int>
  /// True if it contains a backslash escape.
  let hasEscapes: Bool
}

/// A syntax error of a JSON text, with its position.
struct JSONError: Error, Equatable {
  enum Reason: Equatable {
    /// The text ends before the value does.
    case end
    /// An invalid byte.
    case unexpected
    /// More nesting than `depthLimit`.
    case depth
  }
  let reason: Reason
  let position: Int
}

/// Reads the tokens of one value, front to back.
struct JSONScanner {
  /// Deepest nesting that is read.
  static let depthLimit = 128

  private enum Expectation {
    case value
    case firstKey
    case key
    case colon
    case firstElement
    case element
    /// A comma or the end of the open container.
    case separator
    case nothing
  }

  /// The index of the first unread byte.
  private(set) var position: Int
  private let end: Int
  /// True for `//` and `/* */` and a comma after the last element.
  private let isLenient: Bool
  private var expectation = Expectation.value
  /// True for an object, false for an array; innermost last.
  private var open: [Bool] = []

  /// A scanner for the value that begins in `range`; bytes after it are not read.
  init(_ range: Range<Int>, isLenient: Bool = false) {
    position = range.lowerBound
    end = range.upperBound
    self.isLenient = isLenient
  }

  /// The next token; nil after the value's last one.
  mutating func next(_ text: Span<UInt8>) throws(JSONError) -> JSONToken? {
    while true {
      if expectation == .nothing { return nil }
      let byte = try peek(text)
      switch expectation {
      case .firstKey where byte == UInt8(ascii: "}"), .firstElement where byte == UInt8(ascii: "]"):
        return close()
      case .key where isLenient && byte == UInt8(ascii: "}"),
        .element where isLenient && byte == UInt8(ascii: "]"):
        return close()
      case .firstKey, .key:
        guard byte == UInt8(ascii: "\"") else { throw unexpected }
        expectation = .colon
        return .key(try string(text))
      case .colon:
        guard byte == UInt8(ascii: ":") else { throw unexpected }
        position += 1
        expectation = .value
      case .separator:
        guard let isObject = open.last else { return nil }
        if byte == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) { return close() }
        guard byte == UInt8(ascii: ",") else { throw unexpected }
        position += 1
        expectation = isObject ? .key : .element
      case .value, .firstElement, .element:
        return try value(byte, text)
      case .nothing:
        return nil
      }
    }
  }

  private var unexpected: JSONError { JSONError(reason: .unexpected, position: position) }

  /// The next byte other than white space.
  private mutating func peek(_ text: Span<UInt8>) throws(JSONError) -> UInt8 {
    try skipSpace(text)
    guard position < end else { throw JSONError(reason: .end, position: end) }
    return text[position]
  }

  /// Skips white space and comments.
  mutating func skipSpace(_ text: Span<UInt8>) throws(JSONError) {
    while position < end {
      let byte = text[position]
      if isBlank(byte) || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
        position += 1
      } else if isLenient, byte == UInt8(ascii: "/") {
        try skipComment(text)
      } else {
        return
      }
    }
  }

  private mutating func skipComment(_ text: Span<UInt8>) throws(JSONError) {
    if text.matches("//", at: position, before: end) {
      while position < end, text[position] != UInt8(ascii: "\n") { position += 1 }
    } else if text.matches("/*", at: position, before: end) {
      position += 2
      while !text.matches("*/", at: position, before: end) {
        guard position < end else { throw JSONError(reason: .end, position: end) }
        position += 1
      }
      position += 2
    } else {
      throw unexpected
    }
  }

  private mutating func close() -> JSONToken {
    position += 1
    let isObject = open.removeLast()
    expectation = open.isEmpty ? .nothing : .separator
    return isObject ? .endObject : .endArray
  }

  private mutating func value(_ byte: UInt8, _ text: Span<UInt8>) throws(JSONError) -> JSONToken {
    switch byte {
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      guard open.count < Self.depthLimit else { throw JSONError(reason: .depth, position: position) }
      let isObject = byte == UInt8(ascii: "{")
      open.append(isObject)
      position += 1
      expectation = isObject ? .firstKey : .firstElement
      return isObject ? .beginObject : .beginArray
    default: break
    }
    defer { expectation = open.isEmpty ? .nothing : .separator }
    switch byte {
    case UInt8(ascii: "\""): return .text(try string(text))
    case UInt8(ascii: "t"): return try word("true", .truth(true), text)
    case UInt8(ascii: "f"): return try word("false", .truth(false), text)
    case UInt8(ascii: "n"): return try word("null", .null, text)
    case UInt8(ascii: "N"): return try word("NaN", .null, text)
    case UInt8(ascii: "I"): return try word("Infinity", .null, text)
    default:
      if text.matches("-Infinity", at: position, before: end) { return try word("-Infinity", .null, text) }
      return .number(try number(text))
    }
  }

  private mutating func word(
    _ word: StaticString, _ token: JSONToken, _ text: Span<UInt8>
  ) throws(JSONError) -> JSONToken {
    guard text.matches(word, at: position, before: end) else {
      // The end of the text may have cut it off.
      let isCut = end - position < word.utf8CodeUnitCount
      throw JSONError(reason: isCut ? .end : .unexpected, position: isCut ? end : position)
    }
    position += word.utf8CodeUnitCount
    return token
  }

  private mutating func string(_ text: Span<UInt8>) throws(JSONError) -> JSONText {
    let start = position + 1
    var i = start
    var hasEscapes = false
    while i < end {
      switch text[i] {
      case UInt8(ascii: "\""):
        position = i + 1
        return JSONText(range: start..<i, hasEscapes: hasEscapes)
      case UInt8(ascii: "\\"):
        hasEscapes = true
        i += 2
      case UInt8(ascii: "\n"):
        throw JSONError(reason: .unexpected, position: i)
      default:
        i += 1
      }
    }
    throw JSONError(reason: .end, position: end)
  }

  /// A number is complete only if another byte follows it: the end may have cut off its last digits.
  private mutating func number(_ text: Span<UInt8>) throws(JSONError) -> Range<Int> {
    let start = position
    var i = start
    if text[i] == UInt8(ascii: "-") { i += 1 }
    let digits = i
    while i < end, digit(text[i]) != nil { i += 1 }
    guard i > digits || i == end else { throw unexpected }
    if i < end, text[i] == UInt8(ascii: ".") {
      i += 1
      while i < end, digit(text[i]) != nil { i += 1 }
    }
    if i < end, text[i] == UInt8(ascii: "e") || text[i] == UInt8(ascii: "E") {
      i += 1
      if i < end, text[i] == UInt8(ascii: "+") || text[i] == UInt8(ascii: "-") { i += 1 }
      while i < end, digit(text[i]) != nil { i += 1 }
    }
    guard i < end || open.isEmpty else { throw JSONError(reason: .end, position: end) }
    position = i
    return start..<i
  }
}

extension JSONText {
  /// The decoded string; an invalid escape stays unchanged.
  func string(_ text: Span<UInt8>) -> String {
    guard hasEscapes else { return text.text(in: range) }
    var bytes: [UInt8] = []
    var i = range.lowerBound
    while i < range.upperBound {
      guard text[i] == UInt8(ascii: "\\"), i + 1 < range.upperBound else {
        bytes.append(text[i])
        i += 1
        continue
      }
      switch text[i + 1] {
      case UInt8(ascii: "n"): bytes.append(UInt8(ascii: "\n"))
      case UInt8(ascii: "t"): bytes.append(UInt8(ascii: "\t"))
      case UInt8(ascii: "r"): bytes.append(UInt8(ascii: "\r"))
      case UInt8(ascii: "b"): bytes.append(0x08)
      case UInt8(ascii: "f"): bytes.append(0x0C)
      case UInt8(ascii: "u"):
        let (scalar, length) = Self.scalar(text, i, before: range.upperBound)
        bytes += Array(String(scalar).utf8)
        i += length
        continue
      case let byte: bytes.append(byte)
      }
      i += 2
    }
    return bytes.span.text(in: bytes.span.all)
  }

  /// The character of `\uXXXX` at `start`, or of a surrogate pair, and its length. An unpaired surrogate and
  /// invalid hexadecimal become U+FFFD.
  private static func scalar(
    _ text: Span<UInt8>, _ start: Int, before end: Int
  ) -> (Unicode.Scalar, length: Int) {
    let replacement: Unicode.Scalar = "\u{FFFD}"
    guard let unit = codeUnit(text, start, before: end) else { return (replacement, 2) }
    if let scalar = Unicode.Scalar(unit) { return (scalar, 6) }
    guard unit < 0xDC00, let low = codeUnit(text, start + 6, before: end), (0xDC00...0xDFFF).contains(low)
    else {
      return (replacement, 6)
    }
    return (Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)) ?? replacement, 12)
  }

  private static func codeUnit(_ text: Span<UInt8>, _ start: Int, before end: Int) -> UInt32? {
    guard text.matches("\\u", at: start, before: end), start + 6 <= end else { return nil }
    var value: UInt32 = 0
    for i in (start + 2)..<(start + 6) {
      guard let digit = hexadecimalDigit(text[i]) else { return nil }
      value = value << 4 | UInt32(digit)
    }
    return value
  }
}

/// The value of a hexadecimal digit; nil for any other byte.
private func hexadecimalDigit(_ byte: UInt8) -> UInt8? {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
  case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
  case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
  default: nil
  }
}

// JSON that people write: with comments, and read in a way that finds every mistake at once. The decoder stops
// at the first one, so it is only asked for the bare values.

import FoundationEssentials

/// A JSON value.
package enum JSONValue: Hashable, Sendable, Decodable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])

  /// Decodes any value.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if let value = try? container.decode([JSONValue].self) {
      self = .array(value)
    } else {
      self = .object(try container.decode([String: JSONValue].self))
    }
  }

  /// The value of a text with comments. Throws what the decoder throws.
  package init(commented text: [UInt8]) throws {
    self = try JSONDecoder().decode(JSONValue.self, from: Data(withoutComments(text)))
  }
}

/// `text` with blanks in place of `// …` and `/* … */` outside of strings, so that places stay what they were.
package func withoutComments(_ text: [UInt8]) -> [UInt8] {
  enum State { case value, string, line, block }
  var result = text
  var state = State.value
  var i = 0
  while i < text.count {
    let next = i + 1 < text.count ? text[i + 1] : 0
    switch (state, text[i]) {
    case (.value, UInt8(ascii: "\"")): state = .string
    case (.value, UInt8(ascii: "/")) where next == UInt8(ascii: "/") || next == UInt8(ascii: "*"):
      state = next == UInt8(ascii: "/") ? .line : .block
      result[i] = UInt8(ascii: " ")
      result[i + 1] = UInt8(ascii: " ")
      i += 1
    case (.string, UInt8(ascii: "\\")): i += 1
    case (.string, UInt8(ascii: "\"")): state = .value
    case (.line, UInt8(ascii: "\n")): state = .value
    case (.block, UInt8(ascii: "*")) where next == UInt8(ascii: "/"):
      state = .value
      result[i] = UInt8(ascii: " ")
      result[i + 1] = UInt8(ascii: " ")
      i += 1
    case (.line, _), (.block, _): if text[i] != UInt8(ascii: "\n") { result[i] = UInt8(ascii: " ") }
    default: break
    }
    i += 1
  }
  return result
}

// JSON that people write, as a tree: comments and trailing commas are allowed, members keep their order, and
// every value has its line and its JSON path for error messages.
//
//   text → JSONScanner → JSONElement (a tree) → DocumentReader (values, and every mistake in them)

import CassandraModel

/// A value of a JSON text.
package struct JSONElement: Sendable {
  package enum Kind: Sendable {
    case null
    case truth(Bool)
    /// As written: a number is converted only when a caller asks for a type.
    case number(String)
    case text(String)
    case array([JSONElement])
    /// Members in document order; a name may occur twice.
    case object([JSONField])
  }

  package let kind: Kind
  /// `$`, `$.rules.pending-high`, `$.own_rules[2]`.
  package let path: String
  /// Its first line, from 1.
  package let line: Int
}

package struct JSONField: Sendable {
  package let name: String
  /// The line of the name.
  package let line: Int
  package let value: JSONElement
}

/// A text that is not JSON.
package struct JSONSyntaxError: Error, Hashable, Sendable {
  /// The line of the error, from 1.
  package let line: Int
  /// The byte in that line, from 1.
  package let column: Int
  package let reason: String
}

package enum JSONDocument {
  /// The value of `bytes`. A byte-order mark before it is skipped.
  ///
  /// - Parameter isWanted: False for the path of a list or an object whose content is skipped: it is there,
  ///   and empty.
  package static func parse(
    _ bytes: [UInt8], isWanted: (String) -> Bool = { _ in true }
  ) throws(JSONSyntaxError) -> JSONElement {
    do throws(JSONError) { return try tree(bytes.span, isWanted) } catch {
      let before = bytes.prefix(error.position)
      let line = 1 + before.count { $0 == UInt8(ascii: "\n") }
      let start = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
      throw JSONSyntaxError(line: line, column: error.position - start + 1, reason: error.reason.words)
    }
  }

  /// Open containers: kept in a list, so that no input can exhaust the stack.
  private struct Open {
    let path: String
    let line: Int
    let isObject: Bool
    var elements: [JSONElement] = []
    var fields: [JSONField] = []
    /// The name that waits for its value.
    var name = ""
    var nameLine = 0

    var childPath: String {
      isObject ? JSONDocument.path(path, name) : path + "[" + String(elements.count) + "]"
    }
  }

  private static func tree(
    _ text: Span<UInt8>, _ isWanted: (String) -> Bool
  ) throws(JSONError) -> JSONElement {
    let mark = text.matches("\u{FEFF}", at: 0, before: text.count) ? 3 : 0
    var scanner = JSONScanner(mark..<text.count, isLenient: true)
    var lines = LineCounter()
    var open: [Open] = []
    var root = JSONElement(kind: .null, path: "$", line: 1)
    /// Number of open lists and objects that are skipped.
    var unwanted = 0
    while let token = try scanner.next(text) {
      if unwanted > 0 {
        if token == .beginObject || token == .beginArray { unwanted += 1 }
        if token == .endObject || token == .endArray { unwanted -= 1 }
        if unwanted > 0 { continue }
      }
      let line = lines.line(at: scanner.position, text)
      let path = open.last?.childPath ?? "$"
      var element: JSONElement
      switch token {
      case .beginObject, .beginArray:
        open.append(Open(path: path, line: line, isObject: token == .beginObject))
        if !isWanted(path) { unwanted = 1 }
        continue
      case .key(let name):
        open[open.count - 1].name = name.string(text)
        open[open.count - 1].nameLine = line
        continue
      case .endObject, .endArray:
        let ended = open.removeLast()
        element = JSONElement(
          kind: ended.isObject ? .object(ended.fields) : .array(ended.elements), path: ended.path,
          line: ended.line)
      case .text(let value): element = JSONElement(kind: .text(value.string(text)), path: path, line: line)
      case .number(let range):
        element = JSONElement(kind: .number(text.text(in: range)), path: path, line: line)
      case .truth(let value): element = JSONElement(kind: .truth(value), path: path, line: line)
      case .null: element = JSONElement(kind: .null, path: path, line: line)
      }
      guard let last = open.indices.last else {
        root = element
        continue
      }
      if open[last].isObject {
        open[last].fields.append(
          JSONField(name: open[last].name, line: open[last].nameLine, value: element))
      } else {
        open[last].elements.append(element)
      }
    }
    try scanner.skipSpace(text)
    guard scanner.position == text.count else {
      throw JSONError(reason: .unexpected, position: scanner.position)
    }
    return root
  }

  /// The path of the member `name` of the object at `path`; a name of other characters than words have is quoted.
  package static func path(_ path: String, _ name: String) -> String {
    let isPlain =
      !name.isEmpty
      && name.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
          true
        default: false
        }
      }
    return isPlain ? path + "." + name : path + "[" + JSONValueText.quoted(name) + "]"
  }
}

/// Counts lines up to positions that only grow.
private struct LineCounter {
  private var counted = 0
  private var line = 1

  mutating func line(at position: Int, _ text: Span<UInt8>) -> Int {
    while counted < position {
      if text[counted] == UInt8(ascii: "\n") { line += 1 }
      counted += 1
    }
    return line
  }
}

/// Names in paths.
private enum JSONValueText {
  static func quoted(_ name: String) -> String {
    var bytes: [UInt8] = []
    CassandraModel.JSONValue.write(name, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension JSONError.Reason {
  fileprivate var words: String {
    switch self {
    case .end: "the text ends before the value does"
    case .unexpected: "this cannot stand here"
    case .depth: "values lie more than " + String(JSONScanner.depthLimit) + " deep within each other"
    }
  }
}

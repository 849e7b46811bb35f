// The values of a JSON document, and every mistake in them: reading continues after a mistake, so that all
// are reported at once. A wrong value is read as missing, and a document with mistakes is never used.

package import CassandraModel

/// Collects the mistakes of one document while it is read.
package struct DocumentReader {
  /// The document's name, for the mistakes.
  package let file: String
  /// The prefix of codes, for example `config`.
  package let family: String
  /// All mistakes so far, in the order found.
  package private(set) var mistakes: [Diagnostic] = []

  package init(file: String, family: String) {
    self.file = file
    self.family = family
  }

  /// The mistakes in line order.
  package var orderedMistakes: [Diagnostic] {
    mistakes.enumerated().sorted { a, b in
      a.element.source.line != b.element.source.line
        ? a.element.source.line < b.element.source.line : a.offset < b.offset
    }.map(\.element)
  }

  /// The root of a document whose `schema` must be `schema`; nil, with a mistake, if it is not JSON or
  /// another document. A missing schema or another version of it is a mistake, and the document is still
  /// read, so that its other mistakes are reported, too.
  ///
  /// - Parameter isWanted: False for the path of a list or an object whose content is skipped.
  package mutating func root(
    _ bytes: [UInt8], schema: String, limit: Int = 16 << 20, isWanted: (String) -> Bool = { _ in true }
  ) -> JSONElement? {
    guard bytes.count <= limit else {
      mistake("size", "$", line: 0, "is larger than " + String(limit) + " bytes")
      return nil
    }
    let root: JSONElement
    do throws(JSONSyntaxError) { root = try JSONDocument.parse(bytes, isWanted: isWanted) } catch {
      mistake(
        "syntax", "$", line: error.line,
        "is no JSON: " + error.reason + " (column " + String(error.column) + ")")
      return nil
    }
    guard case .object(let fields) = root.kind else {
      mistake("type", root, "must be an object, is " + root.found)
      return nil
    }
    guard let value = fields.first(where: { $0.name == "schema" })?.value else {
      mistake("schema", "$.schema", line: root.line, "is missing; write \"schema\": \"" + schema + "\"")
      return root
    }
    guard case .text(let name) = value.kind, name == schema else {
      mistake("schema", value, "must be \"" + schema + "\", is " + value.found)
      let isOther: Bool =
        if case .text(let name) = value.kind {
          name.split(separator: "/").dropLast() != schema.split(separator: "/").dropLast()
        } else { false }
      return isOther ? nil : root
    }
    return root
  }

  /// Reports a mistake in `element`.
  package mutating func mistake(_ kind: String, _ element: JSONElement, _ reason: String) {
    mistake(kind, element.path, line: element.line, reason)
  }

  /// Reports a mistake at `path`.
  package mutating func mistake(_ kind: String, _ path: String, line: Int, _ reason: String) {
    mistakes.append(
      Diagnostic(
        DiagnosticCode(family + "." + kind, .error, "{path}: {reason}"),
        at: SourceLocation(file: file, line: line), ["path": path, "reason": reason]))
  }

  // MARK: Objects and lists

  /// The members of an object that may have the members `known` and no others.
  package mutating func members(of element: JSONElement, known: [String]) -> DocumentMembers? {
    guard let fields = fields(of: element) else { return nil }
    for field in fields where !known.contains(field.name) {
      let nearest = NearestName.of(field.name, among: known)
      mistake(
        "unknown", JSONDocument.path(element.path, field.name), line: field.line,
        "is not known here; "
          + (nearest.map { "did you mean " + $0 + "?" } ?? "there are " + known.joined(separator: ", ")))
    }
    return DocumentMembers(element: element, fields: fields)
  }

  /// The members of an object with arbitrary names, in document order. If a name occurs twice, the first
  /// applies and the second is a mistake.
  package mutating func fields(of element: JSONElement) -> [JSONField]? {
    guard case .object(let fields) = element.kind else {
      mistake("type", element, "must be an object, is " + element.found)
      return nil
    }
    var lines: [String: Int] = [:]
    var kept: [JSONField] = []
    for field in fields {
      if let first = lines[field.name] {
        mistake(
          "duplicate", JSONDocument.path(element.path, field.name), line: field.line,
          "is there already, on line " + String(first))
        continue
      }
      lines[field.name] = field.line
      kept.append(field)
    }
    return kept
  }

  package mutating func elements(of element: JSONElement) -> [JSONElement]? {
    if case .array(let elements) = element.kind { return elements }
    mistake("type", element, "must be a list, is " + element.found)
    return nil
  }

  // MARK: Values

  /// A string that is not empty.
  package mutating func text(_ element: JSONElement) -> String? {
    guard case .text(let text) = element.kind else {
      mistake("type", element, "must be a text, is " + element.found)
      return nil
    }
    guard !text.isEmpty else {
      mistake("range", element, "must not be empty")
      return nil
    }
    return text
  }

  /// `true` or `false`.
  package mutating func truth(_ element: JSONElement) -> Bool? {
    if case .truth(let truth) = element.kind { return truth }
    mistake("type", element, "must be true or false, is " + element.found)
    return nil
  }

  /// A finite number in `range`.
  package mutating func number(_ element: JSONElement, in range: ClosedRange<Double>) -> Double? {
    guard case .number(let text) = element.kind, let number = Double(text) else {
      mistake("type", element, "must be a number, is " + element.found)
      return nil
    }
    return check(number, in: range, of: element)
  }

  /// A whole number in `range`.
  package mutating func integer(_ element: JSONElement, in range: ClosedRange<Int64>) -> Int64? {
    guard case .number(let text) = element.kind, let number = Int64(text) else {
      mistake("type", element, "must be a whole number, is " + element.found)
      return nil
    }
    guard range.contains(number) else {
      mistake(
        "range", element,
        "must be from " + String(range.lowerBound) + " to " + String(range.upperBound) + ", is " + text)
      return nil
    }
    return number
  }

  /// One of the choices.
  package mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ element: JSONElement, of choices: Choice.Type
  ) -> Choice? {
    guard let text = text(element) else { return nil }
    if let choice = Choice(rawValue: text) { return choice }
    let names = Choice.allCases.map(\.rawValue)
    mistake("value", element, "must be one of " + names.joined(separator: ", ") + ", is " + element.found)
    return nil
  }

  /// A duration: `90s`, `1h30m`, or a number of seconds. Not negative.
  package mutating func span(_ element: JSONElement) -> TimeSpan? {
    if case .number(let text) = element.kind, let seconds = Double(text) {
      return check(seconds, in: 0...3.2e9, of: element).map {
        TimeSpan(milliseconds: Int64(($0 * 1000).rounded()))
      }
    }
    if case .text(let text) = element.kind, let span = TimeSpan(prometheus: text) { return span }
    mistake(
      "type", element,
      "must be a length of time such as \"90s\", \"15m\" or \"1h30m\", or a number of seconds, is "
        + element.found)
    return nil
  }

  /// An amount of bytes above 0: a number, or a text such as `420 MiB` (1024²) or `200 MB` (1000²).
  package mutating func bytes(_ element: JSONElement) -> Double? { amount(element, "400 GB", suffix: "") }

  /// Bytes a second: as `bytes`, with `/s` after a unit.
  package mutating func bytesPerSecond(_ element: JSONElement, orZero: Bool = false) -> Double? {
    amount(element, "200 MB/s", suffix: "/s", orZero: orZero)
  }

  private mutating func amount(
    _ element: JSONElement, _ example: String, suffix: String, orZero: Bool = false
  ) -> Double? {
    let bytes: Double?
    switch element.kind {
    case .number(let text): bytes = Double(text)
    case .text(let text): bytes = ByteAmount.bytes(text, suffix: suffix)
    default: bytes = nil
    }
    guard let bytes else {
      mistake(
        "type", element,
        "must be a number of bytes" + (suffix.isEmpty ? "" : " a second") + " or a text such as \"" + example
          + "\", is " + element.found)
      return nil
    }
    if orZero, bytes == 0 { return 0 }
    return check(bytes, in: 1...1e18, of: element)
  }

  private mutating func check(
    _ number: Double, in range: ClosedRange<Double>, of element: JSONElement
  ) -> Double? {
    if range.contains(number) { return number }
    let bounds =
      range.upperBound == .greatestFiniteMagnitude
      ? "at least " + shortNumber(range.lowerBound)
      : "from " + shortNumber(range.lowerBound) + " to " + shortNumber(range.upperBound)
    mistake("range", element, "must be " + bounds + ", is " + element.found)
    return nil
  }
}

/// The members of an object, by name.
package struct DocumentMembers {
  package let element: JSONElement
  package let fields: [JSONField]

  /// The members of `element`, with any names.
  package init(element: JSONElement, fields: [JSONField]) {
    self.element = element
    self.fields = fields
  }

  /// The value of a member; nil if it is missing or null.
  package subscript(name: String) -> JSONElement? {
    guard let value = fields.first(where: { $0.name == name })?.value else { return nil }
    if case .null = value.kind { return nil }
    return value
  }

  /// The value of a required member; a missing one is a mistake.
  package func required(_ name: String, _ reader: inout DocumentReader) -> JSONElement? {
    if let value = self[name] { return value }
    reader.mistake("missing", JSONDocument.path(element.path, name), line: element.line, "is missing")
    return nil
  }
}

extension JSONElement {
  /// The value for a sentence: `"ten"`, `12`, `a list`.
  package var found: String {
    switch kind {
    case .null: return "null"
    case .truth(let truth): return truth ? "true" : "false"
    case .number(let text): return JSONElement.shortened(text)
    case .text(let text): return "\"" + JSONElement.shortened(text) + "\""
    case .array: return "a list"
    case .object: return "an object"
    }
  }

  private static func shortened(_ text: String) -> String {
    text.unicodeScalars.count <= 60 ? text : String(text.unicodeScalars.prefix(60)) + "…"
  }
}

/// `5`, `0.25`, `1e+18`: a whole number without a point.
private func shortNumber(_ value: Double) -> String {
  value == value.rounded() && value.magnitude < 1e15 ? String(Int64(value)) : value.description
}

// Output of nodetool with `-F json` or `-F yaml` as a list of leaves: each value with its path. Both forms
// have the same content, so a command's facts are taken from leaves, independently of the form.
//
//     { "ThreadPools" : { "ReadStage" : { "ActiveTasks" : 3 } } }
//     ThreadPools:
//       ReadStage:
//         ActiveTasks: 3             both: ThreadPools / ReadStage / ActiveTasks = 3

/// One step of a path to a value.
enum DocumentStep: Hashable {
  case key(String)
  /// From 0.
  case index(Int)
}

/// A value of a document.
struct DocumentLeaf {
  /// From the outermost step to the innermost; never empty.
  let path: [DocumentStep]
  let value: DocumentValue
  /// The line on which the value begins, as an index into the output's lines.
  let line: Int

  /// The key at index `place` of the path; nil if there is none or it is an index.
  func key(_ place: Int) -> String? {
    if place < path.count, case .key(let key) = path[place] { key } else { nil }
  }

  /// The list index at `place` of the path; nil if there is none or it is a key.
  func index(_ place: Int) -> Int? {
    if place < path.count, case .index(let index) = path[place] { index } else { nil }
  }

  /// The innermost key.
  var name: String {
    for step in path.reversed() { if case .key(let key) = step { return key } }
    return ""
  }
}

/// The range of a value.
struct DocumentValue {
  enum Form {
    /// Unquoted, or quoted without special characters: a number, `null`, a string.
    case plain
    /// A string in double quotation marks, possibly with escapes.
    case escaped
    /// A YAML string in single quotation marks that contains doubled marks or continues on another line.
    case folded
  }
  /// Without quotation marks.
  let range: Range<Int>
  var form = Form.plain

  func string(_ text: Span<UInt8>) -> String {
    switch form {
    case .plain: text.text(in: range)
    case .escaped: JSONText(range: range, hasEscapes: true).string(text)
    case .folded: unfolded(text)
    }
  }

  /// Doubled marks become one, and leading spaces of a line become one space: YAML 1.1 folds a long string at
  /// a space, and the lines of an output are joined without line ends.
  private func unfolded(_ text: Span<UInt8>) -> String {
    var bytes: [UInt8] = []
    var i = range.lowerBound
    while i < range.upperBound {
      let byte = text[i]
      if byte != UInt8(ascii: " ") || bytes.last != byte { bytes.append(byte) }
      i += text.matches("''", at: i, before: range.upperBound) ? 2 : 1
    }
    return bytes.span.text(in: bytes.span.all)
  }
}

/// A document that ends early, or is invalid.
struct DocumentError: Error {
  /// Completes the sentence “This output is of no use as a whole: …”.
  let reason: String
  /// The first unread line.
  let line: Int
}

extension CommandOutput {
  /// True if the output is JSON: no plain output of nodetool begins with these bytes.
  var isJSON: Bool {
    guard let first = lines.first else { return false }
    return text.span.hasPrefix("{", in: text.span.trimmed(first.bytes))
  }

  /// Calls `visit` for the leaves of the document, in order, until it returns false.
  func visitLeaves(_ visit: (DocumentLeaf) -> Bool) throws(DocumentError) {
    if isJSON { try visitJSON(visit) } else { try visitYAML(visit) }
  }

  /// The line of the byte at `position`.
  func lineIndex(of position: Int) -> Int {
    var (low, high) = (0, lines.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if lines[middle].bytes.lowerBound <= position { low = middle } else { high = middle }
    }
    return low
  }
}

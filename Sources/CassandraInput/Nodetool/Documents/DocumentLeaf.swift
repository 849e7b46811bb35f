// What nodetool prints with `-F json` or `-F yaml`, seen as its leaves: each value with the way to it. Both
// forms say the same, so a command's facts are taken from leaves and never from a form.
//
//     { "ThreadPools" : { "ReadStage" : { "ActiveTasks" : 3 } } }
//     ThreadPools:
//       ReadStage:
//         ActiveTasks: 3             both: ThreadPools / ReadStage / ActiveTasks = 3

/// One step on the way to a value.
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

  /// The key at `place`; nil if there is none or it is an index.
  func key(_ place: Int) -> String? {
    if place < path.count, case .key(let key) = path[place] { key } else { nil }
  }

  /// The index at `place`; nil if there is none or it is a key.
  func index(_ place: Int) -> Int? {
    if place < path.count, case .index(let index) = path[place] { index } else { nil }
  }

  /// The innermost key.
  var name: String {
    for step in path.reversed() { if case .key(let key) = step { return key } }
    return ""
  }
}

/// A value where it stands.
struct DocumentValue {
  enum Form {
    /// As it stands: a number, `null`, a string without quotation marks or without anything special in them.
    case plain
    /// A string in double quotation marks, perhaps with backslashes.
    case escaped
    /// A string of YAML in single quotation marks, of which some are doubled, or that goes on on another line.
    case folded
  }
  /// Without quotation marks.
  let range: Range<Int>
  var form = Form.plain

  /// The value as text.
  func string(_ text: Span<UInt8>) -> String {
    switch form {
    case .plain: text.text(in: range)
    case .escaped: JSONText(range: range, hasEscapes: true).string(text)
    case .folded: unfolded(text)
    }
  }

  /// Doubled marks are one, and the blanks that begin a line are one blank: YAML 1.1 folds a long string at a
  /// blank, and lines of an output stand without line ends.
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

/// A document that ends early, or is none.
struct DocumentError: Error {
  /// In words that complete “This output is of no use as a whole: …”.
  let reason: String
  /// The line from which on nothing was read.
  let line: Int
}

extension CommandOutput {
  /// True if the output is JSON: no text of nodetool begins so.
  var isJSON: Bool {
    guard let first = lines.first else { return false }
    return text.span.hasPrefix("{", in: text.span.trimmed(first.bytes))
  }

  /// Hands the leaves of the document that the output is to `visit`, in their order, until it returns false.
  func visitLeaves(_ visit: (DocumentLeaf) -> Bool) throws(DocumentError) {
    if isJSON { try visitJSON(visit) } else { try visitYAML(visit) }
  }

  /// The line that holds the byte at `position`.
  func lineIndex(of position: Int) -> Int {
    var (low, high) = (0, lines.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if lines[middle].bytes.lowerBound <= position { low = middle } else { high = middle }
    }
    return low
  }
}

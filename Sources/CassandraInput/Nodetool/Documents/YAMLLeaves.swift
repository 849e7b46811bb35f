// The leaves of YAML, in the subset that nodetool and people who configure Cassandra write: block style. Keys
// and values are plain or quoted; items of a list are at the indent of their key or deeper; a string in
// single quotation marks may continue on the next line, as SnakeYAML folds it; values in brackets are kept as
// strings unless they are empty. Comments and `---` are skipped. Source: StatsPrinter.java,
// conf/cassandra.yaml, 3.11 to 6.0.
//
//     CompactionHistory:
//     - keyspace_name: app            CompactionHistory / 0 / keyspace_name
//       bytes_out: 524288000          CompactionHistory / 0 / bytes_out
//     - keyspace_name: system         CompactionHistory / 1 / keyspace_name

extension CommandOutput {
  func visitYAML(_ visit: (DocumentLeaf) -> Bool) throws(DocumentError) {
    let text = text.span
    // The path to the current position, with the indent of each step.
    var steps: [(indent: Int, step: DocumentStep)] = []
    var i = 0
    while i < lines.count {
      let line = lines[i].bytes
      let first = i
      i += 1
      var content = text.withoutComment(line)
      if content.isEmpty || text.equals("---", in: content) { continue }
      while text.hasPrefix("- ", in: content) {
        steps.beginItem(at: content.lowerBound - line.lowerBound)
        content = text.trimmed((content.lowerBound + 2)..<content.upperBound)
      }
      var value = content
      if let (key, rest) = splitYAML(content, text) {
        steps.beginKey(key.string(text), at: content.lowerBound - line.lowerBound)
        value = rest
      }
      if value.isEmpty || text.equals("{}", in: value) || text.equals("[]", in: value) { continue }
      guard !steps.isEmpty else { throw DocumentError(reason: "it is not YAML from here on", line: first) }
      var scalar = DocumentValue(range: value)
      if text.hasPrefix("'", in: value) {
        guard let quoted = quoted(from: value.lowerBound, last: &i, text) else {
          throw DocumentError(reason: "it is cut off", line: first)
        }
        scalar = quoted
      } else if text.hasPrefix("\"", in: value), text.hasSuffix("\"", in: value), value.count > 1 {
        scalar = DocumentValue(range: (value.lowerBound + 1)..<(value.upperBound - 1), form: .escaped)
      }
      if !visit(DocumentLeaf(path: steps.map(\.step), value: scalar, line: first)) { return }
    }
  }

  /// Splits `key: value`, `key:` and `'1': value`; nil for a value without a key.
  private func splitYAML(
    _ content: Range<Int>, _ text: Span<UInt8>
  ) -> (key: DocumentValue, value: Range<Int>)? {
    if text.hasPrefix("'", in: content) {
      // The mark that opens a key does not close it.
      guard let end = text.firstRange(of: "':", in: (content.lowerBound + 1)..<content.upperBound) else {
        return nil
      }
      let rest = end.upperBound..<content.upperBound
      guard rest.isEmpty || isBlank(text[rest.lowerBound]) else { return nil }
      return (
        DocumentValue(range: (content.lowerBound + 1)..<end.lowerBound, form: .folded), text.trimmed(rest)
      )
    }
    if text.hasPrefix("\"", in: content) { return nil }
    return KeyValueLayout.split(content, text).map { (DocumentValue(range: $0.label), $0.value) }
  }

  /// The string whose opening mark is at `start`; nil if it is not closed. `next` is the line after the one
  /// with the opening mark, and moves to the line after the closing mark.
  private func quoted(from start: Int, last next: inout Int, _ text: Span<UInt8>) -> DocumentValue? {
    var end = lines[next - 1].bytes.upperBound
    var i = start + 1
    var isPlain = true
    while true {
      while i < end {
        if text[i] == UInt8(ascii: "'") {
          guard i + 1 < end, text[i + 1] == UInt8(ascii: "'") else {
            return DocumentValue(range: (start + 1)..<i, form: isPlain ? .plain : .folded)
          }
          isPlain = false
          i += 1
        }
        i += 1
      }
      guard next < lines.count else { return nil }
      end = lines[next].bytes.upperBound
      next += 1
      isPlain = false
    }
  }
}

extension Span<UInt8> {
  /// `line` trimmed, without a comment: a hash at its beginning or after a space, outside of quotation marks.
  fileprivate func withoutComment(_ line: Range<Int>) -> Range<Int> {
    let content = trimmed(line)
    var mark: UInt8?
    for i in content {
      let byte = self[i]
      if let open = mark {
        if byte == open { mark = nil }
      } else if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
        // An apostrophe within a word does not open a string.
        if i == content.lowerBound || isBlank(self[i - 1]) { mark = byte }
      } else if byte == UInt8(ascii: "#"), i == content.lowerBound || isBlank(self[i - 1]) {
        return trimmed(content.lowerBound..<i)
      }
    }
    return content
  }
}

extension [(indent: Int, step: DocumentStep)] {
  /// Begins an item of a list at `indent`, which is that of the list's key or deeper.
  fileprivate mutating func beginItem(at indent: Int) {
    while let last, last.indent > indent { removeLast() }
    if let last, last.indent == indent, case .index(let index) = last.step {
      self[count - 1].step = .index(index + 1)
    } else {
      append((indent, .index(0)))
    }
  }

  /// Begins a key at `indent`.
  fileprivate mutating func beginKey(_ key: String, at indent: Int) {
    while let last, last.indent >= indent { removeLast() }
    append((indent, .key(key)))
  }
}

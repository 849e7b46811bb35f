// The leaves of JSON, in the three forms of nodetool: one line without spaces (3.11 to 4.0.1), indented
// (4.0.2 and later), indented with `null` for NaN (5.0). Only white space differs. Source: StatsPrinter.java,
// 3.11 to 6.0.

extension CommandOutput {
  func visitJSON(_ visit: (DocumentLeaf) -> Bool) throws(DocumentError) {
    let text = text.span
    var scanner = JSONScanner(text.all)
    var path: [DocumentStep] = []
    // Values arrive in line order, so the search for a value's line starts at the previous one.
    var line = 0
    func leaf(_ value: DocumentValue) -> DocumentLeaf {
      while line + 1 < lines.count, lines[line + 1].bytes.lowerBound <= value.range.lowerBound { line += 1 }
      return DocumentLeaf(path: path, value: value, line: line)
    }
    while let token = try token(&scanner, text) {
      var value: DocumentValue?
      switch token {
      case .beginObject: continue
      case .beginArray:
        path.append(.index(0))
        continue
      case .endArray: path.removeLast()
      case .endObject: break
      case .key(let key):
        path.append(.key(key.string(text)))
        continue
      case .text(let string):
        value = DocumentValue(range: string.range, form: string.hasEscapes ? .escaped : .plain)
      case .number(let range): value = DocumentValue(range: range)
      // No command's facts use either.
      case .truth, .null: value = DocumentValue(range: scanner.position..<scanner.position)
      }
      if let value, !path.isEmpty, !visit(leaf(value)) { return }
      path.endValue()
    }
    let rest = text.trimmed(scanner.position..<text.count)
    if !rest.isEmpty { throw DocumentError(reason: "more follows it", line: lineIndex(of: rest.lowerBound)) }
  }

  private func token(
    _ scanner: inout JSONScanner, _ text: Span<UInt8>
  ) throws(DocumentError) -> JSONToken? {
    do throws(JSONError) {
      return try scanner.next(text)
    } catch {
      let reason =
        switch error.reason {
        case .end: "it is cut off"
        case .unexpected: "it is not JSON from here on"
        case .depth: "it lies too deep"
        }
      throw DocumentError(reason: reason, line: lineIndex(of: error.position))
    }
  }
}

extension [DocumentStep] {
  /// Ends a value: removes its key, or advances its index.
  fileprivate mutating func endValue() {
    switch last {
    case .key: removeLast()
    case .index(let index): self[count - 1] = .index(index + 1)
    case nil: break
    }
  }
}

// One JSON value, parsed once and accessed by key: a flat array of its parts in document order, so that
// neither making nor freeing it recurses to the depth of the input.
//
//     {"a": [1, 2], "b": {}}      object → 7, key a, array → 5, 1, 2, key b, object → 7
//                                 (→ the index after the part)

/// A JSON value with its text.
struct JSONTree {
  enum Kind {
    case object, array, key, text, escapedText, number, yes, no, null
  }

  fileprivate struct Node {
    let kind: Kind
    let start: Int32
    let end: Int32
    /// The index after the last part of the value that begins here.
    var next: Int32
  }

  fileprivate let bytes: [UInt8]
  fileprivate var nodes: [Node] = []
  /// The start of each line except the first.
  private var lineStarts: [Int32] = []
  private let firstLine: Int

  /// The value at the beginning of `bytes`, on line `firstLine` of its file.
  ///
  /// - Parameter allowsCut: Accepts the beginning of a value whose end is missing.
  init(_ bytes: [UInt8], firstLine: Int, allowsCut: Bool = false) throws(JSONError) {
    precondition(bytes.count < Int32.max, "a value is held only up to a limit")
    self.bytes = bytes
    self.firstLine = firstLine
    let text = bytes.span
    var scanner = JSONScanner(text.all)
    var open: [Int] = []
    do throws(JSONError) {
      while let token = try scanner.next(text) { add(token, at: scanner.position, &open) }
    } catch {
      guard allowsCut, error.reason == .end, !nodes.isEmpty else { throw error }
    }
    for index in open { nodes[index].next = Int32(nodes.count) }
    for i in bytes.indices where bytes[i] == UInt8(ascii: "\n") { lineStarts.append(Int32(i + 1)) }
  }

  private mutating func add(_ token: JSONToken, at position: Int, _ open: inout [Int]) {
    switch token {
    case .beginObject: open.append(add(.object, (position - 1)..<position))
    case .beginArray: open.append(add(.array, (position - 1)..<position))
    case .endObject, .endArray:
      if let index = open.popLast() { nodes[index].next = Int32(nodes.count) }
    case .key(let key): _ = add(key.hasEscapes ? .escapedText : .key, key.range)
    case .text(let text): _ = add(text.hasEscapes ? .escapedText : .text, text.range)
    case .number(let range): _ = add(.number, range)
    case .truth(let truth): _ = add(truth ? .yes : .no, position..<position)
    case .null: _ = add(.null, position..<position)
    }
  }

  private mutating func add(_ kind: Kind, _ range: Range<Int>) -> Int {
    let index = nodes.count
    nodes.append(
      Node(kind: kind, start: Int32(range.lowerBound), end: Int32(range.upperBound), next: Int32(index + 1)))
    return index
  }

  /// The value itself.
  var root: JSONItem { JSONItem(tree: self, index: 0) }

  fileprivate func line(of index: Int) -> Int {
    let start = nodes[index].start
    var (low, high) = (0, lineStarts.count)
    while low < high {
      let middle = (low + high) / 2
      if lineStarts[middle] <= start { low = middle + 1 } else { high = middle }
    }
    return firstLine + low
  }

  fileprivate func string(_ index: Int) -> String {
    let node = nodes[index]
    return JSONText(range: Int(node.start)..<Int(node.end), hasEscapes: node.kind == .escapedText)
      .string(bytes.span)
  }
}

/// A value within a value.
struct JSONItem {
  fileprivate let tree: JSONTree
  fileprivate let index: Int

  private var node: JSONTree.Node { tree.nodes[index] }

  var isObject: Bool { node.kind == .object }
  var isArray: Bool { node.kind == .array }
  /// The line in its file on which it begins.
  var line: Int { tree.line(of: index) }

  /// The members of an object, in order; a key may occur twice. Empty for any other value.
  var members: [(key: String, value: JSONItem)] {
    guard isObject else { return [] }
    var members: [(key: String, value: JSONItem)] = []
    var i = index + 1
    let end = Int(node.next)
    // A truncated object may end with a key without its value.
    while i + 1 < end {
      members.append((tree.string(i), JSONItem(tree: tree, index: i + 1)))
      i = Int(tree.nodes[i + 1].next)
    }
    return members
  }

  /// The elements of an array; empty for any other value.
  var elements: [JSONItem] {
    guard isArray else { return [] }
    var elements: [JSONItem] = []
    var i = index + 1
    while i < Int(node.next) {
      elements.append(JSONItem(tree: tree, index: i))
      i = Int(tree.nodes[i].next)
    }
    return elements
  }

  /// The value of a key, the last one if the key occurs twice; nil if there is none.
  subscript(key: String) -> JSONItem? {
    guard isObject else { return nil }
    let wanted = Array(key.utf8)
    var found: JSONItem?
    var i = index + 1
    let end = Int(node.next)
    while i + 1 < end {
      if isKey(i, wanted) { found = JSONItem(tree: tree, index: i + 1) }
      i = Int(tree.nodes[i + 1].next)
    }
    return found
  }

  private func isKey(_ i: Int, _ wanted: [UInt8]) -> Bool {
    let node = tree.nodes[i]
    if node.kind == .escapedText { return Array(tree.string(i).utf8) == wanted }
    return Int(node.end - node.start) == wanted.count
      && tree.bytes.span.matches(wanted, at: Int(node.start))
  }

  /// The string; nil for any other value.
  var string: String? { node.kind == .text || node.kind == .escapedText ? tree.string(index) : nil }

  /// The boolean; nil for any other value.
  var truth: Bool? {
    switch node.kind {
    case .yes: true
    case .no: false
    default: nil
    }
  }

  /// The number, if it is written without a fraction and fits; nil for any other value.
  var integer: Int64? {
    node.kind == .number ? tree.bytes.span.integer(in: Int(node.start)..<Int(node.end)) : nil
  }

  /// The number; nil for any other value and for numbers beyond Double.
  var number: Double? {
    guard node.kind == .number else { return nil }
    let range = Int(node.start)..<Int(node.end)
    if let value = tree.bytes.span.decimal(in: range) { return value }
    // `1e+17`, as Python writes it.
    guard let value = Double(tree.bytes.span.text(in: range)), value.isFinite else { return nil }
    return value
  }

  /// The number, also one that a script has quoted, as shells do; nil for any other value. In a quoted number
  /// a comma may group thousands.
  var quotedNumber: Double? {
    if let number { return number }
    let range = Int(node.start)..<Int(node.end)
    guard node.kind == .text, tree.bytes.span.firstIndex(of: UInt8(ascii: ","), in: range) == nil else {
      return nil
    }
    return tree.bytes.span.decimal(in: range)
  }
}

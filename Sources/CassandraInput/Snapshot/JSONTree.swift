// One JSON value, taken apart once and looked into by key: a flat list of its parts in the order in which they
// stand, so that neither making nor dropping it follows the depth of the input.
//
//     {"a": [1, 2], "b": {}}      object → 7, key a, array → 5, 1, 2, key b, object → 7
//                                 (→ where the list goes on behind the part)

/// A JSON value with its text.
struct JSONTree {
  enum Kind {
    case object, array, key, text, escapedText, number, yes, no, null
  }

  fileprivate struct Node {
    let kind: Kind
    let start: Int32
    let end: Int32
    /// The index behind the last part of what begins here.
    var next: Int32
  }

  fileprivate let bytes: [UInt8]
  fileprivate var nodes: [Node] = []
  /// Where each line but the first begins.
  private var lineStarts: [Int32] = []
  private let firstLine: Int

  /// The value that `bytes` begins with, on line `firstLine` of its file.
  ///
  /// - Parameter allowsCut: takes what there is of a value whose end is missing.
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
  /// The line of its file on which it begins.
  var line: Int { tree.line(of: index) }

  /// The keys of an object with their values, in order; a key may be there twice. Nothing for another value.
  var members: [(key: String, value: JSONItem)] {
    guard isObject else { return [] }
    var members: [(key: String, value: JSONItem)] = []
    var i = index + 1
    let end = Int(node.next)
    // A cut may have left a key without its value.
    while i + 1 < end {
      members.append((tree.string(i), JSONItem(tree: tree, index: i + 1)))
      i = Int(tree.nodes[i + 1].next)
    }
    return members
  }

  /// The elements of an array; nothing for another value.
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

  /// The value of a key, of one that is there twice the last; nil if there is none.
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

  /// The string; nil for another value.
  var string: String? { node.kind == .text || node.kind == .escapedText ? tree.string(index) : nil }

  /// The truth; nil for another value.
  var truth: Bool? {
    switch node.kind {
    case .yes: true
    case .no: false
    default: nil
    }
  }

  /// The number, if it is written without a fraction and fits; nil for another value.
  var integer: Int64? {
    node.kind == .number ? tree.bytes.span.integer(in: Int(node.start)..<Int(node.end)) : nil
  }

  /// The number; nil for another value and for what a Double does not hold.
  var number: Double? {
    guard node.kind == .number else { return nil }
    let range = Int(node.start)..<Int(node.end)
    if let value = tree.bytes.span.decimal(in: range) { return value }
    // `1e+17`, as Python writes it.
    guard let value = Double(tree.bytes.span.text(in: range)), value.isFinite else { return nil }
    return value
  }

  /// The number, also one that a script has put in quotes, as shells do; nil for any other value. A comma in quotes
  /// may part thousands.
  var quotedNumber: Double? {
    if let number { return number }
    let range = Int(node.start)..<Int(node.end)
    guard node.kind == .text, tree.bytes.span.firstIndex(of: UInt8(ascii: ","), in: range) == nil else {
      return nil
    }
    return tree.bytes.span.decimal(in: range)
  }
}

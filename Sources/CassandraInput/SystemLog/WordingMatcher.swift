// Compares one wording with one message, and converts the captured text to values.

import CassandraModel

/// Matches messages of one block. Holds only scratch space and the cache of strings.
struct WordingMatcher {
  /// The text captured by a hole, before conversion: a failed match costs no allocation.
  private enum Capture {
    case integer(Int64)
    case decimal(Double)
    case uuid(TimeUUID)
    case range(HoleKind, Range<Int>)
  }
  private var captures: [Capture] = []
  /// Scratch space for names in two pieces.
  private var name: [UInt8] = []
  var strings = StringCache()

  /// The values of `wording`'s fields if the message in `range` matches it, else nil.
  mutating func match(_ wording: Wording, _ bytes: Span<UInt8>, _ range: Range<Int>) -> [FieldValue]? {
    let (steps, literals) = (wording.steps, wording.literals)
    return fits(steps.span, steps.indices, literals.span, bytes, range) ? values(bytes) : nil
  }

  /// True if the message in `range` matches the wording with the steps `own` of `steps` and the text
  /// `literals`; `values` and `pack` then return the captured values.
  mutating func fits(
    _ steps: Span<Wording.Step>, _ own: Range<Int>, _ literals: Span<UInt8>, _ bytes: Span<UInt8>,
    _ range: Range<Int>
  ) -> Bool {
    captures.removeAll(keepingCapacity: true)
    var index = range.lowerBound
    for number in own {
      let step = steps[number]
      if let kind = step.hole {
        guard let end = take(kind, literals, step.literal, bytes, index..<range.upperBound) else {
          return false
        }
        index = end
      } else {
        guard let end = bytes.end(of: literals, step.literal, at: index, before: range.upperBound) else {
          return false
        }
        index = end
      }
    }
    return true
  }

  private mutating func take(
    _ kind: HoleKind, _ literals: Span<UInt8>, _ next: Range<Int>, _ bytes: Span<UInt8>,
    _ range: Range<Int>
  ) -> Int? {
    switch kind {
    case .int:
      guard let (value, end) = LogNumber.integer(bytes, range) else { return nil }
      captures.append(.integer(value))
      return end
    case .digits:
      guard let (value, end) = LogNumber.digits(bytes, range) else { return nil }
      captures.append(.integer(value))
      return end
    case .decimal:
      guard let (value, end) = LogNumber.decimal(bytes, range) else { return nil }
      captures.append(.decimal(value))
      return end
    case .size:
      guard let (value, end) = LogNumber.size(bytes, range) else { return nil }
      captures.append(.integer(value))
      return end
    case .uuid:
      guard range.count >= 36,
        let id = TimeUUID(ascii: bytes.extracting(range.lowerBound..<(range.lowerBound + 36)))
      else { return nil }
      captures.append(.uuid(id))
      return range.lowerBound + 36
    case .word:
      var end = range.lowerBound
      while end < range.upperBound, bytes[end] != blank {
        if !next.isEmpty, bytes.end(of: literals, next, at: end, before: range.upperBound) != nil { break }
        end += 1
      }
      guard end > range.lowerBound else { return nil }
      captures.append(.range(.word, range.lowerBound..<end))
      return end
    case .table:
      guard let end = nameEnd(bytes, range) else { return nil }
      captures.append(.range(.table, range.lowerBound..<end))
      return end
    case .pair:
      guard let keyspaceEnd = nameEnd(bytes, range),
        let tableStart = pairSeparatorEnd(bytes, keyspaceEnd, range.upperBound),
        let end = nameEnd(bytes, tableStart..<range.upperBound)
      else { return nil }
      captures.append(.range(.pair, range.lowerBound..<end))
      return end
    case .text, .greedy, .sstable, .sstables:
      guard let end = find(literals, next, bytes, range, last: kind == .greedy) else { return nil }
      captures.append(.range(kind, range.lowerBound..<end))
      return end
    }
  }

  /// The end of the keyspace or table name at the start of `range`; nil when there is none.
  private func nameEnd(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
    var end = range.lowerBound
    while end < range.upperBound, isNameByte(bytes[end]) { end += 1 }
    // A full stop that ends a sentence is not part of the name.
    while end > range.lowerBound, bytes[end - 1] == UInt8(ascii: ".") { end -= 1 }
    return end > range.lowerBound ? end : nil
  }

  /// The start of `next` in `range` (its first or last occurrence); without `next`, the end of `range`
  /// without its trailing spaces.
  private func find(
    _ literals: Span<UInt8>, _ next: Range<Int>, _ bytes: Span<UInt8>, _ range: Range<Int>, last: Bool
  ) -> Int? {
    guard !next.isEmpty else {
      var end = range.upperBound
      while end > range.lowerBound, bytes[end - 1] == blank { end -= 1 }
      return end
    }
    let first = literals[next.lowerBound]
    if last {
      var upper = range.upperBound
      while let hit = bytes.lastIndex(of: first, in: range.lowerBound..<upper) {
        if bytes.end(of: literals, next, at: hit, before: range.upperBound) != nil { return hit }
        upper = hit
      }
      return nil
    }
    var lower = range.lowerBound
    while let hit = bytes.firstIndex(of: first, in: lower..<range.upperBound) {
      if bytes.end(of: literals, next, at: hit, before: range.upperBound) != nil { return hit }
      lower = hit + 1
    }
    return nil
  }

  /// The end of `, ` at `index`; nil when other text is there.
  private func pairSeparatorEnd(_ bytes: Span<UInt8>, _ index: Int, _ end: Int) -> Int? {
    guard index + 1 < end, bytes[index] == UInt8(ascii: ","), bytes[index + 1] == blank else { return nil }
    var index = index + 2
    while index < end, bytes[index] == blank { index += 1 }
    return index
  }

  /// The values captured by the last match.
  mutating func values(_ bytes: Span<UInt8>) -> [FieldValue] {
    if captures.isEmpty { return [] }
    var values: [FieldValue] = []
    values.reserveCapacity(captures.count + 2)
    for capture in captures {
      switch capture {
      case .integer(let value): values.append(.integer(value))
      case .decimal(let value): values.append(.decimal(value))
      case .uuid(let id): values.append(.uuid(id))
      case .range(.word, let range): values.append(.text(strings.string(bytes, range)))
      case .range(.table, let range):
        let number = tableName(bytes, range)
        values.append(.text(strings.all[Int(number)]))
      case .range(.pair, let range): values.append(.text(pairName(bytes, range)))
      case .range(let kind, let range):
        values.append(.text(bytes.text(in: range)))
        if kind == .sstable || kind == .sstables {
          let number = table(ofPathsIn: range, bytes)
          values.append(.text(strings.all[Int(number)]))
        }
      }
    }
    return values
  }

  /// Appends the values of the last match to the parts of a batch, whose names are `strings`.
  mutating func pack(_ bytes: Span<UInt8>, into parts: inout EventBatch.Parts) {
    for capture in captures {
      switch capture {
      case .integer(let value): parts.values.append(.integer(value))
      case .decimal(let value): parts.values.append(.decimal(value))
      case .uuid(let id): parts.values.append(.uuid(id))
      case .range(.word, let range): parts.values.append(.name(strings.number(bytes, range)))
      case .range(.table, let range): parts.values.append(.name(tableName(bytes, range)))
      case .range(.pair, let range):
        let name = Array(pairName(bytes, range).utf8)
        parts.values.append(.name(strings.number(name.span, 0..<name.count)))
      case .range(let kind, let range):
        parts.append(bytes.extracting(range), items: kind == .sstables ? items(bytes, range) : 0)
        if kind == .sstable || kind == .sstables {
          parts.values.append(.name(table(ofPathsIn: range, bytes)))
        }
      }
    }
  }

  /// Number of SSTables in a list: names are separated by commas, and a comma may be the last byte.
  private func items(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int32 {
    var count: Int32 = 0
    var start = range.lowerBound
    while start < range.upperBound {
      let end = bytes.firstIndex(of: UInt8(ascii: ","), in: start..<range.upperBound) ?? range.upperBound
      var index = start
      while index < end, bytes[index] == blank { index += 1 }
      if index < end { count += 1 }
      start = end + 1
    }
    return count
  }

  /// `ks/tbl` is converted to `ks.tbl`, like everywhere else.
  private mutating func tableName(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int32 {
    guard let middle = bytes.firstIndex(of: slash, in: range) else { return strings.number(bytes, range) }
    return dotted(bytes, range.lowerBound..<middle, (middle + 1)..<range.upperBound)
  }

  /// `keyspace.table` from the ranges of its parts, followed by `index`.
  private mutating func dotted(
    _ bytes: Span<UInt8>, _ keyspace: Range<Int>, _ table: Range<Int>, _ index: Range<Int> = 0..<0
  ) -> Int32 {
    name.removeAll(keepingCapacity: true)
    name.append(bytes.extracting(keyspace))
    name.append(UInt8(ascii: "."))
    name.append(bytes.extracting(table))
    name.append(bytes.extracting(index))
    let whole = name
    return strings.number(whole.span, 0..<whole.count)
  }

  /// `ks, tbl` is converted to `ks.tbl`, too.
  private mutating func pairName(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
    let parts = strings.string(bytes, range).split { $0 == "," || $0 == " " }
    return parts.joined(separator: ".")
  }

  /// `keyspace.table` of the first path in `range`; empty when there is none. A fast parser for
  /// `…/<keyspace>/<table>-<32 hex>[/.<index>]/<file>`; `SSTableName` is the exact one, for all other paths.
  private mutating func table(ofPathsIn range: Range<Int>, _ bytes: Span<UInt8>) -> Int32 {
    let noName = strings.number(bytes, 0..<0)
    let table = tableFolder(ofPathsIn: range, bytes) ?? noName
    if table != noName || range.isEmpty { return table }
    guard let name = SSTableName(path: bytes.text(in: firstPath(in: range, bytes)))?.table else {
      return noName
    }
    let text = Array(name.description.utf8)
    return strings.number(text.span, 0..<text.count)
  }

  /// The first path of a list, without the reader's text around it: `…Reader(path='<path>')`,
  /// `<path>:level=0`.
  private func firstPath(in range: Range<Int>, _ bytes: Span<UInt8>) -> Range<Int> {
    var path = range
    if let quote = bytes.firstIndex(of: UInt8(ascii: "'"), in: range),
      let end = bytes.firstIndex(of: UInt8(ascii: "'"), in: (quote + 1)..<range.upperBound)
    {
      return (quote + 1)..<end
    }
    if let comma = bytes.firstIndex(of: UInt8(ascii: ","), in: range) { path = path.lowerBound..<comma }
    while let first = path.first, bytes[first] == blank { path = (first + 1)..<path.upperBound }
    if let colon = bytes.lastIndex(of: UInt8(ascii: ":"), in: path), colon > path.lowerBound + 1 {
      path = path.lowerBound..<colon
    }
    return path
  }

  /// Nil when the first path does not have the form of 2.2 and later, with slashes.
  private mutating func tableFolder(ofPathsIn range: Range<Int>, _ bytes: Span<UInt8>) -> Int32? {
    // The first path ends at the next list element; folders end at the last slash before that.
    let comma = bytes.firstIndex(of: UInt8(ascii: ","), in: range) ?? range.upperBound
    guard let fileSlash = bytes.lastIndex(of: slash, in: range.lowerBound..<comma) else { return nil }
    var folderEnd = fileSlash
    guard var folderSlash = bytes.lastIndex(of: slash, in: range.lowerBound..<folderEnd) else { return nil }
    var index = 0..<0
    if folderSlash + 1 < folderEnd, bytes[folderSlash + 1] == UInt8(ascii: ".") {
      index = (folderSlash + 1)..<folderEnd
      folderEnd = folderSlash
      guard let outer = bytes.lastIndex(of: slash, in: range.lowerBound..<folderEnd) else { return nil }
      folderSlash = outer
    }
    guard let keyspaceSlash = bytes.lastIndex(of: slash, in: range.lowerBound..<folderSlash),
      folderEnd - folderSlash > 34, bytes[folderEnd - 33] == UInt8(ascii: "-")
    else { return nil }
    return dotted(bytes, (keyspaceSlash + 1)..<folderSlash, (folderSlash + 1)..<(folderEnd - 33), index)
  }
}

private let blank = UInt8(ascii: " ")
private let slash = UInt8(ascii: "/")

private func isNameByte(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."), slash:
    true
  default: false
  }
}

extension Span<UInt8> {
  /// The end of the wording's text `range` of `literals` at `start`; one space in it matches one or more.
  fileprivate func end(
    of literals: Span<UInt8>, _ range: Range<Int>, at start: Int, before end: Int
  ) -> Int? {
    var index = start
    // Mostly the text is identical; a wording never has two spaces in a row.
    if range.count > 8, range.count <= end - start, matches(literals, range, at: start) {
      index = start + range.count
      if literals[range.upperBound - 1] == blank { while index < end, self[index] == blank { index += 1 } }
      return index
    }
    for position in range {
      let byte = literals[position]
      guard index < end, self[index] == byte else { return nil }
      index += 1
      if byte == blank { while index < end, self[index] == blank { index += 1 } }
    }
    return index
  }
}

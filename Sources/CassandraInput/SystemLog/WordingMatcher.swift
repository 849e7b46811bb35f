// Matching one wording against one message, and making values of what its holes took.

import CassandraModel

/// Matches messages of one block. Holds only scratch space and the cache of strings.
struct WordingMatcher {
  /// What a hole took, before it is made a value: a failed match costs no allocation.
  private enum Capture {
    case integer(Int64)
    case decimal(Double)
    case range(HoleKind, Range<Int>)
  }
  private var captures: [Capture] = []
  var strings = StringCache()

  /// The values of `wording`'s fields if the message in `range` matches it, else nil.
  mutating func match(_ wording: Wording, _ bytes: Span<UInt8>, _ range: Range<Int>) -> [FieldValue]? {
    captures.removeAll(keepingCapacity: true)
    var index = range.lowerBound
    let segments = wording.segments
    for (number, segment) in segments.enumerated() {
      switch segment {
      case .literal(let literal):
        guard let end = literalEnd(literal, bytes, index, range.upperBound) else { return nil }
        index = end
      case .hole(let kind):
        var next: [UInt8]?
        if number + 1 < segments.count, case .literal(let literal) = segments[number + 1] { next = literal }
        guard let end = take(kind, next, bytes, index..<range.upperBound) else { return nil }
        index = end
      }
    }
    return captures.isEmpty ? [] : values(bytes, count: wording.fields.count)
  }

  /// The end of `literal` at `index`; a blank in it matches one or more.
  private func literalEnd(_ literal: [UInt8], _ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int? {
    var index = start
    for byte in literal {
      guard index < end, bytes[index] == byte else { return nil }
      index += 1
      if byte == blank { while index < end, bytes[index] == blank { index += 1 } }
    }
    return index
  }

  private mutating func take(
    _ kind: HoleKind, _ next: [UInt8]?, _ bytes: Span<UInt8>, _ range: Range<Int>
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
        TimeUUID(ascii: bytes.extracting(range.lowerBound..<(range.lowerBound + 36))) != nil
      else { return nil }
      captures.append(.range(.uuid, range.lowerBound..<(range.lowerBound + 36)))
      return range.lowerBound + 36
    case .word:
      var end = range.lowerBound
      while end < range.upperBound, bytes[end] != blank {
        if let first = next?.first, bytes[end] == first, let next,
          literalEnd(next, bytes, end, range.upperBound) != nil
        {
          break
        }
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
        let tableStart = literalEnd(pairSeparator, bytes, keyspaceEnd, range.upperBound),
        let end = nameEnd(bytes, tableStart..<range.upperBound)
      else { return nil }
      captures.append(.range(.pair, range.lowerBound..<end))
      return end
    case .text, .greedy, .sstable, .sstables:
      guard let end = find(next, bytes, range, last: kind == .greedy) else { return nil }
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

  /// Where `next` begins in `range` (its first or last occurrence); if there is no `next`, the end of `range`
  /// without its trailing blanks.
  private func find(_ next: [UInt8]?, _ bytes: Span<UInt8>, _ range: Range<Int>, last: Bool) -> Int? {
    guard let next, let first = next.first else {
      var end = range.upperBound
      while end > range.lowerBound, bytes[end - 1] == blank { end -= 1 }
      return end
    }
    if last {
      var upper = range.upperBound
      while let hit = bytes.lastIndex(of: first, in: range.lowerBound..<upper) {
        if literalEnd(next, bytes, hit, range.upperBound) != nil { return hit }
        upper = hit
      }
      return nil
    }
    var lower = range.lowerBound
    while let hit = bytes.firstIndex(of: first, in: lower..<range.upperBound) {
      if literalEnd(next, bytes, hit, range.upperBound) != nil { return hit }
      lower = hit + 1
    }
    return nil
  }

  private mutating func values(_ bytes: Span<UInt8>, count: Int) -> [FieldValue] {
    var values: [FieldValue] = []
    values.reserveCapacity(count)
    for capture in captures {
      switch capture {
      case .integer(let value): values.append(.integer(value))
      case .decimal(let value): values.append(.decimal(value))
      case .range(.uuid, let range):
        values.append(
          TimeUUID(ascii: bytes.extracting(range)).map { .uuid($0) } ?? .text(bytes.text(in: range)))
      case .range(.word, let range): values.append(.text(strings.string(bytes, range)))
      case .range(.table, let range): values.append(.text(tableName(bytes, range)))
      case .range(.pair, let range): values.append(.text(pairName(bytes, range)))
      case .range(let kind, let range):
        values.append(.text(bytes.text(in: range)))
        if kind == .sstable || kind == .sstables { values.append(.text(table(ofPathsIn: range, bytes))) }
      }
    }
    return values
  }

  /// `ks/tbl` is written `ks.tbl`, like everywhere else.
  private mutating func tableName(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
    let text = strings.string(bytes, range)
    guard let slash = text.firstIndex(of: "/") else { return text }
    return text[..<slash] + "." + text[text.index(after: slash)...]
  }

  /// `ks, tbl` is written `ks.tbl`, too.
  private mutating func pairName(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
    let parts = strings.string(bytes, range).split { $0 == "," || $0 == " " }
    return parts.joined(separator: ".")
  }

  /// `keyspace.table` of the first path in `range`; empty when there is none. A cheap reading of
  /// `…/<keyspace>/<table>-<32 hex>[/.<index>]/<file>`; `SSTableName` is the exact one.
  private mutating func table(ofPathsIn range: Range<Int>, _ bytes: Span<UInt8>) -> String {
    // The first path ends where the list goes on; folders end at the last slash before that.
    let comma = bytes.firstIndex(of: UInt8(ascii: ","), in: range) ?? range.upperBound
    guard let fileSlash = bytes.lastIndex(of: slash, in: range.lowerBound..<comma) else { return "" }
    var folderEnd = fileSlash
    guard var folderSlash = bytes.lastIndex(of: slash, in: range.lowerBound..<folderEnd) else { return "" }
    var index: Range<Int>?
    if folderSlash + 1 < folderEnd, bytes[folderSlash + 1] == UInt8(ascii: ".") {
      index = (folderSlash + 1)..<folderEnd
      folderEnd = folderSlash
      guard let outer = bytes.lastIndex(of: slash, in: range.lowerBound..<folderEnd) else { return "" }
      folderSlash = outer
    }
    guard let keyspaceSlash = bytes.lastIndex(of: slash, in: range.lowerBound..<folderSlash),
      folderEnd - folderSlash > 34, bytes[folderEnd - 33] == UInt8(ascii: "-")
    else { return "" }
    let whole = strings.string(bytes, (keyspaceSlash + 1)..<(folderEnd - 33))
    guard let middle = whole.firstIndex(of: "/") else { return "" }
    let name = whole[..<middle] + "." + whole[whole.index(after: middle)...]
    return index.map { name + bytes.text(in: $0) } ?? String(name)
  }
}

private let blank = UInt8(ascii: " ")
private let slash = UInt8(ascii: "/")
private let pairSeparator = Array(", ".utf8)

private func isNameByte(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."), slash:
    true
  default: false
  }
}

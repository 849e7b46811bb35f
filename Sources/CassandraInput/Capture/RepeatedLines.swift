// Lines at the end of one rotated file that are repeated at the beginning of the next: copytruncate copies a
// file before it empties it, and a collector that runs in between finds them twice.

import CassandraModel

/// Finds lines that the previous file has, too.
struct RepeatedLines {
  private struct Line: Hashable {
    let hash: UInt64
    let hasTime: Bool
  }
  /// The last lines of the previous file.
  private var before: [Line] = []

  /// At most this many lines are compared.
  private static let limit = 1 << 18

  /// The number of lines at the beginning of `input` that are also the last ones of the previous file. The
  /// same words may repeat by chance, so one of the lines must have a time.
  mutating func count(in input: InputFile, _ limit: ExpansionLimit) throws(SystemFailure) -> Int {
    let (head, tail) = try RepeatedLines.lines(of: input, limit)
    defer { before = tail }
    // For each position of `head`, the length of its longest proper prefix that ends there (Knuth, Morris,
    // Pratt).
    var borders = [Int](repeating: 0, count: head.count)
    var matched = 0
    for i in head.indices.dropFirst() {
      while matched > 0, head[i] != head[matched] { matched = borders[matched - 1] }
      if head[i] == head[matched] { matched += 1 }
      borders[i] = matched
    }
    matched = 0
    for line in before where !head.isEmpty {
      while matched > 0, matched == head.count || head[matched] != line { matched = borders[matched - 1] }
      if head[matched] == line { matched += 1 }
    }
    return head[..<matched].contains(where: \.hasTime) ? matched : 0
  }

  /// The first and the last lines of a file.
  private static func lines(
    of input: InputFile, _ limit: ExpansionLimit
  ) throws(SystemFailure) -> (head: [Line], tail: [Line]) {
    var blocks = try input.open(limit: limit)
    var head: [Line] = []
    var tail: [Line] = []
    while let block = blocks.next(splitAt: afterLastNewline) {
      let bytes = block.bytes.span
      var start = 0
      if head.isEmpty { while start < bytes.count, bytes[start] == 0 { start += 1 } }
      while start < bytes.count {
        let end = bytes.firstIndex(of: UInt8(ascii: "\n"), in: start..<bytes.count) ?? bytes.count
        let line = Line(hash: bytes.hash(in: start..<end), hasTime: hasTime(bytes, start..<end))
        if head.count < RepeatedLines.limit { head.append(line) }
        tail.append(line)
        if tail.count >= 2 * RepeatedLines.limit { tail.removeFirst(RepeatedLines.limit) }
        start = end + 1
      }
    }
    return (head, Array(tail.suffix(RepeatedLines.limit)))
  }

  /// True for a line that contains a time such as `05:10:0`.
  private static func hasTime(_ text: Span<UInt8>, _ line: Range<Int>) -> Bool {
    for i in line.dropFirst(2).dropLast(4).prefix(400)
    where text[i] == UInt8(ascii: ":") && text[i + 3] == UInt8(ascii: ":") {
      if [i - 2, i - 1, i + 1, i + 2, i + 4].allSatisfy({ digit(text[$0]) != nil }) { return true }
    }
    return false
  }
}

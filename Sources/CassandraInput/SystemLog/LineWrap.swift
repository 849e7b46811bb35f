// Lines wrapped by another program: a mail program wraps at the last space before a column, a terminal at
// exactly its width, within words.
//
//   ERROR [CompactionExecutor:4] 2021-06-14 11:20:03,501 CassandraDaemon.java:579     mail, 72 columns
//   - Exception in thread Thread[CompactionExecutor:4,1,main]
//   org.apache.cassandra.io.sstable.CorruptSSTableException: Corrupted: /var/lib/cassandra/data/shop/ord   terminal, 100
//   ers-4e1f5c70a1b911eb8d0d3f6d1a2b3c4d/nb-41-big-Data.db
//
// The width is taken from a sample, and accepted only if lines prove it: several lines of exactly the maximal
// width, or a head or a frame that is broken. A line that begins a record or a part of a trace is never
// joined to the line above.

import CassandraModel

/// The width at which the lines of a text were wrapped.
struct LineWrap: Hashable, Sendable {
  private enum Kind: Hashable { case atBlanks, anywhere }

  private let kind: Kind
  private let width: Int
  /// True if a TAB extends to the next multiple of eight columns.
  private let expandsTabs: Bool

  private static let widths = 50...240

  /// The wrap of `lines`, a sample from the beginning of the text; nil if there is none.
  init?(_ lines: [[UInt8]]) {
    let lines = lines.map { LineWrap.trimmedEnd($0) }
    guard lines.count >= 3 else { return nil }
    // A terminal never breaks a line before its full width.
    if let width = LineWrap.mailWidth(lines, shortOnly: true) {
      self.init(.atBlanks, width, true)
      return
    }
    for expandsTabs in [false, true] {
      if let width = LineWrap.terminalWidth(lines, expandsTabs) {
        self.init(.anywhere, width, expandsTabs)
        return
      }
    }
    guard let width = LineWrap.mailWidth(lines, shortOnly: false) else { return nil }
    self.init(.atBlanks, width, true)
  }

  private init(_ kind: Kind, _ width: Int, _ expandsTabs: Bool) {
    self.kind = kind
    self.width = width
    self.expandsTabs = expandsTabs
  }

  /// The text between `line` and `next` if they were one line; nil if they are two.
  ///
  /// - Parameter line: The line as in the file.
  /// - Parameter isFrame: True if `line` ends a complete frame of a trace.
  func gap(_ line: [UInt8], _ next: [UInt8], isFrame: Bool) -> [UInt8]? {
    let start = LineStart(next)
    guard start != .record, !next.allSatisfy({ isBlank($0) }) else { return nil }
    let own = LineWrap.trimmedEnd(line)
    switch kind {
    case .anywhere:
      let columns = LineWrap.columns(line, expandsTabs)
      // `… - ` ends at the width, and the message begins with the name of an exception.
      let isHeadAlone = start == .exception && LineStart(line) == .record && LineWrap.isBrokenHead(own)
      guard start == .text || isHeadAlone else { return nil }
      if columns == width { return [] }
      // The space at which it was wrapped is lost.
      return columns == width - 1 && own.count == line.count && !isBlank(next[0]) ? [UInt8(ascii: " ")] : nil
    case .atBlanks:
      if LineWrap.isOpen(own) { return start == .exception || start == .text ? [UInt8(ascii: " ")] : nil }
      guard start == .text, !isFrame, !isBlank(next[0]) else { return nil }
      let word = next.prefix { !isBlank($0) }.count
      return LineWrap.columns(own, true) + 1 + word > width ? [UInt8(ascii: " ")] : nil
    }
  }

  // MARK: Widths

  /// The maximal width, if several lines have it and the line after one of them continues within a word.
  private static func terminalWidth(_ lines: [[UInt8]], _ expandsTabs: Bool) -> Int? {
    let columns = lines.map { LineWrap.columns($0, expandsTabs) }
    guard let most = columns.max(), widths.contains(most) else { return nil }
    var full = 0
    var proofs = 0
    for (index, line) in lines.enumerated() where columns[index] >= most - 1 {
      guard index + 1 < lines.count, LineStart(lines[index + 1]) == .text, let first = lines[index + 1].first,
        let last = line.last
      else { continue }
      full += 1
      if columns[index] == most, !isBlank(first), !isBlank(last), isInWord(last),
        isInWord(first) || first == UInt8(ascii: ")")
      {
        proofs += 1
      }
    }
    return full >= 2 && proofs >= 1 || full >= 1 && proofs >= 1 && isBrokenPath(lines, columns, most)
      ? most : nil
  }

  /// True if the single line of maximal width ends within a path or a frame that the next line completes.
  private static func isBrokenPath(_ lines: [[UInt8]], _ columns: [Int], _ most: Int) -> Bool {
    guard let index = columns.firstIndex(of: most), index + 1 < lines.count else { return false }
    let joined = lines[index] + lines[index + 1]
    let span = joined.span
    let names: [StaticString] = [
      "-Data.db", ".java:", "-Index.db", "-Statistics.db", "Exception", "Native Method)",
    ]
    return names.contains { name in
      guard let range = span.firstRange(of: name, in: span.all) else { return false }
      return range.lowerBound < lines[index].count && range.upperBound > lines[index].count
    }
  }

  private static func isInWord(_ byte: UInt8) -> Bool {
    TraceSegments.isClassByte(byte) || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "-")
  }

  /// The width of the widest line that could have been wrapped, if heads or frames were.
  ///
  /// - Parameter shortOnly: True to count only lines that end before that width.
  private static func mailWidth(_ lines: [[UInt8]], shortOnly: Bool) -> Int? {
    var most = 0
    for line in lines {
      let ink = line.drop { isBlank($0) }
      if ink.contains(where: { isBlank($0) }) { most = max(most, columns(line, true)) }
    }
    guard widths.contains(most), most <= 132 else { return nil }
    // A terminal that shows a TAB as one column is narrower.
    let mostBytes = lines.map { columns($0, false) }.max() ?? most
    var proofs = 0
    for (line, next) in zip(lines, lines.dropFirst()) where !next.isEmpty {
      let start = LineStart(next)
      if shortOnly, columns(line, true) >= most - 1 || columns(line, false) >= mostBytes - 1 { continue }
      if isOpen(line), start == .text || start == .exception { proofs += 1 }
      guard LineStart(line) == .record, start == .text, !isBlank(next[0]) else { continue }
      let word = next.prefix { !isBlank($0) }.count
      let isTooLong = columns(line, true) + 1 + word > most
      if isTooLong, isBrokenHead(line) || next.starts(with: "- ".utf8) { proofs += 1 }
    }
    return proofs > 0 ? most : nil
  }

  /// True for an incomplete line: `at` without its frame, `Caused by:` without its exception.
  private static func isOpen(_ line: [UInt8]) -> Bool {
    let text = line.span
    let ink = text.trimmed(text.all)
    return text.equals("at", in: ink) || text.equals("Caused by:", in: ink)
      || text.equals("Suppressed:", in: ink)
  }

  /// True for the beginning of a record that ends before its message.
  private static func isBrokenHead(_ line: [UInt8]) -> Bool {
    var heads = LogHeaderParser()
    guard case .head(let header) = heads.parse(line.span, line.span.all) else { return true }
    return header.message.isEmpty
  }

  private static func columns(_ line: [UInt8], _ expandsTabs: Bool) -> Int {
    var count = 0
    for byte in line {
      if byte == UInt8(ascii: "\t"), expandsTabs {
        count += 8 - count % 8
      } else if byte & 0xC0 != 0x80 {
        count += 1
      }
    }
    return count
  }

  static func trimmedEnd(_ line: [UInt8]) -> [UInt8] {
    guard let last = line.lastIndex(where: { !isBlank($0) }) else { return [] }
    return last + 1 == line.count ? line : Array(line[...last])
  }
}

/// The kind of a line's beginning.
enum LineStart {
  /// A record: a level, or a time, followed by other parts of a head.
  case record
  /// A frame, a cause or an elision.
  case trace
  /// An exception.
  case exception
  case text

  init(_ line: [UInt8]) {
    let bytes = line.span
    let ink = bytes.trimmed(bytes.all)
    guard !ink.isEmpty else {
      self = .text
      return
    }
    if LineStart.isRecord(bytes, ink) {
      self = .record
    } else if LineStart.isTrace(bytes, ink) {
      self = .trace
    } else {
      self = TraceSegments.exception(bytes, ink) == ink.lowerBound ? .exception : .text
    }
  }

  private static func isTrace(_ bytes: Span<UInt8>, _ line: Range<Int>) -> Bool {
    let words: [StaticString] = ["at ", "Caused by:", "Suppressed:", "... ", "Exception in thread \""]
    if bytes.equals("at", in: line) { return true }
    return words.contains { bytes.hasPrefix($0, in: line) }
  }

  private static func isRecord(_ bytes: Span<UInt8>, _ line: Range<Int>) -> Bool {
    let levels: [StaticString] = ["INFO", "WARN", "ERROR", "DEBUG", "TRACE", "FATAL"]
    for level in levels where bytes.hasPrefix(level, in: line) {
      let behind = line.lowerBound + level.utf8CodeUnitCount
      return behind < line.upperBound && (isBlank(bytes[behind]) || bytes[behind] == UInt8(ascii: "]"))
    }
    // `2021-06-14 `, `11:20:03`, `[2021-`
    let start = bytes[line.lowerBound] == UInt8(ascii: "[") ? line.lowerBound + 1 : line.lowerBound
    guard start + 8 <= line.upperBound else { return false }
    var isDigit: [Bool] = []
    for index in start..<(start + 8) { isDigit.append(digit(bytes[index]) != nil) }
    if isDigit[0], isDigit[1], isDigit[2], isDigit[3] {
      return bytes[start + 4] == UInt8(ascii: "-") || bytes[start + 4] == UInt8(ascii: "/")
    }
    return isDigit[0] && isDigit[1] && bytes[start + 2] == UInt8(ascii: ":") && isDigit[3] && isDigit[4]
      && bytes[start + 5] == UInt8(ascii: ":")
  }
}

// Prefixes that other programs and people add to every line of a log: quotation marks, a file name and line
// number of grep, a host of pdsh, a pod, a time. The prefix is learned from the text before a head: words and
// punctuation are constant, numbers and times change from line to line.
//
//   `> `   `    `   `system.log:100:`   `     7<TAB>`   `node-3 | cassandra `   `2026-11-21 05:10:03 [db1] `

import CassandraModel

struct LinePrefix: Hashable, Sendable {
  enum Element: Hashable, Sendable {
    case text([UInt8])
    /// Digits, which may be right-aligned.
    case number
    case time
    /// The colon after a name or number of grep; a hyphen in context lines.
    case mark
  }

  let elements: [Element]
  /// Its words: a host, a pod, a file. Lines with other words are from another source.
  let words: [[UInt8]]

  /// The pattern of the bytes in `range`, which precede a head.
  init(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    var elements: [Element] = []
    var words: [[UInt8]] = []
    var text: [UInt8] = []
    let flush = {
      if !text.isEmpty { elements.append(.text(text)) }
      text = []
    }
    var at = range.lowerBound
    while at < range.upperBound {
      let byte = bytes[at]
      let isInWord = at > range.lowerBound && isWordByte(bytes[at - 1])
      if !isInWord, let time = HeadTime(bytes, at: at, before: range.upperBound) {
        flush()
        elements.append(.time)
        at = time.end
      } else if !isInWord, let end = LinePrefix.endOfNumber(bytes, at, range.upperBound) {
        // A right-aligned number includes its leading spaces.
        while let last = text.last, isBlank(last), last == UInt8(ascii: " ") { text.removeLast() }
        flush()
        elements.append(.number)
        at = end
      } else if isWordByte(byte) {
        var end = at
        while end < range.upperBound, LinePrefix.isHostByte(bytes[end]) { end += 1 }
        while end > at + 1, !isWordByte(bytes[end - 1]) { end -= 1 }
        // `system.log-100-`: the line number is not part of the name.
        if LinePrefix.isMark(bytes, end, range.upperBound) {
          var digits = end
          while digits > at, digit(bytes[digits - 1]) != nil { digits -= 1 }
          if digits < end, digits > at + 1, bytes[digits - 1] == UInt8(ascii: "-") { end = digits - 1 }
        }
        let word = bytes.extracting(at..<end)
        var own: [UInt8] = []
        own.append(word)
        words.append(own)
        text += own
        at = end
      } else if byte == UInt8(ascii: ":") || LinePrefix.isGrepMark(bytes, at, range), at > range.lowerBound,
        isWordByte(bytes[at - 1])
      {
        flush()
        elements.append(.mark)
        at += 1
      } else {
        text.append(byte)
        at += 1
      }
    }
    flush()
    self.elements = elements
    self.words = words
  }

  private static func endOfNumber(_ bytes: Span<UInt8>, _ start: Int, _ limit: Int) -> Int? {
    var end = start
    while end < limit, digit(bytes[end]) != nil { end += 1 }
    guard end > start else { return nil }
    // `10.0.0.1` and `3fa8` are words; `100-` at the end of a prefix is the line number of a grep context
    // line.
    if end < limit, isHostByte(bytes[end]), !isMark(bytes, end, limit), !isListMark(bytes, end, limit) {
      return nil
    }
    return end
  }

  /// True for the full stop of a numbered list.
  private static func isListMark(_ bytes: Span<UInt8>, _ at: Int, _ limit: Int) -> Bool {
    bytes[at] == UInt8(ascii: ".") && at + 1 < limit && isBlank(bytes[at + 1])
  }

  /// True for a hyphen before or after the line number that ends a prefix.
  private static func isGrepMark(_ bytes: Span<UInt8>, _ at: Int, _ range: Range<Int>) -> Bool {
    guard bytes[at] == UInt8(ascii: "-") else { return false }
    if isMark(bytes, at, range.upperBound) { return true }
    return endOfDigits(bytes, at + 1, range.upperBound).map { isMark(bytes, $0, range.upperBound) } ?? false
  }

  /// True for the hyphen that ends a prefix of grep.
  private static func isMark(_ bytes: Span<UInt8>, _ at: Int, _ limit: Int) -> Bool {
    at + 1 == limit && bytes[at] == UInt8(ascii: "-")
  }

  private static func isHostByte(_ byte: UInt8) -> Bool {
    isWordByte(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "/")
      || byte == UInt8(ascii: "@")
  }

  var isEmpty: Bool { elements.isEmpty }

  /// The pattern without its words.
  var shape: [Element] { elements.map { if case .text = $0 { .text([]) } else { $0 } } }

  /// The end of the prefix of `line`, and the range of a time in it; nil if the line does not have this
  /// pattern.
  func match(_ bytes: Span<UInt8>, _ line: Range<Int>) -> (end: Int, time: Range<Int>?)? {
    var at = line.lowerBound
    var time: Range<Int>?
    for (index, element) in elements.enumerated() {
      switch element {
      case .text(let text):
        if at + text.count <= line.upperBound, bytes.matches(text, at: at) {
          at += text.count
        } else if index == elements.count - 1, let end = LinePrefix.stripped(text, bytes, at, line.upperBound)
        {
          at = end
        } else {
          return nil
        }
      case .number:
        while at < line.upperBound, bytes[at] == UInt8(ascii: " ") { at += 1 }
        guard let end = LinePrefix.endOfDigits(bytes, at, line.upperBound) else { return nil }
        at = end
      case .time:
        guard let found = HeadTime(bytes, at: at, before: line.upperBound) else { return nil }
        time = at..<found.end
        at = found.end
      case .mark:
        guard at < line.upperBound, bytes[at] == UInt8(ascii: ":") || bytes[at] == UInt8(ascii: "-") else {
          return nil
        }
        at += 1
      }
    }
    return (at, time)
  }

  private static func endOfDigits(_ bytes: Span<UInt8>, _ start: Int, _ limit: Int) -> Int? {
    var end = start
    while end < limit, digit(bytes[end]) != nil { end += 1 }
    return end > start ? end : nil
  }

  /// The end of a line that consists of the prefix without its trailing spaces, which editors and mail
  /// programs remove.
  private static func stripped(_ text: [UInt8], _ bytes: Span<UInt8>, _ at: Int, _ end: Int) -> Int? {
    var count = text.count
    while count > 0, isBlank(text[count - 1]) { count -= 1 }
    guard count < text.count, at + count == end else { return nil }
    for i in 0..<count where bytes[at + i] != text[i] { return nil }
    return end
  }
}

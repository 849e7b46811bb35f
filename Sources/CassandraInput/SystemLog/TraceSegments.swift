// The lines of a stack trace whose line ends were lost. Text from a ticket system, a shipper or a terminal
// may have a whole trace in one line:
//
//   … org.x.FSWriteError: java.io.IOException: No space left on device at org.x.C.d(C.java:1) at … Caused by: …
//   … org.x.FSWriteError: java.io.IOException: No space left on device\n\tat org.x.C.d(C.java:1)\n\tat …
//
// A line is cut only before an unambiguous part: a frame with its parentheses, a cause with its class, an
// elision with its number. So `C:\new\table` stays whole.

import CassandraModel

/// Splits lines into the original lines of a trace.
enum TraceSegments {
  /// Appends the segments of `line` to `segments`, each without the spaces and line ends around it.
  static func append(_ bytes: Span<UInt8>, _ line: Range<Int>, to segments: inout [Range<Int>]) {
    var start = line.lowerBound
    var index = firstInk(bytes, line) + 1
    while index < line.upperBound, segments.count < limit {
      if begins(bytes, index, line) {
        add(bytes, start..<index, to: &segments)
        start = index
      }
      index += 1
    }
    add(bytes, start..<line.upperBound, to: &segments)
  }

  /// True when `line` contains a frame after other text.
  static func holdsFrame(_ bytes: Span<UInt8>, _ line: Range<Int>) -> Bool {
    var search = line
    // Nearly every frame has one, and few messages do.
    while let paren = bytes.firstIndex(of: UInt8(ascii: "("), in: search) {
      search = (paren + 1)..<line.upperBound
      var start = paren
      while start > line.lowerBound, paren - start < frameLimit, isFrameByte(bytes[start - 1]) { start -= 1 }
      if start >= line.lowerBound + 4, bytes.matches(at, at: start - 3), isFrame(bytes, start - 3, line) {
        return true
      }
    }
    return false
  }

  /// The start of an exception in `range`: a qualified name that ends in `Exception` or `Error`, followed by
  /// a valid separator. Nil if there is none.
  static func exception(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
    var index = range.lowerBound
    while index < range.upperBound {
      guard isClassByte(bytes[index]) else {
        // `\norg.x.Y`: the letter is the end of an escape.
        index = max(index + 1, behindEscapes(bytes, index..<range.upperBound))
        continue
      }
      let start = index
      while index < range.upperBound, isClassByte(bytes[index]) { index += 1 }
      if isException(bytes, start..<index, before: range.upperBound) { return start }
    }
    return nil
  }

  /// True when `name`, a run of name bytes, is an exception by its form and by the text after it.
  private static func isException(_ bytes: Span<UInt8>, _ name: Range<Int>, before end: Int) -> Bool {
    guard bytes.hasSuffix("Exception", in: name) || bytes.hasSuffix("Error", in: name),
      let first = name.first, bytes[first] != UInt8(ascii: "."),
      bytes.firstIndex(of: UInt8(ascii: "."), in: name) != nil
        || bytes.equals("FSWriteError", in: name) || bytes.equals("FSReadError", in: name)
    else { return false }
    let next = name.upperBound
    return next == end || bytes.matches(": ", at: next, before: end)
      || bytes.matches(" in /", at: next, before: end)
      || (bytes[next] == UInt8(ascii: ":") && next + 1 == end)
      || isBlank(bytes[next]) && begins(bytes, firstInk(bytes, next..<end), next..<end)
      || behindEscapes(bytes, next..<end) > next
  }

  /// The index after the spaces, and after spaces and line ends written as escapes, at the start of `range`.
  static func firstInk(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
    var index = range.lowerBound
    while index < range.upperBound {
      if isBlank(bytes[index]) {
        index += 1
        continue
      }
      let behind = behindEscape(bytes, index, range.upperBound)
      // `\table` does not begin with a TAB, but `\tat ` does.
      guard behind > index, isTracePart(bytes, behindEscapes(bytes, index..<range.upperBound), range) else {
        return index
      }
      index = behind
    }
    return index
  }

  // MARK: Cuts

  /// True where a line of a trace begins at `index`, within `line`.
  private static func begins(_ bytes: Span<UInt8>, _ index: Int, _ line: Range<Int>) -> Bool {
    guard index < line.upperBound else { return false }
    switch bytes[index] {
    case UInt8(ascii: "a"):
      return isParted(bytes, index, line) && bytes.matches(at, at: index) && isFrame(bytes, index, line)
    case UInt8(ascii: "C"), UInt8(ascii: "W"): return isCause(bytes, index, line)
    case UInt8(ascii: "S"): return isParted(bytes, index, line) && isCause(bytes, index, line)
    case UInt8(ascii: "."): return isParted(bytes, index, line) && isElision(bytes, index, line)
    default:
      // `\njava.lang.RuntimeException: …`
      guard index - 2 >= line.lowerBound,
        bytes[index - 1] == UInt8(ascii: "n") || bytes[index - 1] == UInt8(ascii: "2"),
        isAfterEscape(bytes, index, line), isClassByte(bytes[index])
      else { return false }
      var end = index
      while end < line.upperBound, isClassByte(bytes[end]) { end += 1 }
      return isException(bytes, index..<end, before: line.upperBound)
    }
  }

  /// True at the start of a frame, a cause or an elision.
  private static func isTracePart(_ bytes: Span<UInt8>, _ index: Int, _ line: Range<Int>) -> Bool {
    guard index < line.upperBound else { return true }
    return bytes.matches(at, at: index) && isFrame(bytes, index, line) || isCause(bytes, index, line)
      || isElision(bytes, index, line)
  }

  /// `at org.x.Y.z(`: a qualified name before a parenthesis.
  private static func isFrame(_ bytes: Span<UInt8>, _ index: Int, _ line: Range<Int>) -> Bool {
    var end = index + at.count
    var dots = 0
    let limit = min(line.upperBound, end + frameLimit)
    while end < limit, isFrameByte(bytes[end]) {
      if bytes[end] == UInt8(ascii: ".") { dots += 1 }
      end += 1
    }
    return dots > 0 && end < limit && bytes[end] == UInt8(ascii: "(") && end > index + at.count
  }

  private static func isCause(_ bytes: Span<UInt8>, _ index: Int, _ line: Range<Int>) -> Bool {
    for word in causes where bytes.matches(word, at: index) && index + word.count <= line.upperBound {
      let rest = (index + word.count)..<line.upperBound
      let end = rest.first { !isClassByte(bytes[$0]) } ?? rest.upperBound
      return bytes.firstIndex(of: UInt8(ascii: "."), in: rest.lowerBound..<end) != nil
        || isException(bytes, rest.lowerBound..<end, before: line.upperBound)
    }
    return false
  }

  /// `... 23 more`, `... 23 common frames omitted`.
  private static func isElision(_ bytes: Span<UInt8>, _ index: Int, _ line: Range<Int>) -> Bool {
    guard bytes.matches("... ", at: index, before: line.upperBound) else { return false }
    let digits = index + 4
    let end = (digits..<line.upperBound).first { digit(bytes[$0]) == nil } ?? line.upperBound
    return end > digits
      && (bytes.matches(" more", at: end, before: line.upperBound)
        || bytes.matches(" common frames", at: end, before: line.upperBound))
  }

  /// True when the text before `index` may end a line: a space, the end of a frame, or an escape.
  private static func isParted(_ bytes: Span<UInt8>, _ index: Int, _ line: Range<Int>) -> Bool {
    guard index > line.lowerBound else { return true }
    switch bytes[index - 1] {
    case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: ")"), UInt8(ascii: "]"): return true
    default: return isAfterEscape(bytes, index, line)
    }
  }

  private static func isAfterEscape(_ bytes: Span<UInt8>, _ index: Int, _ line: Range<Int>) -> Bool {
    escapeLengths.contains {
      index - $0 >= line.lowerBound && behindEscape(bytes, index - $0, line.upperBound) == index
    }
  }

  private static func behindEscapes(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
    var index = range.lowerBound
    while index < range.upperBound {
      let behind = isBlank(bytes[index]) ? index + 1 : behindEscape(bytes, index, range.upperBound)
      guard behind > index else { break }
      index = behind
    }
    return index
  }

  /// The index after the escape at `index`: `\n`, `\t`, `\r`, the same with the backslash doubled, or
  /// rsyslog's `#012`, `#011`. `index` if there is none.
  private static func behindEscape(_ bytes: Span<UInt8>, _ index: Int, _ end: Int) -> Int {
    if bytes.matches("#012", at: index, before: end) || bytes.matches("#011", at: index, before: end) {
      return index + 4
    }
    var letter = index
    while letter < end, letter < index + 2, bytes[letter] == UInt8(ascii: "\\") { letter += 1 }
    guard letter > index, letter < end else { return index }
    switch bytes[letter] {
    case UInt8(ascii: "n"), UInt8(ascii: "t"), UInt8(ascii: "r"): return letter + 1
    default: return index
    }
  }

  /// Adds `segment` without spaces and escapes at its end.
  private static func add(_ bytes: Span<UInt8>, _ segment: Range<Int>, to segments: inout [Range<Int>]) {
    var end = segment.upperBound
    while end > segment.lowerBound {
      if isBlank(bytes[end - 1]) {
        end -= 1
      } else if let length = escapeLengths.first(where: {
        end - $0 >= segment.lowerBound && behindEscape(bytes, end - $0, end) == end
      }) {
        end -= length
      } else {
        break
      }
    }
    if end > segment.lowerBound { segments.append(segment.lowerBound..<end) }
  }

  /// A byte of a qualified class name.
  static func isClassByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "$"):
      true
    default: false
    }
  }

  /// A byte of a frame before its parenthesis: with module, loader and constructors.
  private static func isFrameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "/"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "@"), UInt8(ascii: "-"): true
    default: isClassByte(byte)
    }
  }

  /// More segments of one record are not parsed.
  private static let limit = 4096
  private static let frameLimit = 512
  /// The longest first: `\\\\n` ends in `\\n`, too.
  private static let escapeLengths = [4, 3, 2]
  private static let at = Array("at ".utf8)
  private static let causes = ["Caused by: ", "Suppressed: ", "Wrapped by: "].map { Array($0.utf8) }
}

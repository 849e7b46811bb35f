// The margin that a page, a mail or a list adds to each line of an output: indentation of a code block, `> `
// of a quotation, the bullet of a list. It is detected before the beginning of an output, a command or a
// time, and holds until a line does not have it.
//
//     > pending tasks: 12          the margin is `> `
//     > - shop.orders: 12
//     >                            blank
//     This is the output.          the margin ends

import CassandraModel

/// Detects and removes the margin of lines.
struct TextMargin {
  private var margin: [UInt8] = []
  /// True after an indented line without a margin: lines within an output are indented.
  private var isWithin = false

  /// Longest margin.
  private static let widest = 32

  /// `line` without its margin.
  mutating func strip(_ text: Span<UInt8>, _ line: Range<Int>) -> Range<Int> {
    guard let first = line.first else {
      isWithin = false
      return line
    }
    if !margin.isEmpty {
      if line.count >= margin.count, text.matches(margin, at: line.lowerBound) {
        return (line.lowerBound + margin.count)..<line.upperBound
      }
      // A blank line loses the spaces of its margin, or all of it.
      let core = text.trimmed(line)
      if core.isEmpty || core.allSatisfy({ Self.isMark(text[$0]) }) {
        return line.upperBound..<line.upperBound
      }
      margin = []
    }
    let wasWithin = isWithin
    isWithin = isBlank(text[first]) && !text.trimmed(line).isEmpty
    guard !wasWithin, Self.isMark(text[first]) || Self.isBullet(text, line) else { return line }
    guard let start = Self.start(text, line), start > first, Self.begins(text, start..<line.upperBound),
      !Self.beginsItself(text, line)
    else { return line }
    margin = Self.margin(text, first..<start)
    isWithin = false
    return start..<line.upperBound
  }

  /// Spaces, and the marks of quotations.
  private static func isMark(_ byte: UInt8) -> Bool {
    isBlank(byte) || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "|")
  }

  private static func isBullet(_ text: Span<UInt8>, _ line: Range<Int>) -> Bool {
    for bullet: StaticString in ["- ", "* ", "• "] where text.hasPrefix(bullet, in: line) { return true }
    return false
  }

  /// The start of the line after the marks; nil if there are too many.
  private static func start(_ text: Span<UInt8>, _ line: Range<Int>) -> Int? {
    var i = line.lowerBound
    while i < line.upperBound, isMark(text[i]) { i += 1 }
    if isBullet(text, i..<line.upperBound) {
      while i < line.upperBound, !isBlank(text[i]) { i += 1 }
      while i < line.upperBound, isBlank(text[i]) { i += 1 }
    }
    return i < line.upperBound && i - line.lowerBound <= widest ? i : nil
  }

  /// The margin of the lines after one with `marks` before it: lines below a bullet have spaces.
  private static func margin(_ text: Span<UInt8>, _ marks: Range<Int>) -> [UInt8] {
    marks.map { i in isMark(text[i]) ? text[i] : UInt8(ascii: " ") }
  }

  /// True for an indented line that begins an output without removing its spaces.
  private static func beginsItself(_ text: Span<UInt8>, _ line: Range<Int>) -> Bool {
    // A title of histograms is recognised by its end.
    NodetoolCommand.begun(by: line, of: text).map { NodetoolCommand.all[$0].name != "tablehistograms" }
      ?? false
  }

  private static let inner: Set = ["gossipinfo", "diskstats", "free"]

  /// True for lines at the margin of a capture: the beginning of an output, a command, a time, a failure.
  private static func begins(_ text: Span<UInt8>, _ line: Range<Int>) -> Bool {
    if let begun = NodetoolCommand.begun(by: line, of: text) {
      // These also occur within other outputs: peers in netstats, keys of documents.
      return !NodetoolCommand.all[begun].isDocument && !inner.contains(NodetoolCommand.all[begun].name)
    }
    switch SessionLine(text, line) {
    case .marker, .refusal: return true
    case .prompt(let command): return command.nodetool != nil && !command.isBare
    case .exception: return text.hasPrefix("error: ", in: line)
    default: return HostHeading(text, line)?.form.isOfCollector == true
    }
  }
}

// Code blocks of a page: text behind the end of one is prose, until the next one begins.

import CassandraModel

/// The position of a line relative to the code blocks around it.
struct CodeBlocks: Sendable {
  private var isInside = false
  /// True behind the end of a block: a line there belongs to no output unless it begins one.
  private(set) var isOutside = false

  /// Takes the mark in `line`, and returns true if it ends a block. The same mark may begin and end one.
  ///
  /// - Parameter hasOutput: True if an output is open, so that a first mark is an end.
  mutating func take(_ text: Span<UInt8>, _ line: Range<Int>, hasOutput: Bool) -> Bool {
    let isEnd: Bool
    if text.hasPrefix("</", in: line) || text.hasPrefix("[/", in: line) {
      isEnd = true
    } else if text[line.lowerBound] == UInt8(ascii: "<") || text[line.lowerBound] == UInt8(ascii: "[")
      || isNamed(text, line)
    {
      isEnd = false
    } else {
      isEnd = isInside || hasOutput
    }
    (isInside, isOutside) = (!isEnd, isEnd)
    return isEnd
  }

  /// A command that was typed: its output follows, in whatever place.
  mutating func sawPrompt() { isOutside = false }

  /// True if the mark names the language, as only the beginning of a block does: "```bash", `{code:java}`.
  private func isNamed(_ text: Span<UInt8>, _ line: Range<Int>) -> Bool {
    let core = text.trimmed(line)
    guard let last = core.last else { return false }
    switch text[core.lowerBound] {
    case UInt8(ascii: "{"): return text.firstIndex(of: UInt8(ascii: ":"), in: core) != nil
    default: return text[last] != text[core.lowerBound]
    }
  }
}

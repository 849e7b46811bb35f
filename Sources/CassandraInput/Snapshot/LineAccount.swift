// Counts lines where values begin and end anywhere: several values on one line, or one over many lines.

import CassandraModel

/// Decides the kind of each line.
struct LineAccount {
  /// The kind of the current line, as far as it is known.
  private var current: LineFate?
  /// True from a line's beginning to its end.
  private var isInLine = false
  /// Complete lines of the open value: their number, and the kind of the first one from the text before the
  /// value.
  private var waiting = 0
  private var firstWaiting: LineFate?
  /// True if a value has begun or ended on the line.
  private(set) var hasValue = false

  /// Begins a line that is not blank.
  mutating func beginLine() {
    isInLine = true
    current = nil
    hasValue = false
  }

  /// Ends the line.
  ///
  /// - Parameter isOpen: True if a value continues on the next line.
  mutating func endLine(isOpen: Bool, _ lines: inout LineCounts) {
    guard isInLine else { return }
    isInLine = false
    if isOpen {
      if waiting == 0 { firstWaiting = current }
      waiting += 1
    } else {
      lines.count(current ?? .unparsed)
    }
  }

  mutating func beginValue() { hasValue = true }

  /// A part of the line has this kind; the line's kind is the best of its parts.
  mutating func mark(_ fate: LineFate) {
    guard let known = current else {
      current = fate
      return
    }
    if Self.rank(fate) > Self.rank(known) { current = fate }
  }

  /// Ends the open value on the current line.
  mutating func endValue(_ fate: LineFate, _ lines: inout LineCounts) {
    hasValue = true
    mark(waiting == 0 || fate == .unparsed ? fate : .continuation)
    count(fate, &lines)
  }

  /// Ends the open value before the current line.
  mutating func cutOff(_ lines: inout LineCounts) { count(.unparsed, &lines) }

  private mutating func count(_ fate: LineFate, _ lines: inout LineCounts) {
    guard waiting > 0 else { return }
    if let first = firstWaiting, Self.rank(first) > Self.rank(fate) {
      lines.count(first)
    } else {
      lines.count(fate)
    }
    for _ in 1..<waiting { lines.count(fate == .unparsed ? .unparsed : .continuation) }
    waiting = 0
    firstWaiting = nil
  }

  private static func rank(_ fate: LineFate) -> Int {
    switch fate {
    case .known: 5
    case .unknown: 4
    case .continuation: 3
    case .unparsed: 2
    case .decoration: 1
    case .blank: 0
    }
  }
}

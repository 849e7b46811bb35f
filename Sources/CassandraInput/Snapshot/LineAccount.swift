// The account of lines where values begin and end anywhere: several on one line, one over many.

import CassandraModel

/// Decides what became of each line.
struct LineAccount {
  /// The fate of the line that is being read, as far as it is known.
  private var current: LineFate?
  /// True from a line's beginning to its end.
  private var isInLine = false
  /// Whole lines of the open value: how many, and what the first of them is by what stood before the value.
  private var waiting = 0
  private var firstWaiting: LineFate?
  /// True if a value has begun or ended on the line.
  private(set) var hasValue = false

  /// A line that is not blank begins.
  mutating func beginLine() {
    isInLine = true
    current = nil
    hasValue = false
  }

  /// The line ends.
  ///
  /// - Parameter isOpen: a value goes on behind it.
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

  /// Something of the line is of this kind; the best of its parts is the line's.
  mutating func mark(_ fate: LineFate) {
    guard let known = current else {
      current = fate
      return
    }
    if Self.rank(fate) > Self.rank(known) { current = fate }
  }

  /// The open value ended on the line that is being read.
  mutating func endValue(_ fate: LineFate, _ lines: inout LineCounts) {
    hasValue = true
    mark(waiting == 0 || fate == .unparsed ? fate : .continuation)
    count(fate, &lines)
  }

  /// The open value ended before the line that is being read.
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

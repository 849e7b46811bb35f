// The interface of every reader of text other than a log: it receives blocks of decoded bytes and pushes
// facts. One call covers a block, so the reader behind the existential works on lines without dynamic
// dispatch.

import CassandraModel

/// A push parser for one file of text.
protocol CaptureTextReader {
  /// The formats found so far, as users call them: `tpstats, info`.
  var formatName: String { get }
  /// Counts of lines by kind; complete after `finish`.
  var lines: LineCounts { get }
  /// The earliest and the latest time in the text; nil while there is none.
  var period: (first: Moment?, last: Moment?) { get }
  /// False once the rest of the file cannot change its result; the rest need not be read.
  var needsMore: Bool { get }

  /// Begins the first or the next file of a rotated log. Only the lines in `part` are read, without the first
  /// `skipped` ones. All lines before it are complete.
  mutating func beginFile(_ part: SessionPart?, skipping skipped: Int)

  /// Ends a file; another file follows.
  mutating func endFile()

  /// Sets the node's clock, before the first block; nil if it is not known. Times in the text without an
  /// offset from UTC are times of that clock.
  mutating func setClock(_ clock: WallClock?)

  /// Takes the next bytes of the file. They are whole lines, but a line longer than a block arrives in
  /// several calls: `continuesLine` is true when `block` begins within the last line of the call before. The
  /// span is not kept.
  mutating func consume(_ block: Span<UInt8>, continuesLine: Bool, into sink: inout some FactSink)

  /// Reads the held lines. Called once, after the last block.
  mutating func finish(into sink: inout some FactSink)
}

extension CaptureTextReader {
  var needsMore: Bool { true }

  mutating func endFile() {}

  /// By default, lines continue as in a single file.
  mutating func beginFile(_ part: SessionPart?, skipping skipped: Int) {}

  /// The default, for text without such times.
  mutating func setClock(_ clock: WallClock?) {}
}

/// A reader that takes its text line by line.
protocol CaptureLineReader: CaptureTextReader {
  /// Number of lines received.
  var lineNumber: Int { get set }

  /// Takes the next line, without its end; `number` counts from 1. The span is not kept.
  mutating func consume(_ line: Span<UInt8>, number: Int, into sink: inout some FactSink)

  /// Takes the next piece of a line longer than a block. `consume` received the first piece.
  mutating func consume(rest: Span<UInt8>, into sink: inout some FactSink)
}

extension CaptureLineReader {
  mutating func consume(_ block: Span<UInt8>, continuesLine: Bool, into sink: inout some FactSink) {
    let newline = UInt8(ascii: "\n")
    var start = 0
    if continuesLine {
      let end = block.firstIndex(of: newline, in: block.all) ?? block.count
      consume(rest: block.extracting(0..<end), into: &sink)
      start = end + 1
    }
    while start < block.count {
      let end = block.firstIndex(of: newline, in: start..<block.count) ?? block.count
      lineNumber += 1
      consume(block.extracting(start..<end), number: lineNumber, into: &sink)
      start = end + 1
    }
  }

  /// No format that is read by lines has such long lines: the beginning is sufficient.
  mutating func consume(rest: Span<UInt8>, into sink: inout some FactSink) {}
}

// What every reader of text that is no log looks like from outside: it is handed blocks of decoded bytes and
// pushes facts. One call covers a block, so that the reader behind the existential does its work on lines
// without one.

import CassandraModel

/// A push parser for one file of text.
protocol CaptureTextReader {
  /// What it has found so far, as users call it: `tpstats, info`.
  var formatName: String { get }
  /// What became of every line; complete after `finish`.
  var lines: LineCounts { get }
  /// The earliest and the latest time in the text; nil while there is none.
  var period: (first: Moment?, last: Moment?) { get }
  /// False once it knows all that it will say: what is left of the file need not be read.
  var needsMore: Bool { get }

  /// Begins the first or the next file of a rotated log, of whose lines `part` is meant, without its first `skipped`
  /// lines. All lines before it are complete.
  mutating func beginFile(_ part: SessionPart?, skipping skipped: Int)

  /// All lines of a file were given, and another file goes on.
  mutating func endFile()

  /// Tells it how the node's clock stands, before the first block; nil if that is not known. Times in the text that do
  /// not say how far they are from UTC are of that clock.
  mutating func setClock(_ clock: WallClock?)

  /// Takes the next bytes of the file. They are whole lines, but a line longer than a block comes in several
  /// calls: `continuesLine` is true when `block` begins within the line that the call before it ended in. The
  /// span is not kept.
  mutating func consume(_ block: Span<UInt8>, continuesLine: Bool, into sink: inout some FactSink)

  /// Reads what is still held. Called once, after the last block.
  mutating func finish(into sink: inout some FactSink)
}

extension CaptureTextReader {
  var needsMore: Bool { true }

  mutating func endFile() {}

  /// Lines go on as if there were one file.
  mutating func beginFile(_ part: SessionPart?, skipping skipped: Int) {}

  /// Of no use to a text without such times.
  mutating func setClock(_ clock: WallClock?) {}
}

/// A reader that takes its text line by line.
protocol CaptureLineReader: CaptureTextReader {
  /// How many lines it has been given.
  var lineNumber: Int { get set }

  /// Takes the next line, without its end; `number` counts from 1. The span is not kept.
  mutating func consume(_ line: Span<UInt8>, number: Int, into sink: inout some FactSink)

  /// Takes the next piece of a line that was longer than a block, the first of which `consume` was given.
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

  /// Nothing that is read by lines has a line of that length: its beginning says all there is to say.
  mutating func consume(rest: Span<UInt8>, into sink: inout some FactSink) {}
}

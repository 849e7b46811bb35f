// A parsed block of a log, and the protocol of block parsers. From here on, blocks of a log and blocks of the
// interchange are treated alike.

package import CassandraModel

/// The contents of a block of a log.
package struct ParsedBlock: Sendable {
  /// Its events in order. `source.line` counts from the block's first line, which is 1.
  package var events = EventBatch()
  /// For each event, a hash of its head line; equal for the same record in another file.
  package var hashes: [UInt64] = []
  package var lines = LineCounts()
  /// Number of lines that start in the block.
  package var lineCount = 0
  package var bytes: Int64 = 0
  /// The first and last time of a head in the block.
  package var first: LocalTime?
  package var last: LocalTime?
  /// Clock readings in the block: times both on the node's clock and in UTC.
  package var clock: [ClockReading] = []
  package var diagnostics: [Diagnostic] = []
  /// True if a line looks like the head of a record in another layout than the default one, or after a
  /// prefix: the block must then be read again with the layouts of its lines.
  var hasOtherHeads = false
}

/// The position of a block in its file.
package struct BlockPosition: Sendable {
  /// The file's name, for source locations.
  package var file: String
  /// True for the first block of a file.
  package var isFirst: Bool
  /// True when the block begins in the middle of a line.
  package var continuesLine: Bool
  /// The assumed time of a trace without a head at the top of the file; nil where it belongs to a record of
  /// another file.
  var headlessAt: LocalTime?

  package init(file: String, isFirst: Bool, continuesLine: Bool) {
    self.file = file
    self.isFirst = isFirst
    self.continuesLine = continuesLine
  }
}

/// Makes events from blocks, each independently.
package protocol LogParser: Sendable {
  /// True if line numbers of events count from the block's first line; false if the events have their own.
  var countsLines: Bool { get }
  /// The position to cut a buffer so that the next block begins with a record; 0 when there is none.
  func split(_ bytes: Span<UInt8>) -> Int
  /// Parses a block. `tail` are the lines of the next file that complete its last record.
  func parse(_ bytes: [UInt8], at position: BlockPosition, tail: [UInt8]) -> ParsedBlock
}

extension DiagnosticCode {
  static let logForeignLine = DiagnosticCode(
    "log.stranger", .note, "has lines of {name}, too; they are counted, and not read")
  static let logHeadless = DiagnosticCode(
    "log.headless", .warning,
    "a stack trace without the head of its record: neither its time nor its thread is known")
  static let logDate = DiagnosticCode(
    "log.date", .warning, "a record's date or time does not exist; its line is kept as text only")
  static let logUndated = DiagnosticCode(
    "log.undated", .warning,
    "its times have no date, and nothing else in the file shows one: only times of day are known")
  static let logNul = DiagnosticCode(
    "log.nul", .warning, "NUL bytes in the log (a file truncated while it was written); they are skipped")
  static let logCarriageReturn = DiagnosticCode(
    "log.crlf", .note, "lines end with carriage return and line feed; read as if with line feed alone")
  static let logEncoding = DiagnosticCode(
    "log.encoding", .note, "bytes that are not UTF-8; shown as U+FFFD")
  static let logLongLine = DiagnosticCode(
    "log.long_line", .warning, "a line longer than a block; only its beginning is looked at")
}

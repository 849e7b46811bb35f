// A block of a log, once it is parsed, and what whoever parses blocks must be able to do. The blocks of a log as the node
// wrote it and those of facts that were extracted from one look the same from here on.

package import CassandraModel

/// What a block of a log holds.
package struct ParsedBlock: Sendable {
  /// Its events in order. `source.line` counts from the block's first line, which is 1.
  package var events = EventBatch()
  /// For each event, a hash of its head line: the same record in another file has the same one.
  package var hashes: [UInt64] = []
  package var lines = LineCounts()
  /// How many lines start in the block.
  package var lineCount = 0
  package var bytes: Int64 = 0
  /// The first and last time of a head in the block.
  package var first: LocalTime?
  package var last: LocalTime?
  /// Moments of which the block says both what the node's clock showed and what UTC was.
  package var clock: [ClockReading] = []
  package var diagnostics: [Diagnostic] = []
  /// True if a line looks like the head of a record in another layout than the default one, or behind a prefix: then the
  /// block must be read again, by what its lines show.
  var hasOtherHeads = false
}

/// Where in its file a block stands.
package struct BlockPosition: Sendable {
  /// The file's name, for sources.
  package var file: String
  /// True for the first block of a file.
  package var isFirst: Bool
  /// True when the block begins in the middle of a line.
  package var continuesLine: Bool
  /// When a trace without a head at the top of the file is taken to have been logged; nil where it belongs to a record of
  /// another file.
  var headlessAt: LocalTime?

  package init(file: String, isFirst: Bool, continuesLine: Bool) {
    self.file = file
    self.isFirst = isFirst
    self.continuesLine = continuesLine
  }
}

/// Makes events of blocks, each on its own.
package protocol LogParser: Sendable {
  /// True if places of events count from the block's first line; false if the events bring their own.
  var countsLines: Bool { get }
  /// Where to cut a buffer so that the next block begins with a record; 0 when there is no such place.
  func split(_ bytes: Span<UInt8>) -> Int
  /// Parses a block. `tail` are the lines of the next file that complete its last record.
  func parse(_ bytes: [UInt8], at position: BlockPosition, tail: [UInt8]) -> ParsedBlock
}

extension DiagnosticCode {
  static let logStranger = DiagnosticCode(
    "log.stranger", .note, "has lines of {name}, too; they are counted, and not read")
  static let logHeadless = DiagnosticCode(
    "log.headless", .warning,
    "a stack trace without the head of its record: neither its time nor its thread is known")
  static let logDate = DiagnosticCode(
    "log.date", .warning, "a record's date or time does not exist; its line is kept as text only")
  static let logUndated = DiagnosticCode(
    "log.undated", .warning,
    "its times have no date and nothing else in it shows one; its days are counted from 1970-01-01")
  static let logNul = DiagnosticCode(
    "log.nul", .warning, "NUL bytes in the log (a file truncated while it was written); they are skipped")
  static let logCarriageReturn = DiagnosticCode(
    "log.crlf", .note, "lines end with carriage return and line feed; read as if with line feed alone")
  static let logEncoding = DiagnosticCode(
    "log.encoding", .note, "bytes that are not UTF-8; shown as U+FFFD")
  static let logLongLine = DiagnosticCode(
    "log.long_line", .warning, "a line longer than a block; only its beginning is looked at")
}

// Line counts of the input files: each line that was read is counted once.

/// Counts of lines by kind. Every line has exactly one kind.
public struct LineCounts: Hashable, Sendable {
  /// Part of a record or a row that the tool understands (first lines of records).
  public var known = 0
  /// The first line of a record whose message the catalog does not have.
  public var unknown = 0
  /// A further line of a record: a stack trace, a list, the rest of a message.
  public var continuation = 0
  /// Headings, rulers, prompts, markers.
  public var decoration = 0
  /// Empty, or white space only.
  public var blank = 0
  /// Lines that no parser accepted.
  public var unparsed = 0

  /// All counts zero.
  public init() {}

  /// The sum of all kinds.
  public var total: Int { known + unknown + continuation + decoration + blank + unparsed }

  /// Adds the counts kind by kind.
  public static func += (a: inout LineCounts, b: LineCounts) {
    a.known += b.known
    a.unknown += b.unknown
    a.continuation += b.continuation
    a.decoration += b.decoration
    a.blank += b.blank
    a.unparsed += b.unparsed
  }

  /// Subtracts the counts kind by kind.
  package static func -= (a: inout LineCounts, b: LineCounts) {
    a.known -= b.known
    a.unknown -= b.unknown
    a.continuation -= b.continuation
    a.decoration -= b.decoration
    a.blank -= b.blank
    a.unparsed -= b.unparsed
  }
}

/// The line counts, format and time range of one file.
public struct Coverage: Hashable, Sendable {
  /// The file, relative to the capture root.
  public let file: String
  /// The format that was recognised, for example `system.log` or `compactionstats`; nil when none was.
  public let format: String?
  /// The format of a Cassandra log.
  public static let log = "log"
  /// Bytes read, after decompression.
  public let bytes: Int64
  /// Lines by kind.
  public let lines: LineCounts
  /// First instant or wall-clock time in the file; nil when it has none.
  public let first: Moment?
  /// Last instant or wall-clock time in the file; nil when it has none.
  public let last: Moment?

  /// The coverage of one file.
  public init(
    file: String, format: String?, bytes: Int64, lines: LineCounts, first: Moment?, last: Moment?
  ) {
    self.file = file
    self.format = format
    self.bytes = bytes
    self.lines = lines
    self.first = first
    self.last = last
  }
}

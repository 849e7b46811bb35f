// The account of every line that was read.

/// What became of a line. Every line is exactly one of these.
public struct LineCounts: Hashable, Sendable {
  /// Part of a record or a row that the tool understands (first lines of records).
  public var known = 0
  /// The first line of a record whose message no entry knows.
  public var unknown = 0
  /// A further line of a record: a stack trace, a list, the rest of a message.
  public var continuation = 0
  /// Headings, rulers, prompts, markers.
  public var decoration = 0
  /// Empty, or white space only.
  public var blank = 0
  /// Nothing could be made of it.
  public var unparsed = 0

  /// No lines.
  public init() {}

  /// All lines.
  public var total: Int { known + unknown + continuation + decoration + blank + unparsed }

  /// Adds each kind.
  public static func += (a: inout LineCounts, b: LineCounts) {
    a.known += b.known
    a.unknown += b.unknown
    a.continuation += b.continuation
    a.decoration += b.decoration
    a.blank += b.blank
    a.unparsed += b.unparsed
  }

  /// Takes each kind away.
  package static func -= (a: inout LineCounts, b: LineCounts) {
    a.known -= b.known
    a.unknown -= b.unknown
    a.continuation -= b.continuation
    a.decoration -= b.decoration
    a.blank -= b.blank
    a.unparsed -= b.unparsed
  }
}

/// The account of one file.
public struct Coverage: Hashable, Sendable {
  /// The file, relative to the capture root.
  public let file: String
  /// What it was recognised as, for example `system.log` or `compactionstats`; nil when not recognised.
  public let format: String?
  /// What a log of Cassandra is recognised as.
  public static let log = "log"
  /// Bytes read, after decompression.
  public let bytes: Int64
  /// Its lines by kind.
  public let lines: LineCounts
  /// First instant or wall-clock time in it; nil when it has none.
  public let first: Moment?
  /// Last instant or wall-clock time in it; nil when it has none.
  public let last: Moment?

  /// The account of one file.
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

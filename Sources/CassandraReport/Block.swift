// What a section is made of. The enum is closed and every renderer switches over all of it, so a new kind of
// block cannot be forgotten by one of them.

public import CassandraModel

/// One block of a section.
public enum Block: Hashable, Sendable {
  /// Running text.
  case paragraph(Prose)
  /// A list without order.
  case bullets([Prose])
  /// A list in order, counted on from `first`.
  case numbered([Prose], first: Int)
  /// Rows and columns; in CSV a file of its own.
  case table(Table)
  /// What happened, in order; in CSV a file of its own.
  case timeline(Timeline)
  /// Values over time. What it shows stands in tables, too: formats without pictures leave it out.
  case chart(Chart)
  /// Lines of a capture, as they stand there.
  case evidence(Evidence)
  /// Blocks under a title that a reader opens when he wants them.
  case details(title: String, blocks: [Block])
  /// A remark that must not be overlooked.
  case callout(Severity, Prose)
}

/// Lines of a capture, quoted as proof.
public struct Evidence: Hashable, Sendable {
  /// The quoted lines, without line ends.
  public let lines: [String]
  /// Where the first of them stands; nil when the lines come from several places.
  public let source: SourceLocation?

  /// Quoted lines.
  public init(lines: [String], source: SourceLocation?) {
    self.lines = lines
    self.source = source
  }
}

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
  /// Values over time. What it shows stands in tables, too: formats without pictures leave it out.
  case chart(Chart)
  /// Blocks under a heading of their own, which links lead to by `id`.
  case group(id: String, title: Prose, blocks: [Block])
  /// Blocks under a title that a reader opens who wants them; where nothing opens, the names of their files stand there.
  case details(id: String? = nil, title: String, blocks: [Block])
  /// A remark that must not be overlooked.
  case callout(Severity, Prose)
}

// The blocks of a section. The enum is closed and every renderer switches over all cases, so no renderer can
// miss a new kind of block.

public import CassandraModel

/// One block of a section.
public enum Block: Hashable, Sendable {
  /// Running text.
  case paragraph(Prose)
  /// An unordered list.
  case bullets([Prose])
  /// An ordered list, numbered from `first`.
  case numbered([Prose], first: Int)
  /// Rows and columns; a file of its own in CSV.
  case table(Table)
  /// Values over time. The tables have the same values, so formats without pictures leave charts out.
  case chart(Chart)
  /// Blocks under their own heading; links use `id`.
  case group(id: String, title: Prose, blocks: [Block])
  /// Collapsed blocks under a title. A format that cannot collapse names the CSV files instead.
  case details(id: String? = nil, title: String, blocks: [Block])
  /// A remark that stands out, with its severity.
  case callout(Severity, Prose)
}

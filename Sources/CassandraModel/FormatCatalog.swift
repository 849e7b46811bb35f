// The Cassandra releases that the readers' formats and messages were checked against.

/// The state of the catalog of messages, the commands of nodetool and the other formats.
public enum FormatCatalog {
  /// The day of the last check of entries against Cassandra's source and output, as year, month and day. Move
  /// it with every entry that is added or changed.
  public static let date = "2026-11-21"
  /// The first and the last release whose source and output the entries are from, major and minor.
  static let range = (first: [3, 11], last: [6, 0])
  /// The range of releases as text. Input of other releases is read where it matches.
  public static let releases = [range.first, range.last].map { $0.map(String.init).joined(separator: ".") }
    .joined(separator: " to ")
}

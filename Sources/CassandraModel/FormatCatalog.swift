// How much of Cassandra the readers' formats and messages know.

/// The state of what is known: the catalog of messages, the commands of nodetool and the other formats.
public enum FormatCatalog {
  /// The day on which entries were last held against what Cassandra writes, as year, month and day. Whoever adds or
  /// changes an entry moves it.
  public static let date = "2026-11-21"
  /// The first and the last release whose source and outputs the entries are from, major and minor.
  static let range = (first: [3, 11], last: [6, 0])
  /// These releases in words; of others, what still matches is read.
  public static let releases = [range.first, range.last].map { $0.map(String.init).joined(separator: ".") }
    .joined(separator: " to ")
}

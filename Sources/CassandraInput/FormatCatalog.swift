// How much of Cassandra the formats and messages of this target know.

/// The state of what is known: the catalog of messages, the commands of nodetool and the other formats.
public enum FormatCatalog {
  /// The day on which entries were last held against what Cassandra writes, as year, month and day. Whoever adds or
  /// changes an entry moves it.
  public static let date = "2026-11-21"
  /// The releases whose source and outputs the entries are from; of others, what still matches is read.
  public static let releases = "3.11 to 6.0"
}

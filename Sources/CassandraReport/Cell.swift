// A value in a report. Cells keep the value, not its text: each renderer chooses the form.

public import CassandraModel

/// One value, with its presentation.
public enum Cell: Hashable, Sendable {
  /// Words.
  case text(String)
  /// An identifier or value from the machine: an id, a table, a setting.
  case code(String)
  /// A count.
  case count(Int64)
  /// A number, and the number of decimals to show. Infinite values and NaN count as missing.
  case decimal(Double, digits: Int)
  /// A size in bytes.
  case bytes(Int64)
  /// A rate in bytes per second.
  case bytesPerSecond(Double)
  /// A duration.
  case duration(TimeSpan)
  /// A ratio; 1 is 100 %.
  case percent(ratio: Double)
  /// A time in UTC, or on the node's own clock.
  case moment(Moment)
  /// A severity.
  case severity(Severity)
  /// The address of a page; a link only if `LinkText` accepts it.
  case link(String)
  /// The source location of a fact.
  case source(SourceLocation)
  /// The number of an incident or an error; links to its description.
  case reference(String)
  /// Text with embedded values.
  case prose(Prose)
  /// Several values. An empty list means none; it does not mean unknown.
  case list([Cell])
  /// Unknown, with the reason if known. Never shown as zero.
  case missing(reason: String?)

  /// Unknown, without a reason.
  public static let missing = Cell.missing(reason: nil)

  /// The cell that `make` returns for `value`, or a missing one for nil.
  public static func optional<Value>(
    _ value: Value?, reason: String? = nil, _ make: (Value) -> Cell
  ) -> Cell {
    value.map(make) ?? .missing(reason: reason)
  }
}

// A value in a report. Cells keep the value, never its text: each renderer decides its form.

public import CassandraModel

/// One value, with what is needed to show it well.
public enum Cell: Hashable, Sendable {
  /// Words.
  case text(String)
  /// A name or a value of a machine: an id, a table, a setting.
  case code(String)
  /// How many.
  case count(Int64)
  /// A number, and how many digits after the point people should see. Infinite and NaN count as missing.
  case decimal(Double, digits: Int)
  /// A size in bytes.
  case bytes(Int64)
  /// A rate in bytes per second.
  case bytesPerSecond(Double)
  /// A length of time.
  case duration(TimeSpan)
  /// A share of a whole, 1 being all of it.
  case percent(ratio: Double)
  /// A time, known in UTC or only as the node's own clock.
  case moment(Moment)
  /// How bad something is.
  case severity(Severity)
  /// The address of a page. It is a link only where `LinkText` says that it can be.
  case link(String)
  /// Where a fact stands.
  case source(SourceLocation)
  /// The number of an incident or an error, which leads to where it is described.
  case reference(String)
  /// Words with values in them.
  case prose(Prose)
  /// Several values. An empty list says that there are none, which is not the same as not knowing.
  case list([Cell])
  /// Not known, and why when that is known. Never shown as zero.
  case missing(reason: String?)

  /// Not known, without a reason.
  public static let missing = Cell.missing(reason: nil)

  /// The cell that `make` gives for `value`, or a missing one when there is none.
  public static func optional<Value>(
    _ value: Value?, reason: String? = nil, _ make: (Value) -> Cell
  ) -> Cell {
    value.map(make) ?? .missing(reason: reason)
  }
}

// CSV columns: the name with its unit, as OpenMetrics requires, and a description for the list of columns.

import CassandraModel

struct CSVColumn: Hashable {
  /// For example `duration_seconds`.
  let name: String
  /// For example `seconds`.
  let unit: String
  /// The meaning of a value, in one sentence.
  let meaning: String

  /// The CSV columns for `column`: two for a time, one for any other kind.
  static func columns(for column: Column) -> [CSVColumn] {
    func one(_ suffix: String, _ unit: String, _ remark: String = "") -> CSVColumn {
      CSVColumn(name: column.id + suffix, unit: unit, meaning: column.meaning + remark)
    }
    return switch column.kind {
    case .text: [one("", "text")]
    case .count: [one("", "count")]
    case .decimal(let unit): [one("", unit ?? "number")]
    case .bytes: [one("_bytes", "bytes")]
    case .bytesPerSecond: [one("_bytes_per_second", "bytes per second")]
    case .duration: [one("_seconds", "seconds")]
    case .percent: [one("_ratio", "ratio", " 1 is all of it.")]
    case .moment:
      [
        one("_utc", "ISO 8601, UTC", " Empty when the zone is unknown."),
        one("_local", "node's local time", " The zone is unknown."),
      ]
    case .list: [one("", "list", " Parted by \"; \"; none when there are none.")]
    }
  }

  /// The fields of `cell` for the columns of `kind`; the same number as `columns(for:)` returns.
  static func fields(for cell: Cell, kind: Column.Kind) -> [String] {
    guard case .moment = kind else { return [field(cell)] }
    return switch cell {
    case .moment(.local): ["", field(cell)]
    default: [field(cell), ""]
    }
  }

  private static func field(_ cell: Cell) -> String {
    switch cell {
    case .text, .code, .link, .severity, .source, .list, .reference, .prose: CSVText.field(plain(cell))
    // Numbers and times consist of digits: they need no escaping, and a minus must stay a minus.
    case .count, .decimal, .bytes, .bytesPerSecond, .duration, .percent, .moment, .missing: plain(cell)
    }
  }

  private static func plain(_ cell: Cell) -> String {
    switch cell {
    case .text(let text), .code(let text), .link(let text), .reference(let text): text
    case .prose(let prose): prose.plainText
    case .count(let value), .bytes(let value): String(value)
    case .decimal(let value, _), .bytesPerSecond(let value), .percent(let value): PlainText.decimal(value)
    case .duration(let span): PlainText.seconds(span)
    case .moment(.local(.undated)): ""
    case .moment(let moment): moment.knownText
    case .severity(let severity): severity.rawValue
    case .source(let source): source.description
    case .list(let items):
      items.isEmpty
        ? HumanText.none
        : items.map { hidingSemicolons(plain($0)) }.joined(separator: "; ")
    case .missing: ""
    }
  }

  private static func hidingSemicolons(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { result, scalar in
      if scalar == ";" { result += "\\x3b" } else { result.unicodeScalars.append(scalar) }
    }
  }
}

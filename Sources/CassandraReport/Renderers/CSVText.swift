// The only place where text becomes CSV.

/// Fields and records of CSV (RFC 4180).
package enum CSVText {
  /// The line end of a record (RFC 4180).
  static let lineEnd = "\r\n"

  /// `text` as a field: control characters made visible, formulas disarmed, quoted where needed.
  ///
  /// A spreadsheet runs a cell that starts with one of `= + - @`, a tab or a carriage return, and some also
  /// their full-width forms; an apostrophe in front makes it text. Only for text: a number is never altered.
  package static func field(_ text: String) -> String {
    quoted((startsFormula(text) ? "'" : "") + VisibleText.make(text))
  }

  /// A line of the file from escaped fields.
  package static func record(_ fields: [String]) -> String { fields.joined(separator: ",") + lineEnd }

  private static func startsFormula(_ text: String) -> Bool {
    switch text.unicodeScalars.first {
    case .some("="), .some("+"), .some("-"), .some("@"), .some("\t"), .some("\r"), .some("\n"): true
    case .some("\u{FF1D}"), .some("\u{FF0B}"), .some("\u{FF0D}"), .some("\u{FF20}"): true
    default: false
    }
  }

  private static func quoted(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") }) else {
      return text
    }
    var field = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" { field += "\"" }
      field.unicodeScalars.append(scalar)
    }
    return field + "\""
  }
}

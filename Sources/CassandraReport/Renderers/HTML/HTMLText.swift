// The one place where text becomes HTML. Whatever a log holds, it shows as itself and does nothing.

import CassandraModel

/// Escaping for HTML and SVG, for text between tags and in quoted attributes alike.
enum HTMLText {
  /// Longest text of a sentence or a cell that is shown whole, in scalars.
  static let inlineLimit = 500
  /// Longest quoted line that is shown whole, in scalars.
  static let lineLimit = 1000

  /// HTML that shows `text` and does nothing else.
  static func escape(_ text: String, limit: Int = inlineLimit) -> String {
    escapeMarkup(VisibleText.make(VisibleText.shortened(text, to: limit)))
  }

  private static func escapeMarkup(_ text: String) -> String {
    var escaped = ""
    escaped.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  /// `value` as an attribute of `name`, with a blank before it.
  static func attribute(_ name: String, _ value: String) -> String { " \(name)=\"\(escape(value))\"" }

  /// `content`, which is HTML already, in an element.
  static func element(_ name: String, _ attributes: String = "", _ content: String) -> String {
    "<\(name)\(attributes)>\(content)</\(name)>"
  }
}

// The only place where text becomes HTML. Text from a log is shown literally and has no effect.

import CassandraModel

/// Escaping for HTML and SVG, in text content and in quoted attributes.
enum HTMLText {
  /// Maximum length of text in a sentence or a cell before it is shortened, in scalars.
  static let inlineLimit = 500
  /// Maximum length of a quoted line before it is shortened, in scalars.
  static let lineLimit = 1000

  /// HTML that shows `text` literally.
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

  /// `value` as the attribute `name`, with a leading space.
  static func attribute(_ name: String, _ value: String) -> String { " \(name)=\"\(escape(value))\"" }

  /// An element around `content`, which must be HTML already.
  static func element(_ name: String, _ attributes: String = "", _ content: String) -> String {
    "<\(name)\(attributes)>\(content)</\(name)>"
  }
}

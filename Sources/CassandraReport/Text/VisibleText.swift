// Text from logs and file names, made safe to display: characters that a terminal or a browser would
// interpret or hide become escapes. Every renderer applies this first and its own escaping second.

import CassandraModel

/// Text in which every scalar is visible. Works on Unicode scalars, never on characters: `|` followed by a
/// combining accent is one character in Swift and still a pipe in Markdown.
package enum VisibleText {
  /// `text` with control characters as `\x1b`, line ends and tabs as `\n`, `\r` and `\t`, and invisible or
  /// direction-changing scalars as `\u{202E}`.
  ///
  /// A backslash is unchanged, so the result cannot be reversed without ambiguity; the source location leads
  /// to the bytes. `tab` replaces a tab where its escape would disturb.
  package static func make(_ text: String, tab: String = "\\t") -> String {
    // Nearly all text is printable ASCII.
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
    var visible = ""
    visible.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      if scalar == "\t" {
        visible += tab
      } else if scalar.isHidden {
        visible += escape(scalar)
      } else {
        visible.unicodeScalars.append(scalar)
      }
    }
    return visible
  }

  /// At most about `limit` scalars. Longer text keeps its beginning and its end, because logs put the kind of
  /// a problem first and its cause last; between them is the full length. Counts scalars, not characters: one
  /// character can have thousands of combining marks.
  static func shortened(_ text: String, to limit: Int) -> String {
    // A byte count is cheap, and a text never has more scalars than bytes.
    guard text.utf8.count > limit else { return text }
    let scalars = text.unicodeScalars
    let count = scalars.count
    guard count > limit else { return text }
    let note = " … (" + HumanText.count(Int64(count)) + " characters) … "
    return String(scalars.prefix(limit - limit / 2)) + note + String(scalars.suffix(limit / 2))
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\n": "\\n"
    case "\r": "\\r"
    default:
      scalar.isASCII
        ? "\\x" + (scalar.value < 0x10 ? "0" : "") + String(scalar.value, radix: 16)
        : "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
    }
  }
}

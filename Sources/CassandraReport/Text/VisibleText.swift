// Text from logs and file names, made safe to look at: whatever a terminal or a browser would obey or hide is
// shown as an escape instead. Every renderer applies this first and then its own escaping.

import CassandraModel

/// Text in which every scalar shows itself. Works on Unicode scalars, never on characters: `|` followed by a
/// combining accent is one character to Swift and still a pipe to every reader of Markdown.
package enum VisibleText {
  /// `text` with control characters as `\x1b`, line ends and tabs as `\n`, `\r` and `\t`, and invisible or
  /// direction-changing scalars as `\u{202E}`.
  ///
  /// A backslash stays as it is, so the result is for reading and cannot be turned back without doubt; the
  /// source location beside it leads to the bytes. `tab` replaces a tab where its escape would disturb.
  package static func make(_ text: String, tab: String = "\\t") -> String {
    // Nearly all text shows itself.
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

  /// At most about `limit` scalars: of longer text the beginning and the end, because logs put the kind of a
  /// problem first and its cause last, and between them how long the whole was. Counts scalars, not characters:
  /// one character can carry thousands of combining marks.
  static func shortened(_ text: String, to limit: Int) -> String {
    // Counting bytes is free, and there are never more scalars than bytes.
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

// Which scalars do not show themselves: what a terminal obeys, what turns the direction of text, what has no width.
// Whatever prints text shows them as escapes.

extension Unicode.Scalar {
  /// True for what a reader would not see, or what acts on what he sees.
  package var isHidden: Bool {
    if isASCII { return value < 0x20 || value == 0x7F }
    switch properties.generalCategory {
    // Control, format (zero-width and bidirectional marks, tags), line and paragraph separators, and what has
    // no agreed glyph at all.
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned, .surrogate:
      return true
    default:
      // Fillers and variation selectors: letters and marks by category, but drawn as nothing.
      return properties.isDefaultIgnorableCodePoint
    }
  }

  /// Appends the scalar as JSON escapes it, in one unit or two: `\u202e`, `\udb40\udc41`.
  package func appendEscape(to bytes: inout [UInt8]) {
    for unit in UTF16.encode(self) ?? UTF16.encodedReplacementCharacter {
      bytes += "\\u".utf8
      let digits = String(unit, radix: 16)
      bytes += String(repeating: "0", count: 4 - digits.count).utf8
      bytes += digits.utf8
    }
  }
}

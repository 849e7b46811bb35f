// Invisible scalars: characters that a terminal obeys, that change the direction of text, or that have no
// width. Every output writes them as escapes.

extension Unicode.Scalar {
  /// True for a scalar that a reader cannot see or that changes the text he sees.
  package var isHidden: Bool {
    if isASCII { return value < 0x20 || value == 0x7F }
    switch properties.generalCategory {
    // Control, format (zero-width and bidirectional marks, tags), line and paragraph separators, and scalars
    // without an agreed glyph.
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned, .surrogate:
      return true
    default:
      // Fillers and variation selectors: letters and marks by category, but without a visible glyph.
      return properties.isDefaultIgnorableCodePoint
    }
  }

  /// Appends the scalar as JSON escapes it, as one or two UTF-16 units: `\u202e`, `\udb40\udc41`.
  package func appendEscape(to bytes: inout [UInt8]) {
    for unit in UTF16.encode(self) ?? UTF16.encodedReplacementCharacter {
      bytes += "\\u".utf8
      let digits = String(unit, radix: 16)
      bytes += String(repeating: "0", count: 4 - digits.count).utf8
      bytes += digits.utf8
    }
  }
}

// Paths of the command line as text. A path is any bytes; text of this program is UTF-8. Each byte that is
// not UTF-8 is stored as a private scalar that is not used otherwise, and converted back for system calls.

/// Converts paths to text without loss.
package enum PathText {
  /// The scalars of single bytes, 0x80 to 0xFF, at the end of the last private area.
  private static let first: UInt32 = 0x10_FF00

  /// `path` as text.
  package static func text(_ path: [UInt8]) -> String {
    if let text = String(validating: path, as: UTF8.self) { return text }
    var text = String.UnicodeScalarView()
    var rest = path[...]
    while let byte = rest.first {
      // The shortest prefix that is one scalar; at most four bytes.
      let piece = (1...4).lazy.filter { $0 <= rest.count }
        .compactMap { String(validating: rest.prefix($0), as: UTF8.self) }.first
      guard let piece else {
        if let scalar = Unicode.Scalar(first + UInt32(byte)) { text.append(scalar) }
        rest = rest.dropFirst()
        continue
      }
      text.append(contentsOf: piece.unicodeScalars)
      rest = rest.dropFirst(piece.utf8.count)
    }
    return String(text)
  }

  /// The original bytes of `text`.
  package static func bytes(_ text: String) -> [UInt8] {
    guard !isUTF8(text) else { return Array(text.utf8) }
    return text.unicodeScalars.flatMap { scalar in
      byte(of: scalar).map { [$0] } ?? Array(String(scalar).utf8)
    }
  }

  /// True if no byte of the path is stored as a private scalar.
  package static func isUTF8(_ text: String) -> Bool {
    !text.unicodeScalars.contains { byte(of: $0) != nil }
  }

  private static func byte(of scalar: Unicode.Scalar) -> UInt8? {
    scalar.value >= first + 0x80 && scalar.value <= first + 0xFF ? UInt8(scalar.value - first) : nil
  }
}

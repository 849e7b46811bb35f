// The safe form of an archive member's name: shown to users, used as a key, and split into folders. The
// stored name may be absolute or leave the archive with `..`. No file is ever written under such a name, but
// it would point at the wrong place in a report, and a member could pose as a file outside its archive.

struct MemberName: Hashable {
  /// Folders and file, separated by `/`: relative, printable, without `.`, `..` and the `!` that separates an
  /// archive from its member.
  let label: String
  /// True if the stored name pointed outside of the archive.
  let isOutside: Bool

  init(_ stored: [UInt8]) {
    var parts: [String] = []
    var isOutside = stored.first == UInt8(ascii: "/")
    for part in stored.split(separator: UInt8(ascii: "/")) {
      if part.elementsEqual("..".utf8) {
        isOutside = true
      } else if !part.elementsEqual(".".utf8) {
        parts.append(
          printableName(Array(part)).split(separator: "!", omittingEmptySubsequences: false).joined(
            separator: "\\u{21}"))
      }
    }
    label = parts.isEmpty ? "unnamed" : parts.joined(separator: "/")
    self.isOutside = isOutside
  }

  /// The safe form of a name in a zip archive. APPNOTE.TXT 4.4.17.1 demands slashes; .NET before 4.6.1 wrote
  /// backslashes.
  init(zip stored: [UInt8]) {
    let isWindows = !stored.contains(UInt8(ascii: "/"))
    self.init(isWindows ? stored.map { $0 == UInt8(ascii: "\\") ? UInt8(ascii: "/") : $0 } : stored)
  }
}

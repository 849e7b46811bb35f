// Recognition of containers by a file's first bytes. Names are not used: a `.gz` may be plain text, a `.log`
// may be gzip, a `.zip` may be a whole bundle.

/// The archive or compression format of a content.
package enum Container: String, Hashable, Sendable, CaseIterable {
  /// None that is recognised.
  case plain
  /// gzip, one member or several.
  case gzip
  /// A zip archive, including an empty one and one whose end is missing.
  case zip
  /// A tar archive (POSIX or GNU).
  case tar
  /// bzip2.
  case bzip2
  /// Zstandard.
  case zstd
  /// xz.
  case xz

  /// Number of first bytes needed: a tar archive without a mark is recognised by its checksum.
  package static let bytesNeeded = TarLayout.block

  /// Recognises the container from the first bytes of a file; fewer than `bytesNeeded` if the file is
  /// shorter.
  package init(firstBytes bytes: [UInt8]) {
    if bytes.starts(with: [0x1f, 0x8b]) {
      self = .gzip
    } else if bytes.starts(with: [0x50, 0x4b, 0x03, 0x04]) || bytes.starts(with: [0x50, 0x4b, 0x05, 0x06]) {
      self = .zip
    } else if bytes.starts(with: Array("BZh".utf8)) && bytes.count > 3 && (0x31...0x39).contains(bytes[3]) {
      self = .bzip2
    } else if bytes.starts(with: [0x28, 0xb5, 0x2f, 0xfd]) {
      self = .zstd
    } else if bytes.starts(with: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]) {
      self = .xz
    } else if bytes.dropFirst(TarLayout.mark).starts(with: Array("ustar".utf8)) || TarHeader(bytes) != nil {
      self = .tar
    } else {
      self = .plain
    }
  }

  /// The command that unpacks it for the user; nil for formats that are read directly.
  var unpackCommand: String? {
    switch self {
    case .plain, .gzip, .zip, .tar: nil
    case .bzip2: "bunzip2"
    case .zstd: "unzstd"
    case .xz: "unxz"
    }
  }
}

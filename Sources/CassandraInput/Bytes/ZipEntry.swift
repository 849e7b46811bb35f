// One member of a zip archive, as its directory (or, without one, its own header) describes it.

package import CassandraModel

/// A member of a zip archive. A description only: `ByteSource` reads its content.
package struct ZipEntry: Hashable, Sendable {
  /// The stored name. Never a path to write to: it may be absolute or climb with `..`.
  package let storedName: [UInt8]
  /// The name shown to users, safe and unique in the archive: a second entry of the same name is `name (2)`.
  package internal(set) var label: String
  /// Modification time of the content; nil if the archive does not have it.
  package let modified: Moment?
  /// Size of the content as the archive declares it; nil if it does not. Not trustworthy.
  package let declaredSize: Int64?

  let method: UInt16
  let flags: UInt16
  /// CRC-32 of the content; nil if it is not known.
  var checksum: UInt32?
  let headerOffset: Int64
  /// Upper bound of the packed content's size; nil if it cannot be determined.
  var packedSize: Int64?

  package var isFolder: Bool { storedName.last == UInt8(ascii: "/") }

  /// APPNOTE.TXT 4.4.4: bit 0 of the flags.
  var isEncrypted: Bool { flags & 1 != 0 }
  /// APPNOTE.TXT 4.4.4: bit 3, CRC and sizes follow the content.
  var hasDescriptor: Bool { flags & 8 != 0 }
}

/// APPNOTE.TXT 4.4.5.
enum ZipMethod {
  static let stored: UInt16 = 0
  static let deflated: UInt16 = 8

  /// The name of a method in messages.
  static func name(_ method: UInt16) -> String {
    switch method {
    case stored: "stored"
    case 1: "shrunk"
    case 6: "imploded"
    case deflated: "deflated"
    case 9: "deflate64"
    case 12: "bzip2"
    case 14: "lzma"
    case 93: "zstd"
    case 95: "xz"
    case 98: "ppmd"
    default: "method " + String(method)
    }
  }
}

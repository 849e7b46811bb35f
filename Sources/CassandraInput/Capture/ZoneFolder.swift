// The system's folder of zone files. Names come from the command line, so a name is only ever a region below
// that folder.

import Glibc

/// The reason why a zone was not found.
package enum ZoneLookupError: Error, Hashable, Sendable {
  /// The name cannot be a region: absolute, with `..`, or with characters that no region has.
  case notARegion
  /// The system has no file of that name, or denies reading it.
  case missing
  /// The file exists, but is not a usable zone file.
  case unusable(ZoneFileError)
}

/// A folder of TZif files, one for each region.
package struct ZoneFolder: Hashable, Sendable {
  package let path: String

  /// The folder of nearly every Linux and Unix system.
  package static let system = ZoneFolder(path: "/usr/share/zoneinfo")

  /// Zone files are a few kilobytes; a larger file is something else.
  private static let sizeLimit = 1 << 20

  package init(path: String) { self.path = path }

  /// The zone of a region, for example `Europe/Berlin`.
  package func zone(_ region: String) throws(ZoneLookupError) -> ZoneFile {
    guard ZoneFolder.isRegion(region) else { throw .notARegion }
    guard let bytes = ZoneFolder.contents(of: path + "/" + region) else { throw .missing }
    do { return try ZoneFile(bytes) } catch { throw .unusable(error) }
  }

  /// Letters, digits, `_`, `+` and `-`, in parts between slashes. No region has a dot, so `..` is rejected.
  private static func isRegion(_ name: String) -> Bool {
    let parts = name.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    return parts.allSatisfy { part in
      !part.isEmpty
        && part.allSatisfy { byte in
          switch byte {
          case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "+"), UInt8(ascii: "-"):
            true
          default: false
          }
        }
    }
  }

  /// The bytes of a file of at most `sizeLimit`; nil if it cannot be read or is larger.
  private static func contents(of path: String) -> [UInt8]? {
    // O_NONBLOCK so that a pipe of that name cannot block the program.
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var bytes: [UInt8] = []
    while bytes.count <= sizeLimit {
      // Safe: the system writes at most `capacity` bytes into a buffer of that capacity, and exactly those
      // it wrote are counted as initialized.
      let chunk = unsafe [UInt8](unsafeUninitializedCapacity: 16_384) { buffer, count in
        count = unsafe max(0, read(file, buffer.baseAddress, buffer.count))
      }
      if chunk.isEmpty { return bytes.isEmpty ? nil : bytes }
      bytes += chunk
    }
    return nil
  }
}

// The key of redaction, from a file.

import CassandraInput
import CassandraReport

/// The reason why a key cannot be used: exit status 2.
enum RedactionKeyError: Error, Hashable, Sendable {
  case unreadable(String, reason: String)
  case empty(String)
  case tooLong(String)

  var text: String {
    let (path, what) =
      switch self {
      case .unreadable(let path, let reason): (path, "the key cannot be read: " + reason)
      case .empty(let path): (path, "the key is empty; for example: openssl rand -hex 32 > " + path)
      case .tooLong(let path):
        (path, "this is longer than \(RedactionKey.sizeLimit) bytes, and so hardly a key")
      }
    return "hindsight: " + VisibleText.make(path) + ": " + VisibleText.make(what) + "\n"
  }
}

enum RedactionKey {
  /// Larger than any key, and smaller than most captures. In bytes.
  static let sizeLimit = 1 << 16

  /// The bytes of the file at `path`, without leading and trailing spaces and line ends, which editors add.
  static func read(_ path: String) throws(RedactionKeyError) -> [UInt8] {
    guard !SystemCalls.isFolder(path) else { throw .unreadable(path, reason: "it is a folder") }
    let bytes: [UInt8]
    do throws(SystemFailure) { bytes = try OwnDocument.bytes(ofFile: path) } catch {
      throw .unreadable(path, reason: error.reason)
    }
    let isBlank: (UInt8) -> Bool = { $0 == 0x20 || (0x09...0x0d).contains($0) }
    guard bytes.count <= sizeLimit else { throw .tooLong(path) }
    guard let first = bytes.firstIndex(where: { !isBlank($0) }),
      let last = bytes.lastIndex(where: { !isBlank($0) })
    else { throw .empty(path) }
    return Array(bytes[first...last])
  }
}

// A file of a capture before inspection.

package import CassandraModel

package struct StoredFile: Hashable, Sendable {
  /// Its path on this machine: bytes, because a path need not be UTF-8.
  package let path: [UInt8]
  /// The name shown to users: relative to the capture's root, printable, and unique.
  package let name: String
  /// Its size in bytes when the capture was walked; nil for a pipe. For planning only: a file may change.
  package let size: Int64?
  /// Modification time; nil for a pipe.
  package let modified: Instant?
}

/// A file of a capture in memory.
package struct HeldFile: Hashable, Sendable {
  /// The name shown to users, as for a stored file.
  package let name: String
  package let bytes: [UInt8]

  package init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }
}

/// A capture that cannot be walked.
public enum CaptureError: Error, Hashable, Sendable {
  /// The path does not exist.
  case noSuchPath(String)
  /// The system does not allow access to the path; `reason` is its message.
  case unreadable(String, reason: String)
  /// The path is not below the root for names.
  case outside(String, root: String)

  /// One sentence for the user.
  public var message: String {
    switch self {
    case .noSuchPath(let path): path + ": no such file or folder"
    case .unreadable(let path, let reason): path + ": " + reason
    case .outside(let path, let root): path + ": does not lie in " + root
    }
  }
}

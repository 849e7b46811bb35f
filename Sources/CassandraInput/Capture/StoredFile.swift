// A file of a capture, before anyone has looked inside.

package import CassandraModel

/// A file of a capture.
package struct StoredFile: Hashable, Sendable {
  /// Where it is on this machine: bytes, because a path need not be UTF-8.
  package let path: [UInt8]
  /// The name users see: relative to the capture's root, printable, and different for every file.
  package let name: String
  /// Its size in bytes when the capture was walked; nil for a pipe. For planning only: a file may change.
  package let size: Int64?
  /// When it was last written; nil for a pipe.
  package let modified: Instant?
}

/// A file of a capture that is in memory.
package struct HeldFile: Hashable, Sendable {
  /// The name users see, as that of a stored one.
  package let name: String
  package let bytes: [UInt8]

  /// A file of these bytes.
  package init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }
}

/// The capture could not be walked at all.
public enum CaptureError: Error, Hashable, Sendable {
  /// There is nothing at this path.
  case noSuchPath(String)
  /// The system does not let us look at this path; its words say why.
  case unreadable(String, reason: String)
  /// This path does not lie in the folder that names are to begin below.
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

// One thing to read: a file, a member of an archive, or standard input. A value: it is opened when its turn
// comes, so a capture of ten thousand files needs only a few descriptors.

/// A source of bytes by name.
package struct InputFile: Sendable {
  private enum Place: Sendable {
    case path([UInt8])
    case member(ZipEntry, of: [UInt8])
    case bytes(StoredBytes)
  }

  /// Relative to the capture's root; a member follows a `!`.
  package let name: String
  private let archive: String
  private let place: Place

  /// A file of the capture.
  package init(_ file: StoredFile) {
    name = file.name
    archive = file.name
    place = .path(file.path)
  }

  /// A member of a zip archive of the capture.
  package init(_ entry: ZipEntry, of file: StoredFile) {
    name = file.name + "!" + entry.label
    archive = file.name
    place = .member(entry, of: file.path)
  }

  /// Bytes that are there already, or come through a pipe.
  package init(_ stored: StoredBytes, name: String) {
    self.name = name
    archive = name
    place = .bytes(stored)
  }

  /// Its decoded bytes from the beginning. A pipe can be opened once.
  package func open(limit: ExpansionLimit) throws(SystemFailure) -> BlockReader {
    switch place {
    case .path(let path):
      return BlockReader(ByteSource(try StoredBytes(path: path), name: archive, limit: limit))
    case .member(let entry, let path):
      return BlockReader(ByteSource(entry, of: try StoredBytes(path: path), name: archive, limit: limit))
    case .bytes(let stored):
      return BlockReader(ByteSource(stored, name: archive, limit: limit))
    }
  }
}

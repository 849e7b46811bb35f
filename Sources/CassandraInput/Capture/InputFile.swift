// One thing to read: a file, a member of an archive, or standard input. A value: it is opened when its turn
// comes, so a capture of ten thousand files needs only a few descriptors.

import Synchronization

/// A source of bytes by name.
package struct InputFile: Sendable {
  private enum Place: Sendable {
    case path([UInt8])
    case member(ZipEntry, of: [UInt8])
    case bytes(StoredBytes)
    case opened(OpenedInput)
  }

  /// Relative to the capture's root; a member follows a `!`.
  package let name: String
  /// How it is wrapped, if that is known without opening it.
  package let container: Container
  private let archive: String
  private let place: Place

  /// A file of the capture.
  package init(_ file: StoredFile) {
    name = file.name
    archive = file.name
    container = .plain
    place = .path(file.path)
  }

  /// A member of a zip archive of the capture.
  package init(_ entry: ZipEntry, of file: StoredFile) {
    name = file.name + "!" + entry.label
    archive = file.name
    container = .plain
    place = .member(entry, of: file.path)
  }

  /// Bytes that are there already, or come through a pipe.
  package init(_ stored: StoredBytes, name: String) {
    self.name = name
    archive = name
    container = .plain
    place = .bytes(stored)
  }

  /// Something that is open already and can be read once. What was peeked at is read again.
  package init(opened reader: consuming sending BlockReader, name: String) {
    self.name = name
    archive = name
    container = reader.container
    place = .opened(OpenedInput(reader))
  }

  /// Its decoded bytes from the beginning. What was open already can be opened once.
  package func open(limit: ExpansionLimit) throws(SystemFailure) -> BlockReader {
    switch place {
    case .path(let path):
      return BlockReader(ByteSource(try StoredBytes(path: path), name: archive, limit: limit))
    case .member(let entry, let path):
      return BlockReader(ByteSource(entry, of: try StoredBytes(path: path), name: archive, limit: limit))
    case .bytes(let stored):
      return BlockReader(ByteSource(stored, name: archive, limit: limit))
    case .opened(let input):
      return input.take() ?? BlockReader(ByteSource(StoredBytes([]), name: archive, limit: limit))
    }
  }
}

/// A reader that waits to be taken by whoever reads it.
private final class OpenedInput: Sendable {
  private let reader: Mutex<BlockReader?>

  init(_ reader: consuming sending BlockReader) { self.reader = Mutex(reader) }

  /// The reader, the first time; nil from then on.
  func take() -> BlockReader? {
    reader.withLock { reader in
      var taken: BlockReader?
      swap(&taken, &reader)
      return taken
    }
  }
}

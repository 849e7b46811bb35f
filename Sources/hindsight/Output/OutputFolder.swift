// The folder that reports are written to. A file is there whole or not at all: whoever watches the folder, or
// finds it after a full disk, never sees half a report.

import CassandraInput

/// A folder that exists.
struct OutputFolder: Sendable {
  private let path: String

  /// Opens the folder at `path` and makes it, and those above it, if it is not there.
  init(_ path: String) throws(OutputError) {
    self.path = path
    guard !SystemCalls.isFolder(path) else { return }
    var parent = path.hasPrefix("/") ? "/" : ""
    for name in path.split(separator: "/") {
      parent += name
      do { try SystemCalls.makeFolder(parent) } catch {
        throw OutputError(place: parent, reason: error.reason)
      }
      parent += "/"
    }
  }

  /// The text of a file; empty when it is not there or cannot be read.
  func text(of name: String) -> String {
    guard let stored = try? StoredBytes(path: Array((path + "/" + name).utf8)) else { return "" }
    var reader = BlockReader(ByteSource(stored, name: name))
    return String(decoding: reader.peek(BlockReader.blockSize), as: UTF8.self)
  }

  /// Removes a file that an earlier report wrote.
  func remove(_ name: String) { SystemCalls.remove(path + "/" + name) }

  /// Writes a file, in place of one of that name.
  ///
  /// The bytes go into a hidden file beside it, which takes the name when they are all on the disk. A run that
  /// is killed in between leaves that hidden file, which ends in `.part`.
  func write(_ bytes: [UInt8], as name: String) throws(OutputError) {
    let file = path + "/" + name
    // The process id keeps two runs into one folder apart; an earlier process may have left its own.
    let part = path + "/." + name + "." + String(SystemCalls.processID) + ".part"
    SystemCalls.remove(part)
    do {
      try SystemCalls.create(part, bytes)
      try SystemCalls.rename(part, to: file)
    } catch {
      SystemCalls.remove(part)
      throw OutputError(place: file, reason: error.reason)
    }
  }
}

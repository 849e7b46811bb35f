// The folder that reports are written to. A file is there whole or not at all: whoever watches the folder, or
// finds it after a full disk, never sees half a report.

import CassandraInput
import Glibc

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

  /// A file in the making, which has its name only when it is whole.
  struct Stream: Sendable {
    fileprivate let file: String
    fileprivate let part: String
    fileprivate let descriptor: Int32

    /// Writes what comes next.
    func write(_ bytes: [UInt8]) throws(OutputError) {
      do { try SystemCalls.write(bytes, to: descriptor) } catch {
        throw OutputError(place: file, reason: error.reason)
      }
    }

    /// The last bytes are written: gives the file its name.
    func finish() throws(OutputError) {
      do {
        try SystemCalls.finish(descriptor)
        try SystemCalls.rename(part, to: file)
      } catch {
        SystemCalls.remove(part)
        throw OutputError(place: file, reason: error.reason)
      }
    }

    /// Leaves nothing behind.
    func discard() {
      try? SystemCalls.finish(descriptor)
      SystemCalls.remove(part)
    }
  }

  /// Begins a file that is written piece by piece, in place of one of that name.
  func open(_ name: String) throws(OutputError) -> Stream {
    let (file, part) = (path + "/" + name, partPath(name))
    SystemCalls.remove(part)
    do { return Stream(file: file, part: part, descriptor: try SystemCalls.make(part)) } catch {
      throw OutputError(place: file, reason: error.reason)
    }
  }

  /// Writes a file, in place of one of that name.
  ///
  /// The bytes go into a hidden file beside it, which takes the name when they are all on the disk. A run that
  /// is killed in between leaves that hidden file, which ends in `.part`.
  func write(_ bytes: [UInt8], as name: String, mode: mode_t = 0o666) throws(OutputError) {
    let file = path + "/" + name
    let part = partPath(name)
    SystemCalls.remove(part)
    do {
      try SystemCalls.create(part, bytes, mode: mode)
      try SystemCalls.rename(part, to: file)
    } catch {
      SystemCalls.remove(part)
      throw OutputError(place: file, reason: error.reason)
    }
  }

  /// The process id keeps two runs into one folder apart; an earlier process may have left its own.
  private func partPath(_ name: String) -> String {
    path + "/." + name + "." + String(SystemCalls.processID) + ".part"
  }
}

// The folder that reports are written to. A file is there whole or not at all, and the files of one report get their
// names together: whoever watches the folder, or finds it after a full disk, never sees half a report.
//
//   .report.md.4711.part   written, and on the disk      a failure or a signal up to here: the old report is untouched
//   .nodes.csv.4711.part
//   report.md, nodes.csv   renamed one after the other   a signal waits; only SIGKILL and a dead machine can part them,
//                                                        and each file is whole even then

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

    /// Leaves nothing behind.
    func discard() {
      SystemCalls.close(descriptor)
      UnfinishedFiles.remove(part)
    }
  }

  /// Begins a file that is written piece by piece, in place of one of that name.
  func open(_ name: String, mode: mode_t = 0o666) throws(OutputError) -> Stream {
    removeLeftovers(of: name)
    // The process id keeps two runs into one folder apart.
    let (file, part) = (path + "/" + name, path + "/." + name + "." + String(SystemCalls.processID) + ".part")
    do {
      return Stream(file: file, part: part, descriptor: try UnfinishedFiles.make(part, mode: mode))
    } catch {
      throw OutputError(place: file, reason: error.reason)
    }
  }

  /// Gives all of `streams`, whose last bytes are written, their names; or none of them, if one cannot have its own.
  ///
  /// - Parameter stale: names of files of an earlier report that go as these come.
  func finish(_ streams: [Stream], removing stale: [String] = []) throws(OutputError) {
    do throws(OutputError) {
      for stream in streams {
        do throws(SystemError) {
          try SystemCalls.synchronize(stream.descriptor)
          if SystemCalls.isFolder(stream.file) { throw .isFolder }
        } catch {
          throw OutputError(place: stream.file, reason: error.reason)
        }
        if let obstacle = SystemCalls.obstacle(at: stream.file) {
          throw OutputError(place: stream.file, reason: obstacle)
        }
      }
      try UnfinishedFiles.rename(streams.map { ($0.part, $0.file) })
    } catch {
      for stream in streams { stream.discard() }
      throw error
    }
    for stream in streams { SystemCalls.close(stream.descriptor) }
    for name in stale { remove(name) }
  }

  /// Writes files, in place of those of their names: all of them, or, where one cannot be written, none.
  func write(
    _ files: [(name: String, bytes: [UInt8])], mode: mode_t = 0o666, removing stale: [String] = []
  ) throws(OutputError) {
    var streams: [Stream] = []
    do throws(OutputError) {
      for file in files {
        let stream = try open(file.name, mode: mode)
        streams.append(stream)
        try stream.write(file.bytes)
      }
    } catch {
      for stream in streams { stream.discard() }
      throw error
    }
    try finish(streams, removing: stale)
  }

  /// Writes a file, in place of one of that name.
  func write(_ bytes: [UInt8], as name: String, mode: mode_t = 0o666) throws(OutputError) {
    try write([(name, bytes)], mode: mode)
  }

  /// Removes what a run that was killed left of a file of this name. A run that goes on holds its own.
  private func removeLeftovers(of name: String) {
    for other in SystemCalls.names(inFolder: path) {
      let ending = other.hasSuffix(UnfinishedFiles.oldEnding) ? ".part" + UnfinishedFiles.oldEnding : ".part"
      let middle = other.dropFirst(name.utf8.count + 2).dropLast(ending.utf8.count)
      guard other.hasPrefix("." + name + "."), other.hasSuffix(ending), let process = Int32(middle) else {
        continue
      }
      UnfinishedFiles.removeLeftover(path + "/" + other, of: process)
    }
  }
}

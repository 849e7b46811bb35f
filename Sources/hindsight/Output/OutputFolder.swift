// The folder of reports. A file appears whole or not at all, and the files of one report are renamed
// together: a program that watches the folder, or a user after a full disk, never sees half a report.
//
//   .report.md.4711.part   written and synchronized      after a failure or a signal up to here, the old report is
//   .nodes.csv.4711.part                                 unchanged
//   report.md, nodes.csv   renamed one after the other   a signal waits; only SIGKILL or a crash of the machine can
//                                                        separate them, and each file is whole even then

import CassandraInput
import Glibc

/// A folder that exists.
struct OutputFolder: Sendable {
  private let path: String

  /// Opens the folder at `path`; creates it and its parents if they do not exist.
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

  /// The text of a file; empty if it does not exist, cannot be read, or is a link, a pipe or a device.
  func text(of name: String) -> String {
    guard SystemCalls.obstacle(at: path + "/" + name) == nil,
      let stored = try? StoredBytes(path: Array((path + "/" + name).utf8))
    else { return "" }
    var reader = BlockReader(ByteSource(stored, name: name))
    return String(decoding: reader.peek(BlockReader.blockSize), as: UTF8.self)
  }

  /// Removes a file of an earlier report.
  func remove(_ name: String) { SystemCalls.remove(path + "/" + name) }

  /// An unfinished file; it gets its name when it is complete.
  struct Stream: Sendable {
    fileprivate let file: String
    fileprivate let part: String
    fileprivate let descriptor: Int32

    func write(_ bytes: [UInt8]) throws(OutputError) {
      do { try SystemCalls.write(bytes, to: descriptor) } catch {
        throw OutputError(place: file, reason: error.reason)
      }
    }

    /// Removes the unfinished file.
    func discard() {
      SystemCalls.close(descriptor)
      UnfinishedFiles.remove(part)
    }
  }

  /// Begins a file in place of an existing one with the same name.
  func open(_ name: String, mode: mode_t = 0o666) throws(OutputError) -> Stream {
    removeLeftovers(of: name)
    // The process id separates two runs with the same folder.
    let (file, part) = (path + "/" + name, path + "/." + name + "." + String(SystemCalls.processID) + ".part")
    do {
      return Stream(file: file, part: part, descriptor: try UnfinishedFiles.make(part, mode: mode))
    } catch {
      throw OutputError(place: file, reason: error.reason)
    }
  }

  /// Renames all `streams` to their names after their last bytes; if one cannot be renamed, none is.
  ///
  /// - Parameter stale: files of an earlier report to remove at the same time.
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

  /// Writes files in place of those with the same names: all of them, or none if one cannot be written.
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

  /// Writes a file in place of an existing one with the same name.
  func write(_ bytes: [UInt8], as name: String, mode: mode_t = 0o666) throws(OutputError) {
    try write([(name, bytes)], mode: mode)
  }

  /// Removes unfinished files with this name of a run that was killed. A running process holds its own.
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

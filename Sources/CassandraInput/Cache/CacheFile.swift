// The files of a cache, and the system calls that only they need. A file gets its name when it is whole, so whoever
// kills the program at any moment, or runs it twice at once, leaves a good cache.
//
//   hindsight state 1          the form of this head
//   0.1.0 19688123 17637…      the program that wrote it
//   9f8a2b01 48211             CRC-32 and length of what follows
//   …                          the state

import CassandraModel
import Glibc

/// One kept state on disk.
struct CacheFile {
  let path: [UInt8]

  /// What is in the file, or why that is of no use.
  enum Content {
    case state([UInt8])
    case missing
    /// Of another program, or of an older one: it reads its own states only.
    case foreign
    case damaged
  }

  private static let form = "hindsight state 1"
  /// Longer than any head.
  private static let headLimit = 4096

  func content(for program: String) -> Content {
    let bytes: [UInt8]
    do throws(SystemFailure) {
      let stored = try StoredBytes(path: path)
      guard let size = stored.size, let count = Int(exactly: size) else { return .damaged }
      var failure: SystemFailure?
      bytes = [UInt8](capacity: count) { output in
        while failure == nil, !output.isFull {
          do throws(SystemFailure) {
            let got = try stored.read(into: &output, at: Int64(output.count), atMost: output.freeCapacity)
            if got == 0 { return }
          } catch { failure = error }
        }
      }
      if let failure { throw failure }
    } catch { return error.isMissing ? .missing : .damaged }
    return CacheFile.content(of: bytes, for: program)
  }

  private static func content(of bytes: [UInt8], for program: String) -> Content {
    let lines = bytes.prefix(headLimit).split(
      separator: UInt8(ascii: "\n"), maxSplits: 3, omittingEmptySubsequences: false)
    guard lines.count == 4 else { return .damaged }
    let words = lines.prefix(3).map { String(decoding: $0, as: UTF8.self) }
    guard words[0] == form, words[1] == program else {
      return words[0].hasPrefix("hindsight state ") ? .foreign : .damaged
    }
    let state = Array(bytes[lines[3].startIndex...])
    return words[2] == CacheFile.sum(of: state) ? .state(state) : .damaged
  }

  private static func sum(of state: [UInt8]) -> String {
    var checksum = Checksum()
    checksum.update(state.span)
    return String(checksum.value, radix: 16) + " " + String(state.count)
  }

  /// Writes the file, in place of one of its name.
  func write(_ state: [UInt8], of program: String, in folder: [UInt8]) throws(SystemFailure) {
    let file = try Descriptor(unnamedIn: folder)
    let head = CacheFile.form + "\n" + program + "\n" + CacheFile.sum(of: state) + "\n"
    try file.write(Array(head.utf8).span)
    try file.write(state.span)
    try file.link(to: path)
  }

  /// Says that the file was of use.
  func touch() {
    // Safe: the path ends in a zero byte; nil stands for now.
    _ = unsafe utimensat(AT_FDCWD, path.terminated, nil, 0)
  }

  func remove() {
    // Safe: the path ends in a zero byte.
    _ = unsafe unlink(path.terminated)
  }

  /// Makes the folder at `path` and those above it, for its owner alone: states hold the words of logs.
  static func makeFolder(_ path: [UInt8]) throws(SystemFailure) {
    // Safe: the path ends in a zero byte.
    if unsafe mkdir(path.terminated, 0o700) == 0 { return }
    if errno == ENOENT, let slash = path.lastIndex(of: UInt8(ascii: "/")), slash > 0 {
      try makeFolder(Array(path[..<slash]))
      if unsafe mkdir(path.terminated, 0o700) == 0 { return }
    }
    let failure = SystemFailure.last
    guard (try? FileStatus(of: path, followingLinks: true))?.kind == .folder else { throw failure }
  }
}

extension Descriptor {
  /// Gives a file without a name the name `path`, in place of what has it.
  func link(to path: [UInt8]) throws(SystemFailure) {
    let own = Array(("/proc/self/fd/" + String(number)).utf8)
    for isSecond in [false, true] {
      // Safe: both paths end in a zero byte.
      if unsafe linkat(AT_FDCWD, own.terminated, AT_FDCWD, path.terminated, AT_SYMLINK_FOLLOW) == 0 { return }
      guard errno == EEXIST, !isSecond else { break }
      CacheFile(path: path).remove()
    }
    // Another run was quicker: its file says the same.
    if errno != EEXIST { throw .last }
  }
}

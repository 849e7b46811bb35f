// stat of a path.

import CassandraModel
import Glibc

/// Kind, identity, size and time of a file.
struct FileStatus {
  /// The kind of file, as far as reading depends on it.
  enum Kind: Hashable {
    case file, folder, link
    /// A pipe, a socket or a device, by its name in messages.
    case special(String)
  }

  /// Device and inode: equal for all names of one file.
  struct Identity: Hashable {
    let device: UInt64
    let number: UInt64
  }

  let kind: Kind
  let identity: Identity
  let size: Int64
  let modified: Instant

  /// The status of the file at `path`; of the link itself if `path` is a link and links are not followed.
  init(of path: [UInt8], followingLinks: Bool) throws(SystemFailure) {
    var status = stat()
    // Safe: the path ends in a zero byte, and both calls only fill the structure they are given.
    let result =
      followingLinks ? unsafe stat(path.terminated, &status) : unsafe lstat(path.terminated, &status)
    guard result == 0 else { throw .last }
    kind =
      switch status.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .folder
      case S_IFLNK: .link
      case S_IFIFO: .special("a pipe")
      case S_IFSOCK: .special("a socket")
      default: .special("a device")
      }
    identity = Identity(device: UInt64(status.st_dev), number: UInt64(status.st_ino))
    size = Int64(status.st_size)
    modified = Instant(
      milliseconds: Int64(status.st_mtim.tv_sec) &* 1000 &+ Int64(status.st_mtim.tv_nsec) / 1_000_000)
  }
}

/// The path with all links resolved; nil if the file does not exist.
func realPath(of path: [UInt8]) -> [UInt8]? {
  // Safe: the path ends in a zero byte; the call gives a terminated string of its own, which is copied and freed once.
  guard let real = unsafe realpath(path.terminated, nil) else { return nil }
  defer { unsafe free(real) }
  return unsafe Array(UnsafeRawBufferPointer(start: real, count: strlen(real)))
}

/// The names in a folder, without `.` and `..`, in byte order.
func namesInFolder(_ path: [UInt8]) throws(SystemFailure) -> [[UInt8]] {
  // Safe: the stream is used in this function only and closed once.
  guard let folder = unsafe opendir(path.terminated) else { throw .last }
  defer { unsafe closedir(folder) }
  var names: [[UInt8]] = []
  while true {
    // errno is the only way to tell the end from a failure.
    errno = 0
    guard let entry = unsafe readdir(folder) else { break }
    let name = unsafe nameBytes(of: entry)
    if name != [UInt8(ascii: ".")], name != Array("..".utf8) { names.append(name) }
  }
  if errno != 0 { throw .last }
  return names.sorted { $0.lexicographicallyPrecedes($1) }
}

/// The name in a directory entry.
private func nameBytes(of entry: UnsafeMutablePointer<dirent>) -> [UInt8] {
  // Safe: readdir ends the name with a zero byte within the entry, and the entry stays until the next call.
  // The name is reached by its offset, because the entry may be shorter than the structure.
  guard let offset = MemoryLayout<dirent>.offset(of: \dirent.d_name) else { return [] }
  let start = unsafe UnsafeRawPointer(entry) + offset
  let length = unsafe strlen(start.assumingMemoryBound(to: CChar.self))
  return unsafe Array(UnsafeRawBufferPointer(start: start, count: length))
}

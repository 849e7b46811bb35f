// The system calls for output, and all of the program's unsafe code above the input layer. Each call has one
// wrapper, which retries after a signal and turns the error number into words.

import Glibc

/// The reason why output could not be written: exit status 4.
struct OutputError: Error, Hashable, Sendable {
  /// The file or folder, or `standard output`.
  let place: String
  /// The system's message.
  let reason: String
}

struct SystemError: Error, Hashable, Sendable {
  let number: Int32

  static var last: SystemError { SystemError(number: errno) }
  /// The path is a folder instead of a file.
  static let isFolder = SystemError(number: EISDIR)

  /// True if the reader of a pipe has closed it.
  var isClosedPipe: Bool { number == EPIPE }

  /// The system's message, in English: the program sets no locale.
  var reason: String {
    // Safe: strerror gives a terminated string that stays until this thread's next call, and it is copied.
    guard let text = unsafe strerror(number) else { return "error " + String(number) }
    return unsafe String(cString: text)
  }
}

enum SystemCalls {
  /// Makes a write into a closed pipe fail with an error instead of ending the process.
  static func ignoreBrokenPipes() {
    signal(SIGPIPE, SIG_IGN)
  }

  static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

  static func write(_ bytes: [UInt8], to descriptor: Int32) throws(SystemError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      // Safe: the call reads within the buffer, which lives as long as the call.
      let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno == EAGAIN {
        waitUntilWritable(descriptor)
      } else if errno != EINTR {
        throw .last
      }
    }
  }

  /// Creates a folder; an existing one is not an error.
  static func makeFolder(_ path: String) throws(SystemError) {
    guard unsafe mkdir(path, 0o777) != 0 else { return }
    let error = SystemError.last
    guard isFolder(path) else { throw error }
  }

  static func isFolder(_ path: String) -> Bool {
    var status = stat()
    // Safe: the call fills the one structure it is given.
    return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// The kind of file at `path` that must not be replaced: a link, a pipe or a device; nil if there is none.
  static func obstacle(at path: String) -> String? {
    var status = stat()
    // Safe: the call fills the one structure it is given.
    guard unsafe lstat(path, &status) == 0 else { return nil }
    switch status.st_mode & S_IFMT {
    case S_IFREG, S_IFDIR: return nil
    case S_IFLNK: return "is a link, and is not replaced"
    default: return "is a pipe, a socket or a device, and is not replaced"
    }
  }

  static var openFileLimit: Int { Int(sysconf(Int32(_SC_OPEN_MAX))) }

  /// Opens closed standard streams as /dev/null: otherwise the next opened file would become one of them.
  static func openStandardStreams() {
    for stream in Int32(0)...2 where fcntl(stream, F_GETFD) < 0 {
      // The lowest free descriptor is this one.
      _ = unsafe open("/dev/null", stream == 0 ? O_RDONLY : O_WRONLY)
    }
  }

  /// True if `path` exists, as any kind of file.
  static func isThere(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

  /// Creates a new file for writing; the umask applies to `mode`.
  static func make(_ path: String, mode: mode_t = 0o666) throws(SystemError) -> Int32 {
    let file = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    guard file >= 0 else { throw .last }
    return file
  }

  /// Writes the file's bytes to the disk. Some file systems report a full disk only here.
  static func synchronize(_ file: Int32) throws(SystemError) {
    guard fsync(file) == 0 else { throw .last }
  }

  static func close(_ file: Int32) { _ = Glibc.close(file) }

  /// Renames a file; replaces an existing one.
  static func rename(_ path: String, to newPath: String) throws(SystemError) {
    guard unsafe Glibc.rename(path, newPath) == 0 else { throw .last }
  }

  /// Creates a hard link; false if that is not possible.
  static func link(_ path: String, as name: String) -> Bool { unsafe Glibc.link(path, name) == 0 }

  /// Removes a file if it exists.
  static func remove(_ path: String) { _ = unsafe unlink(path) }

  /// The value of an environment variable; nil if it is not set.
  static func environment(_ name: String) -> String? {
    // Safe: nothing here changes the environment, and the value is copied.
    guard let value = unsafe getenv(name) else { return nil }
    return unsafe String(cString: value)
  }

  static var processID: Int32 { getpid() }

  private static func waitUntilWritable(_ descriptor: Int32) {
    var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    // Safe: the call reads and writes the one structure it is given.
    _ = unsafe poll(&request, 1, -1)
  }
}

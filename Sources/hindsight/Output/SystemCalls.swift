// The system calls that output needs, and all of the program's unsafe code above the input layer. Each is
// called in one place, retried when a signal interrupts it, and turns its error number into words.

import Glibc

/// Why output could not be written: exit status 4.
struct OutputError: Error, Hashable, Sendable {
  /// The file or folder, or `standard output`.
  let place: String
  /// The system's words.
  let reason: String
}

/// Why a call failed.
struct SystemError: Error, Hashable, Sendable {
  let number: Int32

  static var last: SystemError { SystemError(number: errno) }
  /// A folder is where a file should be.
  static let isFolder = SystemError(number: EISDIR)

  /// Nobody reads the other end of the pipe any more.
  var isClosedPipe: Bool { number == EPIPE }

  /// The system's words, in English: no locale was ever set.
  var reason: String {
    // Safe: strerror gives a terminated string that stays until this thread's next call, and it is copied.
    guard let text = unsafe strerror(number) else { return "error " + String(number) }
    return unsafe String(cString: text)
  }
}

/// Thin covers over system calls.
enum SystemCalls {
  /// Lets a write into a closed pipe fail with an error instead of killing the process.
  static func ignoreBrokenPipes() {
    signal(SIGPIPE, SIG_IGN)
  }

  static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

  /// Writes all of `bytes`.
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

  /// Makes a folder; one that is there already is fine.
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

  /// What a file of the name `path` must not take the place of: a link, a pipe or a device; nil if there is none.
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

  /// How many files may be open at once.
  static var openFileLimit: Int { Int(sysconf(Int32(_SC_OPEN_MAX))) }

  /// Lets standard streams that were closed lead to nowhere: the next file opened would be taken for one of them.
  static func openStandardStreams() {
    for stream in Int32(0)...2 where fcntl(stream, F_GETFD) < 0 {
      // The lowest number that is free is this one.
      _ = unsafe open("/dev/null", stream == 0 ? O_RDONLY : O_WRONLY)
    }
  }

  /// True if there is anything called `path`.
  static func isThere(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

  /// Makes a new file to write to; of `mode` the user's mask takes away what it always does.
  static func make(_ path: String, mode: mode_t = 0o666) throws(SystemError) -> Int32 {
    let file = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    guard file >= 0 else { throw .last }
    return file
  }

  /// Brings the bytes of a file to the disk. Some file systems find out only here that there was no room.
  static func synchronize(_ file: Int32) throws(SystemError) {
    guard fsync(file) == 0 else { throw .last }
  }

  static func close(_ file: Int32) { _ = Glibc.close(file) }

  /// Gives a file another name, in place of whatever has that name.
  static func rename(_ path: String, to newPath: String) throws(SystemError) {
    guard unsafe Glibc.rename(path, newPath) == 0 else { throw .last }
  }

  /// Gives a file a second name; false where that cannot be done.
  static func link(_ path: String, as name: String) -> Bool { unsafe Glibc.link(path, name) == 0 }

  /// Removes a file if it is there.
  static func remove(_ path: String) { _ = unsafe unlink(path) }

  /// The value of a variable of the environment; nil when it is not set.
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

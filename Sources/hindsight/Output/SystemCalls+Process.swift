// System calls about processes: signals, and the owner of a file.

import Glibc

extension SystemCalls {
  /// Locks an open file until it is closed, if the file system supports locks.
  static func hold(_ file: Int32) { _ = flock(file, LOCK_EX | LOCK_NB) }

  /// True if a process has the file at `path` open and locked, or if that cannot be determined.
  static func isHeld(_ path: String) -> Bool {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard file >= 0 else { return true }
    defer { close(file) }
    return flock(file, LOCK_EX | LOCK_NB) != 0
  }

  /// True if a process with this id exists, of any user.
  static func isRunning(_ id: Int32) -> Bool { id > 0 && (kill(id, 0) == 0 || errno == EPERM) }

  /// The names in a folder; empty if it cannot be read.
  static func names(inFolder path: String) -> [String] {
    // Safe: the stream is used in this function only and closed once.
    guard let folder = unsafe opendir(path) else { return [] }
    defer { unsafe closedir(folder) }
    var names: [String] = []
    while let entry = unsafe readdir(folder) {
      // Safe: the name ends with a zero byte within the entry, which stays until the next call, and is copied.
      guard let offset = MemoryLayout<dirent>.offset(of: \dirent.d_name) else { return [] }
      let start = unsafe UnsafeRawPointer(entry) + offset
      names.append(unsafe String(cString: start.assumingMemoryBound(to: CChar.self)))
    }
    return names.sorted()
  }

  // MARK: Signals

  /// The pipe into which the handler writes signal numbers. Initialized with a constant, so that the handler
  /// never runs an initializer.
  nonisolated(unsafe) private static var signalPipe: Int32 = -1

  /// Handles those of `signals` that would end this process, and returns a file descriptor for reading their
  /// numbers; nil if there are none. A signal that is ignored, as for a program under nohup, stays ignored.
  ///
  /// A handler and a pipe, because signals cannot be blocked here: the runtime's main thread waits with all
  /// of them unblocked.
  static func take(_ signals: [Int32]) -> Int32? {
    var ends: [Int32] = [-1, -1]
    // Safe: the call fills the two numbers.
    guard unsafe pipe(&ends) == 0 else { return nil }
    unsafe signalPipe = ends[1]
    var taken = 0
    for signal in signals {
      var old = sigaction()
      // Safe: the calls read or fill the structures that they are given. The old handler is compared, and not
      // called.
      guard unsafe sigaction(signal, nil, &old) == 0,
        unsafe unsafeBitCast(old.__sigaction_handler.sa_handler, to: Int.self) == 0
      else { continue }
      var new = sigaction()
      new.sa_flags = SA_RESTART
      unsafe new.__sigaction_handler.sa_handler = { number in
        // Only async-signal-safe work: one write, and errno restored.
        let before = errno
        var byte = UInt8(truncatingIfNeeded: number)
        unsafe _ = Glibc.write(SystemCalls.signalPipe, &byte, 1)
        errno = before
      }
      if unsafe sigaction(signal, &new, nil) == 0 { taken += 1 }
    }
    return taken > 0 ? ends[0] : nil
  }

  /// Blocks until a signal arrives, and returns its number from `pipe`.
  static func nextSignal(_ pipe: Int32) -> Int32 {
    var byte: UInt8 = 0
    // Safe: the call writes one byte.
    while unsafe read(pipe, &byte, 1) != 1 {}
    return Int32(byte)
  }

  /// Ends the process as the signal itself would.
  static func end(by number: Int32) -> Never {
    _ = signal(number, SIG_DFL)
    var set = sigset_t()
    unsafe sigemptyset(&set)
    unsafe sigaddset(&set, number)
    unsafe _ = pthread_sigmask(SIG_UNBLOCK, &set, nil)
    kill(getpid(), number)
    // Another thread may receive the signal; it ends this one.
    while true { pause() }
  }

  static func detachThread(_ body: @escaping @Sendable () -> Void) {
    // Safe: the closure is kept for the thread, which takes it once.
    let work = unsafe Unmanaged.passRetained(ThreadWork(body)).toOpaque()
    var thread = pthread_t()
    let status = unsafe pthread_create(
      &thread, nil,
      { argument in
        guard let argument = unsafe argument else { return nil }
        unsafe Unmanaged<ThreadWork>.fromOpaque(argument).takeRetainedValue().body()
        return nil
      }, work)
    if status == 0 { pthread_detach(thread) }
  }

  private final class ThreadWork: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
}

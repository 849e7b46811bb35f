// The system calls about processes: signals, and whose a file is.

import Glibc

extension SystemCalls {
  /// Marks an open file as in use until it is closed, as far as the file system can.
  static func hold(_ file: Int32) { _ = flock(file, LOCK_EX | LOCK_NB) }

  /// True if a process has the file at `path` open and holds it; also if nobody can tell.
  static func isHeld(_ path: String) -> Bool {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard file >= 0 else { return true }
    defer { close(file) }
    return flock(file, LOCK_EX | LOCK_NB) != 0
  }

  /// True if there is a process of this id, whoever's it is.
  static func isRunning(_ id: Int32) -> Bool { id > 0 && (kill(id, 0) == 0 || errno == EPERM) }

  /// The names in a folder; none if it cannot be read.
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

  /// Where the handler writes the numbers of signals. A constant at first, so that a handler never has to make it.
  nonisolated(unsafe) private static var signalPipe: Int32 = -1

  /// Takes those of `signals` that would end this process, and returns where their numbers can be read; nil if there are
  /// none. What is ignored, as for a program under nohup, stays ignored.
  ///
  /// A handler and a pipe, because signals cannot be blocked here: the runtime's main thread waits with all of them open.
  static func take(_ signals: [Int32]) -> Int32? {
    var ends: [Int32] = [-1, -1]
    // Safe: the call fills the two numbers.
    guard unsafe pipe(&ends) == 0 else { return nil }
    unsafe signalPipe = ends[1]
    var taken = 0
    for signal in signals {
      var old = sigaction()
      // Safe: the calls read or fill the structures that they are given. The old handler is compared, and not called.
      guard unsafe sigaction(signal, nil, &old) == 0,
        unsafe unsafeBitCast(old.__sigaction_handler.sa_handler, to: Int.self) == 0
      else { continue }
      var new = sigaction()
      new.sa_flags = SA_RESTART
      unsafe new.__sigaction_handler.sa_handler = { number in
        // Nothing but what a handler may do: one write, and the error number as it was.
        let before = errno
        var byte = UInt8(truncatingIfNeeded: number)
        unsafe _ = Glibc.write(SystemCalls.signalPipe, &byte, 1)
        errno = before
      }
      if unsafe sigaction(signal, &new, nil) == 0 { taken += 1 }
    }
    return taken > 0 ? ends[0] : nil
  }

  /// Sleeps until a signal comes, whose number can be read at `pipe`.
  static func nextSignal(_ pipe: Int32) -> Int32 {
    var byte: UInt8 = 0
    // Safe: the call writes one byte.
    while unsafe read(pipe, &byte, 1) != 1 {}
    return Int32(byte)
  }

  /// Ends the process as `signal` would have.
  static func end(by number: Int32) -> Never {
    _ = signal(number, SIG_DFL)
    var set = sigset_t()
    unsafe sigemptyset(&set)
    unsafe sigaddset(&set, number)
    unsafe _ = pthread_sigmask(SIG_UNBLOCK, &set, nil)
    kill(getpid(), number)
    // Another thread may take it; it ends this one.
    while true { pause() }
  }

  /// Runs `body` in a thread of its own, for which nobody waits.
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

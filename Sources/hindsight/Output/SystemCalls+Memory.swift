// A limit of address space (`ulimit -v`). The language runtime cannot report that memory is refused: it ends the
// process with a trap, and waits without end for threads that it cannot start. So a limit that is too low is
// said at the start, and a crash under a limit names the limit.

import Glibc

enum MemoryLimit {
  /// In bytes: below it not even a small capture can be read.
  private static let least: UInt64 = 512 << 20

  /// The limit in bytes; nil without one.
  private static var current: UInt64? {
    var limit = rlimit()
    // Safe: the call fills the structure.
    guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0, limit.rlim_cur != .max
    else {
      return nil
    }
    return UInt64(limit.rlim_cur)
  }

  /// The message for a limit that is too low. Prepares for a crash under any other limit.
  static func refusal() -> String? {
    guard let limit = current else { return nil }
    let size = String(limit >> 20) + " MiB"
    if limit < least {
      return "the limit of memory is \(size), and \(least >> 20) MiB are needed: ulimit -v unlimited"
    }
    prepare("hindsight: ended, most likely out of memory: the limit is \(size): ulimit -v unlimited\n")
    return nil
  }

  // MARK: Crashes

  /// The message, made before there is no memory for it. Written once, before there is a second thread.
  nonisolated(unsafe) private static var message: UnsafeMutablePointer<CChar>? = nil
  nonisolated(unsafe) private static var length = 0

  private static func prepare(_ text: String) {
    // Safe: the copy is never freed.
    unsafe message = strdup(text)
    unsafe length = text.utf8.count
    for signal in [SIGILL, SIGTRAP, SIGABRT, SIGSEGV, SIGBUS] {
      var action = sigaction()
      unsafe action.__sigaction_handler.sa_handler = { _ in
        // Only async-signal-safe work.
        unsafe _ = Glibc.write(2, MemoryLimit.message, MemoryLimit.length)
        _exit(ExitStatus.output.rawValue)
      }
      // Safe: the call reads the structure.
      _ = unsafe sigaction(signal, &action, nil)
    }
  }
}

// Unfinished files, and their removal when a signal ends the run.
//
// A dedicated thread handles SIGINT, SIGTERM and SIGHUP: it removes unfinished files, and then ends the
// process by the same signal, so that a shell sees 130, 143 or 129. It waits for a rename that has begun.
// After SIGKILL, the next run with the same folder finds the file and removes it, because no process holds
// it.

import Glibc
import Synchronization

enum UnfinishedFiles {
  private static let paths = Mutex<Set<String>>([])

  /// Creates a file for writing. Another run does not remove it while it is open.
  static func make(_ path: String, mode: mode_t) throws(SystemError) -> Int32 {
    try paths.withLock { paths throws(SystemError) in
      // An earlier process with the same id may have left one.
      SystemCalls.remove(path)
      let file = try SystemCalls.make(path, mode: mode)
      SystemCalls.hold(file)
      paths.insert(path)
      return file
    }
  }

  static func remove(_ path: String) {
    paths.withLock { paths in
      if paths.remove(path) != nil { SystemCalls.remove(path) }
    }
  }

  /// Renames files to their names, one after the other; a signal waits until all are renamed. If one cannot
  /// be renamed (its target is a mount point, immutable, or of another user), all earlier files are restored.
  static func rename(_ files: [(from: String, to: String)]) throws(OutputError) {
    try paths.withLock { paths throws(OutputError) in
      let old = files.map { keepsOld($0.to, as: oldName(of: $0.from)) }
      defer {
        for (file, isKept) in zip(files, old) where isKept { SystemCalls.remove(oldName(of: file.from)) }
      }
      for (index, (from, to)) in files.enumerated() {
        do throws(SystemError) { try SystemCalls.rename(from, to: to) } catch {
          for before in (0..<index).reversed() {
            let file = files[before]
            if !old[before] { SystemCalls.remove(file.to) }
            if old[before] { try? SystemCalls.rename(oldName(of: file.from), to: file.to) }
          }
          throw OutputError(place: to, reason: error.reason)
        }
      }
      for (from, _) in files { paths.remove(from) }
    }
  }

  /// Creates a hard link to the file at `path`; false if there is no file, or its file system has no hard
  /// links.
  private static func keepsOld(_ path: String, as name: String) -> Bool {
    SystemCalls.remove(name)
    return SystemCalls.link(path, as: name)
  }

  private static func oldName(of part: String) -> String { part + oldEnding }

  /// The suffix of old files that are kept until the new ones are in place.
  static let oldEnding = ".old"

  /// Removes an unfinished file of process `id`, if that has ended.
  static func removeLeftover(_ path: String, of id: Int32) {
    guard !SystemCalls.isRunning(id) else { return }
    // A process of another machine may share the folder.
    if SystemCalls.isHeld(path) { return }
    SystemCalls.remove(path)
  }

  /// Handles signals from now on. Called once.
  static func removeOnSignals() {
    guard let pipe = SystemCalls.take([SIGINT, SIGTERM, SIGHUP]) else { return }
    SystemCalls.detachThread {
      let signal = SystemCalls.nextSignal(pipe)
      paths.withLock { paths in
        for path in paths { SystemCalls.remove(path) }
        ReadingDisplay.clearTerminal()
        SystemCalls.end(by: signal)
      }
    }
  }
}

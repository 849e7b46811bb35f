// Files that do not have their names yet, and what becomes of them when the run is ended from outside.
//
// SIGINT, SIGTERM and SIGHUP are taken by a thread that does nothing else: it removes what is unfinished, and then ends
// the process by the same signal, so that a shell sees 130, 143 or 129. It waits for a renaming that has begun.
// Nobody is asked when the process is killed: such a file is found by the next run into the folder, which sees that
// nobody holds it.

import Glibc
import Synchronization

/// The unfinished files of this process.
enum UnfinishedFiles {
  private static let paths = Mutex<Set<String>>([])

  /// Makes a file to write to, which nobody removes as a leftover while it is open.
  static func make(_ path: String, mode: mode_t) throws(SystemError) -> Int32 {
    try paths.withLock { paths throws(SystemError) in
      // An earlier process of the same id may have left its own.
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

  /// Gives files their names, one after the other; a signal waits until all have theirs. If one cannot have its own
  /// (what has it is mounted, immutable or somebody else's), all that was there before is there again.
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

  /// Gives what has the name `path` a second one; false if there is nothing, or its file system cannot do that.
  private static func keepsOld(_ path: String, as name: String) -> Bool {
    SystemCalls.remove(name)
    return SystemCalls.link(path, as: name)
  }

  private static func oldName(of part: String) -> String { part + oldEnding }

  /// What names of files end in that wait until the new ones are there.
  static let oldEnding = ".old"

  /// Removes a file that process `id` left unfinished, if that is over.
  static func removeLeftover(_ path: String, of id: Int32) {
    guard !SystemCalls.isRunning(id) else { return }
    // A process of another machine may share the folder.
    if SystemCalls.isHeld(path) { return }
    SystemCalls.remove(path)
  }

  /// Takes signals from now on. Called once.
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

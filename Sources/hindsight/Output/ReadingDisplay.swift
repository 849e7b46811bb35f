// Progress on a terminal, fed by readers that work side by side.

import Synchronization

/// Shows on standard error how far reading has come.
final class ReadingDisplay: Sendable {
  private struct State {
    var line = ProgressLine()
    var progress = ReadingProgress(files: 0, bytes: 0)
  }

  private let state = Mutex(State())
  private let start = ContinuousClock.now

  /// A file was read: `bytes` of it after decompression.
  @Sendable func add(_ file: String, _ bytes: Int64) {
    let elapsed = ContinuousClock.now - start
    // Written under the lock, or an older line could be drawn over a newer one.
    state.withLock { state in
      state.progress.files += 1
      state.progress.bytes += bytes
      if let text = state.line.draw(state.progress, at: elapsed) { StandardError.write(text) }
    }
  }

  /// Removes the line.
  func clear() {
    state.withLock { state in
      if let text = state.line.clear() { StandardError.write(text) }
    }
  }
}

// Progress on a terminal, fed by readers that work side by side.

import CassandraInput
import Synchronization

/// Shows on standard error how far reading has come.
final class ReadingDisplay: Sendable {
  private struct State {
    var line = ProgressLine()
    var progress = ReadingProgress()
  }

  private let state = Mutex(State())
  private let start = ContinuousClock.now
  private let passes: Int64
  /// Whether a line stands on the terminal.
  private static let isDrawn = Atomic<Bool>(false)

  /// - Parameter passes: how often the capture is read.
  init(passes: Int) { self.passes = Int64(passes) }

  /// Takes note of a step of reading.
  @Sendable func note(_ step: CaptureProgress) {
    let elapsed = ContinuousClock.now - start
    // Written under the lock, or an older line could be drawn over a newer one.
    state.withLock { state in
      switch step {
      case .begun(let stored):
        // Every pass reads the same files.
        if state.progress.total == nil {
          let (total, isHuge) = stored.multipliedReportingOverflow(by: passes)
          state.progress.total = isHuge ? nil : total
        }
      case .read(let decoded, let stored):
        state.progress.bytes &+= decoded
        state.progress.stored &+= stored
      case .finished: state.progress.files += 1
      }
      if let text = state.line.draw(state.progress, at: elapsed) {
        ReadingDisplay.isDrawn.store(true, ordering: .relaxed)
        StandardError.write(text)
      }
    }
  }

  /// Removes the line.
  func clear() {
    state.withLock { state in
      if let text = state.line.clear() { StandardError.write(text) }
      ReadingDisplay.isDrawn.store(false, ordering: .relaxed)
    }
  }

  /// Removes the line of whichever display there is, without waiting for it.
  static func clearTerminal() {
    if isDrawn.load(ordering: .relaxed) { StandardError.write(ProgressLine.start) }
  }
}

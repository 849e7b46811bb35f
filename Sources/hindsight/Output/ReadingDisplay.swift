// Progress on a terminal, from concurrent readers.

import CassandraInput
import Synchronization

final class ReadingDisplay: Sendable {
  private struct State {
    var line = ProgressLine()
    var progress = ReadingProgress()
  }

  private let state = Mutex(State())
  private let start = ContinuousClock.now
  private let passes: Int64
  /// True while the line is on the terminal.
  private static let isDrawn = Atomic<Bool>(false)

  /// - Parameter passes: the number of times that the capture is read.
  init(passes: Int) { self.passes = Int64(passes) }

  @Sendable func note(_ step: CaptureProgress) {
    let elapsed = ContinuousClock.now - start
    // The line is written under the lock; otherwise an older line could overwrite a newer one.
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

  func clear() {
    state.withLock { state in
      if let text = state.line.clear() { StandardError.write(text) }
      ReadingDisplay.isDrawn.store(false, ordering: .relaxed)
    }
  }

  /// Removes the line of any display, without taking its lock.
  static func clearTerminal() {
    if isDrawn.load(ordering: .relaxed) { StandardError.write(ProgressLine.start) }
  }
}

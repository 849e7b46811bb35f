// The memory budget for quick access to members of archives. Fixed amounts: they depend on neither the number
// of archives nor their size.

import Synchronization

/// The memory that all archives of a capture share.
final class ArchiveMemory: Sendable {
  /// Streams that may hold points and decoders.
  let hot: HotStreams
  private let kept = Atomic<Int>(0)
  private let mostKept: Int

  /// For `jobs` nodes that are read at once, each from its own archive or from a nested one.
  init(jobs: Int, mostKept: Int = 64 << 20) {
    hot = HotStreams(most: max(8, 2 * jobs))
    self.mostKept = mostKept
  }

  /// True if `count` more bytes may be kept until the capture is read; they then count as kept.
  ///
  /// Captures of commands are small and many. In a bundle with one folder per time, the files of a node are
  /// spread over the whole bundle, and decoding up to each of them would take longer than everything else.
  func keep(_ count: Int) -> Bool {
    let sum = kept.wrappingAdd(count, ordering: .relaxed).newValue
    if sum <= mostKept { return true }
    kept.wrappingSubtract(count, ordering: .relaxed)
    return false
  }
}

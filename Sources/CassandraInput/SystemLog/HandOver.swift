// Gives a value from one stage to the next. A task keeps its result for as long as the task lives, so whoever
// changes what came out of one changes a copy: of a block, thousands of events.

import Synchronization

/// Holds a value until it is taken, once.
final class HandOver<Value: Sendable>: Sendable {
  private let slot: Mutex<Value?>

  /// - Parameter value: nil if there is nothing to give.
  init(_ value: Value?) { slot = Mutex(value) }

  /// The value, of which nothing is kept here; nil if it was taken before.
  func take() -> Value? { slot.withLock { $0.take() } }
}

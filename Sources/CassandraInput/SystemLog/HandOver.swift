// Moves a value from one stage to the next. A task keeps its result as long as it lives, so changing a task's
// result would copy it: thousands of events for a block.

import Synchronization

/// Holds a value until it is taken, once.
final class HandOver<Value: Sendable>: Sendable {
  private let slot: Mutex<Value?>

  /// - Parameter value: Nil if there is no value.
  init(_ value: Value?) { slot = Mutex(value) }

  /// The value, which is then no longer held here; nil if it was taken before.
  func take() -> Value? { slot.withLock { $0.take() } }
}

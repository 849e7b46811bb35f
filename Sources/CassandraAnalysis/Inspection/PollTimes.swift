// When a command was asked. Files of a capture come in the order of their names and not of time, and an interval
// is only known when all polls are: so every instant is kept, 8 bytes beside the 24 of each sample that the
// poll gave, and intervals are made from them at the end (`Cadence`).

public import CassandraModel

/// The instants of the polls of one command.
public struct PollTimes: Sendable {
  /// Milliseconds of polls that gave output, in the order of reading.
  private(set) var answered: [Int64] = []
  /// Milliseconds of polls that failed, in the order of reading.
  private(set) var failed: [Int64] = []
  /// Polls that gave output, by how their instant is known.
  public private(set) var kinds: [InstantKind: Int] = [:]
  /// Polls that gave output and of which nothing says when.
  public private(set) var undated = 0

  /// No polls.
  public init() {}

  /// Adds one poll.
  public mutating func add(_ poll: Poll) {
    guard poll.failure == nil else {
      if let at = poll.at { failed.append(at.milliseconds) }
      return
    }
    guard let at = poll.at else {
      undated += 1
      return
    }
    answered.append(at.milliseconds)
    if let kind = poll.atKind { kinds[kind, default: 0] += 1 }
  }

  /// Adds all polls of `other`; what is made of them does not depend on the order of merging.
  public mutating func merge(_ other: PollTimes) {
    answered += other.answered
    failed += other.failed
    undated += other.undated
    for (kind, count) in other.kinds { kinds[kind, default: 0] += count }
  }
}

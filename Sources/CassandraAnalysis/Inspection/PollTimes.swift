// Times at which a command ran. Files of a capture come in the order of their names and not of time, and an
// interval is only known when all samples are: so every instant is kept, 8 bytes on top of the 24 of each
// value in the sample, and intervals are computed from them at the end (`Cadence`).

public import CassandraModel

/// The times of the samples of one command.
public struct PollTimes: Sendable {
  /// Milliseconds of samples with output, in the order of reading.
  private(set) var answered: [Int64] = []
  /// Milliseconds of failed runs, in the order of reading.
  private(set) var failed: [Int64] = []
  /// Samples with output, by the source of their time.
  public private(set) var kinds: [InstantKind: Int] = [:]
  /// Samples that have output but no time.
  public private(set) var undated = 0

  /// No samples.
  public init() {}

  /// Adds one sample.
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

  /// Adds all samples of `other`; the result does not depend on the order of merging.
  public mutating func merge(_ other: PollTimes) {
    answered += other.answered
    failed += other.failed
    undated += other.undated
    for (kind, count) in other.kinds { kinds[kind, default: 0] += count }
  }
}

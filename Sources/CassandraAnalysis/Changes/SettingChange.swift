// Changes of a node's settings, each with the value before: from the log, from getters whose output changed,
// and from the settings that a start prints.

public import CassandraModel

/// One setting with a new value.
public struct SettingChange: Hashable, Sendable {
  /// A setting that is followed.
  public enum Setting: String, Hashable, Sendable, CaseIterable {
    /// The limit on compaction's rate.
    case compactionThroughput = "compaction_throughput"
    /// Number of compactions that run at a time.
    case concurrentCompactors = "concurrent_compactors"
    /// The limit on the rate of outgoing streams.
    case streamThroughput = "stream_throughput"
    /// Maximum heap.
    case maxHeap = "max_heap"
    /// The reaction to a disk error.
    case diskFailurePolicy = "disk_failure_policy"
    /// The reaction to a commit log error.
    case commitFailurePolicy = "commit_failure_policy"
  }

  /// A value of a setting.
  public enum Value: Hashable, Sendable {
    /// Bytes a second; 0 for no limit.
    case rate(Double)
    /// Bytes.
    case bytes(Int64)
    /// A number.
    case count(Int64)
    /// A word.
    case word(String)
  }

  /// The source of a change.
  public enum Basis: String, Hashable, Sendable {
    /// A record of the log.
    case log
    /// A getter printed another value than before: the setting was changed at some time between the samples.
    case samples
    /// A start printed a value that the start before it did not.
    case restart
  }

  /// The changed setting.
  public let setting: Setting
  /// The value before; nil when the log does not have it.
  public let before: Value?
  /// The value after.
  public let after: Value
  /// Time of the change; for a change between samples, the first sample with the new value.
  public let at: Moment
  /// The source of the change.
  public let basis: Basis
  /// File and line.
  public let source: SourceLocation
}

extension SettingChange {
  /// In words.
  package var text: Statement {
    let old: Statement = before.map { " (was \(SettingChange.words($0)))" } ?? ""
    switch (setting, after, basis) {
    case (.compactionThroughput, .rate(let rate), .log):
      return "setcompactionthroughput \(SettingChange.mebibytes(rate))\(old)"
    case (.streamThroughput, .rate, .log):
      return "stream throughput set to \(SettingChange.words(after))\(old)"
    case (_, _, .restart):
      return "restarted with \(name: setting.rawValue) \(SettingChange.words(after))\(old)"
    default:
      return "\(name: setting.rawValue) \(SettingChange.words(after))\(old)"
    }
  }

  package static func words(_ value: Value) -> Statement {
    switch value {
    case .rate(0): "no limit"
    case .rate(let rate): "\(.rate(rate))"
    case .bytes(let bytes): "\(.bytes(bytes))"
    case .count(let count): "\(.count(count))"
    case .word(let word): "\(name: word)"
    }
  }

  /// The unit that nodetool accepts.
  private static func mebibytes(_ rate: Double) -> Statement {
    guard let whole = Int64(exactly: (rate / 1_048_576).rounded()) else { return "\(.rate(rate))" }
    return "\(.count(whole))"
  }
}

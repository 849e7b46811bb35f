// What people changed of a node's settings, each change by itself with the value before: from the log, from getters that
// say another thing than before, and from what a start prints.

public import CassandraModel

/// One setting that got another value.
public struct SettingChange: Hashable, Sendable {
  /// Which setting.
  public enum Setting: String, Hashable, Sendable, CaseIterable {
    /// The limit on compaction's rate.
    case compactionThroughput = "compaction_throughput"
    /// Compactions at a time.
    case concurrentCompactors = "concurrent_compactors"
    /// The limit on the rate of outgoing streams.
    case streamThroughput = "stream_throughput"
    /// The most that the heap may grow to.
    case maxHeap = "max_heap"
    /// What is done about an error of a disk.
    case diskFailurePolicy = "disk_failure_policy"
    /// What is done about an error of the commit log.
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

  /// How it is known.
  public enum Basis: String, Hashable, Sendable {
    /// A record of the log.
    case log
    /// A getter that said another thing before: it was changed at some time since.
    case samples
    /// What a start printed, and the start before it did not.
    case restart
  }

  /// Which setting.
  public let setting: Setting
  /// What it was; nil when the log does not say.
  public let before: Value?
  /// What it became.
  public let after: Value
  /// When; of a change that samples show, the first sample that has it.
  public let at: Moment
  /// How it is known.
  public let basis: Basis
  /// Where it stands.
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

  /// As nodetool takes it.
  private static func mebibytes(_ rate: Double) -> Statement {
    guard let whole = Int64(exactly: (rate / 1_048_576).rounded()) else { return "\(.rate(rate))" }
    return "\(.count(whole))"
  }
}

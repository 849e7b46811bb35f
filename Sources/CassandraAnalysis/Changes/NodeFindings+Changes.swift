// Finds the changes of one node. A change that both the log and getters show is one change.

import CassandraModel

extension NodeFindings {
  /// Changes of settings, in the order of time.
  public var changes: [SettingChange] {
    let logged = loggedChanges
    let sampled = sampledChanges.filter { one in
      !logged.contains { $0.setting == one.setting && isSame($0, one) }
    }
    return (logged + sampled + restartChanges).sorted { a, b in
      a.at.sortKey != b.at.sortKey ? a.at.sortKey < b.at.sortKey : a.source < b.source
    }
  }

  /// In milliseconds: getters run every few minutes at most.
  private static var samplingDelay: Int64 { 600_000 }

  private func isSame(_ logged: SettingChange, _ sampled: SettingChange) -> Bool {
    guard logged.at.isUTC == sampled.at.isUTC else { return true }
    let delay = sampled.at.sortKey - logged.at.sortKey
    return delay >= -1000 && delay <= Self.samplingDelay && Self.isEqual(logged.after, sampled.after)
  }

  /// Equal within rounding: only one of the two sources rounds rates.
  static func isEqual(_ a: SettingChange.Value, _ b: SettingChange.Value) -> Bool {
    if case .rate(let left) = a, case .rate(let right) = b {
      return (left - right).magnitude <= 0.05 * max(left, right)
    }
    return a == b
  }

  private var loggedChanges: [SettingChange] {
    milestones.compactMap { one in
      let setting: SettingChange.Setting
      switch one.name.name {
      case "config.throughput_changed": setting = .compactionThroughput
      case "config.stream_throughput_changed": setting = .streamThroughput
      default: return nil
      }
      guard let value = one.value else { return nil }
      return SettingChange(
        setting: setting, before: one.previous.map { .rate(Double($0)) }, after: .rate(Double(value)),
        at: zone.moment(one.first), basis: .log, source: one.source)
    }
  }

  private var sampledChanges: [SettingChange] {
    let metrics: [(MetricName, SettingChange.Setting)] = [
      (.compactionThroughputLimit, .compactionThroughput), (.concurrentCompactors, .concurrentCompactors),
      (.streamThroughputLimit, .streamThroughput),
    ]
    return metrics.flatMap { metric, setting -> [SettingChange] in
      guard let points = samples[metric]?.points else { return [] }
      return zip(points, points.dropFirst()).enumerated().compactMap { index, pair in
        let (old, new) = pair
        let value = { (point: SamplePoint) -> SettingChange.Value in
          setting == .concurrentCompactors
            ? .count(Int64(exactly: point.value.rounded()) ?? 0) : .rate(point.value)
        }
        guard !Self.isEqual(value(old), value(new)) else { return nil }
        // A value that only one sample has, and that the next one reverts, may come from another source.
        if index + 2 < points.count, Self.isEqual(value(points[index + 2]), value(old)) { return nil }
        if index > 0, Self.isEqual(value(points[index - 1]), value(new)) { return nil }
        return SettingChange(
          setting: setting, before: value(old), after: value(new), at: .utc(new.at), basis: .samples,
          source: samples.source(of: new))
      }
    }
  }

  private var restartChanges: [SettingChange] {
    let names: [(String, SettingChange.Setting)] = [
      ("heap_max_bytes", .maxHeap), ("config_disk_failure_policy", .diskFailurePolicy),
      ("config_commit_failure_policy", .commitFailurePolicy),
      ("config_concurrent_compactors", .concurrentCompactors),
      ("config_compaction_throughput", .compactionThroughput),
      ("config_compaction_throughput_mb_per_sec", .compactionThroughput),
    ]
    return names.flatMap { name, setting -> [SettingChange] in
      let values = (attributes[AttributeName(name)] ?? []).filter { $0.at != nil && $0.value != "null" }
      return zip(values, values.dropFirst()).compactMap { old, new in
        guard old.value != new.value, let at = new.at else { return nil }
        return SettingChange(
          setting: setting, before: NodeFindings.value(old.value, setting),
          after: NodeFindings.value(new.value, setting), at: at, basis: .restart, source: new.source)
      }
    }
  }

  private static func value(_ text: String, _ setting: SettingChange.Setting) -> SettingChange.Value {
    switch setting {
    case .maxHeap: Int64(text).map { .bytes($0) } ?? .word(text)
    case .concurrentCompactors: Int64(text).map { .count($0) } ?? .word(text)
    case .compactionThroughput: Double(text).map { .rate($0 * 1_048_576) } ?? .word(text)
    case .streamThroughput, .diskFailurePolicy, .commitFailurePolicy: .word(text)
    }
  }
}

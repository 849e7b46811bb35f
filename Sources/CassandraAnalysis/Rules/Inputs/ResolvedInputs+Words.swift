// Reasons for a missing input, in words, and the subject of a series of a condition.

import CassandraModel

extension ResolvedInputs {
  /// Why there is no series of `metric`, to follow "because".
  func missing(_ metric: MetricName) -> String {
    let captured = ResolvedInputs.captured(metric)
    if node.samples.all(of: captured).isEmpty,
      node.samples.undated.contains(where: { $0.metric == captured })
    {
      return "no sample of " + captured.name + " has a time"
    }
    switch metric {
    case .compactionPendingTasks, .compactionActive, .compactionRemainingBytes:
      return "there is no compactionstats"
    case .concurrentCompactors: return "concurrent_compactors is not known"
    case .compactionThroughputLimit: return "compaction's throughput limit is not known"
    case .streamThroughputLimit: return "the limit of streams is not known"
    case .compactionRate, .compactionRateDecay, .compactionBytesCompactedTotal: return missingCounter
    case .dataVolumeUseRatio: return missingVolume
    case .readLatencyP99: return "there is no proxyhistograms with reads"
    case .readLatencyBaseline:
      return readLatency == nil
        ? "there is no proxyhistograms with reads"
        : "no baseline is given, and fewer than 20 samples lie outside every alert"
    case .backlogRatio:
      if pending == nil { return "there is no compactionstats" }
      return dataVolume == nil ? missingVolume : "there is no tablestats near compactionstats"
    case .repairSessions: return "there is neither repair_admin list nor netstats"
    case .poolActive, .poolPending, .poolBlocked: return "there is no tpstats"
    case .tableTombstonesPerSliceMax: return "there is no tablestats"
    default: return "there is no sample of " + metric.name
    }
  }

  /// The captured metric that a derived one needs first.
  private static func captured(_ metric: MetricName) -> MetricName {
    switch metric {
    case .compactionRemainingBytes: .compactionActive
    case .dataVolumeUseRatio: .diskFreeBytes
    case .readLatencyP99, .readLatencyBaseline: .requestLatencySeconds
    case .backlogRatio: .compactionPendingTasks
    case .compactionRate, .compactionRateDecay: .compactionBytesCompactedTotal
    default: metric
    }
  }

  /// The reason why the amount compacted is not known.
  var missingCounter: String {
    if node.zone.rule == nil, !node.compactionRows.isEmpty || !node.compactedBytes.isEmpty {
      return "only the log or compactionhistory has compacted bytes, and their zone is unknown"
    }
    return "no samples of compacted bytes"
  }

  private var missingVolume: String {
    let hasDisks = !node.samples.all(of: .diskFreeBytes).isEmpty
    return hasDisks
      ? "nothing tells which of the file systems of df holds the data" : "there is no df of the data volume"
  }

  /// The reason why a sample of the leading series could not be evaluated.
  func tooOld(_ metric: MetricName, _ other: MetricName?) -> String {
    let names = [metric, other].compactMap { $0?.name }
    return "no sample of " + names.joined(separator: " or ") + " was near enough in time"
  }

  /// The subject of an alert over a series with `labels`.
  func subject(_ kind: RuleSubject, _ labels: Labels) -> RuleAlert.Subject {
    if let keyspace = labels["keyspace"], let table = labels["table"] {
      return .table(TableName(keyspace: keyspace, table: table))
    }
    if kind == .pool, let pool = labels["pool"] { return .pool(pool) }
    return .node
  }

  /// The unit of `operand`, from the name of its metric; empty for counts and ratios.
  func unit(of operand: RuleOperand) -> String {
    let name = operand.metric.name
    if name.hasSuffix("_bytes_per_second") { return "bytes per second" }
    if name.hasSuffix("_ratio") { return "ratio" }
    let isBytes =
      name.hasSuffix("_bytes") || name.hasSuffix("_bytes_total") || name.contains("bytes_compacted")
    if isBytes { return operand.function == .rate ? "bytes per second" : "bytes" }
    return name.hasSuffix("_seconds") ? "seconds" : ""
  }
}

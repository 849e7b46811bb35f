// Prometheus names of metrics. Cassandra's own follow jmx_exporter in lower case,
// `cassandra_TYPE_NAME_ATTRIBUTE` with the keys of the MBean as labels; disks follow node_exporter. Each
// metric is an entry of the table.

import CassandraAnalysis
import CassandraModel

/// The PromQL expression of a metric.
struct PrometheusVector: Sendable {
  /// The expression; a number for a value from the configuration.
  var text: String
  /// The labels that distinguish its series within one instance.
  var labels: [String] = []
  /// True for a number; it needs no matching.
  var isScalar = false
}

/// The reason why Prometheus cannot express something; a clause for the words after "because".
struct Inexpressible: Error, Hashable {
  let reason: String

  init(_ reason: String) { self.reason = reason }
}

/// Values from the configuration that replace metrics without an exporter.
struct PrometheusInputs: Sendable {
  let inputs: NodeInputs

  /// The mount point of the data: the configured folder is assumed to be one.
  var mount: String { inputs.dataDirectory ?? "/var/lib/cassandra" }
}

enum PrometheusName {
  /// The range of rates: long enough for two samples at one a minute.
  static let rateWindow = "5m"
  static let bytesCompacted = "cassandra_compaction_bytescompacted_count"
  static let pending = "cassandra_compaction_pendingtasks_value"

  private struct Entry {
    let name: String
    /// Our label, the exporter's label, and the spelling of a value there.
    var labels: [(ours: String, theirs: String)] = []
  }

  private static let table = [(ours: "keyspace", theirs: "keyspace"), (ours: "table", theirs: "table")]
  private static let pool = [(ours: "pool", theirs: "pool")]

  private static let entries: [MetricName: Entry] = [
    .compactionPendingTasks: Entry(name: pending),
    .compactionBytesCompactedTotal: Entry(name: bytesCompacted),
    .compactionsCompletedTotal: Entry(name: "cassandra_compaction_totalcompactionscompleted_count"),
    .poolActive: Entry(name: "cassandra_threadpools_activetasks_value", labels: pool),
    .poolPending: Entry(name: "cassandra_threadpools_pendingtasks_value", labels: pool),
    .poolBlocked: Entry(name: "cassandra_threadpools_currentlyblockedtasks_count", labels: pool),
    .poolBlockedTotal: Entry(name: "cassandra_threadpools_totalblockedtasks_count", labels: pool),
    .poolCompletedTotal: Entry(name: "cassandra_threadpools_completedtasks_value", labels: pool),
    .droppedMessagesTotal: Entry(
      name: "cassandra_droppedmessage_dropped_count", labels: [(ours: "type", theirs: "scope")]),
    .tableLiveBytes: Entry(name: "cassandra_table_livediskspaceused_count", labels: table),
    .tableTotalBytes: Entry(name: "cassandra_table_totaldiskspaceused_count", labels: table),
    .tableSnapshotBytes: Entry(name: "cassandra_table_snapshotssize_value", labels: table),
    .tableSSTables: Entry(name: "cassandra_table_livesstablecount_value", labels: table),
    .tablePartitions: Entry(name: "cassandra_table_estimatedpartitioncount_value", labels: table),
    .tableTombstonesPerSliceMax: Entry(name: "cassandra_table_tombstonescannedhistogram_max", labels: table),
    .tableReadsTotal: Entry(name: "cassandra_table_readlatency_count", labels: table),
    .tableWritesTotal: Entry(name: "cassandra_table_writelatency_count", labels: table),
    .nodeLoadBytes: Entry(name: "cassandra_storage_load_count"),
    .nodeExceptionsTotal: Entry(name: "cassandra_storage_exceptions_count"),
    .heapUsedBytes: Entry(name: "jvm_memory_used_bytes{area=\"heap\"}"),
    .heapMaxBytes: Entry(name: "jvm_memory_max_bytes{area=\"heap\"}"),
    .diskSizeBytes: Entry(
      name: "node_filesystem_size_bytes",
      labels: [(ours: "device", theirs: "device"), (ours: "mount", theirs: "mountpoint")]),
    .diskFreeBytes: Entry(
      name: "node_filesystem_avail_bytes",
      labels: [(ours: "device", theirs: "device"), (ours: "mount", theirs: "mountpoint")]),
    .repairSessions: Entry(name: "cassandra_repair_activesessions_value"),
    .repairSessionsActive: Entry(name: "cassandra_repair_activesessions_value"),
  ]

  static func vector(
    _ operand: RuleOperand, _ given: PrometheusInputs
  ) throws(Inexpressible) -> PrometheusVector {
    if let derived = try derived(operand.metric, given) {
      guard operand.function == .value else {
        throw Inexpressible("no range of " + operand.metric.name + " can be taken")
      }
      return derived
    }
    guard let entry = entries[operand.metric] else {
      throw Inexpressible("no exporter has " + operand.metric.name)
    }
    var matchers: [String] = []
    var labels = entry.labels.map(\.theirs)
    var name = entry.name
    for pair in operand.labels.pairs {
      if operand.metric == .compactionPendingTasks, pair.name == "keyspace" || pair.name == "table" {
        name = "cassandra_table_pendingcompactions_value"
      } else if !entry.labels.contains(where: { $0.ours == pair.name }) {
        throw Inexpressible(entry.name + " has no label for " + pair.name)
      }
      let theirs = entry.labels.first { $0.ours == pair.name }?.theirs ?? pair.name
      matchers.append(theirs + "=" + quoted(pair.value))
      // A label with a fixed value no longer distinguishes series.
      labels.removeAll { $0 == theirs }
    }
    var text = name
    if !matchers.isEmpty { text += "{" + matchers.joined(separator: ",") + "}" }
    return PrometheusVector(text: function(operand.function, text, operand.metric), labels: labels)
  }

  private static func function(_ function: RuleFunction, _ series: String, _ metric: MetricName) -> String {
    switch function {
    case .value: series
    case .delta: (metric.name.hasSuffix("_total") ? "increase(" : "delta(") + series + "[" + rateWindow + "])"
    case .rate: "rate(" + series + "[" + rateWindow + "])"
    case .mean(let span): "avg_over_time(" + series + "[" + span.prometheusText + "])"
    case .max(let span): "max_over_time(" + series + "[" + span.prometheusText + "])"
    }
  }

  /// Metrics computed from others or given by the configuration; nil for any other.
  private static func derived(
    _ metric: MetricName, _ given: PrometheusInputs
  ) throws(Inexpressible) -> PrometheusVector? {
    switch metric {
    case .concurrentCompactors:
      if let number = given.inputs.concurrentCompactors { return scalar(number) }
      return PrometheusVector(text: "cassandra_threadpools_maxpoolsize_value{pool=\"CompactionExecutor\"}")
    case .compactionThroughputLimit:
      guard let limit = given.inputs.compactionThroughputBytesPerSecond else {
        throw Inexpressible(
          "the throughput limit is no metric; give compaction_throughput in the configuration")
      }
      guard limit > 0 else { throw Inexpressible("the compaction throughput is not limited") }
      return scalar(limit)
    case .readLatencyP99:
      return PrometheusVector(text: "cassandra_clientrequest_latency_99thpercentile{scope=\"Read\"} / 1e6")
    case .readLatencyBaseline:
      guard let baseline = given.inputs.readLatencyBaselineSeconds else {
        throw Inexpressible("the baseline is no metric; give read_latency_baseline in the configuration")
      }
      return scalar(baseline)
    case .dataVolumeUseRatio:
      let mount = "{mountpoint=" + quoted(given.mount) + "}"
      let (size, free) = ("node_filesystem_size_bytes" + mount, "node_filesystem_avail_bytes" + mount)
      return PrometheusVector(text: "1 - " + free + " / " + size)
    case .diskUsedBytes:
      return PrometheusVector(
        text: "node_filesystem_size_bytes - node_filesystem_avail_bytes", labels: ["device", "mountpoint"])
    case .compactionRate:
      return PrometheusVector(text: "rate(" + bytesCompacted + "[" + rateWindow + "])")
    case .compactionRateDecay:
      return PrometheusVector(
        text: "rate(" + bytesCompacted + "[" + rateWindow + "]) / rate(" + bytesCompacted + "[1h])")
    case .backlogRatio:
      let mean =
        "sum by (instance) (cassandra_table_livediskspaceused_count) / "
        + "sum by (instance) (cassandra_table_livesstablecount_value)"
      return PrometheusVector(
        text: pending + " * on (instance) (" + mean
          + ") / on (instance) node_filesystem_avail_bytes{mountpoint="
          + quoted(given.mount) + "}")
    case .nodeUptimeSeconds: return PrometheusVector(text: "time() - process_start_time_seconds")
    case .compactionActive, .compactionRemainingBytes:
      throw Inexpressible("the running compactions are rows of compactionstats and no metric")
    default: return nil
    }
  }

  private static func scalar(_ value: Double) -> PrometheusVector {
    PrometheusVector(text: number(value), isScalar: true)
  }

  static func number(_ value: Double) -> String { PlainText.decimal(value) }

  /// A string in PromQL.
  static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted += "\\" + String(scalar)
      case "\n": quoted += "\\n"
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}

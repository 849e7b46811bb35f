// Rule packs: the numbers of public alert sets, so that a team can see what they would have done in its own
// incidents. Facts only: the figures, and their sources.

import CassandraModel

/// Alerts of one public source on compaction, tombstones and disk.
public struct RulePack: Sendable {
  /// Stable, for example `grafana-mixin`.
  public let id: String
  /// Title of the pack, for people.
  public let title: String
  /// Repository or site, and the place in it.
  public let source: String
  /// Its alerts, as our rules.
  public let alerts: [Alert]

  /// One alert of the set.
  public struct Alert: Sendable {
    /// Its original name.
    public let name: String
    /// Its original expression, in the exporter's metric names.
    public let expression: String
    /// Our rule for it.
    public let rule: OwnRule
    /// The difference from the original, where captures have only a similar measure; nil without one.
    public let difference: String?
  }

  /// The rules, to be added to those of a team.
  public var rules: [OwnRule] { alerts.map(\.rule) }
}

extension RulePack.Alert {
  fileprivate init(
    _ id: String, _ name: String, _ expression: String, _ condition: String, for span: TimeSpan? = nil,
    _ severity: Severity, difference: String? = nil
  ) {
    self.name = name
    self.expression = expression
    rule = OwnRule(
      id: RuleID(id), condition: condition, holdsFor: span, severity: severity,
      route: severity == .critical ? "page" : "review", text: name)
    self.difference = difference
  }
}

private let minute: Int64 = 60
private let percentile = "there the 99th percentile of reads, here the most of one read in five minutes"

extension RulePack {
  /// All packs, in order.
  public static let all: [RulePack] = [grafana, criteo, instaclustr, axonOps, axonOpsGuide]

  /// The pack with that id; nil without one.
  public static func named(_ id: String) -> RulePack? { all.first { $0.id == id } }

  static let grafana = RulePack(
    id: "grafana-mixin", title: "Apache Cassandra mixin of Grafana Labs",
    source: "github.com/grafana/jsonnet-libs, apache-cassandra-mixin/config.libsonnet",
    alerts: [
      Alert(
        "grafana-mixin-pending", "HighPendingCompactionTasks", "cassandra_compaction_pendingtasks > 30",
        "compaction_pending_tasks > 30", for: .seconds(15 * minute), .warning),
      Alert(
        "grafana-mixin-blocked", "BlockedCompactionTasksFound",
        "cassandra_threadpools_currentlyblockedtasks_count{threadpools=\"CompactionExecutor\"} > 1",
        "pool_blocked{pool=\"CompactionExecutor\"} > 1", for: .seconds(5 * minute), .critical),
    ])

  static let criteo = RulePack(
    id: "awesome-criteo", title: "Awesome Prometheus alerts, Criteo's Cassandra exporter",
    source: "github.com/samber/awesome-prometheus-alerts, dist/rules/cassandra/criteo-cassandra-exporter.yml",
    alerts: [
      Alert(
        "awesome-criteo-pending", "CassandraCompactionTaskPending",
        "cassandra_stats{name=\"…compaction:pendingtasks:value\"} > 100", "compaction_pending_tasks > 100",
        for: .seconds(2 * minute), .warning),
      Alert(
        "awesome-criteo-blocked", "CassandraCompactionExecutorBlockedTasks",
        "cassandra_stats{name=\"…compactionexecutor:currentlyblockedtasks:count\"} > 0",
        "pool_blocked{pool=\"CompactionExecutor\"} > 0", for: .seconds(2 * minute), .warning),
      Alert(
        "awesome-criteo-tombstones", "CassandraTombstoneDump",
        "cassandra_stats{name=\"…tombstonescannedhistogram:99thpercentile\"} > 1000",
        "table_tombstones_per_slice_max > 1000", .critical, difference: percentile),
    ])

  static let instaclustr = RulePack(
    id: "awesome-instaclustr", title: "Awesome Prometheus alerts, Instaclustr's Cassandra exporter",
    source:
      "github.com/samber/awesome-prometheus-alerts, dist/rules/cassandra/instaclustr-cassandra-exporter.yml",
    alerts: [
      Alert(
        "awesome-instaclustr-pending", "CassandraManyCompactionTasksArePending",
        "cassandra_table_estimated_pending_compactions > 100", "compaction_pending_tasks > 100", .warning,
        difference: "there for each table, here for the node"),
      Alert(
        "awesome-instaclustr-blocked", "CassandraCompactionExecutorBlockedTasks",
        "cassandra_thread_pool_blocked_tasks{pool=\"CompactionExecutor\"} > 15",
        "pool_blocked{pool=\"CompactionExecutor\"} > 15", for: .seconds(2 * minute), .warning),
      Alert(
        "awesome-instaclustr-tombstones", "CassandraTombstoneDump",
        "avg(cassandra_table_tombstones_scanned{quantile=\"0.99\"}) by (keyspace) > 100",
        "table_tombstones_per_slice_max > 100", for: .seconds(2 * minute), .critical,
        difference: percentile + "; there the mean of a keyspace, here each table"),
    ])

  static let axonOps = RulePack(
    id: "axonops-examples", title: "AxonOps, example rules",
    source:
      "github.com/axonops/axonops-config-automation, config/REPLACE_WITH_ORG_NAME/metric_alert_rules.yml",
    alerts: [
      Alert(
        "axonops-pending-warning", "Pending TP Compaction Tasks", "Pending TP Compaction Tasks >= 200",
        "compaction_pending_tasks >= 200", for: .seconds(240 * minute), .warning),
      Alert(
        "axonops-pending-critical", "Pending TP Compaction Tasks", "Pending TP Compaction Tasks >= 500",
        "compaction_pending_tasks >= 500", for: .seconds(240 * minute), .critical),
      Alert(
        "axonops-disk-warning", "Disk % Usage $mountpoint", "Disk % Usage >= 75",
        "disk_used_bytes >= 0.75 * disk_size_bytes", for: .seconds(720 * minute), .warning),
      Alert(
        "axonops-disk-critical", "Disk % Usage $mountpoint", "Disk % Usage >= 90",
        "disk_used_bytes >= 0.9 * disk_size_bytes", for: .seconds(720 * minute), .critical),
    ])

  static let axonOpsGuide = RulePack(
    id: "axonops-guide", title: "AxonOps, guide to alerting on Cassandra",
    source: "docs.axonops.com/data-platforms/cassandra/operations/monitoring/alerting",
    alerts: [
      Alert(
        "axonops-guide-pending", "Compaction Backlog", "PendingTasks > 30 for 15 minutes",
        "compaction_pending_tasks > 30", for: .seconds(15 * minute), .warning),
      Alert(
        "axonops-guide-disk", "Disk Full", "> 85% used", "disk_used_bytes > 0.85 * disk_size_bytes", .critical
      ),
    ])
}

// Cassandra's warnings that have a name, a severity and advice, each with its subject: they are not listed as
// unknown records.

import CassandraModel

struct KnownWarning: Sendable {
  /// The title in a list of warnings.
  let title: String
  /// Severity of the warning.
  let severity: Severity
  /// The field with the subject; nil for the node as a whole.
  var subject: FieldName?
  /// The field whose sum and largest value are reported, and the noun that it counts.
  var amount: (field: FieldName, noun: String)?
  let advice: String

  /// Warnings by the message that reports them.
  static let all: [EventName: KnownWarning] = [
    EventName("query.prepared_discarded"): KnownWarning(
      title: "Prepared statements discarded", severity: .warning,
      amount: (FieldName("statements"), "statements"),
      advice:
        "Use bind markers instead of values in statements and prepare each once; raise prepared_statements_cache_size only if clients really need so many."
    ),
    EventName("query.batch_large"): KnownWarning(
      title: "Large batches (batch_size_warn_threshold)", severity: .warning, subject: FieldName("tables"),
      amount: (.sizeBytes, "bytes"),
      advice: "Write single statements asynchronously; keep batches to one partition."),
    EventName("query.batch_spread"): KnownWarning(
      title: "Unlogged batches over many partitions", severity: .info, subject: FieldName("tables"),
      amount: (FieldName("partitions"), "partitions"),
      advice: "Write single statements asynchronously; a batch is for one partition."),
    EventName("query.aggregation"): KnownWarning(
      title: "Aggregations without a partition key", severity: .info,
      advice: "Aggregate over one partition, or outside Cassandra."),
    EventName("guardrail.violated"): KnownWarning(
      title: "Guardrail violated", severity: .warning, subject: FieldName("guardrail"),
      advice: "nodetool getguardrailsconfig shows the limits; change what clients do before the limit."),
    EventName("tombstones.guardrail"): KnownWarning(
      title: "Guardrail violated: partition_tombstones", severity: .warning, subject: .table,
      amount: (FieldName("tombstones"), "tombstones"),
      advice: "Delete whole partitions instead of cells; compact the table once gc_grace_seconds are over."),
    EventName("disk.usage_guardrail"): KnownWarning(
      title: "Guardrail violated: disk usage", severity: .warning,
      advice: "df -h; nodetool listsnapshots; add capacity before writes are refused."),
    EventName("hints.dropped"): KnownWarning(
      title: "Hints expired: peer down past max_hint_window", severity: .warning, subject: FieldName("peer"),
      amount: (FieldName("hints"), "hints"),
      advice: "Repair the ranges of that node: what was written meanwhile reaches it no other way."),
    EventName("schema.disagreement"): KnownWarning(
      title: "Schema disagreement", severity: .warning,
      advice: "nodetool describecluster: one schema version must be left; restart a node that keeps another."),
    EventName("query.slow"): KnownWarning(
      title: "Slow operations (slow_query_log_timeout)", severity: .info,
      advice: "See the slow statements by shape; debug.log has each."),
    EventName("query.timed_out"): KnownWarning(
      title: "Operations timed out", severity: .warning,
      advice: "See the statements that timed out by shape; debug.log has each."),
    EventName("client.connection_limit"): KnownWarning(
      title: "Too many native connections", severity: .warning,
      amount: (FieldName("connections"), "connections"),
      advice: "Fewer sessions per client, or native_transport_max_concurrent_connections."),
    EventName("commitlog.sync_late"): KnownWarning(
      title: "Commit log syncs are late", severity: .warning, amount: (FieldName("late"), "late syncs"),
      advice: "The commit log's disk is slow: iostat -x 5; a volume of its own for the commit log."),
    EventName("pressure.local_pause"): KnownWarning(
      title: "The node stood still (local pause)", severity: .warning,
      advice: "Garbage collection, a stalled disk or a stopped machine: gc.log, dmesg -T."),
    EventName("pressure.gossip_backlog"): KnownWarning(
      title: "Gossip lags behind", severity: .warning, amount: (FieldName("pending"), "pending tasks"),
      advice: "nodetool tpstats: GossipStage; look for long pauses."),
    EventName("startup.no_exit_on_oom"): KnownWarning(
      title: "Start-up check: the JVM lives on after OutOfMemoryError", severity: .info,
      advice: "Set -XX:+ExitOnOutOfMemoryError or -XX:+CrashOnOutOfMemoryError in jvm.options."),
    EventName("startup.jemalloc"): KnownWarning(
      title: "Start-up check: jemalloc not found", severity: .info,
      advice: "Install libjemalloc: memory outside the heap fragments less."),
    EventName("startup.directory_error"): KnownWarning(
      title: "Start-up check: a directory did not exist", severity: .info,
      advice: "Nothing at a first start; otherwise a volume is not mounted: df -h, mount."),
    EventName("startup.max_map_count"): KnownWarning(
      title: "Start-up check: vm.max_map_count too low", severity: .info,
      advice: "sysctl -w vm.max_map_count=1048575, and in /etc/sysctl.d."),
    EventName("startup.read_ahead"): KnownWarning(
      title: "Start-up check: read-ahead of the data disk too high", severity: .info,
      advice: "blockdev --setra 8 DEVICE for SSDs."),
    EventName("startup.degraded_mode"): KnownWarning(
      title: "Start-up check: degraded mode (swap, address space, nofile or nproc)", severity: .info,
      advice: "swapoff --all; nofile 100000, nproc 32768 and as unlimited in limits.conf; then restart."),
    EventName("startup.memory_not_locked"): KnownWarning(
      title: "Start-up check: memory not locked", severity: .info,
      advice: "LimitMEMLOCK=infinity in the unit of the service."),
    EventName("network.overloaded"): KnownWarning(
      title: "Connection to a peer overloaded", severity: .warning,
      advice: "nodetool tpstats and netstats on both nodes; the peer does not take messages fast enough."),
    EventName("memory.buffer_pool_failed"): KnownWarning(
      title: "Buffer pool: direct memory is short", severity: .warning,
      advice: "-XX:MaxDirectMemorySize and file_cache_size: together with the heap they must fit into memory."
    ),
  ]
}

/// A warning and its subject.
struct SignKey: Hashable, Comparable, Sendable {
  let name: EventName
  let subject: String

  static func < (a: SignKey, b: SignKey) -> Bool {
    a.name != b.name ? a.name < b.name : a.subject < b.subject
  }
}

// Series whose names do not come from an MBean of Cassandra: the JVM's and the process's own in a Java agent,
// those of node_exporter, and the names that the Instaclustr exporter uses for MBeans.

import CassandraModel

/// A family of series, with its metric.
struct PlainSeries: Sendable {
  /// The subject of the series; it decides the labels of the sample.
  enum Subject: Sendable {
    case node
    /// Only the heap's series.
    case heap(label: String)
    case collector
    case device
    case fileSystem
  }

  /// The conversion of its number.
  enum Reading: Sendable {
    case value
    /// A start time; the metric is the time since then.
    case start
    /// Free space of a file system; the metric is the used space.
    case free
  }

  let metric: MetricName
  let subject: Subject
  let reading: Reading
  /// True if it describes the responding process, which is the node only if the exporter is an agent in the
  /// node.
  let isOfProcess: Bool

  private init(
    _ metric: MetricName, _ subject: Subject, _ reading: Reading = .value, isOfProcess: Bool = false
  ) {
    self.metric = metric
    self.subject = subject
    self.reading = reading
    self.isOfProcess = isOfProcess
  }

  /// The labels of the sample; nil if the series covers another subject.
  func labels(_ labels: SeriesLabels) -> Labels? {
    switch subject {
    case .node: return Labels.none
    case .heap(let label): return labels[label] == "heap" ? Labels.none : nil
    case .collector: return labels.first(of: ["gc"]).map { Labels([("collector", $0)]) }
    case .device: return labels.first(of: ["device"]).map { Labels([("device", $0)]) }
    case .fileSystem:
      guard let device = labels.first(of: ["device"]), let mount = labels.first(of: ["mountpoint"]) else {
        return nil
      }
      return Labels([("device", device), ("mount", mount)])
    }
  }

  /// By name. Sources: simpleclient_hotspot and its successor (the names with `bytes` last), node_exporter 1.x.
  static let all: [String: PlainSeries] = [
    "jvm_memory_bytes_used": PlainSeries(.heapUsedBytes, .heap(label: "area"), isOfProcess: true),
    "jvm_memory_bytes_max": PlainSeries(.heapMaxBytes, .heap(label: "area"), isOfProcess: true),
    "jvm_memory_used_bytes": PlainSeries(.heapUsedBytes, .heap(label: "area"), isOfProcess: true),
    "jvm_memory_max_bytes": PlainSeries(.heapMaxBytes, .heap(label: "area"), isOfProcess: true),
    "jvm_gc_collection_seconds_count": PlainSeries(.gcCollectionsTotal, .collector, isOfProcess: true),
    "jvm_gc_collection_seconds_sum": PlainSeries(.gcCollectionSecondsTotal, .collector, isOfProcess: true),
    "process_start_time_seconds": PlainSeries(.nodeUptimeSeconds, .node, .start, isOfProcess: true),
    "process_open_fds": PlainSeries(.processOpenFiles, .node, isOfProcess: true),
    "process_max_fds": PlainSeries(.processMaxOpenFiles, .node, isOfProcess: true),
    "mcac_jvm_memory_used": PlainSeries(.heapUsedBytes, .heap(label: "memory_type")),
    "mcac_jvm_memory_max": PlainSeries(.heapMaxBytes, .heap(label: "memory_type")),
    "node_filesystem_size_bytes": PlainSeries(.diskSizeBytes, .fileSystem),
    "node_filesystem_avail_bytes": PlainSeries(.diskFreeBytes, .fileSystem),
    "node_filesystem_free_bytes": PlainSeries(.diskUsedBytes, .fileSystem, .free),
    "node_disk_reads_completed_total": PlainSeries(.diskReadsTotal, .device),
    "node_disk_writes_completed_total": PlainSeries(.diskWritesTotal, .device),
    "node_disk_read_bytes_total": PlainSeries(.diskReadBytesTotal, .device),
    "node_disk_written_bytes_total": PlainSeries(.diskWrittenBytesTotal, .device),
    "node_disk_read_time_seconds_total": PlainSeries(.diskReadSecondsTotal, .device),
    "node_disk_write_time_seconds_total": PlainSeries(.diskWriteSecondsTotal, .device),
    "node_disk_io_time_seconds_total": PlainSeries(.diskBusySecondsTotal, .device),
    "node_disk_io_time_weighted_seconds_total": PlainSeries(.diskQueueSecondsTotal, .device),
    "node_disk_io_now": PlainSeries(.diskInFlight, .device),
    "node_memory_MemTotal_bytes": PlainSeries(.memoryTotalBytes, .node),
    "node_memory_MemFree_bytes": PlainSeries(.memoryFreeBytes, .node),
    "node_memory_MemAvailable_bytes": PlainSeries(.memoryAvailableBytes, .node),
    "node_memory_SwapTotal_bytes": PlainSeries(.swapTotalBytes, .node),
  ]
}

/// An exporter's name for an attribute of an MBean.
struct ExporterAlias: Sendable {
  let type: String
  let name: String
  let unit: ExporterUnit

  private init(_ type: String, _ name: String, _ unit: ExporterUnit = .ours) {
    self.type = type
    self.name = name
    self.unit = unit
  }

  func isOf(_ metric: MBeanMetric) -> Bool { metric.type == type && metric.name == name }

  /// By name. Source: the Instaclustr exporter, 0.9.
  static let all: [String: ExporterAlias] = [
    "cassandra_compaction_completed_total": ExporterAlias("Compaction", "TotalCompactionsCompleted"),
    "cassandra_thread_pool_active_tasks": ExporterAlias("ThreadPools", "ActiveTasks"),
    "cassandra_thread_pool_pending_tasks": ExporterAlias("ThreadPools", "PendingTasks"),
    "cassandra_thread_pool_blocked_tasks": ExporterAlias("ThreadPools", "CurrentlyBlockedTasks"),
    "cassandra_thread_pool_blocked_tasks_total": ExporterAlias("ThreadPools", "TotalBlockedTasks"),
    "cassandra_thread_pool_completed_tasks": ExporterAlias("ThreadPools", "CompletedTasks"),
    "cassandra_thread_pool_completed_tasks_total": ExporterAlias("ThreadPools", "CompletedTasks"),
    "cassandra_dropped_messages_total": ExporterAlias("DroppedMessage", "Dropped"),
    "cassandra_storage_load_bytes": ExporterAlias("Storage", "Load"),
    "cassandra_storage_hints_total": ExporterAlias("Storage", "TotalHints"),
    "cassandra_table_estimated_pending_compactions": ExporterAlias("Table", "PendingCompactions"),
    "cassandra_table_live_sstables": ExporterAlias("Table", "LiveSSTableCount"),
    "cassandra_table_live_disk_space_bytes": ExporterAlias("Table", "LiveDiskSpaceUsed"),
    "cassandra_table_disk_space_bytes": ExporterAlias("Table", "TotalDiskSpaceUsed"),
    "cassandra_table_estimated_partitions": ExporterAlias("Table", "EstimatedPartitionCount"),
    "cassandra_table_partition_size_maximum_bytes": ExporterAlias("Table", "MaxPartitionSize"),
    "cassandra_table_partition_size_mean_bytes": ExporterAlias("Table", "MeanPartitionSize"),
    "cassandra_client_request_latency_seconds": ExporterAlias("ClientRequest", "Latency"),
  ]
}

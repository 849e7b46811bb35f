// All kinds of monitors whose output is read: the table of contents of JSON snapshots.

extension MonitorKind {
  /// If a value matches two kinds, the first in this order wins.
  static let all: [MonitorKind] = [
    .tracker, .poller, .triage, .tombstones, .resolver, .jolokia, .sidecarCompactions, .compactionTask,
    .compactionTasks, .compactionMetrics,
  ]
}

// Every kind of monitor whose output is read: the table of contents of what JSON snapshots may be.

extension MonitorKind {
  /// The order decides where a value could be two.
  static let all: [MonitorKind] = [
    .tracker, .poller, .triage, .tombstones, .resolver, .jolokia, .sidecarCompactions, .compactionTask,
    .compactionTasks, .compactionMetrics,
  ]
}

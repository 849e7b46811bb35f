// Events in the output of monitoring scripts: their observations, decisions and actions. A replay of the same
// decisions is compared with them. None of them is an event of Cassandra.
//
// Fields keep the names that the scripts use in their JSON. Figures that appear only in a log line are named
// by the rules for metrics, with the script's unit in the name.

extension EventName {
  /// True for an event that a monitor wrote about itself: never an error, whatever its severity.
  public var isMonitor: Bool { name.hasPrefix("monitor.") }

  /// A poll of a monitor failed; field command, the script's words in the message. A failed `Poll` is
  /// recorded, too; this event also keeps the time of a clock whose zone is not known.
  public static let monitorPollFailed = EventName("monitor.poll_failed")

  // MARK: Latency tracker

  /// The tracker was started; fields interval_seconds and timeout_seconds.
  public static let monitorTrackerStarted = EventName("monitor.tracker_started")
  /// The tracker was told to stop.
  public static let monitorTrackerStopped = EventName("monitor.tracker_stopped")
  /// One snapshot; fields active_count (as printed), rows (as listed) and flagged (rows with an alert).
  public static let monitorTrackerSnapshot = EventName("monitor.tracker_snapshot")
  /// One row of a snapshot; fields id, keyspace, table (without its keyspace), type (its first word only),
  /// progress_pct, elapsed_sec, throughput_bytes_sec, completed_bytes, total_bytes, and latency_alert (1) when it
  /// was flagged.
  public static let monitorTrackerRow = EventName("monitor.tracker_row")
  /// The line that names a flagged compaction; fields id, elapsed_sec and threshold_sec.
  public static let monitorTrackerWarning = EventName("monitor.tracker_warning")

  // MARK: Poller

  /// One result of the poller; fields pending_tasks and rows.
  public static let monitorPoll = EventName("monitor.poll")
  /// One row of a result; fields keyspace, table (without its keyspace), completed, total, unit and progress.
  public static let monitorPollRow = EventName("monitor.poll_row")
  /// pending_tasks was above the poller's limit; field pending_tasks.
  public static let monitorPollWarning = EventName("monitor.poll_warning")

  // MARK: Backlog resolver

  /// New settings of the resolver; fields throughput_mb_sec and threads.
  public static let monitorResolverTarget = EventName("monitor.resolver_target")
  /// One cycle; fields attempt and remaining_bytes (rounded to 0.01 GiB by the script).
  public static let monitorResolverAttempt = EventName("monitor.resolver_attempt")
  /// The backlog fell far enough: the new settings stay.
  public static let monitorResolverDrained = EventName("monitor.resolver_drained")
  /// The old settings were restored; field reduction_percent where the drain was too slow.
  public static let monitorResolverRolledBack = EventName("monitor.resolver_rolled_back")
  /// The resolver ended without a result; the new settings stay.
  public static let monitorResolverAborted = EventName("monitor.resolver_aborted")
  /// The resolver did not start: the node was not up.
  public static let monitorResolverRefused = EventName("monitor.resolver_refused")

  // MARK: Backlog triage

  /// One sample; fields pending_tasks, rate_mb_sec (in MiB) and decay_ratio.
  public static let monitorTriage = EventName("monitor.triage")
  /// The decision on the sample; fields verdict (`nominal` or `critical`) and pending_tasks.
  public static let monitorTriageVerdict = EventName("monitor.triage_verdict")
  /// The script changed the throughput, or would have changed it in a dry run.
  public static let monitorTriageTriggered = EventName("monitor.triage_triggered")

  // MARK: Tombstone monitor

  /// A run began. Its result is a `Poll` at the line that reports it.
  public static let monitorTombstoneRun = EventName("monitor.tombstone_run")
  /// A run raised no alert: no table was at a threshold, or each was within its cooldown. The script does not
  /// distinguish the two.
  public static let monitorTombstoneQuiet = EventName("monitor.tombstone_quiet")
  /// A table was at a threshold and outside its cooldown; fields table, severity and tombstones.
  public static let monitorTombstoneAlert = EventName("monitor.tombstone_alert")
  /// The alert was delivered; field http_status.
  public static let monitorTombstoneSent = EventName("monitor.tombstone_sent")
  /// One attempt to deliver failed; fields attempt and reason.
  public static let monitorTombstoneRetry = EventName("monitor.tombstone_retry")
  /// The alert was not delivered, and no cooldown began; field attempts.
  public static let monitorTombstoneUnsent = EventName("monitor.tombstone_unsent")
  /// A dry run would have alerted; fields table and severity.
  public static let monitorTombstoneDryRun = EventName("monitor.tombstone_dry_run")
  /// The posted payload; fields service, table, severity, tombstone_count and threshold.
  public static let monitorTombstonePayload = EventName("monitor.tombstone_payload")
  /// The recorded state: the time of the last alert for a table (a field) is the time of this occurrence.
  public static let monitorTombstoneState = EventName("monitor.tombstone_state")
}

extension FieldName {
  /// The command or monitor concerned.
  public static let command = FieldName("command")
  /// Interval in seconds.
  public static let intervalSeconds = FieldName("interval_seconds")
  /// Cassandra's estimate of pending compaction tasks.
  public static let pendingTasks = FieldName("pending_tasks")
  /// Tombstones that one slice read.
  public static let tombstones = FieldName("tombstones")
  /// The decision, in one word.
  public static let verdict = FieldName("verdict")
}

// What monitoring scripts wrote of their own: what they saw, decided and did, kept so that a replay of the same
// decisions can be held against it. None of it is something that happened to Cassandra.
//
// Fields keep the names that the scripts give them in their JSON; figures that stand in a line of a log only are
// named after the same rules as metrics, with the script's unit in the name.

extension EventName {
  /// True for what a monitor wrote of itself: never a fault, whatever its severity.
  public var isMonitor: Bool { name.hasPrefix("monitor.") }

  /// A poll of a monitor failed; field command, its words in the message. Beside it there is a failed `Poll`; this
  /// one keeps the time of a clock whose zone is not known, too.
  public static let monitorPollFailed = EventName("monitor.poll_failed")

  // MARK: Latency tracker

  /// The tracker was started; fields interval_seconds and timeout_seconds.
  public static let monitorTrackerStarted = EventName("monitor.tracker_started")
  /// The tracker was told to end.
  public static let monitorTrackerStopped = EventName("monitor.tracker_stopped")
  /// One snapshot; fields active_count (as it says), rows (as it lists) and flagged (rows with an alert).
  public static let monitorTrackerSnapshot = EventName("monitor.tracker_snapshot")
  /// One row of a snapshot; fields id, keyspace, table (without its keyspace), type (its first word only),
  /// progress_pct, elapsed_sec, throughput_bytes_sec, completed_bytes, total_bytes, and latency_alert (1) when it
  /// was flagged.
  public static let monitorTrackerRow = EventName("monitor.tracker_row")
  /// The line that says which compaction is flagged; fields id, elapsed_sec and threshold_sec.
  public static let monitorTrackerWarning = EventName("monitor.tracker_warning")

  // MARK: Poller

  /// One result of the poller; fields pending_tasks and rows.
  public static let monitorPoll = EventName("monitor.poll")
  /// One row of a result; fields keyspace, table (without its keyspace), completed, total, unit and progress.
  public static let monitorPollRow = EventName("monitor.poll_row")
  /// The poller found more than its limit; field pending_tasks.
  public static let monitorPollWarning = EventName("monitor.poll_warning")

  // MARK: Backlog resolver

  /// What the resolver sets; fields throughput_mb_sec and threads.
  public static let monitorResolverTarget = EventName("monitor.resolver_target")
  /// One cycle; fields attempt and remaining_bytes (rounded to 0.01 GiB by the script).
  public static let monitorResolverAttempt = EventName("monitor.resolver_attempt")
  /// The backlog fell by enough: the new settings stay.
  public static let monitorResolverDrained = EventName("monitor.resolver_drained")
  /// The old settings came back; field reduction_percent where the drain was too slow.
  public static let monitorResolverRolledBack = EventName("monitor.resolver_rolled_back")
  /// It ended without an answer; the new settings stay.
  public static let monitorResolverAborted = EventName("monitor.resolver_aborted")
  /// It did not begin: the node was not up.
  public static let monitorResolverRefused = EventName("monitor.resolver_refused")

  // MARK: Backlog triage

  /// One sample; fields pending_tasks, rate_mb_sec (in MiB) and decay_ratio.
  public static let monitorTriage = EventName("monitor.triage")
  /// What it made of the sample; fields verdict (`nominal` or `critical`) and pending_tasks.
  public static let monitorTriageVerdict = EventName("monitor.triage_verdict")
  /// It would have changed, or changed, the throughput.
  public static let monitorTriageTriggered = EventName("monitor.triage_triggered")

  // MARK: Tombstone monitor

  /// A run began. How it went is a `Poll` at the line that says so.
  public static let monitorTombstoneRun = EventName("monitor.tombstone_run")
  /// A run found nothing to alert of: no table at a threshold, or each of them within its cooldown. The script does
  /// not say which.
  public static let monitorTombstoneQuiet = EventName("monitor.tombstone_quiet")
  /// A table at a threshold and outside of its cooldown; fields table, severity and tombstones.
  public static let monitorTombstoneAlert = EventName("monitor.tombstone_alert")
  /// The alert was delivered; field http_status.
  public static let monitorTombstoneSent = EventName("monitor.tombstone_sent")
  /// One try to deliver failed; fields attempt and reason.
  public static let monitorTombstoneRetry = EventName("monitor.tombstone_retry")
  /// The alert was not delivered, and no cooldown began; field attempts.
  public static let monitorTombstoneUnsent = EventName("monitor.tombstone_unsent")
  /// A dry run would have alerted; fields table and severity.
  public static let monitorTombstoneDryRun = EventName("monitor.tombstone_dry_run")
  /// What was posted; fields service, table, severity, tombstone_count and threshold.
  public static let monitorTombstonePayload = EventName("monitor.tombstone_payload")
  /// The recorded state: when table (a field) was last alerted of, which is this occurrence's time.
  public static let monitorTombstoneState = EventName("monitor.tombstone_state")
}

extension FieldName {
  /// Of which command or monitor.
  public static let command = FieldName("command")
  /// How often something is done, in seconds.
  public static let intervalSeconds = FieldName("interval_seconds")
  /// Compaction's estimate of what is left to do.
  public static let pendingTasks = FieldName("pending_tasks")
  /// Tombstones that one slice read.
  public static let tombstones = FieldName("tombstones")
  /// What was decided, in one word.
  public static let verdict = FieldName("verdict")
}

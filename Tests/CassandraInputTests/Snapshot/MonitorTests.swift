// Each kind of monitor: the facts of a snapshot and of each line of its log.

import CassandraModel
import Testing

@testable import CassandraInput

@Suite("Monitors")
struct MonitorTests {
  private let id = "0db64860-e56a-11f1-9a06-f311162f610f"

  private func row(_ more: String = "", at time: String = "2026-11-21T05:11:49Z") -> String {
    #"{"id": "\#(id)", "keyspace": "shop", "table": "orders", "type": "Compaction", "progress_pct": 20.45, "#
      + #""elapsed_sec": 302.5, "throughput_bytes_sec": 0.0, "completed_bytes": 3355867.0, "#
      + #""total_bytes": 1.6411529e+07, "timestamp_utc": "\#(time)"\#(more)}"#
  }

  // MARK: Tracker

  @Test func aSnapshotOfTheTrackerGivesSamplesAndItsOwnFigures() throws {
    let text = #"{"compactions": [\#(row(#", "latency_alert": true"#)), \#(row())], "active_count": 2}"#
    let reading = try TextReading(text + "\n", file: "whatever.txt")
    #expect(reading.format == "compaction tracker")
    #expect(reading.value(.compactionActive) == 2)
    let completed = reading.recorder.samples.filter { $0.metric == .compactionTaskCompletedBytes }
    #expect(completed.map(\.value) == [3_355_867, 3_355_867])
    #expect(
      completed.first?.labels
        == Labels([
          ("id", id), ("kind", "Compaction"), ("keyspace", "shop"), ("table", "orders"), ("unit", "bytes"),
        ]))
    #expect(completed.first?.at?.iso8601 == "2026-11-21T05:11:49.000Z")
    #expect(completed.first?.atKind == .content)
    let totals = reading.recorder.samples.filter { $0.metric == .compactionTaskTotalBytes }
    #expect(totals.map(\.value) == [16_411_529, 16_411_529])
    #expect(reading.recorder.polls.map(\.command) == ["tracker"])

    let own = reading.recorder.occurrences
    #expect(own.map(\.name) == [.monitorTrackerSnapshot, .monitorTrackerRow, .monitorTrackerRow])
    #expect(own[0].fields.integer(FieldName("active_count")) == 2)
    #expect(own[0].fields.integer(FieldName("rows")) == 2)
    #expect(own[0].fields.integer(FieldName("flagged")) == 1)
    #expect(own[1].fields.uuid(.id) == TimeUUID(id))
    #expect(own[1].fields[FieldName("elapsed_sec")] == .decimal(302.5))
    #expect(own[1].fields.integer(FieldName("latency_alert")) == 1)
    #expect(own[1].severity == .warning)
    #expect(own[2].fields[FieldName("latency_alert")] == nil, "only when it was flagged")
  }

  @Test func rowsAreCitedByTheirLine() throws {
    let text = "{\n  \"compactions\": [\n    \(row()),\n\n    \(row())\n  ],\n  \"active_count\": 2\n}\n"
    let reading = try TextReading(text)
    let lines = reading.recorder.samples.filter { $0.metric == .compactionTaskTotalBytes }.map(\.source.line)
    #expect(lines == [3, 5])
    #expect(reading.recorder.samples.first { $0.metric == .compactionActive }?.source.line == 7)
    #expect(reading.counts.known == 1)
    #expect(reading.counts.continuation == 6)
    #expect(reading.counts.blank == 1)
  }

  @Test func aCountThatIsNotThatOfTheRowsIsSaid() throws {
    let reading = try TextReading(#"{"compactions": [\#(row())], "active_count": 3}"#)
    #expect(
      reading.recorder.diagnostics.map(\.message) == [
        "This snapshot says that 3 compactions run and lists 1."
      ])
  }

  @Test func linesOfTheTrackersLogAreKept() throws {
    let reading = try TextReading(
      """
      2026-11-21 05:10:03,476 [INFO] Starting compaction latency tracker. Interval=5.0s, Timeout=10s
      2026-11-21 05:13:42,686 [WARNING] nodetool timed out. Circuit breaker engaged for this cycle.
      2026-11-21 05:14:42,686 [ERROR] nodetool failed: nodetool: Failed to connect to '127.0.0.1:7199'
      second line of standard error
      2026-11-21 05:20:00,359 [WARNING] Compaction \(id) exceeded latency threshold (302s > 300.0s). Flagging for review.
      2026-11-21 05:42:03,154 [INFO] Received termination signal. Flushing state and exiting.
      """)
    let own = reading.recorder.occurrences
    #expect(
      own.map(\.name) == [
        .monitorTrackerStarted, .monitorPollFailed, .monitorPollFailed, .monitorTrackerWarning,
        .monitorTrackerStopped,
      ])
    #expect(own[0].fields[.intervalSeconds] == .decimal(5))
    #expect(own[3].fields[FieldName("threshold_sec")] == .decimal(300))
    #expect(
      own.map(\.at).allSatisfy { if case .local? = $0 { true } else { false } }, "nothing tells the zone")
    #expect(
      reading.recorder.polls.map(\.failure) == [
        "nodetool timed out. Circuit breaker engaged for this cycle.",
        "nodetool failed: nodetool: Failed to connect to '127.0.0.1:7199'",
      ])
    #expect(reading.recorder.polls.allSatisfy { $0.at == nil })
    #expect(reading.counts.known == 5)
    #expect(reading.counts.continuation == 1)
  }

  // MARK: Poller

  @Test func thePollersLogGivesPendingTasksAndFailures() throws {
    let reading = try TextReading(
      """
      2026-11-21 05:11:50,078 [WARNING] cassandra_compaction_tracker: High pending compactions detected: 13
      2026-11-21 05:17:24,684 [WARNING] cassandra_compaction_tracker: Poll timeout exceeded for 127.0.0.1
      2026-11-21 05:42:26,486 [ERROR] cassandra_compaction_tracker: nodetool failed on ::1: Traceback (most recent call last):
        File "/usr/bin/nodetool", line 10, in <module>
      {not json, but of the trace
      ConnectionRefusedError: [Errno 111] Connection refused
      """)
    #expect(reading.format == "compaction poller")
    #expect(reading.value(.compactionPendingTasks) == 13)
    #expect(reading.recorder.polls.map { $0.failure == nil } == [true, false, false])
    #expect(reading.recorder.occurrences.first?.fields.integer(.pendingTasks) == 13)
    #expect(reading.counts.total == 6)
  }

  /// Printed as JSON, and as Python prints a dict.
  @Test(arguments: [
    #"{"pending": 13, "active": [{"keyspace": "shop", "table": "it's", "completed": 5, "total": 9, "unit": "bytes", "progress": "20.45%"}]}"#,
    #"{'pending': 13, 'active': [{'keyspace': 'shop', 'table': "it's", 'completed': 5, 'total': 9, 'unit': 'bytes', 'progress': '20.45%'}]}"#,
    #"{'pending': 13, 'active': [{'keyspace': 'shop', 'table': 'it\'s', 'completed': 5, 'total': 9, 'unit': 'bytes', 'progress': '20.45%', 'why': None, 'ok': True}]}"#,
  ])
  func aResultOfThePollerIsReadInBothSpellings(_ text: String) throws {
    let reading = try TextReading(text)
    #expect(reading.value(.compactionPendingTasks) == 13)
    let row = try #require(reading.recorder.occurrences.first { $0.name == .monitorPollRow })
    #expect(row.fields.text(.table) == "it's")
    #expect(row.fields.integer(FieldName("total")) == 9)
    #expect(reading.recorder.samples.count == 1, "five kinds of rows, without ids, are no running operations")
  }

  // MARK: Resolver

  @Test func theResolversLogIsKept() throws {
    let reading = try TextReading(
      """
      2024-05-12 14:02:11 [INFO] Target: 32 MB/s, 4 threads
      2024-05-12 14:02:56 [INFO] Attempt 1: Pending bytes = 382.10 GiB
      2024-05-12 14:03:41 [INFO] Attempt 2: Pending bytes = 370.00 GiB
      2024-05-12 14:03:41 [WARNING] Insufficient drain rate (3.17%). Rolling back.
      2024-05-12 14:04:00 [ERROR] nodetool ['setcompactionthroughput', '32'] failed: no
      2024-05-12 14:04:10 [ERROR] nodetool ['status'] timed out after 15s
      2024-05-12 14:04:11 [CRITICAL] Node not in UN state. Exiting.
      2024-05-12 14:05:00 [INFO] Backlog draining successfully. Scaling complete.
      2024-05-12 14:05:01 [WARNING] Unable to read pending bytes. Aborting.
      2024-05-12 14:05:02 [ERROR] Failed to apply scaling parameters. Rolling back.
      """)
    let own = reading.recorder.occurrences
    #expect(
      own.map(\.name) == [
        .monitorResolverTarget, .monitorResolverAttempt, .monitorResolverAttempt, .monitorResolverRolledBack,
        .monitorPollFailed, .monitorPollFailed, .monitorResolverRefused, .monitorResolverDrained,
        .monitorPollFailed, .monitorResolverAborted, .monitorResolverRolledBack,
      ])
    #expect(own[0].fields.integer(FieldName("throughput_mb_sec")) == 32)
    #expect(own[0].fields.integer(FieldName("threads")) == 4)
    #expect(own[1].fields.integer(FieldName("remaining_bytes")) == 410_276_750_950)
    #expect(own[3].fields[FieldName("reduction_percent")] == .decimal(3.17))
    #expect(reading.recorder.polls.map { $0.failure == nil } == [true, true, false, false, false])
    #expect(reading.counts.known == 10)
  }

  // MARK: Metrics

  @Test func numbersInQuotesAreNumbersAndNothingElseIs() throws {
    let reading = try TextReading(
      """
      {"PendingTasks": "12", "BytesCompacted": "1e3", "timestamp": "2026-11-21T05:10:08Z"}
      {"PendingTasks": "12,345", "BytesCompacted": 5, "timestamp": "2026-11-21T05:10:18Z"}
      {"PendingTasks": "n/a", "BytesCompacted": "6", "timestamp": "2026-11-21T05:10:28Z"}
      {"PendingTasks": null, "BytesCompacted": "7 bytes", "timestamp": "2026-11-21T05:10:38Z"}
      """)
    let samples = reading.recorder.samples
    #expect(samples.filter { $0.metric == .compactionPendingTasks }.map(\.value) == [12])
    #expect(samples.filter { $0.metric == .compactionBytesCompactedTotal }.map(\.value) == [1000, 5, 6])
    #expect(reading.recorder.diagnostics.map(\.code.name) == ["snapshot.unknown"])
  }

  // MARK: Triage

  @Test func aSampleOfTheTriageAndItsVerdictAreOnePoll() throws {
    let reading = try TextReading(
      """
      {"pending_tasks": 162, "rate_mb_sec": 0.5, "decay_ratio": 0.0, "timestamp": "2026-11-21T05:17:31.976599"}
      2026-11-21 07:17:31,977 [WARNING] Backlog critical: 162 pending tasks, compaction rate decay detected.
      2026-11-21 07:17:31,977 [INFO] Triggering automated compaction throughput adjustment...
      2026-11-21 07:18:44,611 [ERROR] Failed to fetch compaction metrics: HTTPConnectionPool(host='127.0.0.1', port=8080): Read timed out.
      {"pending_tasks": 3, "rate_mb_sec": NaN, "decay_ratio": 1.0, "timestamp": "2026-11-21T05:19:01.996200"}
      2026-11-21 07:19:01,997 [INFO] Backlog nominal: 3 pending tasks.
      """)
    #expect(reading.format == "backlog triage")
    let pending = reading.recorder.samples
    #expect(pending.map(\.value) == [162, 3])
    #expect(pending.map { $0.at?.iso8601 } == ["2026-11-21T05:17:31.976Z", "2026-11-21T05:19:01.996Z"])
    #expect(reading.recorder.polls.map { $0.failure == nil } == [true, false, true])
    // The samples next to the lines show that the log's clock is two hours ahead.
    #expect(reading.recorder.polls[1].at?.iso8601 == "2026-11-21T05:18:44.611Z")
    let own = reading.recorder.occurrences
    #expect(
      own.map(\.name) == [
        .monitorTriage, .monitorTriageVerdict, .monitorTriageTriggered, .monitorPollFailed, .monitorTriage,
        .monitorTriageVerdict,
      ])
    #expect(own[1].fields.text(.verdict) == "critical")
    #expect(own[1].at == .utc(Instant(milliseconds: 1_795_238_251_977)))
    #expect(own[5].fields.text(.verdict) == "nominal")
    #expect(own[4].fields[FieldName("rate_mb_sec")] == nil, "NaN is no value")
    #expect(reading.recorder.diagnostics.map(\.code.name) == ["snapshot.offset"])
  }

  /// The unmodified script prints no JSON: its log is the only output.
  @Test func aVerdictAloneIsAPoll() throws {
    let reading = try TextReading("2026-11-21 05:10:08,989 [INFO] Backlog nominal: 7 pending tasks.\n")
    #expect(reading.value(.compactionPendingTasks) == 7)
    #expect(reading.recorder.polls.map(\.command) == ["triage"])
  }

  // MARK: Metrics

  @Test(arguments: [
    #"{"PendingTasks": 9, "BytesCompacted": 84203613, "CompactionExecutorActiveTasks": 2, "ReadLatency99thMicros": 17084.0, "timestamp": "2026-11-21T05:14:15Z"}"#,
    #"[{"PendingTasks": {"value": 9}, "BytesCompacted": {"count": 84203613}, "ActiveTasks": 2, "ReadLatency99thMicros": 17084.0, "timestamp": 1795238055}]"#,
    #"{"PendingTasks": 9, "BytesCompacted": 84203613, "ActiveCount": 2, "ReadLatency99thMicros": 17084.0, "timestamp": 1795238055000}"#,
    #"{"pending_tasks": 9, "bytes_compacted": 84203613, "compaction_executor_active_tasks": 2, "readLatency99thMicros": 17084.0, "timestamp": 1795238055}"#,
    #"{"org.apache.cassandra.metrics:type=Compaction,name=PendingTasks": 9, "org.apache.cassandra.metrics:name=BytesCompacted,type=Compaction": {"Count": 84203613}, "ActiveTasks": 2, "ReadLatency99thMicros": 17084.0, "timestamp": 1795238055}"#,
  ])
  func theEndpointsObjectIsReadInItsSpellings(_ text: String) throws {
    let reading = try TextReading(text)
    #expect(reading.format == "compaction metrics")
    #expect(reading.value(.compactionPendingTasks) == 9)
    #expect(reading.value(.compactionBytesCompactedTotal) == 84_203_613)
    #expect(reading.value(.poolActive) == 2)
    let latency = try #require(reading.recorder.samples.first { $0.metric == .requestLatencySeconds })
    #expect(abs(latency.value - 0.017084) < 1e-12)
    #expect(latency.labels == Labels([("quantile", "0.99"), ("request", "read")]))
    #expect(reading.recorder.samples.allSatisfy { $0.at?.iso8601 == "2026-11-21T05:14:15.000Z" })
    #expect(reading.recorder.polls.map(\.command) == ["metrics"])
  }

  @Test func anArrayOverManyLinesIsTakenElementByElement() throws {
    let reading = try TextReading(
      """
      [
        {"PendingTasks": 1, "timestamp": 1795238055},
        {
          "PendingTasks": 2,
          "timestamp": 1795238085
        }, {"PendingTasks": 3, "timestamp": 1795238115},
        {"PendingTasks": 4, "timest
      """)
    #expect(reading.recorder.samples.map(\.value) == [1, 2, 3])
    #expect(reading.recorder.samples.map(\.source.line) == [2, 4, 6])
    #expect(reading.recorder.diagnostics.map(\.code.name) == ["snapshot.cut"])
    #expect(reading.recorder.polls.last?.failure == "metrics: its output is cut off")
    #expect(reading.counts.decoration == 1)
    #expect(reading.counts.unparsed == 1)
    #expect(reading.counts.total == 7)
  }

  /// A single value without a time has the file's time; several values have none.
  @Test func theTimeOfTheFileHoldsForOneValueOnly() throws {
    let time = CaptureTime(Instant(milliseconds: 1_795_238_055_000), .name)
    for (text, instants) in [
      (#"{"PendingTasks": 1}"#, [time.instant]),
      ("{\"PendingTasks\": 1}\n{\"PendingTasks\": 2}", [nil, nil]),
    ] as [(String, [Instant?])] {
      var reader = CaptureFormat.monitors.makeReader("metrics-1795238055.json", time)
      var recorder = FactRecorder()
      let bytes = Array(text.utf8)
      reader.consume(bytes.span, continuesLine: false, into: &recorder)
      reader.finish(into: &recorder)
      #expect(recorder.samples.map(\.at) == instants)
    }
  }

  // MARK: Tombstones

  @Test func runsAlertsAndDeliveriesAreTold() throws {
    let reading = try TextReading(
      """
      2026-11-21 05:10:09,846 [INFO] Executing: nodetool tablestats
      2026-11-21 05:10:15,497 [INFO] No thresholds breached. State preserved.
      2026-11-21 05:20:53,716 [INFO] Executing: nodetool tablestats
      2026-11-21 05:20:55,319 [INFO] Threshold breached: shop.cart_items (WARNING) - 6866 tombstones
      2026-11-21 05:20:55,340 [WARNING] Webhook attempt 1 failed: HTTPSConnectionPool
      2026-11-21 05:20:55,352 [INFO] Alert dispatched successfully (HTTP 200)
      2026-11-21 05:21:55,352 [INFO] Threshold breached: shop.orders (CRITICAL) - 66000 tombstones
      2026-11-21 05:21:56,352 [INFO] [DRY-RUN] Would alert for shop.orders with severity CRITICAL
      2026-11-21 05:23:59,924 [INFO] Executing: nodetool tablestats
      2026-11-21 05:24:29,924 [ERROR] nodetool command timed out after 30s
      2026-11-21 05:33:59,924 [INFO] Executing: nodetool tablestats
      2026-11-21 05:34:59,924 [ERROR] Failed to dispatch alert after 3 retries
      2026-11-21 05:43:59,924 [INFO] Executing: nodetool tablestats
      2026-11-21 05:44:00,924 [ERROR] nodetool failed with exit code 1: nodetool: Failed to connect
      2026-11-21 05:53:59,924 [INFO] Executing: nodetool tablestats
      """)
    #expect(
      reading.recorder.occurrences.map(\.name.name) == [
        "monitor.tombstone_run", "monitor.tombstone_quiet", "monitor.tombstone_run",
        "monitor.tombstone_alert",
        "monitor.tombstone_retry", "monitor.tombstone_sent", "monitor.tombstone_alert",
        "monitor.tombstone_dry_run", "monitor.tombstone_run", "monitor.poll_failed", "monitor.tombstone_run",
        "monitor.tombstone_unsent", "monitor.tombstone_run", "monitor.poll_failed", "monitor.tombstone_run",
      ])
    #expect(
      reading.recorder.polls.map(\.failure) == [
        nil, nil, "nodetool command timed out after 30s", "nothing is said of how it ended",
        "nodetool failed with exit code 1: nodetool: Failed to connect", "nothing is said of how it ended",
      ])
    let tombstones = reading.recorder.samples
    #expect(tombstones.map(\.metric) == [.tableTombstonesPerSliceMax, .tableTombstonesPerSliceMax])
    #expect(tombstones.map(\.value) == [6866, 66000])
    #expect(tombstones[0].labels == Labels([("keyspace", "shop"), ("table", "cart_items")]))
    #expect(reading.counts.known == 15)
  }

  @Test func payloadsAndStateAreEvidence() throws {
    let payload = try TextReading(
      #"{"service": "cassandra-tombstone-monitor", "table": "shop.cart_items", "severity": "WARNING", "tombstone_count": 6866, "threshold": 5000, "timestamp": 1795238455.3193734}"#
    )
    let posted = try #require(payload.recorder.occurrences.first)
    #expect(posted.name == .monitorTombstonePayload)
    #expect(posted.at == .utc(Instant(milliseconds: 1_795_238_455_319)))
    #expect(posted.fields.integer(FieldName("threshold")) == 5000)
    #expect(payload.recorder.samples.map(\.value) == [6866])

    let state = try TextReading("{\n  \"shop.cart_items\": 1795238455.3527129,\n  \"a.b\": 1795230000\n}")
    #expect(state.recorder.occurrences.map(\.name) == [.monitorTombstoneState, .monitorTombstoneState])
    #expect(state.recorder.occurrences.map { $0.fields.text(.table) } == ["shop.cart_items", "a.b"])
    #expect(
      state.recorder.occurrences.map(\.at) == [
        .utc(Instant(milliseconds: 1_795_238_455_352)), .utc(Instant(milliseconds: 1_795_230_000_000)),
      ])
    #expect(state.recorder.occurrences.map(\.source.line) == [2, 3])
  }

  @Test(arguments: [
    #"{"shop.cart_items": 17}"#, #"{"shop.cart_items": "1795238455"}"#, #"{"cart_items": 1795238455}"#,
    #"{"www.example.com": 1795238455}"#, #"{"shop.cart_items": 1795238455, "total": 2}"#, "{}", "[]",
    "[1, 2]",
    #"{"a": 1}"#, #"{"pending_tasks": 3, "queue": "mail"}"#, #"{"compactions": 3, "active_count": 3}"#,
    "2026-11-21 05:10:09,846 [INFO] Hello\n",
  ])
  func otherTextsAreNotTaken(_ text: String) {
    #expect(recognise(Array(text.utf8), file: "tombstone_state.json")?.name != "output of monitors")
  }
}

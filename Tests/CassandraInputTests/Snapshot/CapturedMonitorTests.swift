// Output of monitors next to a real node, compared with counts of the same files by Foundation's JSON and by
// text search.

import CassandraModel
import Foundation
import Testing

@testable import CassandraInput

@Suite(
  "Real output of monitors", .enabled(if: Texts.hasCaptures, "needs Tests/Captures"))
struct CapturedMonitorTests {
  private static let folder = "backlog-4.1/monitors/"

  private func text(_ file: String) throws -> String {
    String(decoding: try Texts.capture(Self.folder + file), as: UTF8.self)
  }

  /// The name does not affect the result.
  private func read(_ file: String) throws -> TextReading {
    try TextReading(try Texts.capture(Self.folder + file), file: "capture.txt")
  }

  private func count(_ part: String, _ text: String) -> Int { text.components(separatedBy: part).count - 1 }

  private func objects(_ text: String) throws -> [[String: Any]] {
    try text.split(separator: "\n").filter { $0.hasPrefix("{") }.map { line in
      try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
  }

  private func sum(_ objects: [[String: Any]], _ key: String) -> Double {
    objects.reduce(0) { $0 + (($1[key] as? NSNumber)?.doubleValue ?? 0) }
  }

  @Test(arguments: [
    "compaction-metrics.jsonl", "compaction-tracker.log", "poll.log", "tombstone_state.json",
    "tombstones.log",
    "triage.log", "webhook.jsonl",
  ])
  func everyLineIsAccountedForAndNoneIsUnparsed(_ file: String) throws {
    let reading = try read(file)
    #expect(reading.kind == "output of monitors")
    #expect(reading.counts.total == reading.lineCount)
    #expect(reading.counts.unparsed == 0)
    #expect(reading.counts.unknown == 0)
  }

  @Test func theTrackersFiguresAddUp() throws {
    let text = try text("compaction-tracker.log")
    // Only lines of the log begin with a date; without them the file is a sequence of objects.
    let body = text.split(separator: "\n").filter { !$0.hasPrefix("2026-") }.joined(separator: "\n")
    let array = "[" + body.replacingOccurrences(of: "\n}\n{", with: "\n},\n{") + "]"
    let snapshots = try #require(
      try JSONSerialization.jsonObject(with: Data(array.utf8)) as? [[String: Any]])
    let rows = snapshots.flatMap { $0["compactions"] as? [[String: Any]] ?? [] }
    #expect(snapshots.count == 301)
    #expect(rows.count == 426)

    let reading = try read("compaction-tracker.log")
    let samples = reading.recorder.samples
    let completed = samples.filter { $0.metric == .compactionTaskCompletedBytes }
    #expect(completed.count == rows.count)
    #expect(completed.reduce(0) { $0 + $1.value } == sum(rows, "completed_bytes"))
    #expect(
      samples.filter { $0.metric == .compactionTaskTotalBytes }.reduce(0) { $0 + $1.value }
        == sum(rows, "total_bytes"))
    #expect(Set(completed.map { $0.labels["id"] }) == Set(rows.map { $0["id"] as? String }))
    let active = samples.filter { $0.metric == .compactionActive }
    #expect(active.count == snapshots.count)
    #expect(active.reduce(0) { $0 + $1.value } == sum(snapshots, "active_count"))

    let own = reading.recorder.occurrences
    #expect(own.count { $0.name == .monitorTrackerSnapshot } == snapshots.count)
    #expect(own.count { $0.name == .monitorTrackerRow } == rows.count)
    let flagged = rows.count { $0["latency_alert"] != nil }
    #expect(flagged == 89)
    #expect(own.count { $0.fields.integer(FieldName("latency_alert")) == 1 } == flagged)
    #expect(own.count { $0.name == .monitorTrackerWarning } == count("exceeded latency threshold", text))
    #expect(
      own.filter { $0.name == .monitorTrackerSnapshot }.reduce(0) {
        $0 + ($1.fields.integer(FieldName("flagged")) ?? 0)
      } == Int64(flagged))

    #expect(reading.recorder.polls.count { $0.failure == nil } == snapshots.count)
    #expect(reading.recorder.polls.count { $0.failure != nil } == count("nodetool timed out", text))

    // All are dated, in order: rows by their own time, the others by their neighbours.
    #expect(completed.allSatisfy { $0.atKind == .content })
    #expect(
      active.count { $0.atKind == .content }
        == snapshots.count { !($0["compactions"] as? [Any] ?? []).isEmpty })
    #expect(active.allSatisfy { $0.at != nil })
    let instants = active.compactMap(\.at)
    #expect(zip(instants, instants.dropFirst()).allSatisfy { $0 <= $1 })
    #expect(completed.first?.at?.iso8601 == "2026-11-21T05:11:49.000Z")
    #expect(completed.last?.at?.iso8601 == "2026-11-21T05:38:40.000Z")
    #expect(reading.period.first?.text == "2026-11-21T05:10:03.476Z")
    #expect(reading.period.last?.text == "2026-11-21T05:42:03.154Z")
  }

  /// The ids of compactions are times, and no empty snapshot overlaps one, so interpolated instants are close
  /// to the truth. The test checks the cadence: five seconds and the duration of nodetool.
  @Test func interpolatedInstantsKeepTheCadence() throws {
    let active = try read("compaction-tracker.log").recorder.samples.filter { $0.metric == .compactionActive }
    for (a, b) in zip(active, active.dropFirst()) where a.atKind == .interpolated || b.atKind == .interpolated
    {
      let gap = try #require(b.at).milliseconds - (try #require(a.at)).milliseconds
      #expect((4000...30_000).contains(gap), "\(a.source) \(gap)")
    }
  }

  @Test func thePollersFiguresAddUp() throws {
    let text = try text("poll.log")
    let figures = text.split(separator: "\n").compactMap { line in
      line.range(of: "detected: ").flatMap { Double(line[$0.upperBound...]) }
    }
    #expect(figures.count == 45)
    let reading = try read("poll.log")
    let pending = reading.recorder.samples
    #expect(pending.allSatisfy { $0.metric == .compactionPendingTasks && $0.at == nil })
    #expect(pending.map(\.value) == figures)
    #expect(reading.recorder.polls.count { $0.failure == nil } == figures.count)
    #expect(
      reading.recorder.polls.count { $0.failure != nil }
        == count("Poll timeout", text) + count("nodetool failed on", text))
    // No time there is in UTC.
    #expect(reading.period.first?.text == "2026-11-21 05:11:50.078")
    #expect(reading.period.last?.text == "2026-11-21 05:42:59.182")
  }

  @Test func theTriagesFiguresAddUp() throws {
    let text = try text("triage.log")
    let samples = try objects(text)
    let reading = try read("triage.log")
    let pending = reading.recorder.samples
    #expect(pending.count == samples.count)
    #expect(pending.reduce(0) { $0 + $1.value } == sum(samples, "pending_tasks"))
    #expect(pending.first?.at?.iso8601 == "2026-11-21T05:10:08.988Z")
    #expect(pending.last?.at?.iso8601 == "2026-11-21T05:41:47.432Z")
    let own = reading.recorder.occurrences
    let rates = own.filter { $0.name == .monitorTriage }.map { triage in
      if case .decimal(let rate)? = triage.fields[FieldName("rate_mb_sec")] { rate } else { 0.0 }
    }
    // Compared as digits: Foundation's JSON is not exact in the last one.
    let digits = text.components(separatedBy: "\"rate_mb_sec\": ").dropFirst().map { $0.prefix { $0 != "," } }
    #expect(rates == digits.map { Double($0) ?? -1 })
    let verdicts = own.filter { $0.name == .monitorTriageVerdict }
    #expect(verdicts.count { $0.fields.text(.verdict) == "nominal" } == count("Backlog nominal", text))
    #expect(verdicts.count { $0.fields.text(.verdict) == "critical" } == count("Backlog critical", text))
    #expect(own.count { $0.name == .monitorTriageTriggered } == count("Triggering automated", text))
    #expect(reading.recorder.polls.count { $0.failure == nil } == samples.count)
    #expect(reading.recorder.polls.count { $0.failure != nil } == count("Failed to fetch", text))
    #expect(own.allSatisfy { if case .utc? = $0.at { true } else { false } }, "its samples tell its clock")
    #expect(reading.recorder.polls.allSatisfy { $0.at != nil })
  }

  @Test func theMetricsFiguresAddUp() throws {
    let answers = try objects(try text("compaction-metrics.jsonl"))
    let reading = try read("compaction-metrics.jsonl")
    #expect(reading.recorder.polls.count == answers.count)
    let samples = reading.recorder.samples
    for (metric, key) in [
      (MetricName.compactionPendingTasks, "PendingTasks"), (.compactionBytesCompactedTotal, "BytesCompacted"),
      (.compactionsCompletedTotal, "TotalCompactionsCompleted"),
      (.compactionTasksCompletedTotal, "CompletedTasks"), (.poolActive, "CompactionExecutorActiveTasks"),
      (.poolPending, "CompactionExecutorPendingTasks"),
      (.poolCompletedTotal, "CompactionExecutorCompletedTasks"),
      (.nodeLoadBytes, "Load"),
    ] {
      #expect(
        samples.filter { $0.metric == metric }.reduce(0) { $0 + $1.value } == sum(answers, key), "\(metric)")
    }
    let latency = samples.filter { $0.metric == .requestLatencySeconds }.reduce(0) { $0 + $1.value }
    #expect(abs(latency * 1_000_000 - sum(answers, "ReadLatency99thMicros")) < 1e-3)
    #expect(samples.allSatisfy { $0.atKind == .content })
    #expect(samples.first?.at?.iso8601 == "2026-11-21T05:10:08.000Z")
    #expect(samples.last?.at?.iso8601 == "2026-11-21T05:41:47.000Z")
  }

  @Test func theTombstoneMonitorsRunsAddUp() throws {
    let text = try text("tombstones.log")
    let reading = try read("tombstones.log")
    let own = reading.recorder.occurrences
    #expect(own.count { $0.name == .monitorTombstoneRun } == count("Executing", text))
    #expect(own.count { $0.name == .monitorTombstoneQuiet } == count("No thresholds", text))
    #expect(reading.recorder.polls.count { $0.failure == nil } == count("Executing", text))
    let alert = try #require(own.first { $0.name == .monitorTombstoneAlert })
    #expect(alert.fields.text(.table) == "shop.cart_items")
    #expect(alert.fields.integer(.tombstones) == 6866)
    #expect(own.count { $0.name == .monitorTombstoneSent } == 1)
    // Three files of one alert.
    let posted = try #require(try read("webhook.jsonl").recorder.occurrences.first)
    let remembered = try #require(try read("tombstone_state.json").recorder.occurrences.first)
    #expect(posted.at?.text == "2026-11-21T05:20:55.319Z")
    #expect(remembered.at?.text == "2026-11-21T05:20:55.352Z")
    #expect(remembered.fields.text(.table) == "shop.cart_items")
  }
}

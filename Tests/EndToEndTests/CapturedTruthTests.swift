// The operations on each captured node, written down by hand from the notes of its capture, compared with the
// JSON report: status, severity, beginning, loss, downtime and first cause of each incident. Instants are
// those of the notes: an incident begins between the operation and the first command after it that noticed.

import CassandraAnalysis
import CassandraModel
import CassandraReport
import Foundation
import Testing
import TestSupport

@Suite(.enabled(if: Captures.arePresent, "needs Tests/Captures"))
struct CapturedTruthTests {
  /// The earliest and the latest instant, as `05:33:05`; every capture is of a single day.
  struct Time: Sendable {
    let from: String
    let to: String

    init(_ from: String, _ to: String) { (self.from, self.to) = (from, to) }

    func holds(_ value: Any?) -> Bool {
      guard let text = value as? String, text.hasPrefix("2026-11-21T"), text.hasSuffix("Z") else {
        return false
      }
      let time = String(text.dropFirst(11).dropLast())
      return time >= from && time <= to
    }
  }

  struct Truth: Sendable {
    var severity = "critical"
    let status: String
    /// One of its categories.
    let category: String
    let since: Time
    var until: Time?
    /// The text of its first cause, and its confidence.
    let cause: String
    var confidence = ["likely", "confirmed"]
    var impact: [String] = []
    var outage: (reason: String, from: Time, to: Time?)?
  }

  static let truths: [(capture: String, headline: String, incidents: [Truth])] = [
    (
      // 05:14:04 throughput 1; 05:22:23 scrub; 05:33:05 throughput 64; drained before 05:40; 05:42:24 stopped.
      "backlog-4.1", "open",
      [
        Truth(
          status: "open", category: "backlog", since: Time("05:14:04", "05:14:15"),
          cause: "throughput lowered from 16.0 MiB/s to 1.0 MiB/s",
          impact: ["no CQL or gossip since 05:33:21", "still off at 05:41:04", "834 pending"],
          outage: ("disk_failure_policy=stop", Time("05:33:05", "05:34:00"), nil))
      ]
    ),
    (
      // 05:34:07 killed, 05:35:04 start, 05:35:53 up. The decommission is an operator's work.
      "cluster-4.1", "resolved",
      [
        Truth(
          severity: "warning", status: "resolved", category: "process.ended",
          since: Time("05:34:00", "05:34:08"), until: Time("05:35:40", "05:35:54"), cause: "killed",
          confidence: ["possible", "likely"], impact: ["to 05:35:53"],
          outage: ("unclean_shutdown", Time("05:34:00", "05:34:08"), Time("05:35:40", "05:35:54")))
      ]
    ),
    (
      // 04:41:53 flipped; 04:43:22 cut off; the node died between 04:43:22 and 04:43:27, up 04:43:52.
      "corrupt-4.0", "open",
      [
        Truth(
          status: "open", category: "corruption.block_checksum", since: Time("04:41:53", "04:41:59"),
          cause: "disk, controller", impact: ["events_by_day nb-2-big", "orders nb-1-big"],
          outage: ("unclean_shutdown", Time("04:43:22", "04:43:28"), Time("04:43:50", "04:43:53")))
      ]
    ),
    (
      // 05:07:33 flipped; 05:08:45 cut off; 05:10:44 scrub of orders.
      "corrupt-5.0", "open",
      [
        Truth(
          status: "open", category: "corruption.block_checksum", since: Time("05:07:33", "05:07:35"),
          cause: "disk, controller",
          impact: ["events_by_day nb-2-big", "orders nb-1-big", "rewritten by scrub; 558 partitions lost"])
      ]
    ),
    (
      // 05:02:11 Statistics.db flipped, no start until 05:02:28, up 05:02:54; 05:03:43 Data.db removed.
      "corrupt_meta-4.1", "open",
      [
        Truth(
          status: "open", category: "corruption.metadata", since: Time("05:02:11", "05:02:28"),
          cause: "disk, controller", confidence: ["possible", "likely"],
          impact: ["Statistics.db", "orders nb-4-big"],
          outage: ("startup_failed", Time("05:02:11", "05:02:28"), Time("05:02:50", "05:02:55")))
      ]
    ),
    (
      // The volume was filled by writes from 0.158 to 0.844.
      "diskfull-4.1", "open",
      [
        Truth(
          status: "open", category: "disk.compaction_refused", since: Time("04:48:07", "04:48:50"),
          cause: "the data outgrew the disk", impact: ["7 compactions rejected"])
      ]
    ),
    (
      // 05:03:11 another process filled the volume; 05:03:28 removed, killed and started; up 05:03:52.
      "enospc-4.1", "resolved",
      [
        Truth(
          status: "resolved", category: "disk.no_space", since: Time("05:03:11", "05:03:15"),
          until: Time("05:03:45", "05:04:00"), cause: "another program", impact: ["1 compaction"],
          outage: ("disk_failure_policy=stop", Time("05:03:11", "05:03:15"), Time("05:03:50", "05:03:53")))
      ]
    ),
    (
      // 05:29:08 EIO; 05:26:55 read-only, up 05:27:53; 05:28:15 open files, killed 05:28:26, up 05:28:55. The
      // compaction stopped at 05:26:40 and the table truncated at 05:26:49 are not incidents.
      "iofaults-4.0", "open",
      [
        Truth(
          status: "open", category: "io.device", since: Time("05:29:08", "05:29:39"), cause: "the disk",
          impact: ["1 compaction"]),
        Truth(
          status: "resolved", category: "io.read_only", since: Time("05:26:55", "05:27:04"),
          until: Time("05:27:24", "05:27:54"), cause: "the disk", confidence: ["possible", "likely"],
          outage: ("commit_failure_policy=stop", Time("05:26:55", "05:27:04"), Time("05:27:50", "05:27:54"))),
        Truth(
          status: "resolved", category: "io.too_many_open_files", since: Time("05:28:15", "05:28:18"),
          until: Time("05:28:50", "05:28:58"), cause: "limit of open files", impact: ["2 compactions"],
          outage: ("disk_failure_policy=stop", Time("05:28:15", "05:28:21"), Time("05:28:50", "05:28:57"))),
      ]
    ),
    (
      // 04:51:01 restart with 160M instead of 1500M; the node stays alive.
      "oom-4.0", "open",
      [
        Truth(
          status: "open", category: "memory.heap", since: Time("04:51:01", "04:51:46"),
          cause: "max heap lowered from 1.4 GiB to 156.0 MiB", impact: ["3 compactions"])
      ]
    ),
    (
      "oom-5.0", "open",
      [
        Truth(
          status: "open", category: "memory.heap", since: Time("05:06:19", "05:06:38"),
          cause: "max heap lowered from 1.5 GiB to 170.0 MiB", impact: ["3 compactions"])
      ]
    ),
    (
      // 05:20:38 restart with 160M, gone before 05:20:55; 05:20:55 restart with 1500M, up 05:21:17.
      "oom_exit-3.11", "resolved",
      [
        Truth(
          status: "resolved", category: "memory.process_exit", since: Time("05:20:38", "05:20:55"),
          until: Time("05:21:10", "05:21:24"), cause: "max heap lowered", impact: ["1 compaction"],
          outage: ("process_exit", Time("05:20:38", "05:20:55"), Time("05:21:10", "05:21:18")))
      ]
    ),
    (
      // 05:51:57 flipped; 05:52:49 cut off; dead between 05:52:49 and 05:52:53, up 05:53:07.
      "rotated-3.11", "open",
      [
        Truth(
          status: "open", category: "corruption.block_checksum", since: Time("05:51:57", "05:51:59"),
          cause: "disk, controller", impact: ["events_by_day me-2-big", "orders me-1-big"],
          outage: ("unclean_shutdown", Time("05:52:49", "05:52:53"), Time("05:53:05", "05:53:08")))
      ]
    ),
    (
      // 04:52:38 over 1,200; 04:55:29 and 04:55:51 aborted. Nothing reads it afterwards.
      "tombstones-3.11", "unknown",
      [
        Truth(
          status: "unknown", category: "tombstones.overload", since: Time("04:52:38", "04:52:39"),
          cause: "deleted or expired", impact: ["2 reads"])
      ]
    ),
    ("snap-3.11", "healthy", []), ("snap-4.0", "healthy", []), ("snap-4.1", "healthy", []),
    ("snap-5.0", "healthy", []), ("snap-6.0", "healthy", []),
    // No log.
    ("sessions", "unknown", []),
  ]

  private func document(_ capture: String) async throws -> [String: Any] {
    let findings = try await Captures.findings(capture).evaluated(by: RuleEngine())
    let file = try #require(ReportFormat.json.render(.incidentReport(findings)).first)
    return try #require(try JSONSerialization.jsonObject(with: Data(file.bytes)) as? [String: Any])
  }

  @Test("the JSON says what was done to the node", arguments: truths.map(\.capture))
  func theJSONSaysWhatWasDone(capture: String) async throws {
    let truth = try #require(Self.truths.first { $0.capture == capture })
    let json = try await document(capture)
    #expect(json["schema"] as? String == "hindsight/report/2")
    let summary = try #require(json["summary"] as? [String: Any])
    #expect(summary["status"] as? String == truth.headline)
    #expect(summary["severity"] as? String == truth.incidents.first?.severity ?? "none")
    #expect(summary["open"] as? Int == truth.incidents.count { $0.status == "open" })
    let incidents = try #require(json["incidents"] as? [[String: Any]])
    #expect(incidents.count == truth.incidents.count)
    for (incident, expected) in zip(incidents, truth.incidents) { check(incident, expected) }
    guard let first = incidents.first else { return }
    for member in ["severity", "status", "title", "since"] {
      #expect(summary[member] as? String == first[member] as? String, "the headline is the first incident")
    }
  }

  private func check(_ incident: [String: Any], _ expected: Truth) {
    let id = expected.category
    #expect(incident["severity"] as? String == expected.severity, "\(id)")
    #expect(incident["status"] as? String == expected.status, "\(id)")
    #expect((incident["categories"] as? [String])?.contains(expected.category) == true, "\(id)")
    #expect(expected.since.holds(incident["since"]), "\(id) since \(incident["since"] ?? "nothing")")
    if let until = expected.until {
      #expect(until.holds(incident["until"]), "\(id) until \(incident["until"] ?? "nothing")")
    } else {
      #expect(incident["until"] is NSNull, "\(id) until \(incident["until"] ?? "nothing")")
    }
    let cause = (incident["causes"] as? [[String: Any]])?.first
    let text = cause?["text"] as? String ?? ""
    #expect(text.contains(expected.cause), "\(id): \(text)")
    #expect(expected.confidence.contains(cause?["confidence"] as? String ?? ""), "\(id)")
    // Programs read the day, the milliseconds and the zone as well.
    let impact = (incident["impact"] as? [String] ?? []).joined(separator: "\n")
      .replacing(/\d{4}-\d\d-\d\d (\d\d:\d\d:\d\d)\.\d{3} UTC/) { $0.output.1 }
    for words in expected.impact { #expect(impact.contains(words), "\(id): \(words) in \(impact)") }
    let evidence = incident["status_evidence"] as? [String: Any]
    #expect((evidence?["file"] as? String)?.isEmpty == false && evidence?["line"] is Int, "\(id)")
    let outages = incident["outages"] as? [[String: Any]] ?? []
    guard let outage = expected.outage else {
      #expect(outages.isEmpty, "\(id)")
      return
    }
    #expect(outages.count == 1, "\(id)")
    #expect(outages.first?["reason"] as? String == outage.reason, "\(id)")
    #expect(outage.from.holds(outages.first?["from"]), "\(id): \(outages)")
    #expect(
      outage.to.map { $0.holds(outages.first?["to"]) } ?? (outages.first?["to"] is NSNull),
      "\(id): \(outages)")
  }

  @Test("changes that people made are listed singly, each with the value before")
  func changesAreListed() async throws {
    let json = try await document("backlog-4.1")
    let changes = try #require(json["changes"] as? [[String: Any]])
    let made = changes.map { one in
      [one["setting"], one["from"], one["to"]].map { $0 as? String ?? "-" }.joined(separator: " ")
    }
    // 05:10:03 throughput 16; 05:14:04 throughput 1; 05:33:05 throughput 64, compactors 4.
    for expected in [
      "compaction_throughput 64.0 MiB/s 16.0 MiB/s", "compaction_throughput 16.0 MiB/s 1.0 MiB/s",
      "compaction_throughput 1.0 MiB/s 64.0 MiB/s", "concurrent_compactors 2 4",
    ] {
      #expect(made.count { $0 == expected } == 1, "\(expected) in \(made)")
    }
    let heap = try await document("oom_exit-3.11")["changes"] as? [[String: Any]] ?? []
    // 05:20:38 160M instead of 1500M; 05:20:55 1500M again.
    #expect(heap.map { $0["setting"] as? String } == ["max_heap", "max_heap"])
    let policy = try await document("corrupt-4.0")["changes"] as? [[String: Any]] ?? []
    #expect(policy.map { $0["to"] as? String } == ["best_effort"])
  }
}

// The rules over captures of real nodes. The instants were counted independently: a script in Python that
// reads the raw captures (ISO line, then the text after `pending tasks:`, the columns of `df`, the line
// `Maximum tombstones per slice`, the ids and kinds of rows) and applies the words of each rule. The notes of
// the captures list the operations.

import CassandraAnalysis
import CassandraModel
import Foundation
import Testing
import TestSupport

@Suite(.enabled(if: Captures.arePresent, "needs Tests/Captures"))
struct CapturedRuleTests {
  private func evaluation(_ name: String) async throws -> Evaluation {
    try await Captures.findings(name).evaluated(by: RuleEngine()).evaluation
  }

  /// `05:14:33 fired 05:14:33 resolved 05:38:43` for each interval of `rule`.
  private func intervals(_ evaluation: Evaluation, _ rule: RuleID) -> [String] {
    let time = { (at: Instant) in String(at.iso8601.dropFirst(11).prefix(8)) }
    return evaluation.alerts.filter { $0.rule == rule && $0.hasFired }.map { alert in
      let fired = alert.firingSince.map(time) ?? ""
      let end =
        switch alert.end {
        case .resolved(let at): "resolved " + time(at)
        case .open: "open"
        case .unknown(let at): "unknown " + time(at)
        }
      return time(alert.pendingSince) + " fired " + fired + " " + end
    }
  }

  @Test func backlogIsSeenFromPressureOnToOff() async throws {
    // Throughput 1 and heavy writes at 05:14:04; the operator raises both at 05:33:05.
    let result = try await evaluation("backlog-4.1")
    let expected = [
      ("pending-high", ["05:14:33 fired 05:14:33 resolved 05:38:43"]),
      ("pending-saturated", ["05:14:13 fired 05:19:23 resolved 05:38:43"]),
      ("pending-gate", ["05:17:25 fired 05:17:25 resolved 05:38:13"]),
      ("pending-intervention", ["05:18:23 fired 05:18:23 resolved 05:38:03"]),
      ("pending-sustained", ["05:15:03 fired 05:30:13 resolved 05:38:33"]),
      ("backlog-critical", ["05:15:43 fired 05:15:43 resolved 05:38:33"]),
      // Over 85 % by df; over 90 % from 05:31:04 and again from 05:34:08.
      ("disk-and-pending", ["05:31:04 fired 05:31:04 resolved 05:39:04"]),
      // The scrub of 05:22:23; its last record is of 05:33:21.
      ("forbidden-operation", ["05:22:33 fired 05:22:33 resolved 05:33:23"]),
      ("tombstones-warning", ["05:18:03 fired 05:18:03 resolved 05:40:03"]),
      ("tombstones-critical", ["05:27:03 fired 05:27:03 resolved 05:40:03"]),
      (
        "compaction-latency",
        ["05:20:03 fired 05:20:03 resolved 05:20:53", "05:26:03 fired 05:26:03 resolved 05:33:23"]
      ),
      ("compactors-saturated", []), ("compactors-idle", []), ("undrainable", []),
    ]
    for (rule, intervals) in expected {
      let found = self.intervals(result, RuleID(rule))
      #expect(isSame(found, intervals), "\(rule): \(found)")
    }
  }

  /// True if the texts differ in times only, and each time of `found` is the one of nodetool's loop or at
  /// most one of its ten-second steps earlier: other sources were sampled in between.
  private func isSame(_ found: [String], _ expected: [String]) -> Bool {
    let words = { (texts: [String]) in texts.flatMap { $0.split(separator: " ").map(String.init) } }
    let (left, right) = (words(found), words(expected))
    guard left.count == right.count else { return false }
    return zip(left, right).allSatisfy { a, b in
      guard let early = seconds(a), let late = seconds(b) else { return a == b }
      return (0...10).contains(late - early)
    }
  }

  /// Seconds of `05:14:33`; nil for another word.
  private func seconds(_ word: String) -> Int? {
    let parts = word.split(separator: ":").compactMap { Int($0) }
    return parts.count == 3 ? parts[0] * 3600 + parts[1] * 60 + parts[2] : nil
  }

  @Test func peaksAndSubjectsAreThoseOfTheCaptures() async throws {
    let result = try await evaluation("backlog-4.1")
    let alert = { (rule: RuleID) throws in
      try #require(result.alerts.first { $0.rule == rule && $0.hasFired })
    }
    #expect(try alert("pending-intervention").peak.value == 834)
    let tombstones = try alert("tombstones-critical")
    #expect(tombstones.peak.value == 61_214)
    #expect(tombstones.subject == .table(TableName(keyspace: "shop", table: "cart_items")))
    let scrub = try alert("forbidden-operation")
    #expect(scrub.marks == [.detail("Scrub of shop.events_by_day")])
    #expect(try alert("compaction-latency").subject.name == "7ab51d60-e56a-11f1-9a06-f311162f610f")
    // The settings were left at 64 and 4; they were 16 and 2.
    let settings = result.alerts.filter { $0.rule == "settings-not-restored" }
    #expect(settings.map(\.peak.value) == [67_108_864, 4] && settings.map(\.threshold) == [16_777_216, 2])
    // In every interval without progress of the counter, a compaction continued.
    let stalled = result.alerts.filter { $0.rule == "compaction-stalled" && $0.hasFired }
    #expect(!stalled.isEmpty)
    for one in stalled {
      #expect(one.marks.contains { if case .longCompaction = $0 { true } else { false } })
    }
  }

  @Test func tiersOfTheBacklogFollowDiskAndTombstones() async throws {
    let node = try #require(try await evaluation("backlog-4.1").nodes.first)
    let tiers = node.tiers.suffix(6).map { span in
      (span.tier?.rawValue ?? "") + " " + span.from.iso8601.dropFirst(11).prefix(8)
    }
    let expected = [
      "warning 05:14:13", "emergency 05:31:13", "critical 05:32:13", "emergency 05:34:13",
      "critical 05:36:23", "healthy 05:38:43",
    ]
    #expect(isSame(tiers, expected), "\(tiers)")
    for (span, next) in zip(node.tiers, node.tiers.dropFirst()) { #expect(span.to == next.from) }
  }

  @Test func tombstonesAreToldByTheLogToo() async throws {
    let result = try await evaluation("tombstones-3.11")
    #expect(
      intervals(result, "tombstones-critical") == [
        "04:54:36 fired 04:54:36 resolved 04:55:16", "04:55:36 fired 04:55:36 open",
      ])
    // The first abort is of 04:55:29; tablestats shows it at 04:55:36.
    #expect(intervals(result, "cassandra-tombstone-failure") == ["04:55:29 fired 04:55:29 open"])
  }

  @Test func repairBesideABacklogIsTold() async throws {
    let result = try await evaluation("cluster-4.1")
    let alert = try #require(result.alerts.first { $0.rule == "pending-high" && $0.hasFired })
    #expect(alert.node.name == "127.0.0.33" && alert.peak.value == 31)
    let kinds = alert.marks.compactMap { mark -> [String]? in
      if case .concurrentWork(let work) = mark { work.map(\.kind) } else { nil }
    }
    #expect(kinds.flatMap { $0 }.contains("stream (Repair)"))
    // It lasted for 72 s, which is too short for a saturated queue.
    #expect(intervals(result, "pending-saturated") == [] && intervals(result, "repair-during-backlog") == [])
  }

  @Test(arguments: ["snap-3.11", "snap-4.0", "snap-4.1", "snap-5.0", "snap-6.0"])
  func snapshotsOfHealthyNodesRaiseNoAlarm(name: String) async throws {
    let result = try await evaluation(name)
    #expect(result.alerts.filter { $0.counts && $0.severity > .info }.isEmpty)
    // Rules that could not be evaluated are listed.
    #expect(!result.nodes.flatMap(\.notEvaluated).isEmpty)
  }
}

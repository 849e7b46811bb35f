// Cases of the rules on backlogs, disks and reads.

import CassandraModel

@testable import CassandraAnalysis
import TestSupport

extension RuleTableTests {
  static let backlog: [Case] = [
    // 10 × 7 bytes of 100 free.
    Case(rule: "backlog-ratio", intervals: ["since 60 fired 60 open"]) {
      $0.add(.compactionPendingTasks, "6 10")
      $0.add(.tableLiveBytes, table, "70 70")
      $0.add(.tableSSTables, table, "10 10")
      $0.add(.diskFreeBytes, disk, "100 100")
      $0.add(.diskUsedBytes, disk, "1 1")
    },
    Case(rule: "backlog-ratio") {
      $0.add(.compactionPendingTasks, "6 6")
      $0.add(.tableLiveBytes, table, "100 100")
      $0.add(.tableSSTables, table, "10 10")
      $0.add(.diskFreeBytes, disk, "100 100")
      $0.add(.diskUsedBytes, disk, "1 1")
    },
    Case(rule: "backlog-ratio", reasons: ["there is no df of the data volume"]) {
      $0.add(.compactionPendingTasks, "6 10")
      $0.add(.tableLiveBytes, table, "70 70")
      $0.add(.tableSSTables, table, "10 10")
    },
    Case(rule: "pending-sustained", intervals: ["since 0 fired 960 open"]) {
      $0.add(.compactionPendingTasks, "33x17")
    },
    Case(rule: "pending-sustained") { $0.add(.compactionPendingTasks, "32x20") },
    Case(rule: "pending-sustained", reasons: [noStats]) { $0.add(.poolActive, pool, "1") },
    Case(rule: "disk-and-pending", intervals: ["since 60 fired 60 resolved 120"]) {
      $0.add(.diskUsedBytes, disk, "85 86 86")
      $0.add(.diskFreeBytes, disk, "15 14 14")
      $0.add(.compactionPendingTasks, "17 17 16")
    },
    Case(rule: "disk-and-pending") {
      $0.add(.diskUsedBytes, disk, "85 85")
      $0.add(.diskFreeBytes, disk, "15 15")
      $0.add(.compactionPendingTasks, "99 99")
    },
    Case(rule: "disk-and-pending", reasons: ["there is no df of the data volume"]) {
      $0.add(.compactionPendingTasks, "99 99")
    },
    Case(rule: "backlog-warning", intervals: ["since 240 fired 240 resolved 300"], reasons: [noRateYet]) {
      $0.add(.compactionBytesCompactedTotal, jmx, "0 600 1200 1800 1950 2550")
      $0.add(.compactionPendingTasks, "17x6")
    },
    Case(rule: "backlog-warning") {
      $0.add(.compactionBytesCompactedTotal, jmx, "0 600 1200 1800 1950 2550")
      $0.add(.compactionPendingTasks, "16x6")
    },
    Case(rule: "backlog-warning", reasons: [noCounter]) { $0.add(.compactionPendingTasks, "17x6") },
    Case(rule: "triage-throttle", intervals: ["since 240 fired 240 resolved 300"], reasons: [noRateYet]) {
      $0.add(.compactionBytesCompactedTotal, jmx, "0 600 1200 1800 1950 2550")
      $0.add(.compactionPendingTasks, "33x6")
    },
    Case(rule: "triage-throttle") {
      $0.add(.compactionBytesCompactedTotal, jmx, "0 600 1200 1800 1950 2550")
      $0.add(.compactionPendingTasks, "32x6")
    },
    Case(rule: "triage-throttle", reasons: [noCounter]) { $0.add(.compactionPendingTasks, "99x6") },
    // Missing inputs are reported; the rest of the rule is judged.
    Case(rule: "backlog-critical", intervals: ["since 60 fired 60 resolved 120"], reasons: noDiskNoReads) {
      $0.add(.compactionPendingTasks, "64 65 64")
    },
    Case(rule: "backlog-critical", settings: given { $0.readLatencyBaselineSeconds = 1 }) {
      $0.add(.compactionPendingTasks, "64 64")
      $0.add(.diskUsedBytes, disk, "90 90")
      $0.add(.diskFreeBytes, disk, "10 10")
      $0.add(.requestLatencySeconds, [("request", "read"), ("quantile", "0.99")], "2 2")
    },
    Case(
      rule: "backlog-critical", settings: given { $0.readLatencyBaselineSeconds = 1 },
      intervals: ["since 60 fired 60 resolved 180"]
    ) {
      $0.add(.compactionPendingTasks, "0x4")
      $0.add(.diskUsedBytes, disk, "90 91 90 90")
      $0.add(.diskFreeBytes, disk, "10 9 10 10")
      $0.add(.requestLatencySeconds, [("request", "read"), ("quantile", "0.99")], "2 2 2.1 2")
    },
    Case(rule: "backlog-critical", reasons: ([noStats] + noDiskNoReads).sorted()) {
      $0.add(.poolActive, pool, "1")
    },
    Case(rule: "repair-sessions", intervals: ["since 60 fired 60 open"]) {
      $0.add(.repairSessionsActive, "2 3")
      $0.add(.concurrentCompactors, "2")
    },
    Case(rule: "repair-sessions") {
      $0.add(.repairSessionsActive, "2 2")
      $0.add(.concurrentCompactors, "2")
    },
    // Distinct sessions of netstats; one has two directions, and a session that is not a repair does not
    // count.
    Case(rule: "repair-sessions", intervals: ["since 60 fired 60 resolved 120"]) {
      $0.add(.messagesPending, [("channel", "small messages")], "0x3")
      for (session, direction, operation) in [
        ("a", "send", "Repair"), ("a", "receive", "Repair"), ("b", "send", "Repair"),
        ("c", "send", "Rebuild"),
      ] {
        $0.add(
          .streamTotalBytes, [("session", session), ("direction", direction), ("operation", operation)],
          "_ 9 _")
      }
      $0.add(.concurrentCompactors, "1")
    },
    Case(rule: "repair-sessions", reasons: ["there is neither repair_admin list nor netstats"]) {
      $0.add(.concurrentCompactors, "1")
    },
  ]

  static let noRateYet = "no sample of compaction_rate_decay_ratio was near enough in time"

  static let noDiskNoReads = [
    "there is no df of the data volume", "there is no proxyhistograms with reads",
  ]

  static let p99 = [("request", "read"), ("quantile", "0.99")]

  static let reads: [Case] = [
    // The baseline is the median of 20 samples outside every alert: 1.
    Case(rule: "read-latency", intervals: ["since 1200 fired 1200 resolved 1260"]) {
      $0.add(.requestLatencySeconds, p99, "1x20 2.1 2")
      $0.add(.compactionActive, "1x22")
    },
    // No compaction runs.
    Case(rule: "read-latency") {
      $0.add(.requestLatencySeconds, p99, "1x20 2.1 2")
      $0.add(.compactionActive, "0x22")
    },
    Case(rule: "read-latency", reasons: [noBaseline]) {
      $0.add(.requestLatencySeconds, p99, "1x19")
      $0.add(.compactionActive, "1x19")
    },
    // Samples in an alert do not count: 19 are left.
    Case(rule: "read-latency", reasons: [noBaseline]) {
      $0.add(.requestLatencySeconds, p99, "1x20")
      $0.add(.compactionActive, "1x20")
      $0.add(.compactionPendingTasks, "0x19 11")
    },
    Case(
      rule: "read-latency", settings: given { $0.readLatencyBaselineSeconds = 0.5 },
      intervals: ["since 60 fired 60 open"]
    ) {
      $0.add(.requestLatencySeconds, p99, "1 1.1")
      $0.add(.compactionActive, "1 1")
    },
  ]

  static let noBaseline = "no baseline is given, and fewer than 20 samples lie outside every alert"
}

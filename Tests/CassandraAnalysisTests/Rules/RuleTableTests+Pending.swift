// Cases of the rules on pending compactions and on the compaction rate.

import CassandraModel

@testable import CassandraAnalysis
import TestSupport

extension RuleTableTests {
  static let latency: [Case] = [
    // 300 s are not more than 300 s.
    Case(rule: "compaction-latency", intervals: ["since 360 fired 360 resolved 420"]) {
      $0.add(.compactionActive, "1x7 0")
      $0.task(1, "Compaction", "1x7 _", of: 9)
    },
    Case(rule: "compaction-latency") {
      $0.add(.compactionActive, "1x6 0x2")
      $0.task(1, "Compaction", "1x6 _x2", of: 9)
    },
    // A compaction missing from a successful sample is forgotten, and starts anew.
    Case(rule: "compaction-latency") {
      $0.add(.compactionActive, "1x4 0 1x5")
      $0.task(1, "Compaction", "1x4 _ 1x5", of: 9)
    },
    // A failed sample does not end it.
    Case(rule: "compaction-latency", intervals: ["since 360 fired 360 open"]) {
      $0.add(.compactionActive, "1x3 _ 1x3")
      $0.task(1, "Compaction", "1x3 _ 1x3", of: 9)
    },
    Case(rule: "compaction-latency", reasons: [noStats]) { $0.add(.poolActive, pool, "1") },
  ]

  static let tracking: [Case] = [
    Case(rule: "pending-high", intervals: ["since 60 fired 60 open"]) {
      $0.add(.compactionPendingTasks, "10 11")
    },
    Case(rule: "pending-high") { $0.add(.compactionPendingTasks, "10 10") },
    Case(rule: "pending-high", reasons: [noStats]) { $0.add(.poolActive, pool, "1") },
    Case(rule: "pending-saturated", intervals: ["since 0 fired 360 open"]) {
      $0.add(.compactionPendingTasks, "5x7")
      $0.add(.concurrentCompactors, "2")
    },
    Case(rule: "pending-saturated") {
      $0.add(.compactionPendingTasks, "4x9")
      $0.add(.concurrentCompactors, "2")
    },
    // Raised to 4 at 300 s; the nearest capture holds, from the middle on.
    Case(rule: "pending-saturated", intervals: ["since 0 pending resolved 180"]) {
      $0.add(.compactionPendingTasks, "5x9")
      $0.add(.concurrentCompactors, "2 _x4 4")
    },
    Case(rule: "pending-saturated", reasons: ["concurrent_compactors is not known"]) {
      $0.add(.compactionPendingTasks, "5x9")
    },
    Case(rule: "compactors-idle", intervals: ["since 0 fired 360 resolved 420"]) {
      $0.add(.poolActive, pool, "0x7 1")
      $0.add(.poolPending, pool, "3x8")
    },
    Case(rule: "compactors-idle") {
      $0.add(.poolActive, pool, "0x9")
      $0.add(.poolPending, pool, "0x9")
    },
    Case(rule: "compactors-idle", reasons: ["there is no tpstats"]) { $0.add(.compactionPendingTasks, "1") },
    // Cassandra's estimate of pending compactions does not replace the pending tasks of the pool.
    Case(rule: "compactors-idle", reasons: ["there is no tpstats"]) {
      $0.add(.poolActive, pool, "0x9")
      $0.add(.compactionPendingTasks, "9x9")
    },
  ]

  static let counters: [Case] = [
    // Still for two intervals while pending grows.
    Case(rule: "compaction-stalled", intervals: ["since 180 fired 240 resolved 300"]) {
      $0.add(.compactionBytesCompactedTotal, jmx, "0 600 1200 1200 1201 1800")
      $0.add(.compactionPendingTasks, "1 1 1 2 3 4")
    },
    // One interval is not enough; and a full queue that does not grow is not stalled.
    Case(rule: "compaction-stalled", intervals: ["since 180 pending resolved 240"]) {
      $0.add(.compactionBytesCompactedTotal, jmx, "0 600 1200 1200 1200 1800")
      $0.add(.compactionPendingTasks, "1 1 1 2 2 3")
    },
    // A restart gives no rate, and so does not end an alert.
    Case(rule: "compaction-stalled", reasons: ["the counter restarted, or its samples are too far apart"]) {
      $0.add(.compactionBytesCompactedTotal, jmx, "600 1200 0 600")
      $0.add(.compactionPendingTasks, "1 2 3 4")
    },
    Case(rule: "compaction-stalled") {
      $0.add(.compactionBytesCompactedTotal, jmx, "0+600x5")
      $0.add(.compactionPendingTasks, "1+1x5")
    },
    Case(rule: "compaction-stalled", reasons: [noCounter]) { $0.add(.compactionPendingTasks, "1+1x5") },
    // 299 bytes a second of 1,000, for more than five minutes from the first full window on.
    Case(rule: "velocity-low", intervals: ["since 60 fired 420 open"], reasons: [window]) {
      $0.add(.compactionBytesCompactedTotal, jmx, "0+17940x7")
      $0.add(.compactionThroughputLimit, "1000")
      $0.add(.compactionPendingTasks, "1x8")
    },
    Case(rule: "velocity-low", reasons: [window]) {
      $0.add(.compactionBytesCompactedTotal, jmx, "0+18000x7")
      $0.add(.compactionThroughputLimit, "1000")
      $0.add(.compactionPendingTasks, "1x8")
    },
    // Nothing pending.
    Case(rule: "velocity-low", reasons: [window]) {
      $0.add(.compactionBytesCompactedTotal, jmx, "0+1x7")
      $0.add(.compactionThroughputLimit, "1000")
      $0.add(.compactionPendingTasks, "0x8")
    },
    // The window never reaches back over a restart.
    Case(
      rule: "velocity-low", intervals: ["since 60 pending open"], reasons: [window]
    ) {
      $0.add(.compactionBytesCompactedTotal, jmx, "100000+1x3 0")
      $0.add(.compactionThroughputLimit, "1000")
      $0.add(.compactionPendingTasks, "1x5")
    },
    Case(rule: "velocity-low", reasons: ["the throughput is unlimited (0)"]) {
      $0.add(.compactionBytesCompactedTotal, jmx, "0+1x7")
      $0.add(.compactionThroughputLimit, "0")
      $0.add(.compactionPendingTasks, "1x8")
    },
    Case(rule: "velocity-low", reasons: ["compaction's throughput limit is not known"]) {
      $0.add(.compactionBytesCompactedTotal, jmx, "0+1x7")
      $0.add(.compactionPendingTasks, "1x8")
    },
    // The busiest sample is the last: 36 % and 20 % of 1,000 bytes a second.
    Case(
      rule: "compaction-io-share", settings: given { $0.diskThroughputBytesPerSecond = 1000 },
      intervals: ["since 180 fired 180 open"]
    ) {
      $0.add(.compactionBytesCompactedTotal, jmx, "0 12000 24000 45600")
      $0.add(.tableWritesTotal, table, "0 60 120 1200")
    },
    Case(rule: "compaction-io-share", settings: given { $0.diskThroughputBytesPerSecond = 1000 }) {
      $0.add(.compactionBytesCompactedTotal, jmx, "0 60 120 12120")
      $0.add(.tableWritesTotal, table, "0 60 120 1200")
    },
    Case(
      rule: "compaction-io-share",
      reasons: ["no number is given for the disk's throughput, and nothing tells what the disk moved"]
    ) {
      $0.add(.compactionBytesCompactedTotal, jmx, "0 60 120 12120")
    },
    Case(rule: "rate-decay", intervals: ["since 240 fired 240 resolved 300"]) {
      // The mean of 10, 10, 10 and 2.5 is 8.125: 31 %. Then 10 of 8.5.
      $0.add(.compactionBytesCompactedTotal, jmx, "0 600 1200 1800 1950 2550")
    },
    Case(rule: "rate-decay") {
      // 3.4 of (10 + 10 + 10 + 3.4) ÷ 4 = 8.35 is 40.7 %.
      $0.add(.compactionBytesCompactedTotal, jmx, "0 600 1200 1800 2004")
    },
    // A restart is not a decay; nor is work that never began.
    Case(rule: "rate-decay") { $0.add(.compactionBytesCompactedTotal, jmx, "600 1200 1800 0 600") },
    Case(rule: "rate-decay") { $0.add(.compactionBytesCompactedTotal, jmx, "0x9") },
    Case(rule: "rate-decay", reasons: [noCounter]) { $0.add(.compactionPendingTasks, "1") },
    Case(
      rule: "disk-limit-trend", settings: month, intervals: ["since 600 fired 600 resolved 660"],
      reasons: ["less than the window of 30 days lies before it"]
    ) {
      // 8.1 bytes a second over ten minutes: the bytes before a restart count.
      $0.add(.compactionBytesCompactedTotal, jmx, "0+540x5 540+540x4 2700")
    },
    Case(rule: "disk-limit-trend", settings: quick) { $0.add(.compactionBytesCompactedTotal, jmx, "0+1x9") },
    Case(
      rule: "disk-limit-trend", settings: given { $0.controllerLimitBytesPerSecond = 10 },
      reasons: ["the capture is shorter than the window of 30 days"]
    ) { $0.add(.compactionBytesCompactedTotal, jmx, "0+600x9") },
    Case(rule: "disk-limit-trend", reasons: ["no number is given for the disk controller's limit"]) {
      $0.add(.compactionBytesCompactedTotal, jmx, "0+600x9")
    },
  ]
}

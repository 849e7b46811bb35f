// Cases of the rules on interventions and on actions of operators.

import CassandraModel

@testable import CassandraAnalysis
import TestSupport

extension RuleTableTests {
  static let window =
    "the counter began or restarted less than the window before, or its samples are too far apart"
  static var month: RuleSettings {
    var settings = given { $0.controllerLimitBytesPerSecond = 10 }
    settings.rules["disk-limit-trend"] = RuleChange(numbers: ["window": 600])
    return settings
  }
  static var quick: RuleSettings {
    var settings = given { $0.controllerLimitBytesPerSecond = 10 }
    settings.rules["disk-limit-trend"] = RuleChange(numbers: ["window": 0])
    return settings
  }

  static let interventions: [Case] = [
    Case(rule: "pending-intervention", intervals: ["since 60 fired 60 open"]) {
      $0.add(.compactionPendingTasks, "200 201")
    },
    Case(rule: "pending-intervention") { $0.add(.compactionPendingTasks, "200") },
    Case(rule: "pending-intervention", reasons: [noStats]) { $0.add(.poolActive, pool, "1") },
    Case(rule: "pending-gate", intervals: ["since 60 fired 60 open"]) {
      $0.add(.compactionPendingTasks, "150 151")
    },
    Case(rule: "pending-gate") { $0.add(.compactionPendingTasks, "150") },
    Case(rule: "pending-gate", reasons: [noStats]) { $0.add(.poolActive, pool, "1") },
    Case(rule: "compactors-saturated", intervals: ["since 60 fired 60 resolved 120"]) {
      $0.add(.poolActive, pool, "2 2 1")
      $0.add(.poolPending, pool, "50 51 51")
      $0.add(.concurrentCompactors, "2")
    },
    Case(rule: "compactors-saturated") {
      $0.add(.poolActive, pool, "2 3")
      $0.add(.poolPending, pool, "50 99")
      $0.add(.concurrentCompactors, "2")
    },
    Case(rule: "compactors-saturated", reasons: ["concurrent_compactors is not known"]) {
      $0.add(.poolActive, pool, "2")
      $0.add(.poolPending, pool, "99")
    },
    // 400 GB take 2,000 s at 200 MB/s; keys are not bytes.
    Case(rule: "undrainable", intervals: ["since 60 fired 60 resolved 120"]) {
      $0.add(.compactionActive, "1 2 1")
      $0.task(1, "Compaction", "0 100000000000 200000000000", of: 400_000_000_000)
      $0.task(2, "Compaction", "_ 0 _", of: 100_000_000_001)
    },
    Case(rule: "undrainable") {
      $0.add(.compactionActive, "1x3")
      $0.task(1, "Compaction", "0 0 0", of: 400_000_000_000)
    },
    Case(
      rule: "undrainable",
      settings: given {
        $0.diskBandwidthBytesPerSecond = 10
        $0.maintenanceWindow = .seconds(10)
      }, intervals: ["since 0 fired 0 open"]
    ) {
      $0.add(.compactionActive, "1")
      $0.task(1, "Compaction", "0", of: 101)
    },
    Case(rule: "undrainable", reasons: [noStats]) { $0.add(.poolActive, pool, "1") },
  ]

  static let operations: [Case] = [
    Case(rule: "forbidden-operation", intervals: ["since 120 fired 120 resolved 240"]) {
      $0.add(.compactionPendingTasks, "201x4 9x2")
      $0.add(.compactionActive, "1x6")
      $0.task(1, "Scrub", "_x2 1x4", of: 9)
    },
    // A scrub without a backlog, and a backlog without a scrub.
    Case(rule: "forbidden-operation") {
      $0.add(.compactionPendingTasks, "201x2 200x4")
      $0.add(.compactionActive, "1x6")
      $0.task(1, "Cleanup", "_x2 1x4", of: 9)
    },
    Case(rule: "forbidden-operation") {
      $0.add(.compactionPendingTasks, "201x6")
      $0.add(.compactionActive, "1x6")
      $0.task(1, "Verify", "1x6", of: 9)
    },
    // The log has it, too: between two samples.
    Case(rule: "forbidden-operation", intervals: ["since 120 fired 120 resolved 240"]) {
      $0.add(.compactionPendingTasks, "201x6")
      let fields = [("operation", FieldValue.text("Cleanup")), ("table", .text("k.t"))]
      $0.log(.operatorAction, "operator.task_started", at: 90, fields)
      $0.log(.operatorAction, "operator.task_finished", at: 200, fields)
    },
    Case(rule: "forbidden-operation", reasons: [noStats]) { $0.add(.poolActive, pool, "1") },
    Case(rule: "repair-during-backlog", intervals: ["since 360 fired 360 open"]) {
      $0.add(.compactionPendingTasks, "5x9")
      $0.add(.concurrentCompactors, "2")
      $0.add(.compactionActive, "1x9")
      $0.task(1, "Validation", "1x9", of: 9)
    },
    Case(rule: "repair-during-backlog") {
      $0.add(.compactionPendingTasks, "4x9")
      $0.add(.concurrentCompactors, "2")
      $0.add(.compactionActive, "1x9")
      $0.task(1, "Anticompaction after repair", "1x9", of: 9)
    },
    Case(rule: "repair-during-backlog", intervals: ["since 60 fired 60 resolved 120"]) {
      $0.add(.compactionPendingTasks, "201x4")
      $0.add(
        .streamTotalBytes, [("session", "s"), ("operation", "Repair"), ("direction", "send")], "_ 9 _ _")
    },
    Case(rule: "repair-during-backlog", reasons: [noStats]) { $0.add(.poolActive, pool, "1") },
    Case(
      rule: "throughput-over-disk", settings: given { $0.diskBandwidthBytesPerSecond = 100 },
      intervals: ["since 60 fired 60 resolved 120", "since 180 fired 180 open"]
    ) { $0.add(.compactionThroughputLimit, "50 51 50 0") },
    Case(rule: "throughput-over-disk", settings: given { $0.diskBandwidthBytesPerSecond = 100 }) {
      $0.add(.compactionThroughputLimit, "50")
    },
    Case(rule: "throughput-over-disk", reasons: ["no number is given for the disk's bandwidth"]) {
      $0.add(.compactionThroughputLimit, "51")
    },
    // The rates are 1, 1, 1, 9 and 5; the 75th percentile is 5.
    Case(rule: "stream-throttle-low", intervals: ["since 240 fired 240 resolved 300"]) {
      $0.add(.tableWritesTotal, table, "0 60 120 180 720 1020")
      $0.add(.streamThroughputLimit, "49999999")
    },
    Case(rule: "stream-throttle-low") {
      $0.add(.tableWritesTotal, table, "0 60 120 180 720 1020")
      $0.add(.streamThroughputLimit, "50000000")
    },
    // 0 is unlimited.
    Case(rule: "stream-throttle-low") {
      $0.add(.tableWritesTotal, table, "0 60 120 180 720 1020")
      $0.add(.streamThroughputLimit, "0")
    },
    Case(rule: "stream-throttle-low", reasons: ["the limit of streams is not known"]) {
      $0.add(.tableWritesTotal, table, "0 60 120 180 720 1020")
    },
    // Raised during an intervention and left so.
    Case(rule: "settings-not-restored", intervals: ["since 120 fired 120 open"]) {
      $0.add(.compactionPendingTasks, "201x3 5x3")
      $0.add(.compactionThroughputLimit, "16 16 64x4")
    },
    // Put back; and changed while nothing was wrong.
    Case(rule: "settings-not-restored") {
      $0.add(.compactionPendingTasks, "201x3 5x3")
      $0.add(.compactionThroughputLimit, "16 16 64 64 64 16")
    },
    Case(rule: "settings-not-restored") {
      $0.add(.compactionPendingTasks, "5x6")
      $0.add(.concurrentCompactors, "2 2 4x4")
    },
    Case(
      rule: "settings-not-restored",
      reasons: ["neither throughput nor compactors nor stream throughput were captured twice"]
    ) {
      $0.add(.compactionPendingTasks, "201x6")
      $0.add(.concurrentCompactors, "2")
    },
  ]
}

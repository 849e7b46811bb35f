// Every rule of the table: a series on which it fires, one just below on which it does not, and what it lacks when it
// is not evaluated.

import CassandraModel
import Testing

@testable import CassandraAnalysis

@Suite struct RuleTableTests {
  /// A node, and what one rule comes to on it.
  struct Case: Sendable, CustomTestStringConvertible {
    let rule: String
    var settings = RuleSettings.none
    /// Intervals in seconds; empty when it must not fire.
    var intervals: [String] = []
    /// Why it was not evaluated; empty when it was.
    var reasons: [String] = []
    let build: @Sendable (inout NodeInSeries) -> Void

    var testDescription: String { rule + " " + (intervals + reasons).joined(separator: "; ") }
  }

  @Test(arguments: cases)
  func each(one: Case) {
    var node = NodeInSeries()
    one.build(&node)
    let result = node.evaluated(one.settings)
    #expect(result.intervals(of: one.rule) == one.intervals)
    #expect(result.reasons(of: one.rule) == one.reasons)
  }

  @Test func everyRuleFiresStaysSilentAndSaysWhatItLacks() {
    for rule in Rule.all {
      var (fires, isSilent, lacks) = (false, false, false)
      for one in RuleTableTests.cases where one.rule == rule.id {
        var node = NodeInSeries()
        one.build(&node)
        let result = node.evaluated(one.settings)
        let hasFired = result.alerts(of: rule.id).contains(where: \.hasFired)
        let isMissing = result.notEvaluated.contains { $0.rule == rule.id && !$0.isPartial }
        fires = fires || hasFired
        isSilent = isSilent || (!hasFired && !isMissing)
        lacks = lacks || (!hasFired && isMissing)
      }
      #expect(fires && isSilent && lacks, "\(rule.id)")
    }
  }

  @Test func aRuleHasSeedsInputsAndWords() {
    #expect(Set(Rule.all.map(\.id)).count == Rule.all.count)
    for rule in Rule.all {
      #expect(!rule.seeds.isEmpty && !rule.inputs.isEmpty && !rule.capture.isEmpty, "\(rule.id)")
      #expect(Route(rawValue: rule.route) != nil, "\(rule.id)")
      #expect(rule.runbook.map { id in Runbook.all.contains { $0.id == id } } ?? true, "\(rule.id)")
      if case .builtIn(let name) = rule.condition { #expect(RulePredicate.all[name] != nil, "\(name)") }
    }
  }

  private static let pool = [("pool", "CompactionExecutor")]
  private static let disk = [("device", "/dev/sda"), ("mount", "/data")]
  private static let jmx = [("source", "jmx")]
  private static let table = [("keyspace", "k"), ("table", "t")]
  private static let noStats = "there is no compactionstats"
  private static let noCounter = "nothing tells how many bytes were compacted over time"

  private static func given(_ make: (inout NodeInputs) -> Void) -> RuleSettings {
    var inputs = NodeInputs()
    make(&inputs)
    return RuleSettings(inputs: inputs)
  }

  static let cases =
    latency + tracking + counters + interventions + operations + backlog + reads + tombstones + others

  private static let latency: [Case] = [
    // 300 s are not more than 300 s.
    Case(rule: "compaction-latency", intervals: ["since 360 fired 360 resolved 420"]) {
      $0.add(.compactionActive, "1x7 0")
      $0.task(1, "Compaction", "1x7 _", of: 9)
    },
    Case(rule: "compaction-latency") {
      $0.add(.compactionActive, "1x6 0x2")
      $0.task(1, "Compaction", "1x6 _x2", of: 9)
    },
    // Absent from a good sample it is forgotten, and starts anew.
    Case(rule: "compaction-latency") {
      $0.add(.compactionActive, "1x4 0 1x5")
      $0.task(1, "Compaction", "1x4 _ 1x5", of: 9)
    },
    // A failed poll forgets nothing.
    Case(rule: "compaction-latency", intervals: ["since 360 fired 360 open"]) {
      $0.add(.compactionActive, "1x3 _ 1x3")
      $0.task(1, "Compaction", "1x3 _ 1x3", of: 9)
    },
    Case(rule: "compaction-latency", reasons: [noStats]) { $0.add(.poolActive, pool, "1") },
  ]

  private static let tracking: [Case] = [
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
    // Pending tasks of compaction's own estimate do not stand in for the pool's.
    Case(rule: "compactors-idle", reasons: ["there is no tpstats"]) {
      $0.add(.poolActive, pool, "0x9")
      $0.add(.compactionPendingTasks, "9x9")
    },
  ]

  private static let counters: [Case] = [
    // Still for two intervals while pending grows.
    Case(rule: "compaction-stalled", intervals: ["since 180 fired 240 resolved 300"]) {
      $0.add(.compactionBytesCompactedTotal, jmx, "0 600 1200 1200 1201 1800")
      $0.add(.compactionPendingTasks, "1 1 1 2 3 4")
    },
    // One interval is not enough; and a full queue that does not grow is none.
    Case(rule: "compaction-stalled", intervals: ["since 180 pending resolved 240"]) {
      $0.add(.compactionBytesCompactedTotal, jmx, "0 600 1200 1200 1200 1800")
      $0.add(.compactionPendingTasks, "1 1 1 2 2 3")
    },
    // A restart gives no rate, and so ends nothing.
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
    Case(rule: "compaction-io-share", reasons: ["no number is given for the disk's throughput"]) {
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
    // A restart is no decay; nor is work that never began.
    Case(rule: "rate-decay") { $0.add(.compactionBytesCompactedTotal, jmx, "600 1200 1800 0 600") },
    Case(rule: "rate-decay") { $0.add(.compactionBytesCompactedTotal, jmx, "0x9") },
    Case(rule: "rate-decay", reasons: [noCounter]) { $0.add(.compactionPendingTasks, "1") },
    Case(
      rule: "disk-limit-trend", settings: month, intervals: ["since 600 fired 600 resolved 660"],
      reasons: ["less than the window of 30 days lies before it"]
    ) {
      // 8.1 bytes a second over ten minutes: what was done before a restart counts.
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

  private static let window =
    "the counter began or restarted less than the window before, or its samples are too far apart"
  private static var month: RuleSettings {
    var settings = given { $0.controllerLimitBytesPerSecond = 10 }
    settings.rules["disk-limit-trend"] = RuleChange(numbers: ["window": 600])
    return settings
  }
  private static var quick: RuleSettings {
    var settings = given { $0.controllerLimitBytesPerSecond = 10 }
    settings.rules["disk-limit-trend"] = RuleChange(numbers: ["window": 0])
    return settings
  }

  private static let interventions: [Case] = [
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
    // 400 GB are what 200 MB/s do in 2,000 s; keys are no bytes.
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

  private static let operations: [Case] = [
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
    // The log knows it, too: between two polls.
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
    Case(rule: "settings-not-restored", reasons: ["neither throughput nor compactors were captured twice"]) {
      $0.add(.compactionPendingTasks, "201x6")
      $0.add(.concurrentCompactors, "2")
    },
  ]

  private static let backlog: [Case] = [
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
    // What is not there is said; the rest of the rule is judged.
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
    // Distinct sessions of netstats; one has two directions, and what is no repair does not count.
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

  private static let noRateYet = "no sample of compaction_rate_decay_ratio was near enough in time"
  private static let noDiskNoReads = [
    "there is no df of the data volume", "there is no proxyhistograms with reads",
  ]

  private static let p99 = [("request", "read"), ("quantile", "0.99")]

  private static let reads: [Case] = [
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

  private static let noBaseline = "no baseline is given, and fewer than 20 samples lie outside every alert"

  private static let tombstones: [Case] = [
    Case(rule: "tombstones-warning", intervals: ["since 60 fired 60 resolved 120"]) {
      $0.add(.tableTombstonesPerSliceMax, table, "4999 5000 4999")
    },
    Case(rule: "tombstones-warning") { $0.add(.tableTombstonesPerSliceMax, table, "4999") },
    Case(rule: "tombstones-warning", reasons: ["there is no tablestats"]) { $0.add(.poolActive, pool, "1") },
    Case(rule: "tombstones-critical", intervals: ["since 60 fired 60 resolved 120"]) {
      $0.add(.tableTombstonesPerSliceMax, table, "49999 50000 49999")
    },
    Case(rule: "tombstones-critical") { $0.add(.tableTombstonesPerSliceMax, table, "49999") },
    Case(rule: "tombstones-critical", reasons: ["there is no tablestats"]) { $0.add(.poolActive, pool, "1") },
    Case(rule: "cassandra-tombstone-warn", intervals: ["since 60 fired 60 resolved 120"]) {
      $0.add(.tableTombstonesPerSliceMax, table, "999 1000 999")
    },
    Case(rule: "cassandra-tombstone-warn") { $0.add(.tableTombstonesPerSliceMax, table, "999") },
    // A record of the log is proof; without samples it is over five minutes later.
    Case(rule: "cassandra-tombstone-warn", intervals: ["since 30 fired 30 resolved 390"]) {
      for at in [30, 70, 90] as [Int64] { $0.log(.tombstoneWarning, "tombstones.warning", at: at, read) }
    },
    // The sample after it says that it is over.
    Case(rule: "cassandra-tombstone-warn", intervals: ["since 30 fired 30 resolved 60"]) {
      $0.log(.tombstoneWarning, "tombstones.warning", at: 30, read)
      $0.add(.tableTombstonesPerSliceMax, table, "0 0")
    },
    Case(rule: "cassandra-tombstone-warn", reasons: ["there is neither a log nor tablestats"]) {
      $0.add(.poolActive, pool, "1")
    },
    Case(rule: "cassandra-tombstone-failure", intervals: ["since 60 fired 60 open"]) {
      $0.add(.tableTombstonesPerSliceMax, table, "99999 100000")
    },
    Case(rule: "cassandra-tombstone-failure", intervals: ["since 31 fired 31 resolved 331"]) {
      $0.log(.tombstoneAbort, "tombstones.abort", at: 31, read)
    },
    // A warning is no abort.
    Case(rule: "cassandra-tombstone-failure") {
      $0.log(.tombstoneWarning, "tombstones.warning", at: 30, read)
    },
    Case(rule: "cassandra-tombstone-failure", reasons: ["there is neither a log nor tablestats"]) {
      $0.add(.poolActive, pool, "1")
    },
  ]

  private static let read: [(String, FieldValue)] = [("table", .text("k.t")), ("tombstones", .integer(1200))]

  private static let others: [Case] = [
    Case(
      rule: "pool-blocked",
      intervals: ["since 60 fired 60 resolved 120", "since 180 fired 180 resolved 240"]
    ) {
      $0.add(.poolBlocked, pool, "0 1 0 0 0")
      $0.add(.poolBlockedTotal, pool, "5 5 5 6 6")
    },
    // A smaller total is a restart.
    Case(rule: "pool-blocked") {
      $0.add(.poolBlocked, pool, "0x4")
      $0.add(.poolBlockedTotal, pool, "5 5 0 0")
    },
    Case(rule: "pool-blocked", reasons: ["there is no tpstats"]) { $0.add(.compactionPendingTasks, "1") },
  ]
}

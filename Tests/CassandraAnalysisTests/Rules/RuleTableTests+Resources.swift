// Cases of the rules on shared resources: compactors, thread pools, the disk.

import CassandraModel

@testable import CassandraAnalysis
import TestSupport

extension RuleTableTests {
  private static let readStage = [("pool", "ReadStage")]
  private static let device = [("device", "sda")]

  static let resources: [Case] = [
    Case(rule: "pending-over-compactors", intervals: ["since 60 fired 1020 resolved 1080"]) {
      $0.add(.compactionPendingTasks, "2 3x17 2x3")
      $0.add(.concurrentCompactors, "2")
    },
    // As many tasks as compactors is not a queue, and fifteen minutes are not more than fifteen minutes.
    Case(rule: "pending-over-compactors") {
      $0.add(.compactionPendingTasks, "2x20")
      $0.add(.concurrentCompactors, "2")
    },
    Case(rule: "pending-over-compactors", intervals: ["since 0 pending resolved 960"]) {
      $0.add(.compactionPendingTasks, "3x16 2")
      $0.add(.concurrentCompactors, "2")
    },
    Case(rule: "pending-over-compactors", reasons: ["concurrent_compactors is not known"]) {
      $0.add(.compactionPendingTasks, "3x20")
    },
    Case(rule: "pool-pending", intervals: ["since 60 fired 420 resolved 480"]) {
      $0.add(.poolPending, readStage, "10 11x7 10")
    },
    Case(rule: "pool-pending", intervals: ["since 0 pending resolved 360"]) {
      $0.add(.poolPending, readStage, "11x6 10")
    },
    Case(rule: "pool-pending") { $0.add(.poolPending, readStage, "10x20") },
    Case(rule: "pool-pending", reasons: ["there is no tpstats"]) { $0.add(.compactionPendingTasks, "1") },
    // 57 of 60 seconds busy is 95 %.
    Case(rule: "disk-saturated", intervals: ["since 60 fired 420 resolved 480"]) {
      $0.add(.diskBusySecondsTotal, device, "0+57x7 405")
    },
    Case(rule: "disk-saturated") { $0.add(.diskBusySecondsTotal, device, "0+54x9") },
    Case(rule: "disk-saturated", intervals: ["since 0 fired 360 open"]) {
      $0.add(.diskBusyRatio, device + [("window", "interval")], "0.91x7")
    },
    // The first report of iostat is the mean since boot.
    Case(rule: "disk-saturated", reasons: ["there is neither iostat nor /proc/diskstats over time"]) {
      $0.add(.diskBusyRatio, device + [("window", "boot")], "0.99x7")
    },
    Case(rule: "disk-saturated", reasons: ["nothing tells which of the devices holds the data"]) {
      $0.add(.diskBusySecondsTotal, device, "0+60x9")
      $0.add(.diskBusySecondsTotal, [("device", "sdb")], "0+1x9")
    },
    // The device that df names holds the data, not the other one.
    Case(rule: "disk-saturated") {
      $0.add(.diskBusySecondsTotal, device, "0+60x9")
      $0.add(.diskBusySecondsTotal, [("device", "sdb")], "0+1x9")
      $0.add(.diskFreeBytes, [("device", "/dev/sdb1"), ("mount", "/data")], "9")
      $0.add(.diskUsedBytes, [("device", "/dev/sdb1"), ("mount", "/data")], "9")
    },
    // Without a number in the configuration, relative to the bytes that the disk moved: 300 and 1,000 bytes a
    // second.
    Case(rule: "compaction-io-share", intervals: ["since 180 fired 180 open"]) {
      $0.add(.compactionBytesCompactedTotal, jmx, "0 12000 24000 48000")
      $0.add(.tableWritesTotal, table, "0 60 120 1200")
      $0.add(.diskWrittenBytesTotal, device, "0+60000x3")
    },
    Case(rule: "compaction-io-share") {
      $0.add(.compactionBytesCompactedTotal, jmx, "0 60 120 18120")
      $0.add(.tableWritesTotal, table, "0 60 120 1200")
      $0.add(.diskWrittenBytesTotal, device, "0+60000x3")
    },
    // Stream settings must be restored, too.
    Case(rule: "settings-not-restored", intervals: ["since 120 fired 120 open"]) {
      $0.add(.compactionPendingTasks, "201x6")
      $0.add(.streamThroughputLimit, "200 200 100x4")
    },
  ]
}

// Cases of the rules on tombstones, and of rules without a group.

import CassandraModel

@testable import CassandraAnalysis
import TestSupport

extension RuleTableTests {
  static let tombstones: [Case] = [
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
    // A log record is proof; without samples the alert ends five minutes later.
    Case(rule: "cassandra-tombstone-warn", intervals: ["since 30 fired 30 resolved 390"]) {
      for at in [30, 70, 90] as [Int64] { $0.log(.tombstoneWarning, "tombstones.warning", at: at, read) }
    },
    // The sample after it ends the alert.
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
    // A warning is not an abort.
    Case(rule: "cassandra-tombstone-failure") {
      $0.log(.tombstoneWarning, "tombstones.warning", at: 30, read)
    },
    Case(rule: "cassandra-tombstone-failure", reasons: ["there is neither a log nor tablestats"]) {
      $0.add(.poolActive, pool, "1")
    },
  ]

  static let read: [(String, FieldValue)] = [("table", .text("k.t")), ("tombstones", .integer(1200))]

  static let others: [Case] = [
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

// Rules about the resources that compaction shares: the disk, all thread pools, and the number of compactions
// that wait for each compactor (001, 002).

package import CassandraModel

extension RuleID {
  package static let pendingOverCompactors = RuleID("pending-over-compactors")
  package static let poolPending = RuleID("pool-pending")
  package static let diskSaturated = RuleID("disk-saturated")
}

extension Rule {
  static let resourceRules: [Rule] = [
    Rule(
      .pendingOverCompactors, "More compactions wait than compactors run", .info, seeds: ["001"],
      when: .all([
        RuleTerm(
          RuleOperand(.compactionPendingTasks), .more, .parameter("factor"),
          times: RuleOperand(.concurrentCompactors))
      ]),
      for: .seconds(900),
      parameters: [RuleParameter("factor", 1, "pending compactions for each concurrent compactor")],
      inputs: [.compactionPendingTasks, .concurrentCompactors], needs: [.pending, .compactors],
      context: [.windowRollover], route: .note, runbook: "RB-7",
      capture: "nodetool compactionstats every 10 to 60 seconds, nodetool getconcurrentcompactors",
      summary: "pending compactions > concurrent compactors for more than 15 min"),
    Rule(
      .poolPending, "Tasks wait in a thread pool", .warning, seeds: ["002"], subject: .pool,
      when: .all([RuleTerm(RuleOperand(.poolPending), .more, .parameter("threshold"))]), for: .seconds(300),
      parameters: [.threshold(10, "tasks that wait in the queue of one pool")],
      inputs: [.poolPending], needs: [.poolQueues], route: .review, runbook: "RB-7",
      capture: "nodetool tpstats every 10 to 60 seconds",
      summary: "more than 10 tasks wait in the queue of a thread pool for more than 5 min"),
    Rule(
      .diskSaturated, "The disk of the data is busy all the time", .warning, seeds: ["001"],
      when: .builtIn(.diskSaturated), for: .seconds(300),
      parameters: [.threshold(0.9, "share of the time in which the device had anything to do")],
      inputs: [.diskBusySecondsTotal, .diskBusyRatio], needs: [.diskBusy], route: .review, runbook: "RB-7",
      capture: "/proc/diskstats every 10 to 60 seconds, or iostat -x 60",
      summary: "the device that holds the data is busy for more than 90 % of the time for more than 5 min"),
  ]
}

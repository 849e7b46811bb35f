// All inputs of the rules, as data. Inputs that only a configuration can give (the bandwidth of a disk, a
// baseline) are not listed: no capture lacks them.

import CassandraModel

extension RuleInput {
  /// Every input, in the order of display.
  public static let all: [RuleInput] = [
    RuleInput(
      "pending", "pending compactions", from: [.metric(.compactionPendingTasks)], samples: 2,
      collectors: [.compactionstats],
      rules: [
        "pending-high", "pending-saturated", "compaction-stalled", "velocity-low", "pending-intervention",
        "pending-gate", "backlog-ratio", "pending-sustained", "disk-and-pending", "backlog-warning",
        "backlog-critical", "triage-throttle", "pending-over-compactors",
      ]),
    RuleInput(
      "compactions", "running compactions",
      from: [.metric(.compactionActive), .metric(.compactionTaskCompletedBytes)], samples: 2,
      collectors: [.compactionstats],
      rules: [
        "compaction-latency", "undrainable", "forbidden-operation", "read-latency", "repair-during-backlog",
      ]),
    RuleInput(
      "compacted-bytes", "bytes compacted",
      from: [.metric(.compactionBytesCompactedTotal), .compactions], samples: 2,
      collectors: [.compactionhistory],
      rules: [
        "compaction-stalled", "velocity-low", "compaction-io-share", "rate-decay", "backlog-warning",
        "triage-throttle", "disk-limit-trend",
      ]),
    RuleInput(
      "compactors", "concurrent compactors",
      from: [.metric(.concurrentCompactors), .attribute(AttributeName("config_concurrent_compactors"))],
      collectors: [.getconcurrentcompactors],
      rules: [
        "pending-saturated", "compactors-saturated", "repair-sessions", "settings-not-restored",
        "pending-over-compactors",
      ]),
    RuleInput(
      "compaction-throughput", "compaction throughput",
      from: [
        .metric(.compactionThroughputLimit), .attribute(AttributeName("config_compaction_throughput")),
        .attribute(AttributeName("config_compaction_throughput_mb_per_sec")),
      ],
      collectors: [.getcompactionthroughput],
      rules: ["velocity-low", "throughput-over-disk", "settings-not-restored"]),
    RuleInput(
      "compaction-pool", "compaction's thread pool", from: [.pool(.poolActive, "CompactionExecutor")],
      samples: 2, collectors: [.tpstats], rules: ["compactors-idle", "compactors-saturated"]),
    RuleInput(
      "pools", "blocked thread pools", from: [.metric(.poolBlocked), .metric(.poolBlockedTotal)], samples: 2,
      collectors: [.tpstats], rules: ["pool-blocked"]),
    RuleInput(
      "pool-queues", "queues of thread pools", from: [.metric(.poolPending)], samples: 2,
      collectors: [.tpstats], rules: ["pool-pending"]),
    RuleInput(
      "disk-busy", "disk load", from: [.metric(.diskBusySecondsTotal), .metric(.diskBusyRatio)], samples: 2,
      collectors: [.diskstats], rules: ["disk-saturated"]),
    RuleInput(
      "writes", "local writes", from: [.metric(.tableWritesTotal), .metric(.keyspaceWritesTotal)],
      samples: 2, collectors: [.tablestats], rules: ["compaction-io-share", "stream-throttle-low"]),
    RuleInput(
      "table-sizes", "sizes of tables", from: [.metric(.tableSSTables)],
      collectors: [.tablestats], rules: ["backlog-ratio"]),
    RuleInput(
      "tombstones", "tombstones per read", from: [.metric(.tableTombstonesPerSliceMax)],
      collectors: [.tablestats], rules: ["tombstones-warning", "tombstones-critical"]),
    RuleInput(
      "tombstone-limits", "tombstone warnings",
      from: [.log, .metric(.tableTombstonesPerSliceMax)], collectors: [.tablestats],
      rules: ["cassandra-tombstone-warn", "cassandra-tombstone-failure"]),
    RuleInput(
      "disk-space", "disk space", from: [.metric(.diskFreeBytes), .metric(.diskUsedBytes)],
      collectors: [.df], rules: ["backlog-ratio", "disk-and-pending", "backlog-critical"]),
    RuleInput(
      "disk-throughput", "disk traffic",
      from: [
        .metric(.diskWrittenBytesTotal), .metric(.diskWrittenBytesPerSecond), .metric(.diskReadBytesTotal),
      ], samples: 2, collectors: [.diskstats], rules: ["compaction-io-share"]),
    RuleInput(
      "read-latency", "read latency", from: [.metric(.requestLatencySeconds)], samples: 2,
      collectors: [.proxyhistograms], rules: ["read-latency", "backlog-critical"]),
    RuleInput(
      "stream-throughput", "stream throughput",
      from: [
        .metric(.streamThroughputLimit), .attribute(AttributeName("config_stream_throughput_outbound")),
        .attribute(AttributeName("config_stream_throughput_outbound_megabits_per_sec")),
      ],
      collectors: [.getstreamthroughput], rules: ["stream-throttle-low", "settings-not-restored"]),
    RuleInput(
      "streams", "streams",
      from: [.metric(.streamTotalBytes), .answer("netstats")], samples: 2, collectors: [.netstats],
      rules: ["repair-during-backlog"]),
    RuleInput(
      "repair-sessions", "repair sessions",
      from: [.metric(.repairSessionsActive), .answer("repair_admin"), .answer("netstats"), .log],
      collectors: [.repairAdmin, .netstats], rules: ["repair-sessions"]),
  ]
}

// All inputs of the rules, as data. Inputs that only a configuration can give (the bandwidth of a disk, a
// baseline) are not listed: no capture lacks them. A rule names its inputs in its own entry.

import CassandraModel

extension RuleInput {
  /// Every input, in the order of display.
  public static let all: [RuleInput] = [
    pending, compactions, compactedBytes, compactors, compactionThroughput, compactionPool, pools, poolQueues,
    diskBusy, writes, tableSizes, tombstones, tombstoneLimits, diskSpace, diskThroughput, readLatency,
    streamThroughput, streams, repairSessions,
  ]

  static let pending = RuleInput(
    "pending", "pending compactions", from: [.metric(.compactionPendingTasks)], samples: 2,
    collectors: [.compactionstats])

  static let compactions = RuleInput(
    "compactions", "running compactions",
    from: [.metric(.compactionActive), .metric(.compactionTaskCompletedBytes)], samples: 2,
    collectors: [.compactionstats])

  static let compactedBytes = RuleInput(
    "compacted-bytes", "bytes compacted",
    from: [.metric(.compactionBytesCompactedTotal), .compactions], samples: 2,
    collectors: [.compactionhistory])

  static let compactors = RuleInput(
    "compactors", "concurrent compactors",
    from: [.metric(.concurrentCompactors), .attribute(AttributeName("config_concurrent_compactors"))],
    collectors: [.getconcurrentcompactors])

  static let compactionThroughput = RuleInput(
    "compaction-throughput", "compaction throughput",
    from: [
      .metric(.compactionThroughputLimit), .attribute(AttributeName("config_compaction_throughput")),
      .attribute(AttributeName("config_compaction_throughput_mb_per_sec")),
    ],
    collectors: [.getcompactionthroughput])

  static let compactionPool = RuleInput(
    "compaction-pool", "compaction's thread pool", from: [.pool(.poolActive, "CompactionExecutor")],
    samples: 2, collectors: [.tpstats])

  static let pools = RuleInput(
    "pools", "blocked thread pools", from: [.metric(.poolBlocked), .metric(.poolBlockedTotal)], samples: 2,
    collectors: [.tpstats])

  static let poolQueues = RuleInput(
    "pool-queues", "queues of thread pools", from: [.metric(.poolPending)], samples: 2,
    collectors: [.tpstats])

  static let diskBusy = RuleInput(
    "disk-busy", "disk load", from: [.metric(.diskBusySecondsTotal), .metric(.diskBusyRatio)], samples: 2,
    collectors: [.diskstats])

  static let writes = RuleInput(
    "writes", "local writes", from: [.metric(.tableWritesTotal), .metric(.keyspaceWritesTotal)],
    samples: 2, collectors: [.tablestats])

  static let tableSizes = RuleInput(
    "table-sizes", "sizes of tables", from: [.metric(.tableSSTables)],
    collectors: [.tablestats])

  static let tombstones = RuleInput(
    "tombstones", "tombstones per read", from: [.metric(.tableTombstonesPerSliceMax)],
    collectors: [.tablestats])

  static let tombstoneLimits = RuleInput(
    "tombstone-limits", "tombstone warnings",
    from: [.log, .metric(.tableTombstonesPerSliceMax)], collectors: [.tablestats])

  static let diskSpace = RuleInput(
    "disk-space", "disk space", from: [.metric(.diskFreeBytes), .metric(.diskUsedBytes)],
    collectors: [.df])

  static let diskThroughput = RuleInput(
    "disk-throughput", "disk traffic",
    from: [
      .metric(.diskWrittenBytesTotal), .metric(.diskWrittenBytesPerSecond), .metric(.diskReadBytesTotal),
    ], samples: 2, collectors: [.diskstats])

  static let readLatency = RuleInput(
    "read-latency", "read latency", from: [.metric(.requestLatencySeconds)], samples: 2,
    collectors: [.proxyhistograms])

  static let streamThroughput = RuleInput(
    "stream-throughput", "stream throughput",
    from: [
      .metric(.streamThroughputLimit), .attribute(AttributeName("config_stream_throughput_outbound")),
      .attribute(AttributeName("config_stream_throughput_outbound_megabits_per_sec")),
    ],
    collectors: [.getstreamthroughput])

  static let streams = RuleInput(
    "streams", "streams",
    from: [.metric(.streamTotalBytes), .answer("netstats")], samples: 2, collectors: [.netstats])

  static let repairSessions = RuleInput(
    "repair-sessions", "repair sessions",
    from: [.metric(.repairSessionsActive), .answer("repair_admin"), .answer("netstats"), .log],
    collectors: [.repairAdmin, .netstats])
}

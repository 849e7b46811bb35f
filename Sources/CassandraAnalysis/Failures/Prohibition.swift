// Prohibitions that many categories share.

enum Prohibition {
  static let rewrite =
    "Do not run scrub, cleanup, upgradesstables, garbagecollect or a major compaction while a backlog lasts or "
    + "disk space is short: they use the same threads and need free space of the order of the largest input."
  static let deleteFiles = "Do not delete SSTable files by hand: no component of any SSTable, on any node."
  static let deleteTransactionLogs =
    "Do not delete or edit nb_txn_* files: they say which SSTables are whole."
  static let restart =
    "Do not restart the node to end a backlog: running compactions start over, and raised settings are lost."
  static let trustSuccess =
    "Do not take a later compaction or scrub that reports success as the end of it: until the next restart "
    + "a suspect SSTable is left out in silence."
  static let moveWhileRunning =
    "Do not move SSTable files while the node runs, and never some components without the others."
  static let scrubFirst = "Do not scrub first: scrub drops what it cannot read, and that would be good rows."
  static let repairOfLocalTables =
    "Do not run a repair of node-local tables (LocalStrategy): no other node has their data."
  static let offlineScrub = "Do not run sstablescrub while the node runs."
  static let scrubAgainstTombstones =
    "Do not use scrub or sstablescrub against tombstones: they are for corruption."
  static let repairNow =
    "Do not start a repair while a backlog lasts or disk space is short: it adds validation and small "
    + "SSTables."
  static let interruptRepair =
    "Ctrl-C does not stop a repair, it only ends the client: nodetool stop VALIDATION does."
  static let throughput =
    "Do not set compaction throughput above half of the disk's sustained write bandwidth."
  static let streamThroughput = "Do not set stream throughput below 50 MB/s while writes are heavy."
  static let raiseThreshold =
    "Do not raise tombstone_failure_threshold to make queries pass: the heap pays for it."
  static let restartIntoFault =
    "Do not restart again and again into the same error: a start may fail, or delete what it cannot read."
}

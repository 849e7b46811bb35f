// The content of a generated log, as data: the tables, and the messages of Cassandra 4.1 in about the mix
// that a busy node under compaction pressure writes.
//
// A text is a whole record as in the file. `$(…)` in it is a hole:
//
//   date                 the time of writing
//   thread               the number of the compaction thread
//   table keyspace name  of the subject, as `shop.orders`, `shop`, `orders`
//   folder               of the subject's files
//   id                   of the compaction, a time UUID
//   inputs outputs       its files as the node lists them; `count`: number of inputs; `input`: one of them
//   readers reader       its inputs as another message lists them; the first of them
//   read written percent its sizes in MiB and their ratio; `took`: its milliseconds
//   new                  the number of a new file
//   1..9                 a number; `g` after it groups its digits, `d` puts a point before the last three,
//                        `>8` pads it on the left to eight columns

enum LogMix {
  static let subjects = [
    Subject(keyspace: "shop", name: "orders", id: "caf09fd0e56911f19a06f311162f610f", weight: 10),
    Subject(keyspace: "shop", name: "events_by_day", id: "cbccf610e56911f19a06f311162f610f", weight: 8),
    Subject(keyspace: "shop", name: "cart_items", id: "cb6dd7c0e56911f19a06f311162f610f", weight: 4),
    Subject(keyspace: "shop", name: "metrics_1m", id: "cc25a2a0e56911f19a06f311162f610f", weight: 4),
    Subject(keyspace: "billing", name: "invoices", id: "d01c7a60e56911f19a06f311162f610f", weight: 2),
    Subject(
      keyspace: "system", name: "compaction_history", id: "b4dbb7b4dc493fb5b3bfce6e434832ca", weight: 1),
    Subject(
      keyspace: "system", name: "sstable_activity_v2", id: "62efe31f3be8310c8d298963439c1288", weight: 1),
  ]

  static let episodes = [
    Episode(weight: 1800, begin: [spaceCheck, compacting], end: [compacted, deleting], succeeds: true),
    Episode(
      weight: 80, begin: [spaceCheck] + PressureMix.reducedScope + [spaceCheck, compacting],
      end: [compacted, deleting], succeeds: true),
    Episode(weight: 1100, begin: [spaceCheck]),
    Episode(
      weight: 700,
      begin: [
        Message(
          "flush.forced_by_memory",
          """
          INFO  [SlabPoolCleaner] $(date) AbstractAllocatorMemtable.java:290 - Flushing largest \
          CFS(Keyspace='$(keyspace)', ColumnFamily='$(name)') to free up room. Used total: 0.33/0.00, \
          live: 0.33/0.00, flushing: 0.00/0.00, this: 0.$(10..33)/0.00
          """
        ),
        Message(
          "flush.started",
          """
          INFO  [SlabPoolCleaner] $(date) ColumnFamilyStore.java:1012 - Enqueuing flush of $(table), \
          Reason: MEMTABLE_LIMIT, Usage: $(2000..90000d)MiB ($(5..40)%) on-heap, 0.000KiB (0%) off-heap
          """
        ),
        Message(
          "flush.writing",
          """
          INFO  [PerDiskMemtableFlushWriter_0:$(1..8)] $(date) Flushing.java:145 - Writing \
          Memtable-$(name)@$(100000000..2000000000)($(1500..80000d)MiB serialized bytes, $(900..400000) \
          ops, $(2000..90000d)MiB ($(5..40)%) on-heap, 0.000KiB (0%) off-heap), flushed range = \
          [min(-9223372036854775808), max(9223372036854775807))
          """
        ),
        Message(
          "flush.finished",
          """
          INFO  [PerDiskMemtableFlushWriter_0:$(1..8)] $(date) Flushing.java:171 - Completed flushing \
          $(folder)/nb-$(new)-big-Data.db ($(1000..70000d)MiB) for commitlog position \
          CommitLogPosition(segmentId=179523777$(1000..9999), position=$(10000..33000000))
          """
        ),
        Message(
          "other",
          """
          DEBUG [MemtableFlushWriter:$(1..9)] $(date) ColumnFamilyStore.java:1332 - Flushed to \
          [BigTableReader(path='$(folder)/nb-$(new)-big-Data.db')] (1 sstables, $(1000..70000d)MiB), \
          biggest $(1000..70000d)MiB, smallest $(1000..70000d)MiB
          """
        ),
        Message(
          "other",
          """
          DEBUG [MemtablePostFlush:1] $(date) CommitLog.java:362 - Commit log segment \
          CommitLogSegment(/var/lib/cassandra/commitlog/CommitLog-7-179523777$(1000..9999).log) is unused
          """
        ),
        Message(
          "other",
          """
          DEBUG [MemtablePostFlush:1] $(date) AbstractCommitLogSegmentManager.java:374 - Segment \
          CommitLogSegment(/var/lib/cassandra/commitlog/CommitLog-7-179523777$(1000..9999).log) is no \
          longer active and will be deleted now
          """
        ),
      ]),
    Episode(
      weight: 300,
      begin: [
        Message(
          "other",
          """
          DEBUG [CompactionExecutor:$(1..4)] $(date) DiskBoundaryManager.java:54 - Refreshing disk \
          boundary cache for $(table)
          """
        ),
        Message(
          "other",
          """
          DEBUG [CompactionExecutor:$(1..4)] $(date) DiskBoundaryManager.java:93 - Got local ranges \
          [Full(/10.0.0.1:7000,(8789732878944341276,-6234645681033364828]), \
          Full(/10.0.0.1:7000,(-6234645681033364828,-4688824637260031502]), \
          Full(/10.0.0.1:7000,(-4688824637260031502,8789732878944341276])] (ringVersion = $(3..9))
          """
        ),
        Message(
          "other",
          """
          DEBUG [CompactionExecutor:$(1..4)] $(date) DiskBoundaryManager.java:57 - Updating boundaries \
          from DiskBoundaries{directories=[DataDirectory{location=/var/lib/cassandra/data}], \
          positions=null, ringVersion=0, directoriesVersion=0} to \
          DiskBoundaries{directories=[DataDirectory{location=/var/lib/cassandra/data}], \
          positions=[max(9223372036854775807)], ringVersion=$(3..9), directoriesVersion=0} for $(table)
          """
        ),
        Message(
          "other",
          """
          DEBUG [CompactionExecutor:$(1..4)] $(date) CompactionStrategyManager.java:533 - Recreating \
          compaction strategy - disk boundaries are out of date for $(table).
          """
        ),
      ]),
    Episode(
      weight: 500,
      begin: [
        Message(
          "other",
          """
          DEBUG [ScheduledTasks:1] $(date) MigrationCoordinator.java:268 - Pulling unreceived schema \
          versions...
          """
        )
      ]),
    Episode(
      weight: 400,
      begin: [
        Message(
          "other",
          """
          DEBUG [GossipStage:1] $(date) GossipDigestSynVerbHandler.java:55 - Ignoring non-empty \
          GossipDigestSynMessage because currently in gossip shadow round
          """
        )
      ]),
    Episode(
      weight: 400,
      begin: [
        Message(
          "other",
          """
          DEBUG [PendingRangeCalculator:1] $(date) TokenMetadata.java:884 - Starting pending range \
          calculation for $(keyspace)
          """
        ),
        Message(
          "other",
          """
          DEBUG [PendingRangeCalculator:1] $(date) TokenMetadata.java:902 - Pending range calculation for \
          $(keyspace) completed (took: $(1..9)ms)
          """
        ),
      ]),
    Episode(
      weight: 200,
      begin: [
        Message(
          "other",
          """
          INFO  [Messaging-EventLoop-3-$(1..4)] $(date) OutboundConnection.java:1153 - \
          /10.0.0.1:7000(/10.0.0.1:$(32768..60999))->/10.0.0.$(2..9):7000-LARGE_MESSAGES-$(10000000..99999999) \
          successfully connected, version = 12, framing = CRC, encryption = unencrypted
          """
        )
      ]),
    Episode(
      weight: 300,
      begin: [
        Message(
          "query.slow",
          """
          INFO  [ScheduledTasks:1] $(date) NoSpamLogger.java:105 - Some operations were slow, details \
          available at debug level (debug.log)
          """
        ),
        Message(
          "query.slow",
          """
          DEBUG [ScheduledTasks:1] $(date) MonitoringTask.java:173 - 2 operations were slow in the last \
          $(4950..5050) msecs:
          <SELECT * FROM shop.orders WHERE id = '$(1000..9999)' LIMIT 5000>, time $(501..900) msec - slow \
          timeout 500 msec
          <SELECT * FROM shop.cart_items WHERE user = 'u$(1..9)' LIMIT 5000>, was slow 3 times: \
          avg/min/max $(600..700)/512/812 msec - slow timeout 500 msec
          """
        ),
      ]),
    Episode(
      weight: 400, table: "shop.cart_items",
      begin: [
        Message(
          "tombstones.warning",
          """
          WARN  [ReadStage-$(1..32)] $(date) ReadCommand.java:605 - Read $(0..90) live rows and \
          $(1001..60000) tombstone cells for query SELECT * FROM shop.cart_items WHERE user = 'u$(1..9)' \
          LIMIT 5000 ALLOW FILTERING; token 8330233586929153525 (see tombstone_warn_threshold)
          """
        )
      ]),
    Episode(
      weight: 60,
      begin: [
        Message(
          "pressure.local_pause",
          """
          WARN  [GossipTasks:1] $(date) FailureDetector.java:335 - Not marking nodes down due to local \
          pause of $(5000000001..9000000000)ns > 5000000000ns
          """
        )
      ]),
    Episode(
      weight: 300,
      begin: [
        Message(
          "gc.pause",
          """
          INFO  [Service Thread] $(date) GCInspector.java:294 - ParNew GC in $(201..999)ms.  CMS Old Gen: \
          $(27000000..90000000) -> $(27000000..90000000); Par Eden Space: 167772160 -> 0; Par Survivor \
          Space: 12925088 -> 20971520
          """
        )
      ]),
    Episode(weight: 20, begin: PressureMix.drops),
    Episode(
      weight: 25, table: "shop.events_by_day", damaged: 77, begin: [spaceCheck, compacting],
      end: FailureMix.corruptSSTable),
    Episode(
      weight: 5, table: "shop.orders", begin: [spaceCheck, compacting],
      end: FailureMix.outOfMemory),
  ]

  private static let spaceCheck = Message(
    "compaction.space_checked",
    """
    DEBUG [CompactionExecutor:$(thread)] $(date) Directories.java:502 - DataDirectory \
    /var/lib/cassandra/data has $(240000000000..260000000000) bytes available, checking if we can write \
    $(100000..900000000) bytes
    """
  )

  private static let compacting = Message(
    "compaction.started",
    "INFO  [CompactionExecutor:$(thread)] $(date) CompactionTask.java:173 - Compacting ($(id)) [$(inputs)]")

  private static let compacted = Message(
    "compaction.finished",
    """
    INFO  [CompactionExecutor:$(thread)] $(date) CompactionTask.java:264 - Compacted ($(id)) $(count) sstables \
    to [$(outputs)] to level=0.  $(read)MiB to $(written)MiB (~$(percent)% of original) in $(took)ms.  Read \
    Throughput = $(1200..64000d)MiB/s, Write Throughput = $(1000..60000d)MiB/s, Row Throughput = \
    ~$(400..98000g)/s.  $(600..90000g) total partitions merged to $(500..80000g).  Partition merge counts were \
    {1:$(400..9000), 2:$(10..900), }. Time spent writing keys = $(90..4000g)ms
    """)

  private static let deleting = Message(
    "sstable.deleted",
    "INFO  [NonPeriodicTasks:1] $(date) SSTable.java:127 - Deleting sstable: $(folder)/nb-$(input)-big",
    perInput: true)
}

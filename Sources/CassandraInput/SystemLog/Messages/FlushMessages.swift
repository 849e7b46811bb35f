// Memtables and the commit log. Sources: ColumnFamilyStore, Memtable (up to 4.0), Flushing (4.1+),
// CommitLog, CommitLogReplayer.

import CassandraModel

enum FlushMessages {
  static let all: [MessageTemplate] = [
    MessageTemplate(
      "flush.started", .flushStarted, .info, in: ["ColumnFamilyStore.java"],
      origin: """
        ColumnFamilyStore.logFlush. The keyspace and the reason from 4.1 on. Up to 4.0 an index is \
        `table.index`. DEBUG in 2.2.2 to 3.11.
        """,
      [
        """
        Enqueuing flush of {table:table}, Reason: {reason:word}, Usage: {on_heap_bytes:size} \
        ({on_heap_percent:int}%) on-heap, {off_heap_bytes:size} ({off_heap_percent:int}%) off-heap
        """,
        """
        Enqueuing flush of {table_name:word}: {on_heap_bytes:size} ({on_heap_percent:int}%) on-heap, \
        {off_heap_bytes:size} ({off_heap_percent:int}%) off-heap
        """,
      ],
      samples: [
        """
        INFO  [SlabPoolCleaner] 2026-11-21 04:46:15,108 ColumnFamilyStore.java:1012 - Enqueuing flush \
        of shop.orders, Reason: MEMTABLE_LIMIT, Usage: 5.533MiB (17%) on-heap, 0.000KiB (0%) off-heap
        """,
        """
        INFO  [SecondaryIndexManagement:1] 2026-11-21 05:21:47,326 ColumnFamilyStore.java:881 - \
        Enqueuing flush of orders.orders_customer: 1.004MiB (0%) on-heap, 0.000KiB (0%) off-heap
        """,
        """
        INFO  [RMI TCP Connection(2)-127.0.0.1] 2026-11-21 05:04:37,370 ColumnFamilyStore.java:1055 - \
        Enqueuing flush of shop.orders, Reason: USER_FORCED, Usage: 1.945MiB (1%) on-heap, 0B (0%) \
        off-heap
        """,
        """
        INFO  [MemtablePostFlush:3] 2024-05-12 03:14:15,933 ColumnFamilyStore.java:917 - Enqueuing \
        flush of orders: 12345678 (2%) on-heap, 0 (0%) off-heap
        """,
      ]),
    MessageTemplate(
      "flush.writing", .flushWriting, .info, in: ["Flushing.java", "Memtable.java"],
      origin: """
        Memtable.FlushRunnable, Flushing.FlushRunnable. Up to 2.0 sizes have no unit, and live bytes follow.
        """,
      [
        """
        Writing Memtable-{table_name:word}@{hash:word}({size_bytes:size} serialized bytes, \
        {operations:int} ops
        """,
        "Writing Memtable-{table_name:word}@{hash:word}({serialized_bytes:digits}/",
      ],
      samples: [
        """
        INFO  [PerDiskMemtableFlushWriter_0:2] 2026-11-21 05:23:00,546 Flushing.java:145 - Writing \
        Memtable-orders@82142564(1.484MiB serialized bytes, 374 ops, 1.691MiB (1%) on-heap, 0.000KiB \
        (0%) off-heap), flushed range = [min(-9223372036854775808), max(9223372036854775807))
        """,
        """
        INFO  [PerDiskMemtableFlushWriter_0:1] 2026-11-21 05:21:24,008 Memtable.java:502 - Writing \
        Memtable-orders@91857230(1.548MiB serialized bytes, 390 ops, 1%/0% of on/off-heap limit), \
        flushed range = (min(-9223372036854775808), max(9223372036854775807)]
        """,
        """
        DEBUG [MemtableFlushWriter:5] 2016-11-21 18:46:59,915 Memtable.java:353 - Writing \
        Memtable-data_points@2066624083(40.813MiB serialized bytes, 31647 ops, 1%/8% of on/off-heap limit)
        """,
        """
        INFO  [FlushWriter:12] 2014-05-12 03:14:15,933 Memtable.java:331 - Writing \
        Memtable-orders@1437412283(3478/34780 serialized/live bytes, 74 ops)
        """,
      ]),
    MessageTemplate(
      "flush.finished", .flushFinished, .info, in: ["Flushing.java", "Memtable.java"],
      origin: "Memtable, Flushing. 6.0 adds times and rates. Up to 3.0 a flush may keep nothing.",
      [
        """
        Completed flushing {path:sstable} ({size_bytes:size}) for commitlog position {position:text}, \
        time spent: {duration_ms:int} ms, bytes flushed: {bytes_flushed:int}
        """,
        "Completed flushing {path:sstable} ({size_bytes:size}) for commitlog position",
        "Completed flushing {path:sstable}; nothing needed to be retained",
      ],
      samples: [
        """
        INFO  [PerDiskMemtableFlushWriter_0:1] 2026-11-21 05:24:49,247 Flushing.java:197 - Completed \
        flushing /var/lib/cassandra/data/system/local-7ad54392bcdd35a684174e047860b377/pa-2-big-Data.db \
        (22B) for commitlog position CommitLogPosition(segmentId=1795238677942, position=24896), time \
        spent: 6 ms, bytes flushed: 22 / (rate: 22B/s), partitions flushed: 1 / (rate: 1/s), rows: 1 / \
        (rate: 1/s), cpu time: 0 ms, heap allocated: 560B
        """,
        """
        INFO  [PerDiskMemtableFlushWriter_0:1] 2026-11-21 05:35:40,133 Flushing.java:171 - Completed \
        flushing /var/lib/cassandra/data/shop/orders-1a05f4f0e56d11f1a6d2a3f31b560b09/nb-1-big-Data.db \
        (21.161MiB) for commitlog position CommitLogPosition(segmentId=1795239315747, position=466)
        """,
        """
        DEBUG [MemtableFlushWriter:3] 2024-05-12 03:14:15,933 Memtable.java:420 - Completed flushing \
        /var/lib/cassandra/data/shop/orders-db4c1000aa1e11ee9a3b5d2f6c7e8a90/mc-7-big-Data.db; nothing \
        needed to be retained.  Commitlog position was ReplayPosition(segmentId=1715480000123, \
        position=31337)
        """,
        """
        DEBUG [PerDiskMemtableFlushWriter_0:1] 2026-11-21 04:52:16,338 Memtable.java:506 - Completed \
        flushing /var/lib/cassandra/data/system/local-7ad54392bcdd35a684174e047860b377/me-1-big-Data.db \
        (0.161KiB) for commitlog position CommitLogPosition(segmentId=1795236733227, position=425)
        """,
      ]),
    MessageTemplate(
      "flush.forced_by_memory", .pressure, .info,
      in: ["AbstractAllocatorMemtable.java", "ColumnFamilyStore.java", "Memtable.java"],
      origin: """
        MemtableCleaner: the largest memtable is flushed to free memory. INFO up to 2.1 and from \
        4.1, DEBUG between. Many in a minute make many small SSTables.
        """,
      [
        """
        Flushing largest CFS(Keyspace='{keyspace:text}', ColumnFamily='{table_name:text}') to free up \
        room. {usage:text}
        """
      ],
      samples: [
        """
        INFO  [SlabPoolCleaner] 2026-11-21 04:46:15,107 AbstractAllocatorMemtable.java:290 - Flushing \
        largest CFS(Keyspace='shop', ColumnFamily='orders') to free up room. Used total: 0.33/0.00, \
        live: 0.33/0.00, flushing: 0.00/0.00, this: 0.17/0.00
        """
      ]),
    MessageTemplate(
      "commitlog.replaying", .telemetry, .info, in: ["CommitLog.java"],
      origin: "CommitLog.recoverSegmentsOnDisk at start. Only the first segment is kept.",
      [
        "Replaying {segment:word},",
        "Replaying {segment:word}",
      ],
      samples: [
        """
        INFO  [main] 2026-11-21 05:02:42,489 CommitLog.java:203 - Replaying \
        /var/lib/cassandra/commitlog/CommitLog-7-1795237299972.log, \
        /var/lib/cassandra/commitlog/CommitLog-7-1795237337828.log, \
        /var/lib/cassandra/commitlog/CommitLog-7-1795237337829.log
        """,
        """
        INFO  [main] 2026-11-21 04:42:30,169 CommitLog.java:201 - Replaying \
        /var/lib/cassandra/commitlog/CommitLog-7-1795236042412.log
        """,
      ]),
    MessageTemplate(
      "commitlog.replayed", .telemetry, .info, in: ["CommitLog.java"],
      origin: "CommitLog; with its time from 5.0 on.",
      [
        "Log replay complete, {mutations:int} replayed mutations in {duration_ms:int} ms",
        "Log replay complete, {mutations:int} replayed mutations",
      ],
      samples: [
        """
        INFO  [main] 2026-11-21 05:06:27,047 CommitLog.java:210 - Log replay complete, 0 replayed \
        mutations in 44 ms
        """,
        """
        INFO  [main] 2026-11-21 05:02:42,800 CommitLog.java:205 - Log replay complete, 2 replayed \
        mutations
        """,
      ]),
    MessageTemplate(
      "commitlog.replay_ignored", .telemetry, .info,
      in: ["CommitLogReplayer.java", "CommitLogReader.java", "CommitLog.java"],
      origin: "CommitLogReplayer: harmless leftovers at start.",
      [
        "Ignoring commit log replay error likely due to incomplete flush to disk",
        "Skipped {mutations:int} mutations from unknown (probably removed) CF with id {table_id:uuid}",
        "Origin of {sstables:int} sstables is unknown or doesn't match the local node",
      ],
      samples: [
        """
        ERROR [main] 2024-05-12 03:14:15,933 CommitLogReplayer.java:460 - Ignoring commit log replay \
        error likely due to incomplete flush to disk
        """,
        """
        WARN  [main] 2024-05-12 03:14:15,933 CommitLogReplayer.java:170 - Skipped 12 mutations from \
        unknown (probably removed) CF with id db4c1000-aa1e-11ee-9a3b-5d2f6c7e8a90
        """,
        """
        WARN  [main] 2026-11-21 05:35:35,315 CommitLogReplayer.java:350 - Origin of 1 sstables is \
        unknown or doesn't match the local node; commitLogIntervals for them were ignored
        """,
      ]),
    MessageTemplate(
      "commitlog.not_recycled", .pressure, .warning,
      in: ["AbstractCommitLogSegmentManager.java", "CommitLogSegmentManager.java"],
      origin: "CommitLogSegmentManager.forceRecycleAll.",
      ["Failed to force-recycle all segments; at least one segment is still in use with dirty CFs"],
      samples: [
        """
        ERROR [StorageServiceShutdownHook] 2024-05-12 03:14:15,933 CommitLogSegmentManager.java:350 - \
        Failed to force-recycle all segments; at least one segment is still in use with dirty CFs.
        """
      ]),
    MessageTemplate(
      "commitlog.small_volume", .telemetry, .info, in: ["DatabaseDescriptor.java"],
      origin: "DatabaseDescriptor: advice at start.",
      ["Small commitlog volume detected at '{directory:text}'; setting {setting:word} to {value:int}"],
      samples: [
        """
        WARN  [main] 2026-11-21 05:25:38,668 DatabaseDescriptor.java:899 - Small commitlog volume \
        detected at '/var/lib/cassandra/commitlog'; setting commitlog_total_space_in_mb to 192.  You \
        can override this in cassandra.yaml
        """
      ]),
  ]
}

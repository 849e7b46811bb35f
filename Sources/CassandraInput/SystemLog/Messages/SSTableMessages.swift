// SSTables coming and going: opened at start, deleted after use, lost, leaked. Sources: SSTableReader and
// its builders, SSTable, BigFormat, ColumnFamilyStore, LogTransaction, Ref.

import CassandraModel

enum SSTableMessages {
  static let all: [MessageTemplate] = [
    MessageTemplate(
      "sstable.deleted", .sstableDeleted, .info, in: ["SSTable.java", "BigFormat.java", "BtiFormat.java"],
      origin: "SSTable.delete up to 4.1, BigFormat and BtiFormat from 5.0; DEBUG in 3.x.",
      ["Deleting sstable: {path:sstable}"],
      samples: [
        """
        INFO  [NonPeriodicTasks:1] 2026-11-21 04:46:22,371 SSTable.java:127 - Deleting sstable: \
        /var/lib/cassandra/data/shop/orders-77f11830e56611f19cdcdd0f12f9021b/nb-1-big
        """,
        """
        INFO  [NonPeriodicTasks:1] 2026-11-21 05:05:15,317 BigFormat.java:231 - Deleting sstable: \
        /var/lib/cassandra/data/shop/orders-09379380e56911f18cfae1da35a7f33c/nb-1-big
        """,
      ]),
    MessageTemplate(
      "sstable.opened", .sstableOpened, .info,
      in: ["SSTableReader.java", "SSTableReaderBuilder.java", "SortedTableReaderLoadingBuilder.java"],
      origin: """
        SSTableReader, DEBUG in 3.x; SSTableReaderBuilder 4.0 and 4.1; \
        SortedTableReaderLoadingBuilder 5.0+. One for each SSTable at every start.
        """,
      ["Opening {path:sstable} ({size_bytes:size})"],
      samples: [
        """
        INFO  [SSTableBatchOpen:1] 2026-11-21 05:02:42,365 SSTableReaderBuilder.java:354 - Opening \
        /var/lib/cassandra/data/shop/orders-ae5e9670e56811f1a145b5ac47296c6e/nb-1-big (1.651MiB)
        """,
        """
        INFO  [SSTableBatchOpen:2] 2026-11-21 05:06:24,497 SortedTableReaderLoadingBuilder.java:55 - \
        Opening /var/lib/cassandra/data/system/local-7ad54392bcdd35a684174e047860b377/nb-9-big (50B)
        """,
        """
        DEBUG [SSTableBatchOpen:1] 2026-11-21 05:52:15,039 SSTableReader.java:515 - Opening \
        /var/lib/cassandra/data/shop/orders-a02c1490e56f11f197ac1fdbea8f7c5c/me-3-big (2.918MiB)
        """,
      ]),
    MessageTemplate(
      "sstable.skipped", .sstableLost, .critical, in: ["SSTableReader.java", "ColumnFamilyStore.java"],
      origin: "SSTableReader.openAll, 2.1+; ColumnFamilyStore for nodetool refresh up to 3.11.",
      [
        "Corrupt sstable {path:sstable}=[{components:text}]; skipping table",
        "Corrupt sstable {path:sstable}; skip",
        "Missing sstable component in {path:sstable}; skipped because of {reason:text}",
      ],
      samples: [
        """
        ERROR [SSTableBatchOpen:2] 2024-05-12 02:00:11,450 SSTableReader.java:556 - Corrupt sstable \
        /var/lib/cassandra/data/shop/orders-db4c1000aa1e11ee9a3b5d2f6c7e8a90/nb-4411-big=[Statistics.db,\
         Data.db, TOC.txt, Filter.db, CompressionInfo.db, Index.db, Summary.db]; skipping table
        """,
        """
        ERROR [RMI TCP Connection(4)-127.0.0.1] 2024-05-12 03:14:15,933 ColumnFamilyStore.java:760 - \
        Corrupt sstable /var/lib/cassandra/data/shop/orders-db4c1000aa1e11ee9a3b5d2f6c7e8a90/mc-4411-big\
        ; skipped
        """,
        """
        WARN  [RMI TCP Connection(4)-127.0.0.1] 2024-05-12 03:14:15,933 ColumnFamilyStore.java:765 - \
        Missing sstable component in /var/lib/cassandra/data/shop/orders-db4c1000aa1e11ee9a3b5d2f6c7e8a9\
        0/mc-4411-big; skipped because of /var/lib/cassandra/data/shop/orders-db4c1000aa1e11ee9a3b5d2f6c\
        7e8a90/mc-4411-big-Data.db (No such file or directory)
        """,
      ]),
    MessageTemplate(
      "sstable.not_read", .sstableLost, .critical, in: ["SSTableReader.java"],
      origin: "SSTableReader.openAll; `other IO error` up to 3.11.",
      [
        "Cannot read sstable {path:sstable}=[{components:text}]; {reason:text}, skipping table",
        "Cannot read sstable {path:sstable}; {reason:text}, skipping table",
      ],
      samples: [
        """
        ERROR [SSTableBatchOpen:2] 2024-05-12 03:14:15,933 SSTableReader.java:560 - Cannot read sstable \
        /var/lib/cassandra/data/shop/orders-db4c1000aa1e11ee9a3b5d2f6c7e8a90/nb-4411-big=[Statistics.db,\
         Data.db]; file system error, skipping table
        """,
        """
        ERROR [SSTableBatchOpen:2] 2024-05-12 03:14:15,933 SSTableReader.java:560 - Cannot read sstable \
        /var/lib/cassandra/data/shop/orders-db4c1000aa1e11ee9a3b5d2f6c7e8a90/mc-4411-big; other IO \
        error, skipping table
        """,
      ]),
    MessageTemplate(
      "sstable.component_missing", .sstableLost, .critical, in: ["SSTableReader.java", "SSTable.java"],
      origin: "SSTableReader.validate.",
      ["Missing component: {path:sstable}"],
      samples: [
        """
        ERROR [SSTableBatchOpen:2] 2024-05-12 03:14:15,933 SSTableReader.java:430 - Missing component: \
        /var/lib/cassandra/data/shop/orders-db4c1000aa1e11ee9a3b5d2f6c7e8a90/nb-4411-big-CompressionInfo\
        .db
        """
      ]),
    MessageTemplate(
      "sstable.partitioner_mismatch", .sstableLost, .critical,
      in: ["SSTableReader.java", "SSTableReaderBuilder.java", "SortedTableReaderLoadingBuilder.java"],
      origin: "SSTableReader.open: a foreign SSTable, not damage.",
      ["Cannot open {path:sstable}; partitioner {partitioner:word} does not match system partitioner"],
      samples: [
        """
        ERROR [SSTableBatchOpen:2] 2024-05-12 03:14:15,933 SSTableReader.java:500 - Cannot open \
        /var/lib/cassandra/data/shop/orders-db4c1000aa1e11ee9a3b5d2f6c7e8a90/nb-4411-big; partitioner \
        org.apache.cassandra.dht.RandomPartitioner does not match system partitioner \
        org.apache.cassandra.dht.Murmur3Partitioner.
        """
      ]),
    MessageTemplate(
      "sstable.import_refused", .telemetry, .warning, in: ["SSTableImporter.java"],
      origin: "SSTableImporter, 4.0+.",
      ["Aborting import of sstables. {path:sstable} was corrupt"],
      samples: [
        """
        ERROR [RMI TCP Connection(4)-127.0.0.1] 2024-05-12 03:14:15,933 SSTableImporter.java:120 - \
        Aborting import of sstables. /backup/shop/orders-db4c1000aa1e11ee9a3b5d2f6c7e8a90/nb-7-big was \
        corrupt
        """
      ]),
    MessageTemplate(
      "sstable.orphans_removed", .sstableLost, .critical, in: ["ColumnFamilyStore.java"],
      origin: """
        ColumnFamilyStore.scrubDataDirectories: the data file is gone; the rest is deleted. The \
        only trace of a lost SSTable.
        """,
      ["Removing orphans for {path:sstable}: [{components:text}]"],
      samples: [
        """
        WARN  [main] 2026-11-21 05:03:50,054 ColumnFamilyStore.java:801 - Removing orphans for \
        /var/lib/cassandra/data/shop/orders-ae5e9670e56811f1a145b5ac47296c6e/nb-4-big: [Index.db, \
        Statistics.db, TOC.txt, Digest.crc32, Summary.db, CompressionInfo.db, Filter.db]
        """
      ]),
    MessageTemplate(
      "sstable.unsupported", .sstableLost, .critical, in: ["CassandraDaemon.java", "StartupChecks.java"],
      origin: """
        CassandraDaemon, 2.2+: SSTables of a wrong version, the start is refused. Only the first \
        path is kept: a line may hold thousands.
        """,
      ["Detected unreadable sstables {path:sstable},"],
      samples: [
        """
        ERROR [main] 2024-05-12 03:14:15,933 CassandraDaemon.java:733 - Detected unreadable sstables \
        /var/lib/cassandra/data/shop/orders-db4c1000aa1e11ee9a3b5d2f6c7e8a90/hd-4411-big-Data.db,/var/li\
        b/cassandra/data/shop/orders-db4c1000aa1e11ee9a3b5d2f6c7e8a90/hd-4412-big-Data.db, please check \
        NEWS.txt and ensure that you have upgraded through all required intermediate versions, running \
        upgradesstables
        """
      ]),
    MessageTemplate(
      "leak.detected", .leak, .warning, in: ["Ref.java"],
      origin: "Ref, on Reference-Reaper. After a failed open it names the file that the failure did not.",
      [
        """
        LEAK DETECTED: a reference ({reference:text}) to class {tidier:word}:{path:sstable} was not \
        released before the reference was garbage collected
        """,
        "LEAK DETECTED: a reference ({reference:text}) to {what:text} was not released",
      ],
      samples: [
        """
        ERROR [Reference-Reaper] 2026-11-21 04:43:51,878 Ref.java:228 - LEAK DETECTED: a reference \
        (org.apache.cassandra.utils.concurrent.Ref$State@6e1efb8c) to class \
        org.apache.cassandra.io.util.MmappedRegions$Tidier@1624840255:/var/lib/cassandra/data/shop/order\
        s-c16ed5c0e56511f1ad0d271e37d728ec/nb-1-big-Data.db was not released before the reference was \
        garbage collected
        """,
        """
        ERROR [Reference-Reaper] 2024-05-12 03:14:15,933 Ref.java:237 - LEAK DETECTED: a reference \
        (class org.apache.cassandra.io.util.SafeMemory$MemoryTidy) to @1624840255 was not released \
        before the reference was garbage collected
        """,
        """
        ERROR [Reference-Reaper] 2026-11-21 05:02:54,395 Ref.java:237 - LEAK DETECTED: a reference \
        (class org.apache.cassandra.io.util.MmappedRegions$Tidier@2102249769:/var/lib/cassandra/data/sho\
        p/events_by_day-ae87c950e56811f1a145b5ac47296c6e/nb-1-big-Data.db) to class \
        org.apache.cassandra.io.util.MmappedRegions$Tidier@2102249769:/var/lib/cassandra/data/shop/event\
        s_by_day-ae87c950e56811f1a145b5ac47296c6e/nb-1-big-Data.db was not released before the \
        reference was garbage collected
        """,
      ]),
    MessageTemplate(
      "sstable.key_too_large", .telemetry, .critical, in: ["BigTableWriter.java", "SortedTableWriter.java"],
      origin: "BigTableWriter, SortedTableWriter: a row is left out of the output.",
      ["Key size {key_bytes:int} exceeds maximum of {maximum_bytes:int}, skipping row"],
      samples: [
        """
        ERROR [CompactionExecutor:4] 2024-05-12 03:14:15,933 BigTableWriter.java:170 - Key size 70000 \
        exceeds maximum of 65535, skipping row
        """
      ]),
    MessageTemplate(
      "sstable.index_summary_overflow", .telemetry, .warning, in: ["IndexSummaryBuilder.java"],
      origin: "IndexSummaryBuilder, 3.0+; `2GiB` in later versions.",
      ["Memory capacity of index summary exceeded ({limit_bytes:size})"],
      samples: [
        """
        ERROR [CompactionExecutor:4] 2024-05-12 03:14:15,933 IndexSummaryBuilder.java:200 - Memory \
        capacity of index summary exceeded (2GB), index summary will not cover full sstable, you should \
        increase min_sampling_level
        """
      ]),
    MessageTemplate(
      "sstable.rebuilt_component", .telemetry, .info,
      in: [
        "BigSSTableReaderLoadingBuilder.java", "BtiTableReaderLoadingBuilder.java",
        "SortedTableReaderLoadingBuilder.java",
      ],
      origin: "Reader builders of 5.0: rebuilt at start without loss.",
      [
        "Bloom filter for {path:sstable} is missing or invalid",
        "Bloom filter for {path:sstable} could not be deserialized",
        "Index summary file is corrupted: {detail:text}",
        "Partition index file is corrupted: {detail:text}",
      ],
      samples: [
        """
        INFO  [SSTableBatchOpen:1] 2024-05-12 03:14:15,933 BigSSTableReaderLoadingBuilder.java:100 - \
        Bloom filter for /var/lib/cassandra/data/shop/orders-db4c1000aa1e11ee9a3b5d2f6c7e8a90/oa-7-big \
        is missing or invalid
        """,
        """
        INFO  [SSTableBatchOpen:1] 2024-05-12 03:14:15,933 BigSSTableReaderLoadingBuilder.java:105 - \
        Bloom filter for /var/lib/cassandra/data/shop/orders-db4c1000aa1e11ee9a3b5d2f6c7e8a90/oa-7-big \
        could not be deserialized
        """,
        """
        INFO  [SSTableBatchOpen:1] 2024-05-12 03:14:15,933 BigSSTableReaderLoadingBuilder.java:140 - \
        Index summary file is corrupted: /var/lib/cassandra/data/shop/orders-db4c1000aa1e11ee9a3b5d2f6c7\
        e8a90/oa-7-big-Summary.db
        """,
        """
        INFO  [SSTableBatchOpen:1] 2024-05-12 03:14:15,933 BtiTableReaderLoadingBuilder.java:140 - \
        Partition index file is corrupted: /var/lib/cassandra/data/shop/orders-db4c1000aa1e11ee9a3b5d2f6\
        c7e8a90/da-7-bti-Partitions.db
        """,
      ]),
    MessageTemplate(
      "cache.saved_unreadable", .telemetry, .info, in: ["AutoSavingCache.java"],
      origin: "AutoSavingCache.loadSaved: the cache starts empty, nothing is lost.",
      [
        "Non-fatal checksum error reading saved cache {path:text}",
        "Harmless error reading saved cache {path:text}",
      ],
      samples: [
        """
        WARN  [loadSavedCache:1] 2024-05-12 03:14:15,933 AutoSavingCache.java:240 - Non-fatal checksum \
        error reading saved cache /var/lib/cassandra/saved_caches/KeyCache-f.db
        """,
        """
        INFO  [loadSavedCache:1] 2024-05-12 03:14:15,933 AutoSavingCache.java:247 - Harmless error \
        reading saved cache /var/lib/cassandra/saved_caches/KeyCache-f.db
        """,
      ]),
  ]
}

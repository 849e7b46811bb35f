// Scrub and verify of single SSTables, online. Source: the scrubbers and verifiers, all through
// OutputHandler. The commands themselves are in OperatorMessages.

import CassandraModel

enum ScrubMessages {
  static let all: [MessageTemplate] = [
    MessageTemplate(
      "scrub.seek_failed", .scrubDamage, .critical, in: ["OutputHandler.java"],
      origin: """
        SortedTableScrubber of 5.0: one for each partition lost behind the damage, hundreds for a \
        truncated file.
        """,
      ["Failed to seek to next partition position {position:int}"],
      samples: [
        """
        WARN  [CompactionExecutor:2] 2026-11-21 06:10:43,020 OutputHandler.java:79 - Failed to seek to \
        next partition position 4558295
        """
      ]),
    MessageTemplate(
      "scrub.started", .scrubStarted, .info, in: ["OutputHandler.java"],
      origin: "Scrubber, all versions.",
      ["Scrubbing {reader:word}(path='{path:sstable}') ({size_bytes:size})"],
      samples: [
        """
        INFO  [CompactionExecutor:3] 2026-11-21 05:26:42,129 OutputHandler.java:48 - Scrubbing \
        BigTableReader(path='/var/lib/cassandra/data/shop/events_by_day-cbccf610e56911f19a06f311162f610f\
        /nb-42-big-Data.db') (9.560MiB)
        """,
        """
        INFO  [CompactionExecutor:1] 2026-11-21 06:10:42,398 OutputHandler.java:64 - Scrubbing \
        BigTableReader:big(path='/var/lib/cassandra/data/shop/orders-67cf1f30e56911f192fb0b29f5aa2829/nb\
        -4-big-Data.db') (4.240MiB)
        """,
      ]),
    MessageTemplate(
      "scrub.finished", .scrubFinished, .info, in: ["OutputHandler.java"],
      origin: "Scrubber; 3.0 counts rows, 3.11 writes `partitionss`.",
      [
        """
        Scrub of {reader:word}(path='{path:sstable}') complete: {partitions_kept:int} {unit:word} in \
        new sstable and {partitions_empty:int} empty
        """,
        """
        Scrub of {reader:word}(path='{path:sstable}') complete; looks like all {partitions_empty:int} \
        {unit:word} were tombstoned
        """,
      ],
      samples: [
        """
        INFO  [CompactionExecutor:1] 2026-11-21 06:10:43,170 OutputHandler.java:64 - Scrub of \
        BigTableReader:big(path='/var/lib/cassandra/data/shop/orders-67cf1f30e56911f192fb0b29f5aa2829/nb\
        -4-big-Data.db') complete: 1076 partitions in new sstable and 0 empty (tombstoned) partitions \
        dropped
        """,
        """
        INFO  [CompactionExecutor:3] 2024-05-12 03:14:15,933 OutputHandler.java:48 - Scrub of \
        BigTableReader(path='/var/lib/cassandra/data/shop/orders-db4c1000aa1e11ee9a3b5d2f6c7e8a90/nb-41-\
        big-Data.db') complete; looks like all 28 partitions were tombstoned
        """,
        """
        INFO  [CompactionExecutor:1] 2026-11-21 05:53:39,826 OutputHandler.java:42 - Scrub of \
        BigTableReader(path='/var/lib/cassandra/data/shop/orders-a02c1490e56f11f197ac1fdbea8f7c5c/me-4-b\
        ig-Data.db') complete: 853 partitionss in new sstable and 0 empty (tombstoned) partitions dropped
        """,
      ]),
    MessageTemplate(
      "verify.started", .scrubStarted, .info, in: ["OutputHandler.java"],
      origin: "Verifier, all versions.",
      ["Verifying {reader:word}(path='{path:sstable}') ({size_bytes:size})"],
      samples: [
        """
        INFO  [CompactionExecutor:1] 2026-11-21 04:44:40,350 OutputHandler.java:48 - Verifying \
        BigTableReader(path='/var/lib/cassandra/data/shop/orders-c16ed5c0e56511f1ad0d271e37d728ec/nb-4-b\
        ig-Data.db') (6.377MiB)
        """
      ]),
    MessageTemplate(
      "verify.finished", .scrubFinished, .info, in: ["OutputHandler.java"],
      origin: "Verifier; only after an extended verify.",
      ["Verify of {reader:word}(path='{path:sstable}') succeeded. All {rows:int} rows read successfully"],
      samples: [
        """
        INFO  [CompactionExecutor:1] 2026-11-21 06:10:36,414 OutputHandler.java:64 - Verify of \
        BigTableReader:big(path='/var/lib/cassandra/data/shop/orders-67cf1f30e56911f192fb0b29f5aa2829/nb\
        -2-big-Data.db') succeeded. All 790 rows read successfully
        """
      ]),
    MessageTemplate(
      "verify.damage", .scrubDamage, .critical, in: ["OutputHandler.java"],
      origin: "BigTableVerifier of 5.0: the digest or checksum file does not fit the data.",
      [
        """
        Corrupted file: integrity check ({check:word}) failed for {path:sstable}: {found:word} != \
        {expected:word}
        """
      ],
      samples: [
        """
        WARN  [CompactionExecutor:2] 2026-11-21 06:10:35,784 OutputHandler.java:79 - Corrupted file: \
        integrity check (digest) failed for /var/lib/cassandra/data/shop/orders-67cf1f30e56911f192fb0b29\
        f5aa2829/nb-1-big-Data.db: 1041117024 != 4197819921
        """
      ]),
    MessageTemplate(
      "scrub.unreadable_partition", .scrubDamage, .critical, in: ["OutputHandler.java"],
      origin: "Scrubber; 3.0 says row.",
      [
        "Error reading partition {key:text} (stacktrace follows)",
        "Error reading row {key:text} (stacktrace follows)",
        "Partition starting at position {position:int} is unreadable; skipping to next",
        "Row starting at position {position:int} is unreadable; skipping to next",
        "Retry failed too. Skipping to next",
      ],
      samples: [
        """
        WARN  [CompactionExecutor:2] 2026-11-21 06:10:43,018 OutputHandler.java:79 - Error reading \
        partition 1723 (stacktrace follows):
        """,
        """
        WARN  [CompactionExecutor:3] 2024-05-12 03:14:15,933 OutputHandler.java:57 - Error reading row \
        6f72642d31303031 (stacktrace follows):
        """,
        """
        WARN  [CompactionExecutor:2] 2026-11-21 06:10:43,020 OutputHandler.java:74 - Partition starting \
        at position 4554168 is unreadable; skipping to next
        """,
        """
        WARN  [CompactionExecutor:3] 2024-05-12 03:14:15,933 OutputHandler.java:52 - Row starting at \
        position 4554168 is unreadable; skipping to next
        """,
        """
        WARN  [CompactionExecutor:3] 2024-05-12 03:14:15,933 OutputHandler.java:57 - Retry failed too. \
        Skipping to next partition (retry's stacktrace follows)
        """,
      ]),
    MessageTemplate(
      "scrub.unrecovered", .scrubDamage, .critical, in: ["OutputHandler.java"],
      origin: "Scrubber: what scrub dropped.",
      ["Unable to recover {partitions:int} {unit:word} that were skipped"],
      samples: [
        """
        WARN  [CompactionExecutor:2] 2026-11-21 06:10:43,580 OutputHandler.java:74 - Unable to recover \
        558 partitions that were skipped.  You can attempt manual recovery from the pre-scrub snapshot. \
         You can also run nodetool repair to transfer the data from a healthy replica, if any
        """
      ]),
    MessageTemplate(
      "scrub.out_of_order", .scrubDamage, .critical, in: ["OutputHandler.java"],
      origin: "Scrubber.",
      [
        "Out of order {unit:word} detected ({detail:greedy})",
        "{partitions:int} out of order {unit:word} (or",
      ],
      samples: [
        """
        WARN  [CompactionExecutor:3] 2024-05-12 03:14:15,933 OutputHandler.java:52 - Out of order \
        partition detected (DecoratedKey(-3485513579396041028, 6f72642d31303031) found after \
        DecoratedKey(-3069959284402364209, 6f72642d39393837))
        """,
        """
        WARN  [CompactionExecutor:3] 2024-05-12 03:14:15,933 OutputHandler.java:52 - 12 out of order \
        partitions (or partitions without of order rows) found while scrubbing \
        BigTableReader(path='/var/lib/cassandra/data/shop/orders-db4c1000aa1e11ee9a3b5d2f6c7e8a90/nb-41-\
        big-Data.db')
        """,
      ]),
    MessageTemplate(
      "scrub.nothing_valid", .scrubDamage, .critical, in: ["OutputHandler.java"],
      origin: "Scrubber: the SSTable is marked for deletion.",
      ["No valid {unit:word} found while scrubbing {reader:word}(path='{path:sstable}')"],
      samples: [
        """
        WARN  [CompactionExecutor:3] 2024-05-12 03:14:15,933 OutputHandler.java:52 - No valid \
        partitions found while scrubbing BigTableReader(path='/var/lib/cassandra/data/shop/orders-db4c10\
        00aa1e11ee9a3b5d2f6c7e8a90/nb-41-big-Data.db'); it is marked for deletion now. If you want to \
        attempt manual recovery, you can find a copy in the pre-scrub snapshot
        """
      ]),
    MessageTemplate(
      "scrub.component_damage", .scrubDamage, .critical, in: ["OutputHandler.java"],
      origin: "Scrubber, 5.0 BTI scrubber.",
      [
        "Missing component: {component:text}",
        "Index summary is corrupt",
        "Unrecoverable error while scrubbing {detail:text}",
      ],
      samples: [
        """
        WARN  [CompactionExecutor:3] 2024-05-12 03:14:15,933 OutputHandler.java:52 - Missing component: \
        /var/lib/cassandra/data/shop/orders-db4c1000aa1e11ee9a3b5d2f6c7e8a90/nb-41-big-Index.db
        """,
        """
        WARN  [CompactionExecutor:3] 2024-05-12 03:14:15,933 OutputHandler.java:52 - Index summary is \
        corrupt - if it is removed it will get rebuilt on startup \
        /var/lib/cassandra/data/shop/orders-db4c1000aa1e11ee9a3b5d2f6c7e8a90/nb-41-big-Summary.db
        """,
        """
        WARN  [CompactionExecutor:3] 2024-05-12 03:14:15,933 OutputHandler.java:79 - Unrecoverable \
        error while scrubbing BtiTableReader:bti(path='/var/lib/cassandra/data/shop/orders-db4c1000aa1e1\
        1ee9a3b5d2f6c7e8a90/da-41-bti-Data.db')
        """,
      ]),
    MessageTemplate(
      "scrub.position_noise", .telemetry, .info, in: ["OutputHandler.java"],
      origin: """
        SortedTableScrubber of 5.0: WARN for the last two partitions of every SSTable, healthy ones \
        too.
        """,
      [
        """
        Data file partition position {position:int} differs from index file row position \
        {index_position:int}
        """
      ],
      samples: [
        """
        WARN  [CompactionExecutor:1] 2026-11-21 06:10:29,974 OutputHandler.java:74 - Data file \
        partition position 369721 differs from index file row position -1
        """
      ]),
  ]
}

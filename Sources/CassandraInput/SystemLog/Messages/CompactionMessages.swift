// Compactions: start, end and interruption. Sources: CompactionTask, CompactionManager, ExecutionFailure;
// Cassandra 2.0 to 6.0.

import CassandraModel

enum CompactionMessages {
  // The parts of a `Compacted` line; versions combine them in eight ways.
  private static let written = """
    {input_count:int} sstables to [{outputs:sstables}] to level={level:int}. \(sizes)
    """
  private static let sizes = """
    {bytes_in:size} to {bytes_out:size} (~{ratio_percent:int}% of original) in {duration_ms:int}ms
    """
  private static let twoIDs = "(task id: {id:uuid}, compaction history id: {history_id:uuid})"
  private static let threeRates = ". Read Throughput = {rates:text}/s. "
  private static let oneRate = " = {rates:text}/s. "
  private static let merged = """
    {partitions_in:int} total partitions merged to {partitions_out:int}. \
    Partition merge counts were {merge_counts:text}
    """
  private static let keys = ". Time spent writing keys = {keys_ms:int}ms"

  static let all: [MessageTemplate] = [
    MessageTemplate(
      "compaction.started", .compactionStarted, .info, in: ["CompactionTask.java"],
      origin: """
        CompactionTask.runMayThrow. INFO to 2.2.1 and from 4.0, DEBUG between. 6.0: a part of a \
        compaction has its own id and `(i/n)`; the level is left out when it is 0. To 2.1: no id.
        """,
      [
        "Compacting ({id:uuid}) [{inputs:sstables}]",
        "Compacting ({id:uuid} ({part:word})) [{inputs:sstables}]",
        "Compacting [{inputs:sstables}]",
      ],
      samples: [
        """
        INFO  [CompactionExecutor:1] 2026-11-21 05:03:53,197 CompactionTask.java:173 - Compacting \
        (f26faac0-e568-11f1-9f27-759c370bf6a3) [/var/lib/cassandra/data/shop/orders-c659f620e56811f196b4\
        55ed4e545efd/nb-6-big-Data.db:level=1, ]
        """,
        """
        INFO  [CompactionExecutor:3] 2026-02-14 09:30:01,512 CompactionTask.java:215 - Compacting \
        (bc9f7dc0-0987-11f1-9a3b-5d2f6c7e8a90 (3/8)) [/var/lib/cassandra/data/shop/orders-db4c1000aa1e11\
        ee9a3b5d2f6c7e8a90/da-3gzl_0qe9_1k3a82sxdvyt6q0f7m-bti-Data.db, ]
        """,
        """
        INFO  [CompactionExecutor:1] 2019-12-18 11:17:52,011 CompactionTask.java:141 - Compacting \
        [SSTableReader(path='/var/lib/cassandra/data/system/schema_keyspaces-b0f2235744583cdb9631c43e59c\
        e3676/system-schema_keyspaces-ka-1-Data.db'), SSTableReader(path='/var/lib/cassandra/data/system\
        /schema_keyspaces-b0f2235744583cdb9631c43e59ce3676/system-schema_keyspaces-ka-2-Data.db')]
        """,
        """
        DEBUG [CompactionExecutor:1] 2026-11-21 05:20:30,133 CompactionTask.java:156 - Compacting \
        (44a82e50-e56b-11f1-b2f2-13b4a66b7911) [/var/lib/cassandra/data/shop/orders-2a5e71d0e56b11f1b2f2\
        13b4a66b7911/me-8-big-Data.db:level=1, ]
        """,
        """
        INFO  [CompactionExecutor:4] 2026-11-21 05:28:31,807 CompactionTask.java:243 - Compacting \
        (63baef20-e56c-11f1-8b53-c11771edde05) [/var/lib/cassandra/data/shop/orders-1b255f4def2540a60000\
        000000000004/pa-5-big-Data.db, ]
        """,
      ]),
    MessageTemplate(
      "compaction.finished", .compactionFinished, .info, in: ["CompactionTask.java"],
      origin: """
        CompactionTask.runMayThrow. `task id` is the id of the start, `compaction history id` that \
        of system.compaction_history: 3.0.30, 3.11.16+, 4.0.11+; one id serves both in other \
        versions. DSE 6.8 has a throughput more. Sizes have units from 3.11 on. Row throughput can be negative, so the rates are \
        kept as text.
        """,
      [
        "Compacted ({id:uuid}) \(written)\(threeRates)\(merged)\(keys)",
        "Compacted \(twoIDs) \(written)\(threeRates)\(merged)",
        "Compacted ({id:uuid}) \(written)\(threeRates)\(merged)",
        "Compacted ({id:uuid} ({part:word})) \(written)\(threeRates)\(merged)\(keys)",
        "Compacted \(twoIDs) \(written)\(oneRate)\(merged)",
        "Compacted ({id:uuid}) \(written)\(oneRate)\(merged)",
        "Compacted ({id:uuid}) \(written). Read Throughput = {rates:text}/s. Partition Throughput = ~{partitions_per_s:int}/s.\(merged)",
        "Compacted {input_count:int} sstables to [{outputs:sstables}]. \(sizes)\(oneRate)\(merged)",
      ],
      samples: [
        """
        INFO  [CompactionExecutor:2] 2026-11-21 05:34:36,313 CompactionTask.java:264 - Compacted \
        (3ce19a10-e56d-11f1-9a06-f311162f610f) 2 sstables to [/var/lib/cassandra/data/shop/orders-caf09f\
        d0e56911f19a06f311162f610f/nb-490-big,] to level=2.  1.878MiB to 1.821MiB (~96% of original) in \
        231ms.  Read Throughput = 8.129MiB/s, Write Throughput = 7.882MiB/s, Row Throughput = ~946/s.  \
        489 total partitions merged to 473.  Partition merge counts were {1:457, 2:16, }. Time spent \
        writing keys = 46ms
        """,
        """
        INFO  [CompactionExecutor:1] 2026-11-21 04:43:52,435 CompactionTask.java:260 - Compacted (task \
        id: 26470710-e566-11f1-8ae1-6388ec525c8a, compaction history id: \
        26b8b4a0-e566-11f1-8ae1-6388ec525c8a) 4 sstables to [/var/lib/cassandra/data/system_schema/table\
        s-afddfb9dbc1e30688056eed6c302ba09/nb-13-big,] to level=0.  8.211KiB to 3.619KiB (~44% of \
        original) in 528ms.  Read Throughput = 15.526KiB/s, Write Throughput = 6.843KiB/s, Row \
        Throughput = ~51/s.  11 total partitions merged to 6.  Partition merge counts were {1:3, 2:1, \
        3:2, }
        """,
        """
        INFO  [CompactionExecutor:5] 2024-05-12 03:14:15,933 CompactionTask.java:249 - Compacted \
        (849807f0-100d-11ef-9a3b-5d2f6c7e8a90) 4 sstables to [/var/lib/cassandra/data/shop/orders-db4c10\
        00aa1e11ee9a3b5d2f6c7e8a90/nb-812-big,] to level=0.  5.000GiB to 4.500GiB (~90% of original) in \
        84,231ms.  Read Throughput = NaN  KiB/s, Write Throughput = NaN  KiB/s, Row Throughput = \
        ~-359,613/s.  4,000,000 total partitions merged to 3,250,000.  Partition merge counts were \
        {1:2600000, 2:550000, 3:100000, }
        """,
        """
        INFO  [CompactionExecutor:3] 2026-02-14 09:31:25,901 CompactionTask.java:350 - Compacted \
        (bc9f7dc0-0987-11f1-9a3b-5d2f6c7e8a90 (3/8)) 4 sstables to \
        [/var/lib/cassandra/data/shop/orders-db4c1000aa1e11ee9a3b5d2f6c7e8a90/da-3gzm_0qe9_1k3a82sxdvyt6\
        q0f7m-bti,] to level=0.  5.000GiB to 4.500GiB (~90% of original) in 84,231ms.  Read Throughput \
        = 60.785MiB/s, Write Throughput = 54.707MiB/s, Row Throughput = ~141,176/s.  4,000,000 total \
        partitions merged to 3,250,000.  Partition merge counts were {1:2600000, 2:550000, 3:100000, }. \
        Time spent writing keys = 84,102ms
        """,
        """
        DEBUG [CompactionExecutor:8] 2024-11-05 02:15:31,643 CompactionTask.java:236 - Compacted (task \
        id: f25d9f40-ff71-11e9-9a3b-5d2f6c7e8a90, compaction history id: \
        f25d9f41-ff71-11e9-9a3b-5d2f6c7e8a90) 4 sstables to [/var/lib/cassandra/data/shop/orders-db4c100\
        0aa1e11ee9a3b5d2f6c7e8a90/md-977-big,] to level=0.  5,368,709,120 bytes to 4,831,838,208 (~90% \
        of original) in 84,231ms = 54.706699MB/s.  4,000,000 total partitions merged to 3,250,000.  \
        Partition merge counts were {1:2600000, 2:550000, 3:100000, }
        """,
        """
        DEBUG [CompactionExecutor:8] 2019-11-05 02:15:31,643 CompactionTask.java:236 - Compacted \
        (f25d9f40-ff71-11e9-9a3b-5d2f6c7e8a90) 4 sstables to [/var/lib/cassandra/data/shop/orders-db4c10\
        00aa1e11ee9a3b5d2f6c7e8a90/mc-977-big,] to level=0.  5,368,709,120 bytes to 4,831,838,208 (~90% \
        of original) in 84,231ms = 54.706699MB/s.  4,000,000 total partitions merged to 3,250,000.  \
        Partition merge counts were {1:2600000, 2:550000, 3:100000, }
        """,
        """
        INFO  [CompactionExecutor:1] 2019-12-18 11:17:52,075 CompactionTask.java:274 - Compacted 4 \
        sstables to [/var/lib/cassandra/data/system/schema_keyspaces-b0f2235744583cdb9631c43e59ce3676/sy\
        stem-schema_keyspaces-ka-5,].  698 bytes to 215 (~30% of original) in 63ms = 0.003255MB/s.  5 \
        total partitions merged to 2.  Partition merge counts were {1:1, 4:1, }
        """,
        """
        INFO  [CompactionExecutor:2] 2026-11-21 06:10:12,867 CompactionTask.java:274 - Compacted \
        (d4b8e590-e569-11f1-a3c6-212a1ff76349) 4 sstables to [] to level=0.  0B to 0B (~0% of original) \
        in 24ms.  Read Throughput = 0.000B/s, Write Throughput = 0.000B/s, Row Throughput = ~0/s.  0 \
        total partitions merged to 0.  Partition merge counts were {}. Time spent writing keys = 0ms
        """,
        """
        INFO  [CompactionExecutor:2] 2026-11-21 05:24:50,699 CompactionTask.java:350 - Compacted \
        (dfc16190-e56b-11f1-8b53-c11771edde05) 7 sstables to [/var/lib/cassandra/data/system/local-7ad54\
        392bcdd35a684174e047860b377/pa-8-big,] to level=0.  463B to 277B (~59% of original) in 280ms.  \
        Read Throughput = 1.610KiB/s, Write Throughput = 986.430B/s, Row Throughput = ~2/s.  7 total \
        partitions merged to 1.  Partition merge counts were {7:1, }. Time spent writing keys = 165ms
        """,
        """
        INFO  [CompactionExecutor:5] 2024-05-12 03:14:15,933 CompactionTask.java:253 - Compacted \
        (849807f0-100d-11ef-9a3b-5d2f6c7e8a90) 4 sstables to [/var/lib/cassandra/data/shop/orders-db4c10\
        00aa1e11ee9a3b5d2f6c7e8a90/nb-4412-big,] to level=0.  5,000GiB to 4,500GiB (~90% of original) \
        in 84.231ms.  Read Throughput = 60,785MiB/s, Write Throughput = 54,707MiB/s, Row Throughput = \
        ~141.176/s.  4.000.000 total partitions merged to 3.250.000.  Partition merge counts were \
        {1:2600000, 2:550000, 3:100000, }. Time spent writing keys = 84.102ms
        """,
        """
        DEBUG [CompactionExecutor:2] 2020-07-20 09:10:03,632  CompactionTask.java:750 - Compacted \
        (cbe455d0-ca68-11ea-814b-39ad851e86eb) 6 sstables to [/var/lib/cassandra/data/system_schema/colu\
        mns-24101c25a2ae3af787c1b40ee1aca33f/ba-7-bti,] to level=0. 9.217KiB to 8.518KiB (~92% of \
        original) in 170ms.  Read Throughput = 53.967KiB/s, Write Throughput = 49.872KiB/s, Row \
        Throughput = ~364/s. Partition Throughput = ~7/s.8 total partitions merged to 7. Partition merge \
        counts were {0:6, 1:1, }.
        """,
      ]),
    MessageTemplate(
      "compaction.expired_dropped", .telemetry, .info, in: ["CompactionTask.java"],
      origin: """
        CompactionTask, DEBUG, 5.0 and 6.0: fully expired inputs leave the compaction before it \
        starts.
        """,
      ["Compaction {id:uuid} dropping expired sstables: [{dropped:sstables}]"],
      samples: [
        """
        DEBUG [CompactionExecutor:2] 2026-11-21 06:10:12,842 CompactionTask.java:189 - Compaction \
        d4b8e590-e569-11f1-a3c6-212a1ff76349 dropping expired sstables: \
        [BigTableReader:big(path='/var/lib/cassandra/data/system/sstable_activity-5a1ff267ace03f128563cf\
        ae6103c65e/nb-1-big-Data.db'), BigTableReader:big(path='/var/lib/cassandra/data/system/sstable_a\
        ctivity-5a1ff267ace03f128563cfae6103c65e/nb-4-big-Data.db')]
        """
      ]),
    MessageTemplate(
      "compaction.interrupted", .compactionInterrupted, .info,
      in: ["CompactionManager.java", "ExecutionFailure.java"],
      origin: """
        CompactionInterruptedException, logged by CompactionManager up to 4.0, ExecutionFailure \
        from 4.1. 4.0 put the compaction id into it. Anticompaction can double the prefix (4.1+). \
        `unit` may be bytes, keys, ranges.
        """,
      [
        """
        Compaction interrupted: Compaction interrupted: {kind:text}({id:uuid}, {completed:int} / \
        {total:int} {unit:text})@{table_id:uuid}({table:pair})
        """,
        """
        Compaction interrupted: {kind:text}({id:uuid}, {completed:int} / {total:int} \
        {unit:text})@{table_id:uuid}({table:pair})
        """,
        "Compaction interrupted: {kind:text}({id:uuid}, {completed:int} / {total:int} {unit:text})",
        """
        Compaction interrupted: {kind:text}@{table_id:uuid}({table:pair}, \
        {completed:int}/{total:int}){unit:word}
        """,
        "Compaction interrupted: {kind:text}({completed:int}/{total:int}){unit:word}",
        "Compaction interrupted: {what:text}",
      ],
      samples: [
        """
        INFO  [CompactionExecutor:4] 2024-05-12 03:14:15,933 ExecutionFailure.java:72 - Compaction \
        interrupted: Compaction interrupted: Anticompaction after \
        repair(24e40cf0-e56c-11f1-b1d5-0124102653b3, 404342 / 5372099 \
        bytes)@10919100-e56c-11f1-b1d5-0124102653b3(shop, orders)
        """,
        """
        INFO  [CompactionExecutor:1] 2026-11-21 05:26:54,694 CompactionManager.java:1935 - Compaction \
        interrupted: Compaction(28bd2870-e56c-11f1-b1d5-0124102653b3, 2855110 / 5078069 \
        bytes)@1004ba50-e56c-11f1-b1d5-0124102653b3(shop, orders)
        """,
        """
        INFO  [CompactionExecutor:2] 2024-05-12 03:14:15,933 ExecutionFailure.java:72 - Compaction \
        interrupted: Key cache save(24e40cf0-e56c-11f1-b1d5-0124102653b3, 120 / 18211 keys)
        """,
        """
        INFO  [CompactionExecutor:1] 2026-11-21 05:20:25,617 CompactionManager.java:1939 - Compaction \
        interrupted: Compaction@2a5e71d0-e56b-11f1-b2f2-13b4a66b7911(shop, orders, 1652755/12684850)bytes
        """,
        """
        INFO  [CompactionExecutor:2] 2024-05-12 03:14:15,933 CompactionManager.java:1939 - Compaction \
        interrupted: Key cache save(120/18211)keys
        """,
        """
        INFO  [ValidationExecutor:2] 2024-05-12 03:14:15,933 CompactionManager.java:1939 - Compaction \
        interrupted: null
        """,
      ]),
    MessageTemplate(
      "compaction.interruption_failed", .failureRepeat, .warning,
      in: ["CompactionManager.java", "ExecutionFailure.java"],
      origin: "CompactionManager, ExecutionFailure: an interruption that carried other exceptions.",
      ["Interruption of {kind:word} encountered exceptions:"],
      samples: [
        """
        WARN  [CompactionExecutor:2] 2024-05-12 03:14:15,933 ExecutionFailure.java:80 - Interruption of \
        compaction encountered exceptions:
        """
      ]),
  ]
}

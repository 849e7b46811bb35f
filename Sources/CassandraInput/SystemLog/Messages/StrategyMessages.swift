// Messages of compaction strategies: backlog in level 0, levels that do not fit, advice. Sources:
// LeveledManifest, the strategies, CompactionManager, BackgroundCompactionRunner.

import CassandraModel

enum StrategyMessages {
  static let all: [MessageTemplate] = [
    MessageTemplate(
      "compaction.not_cancelled", .pressure, .warning, in: ["ColumnFamilyStore.java"],
      origin: "ColumnFamilyStore.runWithCompactionsDisabled; WARN, the second wording INFO in 5.0+.",
      [
        """
        Unable to cancel in-progress compactions for {table_name:word}. Perhaps there is an unusually \
        large row
        """,
        """
        Unable to cancel in-progress compactions, since they're running with higher or same priority: \
        {compactions:text}
        """,
      ],
      samples: [
        """
        WARN  [RMI TCP Connection(23)-127.0.0.1] 2024-05-12 03:14:15,933 ColumnFamilyStore.java:2724 - \
        Unable to cancel in-progress compactions for orders.  Perhaps there is an unusually large row \
        in progress somewhere, or the system is simply overloaded.
        """,
        """
        INFO  [RMI TCP Connection(23)-127.0.0.1] 2024-05-12 03:14:15,933 ColumnFamilyStore.java:2724 - \
        Unable to cancel in-progress compactions, since they're running with higher or same priority: \
        [Compaction(24e40cf0-e56c-11f1-b1d5-0124102653b3, 404342 / 5372099 \
        bytes)@10919100-e56c-11f1-b1d5-0124102653b3(shop, orders)]. You can abort these operations \
        using `nodetool stop`.
        """,
      ]),
    MessageTemplate(
      "compaction.executor_stopped", .telemetry, .info, in: ["CompactionManager.java"],
      origin: "CompactionManager, during drain and shutdown only.",
      [
        "Executor has been shut down, not submitting background task",
        "Executor has shut down, could not submit {task:text}",
        "Failed to wait for compaction executors shutdown",
      ],
      samples: [
        """
        INFO  [CompactionExecutor:2] 2024-05-12 03:14:15,933 CompactionManager.java:290 - Executor has \
        been shut down, not submitting background task
        """,
        """
        INFO  [RMI TCP Connection(3)-127.0.0.1] 2024-05-12 03:14:15,933 CompactionManager.java:1990 - \
        Executor has shut down, could not submit scrub
        """,
        """
        WARN  [StorageServiceShutdownHook] 2024-05-12 03:14:15,933 CompactionManager.java:260 - Failed \
        to wait for compaction executors shutdown
        """,
      ]),
    MessageTemplate(
      "compaction.major_split", .telemetry, .info, in: ["CompactionManager.java"],
      origin: "CompactionManager.performMaximal, 3.11+.",
      [
        """
        Major compaction will not result in a single sstable - repaired and unrepaired data is kept \
        separate
        """
      ],
      samples: [
        """
        INFO  [RMI TCP Connection(9)-127.0.0.1] 2024-05-12 03:14:15,933 CompactionManager.java:1010 - \
        Major compaction will not result in a single sstable - repaired and unrepaired data is kept \
        separate and compaction runs per data_file_directory.
        """
      ]),
    MessageTemplate(
      "compaction.l0_behind", .pressure, .warning, in: ["LeveledManifest.java", "LeveledGenerations.java"],
      origin: "LeveledManifest.getCompactionCandidates, DEBUG, all versions: LCS has a backlog.",
      ["L0 is too far behind, performing size-tiering there first"],
      samples: [
        """
        DEBUG [CompactionExecutor:2] 2026-11-21 05:20:53,113 LeveledManifest.java:303 - L0 is too far \
        behind, performing size-tiering there first
        """
      ]),
    MessageTemplate(
      "compaction.bootstrap_tiering", .telemetry, .info, in: ["LeveledManifest.java"],
      origin: "LeveledManifest, 2.2+.",
      ["Bootstrapping - doing STCS in L0"],
      samples: [
        """
        INFO  [CompactionExecutor:1] 2024-05-12 03:14:15,933 LeveledManifest.java:330 - Bootstrapping - \
        doing STCS in L0
        """
      ]),
    MessageTemplate(
      "compaction.level_mismatch", .telemetry, .warning,
      in: ["LeveledCompactionStrategy.java", "LeveledManifest.java", "LeveledGenerations.java"],
      origin: """
        LeveledCompactionStrategy.groupSSTables (WARN, 2.1+) and LeveledManifest, \
        LeveledGenerations (ERROR, 3.11+).
        """,
      [
        """
        Live sstable {path:sstable} from level {level:int} is not on corresponding level in the leveled \
        manifest
        """,
        """
        SSTable {reader:text} on the wrong level in the manifest - {level:int} instead of \
        {expected_level:int} as recorded
        """,
      ],
      samples: [
        """
        WARN  [CompactionExecutor:7] 2024-05-12 03:14:15,933 LeveledCompactionStrategy.java:262 - Live \
        sstable /var/lib/cassandra/data/shop/orders-db4c1000aa1e11ee9a3b5d2f6c7e8a90/nb-4411-big-Data.db\
         from level 0 is not on corresponding level in the leveled manifest. This is not a problem per \
        se, but may indicate an orphaned sstable due to a failed compaction not cleaned up properly.
        """,
        """
        ERROR [CompactionExecutor:7] 2024-05-12 03:14:15,933 LeveledManifest.java:170 - SSTable \
        BigTableReader(path='/var/lib/cassandra/data/shop/orders-db4c1000aa1e11ee9a3b5d2f6c7e8a90/nb-441\
        1-big-Data.db') on the wrong level in the manifest - 1 instead of 2 as recorded in the sstable \
        metadata, removing from level 1
        """,
      ]),
    MessageTemplate(
      "compaction.level_change_failed", .failure, .critical,
      in: ["LeveledManifest.java", "LeveledGenerations.java"],
      origin: "LeveledManifest, LeveledGenerations: the SSTable is marked suspect.",
      [
        """
        Failed mutating sstable metadata for {reader:text} - adding it to L0 to avoid overlap. Marking \
        suspect
        """
      ],
      samples: [
        """
        ERROR [CompactionExecutor:7] 2024-05-12 03:14:15,933 LeveledGenerations.java:150 - Failed \
        mutating sstable metadata for BigTableReader(path='/var/lib/cassandra/data/shop/orders-db4c1000a\
        a1e11ee9a3b5d2f6c7e8a90/nb-4411-big-Data.db') - adding it to L0 to avoid overlap. Marking suspect
        """
      ]),
    MessageTemplate(
      "compaction.references_missing", .pressure, .warning,
      in: [
        "SizeTieredCompactionStrategy.java", "LeveledCompactionStrategy.java",
        "TimeWindowCompactionStrategy.java", "DateTieredCompactionStrategy.java",
        "UnifiedCompactionStrategy.java",
      ],
      origin: """
        getNextBackgroundTask of the strategies, 3.11+; UCS of 5.0 words it differently. Bad only \
        when frequent.
        """,
      [
        "Could not acquire references for compacting SSTables [{inputs:sstables}] which is not a problem",
        "Failed to submit compaction {task:text} because a transaction could not be created",
      ],
      samples: [
        """
        WARN  [CompactionExecutor:8] 2024-05-12 03:17:02,408 SizeTieredCompactionStrategy.java:193 - \
        Could not acquire references for compacting SSTables [BigTableReader(path='/var/lib/cassandra/da\
        ta/shop/orders-db4c1000aa1e11ee9a3b5d2f6c7e8a90/nb-4401-big-Data.db'), \
        BigTableReader(path='/var/lib/cassandra/data/shop/orders-db4c1000aa1e11ee9a3b5d2f6c7e8a90/nb-440\
        2-big-Data.db')] which is not a problem per se,unless it happens frequently, in which case it \
        must be reported. Will retry later.
        """,
        """
        WARN  [CompactionExecutor:8] 2024-05-12 03:14:15,933 UnifiedCompactionStrategy.java:180 - \
        Failed to submit compaction CompactionPick{level 0} because a transaction could not be created. \
        If this happens frequently, it should be reported
        """,
      ]),
    MessageTemplate(
      "compaction.sstable_size_advice", .telemetry, .info, in: ["LeveledCompactionStrategy.java"],
      origin: """
        LeveledCompactionStrategy, WARN twice for each table at every start and schema change. It \
        prints the table twice and no keyspace.
        """,
      ["Max sstable size of {target_bytes:size} is configured for {table_twice:word}. Testing done"],
      samples: [
        """
        WARN  [main] 2026-11-21 05:02:42,381 LeveledCompactionStrategy.java:79 - Max sstable size of \
        1MB is configured for orders.orders.  Testing done for CASSANDRA-5727 indicates that \
        performance improves up to 160MB
        """,
        """
        WARN  [Native-Transport-Requests-1] 2026-11-21 05:05:02,092 LeveledCompactionStrategy.java:82 - \
        Max sstable size of 1MB is configured for orders.orders_customer.orders.orders_customer.  \
        Testing done for CASSANDRA-5727 indicates that performance improves up to 160MB
        """,
      ]),
    MessageTemplate(
      "compaction.unsafe_option", .telemetry, .warning,
      in: [
        "TimeWindowCompactionStrategy.java", "TimeWindowCompactionController.java",
        "CompactionController.java",
      ],
      origin: """
        TimeWindowCompactionStrategy, CompactionController, 3.11+: an option that can lose or keep \
        data.
        """,
      [
        "You are running with sstables overlapping checks disabled",
        "You are running with -Dcassandra.never_purge_tombstones=true",
      ],
      samples: [
        """
        WARN  [CompactionExecutor:2] 2024-05-12 03:14:15,933 TimeWindowCompactionController.java:41 - \
        You are running with sstables overlapping checks disabled, it can result in loss of data
        """,
        """
        WARN  [CompactionExecutor:2] 2024-05-12 03:14:15,933 CompactionController.java:96 - You are \
        running with -Dcassandra.never_purge_tombstones=true, this is dangerous!
        """,
      ]),
    MessageTemplate(
      "compaction.strategy_changed", .operatorAction, .info, in: ["CompactionStrategyManager.java"],
      origin: """
        CompactionStrategyManager.setNewLocalCompactionStrategy; up to 4.1 with a stray brace at \
        the end.
        """,
      ["Switching local compaction strategy from {from:text} to {to:text}"],
      samples: [
        """
        INFO  [RMI TCP Connection(9)-127.0.0.1] 2024-05-12 03:14:15,933 \
        CompactionStrategyManager.java:1120 - Switching local compaction strategy from \
        CompactionParams{class=SizeTieredCompactionStrategy} to CompactionParams{class=LeveledCompaction\
        Strategy}}
        """
      ]),
    MessageTemplate(
      "compaction.background_failed", .failure, .warning, in: ["BackgroundCompactionRunner.java"],
      origin: """
        BackgroundCompactionRunner of the DataStax converged Cassandra, which catches compaction \
        failures itself; the throwable decides.
        """,
      [
        "Exception during background compaction of table {table:table}",
        "Potentially unrecoverable error during background compaction of table {table:table}",
        "Encountered no space left error on {table:table}",
      ],
      samples: [
        """
        ERROR [CompactionExecutor:2] 2025-06-30 12:44:09,730 BackgroundCompactionRunner.java:478 - \
        Exception during background compaction of table shop.orders
        """,
        """
        ERROR [CompactionExecutor:2] 2024-05-12 03:14:15,933 BackgroundCompactionRunner.java:460 - \
        Potentially unrecoverable error during background compaction of table shop.orders
        """,
        """
        ERROR [CompactionExecutor:2] 2024-05-12 03:14:15,933 BackgroundCompactionRunner.java:452 - \
        Encountered no space left error on shop.orders
        """,
      ]),
    MessageTemplate(
      "compaction.background_aborted", .compactionInterrupted, .info,
      in: ["BackgroundCompactionRunner.java"],
      origin: "BackgroundCompactionRunner of the DataStax converged Cassandra.",
      ["Aborting background compaction of {table:table} due to interruption"],
      samples: [
        """
        WARN  [CompactionExecutor:2] 2024-05-12 03:14:15,933 BackgroundCompactionRunner.java:440 - \
        Aborting background compaction of shop.orders due to interruption
        """
      ]),
  ]
}

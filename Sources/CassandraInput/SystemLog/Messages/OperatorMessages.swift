// Commands seen in the log: operations on all SSTables, truncation, decommission, index builds. Sources:
// CompactionManager, StorageService, ColumnFamilyStore, CassandraIndex.

import CassandraModel

enum OperatorMessages {
  static let all: [MessageTemplate] = [
    MessageTemplate(
      "operator.task_started", .operatorAction, .info, in: ["CompactionManager.java"],
      origin: "CompactionManager.parallelAllSSTableOperation, 3.0+: Scrub, Cleanup, Verify, Upgrade, …",
      ["Starting {operation:text} for {table:table}"],
      samples: [
        """
        INFO  [RMI TCP Connection(20)-127.0.0.1] 2026-11-21 05:22:26,166 CompactionManager.java:414 - \
        Starting Scrub for shop.events_by_day
        """
      ]),
    MessageTemplate(
      "operator.task_finished", .operatorAction, .info, in: ["CompactionManager.java"],
      origin: "CompactionManager.parallelAllSSTableOperation. Missing when the command failed.",
      ["Finished {operation:text} for {table:table} successfully"],
      samples: [
        """
        INFO  [RMI TCP Connection(20)-127.0.0.1] 2026-11-21 05:33:21,530 CompactionManager.java:456 - \
        Finished Scrub for shop.events_by_day successfully
        """
      ]),
    MessageTemplate(
      "operator.task_empty", .operatorAction, .info, in: ["CompactionManager.java"],
      origin: "CompactionManager.parallelAllSSTableOperation.",
      ["No sstables to {operation:text} for {table:table}"],
      samples: [
        """
        INFO  [RMI TCP Connection(22)-127.0.0.1] 2024-05-12 03:14:15,933 CompactionManager.java:400 - \
        No sstables to CLEANUP for shop.orders
        """
      ]),
    MessageTemplate(
      "operator.task_cleanup_failed", .failure, .critical, in: ["CompactionManager.java"],
      origin: "CompactionManager.parallelAllSSTableOperation.",
      ["Failed to cleanup lifecycle transactions"],
      samples: [
        """
        ERROR [RMI TCP Connection(22)-127.0.0.1] 2024-05-12 03:14:15,933 CompactionManager.java:460 - \
        Failed to cleanup lifecycle transactions (1 transactions)
        """
      ]),
    MessageTemplate(
      "cleanup.sstable_started", .telemetry, .info, in: ["CompactionManager.java"],
      origin: "CompactionManager.doCleanupOne.",
      ["Cleaning up {reader:word}(path='{path:sstable}')"],
      samples: [
        """
        INFO  [CompactionExecutor:9] 2024-05-12 03:14:15,933 CompactionManager.java:1380 - Cleaning up \
        BigTableReader(path='/var/lib/cassandra/data/shop/orders-db4c1000aa1e11ee9a3b5d2f6c7e8a90/nb-441\
        1-big-Data.db')
        """
      ]),
    MessageTemplate(
      "cleanup.sstable_finished", .telemetry, .info, in: ["CompactionManager.java"],
      origin: "CompactionManager.doCleanupOne; plain bytes up to 3.0.",
      [
        """
        Cleaned up to {path:sstable}. {bytes_in:size} to {bytes_out:size} (~{ratio_percent:int}% of \
        original) for {keys:int} keys. Time: {duration_ms:int}ms
        """,
        """
        Cleaned up to {path:sstable}. {bytes_in:int} to {bytes_out:int} (~{ratio_percent:int}% of \
        original) bytes for {keys:int} keys. Time: {duration_ms:int}ms
        """,
      ],
      samples: [
        """
        INFO  [CompactionExecutor:9] 2024-05-12 05:02:10,417 CompactionManager.java:1453 - Cleaned up \
        to /var/lib/cassandra/data/shop/orders-db4c1000aa1e11ee9a3b5d2f6c7e8a90/nb-4420-big-Data.db.  \
        12.250GiB to 9.800GiB (~80% of original) for 1,204,553 keys.  Time: 401,220ms.
        """,
        """
        INFO  [CompactionExecutor:9] 2024-05-12 03:14:15,933 CompactionManager.java:960 - Cleaned up to \
        /var/lib/cassandra/data/shop/orders-db4c1000aa1e11ee9a3b5d2f6c7e8a90/mc-4420-big-Data.db.  \
        13,153,337,344 to 10,522,669,875 (~80% of original) bytes for 1,204,553 keys.  Time: 401,220ms.
        """,
      ]),
    MessageTemplate(
      "cleanup.skipped", .operatorAction, .info, in: ["CompactionManager.java"],
      origin: "CompactionManager.performCleanup, 3.0 to 5.0.",
      [
        "Skipping cleanup for {skipped:int}/{total:int} sstables for {table:table}",
        """
        Cleanup cannot run while node has pending ranges for keyspace {keyspace:word} table \
        {table_name:table}
        """,
      ],
      samples: [
        """
        INFO  [RMI TCP Connection(22)-127.0.0.1] 2024-05-12 03:14:15,933 CompactionManager.java:560 - \
        Skipping cleanup for 3/12 sstables for shop.orders since they are fully contained in owned \
        ranges (full ranges: [], transient ranges: [])
        """,
        """
        INFO  [RMI TCP Connection(22)-127.0.0.1] 2024-05-12 03:14:15,933 CompactionManager.java:540 - \
        Cleanup cannot run while node has pending ranges for keyspace shop table orders, wait for node \
        addition/decommission to complete and try again
        """,
      ]),
    MessageTemplate(
      "operator.command_started", .operatorAction, .info, in: ["StorageService.java"],
      origin: "StorageService: scrub and verify of 5.0 (`Staring` is spelled so), verify of 4.0.",
      [
        "Starting {operation:word} on {keyspace:word}.[{tables:text}]",
        "Staring {operation:word} on {keyspace:word}.[{tables:text}]",
        "Verifying {keyspace:word}.[{tables:text}] with options",
      ],
      samples: [
        """
        INFO  [RMI TCP Connection(11)-127.0.0.1] 2026-11-21 06:10:42,375 StorageService.java:4187 - \
        Starting Scrub on shop.[orders]
        """,
        """
        INFO  [RMI TCP Connection(9)-127.0.0.1] 2026-11-21 06:10:35,681 StorageService.java:4214 - \
        Staring Verify on shop.[orders] with options = Options{invokeDiskFailurePolicy=false, \
        extendedVerification=true, checkVersion=false, mutateRepairStatus=false, checkOwnsTokens=false, \
        quick=false}
        """,
        """
        INFO  [RMI TCP Connection(9)-127.0.0.1] 2026-11-21 04:44:40,346 StorageService.java:3835 - \
        Verifying shop.[orders] with options = Options{invokeDiskFailurePolicy=false, \
        extendedVerification=true, checkVersion=false, mutateRepairStatus=false, checkOwnsTokens=false, \
        quick=false}
        """,
      ]),
    MessageTemplate(
      "operator.command_finished", .operatorAction, .info, in: ["StorageService.java"],
      origin: "StorageService, 5.0+.",
      ["Completed {operation:text} with status {status:word}"],
      samples: [
        """
        INFO  [RMI TCP Connection(4)-127.0.0.1] 2026-11-21 06:10:20,446 StorageService.java:4194 - \
        Completed Scrub with status SUCCESSFUL
        """
      ]),
    MessageTemplate(
      "operator.leaving", .operatorAction, .info, in: ["StorageService.java"],
      origin: "StorageService.setMode: the steps of a decommission.",
      [
        "LEAVING: {step:text}",
        "MOVING: {step:text}",
      ],
      samples: [
        """
        INFO  [RMI TCP Connection(15)-127.0.0.1] 2026-11-21 05:39:16,017 StorageService.java:1920 - \
        LEAVING: streaming hints to other nodes
        """,
        """
        INFO  [RMI TCP Connection(22)-127.0.0.1] 2024-05-12 03:14:15,933 StorageService.java:1920 - \
        MOVING: fetching new ranges and streaming old ranges
        """,
      ]),
    MessageTemplate(
      "operator.decommissioned", .operatorAction, .info, in: ["StorageService.java"],
      origin: "StorageService.setMode.",
      ["DECOMMISSIONED"],
      samples: [
        """
        INFO  [RMI TCP Connection(15)-127.0.0.1] 2026-11-21 05:39:23,235 StorageService.java:1920 - \
        DECOMMISSIONED
        """
      ]),
    MessageTemplate(
      "operator.truncate_point", .telemetry, .info,
      in: [
        "ColumnFamilyStore.java"
      ], on: ["MutationStage", "Native-Transport-Requests", "SharedPool-Worker", "RMI "],
      origin: "ColumnFamilyStore.truncateBlocking: the second of its three lines.",
      ["Truncating {table:table} with truncatedAt={truncated_at_ms:digits}"],
      samples: [
        """
        INFO  [MutationStage-2] 2026-11-21 05:26:54,687 ColumnFamilyStore.java:2292 - Truncating \
        shop.orders with truncatedAt=1795238814670
        """
      ]),
    MessageTemplate(
      "operator.truncate_started", .operatorAction, .info,
      in: [
        "ColumnFamilyStore.java"
      ], on: ["MutationStage", "Native-Transport-Requests", "SharedPool-Worker", "RMI "],
      origin: "ColumnFamilyStore.truncateBlocking. On main it is the housekeeping of system tables.",
      ["Truncating {table:table}"],
      samples: [
        """
        INFO  [MutationStage-2] 2026-11-21 05:26:54,669 ColumnFamilyStore.java:2255 - Truncating \
        shop.orders
        """
      ]),
    MessageTemplate(
      "operator.truncate_finished", .operatorAction, .info,
      in: [
        "ColumnFamilyStore.java"
      ], on: ["MutationStage", "Native-Transport-Requests", "SharedPool-Worker", "RMI "],
      origin: "ColumnFamilyStore.truncateBlocking.",
      ["Truncate of {table:table} is complete"],
      samples: [
        """
        INFO  [MutationStage-2] 2026-11-21 05:26:54,900 ColumnFamilyStore.java:2319 - Truncate of \
        shop.orders is complete
        """
      ]),
    MessageTemplate(
      "index.build_started", .operatorAction, .info, in: ["CassandraIndex.java"],
      origin: "CassandraIndex.buildBlocking.",
      ["Submitting index build of {index:word} for data in {inputs:sstables}"],
      samples: [
        """
        INFO  [SecondaryIndexManagement:1] 2026-11-21 05:23:36,029 CassandraIndex.java:701 - Submitting \
        index build of orders_customer for data in BigTableReader(path='/var/lib/cassandra/data/shop/ord\
        ers-9af2a290e56b11f1ad89e330752d9e38/nb-1-big-Data.db'), BigTableReader(path='/var/lib/cassandra\
        /data/shop/orders-9af2a290e56b11f1ad89e330752d9e38/nb-2-big-Data.db')
        """
      ]),
    MessageTemplate(
      "index.build_finished", .operatorAction, .info, in: ["CassandraIndex.java"],
      origin: "CassandraIndex.buildBlocking.",
      ["Index build of {index:word} complete"],
      samples: [
        """
        INFO  [SecondaryIndexManagement:1] 2026-11-21 05:23:37,776 CassandraIndex.java:713 - Index \
        build of orders_customer complete
        """
      ]),
  ]
}

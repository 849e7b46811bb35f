// Storage failures that Cassandra reports itself: transaction logs, the commit log, hints, system calls.
// Sources: LogReplica, LogTransaction, CommitLog, HintsCatalog, NativeLibrary.

import CassandraModel

enum StorageFailureMessages {
  static let all: [MessageTemplate] = [
    MessageTemplate(
      "failure.commit_log_replay", .failure, .critical,
      in: ["JVMStabilityInspector.java", "CommitLogReplayer.java"],
      origin: "JVMStabilityInspector.inspectCommitLogThrowable, CommitLogReplayer: the start is refused.",
      [
        "Exiting due to error while processing commit log during initialization",
        "Replay stopped. If you wish to override this error",
      ],
      samples: [
        """
        ERROR [main] 2024-05-12 03:14:15,933 JVMStabilityInspector.java:140 - Exiting due to error \
        while processing commit log during initialization.
        """,
        """
        ERROR [main] 2024-05-12 03:14:15,933 CommitLogReplayer.java:470 - Replay stopped. If you wish \
        to override this error and continue starting the node ignoring commit log replay problems, \
        specify -Dcassandra.commitlog.ignorereplayerrors=true on the command line
        """,
      ]),
    MessageTemplate(
      "failure.transaction_log", .failure, .critical, in: ["LogReplica.java"],
      origin: """
        LogReplica.append and syncDirectory, 3.11+: the transaction log of a compaction or flush \
        cannot be written. Its name has the compaction id, its folder the table: `log_start` is the \
        path up to `_txn_`.
        """,
      [
        "Failed to sync file {log_start:sstable}_txn_compaction_{id:uuid}.log",
        "Failed to sync file {path:sstable}",
        "Failed to sync directory descriptor {descriptor:int}",
      ],
      samples: [
        """
        ERROR [CompactionExecutor:1] 2026-11-21 05:28:19,673 LogReplica.java:108 - Failed to sync file \
        /var/lib/cassandra/data/shop/orders-1004ba50e56c11f1b1d50124102653b3/nb_txn_compaction_5c7e5d50-\
        e56c-11f1-a26d-8b7378a53368.log
        """,
        """
        ERROR [MemtableFlushWriter:3] 2024-05-12 03:14:15,933 LogReplica.java:108 - Failed to sync file \
        /var/lib/cassandra/data/shop/orders-db4c1000aa1e11ee9a3b5d2f6c7e8a90/nb_txn_flush_2dd63e00-e56c-\
        11f1-b1d5-0124102653b3.log
        """,
        """
        ERROR [CompactionExecutor:1] 2026-11-21 05:27:03,438 LogReplica.java:127 - Failed to sync \
        directory descriptor 75
        """,
      ]),
    MessageTemplate(
      "failure.transaction_unfinished", .failureRepeat, .warning, in: ["LogTransaction.java"],
      origin: "LogTransaction.doAbort and close, 3.0+.",
      [
        """
        [{sstable_version:word}_txn_compaction_{id:uuid}.log in {folder:text}] was not completed, \
        trying to abort it now
        """,
        "{transaction:text} was not completed, trying to abort it now",
        "Failed to abort [{sstable_version:word}_txn_compaction_{id:uuid}.log in {folder:text}]",
        "Failed to abort {transaction:text}",
        """
        Failed deleting files for transaction [{sstable_version:word}_txn_compaction_{id:uuid}.log in \
        {folder:text}]
        """,
        "Failed deleting files for transaction {transaction:text}",
      ],
      samples: [
        """
        ERROR [CompactionExecutor:1] 2026-11-21 05:27:03,413 LogTransaction.java:306 - \
        [nb_txn_compaction_2dd63e00-e56c-11f1-b1d5-0124102653b3.log in \
        /var/lib/cassandra/data/shop/events_by_day-10919100e56c11f1b1d50124102653b3] was not completed, \
        trying to abort it now
        """,
        """
        ERROR [MemtableFlushWriter:3] 2024-05-12 03:14:15,933 LogTransaction.java:306 - \
        [nb_txn_flush_2dd63e00-e56c-11f1-b1d5-0124102653b3.log in \
        /var/lib/cassandra/data/shop/orders-db4c1000aa1e11ee9a3b5d2f6c7e8a90] was not completed, trying \
        to abort it now
        """,
        """
        ERROR [CompactionExecutor:1] 2026-11-21 05:27:03,427 LogTransaction.java:310 - Failed to abort \
        [nb_txn_compaction_2dd63e00-e56c-11f1-b1d5-0124102653b3.log in \
        /var/lib/cassandra/data/shop/events_by_day-10919100e56c11f1b1d50124102653b3]
        """,
        """
        ERROR [MemtableFlushWriter:3] 2024-05-12 03:14:15,933 LogTransaction.java:310 - Failed to abort \
        [nb_txn_flush_2dd63e00-e56c-11f1-b1d5-0124102653b3.log in \
        /var/lib/cassandra/data/shop/orders-db4c1000aa1e11ee9a3b5d2f6c7e8a90]
        """,
        """
        INFO  [CompactionExecutor:1] 2026-11-21 05:27:03,439 LogTransaction.java:317 - Failed deleting \
        files for transaction [nb_txn_compaction_2dd63e00-e56c-11f1-b1d5-0124102653b3.log in \
        /var/lib/cassandra/data/shop/events_by_day-10919100e56c11f1b1d50124102653b3], we'll retry after \
        GC and on on server restart
        """,
        """
        INFO  [MemtableFlushWriter:3] 2024-05-12 03:14:15,933 LogTransaction.java:317 - Failed deleting \
        files for transaction [nb_txn_flush_2dd63e00-e56c-11f1-b1d5-0124102653b3.log in \
        /var/lib/cassandra/data/shop/orders-db4c1000aa1e11ee9a3b5d2f6c7e8a90], we'll retry after GC and \
        on on server restart
        """,
      ]),
    MessageTemplate(
      "failure.delete", .failure, .warning,
      in: ["LogTransaction.java", "LogFile.java", "LogAwareFileLister.java"],
      origin: "LogTransaction, LogAwareFileLister, 3.0+: files that cannot be deleted or read back.",
      [
        "Failed deletion for {what:text}, we'll retry after GC and on server restart",
        "Failed to remove unfinished transaction leftovers for transaction log {transaction:text}",
        "Unexpected disk state: failed to read transaction log {transaction:text}",
        "Failed to classify files in {folder:text}",
      ],
      samples: [
        """
        ERROR [NonPeriodicTasks:1] 2024-05-12 03:14:15,933 LogTransaction.java:260 - Failed deletion \
        for /var/lib/cassandra/data/shop/orders-db4c1000aa1e11ee9a3b5d2f6c7e8a90/nb-4407-big, we'll \
        retry after GC and on server restart
        """,
        """
        ERROR [main] 2024-05-12 03:14:15,933 LogTransaction.java:500 - Failed to remove unfinished \
        transaction leftovers for transaction log [nb_txn_compaction_2dd63e00-e56c-11f1-b1d5-0124102653b\
        3.log in /var/lib/cassandra/data/shop/orders-db4c1000aa1e11ee9a3b5d2f6c7e8a90]
        """,
        """
        ERROR [main] 2024-05-12 03:14:15,933 LogTransaction.java:480 - Unexpected disk state: failed to \
        read transaction log [nb_txn_compaction_2dd63e00-e56c-11f1-b1d5-0124102653b3.log in \
        /var/lib/cassandra/data/shop/orders-db4c1000aa1e11ee9a3b5d2f6c7e8a90]
        """,
        """
        ERROR [main] 2024-05-12 03:14:15,933 LogAwareFileLister.java:90 - Failed to classify files in \
        /var/lib/cassandra/data/shop/orders-db4c1000aa1e11ee9a3b5d2f6c7e8a90
        """,
      ]),
    MessageTemplate(
      "failure.commit_log", .failure, .critical, in: ["CommitLog.java"],
      origin: """
        CommitLog.handleCommitError. From 3.0.26, 3.11.12, 4.0.2 on with the free space of the \
        folder when it is short.
        """,
      [
        """
        {what:text} Commit disk failure policy is {policy:word}; terminating thread.. \
        {required_bytes:int} bytes required for next commitlog segment but only {available_bytes:int} \
        bytes available. Check {directory:text} to see
        """,
        "{what:text} Commit disk failure policy is {policy:word}; terminating thread",
      ],
      samples: [
        """
        ERROR [COMMIT-LOG-ALLOCATOR] 2024-05-12 03:56:00,871 CommitLog.java:568 - Failed managing \
        commit log segments. Commit disk failure policy is stop; terminating thread.. 33554432 bytes \
        required for next commitlog segment but only 12582912 bytes available. Check \
        /var/lib/cassandra/commitlog to see if not enough free space is the reason for this error.
        """,
        """
        ERROR [PERIODIC-COMMIT-LOG-SYNCER] 2026-11-21 05:27:02,910 CommitLog.java:543 - Failed to \
        persist commits to disk. Commit disk failure policy is stop; terminating thread.
        """,
      ]),
    MessageTemplate(
      "failure.hints_directory", .failure, .critical, in: ["HintsCatalog.java"],
      origin: "HintsCatalog.fsyncDirectory.",
      ["Unable to sync directory {path:text}"],
      samples: [
        """
        ERROR [HintsWriteExecutor:1] 2026-11-21 05:27:01,956 HintsCatalog.java:161 - Unable to sync \
        directory /var/lib/cassandra/hints
        """
      ]),
    MessageTemplate(
      "failure.hints_write", .failure, .critical, in: ["HintsWriteExecutor.java", "HintsBufferPool.java"],
      origin: "HintsWriteExecutor.",
      ["Unable to flush hint buffer: {detail:text}"],
      samples: [
        """
        ERROR [HintsWriteExecutor:1] 2024-05-12 03:14:15,933 HintsWriteExecutor.java:240 - Unable to \
        flush hint buffer: No space left on device
        """
      ]),
    MessageTemplate(
      "failure.native_call", .failureRepeat, .critical, in: ["NativeLibrary.java", "CLibrary.java"],
      origin: "NativeLibrary.trySync and tryOpenDirectory; `reason` is empty for open.",
      [
        "fsync({descriptor:int}) failed, errno ({errno:int}) {reason:text}",
        "fsync({descriptor:int}) failed, errno ({errno:int})",
        "open({path:text}, O_RDONLY) failed, errno ({errno:int})",
      ],
      samples: [
        """
        WARN  [CompactionExecutor:1] 2026-11-21 05:27:03,438 NativeLibrary.java:345 - fsync(75) failed, \
        errno (30) [30] Read-only file system
        """,
        """
        WARN  [CompactionExecutor:1] 2024-05-12 03:14:15,933 NativeLibrary.java:345 - fsync(76) failed, \
        errno (5).
        """,
        """
        WARN  [CompactionExecutor:1] 2026-11-21 05:28:19,637 NativeLibrary.java:320 - \
        open(/var/lib/cassandra/data/shop/orders-1004ba50e56c11f1b1d50124102653b3, O_RDONLY) failed, \
        errno (24).
        """,
      ]),
  ]
}

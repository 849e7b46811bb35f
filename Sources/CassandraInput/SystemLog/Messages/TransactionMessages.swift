// Leftovers of unfinished transactions, and files that cannot be deleted. Sources: LogTransaction, LogFile.

import CassandraModel

enum TransactionMessages {
  static let all: [MessageTemplate] = [
    MessageTemplate(
      "sstable.delete_failed", .telemetry, .warning,
      in: ["LogTransaction.java", "SSTableTidier.java", "SSTableReader.java"],
      origin: "LogTransaction.delete, 3.11+.",
      [
        "Unable to delete {path:sstable} as it does not exist",
        "SSTableTidier ran with no existing data file for an sstable that was not new",
      ],
      samples: [
        """
        ERROR [NonPeriodicTasks:1] 2024-05-12 03:14:16,020 LogTransaction.java:250 - Unable to delete \
        /var/lib/cassandra/data/shop/orders-db4c1000aa1e11ee9a3b5d2f6c7e8a90/nb-4407-big-Data.db as it \
        does not exist, see debug log file for stack trace
        """,
        """
        ERROR [NonPeriodicTasks:1] 2024-05-12 03:14:15,933 LogTransaction.java:400 - SSTableTidier ran \
        with no existing data file for an sstable that was not new
        """,
      ]),
    MessageTemplate(
      "sstable.delete_refused", .failure, .warning, in: ["LogTransaction.java"],
      origin: "LogTransaction.delete, 3.0+, with a trace.",
      ["Unable to delete {path:sstable}"],
      samples: [
        """
        ERROR [NonPeriodicTasks:1] 2024-05-12 03:14:15,933 LogTransaction.java:255 - Unable to delete \
        /var/lib/cassandra/data/shop/orders-db4c1000aa1e11ee9a3b5d2f6c7e8a90/nb-4407-big-Data.db
        """
      ]),
    MessageTemplate(
      "sstable.leftovers_verified", .telemetry, .info, in: ["LogTransaction.java"], on: ["main"],
      origin: """
        LogTransaction.removeUnfinishedLeftovers at start: the last run left a transaction \
        unfinished, so it did not stop in order.
        """,
      [
        """
        Verifying logfile transaction [{sstable_version:word}_txn_compaction_{id:uuid}.log in \
        {folder:text}]
        """,
        "Verifying logfile transaction {transaction:text}",
      ],
      samples: [
        """
        INFO  [main] 2026-11-21 04:43:40,855 LogTransaction.java:547 - Verifying logfile transaction \
        [nb_txn_compaction_16e07630-e566-11f1-9863-b1cf8d21bbe1.log in \
        /var/lib/cassandra/data/shop/orders-c16ed5c0e56511f1ad0d271e37d728ec]
        """,
        """
        INFO  [main] 2024-05-12 03:14:15,933 LogTransaction.java:547 - Verifying logfile transaction \
        [nb_txn_flush_16e07630-e566-11f1-9863-b1cf8d21bbe1.log in \
        /var/lib/cassandra/data/shop/orders-db4c1000aa1e11ee9a3b5d2f6c7e8a90]
        """,
      ]),
    MessageTemplate(
      "sstable.leftover_deleted", .telemetry, .info, in: ["LogTransaction.java"], on: ["main"],
      origin: """
        LogTransaction at start, 4.0+: the id is that of the interrupted compaction. On other \
        threads it is housekeeping after a flush.
        """,
      [
        "Unfinished transaction log, deleting {log_start:sstable}_txn_compaction_{id:uuid}.log",
        "Unfinished transaction log, deleting {path:sstable}",
      ],
      samples: [
        """
        INFO  [main] 2024-05-12 03:14:15,933 LogTransaction.java:242 - Unfinished transaction log, \
        deleting /var/lib/cassandra/data/shop/orders-db4c1000aa1e11ee9a3b5d2f6c7e8a90/nb_txn_compaction_\
        849807f0-100d-11ef-9a3b-5d2f6c7e8a90.log 
        """,
        """
        INFO  [main] 2024-05-12 01:58:47,341 LogTransaction.java:242 - Unfinished transaction log, \
        deleting /var/lib/cassandra/data/shop/orders-db4c1000aa1e11ee9a3b5d2f6c7e8a90/nb-4412-big-Data.db 
        """,
      ]),
    MessageTemplate(
      "sstable.transaction_tail", .telemetry, .info, in: ["LogFile.java"],
      origin: "LogFile.verify: normal after a stop that was not in order.",
      [
        """
        Last record of transaction {id:uuid} is corrupt or incomplete [{reason:greedy}], but all \
        previous records
        """
      ],
      samples: [
        """
        WARN  [main] 2024-05-12 01:58:47,330 LogFile.java:222 - Last record of transaction \
        849807f0-100d-11ef-9a3b-5d2f6c7e8a90 is corrupt or incomplete [Failed to parse \
        [ADD:[/var/lib/cassandra/data/shop/orders-db4c1000aa1e11ee9a3b5d2f6c7e8a90/nb-4412-b]], but all \
        previous records match state on disk; continuing
        """
      ]),
  ]
}

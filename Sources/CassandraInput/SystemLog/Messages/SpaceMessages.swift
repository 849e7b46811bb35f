// Disk space: compactions that do not fit, and volumes that are nearly full. Sources: CompactionTask,
// LeveledCompactionTask, Directories, DatabaseDescriptor, Guardrail. A task that does not fit writes two to
// four of these messages for each pass.

import CassandraModel

enum SpaceMessages {
  static let all: [MessageTemplate] = [
    MessageTemplate(
      "compaction.space_detail.inputs", .spaceDetail, .warning, in: ["CompactionTask.java"],
      origin: """
        CompactionTask.reduceScopeForLimitedSpace. No figure up to 2.1, no id up to 2.2; the victim \
        is named from 4.0.10, 4.1.2 on. Figures are floats with `MB` or `MiB`, both MiB.
        """,
      [
        """
        insufficient space to compact all requested files. {required_bytes:size} required, \
        {inputs:sstables} for compaction {id:uuid} - removing largest SSTable: {removed:text}
        """,
        """
        insufficient space to compact all requested files. {required_bytes:size} required, \
        {inputs:sstables} for compaction {id:uuid}
        """,
        """
        insufficient space to compact all requested files. {required_bytes:size} required, \
        {inputs:sstables}
        """,
        "insufficient space to compact all requested files {inputs:sstables}",
      ],
      samples: [
        """
        WARN  [CompactionExecutor:1] 2026-11-21 04:48:43,760 CompactionTask.java:101 - insufficient \
        space to compact all requested files. 58.08978MiB required, \
        BigTableReader(path='/var/lib/cassandra/data/shop/events_by_day-783f8650e56611f19cdcdd0f12f9021b\
        /nb-33-big-Data.db'), BigTableReader(path='/var/lib/cassandra/data/shop/events_by_day-783f8650e5\
        6611f19cdcdd0f12f9021b/nb-36-big-Data.db') for compaction d45e97f0-e566-11f1-9cdc-dd0f12f9021b \
        - removing largest SSTable: BigTableReader(path='/var/lib/cassandra/data/shop/events_by_day-783f\
        8650e56611f19cdcdd0f12f9021b/nb-32-big-Data.db')
        """,
        """
        WARN  [CompactionExecutor:2] 2024-05-12 03:14:15,933 CompactionTask.java:101 - insufficient \
        space to compact all requested files. 16538.049MB required, \
        BigTableReader(path='/var/lib/cassandra/data/shop/orders-db4c1000aa1e11ee9a3b5d2f6c7e8a90/nb-30-\
        big-Data.db') for compaction 6c8c2e70-0ffa-11ef-9a3b-5d2f6c7e8a90
        """,
        """
        WARN  [CompactionExecutor:2] 2024-05-12 03:14:15,933 CompactionTask.java:92 - insufficient \
        space to compact all requested files. 1.1773757E7MB required, \
        BigTableReader(path='/var/lib/cassandra/data/shop/orders-db4c1000aa1e11ee9a3b5d2f6c7e8a90/la-30-\
        big-Data.db')
        """,
        """
        WARN  [CompactionExecutor:2] 2024-05-12 03:14:15,933 CompactionTask.java:83 - insufficient \
        space to compact all requested files SSTableReader(path='/var/lib/cassandra/data/shop/orders-db4\
        c1000aa1e11ee9a3b5d2f6c7e8a90/shop-orders-ka-30-Data.db')
        """,
      ]),
    MessageTemplate(
      "compaction.space_reduced", .spaceReduced, .warning, in: ["CompactionTask.java"],
      origin: """
        CompactionTask.buildCompactionCandidatesForAvailableDiskSpace, one for each pass; `MB` up \
        to 4.0, the id from 5.0 on.
        """,
      [
        "Not enough space for compaction, {estimated_bytes:size} estimated. Reducing scope.",
        "Not enough space for compaction {id:uuid}, {estimated_bytes:size} estimated. Reducing scope.",
      ],
      samples: [
        """
        WARN  [CompactionExecutor:2] 2026-11-21 05:34:04,304 CompactionTask.java:416 - Not enough space \
        for compaction, 98.8127MiB estimated.  Reducing scope.
        """,
        """
        WARN  [CompactionExecutor:2] 2025-09-03 11:02:33,131 CompactionTask.java:446 - Not enough space \
        for compaction 6c8c2e70-0ffa-11ef-9a3b-5d2f6c7e8a90, 121.808945MiB estimated. Reducing scope.
        """,
      ]),
    MessageTemplate(
      "compaction.space_refused", .spaceRefused, .critical, in: ["CompactionTask.java"],
      origin: """
        CompactionTask.buildCompactionCandidatesForAvailableDiskSpace; an uncaught RuntimeException \
        with the same text follows. No compaction.started belongs to it. 5.0+ names id and table.
        """,
      [
        """
        Not enough space for compaction, estimated sstables = {estimated_sstables:int}, expected write \
        size = {expected_bytes:size}
        """,
        """
        Not enough space for compaction ({id:uuid}) of {table:table}, estimated sstables = \
        {estimated_sstables:int}, expected write size = {expected_bytes:size}
        """,
      ],
      samples: [
        """
        WARN  [CompactionExecutor:1] 2026-11-21 04:48:48,703 CompactionTask.java:410 - Not enough space \
        for compaction, estimated sstables = 1, expected write size = 600
        """,
        """
        WARN  [CompactionExecutor:2] 2025-09-03 11:02:33,131 CompactionTask.java:440 - Not enough space \
        for compaction (6c8c2e70-0ffa-11ef-9a3b-5d2f6c7e8a90) of shop.orders, estimated sstables = 10, \
        expected write size = 10557033
        """,
      ]),
    MessageTemplate(
      "compaction.space_unchecked", .spaceDetail, .warning, in: ["CompactionTask.java"],
      origin: "CompactionTask, 5.0+; the check is skipped and the compaction goes on.",
      ["Could not check if there is enough disk space for compaction {id:uuid}"],
      samples: [
        """
        ERROR [CompactionExecutor:2] 2024-05-12 03:14:15,933 CompactionTask.java:425 - Could not check \
        if there is enough disk space for compaction 6c8c2e70-0ffa-11ef-9a3b-5d2f6c7e8a90
        """
      ]),
    MessageTemplate(
      "compaction.space_check_disabled", .attributes, .info, in: ["CompactionTask.java"],
      origin: "CompactionTask, 3.0+: an operator turned the check off.",
      ["Compaction space check is disabled"],
      samples: [
        """
        INFO  [CompactionExecutor:2] 2024-05-12 03:14:15,933 CompactionTask.java:395 - Compaction space \
        check is disabled - trying to compact all sstables
        """
      ]),
    MessageTemplate(
      "compaction.space_detail.level", .spaceDetail, .warning, in: ["LeveledCompactionTask.java"],
      origin: "LeveledCompactionTask.reduceScopeForLimitedSpace, 3.0+.",
      [
        """
        insufficient space to do L{from_level:int} -> L{to_level:int} compaction. {required_bytes:size} \
        required, {inputs:sstables} for compaction {id:uuid}
        """
      ],
      samples: [
        """
        WARN  [CompactionExecutor:2] 2026-11-21 05:34:04,304 LeveledCompactionTask.java:73 - \
        insufficient space to do L0 -> L0 compaction. 98.8127MiB required, \
        BigTableReader(path='/var/lib/cassandra/data/shop/orders-caf09fd0e56911f19a06f311162f610f/nb-196\
        -big-Data.db') (level=0, size=7385600),BigTableReader(path='/var/lib/cassandra/data/shop/orders-\
        caf09fd0e56911f19a06f311162f610f/nb-225-big-Data.db') (level=0, size=7345351) for compaction \
        29e78230-e56d-11f1-9a06-f311162f610f
        """
      ]),
    MessageTemplate(
      "compaction.space_detail.removed", .spaceDetail, .info, in: ["LeveledCompactionTask.java"],
      origin: "LeveledCompactionTask.reduceScopeForLimitedSpace, INFO, 3.0+.",
      [
        """
        Removing {reader:word}(path='{path:sstable}') (level={level:int}, size={removed_bytes:int}) \
        from compaction {id:uuid}
        """
      ],
      samples: [
        """
        INFO  [CompactionExecutor:2] 2026-11-21 04:48:40,743 LeveledCompactionTask.java:97 - Removing \
        BigTableReader(path='/var/lib/cassandra/data/shop/orders-77f11830e56611f19cdcdd0f12f9021b/nb-842\
        -big-Data.db') (level=0, size=5175931) from compaction d290dcd0-e566-11f1-9cdc-dd0f12f9021b
        """
      ]),
    MessageTemplate(
      "compaction.space_checked", .telemetry, .info, in: ["Directories.java"],
      origin: "Directories, DEBUG before every compaction of 4.0+: an exact series of free space.",
      [
        """
        DataDirectory {directory:text} has {available_bytes:int} bytes available, checking if we can \
        write {required_bytes:int} bytes
        """,
        """
        FileStore {mount:text} ({device:text}) has {available_bytes:int} bytes available, checking if \
        we can write {required_bytes:int} bytes
        """,
      ],
      samples: [
        """
        DEBUG [CompactionExecutor:1] 2026-11-21 04:48:48,687 Directories.java:502 - DataDirectory \
        /var/lib/cassandra/data has 0 bytes available, checking if we can write 600 bytes
        """,
        """
        DEBUG [CompactionExecutor:1] 2026-11-21 05:06:04,545 Directories.java:550 - FileStore / \
        (/dev/vda) has 73908359373 bytes available, checking if we can write 586 bytes
        """,
      ]),
    MessageTemplate(
      "compaction.space_detail.across", .spaceDetail, .warning, in: ["Directories.java"],
      origin: "Directories.hasAvailableDiskSpace, 4.0.10+, 4.1.2+, not 5.0.",
      [
        """
        Insufficient disk space for compaction. Across [{directories:text}] there's only \
        {available_bytes:size} available, but {required_bytes:size} is needed
        """
      ],
      samples: [
        """
        WARN  [CompactionExecutor:1] 2026-11-21 04:48:50,287 Directories.java:521 - Insufficient disk \
        space for compaction. Across [/var/lib/cassandra/data] there's only 0 bytes available, but 6.7 \
        MiB is needed.
        """,
        """
        WARN  [CompactionExecutor:2] 2026-11-21 04:48:50,093 Directories.java:521 - Insufficient disk \
        space for compaction. Across [/var/lib/cassandra/data] there's only 1.3 MiB available, but \
        10.07 MiB is needed.
        """,
      ]),
    MessageTemplate(
      "compaction.space_detail.directory", .spaceDetail, .warning, in: ["Directories.java"],
      origin: "Directories.hasAvailableDiskSpace, 4.0.10+, 4.1.2+, not 5.0.",
      [
        """
        DataDirectory {directory:text} can't be used for compaction. Only {available_bytes:size} is \
        available, but {required_bytes:size} is the minimum write size
        """
      ],
      samples: [
        """
        WARN  [CompactionExecutor:1] 2026-11-21 04:48:50,287 Directories.java:505 - DataDirectory \
        /var/lib/cassandra/data can't be used for compaction. Only 1.82 MiB is available, but 6.7 MiB \
        is the minimum write size.
        """
      ]),
    MessageTemplate(
      "compaction.space_detail.file_store", .spaceDetail, .warning, in: ["Directories.java"],
      origin: """
        Directories.hasDiskSpaceForCompactionsAndStreams, 5.0+: needed by this task and all that \
        run.
        """,
      [
        """
        FileStore {mount:text} ({device:text}) has only {available_bytes:size} available, but \
        {required_bytes:size} is needed
        """
      ],
      samples: [
        """
        WARN  [CompactionExecutor:2] 2025-09-03 11:02:33,131 Directories.java:555 - FileStore \
        /var/lib/cassandra (/dev/nvme1n1) has only 12.5 GiB available, but 40 GiB is needed
        """
      ]),
    MessageTemplate(
      "disk.low_at_start", .pressure, .warning, in: ["DatabaseDescriptor.java"],
      origin: """
        DatabaseDescriptor.applySimpleConfig; `MB` up to 3.0. The system volume has its own line \
        from 4.0 on.
        """,
      [
        "Only {free_bytes:size} free across all data volumes",
        "Only {free_bytes:size} free in the system data volume",
      ],
      samples: [
        """
        WARN  [main] 2026-11-21 05:25:38,674 DatabaseDescriptor.java:628 - Only 769.836MiB free across \
        all data volumes. Consider adding more capacity to your cluster or removing obsolete snapshots
        """,
        """
        WARN  [main] 2024-05-12 01:58:41,002 DatabaseDescriptor.java:660 - Only 18.204GiB free in the \
        system data volume. Consider adding more capacity or removing obsolete snapshots
        """,
        """
        WARN  [main] 2024-05-12 03:14:15,933 DatabaseDescriptor.java:520 - Only 4096 MB free across all \
        data volumes. Consider adding more capacity to your cluster or removing obsolete snapshots
        """,
      ]),
    // Before disk.usage_guardrail, which has a different threshold.
    MessageTemplate(
      "disk.writes_refused", .failure, .critical,
      in: ["Guardrail.java", "NoSpamLogger.java", "Threshold.java"],
      origin: "Guardrails.localDataDiskUsage, 4.1+, off by default: ERROR when writes are refused.",
      [
        """
        Guardrail local_data_disk_usage violated: Local data disk usage \
        {used_percent:int}%({state:word}) exceeds failure threshold of {threshold_percent:int}%
        """
      ],
      samples: [
        """
        ERROR [OptionalTasks:1] 2024-05-12 03:14:15,933 Guardrail.java:120 - Guardrail \
        local_data_disk_usage violated: Local data disk usage 91%(Full) exceeds failure threshold of \
        90%, will stop accepting writes
        """
      ]),
    MessageTemplate(
      "disk.usage_guardrail", .pressure, .warning,
      in: ["Guardrail.java", "NoSpamLogger.java", "Threshold.java"],
      origin: """
        Guardrails.localDataDiskUsage and replicaDiskUsage, 4.1+, off by default. WARN at the \
        warning threshold, ERROR when writes are refused.
        """,
      [
        """
        Guardrail local_data_disk_usage violated: Local data disk usage \
        {used_percent:int}%({state:word}) exceeds {threshold_kind:word} threshold of \
        {threshold_percent:int}%
        """,
        "Guardrail local_data_disk_usage violated: {detail:text}",
        "Guardrail replica_disk_usage violated: {detail:text}",
      ],
      samples: [
        """
        WARN  [ScheduledTasks:1] 2024-05-12 03:14:15,933 Guardrail.java:110 - Guardrail \
        local_data_disk_usage violated: Local data disk usage 85%(Stuffed) exceeds warning threshold of \
        80%
        """,
        """
        WARN  [ScheduledTasks:1] 2024-05-12 03:14:15,933 Guardrail.java:110 - Guardrail \
        local_data_disk_usage violated: disk usage state unknown
        """,
        """
        ERROR [Native-Transport-Requests-1] 2024-05-12 03:14:15,933 Guardrail.java:120 - Guardrail \
        replica_disk_usage violated: Write request failed because disk usage exceeds failure threshold
        """,
      ]),
  ]
}

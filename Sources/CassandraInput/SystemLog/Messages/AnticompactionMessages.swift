// Incremental repair: anticompaction and its sessions. Sources: CompactionManager, PendingAntiCompaction,
// CoordinatorSession, LocalSessions.

import CassandraModel

enum AnticompactionMessages {
  static let all: [MessageTemplate] = [
    MessageTemplate(
      "repair.anticompaction_started", .repair, .info, in: ["CompactionManager.java"],
      origin: """
        CompactionManager.performAnticompaction. In 3.x the list of SSTables stands where the total \
        should.
        """,
      [
        """
        [repair #{session:uuid}] Starting anticompaction for {table:table} on \
        {input_count:int}/{total_count:int} sstables
        """,
        "[repair #{session:uuid}] Starting anticompaction for {table:table} on {input_count:int}/",
        "Performing anticompaction on {input_count:int} sstables for {session:uuid}",
        "Performing anticompaction on {input_count:int} sstables",
      ],
      samples: [
        """
        INFO  [CompactionExecutor:3] 2026-11-21 05:38:35,753 CompactionManager.java:900 - [repair \
        #cb4b1f10-e56d-11f1-a6d2-a3f31b560b09] Starting anticompaction for shop.events_by_day on 4/4 \
        sstables
        """,
        """
        INFO  [CompactionExecutor:4] 2024-05-12 03:14:15,933 CompactionManager.java:640 - [repair \
        #f517e800-0ffa-11ef-9a3b-5d2f6c7e8a90] Starting anticompaction for shop.orders on \
        1/[BigTableReader(path='/var/lib/cassandra/data/shop/orders-db4c1000aa1e11ee9a3b5d2f6c7e8a90/md-\
        41-big-Data.db')] sstables
        """,
        """
        INFO  [CompactionExecutor:4] 2024-05-12 03:14:15,933 CompactionManager.java:1500 - Performing \
        anticompaction on 12 sstables for f517e800-0ffa-11ef-9a3b-5d2f6c7e8a90
        """,
        """
        INFO  [CompactionExecutor:4] 2024-05-12 03:14:15,933 CompactionManager.java:1370 - Performing \
        anticompaction on 12 sstables
        """,
      ]),
    MessageTemplate(
      "repair.anticompaction_finished", .repair, .info, in: ["CompactionManager.java"],
      origin: "CompactionManager.",
      [
        "[repair #{session:uuid}] Completed anticompaction successfully",
        """
        Anticompaction completed successfully, anticompacted from {input_count:int} to \
        {output_count:int} sstable(s) for {session:uuid}
        """,
        """
        Anticompaction completed successfully, anticompacted from {input_count:int} to \
        {output_count:int} sstable(s)
        """,
        "Completed anticompaction successfully",
      ],
      samples: [
        """
        INFO  [CompactionExecutor:1] 2026-11-21 05:38:38,606 CompactionManager.java:920 - [repair \
        #cb4b1f10-e56d-11f1-a6d2-a3f31b560b09] Completed anticompaction successfully
        """,
        """
        INFO  [CompactionExecutor:4] 2024-05-12 03:14:15,933 CompactionManager.java:1570 - \
        Anticompaction completed successfully, anticompacted from 12 to 24 sstable(s) for \
        f517e800-0ffa-11ef-9a3b-5d2f6c7e8a90.
        """,
        """
        INFO  [CompactionExecutor:4] 2024-05-12 03:14:15,933 CompactionManager.java:1400 - \
        Anticompaction completed successfully, anticompacted from 12 to 24 sstable(s).
        """,
        """
        INFO  [CompactionExecutor:4] 2024-05-12 03:14:15,933 CompactionManager.java:680 - Completed \
        anticompaction successfully
        """,
      ]),
    MessageTemplate(
      "repair.anticompaction_stopped", .repair, .info, in: ["CompactionManager.java"],
      origin: "CompactionManager, 4.0+, 5.0+.",
      [
        "Anticompaction has been canceled for session {session:uuid}",
        "Anticompaction for session {session:uuid} has been stopped by request",
      ],
      samples: [
        """
        INFO  [CompactionExecutor:4] 2024-05-12 04:12:00,118 CompactionManager.java:1820 - \
        Anticompaction has been canceled for session f517e800-0ffa-11ef-9a3b-5d2f6c7e8a90
        """,
        """
        INFO  [CompactionExecutor:4] 2024-05-12 03:14:15,933 CompactionManager.java:1850 - \
        Anticompaction for session f517e800-0ffa-11ef-9a3b-5d2f6c7e8a90 has been stopped by request.
        """,
      ]),
    MessageTemplate(
      "repair.anticompaction_failed", .repairFailed, .warning,
      in: [
        "CompactionManager.java", "PendingAntiCompaction.java", "CoordinatorSession.java",
        "LocalSessions.java",
      ],
      origin: "CompactionManager, PendingAntiCompaction, CoordinatorSession.",
      [
        "Error anticompacting {transaction:text} for {session:uuid}",
        "Could not reference sstables",
        "Could not mark compacting for {session:uuid}",
        "Session {session:uuid} failed acquiring sstables: {reason:text}, retrying every",
        "{session:uuid} Timed out waiting to acquire sstables",
        "Prepare phase for incremental repair session {session:uuid} failed",
      ],
      samples: [
        """
        ERROR [CompactionExecutor:4] 2024-05-12 03:14:15,933 CompactionManager.java:1590 - Error \
        anticompacting ANTICOMPACTION: 2dd63e00 for f517e800-0ffa-11ef-9a3b-5d2f6c7e8a90
        """,
        """
        ERROR [CompactionExecutor:4] 2024-05-12 03:14:15,933 CompactionManager.java:700 - Could not \
        reference sstables
        """,
        """
        ERROR [CompactionExecutor:4] 2024-05-12 03:14:15,933 PendingAntiCompaction.java:210 - Could not \
        mark compacting for f517e800-0ffa-11ef-9a3b-5d2f6c7e8a90 (sstables = [], compacting = [])
        """,
        """
        WARN  [CompactionExecutor:4] 2024-05-12 03:14:15,933 PendingAntiCompaction.java:230 - Session \
        f517e800-0ffa-11ef-9a3b-5d2f6c7e8a90 failed acquiring sstables: prepare phase, retrying every \
        1000ms for another 60s
        """,
        """
        WARN  [CompactionExecutor:4] 2024-05-12 03:14:15,933 PendingAntiCompaction.java:240 - \
        f517e800-0ffa-11ef-9a3b-5d2f6c7e8a90 Timed out waiting to acquire sstables
        """,
        """
        ERROR [AntiEntropyStage:1] 2024-05-12 03:14:15,933 CoordinatorSession.java:200 - Prepare phase \
        for incremental repair session f517e800-0ffa-11ef-9a3b-5d2f6c7e8a90 failed
        """,
      ]),
    MessageTemplate(
      "repair.incremental", .repair, .info, in: ["CoordinatorSession.java"],
      origin: "CoordinatorSession, 4.0+.",
      [
        "Beginning coordination of incremental repair session {session:uuid}",
        "Incremental repair session {session:uuid} {state:text}",
      ],
      samples: [
        """
        INFO  [Repair-Task:1] 2026-11-21 05:38:35,176 CoordinatorSession.java:311 - Beginning \
        coordination of incremental repair session cb4b1f10-e56d-11f1-a6d2-a3f31b560b09
        """,
        """
        INFO  [AntiEntropyStage:1] 2026-11-21 05:39:08,877 CoordinatorSession.java:261 - Incremental \
        repair session cb4b1f10-e56d-11f1-a6d2-a3f31b560b09 completed
        """,
        """
        INFO  [AntiEntropyStage:1] 2026-11-21 05:38:38,627 CoordinatorSession.java:202 - Incremental \
        repair session cb4b1f10-e56d-11f1-a6d2-a3f31b560b09 successfully prepared.
        """,
      ]),
    MessageTemplate(
      "repair.session_timed_out", .repairFailed, .warning, in: ["LocalSessions.java"],
      origin: "LocalSessions.cleanup, 4.0+.",
      ["Auto failing timed out repair session {session_text:text}"],
      samples: [
        """
        WARN  [OptionalTasks:1] 2024-05-12 03:14:15,933 LocalSessions.java:400 - Auto failing timed out \
        repair session LocalSession{sessionID=f517e800-0ffa-11ef-9a3b-5d2f6c7e8a90}
        """
      ]),
  ]
}

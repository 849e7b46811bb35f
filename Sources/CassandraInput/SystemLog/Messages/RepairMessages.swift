// Repair: commands, sessions, differences and their streams. Sources: RepairRunnable (RepairCoordinator
// from 5.0), RepairSession, RepairJob, the sync tasks.

import CassandraModel

enum RepairMessages {
  static let all: [MessageTemplate] = [
    MessageTemplate(
      "repair.command_started", .repair, .info, in: ["RepairRunnable.java", "RepairCoordinator.java"],
      origin: "RepairRunnable, 4.0+.",
      [
        """
        Starting repair command #{command:digits} ({parent:uuid}), repairing keyspace {keyspace:word} \
        with repair options ({options:text}
        """
      ],
      samples: [
        """
        INFO  [Repair-Task:1] 2026-11-21 05:38:35,018 RepairRunnable.java:324 - Starting repair command \
        #1 (cb4b1f10-e56d-11f1-a6d2-a3f31b560b09), repairing keyspace shop with repair options \
        (parallelism: parallel, primary range: false, incremental: true, job threads: 1, \
        ColumnFamilies: [events_by_day], dataCenters: [], hosts: [], previewKind: NONE, # of ranges: \
        48, pull repair: false, force repair: false, optimise streams: false, ignore unreplicated \
        keyspaces: false, repairPaxos: true, paxosOnly: false)
        """
      ]),
    MessageTemplate(
      "repair.command_finished", .repair, .info, in: ["RepairRunnable.java", "RepairCoordinator.java"],
      origin: "RepairRunnable; with the session in front from 4.0 on.",
      [
        "[repair #{parent:uuid}]Repair command #{command:digits} finished in {elapsed:text}",
        "Repair command #{command:digits} finished in {elapsed:text}",
      ],
      samples: [
        """
        INFO  [Repair#1:2] 2026-11-21 05:38:30,853 RepairRunnable.java:229 - [repair \
        #7ea31910-e56d-11f1-8182-5bf2f5543c7f]Repair command #1 finished in 2 minutes 4 seconds
        """,
        """
        INFO  [InternalResponseStage:12] 2024-05-12 03:14:15,933 RepairRunnable.java:343 - Repair \
        command #1 finished in 33 seconds
        """,
      ]),
    MessageTemplate(
      "repair.command_failed", .repairFailed, .warning,
      in: ["RepairRunnable.java", "RepairCoordinator.java"],
      origin: "RepairRunnable; the throwable says why.",
      ["Repair {parent:uuid} failed:"],
      samples: [
        """
        ERROR [Repair-Task:1] 2024-05-12 03:14:15,933 RepairRunnable.java:170 - Repair \
        f517e800-0ffa-11ef-9a3b-5d2f6c7e8a90 failed:
        """
      ]),
    MessageTemplate(
      "repair.session_started", .repair, .info, in: ["RepairSession.java"],
      origin: "RepairSession; the parent session from 4.0 on.",
      [
        """
        [repair #{session:uuid}] parentSessionId = {parent:uuid}: new session: will sync {peers:text} \
        on range
        """,
        "[repair #{session:uuid}] new session: will sync {peers:text} on range",
      ],
      samples: [
        """
        INFO  [Repair#1:1] 2024-05-12 03:14:15,933 RepairSession.java:279 - [repair \
        #cd75a030-e56d-11f1-a6d2-a3f31b560b09] parentSessionId = cb4b1f10-e56d-11f1-a6d2-a3f31b560b09: \
        new session: will sync /127.0.0.31:7000, /127.0.0.32:7000 on range \
        CommonRange{endpoints=[/127.0.0.32:7000]} for shop.[events_by_day]
        """,
        """
        INFO  [Repair#1:1] 2024-05-12 03:14:15,933 RepairSession.java:228 - [repair \
        #f517e800-0ffa-11ef-9a3b-5d2f6c7e8a90] new session: will sync /10.0.0.1, /10.0.0.2 on range \
        [(1,2]] for shop.[orders]
        """,
      ]),
    MessageTemplate(
      "repair.session_finished", .repair, .info, in: ["RepairSession.java"],
      origin: "RepairSession.",
      ["[repair #{session:uuid}] Session completed successfully"],
      samples: [
        """
        INFO  [Repair#1:1] 2026-11-21 05:39:08,769 RepairSession.java:336 - [repair \
        #cd75a030-e56d-11f1-a6d2-a3f31b560b09] Session completed successfully
        """
      ]),
    MessageTemplate(
      "repair.session_failed", .repairFailed, .warning, in: ["RepairSession.java"],
      origin: "RepairSession; the throwable says why.",
      ["[repair #{session:uuid}] Session completed with the following error"],
      samples: [
        """
        ERROR [Repair#7:1] 2024-05-12 04:36:00,308 RepairSession.java:353 - [repair \
        #f517e800-0ffa-11ef-9a3b-5d2f6c7e8a90] Session completed with the following error
        """
      ]),
    MessageTemplate(
      "repair.tree_received", .repair, .info, in: ["RepairSession.java"],
      origin: "RepairSession.validationComplete.",
      ["[repair #{session:uuid}] Received merkle tree for {table_name:word} from {peer:word}"],
      samples: [
        """
        INFO  [AntiEntropyStage:1] 2026-11-21 05:36:34,586 RepairSession.java:223 - [repair \
        #7ee63c90-e56d-11f1-8182-5bf2f5543c7f] Received merkle tree for orders from /127.0.0.33:7000
        """
      ]),
    MessageTemplate(
      "repair.trees_requested", .repair, .info, in: ["RepairJob.java"],
      origin: "RepairJob.sendValidationRequest.",
      ["[repair #{session:uuid}] Requesting merkle trees for {table_name:word} (to [{peers:text}])"],
      samples: [
        """
        INFO  [RepairJobTask:1] 2026-11-21 05:36:29,763 RepairJob.java:480 - [repair \
        #7ee63c90-e56d-11f1-8182-5bf2f5543c7f] Requesting merkle trees for orders (to \
        [/127.0.0.32:7000, /127.0.0.31:7000, /127.0.0.33:7000])
        """
      ]),
    MessageTemplate(
      "repair.table_synced", .repair, .info, in: ["RepairJob.java"],
      origin: "RepairJob.",
      ["[repair #{session:uuid}] {table:table} is fully synced"],
      samples: [
        """
        INFO  [RepairJobTask:14] 2026-11-21 05:38:30,736 RepairJob.java:208 - [repair \
        #7ee63c90-e56d-11f1-8182-5bf2f5543c7f] shop.orders is fully synced
        """
      ]),
    MessageTemplate(
      "repair.out_of_sync", .repair, .info, in: ["SyncTask.java", "SyncNodePair.java"],
      origin: "SyncTask: thousands of ranges after an outage are normal.",
      [
        """
        [repair #{session:uuid}] Endpoints {first_peer:word} and {second_peer:word} have {ranges:int} \
        range(s) out of sync for {table_name:word}
        """
      ],
      samples: [
        """
        INFO  [RepairJobTask:8] 2026-11-21 05:36:42,977 SyncTask.java:92 - [repair \
        #7ee63c90-e56d-11f1-8182-5bf2f5543c7f] Endpoints /127.0.0.33:7000 and /127.0.0.32:7000 have \
        5851 range(s) out of sync for orders
        """
      ]),
    MessageTemplate(
      "repair.streaming", .repair, .info,
      in: [
        "LocalSyncTask.java", "SymmetricLocalSyncTask.java", "AsymmetricLocalSyncTask.java",
        "StreamingRepairTask.java", "SymmetricRemoteSyncTask.java", "AsymmetricRemoteSyncTask.java",
        "RemoteSyncTask.java",
      ],
      origin: "Sync tasks and StreamingRepairTask.",
      [
        "[repair #{session:uuid}] Performing streaming repair of {ranges:int} ranges with {peer:word}",
        """
        [streaming task #{session:uuid}] Performing streaming repair of {ranges:int} ranges with \
        {peer:word}
        """,
        """
        [repair #{session:uuid}] Forwarding streaming repair of {ranges:int} ranges to {peer:word} (to \
        be streamed with {other_peer:word})
        """,
      ],
      samples: [
        """
        INFO  [RepairJobTask:4] 2026-11-21 05:38:42,171 LocalSyncTask.java:118 - [repair \
        #cd75a030-e56d-11f1-a6d2-a3f31b560b09] Performing streaming repair of 2 ranges with \
        /127.0.0.32:7000
        """,
        """
        INFO  [AntiEntropyStage:1] 2026-11-21 05:36:36,176 StreamingRepairTask.java:79 - [streaming \
        task #7ee63c90-e56d-11f1-8182-5bf2f5543c7f] Performing streaming repair of 3 ranges with \
        /127.0.0.31:7000
        """,
        """
        INFO  [RepairJobTask:1] 2026-11-21 05:38:42,176 SymmetricRemoteSyncTask.java:58 - [repair \
        #cd75a030-e56d-11f1-a6d2-a3f31b560b09] Forwarding streaming repair of 2 ranges to \
        /127.0.0.32:7000 (to be streamed with /127.0.0.33:7000)
        """,
      ]),
    MessageTemplate(
      "repair.sync_finished", .repair, .info,
      in: [
        "LocalSyncTask.java", "SymmetricLocalSyncTask.java", "AsymmetricLocalSyncTask.java",
        "RemoteSyncTask.java",
      ],
      origin: "LocalSyncTask.",
      [
        """
        [repair #{session:uuid}] Sync complete using session {stream:uuid} between {first_peer:word} \
        and {second_peer:word} on {table_name:word}
        """
      ],
      samples: [
        """
        INFO  [NonPeriodicTasks:1] 2026-11-21 05:38:27,913 LocalSyncTask.java:167 - [repair \
        #7ee63c90-e56d-11f1-8182-5bf2f5543c7f] Sync complete using session \
        7ee63c90-e56d-11f1-8182-5bf2f5543c7f between /127.0.0.33:7000 and /127.0.0.31:7000 on orders
        """
      ]),
  ]
}

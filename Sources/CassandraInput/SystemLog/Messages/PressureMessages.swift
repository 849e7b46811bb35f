// Signs of pressure: garbage collection, dropped messages, the thread-pool table, pauses, full buffers.
// Sources: GCInspector, MessagingService, MessagingMetrics, StatusLogger, FailureDetector, NoSpamLogger.

import CassandraModel

enum PressureMessages {
  static let all: [MessageTemplate] = [
    MessageTemplate(
      "status.pool", .poolRow, .info, in: ["StatusLogger.java"],
      origin: """
        StatusLogger: one record for each thread pool, after dropped messages and long pauses. \
        Numbers are right-aligned.
        """,
      ["{pool:word} {active:int} {pending:int} {completed:int} {blocked:int} {all_time_blocked:int}"],
      samples: [
        """
        INFO  [Service Thread] 2026-11-21 04:52:37,190 StatusLogger.java:51 - CompactionExecutor        \
                0         0             62         0                 0
        """,
        """
        INFO  [ScheduledTasks:1] 2024-05-12 03:14:15,933 StatusLogger.java:69 - \
        Native-Transport-Requests           32      4410      991827361         0                 0
        """,
      ]),
    MessageTemplate(
      "status.pool_row", .poolRow, .info, bare: true,
      origin: """
        StatusLogger of DSE 6.0 to 6.8: one record with all pools, each on a line below its head. Of a \
        core's pools there may be no number of waiting tasks.
        """,
      [
        """
        {pool:word} {active:int} {pending:int} N/A N/A N/A N/A {completed:int} {blocked:int} \
        {all_time_blocked:int}
        """,
        """
        {pool:word} {active:int} {pending:int} {backpressured:int} N/A {shared:int} {stolen:int} \
        {completed:int} N/A {all_time_blocked:int}
        """,
        """
        {pool:word} {active:int} {pending:int} N/A N/A {shared:int} {stolen:int} {completed:int} N/A \
        {all_time_blocked:int}
        """,
        """
        {pool:word} {active:int} {pending:int} (N/A) N/A {completed:int} {blocked:int} \
        {all_time_blocked:int}
        """,
        """
        {pool:word} {active:int} {pending:int} (N/A) N/A {completed:int} N/A {all_time_blocked:int}
        """,
      ],
      samples: [
        """
        CompactionExecutor                                   1              0            N/A       N/A  \
               N/A         N/A         104325         0                 0
        """,
        """
        TPC/all/LWT_COMMIT                                   0              0            N/A       N/A  \
                 0           0          52779       N/A                 0
        """,
        """
        CompactionExecutor                                 2                       8 (N/A)       N/A    \
                5983         0                 0
        """,
        """
        TPC/all/READ_LOCAL                                   0              3              1       N/A  \
              4967        4967           7364       N/A                 0
        """,
        """
        TPC/all/WRITE_LOCAL                                0                       0 (N/A)       N/A    \
             1416929       N/A                 0
        """,
      ]),
    MessageTemplate(
      "status.compaction_manager", .poolRow, .info, in: ["StatusLogger.java"],
      origin: """
        StatusLogger: `pending` is the estimate over all tables, the pending tasks of \
        compactionstats.
        """,
      ["CompactionManager {active:int} {pending:int}"],
      samples: [
        """
        INFO  [Service Thread] 2026-11-21 04:52:37,346 StatusLogger.java:61 - CompactionManager         \
                0         0
        """
      ]),
    MessageTemplate(
      "status.memtable_row", .poolRow, .info, bare: true,
      origin: "StatusLogger of DSE 6.0 to 6.8: one record with all tables, each on a line below its head.",
      ["{table:table} {operations:digits},{bytes:digits}"],
      samples: ["keyspace1.standard1                            4237,45400001"]),
    MessageTemplate(
      "status.memtable", .poolRow, .info, in: ["StatusLogger.java"],
      origin: "StatusLogger: one record for each table.",
      ["{table:table} {operations:digits},{bytes:digits}"],
      samples: [
        """
        INFO  [Service Thread] 2026-11-21 05:19:57,906 StatusLogger.java:101 - shop.orders              \
                 772,3212982
        """
      ]),
    MessageTemplate(
      "gc.pause", .gcPause, .info, in: ["GCInspector.java"],
      origin: """
        GCInspector, above gc_log_threshold; WARN above gc_warn_threshold. Up to 2.0 the second \
        wording. For concurrent collectors an estimate of the time stopped.
        """,
      [
        "{collector:text} GC in {duration_ms:int}ms. {pools:text}",
        """
        GC for {collector:text}: {duration_ms:int} ms for {collections:int} collections, \
        {used_bytes:int} used; max is {maximum_bytes:int}
        """,
      ],
      samples: [
        """
        INFO  [Service Thread] 2026-11-21 05:33:53,849 GCInspector.java:294 - ParNew GC in 225ms.  CMS \
        Old Gen: 48099112 -> 77252864; Par Eden Space: 167772160 -> 0; 
        """,
        """
         INFO [ScheduledTasks:1] 2013-05-12 03:19:02,114 GCInspector.java (line 119) GC for \
        ConcurrentMarkSweep: 412 ms for 2 collections, 4563402752 used; max is 8506048512
        """,
        """
        WARN  [Service Thread] 2024-05-12 03:20:38,870 GCInspector.java:292 - G1 Old Generation GC in \
        7411ms.  G1 Old Gen: 8421113856 -> 8398045184; Metaspace: 71303168 -> 71290112
        """,
      ]),
    MessageTemplate(
      "messages.dropped", .droppedMessages, .warning,
      in: ["MessagingMetrics.java", "MessagingService.java", "DroppedMessages.java"],
      origin: """
        MessagingMetrics 4.0+, MessagingService before. Verbs are MUTATION_REQ from 4.0 on, \
        MUTATION before. Both counts may be 0: then nothing was dropped. DSE 6 says seconds.
        """,
      [
        """
        {verb:word} messages were dropped in last {interval_ms:int} ms: {internal:int} internal and \
        {cross_node:int} cross node. Mean internal dropped latency: {internal_latency_ms:int} ms and \
        Mean cross-node dropped latency: {cross_node_latency_ms:int} ms
        """,
        """
        {verb:word} messages were dropped in last {interval_ms:int} ms: {internal:int} for internal \
        timeout and {cross_node:int} for cross node timeout
        """,
        "{dropped:int} {verb:word} messages dropped in last {interval_ms:int}ms",
        """
        {verb:word} messages were dropped in the last {interval_s:int} s: {internal:int} internal and \
        {cross_node:int} cross node. Mean internal dropped latency: {internal_latency_ms:int} ms and \
        Mean cross-node dropped latency: {cross_node_latency_ms:int} ms
        """,
      ],
      samples: [
        """
        INFO  [ScheduledTasks:1] 2024-05-12 03:33:20,010 MessagingMetrics.java:207 - MUTATION_REQ \
        messages were dropped in last 5000 ms: 0 internal and 214 cross node. Mean internal dropped \
        latency: 0 ms and Mean cross-node dropped latency: 6412 ms
        """,
        """
        INFO  [ScheduledTasks:1] 2024-05-12 03:14:15,933 MessagingService.java:1013 - MUTATION messages \
        were dropped in last 5000 ms: 12 for internal timeout and 3 for cross node timeout
        """,
        """
         WARN [ScheduledTasks:1] 2012-12-02 21:15:03,738 MessagingService.java (line 658) 214 MUTATION \
        messages dropped in last 5000ms
        """,
        """
        INFO  [ScheduledTasks:1] 2020-01-10 17:10:04,233  DroppedMessages.java:216 - RANGE_SLICE \
        messages were dropped in the last 5 s: 24 internal and 0 cross node. Mean internal dropped \
        latency: 18372 ms and Mean cross-node dropped latency: 0 ms
        """,
      ]),
    MessageTemplate(
      "pressure.local_pause", .pressure, .warning, in: ["FailureDetector.java"],
      origin: "FailureDetector: a long collection or a stalled machine; nanoseconds in all versions.",
      [
        "Not marking nodes down due to local pause of {pause_ns:int}ns > {limit_ns:int}ns",
        "Not marking nodes down due to local pause of {pause_ns:int} > {limit_ns:int}",
      ],
      samples: [
        """
        WARN  [GossipTasks:1] 2026-11-21 05:32:05,608 FailureDetector.java:335 - Not marking nodes down \
        due to local pause of 7068926510ns > 5000000000ns
        """,
        """
        WARN  [GossipTasks:1] 2024-05-12 03:14:15,933 FailureDetector.java:278 - Not marking nodes down \
        due to local pause of 7411002318 > 5000000000
        """,
      ]),
    MessageTemplate(
      "pressure.gossip_backlog", .pressure, .warning, in: ["Gossiper.java"],
      origin: "Gossiper.run.",
      ["Gossip stage has {pending:int} pending tasks; skipping status check"],
      samples: [
        """
        WARN  [GossipTasks:1] 2024-05-12 03:14:15,933 Gossiper.java:888 - Gossip stage has 12 pending \
        tasks; skipping status check (no nodes will be marked down)
        """
      ]),
    MessageTemplate(
      "commitlog.sync_late", .pressure, .warning,
      in: ["NoSpamLogger.java", "AbstractCommitLogService.java"],
      origin: "AbstractCommitLogService: the disk is slow.",
      [
        """
        Out of {syncs:int} commit log syncs over the past {period_s:decimal}s with average duration of \
        {average_ms:decimal}ms, {late:int} have exceeded the configured commit interval by an average \
        of {excess_ms:decimal}ms
        """
      ],
      samples: [
        """
        WARN  [PERIODIC-COMMIT-LOG-SYNCER] 2024-05-12 03:26:40,115 NoSpamLogger.java:108 - Out of 31 \
        commit log syncs over the past 301.12s with average duration of 412.33ms, 4 have exceeded the \
        configured commit interval by an average of 1820.40ms
        """
      ]),
    MessageTemplate(
      "memory.buffer_pool_full", .telemetry, .info, in: ["NoSpamLogger.java", "BufferPool.java"],
      origin: "BufferPool, INFO, for days on end: benign.",
      [
        """
        Maximum memory usage reached ({limit_bytes:size}) for {pool:text} buffer pool, cannot allocate \
        chunk of {chunk_bytes:size}
        """,
        "Maximum memory usage reached ({limit_bytes:size}), cannot allocate chunk of {chunk_bytes:size}",
      ],
      samples: [
        """
        INFO  [ReadStage-6] 2024-05-12 03:43:04,180 NoSpamLogger.java:105 - Maximum memory usage \
        reached (512.000MiB) for chunk-cache buffer pool, cannot allocate chunk of 8.000MiB
        """,
        """
        INFO  [ReadStage-6] 2024-05-12 03:14:15,933 NoSpamLogger.java:91 - Maximum memory usage reached \
        (512.000MiB), cannot allocate chunk of 1.000MiB
        """,
      ]),
    MessageTemplate(
      "memory.buffer_pool_failed", .pressure, .warning, in: ["BufferPool.java", "NoSpamLogger.java"],
      origin: "BufferPool: direct memory is short; goes on with the heap.",
      [
        "Buffer pool failed to allocate chunk of {chunk_bytes:size}",
        """
        {pool:word} buffer pool failed to allocate chunk of {chunk_bytes:size}, current size \
        {current_bytes:size}
        """,
      ],
      samples: [
        """
        ERROR [ReadStage-6] 2024-05-12 03:14:15,933 BufferPool.java:300 - Buffer pool failed to \
        allocate chunk of 1.000MiB, current size 512.000MiB (java.lang.OutOfMemoryError: Direct buffer \
        memory). Attempting to continue
        """,
        """
        ERROR [Messaging-EventLoop-3-5] 2024-05-12 03:44:10,007 NoSpamLogger.java:111 - networking \
        buffer pool failed to allocate chunk of 8.000MiB, current size 120.000MiB \
        (java.lang.OutOfMemoryError). Attempting to continue; buffers will be allocated in on-heap \
        memory which can degrade performance.
        """,
      ]),
    MessageTemplate(
      "network.overloaded", .pressure, .warning, in: ["NoSpamLogger.java", "OutboundConnection.java"],
      origin: "OutboundConnection, 4.0+.",
      [
        "{connection:text} overloaded; dropping {message_bytes:size} message (queue: {queue:text}",
        """
        {connection:text} dropping message of type {verb:word} whose timeout expired before reaching \
        the network
        """,
      ],
      samples: [
        """
        WARN  [MutationStage-3] 2024-05-12 03:14:15,933 NoSpamLogger.java:108 - \
        /10.0.0.1:7000->/10.0.0.2:7000-SMALL_MESSAGES-3a5e71d0 overloaded; dropping 12.500KiB message \
        (queue: 4.000MiB local, 128.000MiB endpoint, 512.000MiB global)
        """,
        """
        WARN  [Native-Transport-Requests-1] 2026-11-21 05:34:16,729 NoSpamLogger.java:108 - \
        /127.0.0.31:7000->/127.0.0.33:7000-SMALL_MESSAGES-[no-channel] dropping message of type \
        MUTATION_REQ whose timeout expired before reaching the network
        """,
      ]),
    MessageTemplate(
      "network.corrupt_frame", .telemetry, .info,
      in: ["NoSpamLogger.java", "AbstractMessageHandler.java", "InboundMessageHandler.java"],
      origin: "AbstractMessageHandler, 4.0+: damage on the wire, not on disk.",
      [
        "{connection:text} invalid, recoverable CRC mismatch detected",
        "{connection:text} invalid, unrecoverable CRC mismatch detected",
      ],
      samples: [
        """
        WARN  [Messaging-EventLoop-3-5] 2024-05-12 03:14:15,933 NoSpamLogger.java:108 - \
        /10.0.0.2:7000->/10.0.0.1:7000-SMALL_MESSAGES-3a5e71d0 invalid, recoverable CRC mismatch \
        detected while reading messages (corrupted self-contained frame)
        """,
        """
        ERROR [Messaging-EventLoop-3-5] 2024-05-12 03:14:15,933 AbstractMessageHandler.java:240 - \
        /10.0.0.2:7000->/10.0.0.1:7000-LARGE_MESSAGES-3a5e71d0 invalid, unrecoverable CRC mismatch \
        detected while reading messages (corrupted first frame of a large message)
        """,
      ]),
  ]
}

// Reads above tombstone thresholds, slow operations and warnings to clients. The text of a query is user data
// and may contain anything. Sources: ReadCommand, StorageProxy, MessageDeliveryTask, MonitoringTask,
// BatchStatement.

import CassandraModel

enum QueryMessages {
  static let all: [MessageTemplate] = [
    MessageTemplate(
      "tombstones.warning", .tombstoneWarning, .warning,
      in: ["ReadCommand.java", "SliceQueryFilter.java", "NoSpamLogger.java"],
      origin: """
        ReadCommand.queryStorage, 3.0+; `token` from 3.0.21, 3.11.7, 4.0 on. SliceQueryFilter up to \
        2.2 names the table. DSE 6 speaks of rows. The query is cut at 512 characters; `table` is the word after FROM.
        """,
      [
        """
        Read {live_rows:int} live rows and {tombstones:int} tombstone cells for query {query:greedy}; \
        token {token:word} (see tombstone_warn_threshold)
        """,
        """
        Read {live_rows:int} live rows and {tombstones:int} tombstone cells for query {query:greedy} \
        (see tombstone_warn_threshold)
        """,
        "Read {live_rows:int} live rows and {tombstones:int} tombstone cells for query {query:text}",
        """
        Read {live_cells:int} live and {tombstones:int} tombstone cells in {table:table} for key: \
        {key:greedy} (see tombstone_warn_threshold)
        """,
        """
        Read {live_cells:int} live and {tombstones:int} tombstone cells in {table:table} (see \
        tombstone_warn_threshold)
        """,
        """
        Read {live_cells:int} live and {tombstones:int} tombstoned cells in {table:table} (see \
        tombstone_warn_threshold)
        """,
        """
        Scanned over {tombstones:int} tombstone rows for query {query:greedy} - more than the warning \
        threshold {threshold:int}
        """,
      ],
      samples: [
        """
        WARN  [ReadStage-1] 2026-11-21 05:17:42,396 ReadCommand.java:605 - Read 0 live rows and 6000 \
        tombstone cells for query SELECT * FROM shop.cart_items WHERE user = 'u1' LIMIT 5000 ALLOW \
        FILTERING; token 8330233586929153525 (see tombstone_warn_threshold)
        """,
        """
        WARN  [ReadStage-12] 2024-05-12 03:14:15,933 ReadCommand.java:530 - Read 100 live rows and 2044 \
        tombstone cells for query SELECT * FROM shop.cart_items WHERE user = u4 LIMIT 100 (see \
        tombstone_warn_threshold)
        """,
        """
        WARN  [ReadStage-12] 2024-05-12 03:14:15,933 ReadCommand.java:576 - Read 100 live rows and 2044 \
        tombstone cells for query SELECT * FROM shop.cart_items WHERE note = 'first line
        """,
        """
        WARN  [SharedPool-Worker-5] 2016-02-09 16:16:40,917 SliceQueryFilter.java:319 - Read 2 live and \
        1968 tombstone cells in shop.events_by_day for key: u4:2024-05-11 (see \
        tombstone_warn_threshold). 500 columns were requested, slices=[-]
        """,
        """
         WARN [ReadStage:69] 2016-03-02 07:52:55,238 SliceQueryFilter.java (line 231) Read 1002 live \
        and 5112 tombstone cells in shop.events_by_day (see tombstone_warn_threshold). 1001 columns was \
        requested, slices=[-]
        """,
        """
        WARN  [SharedPool-Worker-2] 2015-09-28 16:03:30,780 SliceQueryFilter.java:242 - Read 2968 live \
        and 5934 tombstoned cells in shop.events_by_day (see tombstone_warn_threshold). 5001 columns \
        was requested, slices=[-]
        """,
        """
        WARN  [ReadStage-2] 2026-11-21 04:55:51,321 ReadCommand.java:576 - Read 0 live rows and 100001 \
        tombstone cells for query SELECT * FROM shop.cart_items LIMIT 5000; token 277555814228923215 \
        (see tombstone_warn_threshold)
        """,
        """
        WARN  [CoreThread-3] 2020-01-10 17:20:44,012  NoSpamLogger.java:98 - Scanned over 2001 tombstone \
        rows for query SELECT * FROM shop.cart_items WHERE user = u4 LIMIT 100 - more than the warning \
        threshold 1000
        """,
      ]),
    MessageTemplate(
      "tombstones.aborted", .tombstoneAbort, .critical,
      in: ["StorageProxy.java", "NoSpamLogger.java", "MessageDeliveryTask.java", "SliceQueryFilter.java"],
      origin: """
        TombstoneOverwhelmingException as a plain message: StorageProxy for the local read, \
        MessageDeliveryTask up to 3.11 and NoSpamLogger from 4.0 (once a second at most) for a \
        remote one. The warning of the same read comes first. `partion` is spelled so.
        """,
      [
        """
        Scanned over {tombstones:int} tombstones during query '{query:greedy}' (last scanned row token \
        was {token:word} and partion key was ({key:greedy})); query aborted
        """,
        "Scanned over {tombstones:int} tombstones during query '{query:text}",
        "Scanned over {tombstones:int} tombstones in {table:table}",
        "Scanned over {tombstones:int} tombstone rows during query '{query:text}",
      ],
      samples: [
        """
        ERROR [ReadStage-1] 2026-11-21 04:55:29,206 StorageProxy.java:2027 - Scanned over 100001 \
        tombstones during query 'SELECT * FROM shop.cart_items WHERE user = u4 LIMIT 5000' (last \
        scanned row token was 277555814228923215 and partion key was ((u4), 100000)); query aborted
        """,
        """
        ERROR [ReadStage-9] 2025-09-03 11:31:20,410 NoSpamLogger.java:110 - Scanned over 100001 \
        tombstones during query 'SELECT * FROM shop.cart_items WHERE note = 'first line
        """,
        """
        ERROR [SharedPool-Worker-2] 2015-09-28 16:03:31,729 SliceQueryFilter.java:212 - Scanned over \
        100001 tombstones in shop.events_by_day; query aborted (see tombstone_failure_threshold)
        """,
        """
        ERROR [ReadStage-9] 2025-09-03 11:31:20,410 NoSpamLogger.java:110 - Scanned over 100001 \
        tombstones during query 'SELECT * FROM shop.cart_events LIMIT 100 ALLOW FILTERING' (last \
        scanned row token was -88172645463325252 and partion key was (u-1)); query aborted
        """,
        """
        ERROR [CoreThread-3] 2020-01-10 17:20:44,012  NoSpamLogger.java:101 - Scanned over 100001 \
        tombstone rows during query 'SELECT * FROM shop.cart_items LIMIT 5000' (last scanned row \
        partition key was ((u4), 100000)); query aborted
        """,
      ]),
    MessageTemplate(
      "tombstones.invalid_key", .telemetry, .warning,
      in: ["NoSpamLogger.java", "UnfilteredValidation.java"],
      origin: "UnfilteredValidation, 4.0+, corrupted_tombstone_strategy `warn`: a witness of damage.",
      ["Key {key:text} in {table:table} is invalid in {reader:text}"],
      samples: [
        """
        WARN  [ReadStage-9] 2024-05-12 03:14:15,933 NoSpamLogger.java:108 - Key u-1 in shop.cart_events \
        is invalid in BigTableReader(path='/var/lib/cassandra/data/shop/orders-db4c1000aa1e11ee9a3b5d2f6\
        c7e8a90/nb-41-big-Data.db'): deletion=marked_at 1
        """
      ]),
    MessageTemplate(
      "query.slow", .pressure, .info, in: ["NoSpamLogger.java", "MonitoringTask.java"],
      origin: "MonitoringTask, 3.11+; the operations are in debug.log.",
      [
        "Some operations were slow, details available at debug level",
        "{operations:int} operations were slow in the last {interval_ms:int} msecs",
      ],
      samples: [
        """
        INFO  [ScheduledTasks:1] 2026-11-21 04:54:23,593 NoSpamLogger.java:91 - Some operations were \
        slow, details available at debug level (debug.log)
        """,
        """
        DEBUG [ScheduledTasks:1] 2026-11-21 04:54:23,598 MonitoringTask.java:173 - 1 operations were \
        slow in the last 5015 msecs:
        """,
      ]),
    MessageTemplate(
      "query.timed_out", .pressure, .warning, in: ["NoSpamLogger.java", "MonitoringTask.java"],
      origin: "MonitoringTask, 3.11+.",
      [
        "Some operations timed out, details available at debug level",
        "{operations:int} operations timed out in the last {interval_ms:int} msecs",
      ],
      samples: [
        """
        WARN  [ScheduledTasks:1] 2024-05-12 03:14:15,933 NoSpamLogger.java:108 - Some operations timed \
        out, details available at debug level (debug.log)
        """,
        """
        DEBUG [ScheduledTasks:1] 2024-05-12 03:14:15,933 MonitoringTask.java:150 - 2 operations timed \
        out in the last 5001 msecs:
        """,
      ]),
    MessageTemplate(
      "query.batch_large", .pressure, .info, in: ["BatchStatement.java"],
      origin: """
        BatchStatement.verifyBatchSize: advice for clients; ERROR when the batch is refused. Raw \
        bytes up to 3.0.
        """,
      [
        """
        Batch for [{tables:text}] is of size {size_bytes:size}, exceeding specified threshold of \
        {threshold_bytes:size} by {excess_bytes:size}
        """,
        """
        Batch of prepared statements for [{tables:text}] is of size {size_bytes:int}, exceeding \
        specified threshold of {threshold_bytes:int} by {excess_bytes:int}
        """,
      ],
      samples: [
        """
        WARN  [Native-Transport-Requests-5] 2024-05-12 03:14:15,933 BatchStatement.java:301 - Batch for \
        [shop.orders] is of size 25.885KiB, exceeding specified threshold of 5.000KiB by 20.885KiB.
        """,
        """
        WARN  [SharedPool-Worker-5] 2024-05-12 03:14:15,933 BatchStatement.java:287 - Batch of prepared \
        statements for [shop.orders, shop.cart_items] is of size 7130, exceeding specified threshold of \
        5120 by 2010.
        """,
      ]),
    MessageTemplate(
      "query.batch_spread", .pressure, .info, in: ["NoSpamLogger.java", "BatchStatement.java"],
      origin: "BatchStatement.verifyBatchType: advice for clients.",
      [
        """
        Unlogged batch covering {partitions:int} {unit:word} detected against {tables:text}. You should \
        use
        """
      ],
      samples: [
        """
        WARN  [Native-Transport-Requests-5] 2024-05-12 03:14:15,933 NoSpamLogger.java:94 - Unlogged \
        batch covering 42 partitions detected against table [shop.orders]. You should use a logged \
        batch for atomicity, or asynchronous writes for performance.
        """
      ]),
    MessageTemplate(
      "query.aggregation", .pressure, .info, in: ["SelectStatement.java", "NoSpamLogger.java"],
      origin: "SelectStatement: advice for clients.",
      ["Aggregation query used {how:text}"],
      samples: [
        """
        WARN  [Native-Transport-Requests-5] 2024-05-12 03:14:15,933 SelectStatement.java:450 - \
        Aggregation query used without partition key
        """,
        """
        WARN  [Native-Transport-Requests-5] 2024-05-12 03:14:15,933 NoSpamLogger.java:108 - Aggregation \
        query used without partition key on table shop.orders, aggregation type: AGGREGATE_EVERYTHING
        """,
      ]),
    MessageTemplate(
      "client.protocol_error", .telemetry, .info,
      in: ["NoSpamLogger.java", "ExceptionHandlers.java", "Message.java", "ErrorMessage.java"],
      origin: "Message, ExceptionHandlers: a client spoke another version of the protocol, or went away.",
      [
        "Protocol exception with client networking: {detail:text}",
        "Unexpected exception during request; channel = {detail:text}",
      ],
      samples: [
        """
        WARN  [epollEventLoopGroup-2-1] 2026-11-21 04:52:33,393 NoSpamLogger.java:94 - Protocol \
        exception with client networking: org.apache.cassandra.transport.ProtocolException: Beta \
        version of the protocol used (5/v5-beta), but USE_BETA flag is unset
        """,
        """
        INFO  [epollEventLoopGroup-2-7] 2024-05-12 03:14:15,933 Message.java:623 - Unexpected exception \
        during request; channel = [id: 0x2a5e71d0, L:/10.0.0.1:9042 - R:/10.0.0.9:51204]
        """,
      ]),
    MessageTemplate(
      "client.connection_limit", .pressure, .warning,
      in: ["ConnectionLimitHandler.java", "NoSpamLogger.java"],
      origin: "ConnectionLimitHandler.",
      ["Exceeded maximum native connection limit of {limit:int} by using {connections:int} connections"],
      samples: [
        """
        WARN  [epollEventLoopGroup-2-7] 2024-05-12 03:14:15,933 ConnectionLimitHandler.java:60 - \
        Exceeded maximum native connection limit of 1024 by using 1025 connections
        """
      ]),
  ]
}

// Streaming: bootstrap, decommission, rebuild, repair. Sources: StreamResultFuture, StreamSession,
// StreamCoordinator and the stream readers.

import CassandraModel

enum StreamMessages {
  static let all: [MessageTemplate] = [
    MessageTemplate(
      "stream.plan_started", .stream, .info, in: ["StreamResultFuture.java"],
      origin: "StreamResultFuture.init and initReceivingSide: here or at the peer.",
      [
        "[Stream #{session:uuid}] Executing streaming plan for {operation:text}",
        """
        [Stream #{session:uuid} ID#{index:digits}] Creating new streaming plan for {operation:text} \
        from {peer:word}
        """,
      ],
      samples: [
        """
        INFO  [RMI TCP Connection(15)-127.0.0.1] 2026-11-21 05:39:16,016 StreamResultFuture.java:98 - \
        [Stream #e3bb1280-e56d-11f1-a227-3b5a9e0d74e6] Executing streaming plan for Unbootstrap
        """,
        """
        INFO  [Stream-Deserializer-/127.0.0.31:7000-b04756cd] 2026-11-21 05:38:42,288 \
        StreamResultFuture.java:123 - [Stream #cf901bc0-e56d-11f1-a6d2-a3f31b560b09 ID#0] Creating new \
        streaming plan for Repair from /127.0.0.31:7000 channel.remote /127.0.0.1:48598 channel.local \
        /127.0.0.32:7000 channel.id b04756cd
        """,
      ]),
    MessageTemplate(
      "stream.session_started", .stream, .info, in: ["StreamCoordinator.java"],
      origin: "StreamCoordinator.",
      ["[Stream #{session:uuid}, ID#{index:digits}] Beginning stream session with {peer:word}"],
      samples: [
        """
        INFO  [main] 2026-11-21 05:32:21,379 StreamCoordinator.java:268 - [Stream \
        #ec6dbf00-e56c-11f1-a227-3b5a9e0d74e6, ID#0] Beginning stream session with /127.0.0.31:7000
        """
      ]),
    MessageTemplate(
      "stream.session_prepared", .stream, .info, in: ["StreamResultFuture.java"],
      origin: "StreamResultFuture.handleSessionPrepared.",
      [
        """
        [Stream #{session:uuid} ID#{index:digits}] Prepare completed. Receiving {files_in:int} \
        files({bytes_in:size}), sending {files_out:int} files({bytes_out:size})
        """
      ],
      samples: [
        """
        INFO  [NonPeriodicTasks:1] 2026-11-21 05:36:37,052 StreamResultFuture.java:187 - [Stream \
        #8477dd80-e56d-11f1-a227-3b5a9e0d74e6 ID#0] Prepare completed. Receiving 5 files(16.164MiB), \
        sending 5 files(16.158MiB)
        """
      ]),
    MessageTemplate(
      "stream.session_finished", .stream, .info, in: ["StreamResultFuture.java"],
      origin: "StreamResultFuture.handleSessionComplete.",
      ["[Stream #{session:uuid}] Session with {peer:word} is complete"],
      samples: [
        """
        INFO  [NonPeriodicTasks:1] 2026-11-21 05:32:21,577 StreamResultFuture.java:201 - [Stream \
        #ec6dbf00-e56c-11f1-a227-3b5a9e0d74e6] Session with /127.0.0.32:7000 is complete
        """
      ]),
    MessageTemplate(
      "stream.finished", .stream, .info, in: ["StreamResultFuture.java"],
      origin: "StreamResultFuture.maybeComplete.",
      ["[Stream #{session:uuid}] All sessions completed"],
      samples: [
        """
        INFO  [NonPeriodicTasks:1] 2026-11-21 05:32:21,588 StreamResultFuture.java:252 - [Stream \
        #ec6dbf00-e56c-11f1-a227-3b5a9e0d74e6] All sessions completed
        """
      ]),
    MessageTemplate(
      "stream.failed", .streamFailed, .warning, in: ["StreamSession.java", "StreamResultFuture.java"],
      origin: """
        StreamSession.onError and closeSession, StreamResultFuture.maybeComplete; the throwable or \
        the log of the peer says why.
        """,
      [
        "[Stream #{session:uuid}] Streaming error occurred on session with peer {peer:word}",
        "[Stream #{session:uuid}] Remote peer {peer:word} failed stream session",
        """
        [Stream #{session:uuid}] Socket closed before session completion, peer {peer:word} is probably \
        down
        """,
        "[Stream #{session:uuid}] Stream failed",
        "[Stream #{session:uuid}] Did not receive response from peer {peer:word}",
        "[Stream #{session:uuid}] Timeout from peer {peer:word}",
      ],
      samples: [
        """
        ERROR [Stream-Deserializer-/10.0.0.2:7000-5f1c2ab0] 2024-05-12 04:40:19,552 \
        StreamSession.java:729 - [Stream #0d2c5f10-1019-11ef-9a3b-5d2f6c7e8a90] Streaming error \
        occurred on session with peer 10.0.0.2:7000
        """,
        """
        ERROR [Stream-Deserializer-/10.0.0.2:7000-5f1c2ab0] 2024-05-12 03:14:15,933 \
        StreamSession.java:900 - [Stream #0d2c5f10-1019-11ef-9a3b-5d2f6c7e8a90] Remote peer \
        /10.0.0.2:7000 failed stream session.
        """,
        """
        ERROR [Stream-Deserializer-/10.0.0.2:7000-5f1c2ab0] 2024-05-12 03:14:15,933 \
        StreamSession.java:900 - [Stream #0d2c5f10-1019-11ef-9a3b-5d2f6c7e8a90] Socket closed before \
        session completion, peer /10.0.0.2:7000 is probably down.
        """,
        """
        WARN  [NonPeriodicTasks:1] 2024-05-12 03:14:15,933 StreamResultFuture.java:240 - [Stream \
        #0d2c5f10-1019-11ef-9a3b-5d2f6c7e8a90] Stream failed
        """,
        """
        ERROR [Stream-Deserializer-/10.0.0.2:7000-5f1c2ab0] 2024-05-12 03:14:15,933 \
        StreamSession.java:900 - [Stream #0d2c5f10-1019-11ef-9a3b-5d2f6c7e8a90] Did not receive \
        response from peer 10.0.0.2 for 2 keep-alive periods
        """,
        """
        ERROR [Stream-Deserializer-/10.0.0.2:7000-5f1c2ab0] 2024-05-12 03:14:15,933 \
        StreamSession.java:900 - [Stream #0d2c5f10-1019-11ef-9a3b-5d2f6c7e8a90] Timeout from peer \
        10.0.0.2:7000
        """,
      ]),
    MessageTemplate(
      "stream.partition_failed", .streamFailed, .warning,
      in: [
        "CassandraStreamReader.java", "CassandraCompressedStreamReader.java", "StreamReader.java",
        "CompressedStreamReader.java",
      ],
      origin: "Stream readers: a damaged source or another schema.",
      [
        """
        [Stream {session:uuid}] Error while reading partition {key:text} from stream on \
        ks='{keyspace:text}' and table='{table_name:text}'
        """
      ],
      samples: [
        """
        WARN  [Stream-Deserializer-/10.0.0.2:7000-5f1c2ab0] 2024-05-12 03:14:15,933 \
        CassandraCompressedStreamReader.java:128 - [Stream 0d2c5f10-1019-11ef-9a3b-5d2f6c7e8a90] Error \
        while reading partition DecoratedKey(-3485513579396041028, 6f72642d31303031) from stream on \
        ks='shop' and table='orders'.
        """
      ]),
    MessageTemplate(
      "stream.refused_for_backlog", .pressure, .warning, in: ["StreamSession.java"],
      origin: "StreamSession, 5.0+.",
      [
        """
        [Stream #{session:uuid}] Rejecting incoming files based on pending compactions calculation \
        pendingCompactionsBeforeStreaming={pending:int} pendingCompactionsAfterStreaming={pending_after:\
        int} pendingThreshold={threshold:int}
        """
      ],
      samples: [
        """
        ERROR [Stream-Deserializer-/10.0.0.2:7000-5f1c2ab0] 2024-05-12 03:14:15,933 \
        StreamSession.java:880 - [Stream #0d2c5f10-1019-11ef-9a3b-5d2f6c7e8a90] Rejecting incoming \
        files based on pending compactions calculation pendingCompactionsBeforeStreaming=900 \
        pendingCompactionsAfterStreaming=1120 pendingThreshold=1000 remoteAddress=/10.0.0.2:7000
        """
      ]),
    MessageTemplate(
      "stream.no_space", .streamFailed, .critical,
      in: ["StreamSession.java", "CassandraStreamReader.java", "StreamReader.java"],
      origin: "StreamSession, 5.0+.",
      ["[Stream #{session:uuid}] Not enough disk space to stream {detail:text}"],
      samples: [
        """
        ERROR [Stream-Deserializer-/10.0.0.2:7000-5f1c2ab0] 2024-05-12 03:14:15,933 \
        StreamSession.java:860 - [Stream #0d2c5f10-1019-11ef-9a3b-5d2f6c7e8a90] Not enough disk space \
        to stream 12.500GiB
        """
      ]),
  ]
}

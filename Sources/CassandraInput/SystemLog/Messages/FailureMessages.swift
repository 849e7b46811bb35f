// Uncaught exceptions and failed starts: records whose exception decides the kind of failure. Sources:
// CassandraDaemon, JVMStabilityInspector, ExecutionFailure, DefaultFSErrorHandler.

import CassandraModel

enum FailureMessages {
  static let all: [MessageTemplate] = [
    MessageTemplate(
      "failure.uncaught_exception", .failure, .warning,
      in: ["CassandraDaemon.java", "JVMStabilityInspector.java", "AbstractCassandraDaemon.java"],
      origin: """
        CassandraDaemon.uncaughtException up to 4.0, JVMStabilityInspector from 4.1. Logged once \
        for the outermost throwable and again for every FSError or CorruptSSTableException below \
        it. JDK 19+ puts a number before the thread.
        """,
      [
        """
        Exception in thread Thread[#{thread_number:digits},{failing_thread:text},{priority:digits},{grou\
        p:text}]
        """,
        "Exception in thread Thread[{failing_thread:text},{priority:digits},",
        "Exception in thread {failing_thread:text}",
      ],
      samples: [
        """
        ERROR [CompactionExecutor:12] 2024-05-12 03:14:15,933 JVMStabilityInspector.java:70 - Exception \
        in thread Thread[#81,CompactionExecutor:12,5,CompactionExecutor]
        """,
        """
        ERROR [CompactionExecutor:1] 2026-11-21 04:41:57,781 CassandraDaemon.java:577 - Exception in \
        thread Thread[CompactionExecutor:1,1,main]
        """,
        "ERROR [main] 2024-05-12 03:14:15,933 CassandraDaemon.java:244 - Exception in thread main",
        """
        ERROR [SSTableBatchOpen:2] 2026-11-21 05:02:42,320 JVMStabilityInspector.java:68 - Exception in \
        thread Thread[SSTableBatchOpen:2,5,SSTableBatchOpen]
        """,
        """
        ERROR [ReadStage-2] 2026-11-21 06:09:21,394 JVMStabilityInspector.java:70 - Exception in thread \
        Thread[ReadStage-2,10,SharedPool]
        """,
      ]),
    MessageTemplate(
      "failure.uncaught_on_stage", .failure, .warning,
      in: ["AbstractLocalAwareExecutorService.java", "AbstractTracingAwareExecutorService.java"],
      origin: """
        AbstractLocalAwareExecutorService, up to 4.0: read and mutation stages. WARN in 2.1 and 2.2.
        """,
      [
        "Uncaught exception on thread Thread[{failing_thread:text},{priority:digits},",
        "Uncaught exception on thread {failing_thread:text}",
      ],
      samples: [
        """
        ERROR [ReadStage-1] 2026-11-21 04:43:56,042 AbstractLocalAwareExecutorService.java:169 - \
        Uncaught exception on thread Thread[ReadStage-1,5,main]
        """,
        """
        WARN  [SharedPool-Worker-19] 2024-05-12 03:14:15,933 AbstractTracingAwareExecutorService.java:16\
        9 - Uncaught exception on thread SharedPool-Worker-19
        """,
      ]),
    MessageTemplate(
      "failure.unexpected_while_handling", .failureRepeat, .critical, in: ["ExecutionFailure.java"],
      origin: "ExecutionFailure.handle, 4.1+: the same trace once more.",
      ["Unexpected error while handling unexpected error"],
      samples: [
        """
        ERROR [CompactionExecutor:1] 2026-11-21 05:06:35,944 ExecutionFailure.java:72 - Unexpected \
        error while handling unexpected error
        """
      ]),
    MessageTemplate(
      "failure.in_pool", .failure, .warning,
      in: ["DebuggableThreadPoolExecutor.java", "ExecutionFailure.java"],
      origin: "DebuggableThreadPoolExecutor: no handler is set (tools).",
      ["Error in ThreadPoolExecutor"],
      samples: [
        """
        ERROR [CompactionExecutor:1] 2024-05-12 03:14:15,933 DebuggableThreadPoolExecutor.java:240 - \
        Error in ThreadPoolExecutor
        """
      ]),
    MessageTemplate(
      "failure.startup_refused", .failure, .critical, in: ["DefaultFSErrorHandler.java"],
      origin: "DefaultFSErrorHandler.handleStartupFSError, 2.1+.",
      ["Exiting forcefully due to file system exception on startup, disk failure policy \"{policy:text}\""],
      samples: [
        """
        ERROR [SSTableBatchOpen:1] 2026-11-21 05:02:26,873 DefaultFSErrorHandler.java:129 - Exiting \
        forcefully due to file system exception on startup, disk failure policy "stop"
        """
      ]),
    MessageTemplate(
      "failure.startup", .failure, .critical, in: ["CassandraDaemon.java"],
      origin: "CassandraDaemon.activate and setup.",
      [
        "Exception encountered during startup: {message:text}",
        "Exception encountered during startup",
        "Fatal exception during initialization",
        "Fatal configuration error",
      ],
      samples: [
        """
        ERROR [main] 2024-05-12 03:14:15,933 CassandraDaemon.java:806 - Exception encountered during \
        startup: Unable to check disk space in /var/lib/cassandra/commitlog
        """,
        """
        ERROR [main] 2024-05-12 03:14:15,933 CassandraDaemon.java:806 - Exception encountered during \
        startup
        """,
        """
        ERROR [main] 2024-05-12 03:14:15,933 CassandraDaemon.java:310 - Fatal exception during \
        initialization
        """,
        "ERROR [main] 2024-05-12 03:14:15,933 CassandraDaemon.java:800 - Fatal configuration error",
      ]),
    MessageTemplate(
      "failure.user_function", .failure, .warning, in: ["UDFunction.java", "UDAggregate.java"],
      origin: "UDFunction.",
      ["Error running user-defined {detail:text}"],
      samples: [
        """
        ERROR [ReadStage-1] 2024-05-12 03:14:15,933 UDFunction.java:300 - Error running user-defined \
        function shop.f
        """
      ]),
  ]
}

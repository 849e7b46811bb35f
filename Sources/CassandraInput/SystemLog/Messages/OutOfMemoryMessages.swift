// Out of memory: the records that follow the uncaught exception, and heap dumps. Sources:
// JVMStabilityInspector, HeapUtils, MemtableCleanerThread.

import CassandraModel

enum OutOfMemoryMessages {
  static let all: [MessageTemplate] = [
    MessageTemplate(
      "oom.handled", .failure, .critical, in: ["JVMStabilityInspector.java"],
      origin: """
        JVMStabilityInspector.inspectThrowable, 2.2.12+, 3.0.16+, 3.11.2+, 4.0+. The trace of the \
        record before it again.
        """,
      ["OutOfMemory error letting the JVM handle the error:"],
      samples: [
        """
        ERROR [CompactionExecutor:1] 2026-11-21 05:06:35,942 JVMStabilityInspector.java:123 - \
        OutOfMemory error letting the JVM handle the error:
        """
      ]),
    MessageTemplate(
      "oom.forced", .failureRepeat, .critical, in: ["JVMStabilityInspector.java"],
      origin: """
        JVMStabilityInspector.forceHeapSpaceOomMaybe, 4.0+: the throwable under it is the cause; \
        the heap OutOfMemoryError that follows is made on purpose.
        """,
      ["Force heap space OutOfMemoryError in the presence of"],
      samples: [
        """
        ERROR [Messaging-EventLoop-3-2] 2024-05-12 03:25:02,774 JVMStabilityInspector.java:181 - Force \
        heap space OutOfMemoryError in the presence of
        """
      ]),
    MessageTemplate(
      "failure.memtable_cleaning", .failure, .warning, in: ["MemtableCleanerThread.java"],
      origin: "MemtableCleanerThread, 4.0+.",
      ["Memtable cleaning tasks failed with an exception and {pending:int} pending tasks"],
      samples: [
        """
        ERROR [SlabPoolCleaner] 2024-05-12 03:14:15,933 MemtableCleanerThread.java:100 - Memtable \
        cleaning tasks failed with an exception and 3 pending tasks 
        """
      ]),
    MessageTemplate(
      "oom.heap_dump", .telemetry, .info, in: ["HeapUtils.java"],
      origin: """
        HeapUtils. A histogram is one record of many lines; a dump is written for any uncaught \
        exception when enabled (5.0+).
        """,
      [
        "Trying to log the heap histogram using {tool:word}",
        "Writing heap dump to {directory:text} on partition w/ {free_bytes:int} free bytes",
        "Heap dump written to {path:text}",
        "Unable to create heap dump",
      ],
      samples: [
        """
        INFO  [CompactionExecutor:1] 2024-05-12 03:14:15,933 HeapUtils.java:70 - Trying to log the heap \
        histogram using jcmd
        """,
        """
        INFO  [CompactionExecutor:1] 2024-05-12 03:14:15,933 HeapUtils.java:120 - Writing heap dump to \
        /var/lib/cassandra on partition w/ 12582912 free bytes...
        """,
        """
        INFO  [CompactionExecutor:1] 2024-05-12 03:14:15,933 HeapUtils.java:130 - Heap dump written to \
        /var/lib/cassandra/pid4242.hprof
        """,
        """
        WARN  [CompactionExecutor:1] 2024-05-12 03:14:15,933 HeapUtils.java:110 - Unable to create heap \
        dump.
        """,
      ]),
  ]
}

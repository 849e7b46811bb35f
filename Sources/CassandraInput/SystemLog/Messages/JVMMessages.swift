// Bare lines without a head, which the JVM prints on standard output. They are compared only with lines that
// do not belong to an exception of the record above.

import CassandraModel

enum JVMMessages {
  static let all: [MessageTemplate] = [
    MessageTemplate(
      "process.oom_exit", .processKilled, .critical, bare: true,
      origin: "HotSpot, -XX:+ExitOnOutOfMemoryError: the only word of the exit.",
      ["Terminating due to java.lang.OutOfMemoryError: {reason:text}"],
      samples: ["Terminating due to java.lang.OutOfMemoryError: Java heap space"]),
    MessageTemplate(
      "process.oom_crash", .processKilled, .critical, bare: true,
      origin: "HotSpot, -XX:+CrashOnOutOfMemoryError.",
      ["Aborting due to java.lang.OutOfMemoryError: {reason:text}"],
      samples: ["Aborting due to java.lang.OutOfMemoryError: Java heap space"]),
    MessageTemplate(
      "process.oom_command", .processKilled, .critical, bare: true,
      origin: "HotSpot, -XX:OnOutOfMemoryError; as shipped, the command kills the process.",
      ["# Executing /bin/sh -c \"{command:greedy}\""],
      samples: ["#   Executing /bin/sh -c \"kill -9 4242\"..."]),
    MessageTemplate(
      "oom.announced", .failureRepeat, .critical, bare: true,
      origin: "HotSpot, before the command of -XX:OnOutOfMemoryError.",
      ["# java.lang.OutOfMemoryError: {reason:text}"],
      samples: ["# java.lang.OutOfMemoryError: Java heap space"]),
    MessageTemplate(
      "oom.dump_started", .failureRepeat, .critical, bare: true,
      origin: "HotSpot, -XX:+HeapDumpOnOutOfMemoryError.",
      ["Dumping heap to {path:word} ..."],
      samples: ["Dumping heap to /var/lib/cassandra/java_pid4242.hprof ..."]),
    MessageTemplate(
      "oom.dump_finished", .telemetry, .info, bare: true,
      origin: "HotSpot, -XX:+HeapDumpOnOutOfMemoryError.",
      ["Heap dump file created [{bytes:int} bytes in {seconds:decimal} secs]"],
      samples: ["Heap dump file created [8506048512 bytes in 41.167 secs]"]),
    MessageTemplate(
      "oom.in_handler", .failureRepeat, .critical, bare: true,
      origin: "HotSpot: the handler of uncaught exceptions ran out of memory itself.",
      [
        """
        Exception: java.lang.OutOfMemoryError thrown from the UncaughtExceptionHandler in thread \
        "{failing_thread:text}"
        """
      ],
      samples: [
        """
        Exception: java.lang.OutOfMemoryError thrown from the UncaughtExceptionHandler in thread \
        "CompactionExecutor:1"
        """
      ]),
    MessageTemplate(
      "oom.bare", .failureRepeat, .critical, bare: true,
      origin: "HotSpot, before a heap dump. Under the head of a record the same text is its throwable.",
      ["java.lang.OutOfMemoryError: {reason:text}"],
      samples: ["java.lang.OutOfMemoryError: Java heap space"]),
    MessageTemplate(
      "jvm.chatter", .telemetry, .info, bare: true,
      origin: "HotSpot and its launcher, at the top of standard output; nothing that bears on a failure.",
      [
        "OpenJDK 64-Bit Server VM warning: {text:text}",
        "Java HotSpot(TM) 64-Bit Server VM warning: {text:text}",
        "Picked up {text:text}",
        "NOTE: Picked up {text:text}",
        "CompilerOracle: {text:text}",
        "CompileCommand: {text:text}",
      ],
      samples: [
        "OpenJDK 64-Bit Server VM warning: Option UseConcMarkSweepGC was deprecated in version 9.0",
        "Java HotSpot(TM) 64-Bit Server VM warning: Cannot open file gc.log due to Permission denied",
        "Picked up JAVA_TOOL_OPTIONS: -Xmx1g",
        "NOTE: Picked up JDK_JAVA_OPTIONS: --add-opens=java.base/java.lang=ALL-UNNAMED",
        "CompilerOracle: dontinline org/apache/cassandra/db/Columns$Serializer.deserializeLargeSubset",
        "CompileCommand: inline org/apache/cassandra/net/FrameDecoder.decode",
      ]),
    MessageTemplate(
      "failure.startup_bare", .failure, .critical, bare: true,
      origin: "CassandraDaemon.activate on standard error.",
      ["Exception ({exception:word}) encountered during startup: {message:text}"],
      samples: [
        """
        Exception (org.apache.cassandra.io.sstable.CorruptSSTableException) encountered during startup: \
        Corrupted: /var/lib/cassandra/data/system/local-7ad54392bcdd35a684174e047860b377/nb-31-big-Data.db
        """
      ]),
  ]
}

// Startup warnings on machines that are not tuned: advice, not errors. Sources: StartupChecks, NativeLibrary,
// SigarLibrary, FBUtilities.

import CassandraModel

enum StartupMessages {
  static let all: [MessageTemplate] = [
    MessageTemplate(
      "startup.no_exit_on_oom", .pressure, .info, in: ["StartupChecks.java"],
      origin: """
        StartupChecks: holds the words OutOfMemoryError and corruption at every start. Its absence \
        means the JVM is set to exit or crash.
        """,
      ["The JVM is not configured to stop on OutOfMemoryError"],
      samples: [
        """
        WARN  [main] 2026-11-21 04:45:42,768 StartupChecks.java:314 - The JVM is not configured to stop \
        on OutOfMemoryError which can cause data corruption. Use one of the following JVM options to \
        configure the behavior on OutOfMemoryError:  -XX:+ExitOnOutOfMemoryError, \
        -XX:+CrashOnOutOfMemoryError, or -XX:OnOutOfMemoryError="<cmd args>;<cmd args>"
        """
      ]),
    MessageTemplate(
      "startup.jemalloc", .pressure, .info, in: ["StartupChecks.java"],
      origin: "StartupChecks.",
      ["jemalloc shared library could not be preloaded"],
      samples: [
        """
        WARN  [main] 2026-11-21 04:45:42,764 StartupChecks.java:199 - jemalloc shared library could not \
        be preloaded to speed up memory allocations
        """
      ]),
    MessageTemplate(
      "startup.jmx_local", .telemetry, .info, in: ["StartupChecks.java"],
      origin: "StartupChecks.",
      ["JMX is not enabled to receive remote connections"],
      samples: [
        """
        WARN  [main] 2026-11-21 04:45:42,766 StartupChecks.java:257 - JMX is not enabled to receive \
        remote connections. Please see cassandra-env.sh for more info.
        """
      ]),
    MessageTemplate(
      "startup.max_map_count", .pressure, .info, in: ["StartupChecks.java"],
      origin: "StartupChecks: matters after `Map failed` only.",
      [
        """
        Maximum number of memory map areas per process (vm.max_map_count) {value:int} is too low, \
        recommended value: {recommended:int}
        """
      ],
      samples: [
        """
        WARN  [main] 2026-11-21 04:45:42,929 StartupChecks.java:492 - Maximum number of memory map \
        areas per process (vm.max_map_count) 65530 is too low, recommended value: 1048575, you can \
        change it with sysctl.
        """
      ]),
    MessageTemplate(
      "startup.read_ahead", .pressure, .info, in: ["StartupChecks.java"],
      origin: "StartupChecks, 4.1+.",
      [
        """
        Detected high '{setting:text}' setting of {value:int} for device '{device:text}' of data \
        directory '{directory:text}'
        """
      ],
      samples: [
        """
        WARN  [main] 2026-11-21 05:01:40,003 StartupChecks.java:436 - Detected high \
        '/sys/block/vda/queue/read_ahead_kb' setting of 8192 for device '/dev/vda' of data directory \
        '/var/lib/cassandra/data'. It is recommended to set this value to 8KB (or lower) on SSDs or \
        64KB (or lower) on HDDs to prevent excessive IO usage and page cache churn on read-intensive \
        workloads.
        """
      ]),
    MessageTemplate(
      "startup.directory_error", .pressure, .info, in: ["CassandraDaemon.java"],
      origin: "CassandraDaemon of 2.1: an ERROR; it is created next.",
      ["Directory {directory:text} doesn't exist"],
      samples: [
        """
        ERROR [main] 2019-12-18 11:17:48,243 CassandraDaemon.java:266 - Directory \
        /var/lib/cassandra/data doesn't exist
        """
      ]),
    MessageTemplate(
      "startup.directory_missing", .telemetry, .info,
      in: ["StartupChecks.java", "DatabaseDescriptor.java"],
      origin: "StartupChecks: it is created next.",
      ["Directory {directory:text} doesn't exist"],
      samples: [
        """
        WARN  [main] 2026-11-21 04:52:08,597 StartupChecks.java:332 - Directory /var/lib/cassandra/data \
        doesn't exist
        """
      ]),
    MessageTemplate(
      "startup.degraded_mode", .pressure, .info, in: ["StartupChecks.java", "SigarLibrary.java"],
      origin: "SigarLibrary; StartupChecks in 6.0.",
      ["Cassandra server running in degraded mode. {checks:text}"],
      samples: [
        """
        WARN  [main] 2023-04-30 09:23:35,581 SigarLibrary.java:174 - Cassandra server running in \
        degraded mode. Is swap disabled? : false,  Address space adequate? : true,  nofile limit \
        adequate? : true, nproc limit adequate? : true 
        """
      ]),
    MessageTemplate(
      "startup.openjdk", .telemetry, .info, in: ["StartupChecks.java"],
      origin: "StartupChecks of 2.x and 3.x.",
      ["OpenJDK is not recommended"],
      samples: [
        """
        WARN  [main] 2024-05-12 03:14:15,933 StartupChecks.java:170 - OpenJDK is not recommended. \
        Please upgrade to the newest Oracle Java release
        """
      ]),
    MessageTemplate(
      "startup.memory_not_locked", .pressure, .info,
      in: ["NativeLibrary.java", "NativeLibraryLinux.java", "CLibrary.java"],
      origin: "NativeLibrary.tryMlockall.",
      ["Unable to lock JVM memory (ENOMEM)"],
      samples: [
        """
        WARN  [main] 2024-05-12 03:14:15,933 NativeLibrary.java:187 - Unable to lock JVM memory \
        (ENOMEM). This can result in part of the JVM being swapped out, especially with mmapped I/O \
        enabled. Increase RLIMIT_MEMLOCK.
        """
      ]),
    MessageTemplate(
      "startup.trigger_directory", .telemetry, .info, in: ["FBUtilities.java"],
      origin: "FBUtilities.cassandraTriggerDir: no triggers are installed.",
      ["Trigger directory doesn't exist"],
      samples: [
        """
        WARN  [Repair-Task:1] 2026-11-21 05:36:26,541 FBUtilities.java:408 - Trigger directory doesn't \
        exist, please create it and try again.
        """
      ]),
    MessageTemplate(
      "startup.gossip_generation", .telemetry, .info, in: ["SystemKeyspace.java"],
      origin: """
        SystemKeyspace.incrementAndGetGeneration: restarted within a second, or the clock stepped \
        back.
        """,
      [
        """
        Using stored Gossip Generation {generation:digits} as it is greater than current system time \
        {now:digits}
        """
      ],
      samples: [
        """
        WARN  [main] 2026-11-21 05:24:50,696 SystemKeyspace.java:1264 - Using stored Gossip Generation \
        1795238690 as it is greater than current system time 1795238690.  See CASSANDRA-3654 if you \
        experience problems
        """
      ]),
  ]
}

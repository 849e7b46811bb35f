// Node attributes in the records of a start, and settings changed at runtime. Sources: Config,
// CassandraDaemon, DatabaseDescriptor, StorageService, SystemKeyspace.

import CassandraModel

enum ConfigurationMessages {
  static let all: [MessageTemplate] = [
    MessageTemplate(
      "config.node_configuration", .attributes, .info, in: ["Config.java", "YamlConfigurationLoader.java"],
      origin: """
        Config.log; YamlConfigurationLoader in 2.1. Printed before defaults are applied: null means \
        not set. `settings` is `key=value; …`.
        """,
      ["Node configuration:[{settings:greedy}]"],
      samples: [
        """
        INFO  [main] 2024-05-12 01:58:40,612 Config.java:1181 - Node \
        configuration:[compaction_throughput=64MiB/s; concurrent_compactors=null; \
        data_file_directories=[Ljava.lang.String;@2f7298b; disk_failure_policy=stop; \
        tombstone_warn_threshold=1000]
        """
      ]),
    MessageTemplate(
      "config.hostname", .attributes, .info, in: ["CassandraDaemon.java"],
      origin: "CassandraDaemon.logSystemInfo; with storage and TLS ports from 4.0 on.",
      [
        "Hostname: {host_name:word}:{storage_port:digits}:{tls_port:digits}",
        "Hostname: {host_name:word}",
      ],
      samples: [
        "INFO  [main] 2026-11-21 05:31:25,987 CassandraDaemon.java:618 - Hostname: pay-a1:7000:7001",
        "INFO  [main] 2026-11-21 04:52:07,680 CassandraDaemon.java:490 - Hostname: cart-1",
      ]),
    MessageTemplate(
      "config.jvm", .attributes, .info, in: ["CassandraDaemon.java"],
      origin: "CassandraDaemon.logSystemInfo.",
      ["JVM vendor/version: {jvm:text}/{jvm_version:word}"],
      samples: [
        """
        INFO  [main] 2026-11-21 04:45:42,302 CassandraDaemon.java:625 - JVM vendor/version: OpenJDK \
        64-Bit Server VM/11.0.24
        """
      ]),
    MessageTemplate(
      "config.heap", .attributes, .info, in: ["CassandraDaemon.java"],
      origin: "CassandraDaemon.logSystemInfo; raw bytes up to 3.0.",
      ["Heap size: {heap_bytes:size}/{heap_max_bytes:size}"],
      samples: [
        "INFO  [main] 2026-11-21 04:45:42,303 CassandraDaemon.java:626 - Heap size: 880.000MiB/880.000MiB",
        "INFO  [main] 2024-05-12 03:14:15,933 CassandraDaemon.java:487 - Heap size: 1038876672/1038876672",
      ]),
    MessageTemplate(
      "config.jvm_arguments", .attributes, .info, in: ["CassandraDaemon.java"],
      origin: "CassandraDaemon.logSystemInfo: user.timezone, and what happens on OutOfMemoryError.",
      ["JVM Arguments: [{arguments:greedy}]"],
      samples: [
        """
        INFO  [main] 2024-05-12 03:14:15,933 CassandraDaemon.java:635 - JVM Arguments: [-Xms1G, -Xmx1G, \
        -Duser.timezone=Europe/Berlin, -XX:+HeapDumpOnOutOfMemoryError, -XX:OnOutOfMemoryError=kill -9 %p]
        """
      ]),
    MessageTemplate(
      "config.disk_access_mode", .attributes, .info, in: ["DatabaseDescriptor.java"],
      origin: "DatabaseDescriptor.",
      [
        "DiskAccessMode 'auto' determined to be {mode:word}, indexAccessMode is {index_mode:word}",
        "DiskAccessMode is {mode:word}, indexAccessMode is {index_mode:word}",
      ],
      samples: [
        """
        INFO  [main] 2026-11-21 04:45:39,542 DatabaseDescriptor.java:465 - DiskAccessMode 'auto' \
        determined to be mmap, indexAccessMode is mmap
        """,
        """
        INFO  [main] 2026-11-21 05:04:12,429 DatabaseDescriptor.java:551 - DiskAccessMode is standard, \
        indexAccessMode is mmap
        """,
      ]),
    MessageTemplate(
      "config.git_sha", .attributes, .info, in: ["StorageService.java"],
      origin: "StorageService.initServer, 5.0+.",
      ["Git SHA: {sha:word}"],
      samples: [
        """
        INFO  [main] 2026-11-21 05:04:18,299 StorageService.java:969 - Git SHA: \
        b5f2a54210d541339c2e7c17a794195cac0e67c2
        """
      ]),
    MessageTemplate(
      "config.throughput_changed", .operatorAction, .info, in: ["StorageService.java"],
      origin: """
        StorageService.setCompactionThroughputMbPerSec, 4.1+; nothing is logged before. 0 is \
        unlimited.
        """,
      [
        """
        compactionthroughput: throttle set to {limit_mib_per_s:int} mebibytes per second (was \
        {previous_mib_per_s:decimal} mebibytes per second)
        """
      ],
      samples: [
        """
        INFO  [RMI TCP Connection(20)-127.0.0.1] 2026-11-21 05:24:07,714 StorageService.java:1799 - \
        compactionthroughput: throttle set to 0 mebibytes per second (was 1.0 mebibytes per second)
        """
      ]),
    MessageTemplate(
      "config.stream_throughput_changed", .operatorAction, .info, in: ["StorageService.java"],
      origin: "StorageService, 3.0+; units differ between versions.",
      [
        """
        setstreamthroughput: throttle set to {limit_megabits_per_s:int} megabits per second (was \
        approximately {previous_megabits_per_s:decimal} megabits per second)
        """,
        "setstreamthroughput: throttle set to {limit:text}",
        "setinterdcstreamthroughput: throttle set to {limit:text}",
      ],
      samples: [
        """
        INFO  [RMI TCP Connection(13)-127.0.0.1] 2026-11-21 05:39:09,439 StorageService.java:1662 - \
        setstreamthroughput: throttle set to 200 megabits per second (was approximately 8.0 megabits \
        per second)
        """,
        """
        INFO  [RMI TCP Connection(3)-127.0.0.1] 2024-05-12 03:14:15,933 StorageService.java:1500 - \
        setstreamthroughput: throttle set to 200
        """,
        """
        INFO  [RMI TCP Connection(3)-127.0.0.1] 2024-05-12 03:14:15,933 StorageService.java:1510 - \
        setinterdcstreamthroughput: throttle set to 200
        """,
      ]),
    MessageTemplate(
      "config.validations_changed", .operatorAction, .info, in: ["StorageService.java"],
      origin: "StorageService, 4.0+.",
      ["Setting concurrent_validations to {validations:int}"],
      samples: [
        """
        INFO  [RMI TCP Connection(3)-127.0.0.1] 2024-05-12 03:14:15,933 StorageService.java:1530 - \
        Setting concurrent_validations to 2
        """
      ]),
    MessageTemplate(
      "node.host_id_created", .attributes, .info, in: ["SystemKeyspace.java"],
      origin: "SystemKeyspace.getOrInitializeLocalHostId: WARN at the first start of a node, only then.",
      ["No host ID found, created {host_id:uuid}"],
      samples: [
        """
        WARN  [main] 2026-11-21 04:45:51,291 SystemKeyspace.java:1253 - No host ID found, created \
        a2a5e74d-7b7c-426a-b43b-58fdba0e97bc (Note: This should happen exactly once per node).
        """
      ]),
    MessageTemplate(
      "node.storage_address", .attributes, .info,
      in: ["InboundConnectionInitiator.java", "MessagingService.java"],
      origin: "InboundConnectionInitiator 4.0+, MessagingService before.",
      [
        "Listening on address: ({address:word}), nic: {nic:word}, encryption: {encryption:word}",
        "Starting Messaging Service on port {storage_port:int}",
        "Starting Messaging Service on {address:word}",
      ],
      samples: [
        """
        INFO  [main] 2026-11-21 05:09:48,544 InboundConnectionInitiator.java:154 - Listening on \
        address: (/127.0.0.1:7000), nic: lo, encryption: unencrypted
        """,
        """
        INFO  [main] 2026-11-21 04:52:19,243 MessagingService.java:750 - Starting Messaging Service on \
        /127.0.0.5:7000
        """,
        """
        INFO  [main] 2019-12-18 11:17:49,346 MessagingService.java:478 - Starting Messaging Service on \
        port 7000
        """,
      ]),
    MessageTemplate(
      "node.cql_address", .attributes, .info, in: ["PipelineConfigurator.java", "Server.java"],
      origin: "PipelineConfigurator 4.0+, Server before.",
      ["Starting listening for CQL clients on {address:word} ({encryption:word})"],
      samples: [
        """
        INFO  [main] 2026-11-21 04:46:06,429 PipelineConfigurator.java:146 - Starting listening for CQL \
        clients on /127.0.0.5:9042 (unencrypted)...
        """,
        """
        INFO  [main] 2026-11-21 04:52:31,897 Server.java:159 - Starting listening for CQL clients on \
        /127.0.0.5:9042 (unencrypted)...
        """,
      ]),
  ]
}

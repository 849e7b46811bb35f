// The life of the process: start, version, ready, drain, stop. Sources: YamlConfigurationLoader,
// CassandraDaemon, StorageService, Gossiper.

import CassandraModel

enum ProcessMessages {
  static let all: [MessageTemplate] = [
    MessageTemplate(
      "process.starting", .processStarted, .info, in: ["YamlConfigurationLoader.java"],
      origin: """
        YamlConfigurationLoader, the first record of a start. A start that is refused goes no \
        further than this.
        """,
      ["Configuration location: {config_file:text}"],
      samples: [
        """
        INFO  [main] 2026-11-21 04:45:38,328 YamlConfigurationLoader.java:104 - Configuration location: \
        file:/etc/cassandra/cassandra.yaml
        """
      ]),
    MessageTemplate(
      "process.version", .attributes, .info, in: ["StorageService.java"],
      origin: "StorageService.initServer; SSTables are opened before it.",
      ["Cassandra version: {version:word}"],
      samples: [
        "INFO  [main] 2026-11-21 04:45:53,735 StorageService.java:900 - Cassandra version: 4.1.10",
        "INFO  [main] 2026-11-21 05:24:50,342 StorageService.java:732 - Cassandra version: 6.0-alpha2",
      ]),
    MessageTemplate(
      "process.dse_version", .attributes, .info,
      in: ["StorageService.java", "DseDaemon.java", "DseModule.java"],
      origin: "DSE, before the version of the Cassandra inside.",
      ["DSE version: {dse_version:word}"],
      samples: [
        "INFO  [main] 2020-01-10 15:28:02,492  DseDaemon.java:503 - DSE version: 6.7.7",
        "INFO  [DSE main thread] 2020-07-20 09:09:40,790  StorageService.java:739 - DSE version: 6.8.1",
      ]),
    MessageTemplate(
      "process.ready", .processReady, .info, in: ["CassandraDaemon.java"],
      origin: "CassandraDaemon.start. In 4.0 to 5.0 the first compactions start just before it.",
      ["Startup complete"],
      samples: ["INFO  [main] 2026-11-21 04:46:06,457 CassandraDaemon.java:761 - Startup complete"]),
    MessageTemplate(
      "process.draining", .processStopping, .info, in: ["StorageService.java"],
      origin: "StorageService.drain: INFO for nodetool drain, DEBUG in the shutdown hook.",
      [
        "DRAINING: starting drain process",
        "starting drain process",
      ],
      samples: [
        """
        DEBUG [StorageServiceShutdownHook] 2026-11-21 04:49:10,649 StorageService.java:1922 - DRAINING: \
        starting drain process
        """,
        """
        INFO  [RMI TCP Connection(215)-127.0.0.1] 2026-11-21 05:31:13,430 StorageService.java:3875 - \
        starting drain process
        """,
      ]),
    MessageTemplate(
      "process.drained", .processStopping, .info, in: ["StorageService.java"],
      origin: "StorageService.drain.",
      ["DRAINED"],
      samples: [
        "DEBUG [StorageServiceShutdownHook] 2026-11-21 04:49:15,214 StorageService.java:1922 - DRAINED"
      ]),
    // On other threads it is policy.gossip_stop_comment.
    MessageTemplate(
      "operator.gossip_stopped", .operatorAction, .info, in: ["StorageService.java"], on: ["RMI ", "JMX"],
      origin: "StorageService.stopGossiping for nodetool disablegossip; process.stopping follows.",
      ["Stopping gossip by operator request"],
      samples: [
        """
        WARN  [RMI TCP Connection(4)-127.0.0.1] 2024-05-12 03:14:15,933 StorageService.java:400 - Stopping \
        gossip by operator request
        """
      ]),
    MessageTemplate(
      "operator.gossip_started", .operatorAction, .info, in: ["StorageService.java"],
      origin: "StorageService.startGossiping for nodetool enablegossip.",
      ["Starting gossip by operator request"],
      samples: [
        """
        WARN  [RMI TCP Connection(6)-127.0.0.1] 2024-05-12 03:24:15,933 StorageService.java:420 - Starting \
        gossip by operator request
        """
      ]),
    // On other threads it is policy.shutdown_announced.
    MessageTemplate(
      "process.stopping", .processStopping, .info,
      in: ["Gossiper.java"], on: ["StorageServiceShutdownHook", "RMI "],
      origin: "Gossiper.stop in the shutdown hook or for nodetool.",
      ["Announcing shutdown"],
      samples: [
        """
        INFO  [StorageServiceShutdownHook] 2026-11-21 04:42:13,306 Gossiper.java:2060 - Announcing \
        shutdown
        """,
        """
        INFO  [RMI TCP Connection(23)-127.0.0.1] 2026-11-21 05:24:24,673 Gossiper.java:2139 - \
        Announcing shutdown
        """,
      ]),
    MessageTemplate(
      "process.shutting_down", .processStopping, .info, in: ["CassandraDaemon.java"],
      origin: "CassandraDaemon.stop.",
      ["Cassandra shutting down..."],
      samples: [
        """
        INFO  [StorageServiceShutdownHook] 2024-05-12 03:14:15,933 CassandraDaemon.java:560 - Cassandra \
        shutting down...
        """
      ]),
    MessageTemplate(
      "process.shutdown_complete", .processStopping, .info, in: ["StorageService.java"],
      origin: "StorageService, 5.0+: the last line of an orderly stop.",
      ["Cassandra shutdown complete"],
      samples: [
        """
        INFO  [StorageServiceShutdownHook] 2026-11-21 05:05:41,700 StorageService.java:1004 - Cassandra \
        shutdown complete
        """
      ]),
    MessageTemplate(
      "process.cql_stopped", .telemetry, .info, in: ["Server.java"],
      origin: """
        Server.close: at shutdown, for nodetool disablebinary, and as a consequence of the \
        disk-failure policy.
        """,
      ["Stop listening for CQL clients"],
      samples: [
        """
        INFO  [StorageServiceShutdownHook] 2026-11-21 04:42:13,305 Server.java:171 - Stop listening for \
        CQL clients
        """
      ]),
    MessageTemplate(
      "process.gossip_silent", .telemetry, .info, in: ["Gossiper.java"],
      origin: "Gossiper.stop of a node that has left the ring.",
      ["No local state, state is in silent shutdown, or node hasn't joined"],
      samples: [
        """
        WARN  [RMI TCP Connection(15)-127.0.0.1] 2026-11-21 05:39:21,143 Gossiper.java:2148 - No local \
        state, state is in silent shutdown, or node hasn't joined, not announcing shutdown
        """
      ]),
    MessageTemplate(
      "node.joining", .membership, .info, in: ["StorageService.java"],
      origin: "StorageService.setMode: at every start; with streams only for a new node.",
      ["JOINING: {step:text}"],
      samples: [
        "INFO  [main] 2026-11-21 05:32:21,092 StorageService.java:1920 - JOINING: Starting to bootstrap..."
      ]),
    MessageTemplate(
      "node.bootstrapped", .membership, .info, in: ["StorageService.java"],
      origin: "StorageService.",
      ["Bootstrap completed for tokens [{tokens:greedy}]"],
      samples: [
        """
        INFO  [main] 2024-05-12 03:14:15,933 StorageService.java:2072 - Bootstrap completed for tokens \
        [-1900870523786454887, -1118987061895532232]
        """
      ]),
  ]
}

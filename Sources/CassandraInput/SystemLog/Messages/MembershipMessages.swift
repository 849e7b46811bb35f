// Peers as this node sees them. Sources: Gossiper, StorageService, MigrationCoordinator.

import CassandraModel

enum MembershipMessages {
  static let all: [MessageTemplate] = [
    MessageTemplate(
      "peer.up", .membership, .info, in: ["Gossiper.java"],
      origin: "Gossiper.realMarkAlive; with a port from 4.0 on.",
      ["InetAddress {peer:word} is now UP"],
      samples: [
        """
        INFO  [GossipStage:1] 2026-11-21 05:32:04,627 Gossiper.java:1412 - InetAddress /127.0.0.32:7000 \
        is now UP
        """
      ]),
    MessageTemplate(
      "peer.down", .membership, .warning, in: ["Gossiper.java"],
      origin: "Gossiper.markDead.",
      ["InetAddress {peer:word} is now DOWN"],
      samples: [
        """
        INFO  [GossipStage:1] 2026-11-21 05:34:32,649 Gossiper.java:1428 - InetAddress /127.0.0.33:7000 \
        is now DOWN
        """
      ]),
    MessageTemplate(
      "peer.restarted", .membership, .info, in: ["Gossiper.java"],
      origin: "Gossiper.handleMajorStateChange.",
      ["Node {peer:word} has restarted, now UP"],
      samples: [
        """
        INFO  [GossipStage:1] 2026-11-21 05:35:44,591 Gossiper.java:1465 - Node /127.0.0.32:7000 has \
        restarted, now UP
        """
      ]),
    MessageTemplate(
      "peer.joined", .membership, .info, in: ["Gossiper.java"],
      origin: "Gossiper.handleMajorStateChange.",
      ["Node {peer:word} is now part of the cluster"],
      samples: [
        """
        INFO  [GossipStage:1] 2026-11-21 05:32:04,613 Gossiper.java:1467 - Node /127.0.0.32:7000 is now \
        part of the cluster
        """
      ]),
    MessageTemplate(
      "node.state_jump", .membership, .info, in: ["StorageService.java"],
      origin: "StorageService.onChange handlers, for the node itself and for peers; lower case up to 2.0.",
      ["Node {peer:word} state jump to {state:word}"],
      samples: [
        """
        INFO  [main] 2026-11-21 04:45:57,660 StorageService.java:3111 - Node /127.0.0.5:7000 state jump \
        to NORMAL
        """,
        """
        INFO  [StorageServiceShutdownHook] 2026-11-21 04:56:26,174 StorageService.java:2595 - Node \
        /127.0.0.5 state jump to shutdown
        """,
      ]),
    MessageTemplate(
      "peer.schema_skipped", .telemetry, .info,
      in: ["NoSpamLogger.java", "MigrationCoordinator.java", "MigrationTask.java"],
      origin: "MigrationCoordinator: the peer is down.",
      ["Can't send schema pull request: node {peer:word} is down"],
      samples: [
        """
        WARN  [MigrationStage:1] 2026-11-21 05:32:05,515 NoSpamLogger.java:108 - Can't send schema pull \
        request: node /127.0.0.31:7000 is down.
        """
      ]),
  ]
}

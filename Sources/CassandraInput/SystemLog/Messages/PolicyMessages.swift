// Actions of the disk-failure policy. They are consequences, and belong to the failure on the same thread up
// to five seconds before or after them. Sources: DefaultFSErrorHandler, StorageService,
// DisallowedDirectories, JVMStabilityInspector.

import CassandraModel

enum PolicyMessages {
  static let all: [MessageTemplate] = [
    MessageTemplate(
      "policy.transports_stopped", .policyReaction, .critical, in: ["DefaultFSErrorHandler.java"],
      origin: """
        DefaultFSErrorHandler, 3.0.22+, 3.11.8+, 4.0+. With `stop` only for FSErrors, with \
        `stop_paranoid` and `die` for corrupt SSTables, too. The second wording: `best_effort` with \
        no directory left.
        """,
      [
        "Stopping transports as disk_failure_policy is {policy:word}",
        "Stopping transports: {cause:text}",
      ],
      samples: [
        """
        ERROR [CompactionExecutor:2] 2026-11-21 05:03:13,138 DefaultFSErrorHandler.java:72 - Stopping \
        transports as disk_failure_policy is stop
        """,
        """
        ERROR [CompactionExecutor:2] 2024-05-12 03:14:15,933 DefaultFSErrorHandler.java:100 - Stopping \
        transports: The data directories for the shop keyspace have been marked as unwritable
        """,
      ]),
    MessageTemplate(
      "policy.native_transport_stopped", .policyReaction, .critical,
      in: ["StorageService.java", "FileUtils.java"],
      origin: "StorageService.stopTransports; only the first time.",
      [
        "Stopping native transport",
        "Stopping RPC server",
      ],
      samples: [
        """
        ERROR [CompactionExecutor:2] 2026-11-21 05:03:13,138 StorageService.java:616 - Stopping native \
        transport
        """,
        """
        ERROR [CompactionExecutor:2] 2024-05-12 03:14:15,933 StorageService.java:430 - Stopping RPC server
        """,
      ]),
    MessageTemplate(
      "policy.gossip_stopped", .policyReaction, .critical, in: ["StorageService.java", "FileUtils.java"],
      origin: "StorageService.stopTransports.",
      ["Stopping gossiper"],
      samples: [
        "ERROR [CompactionExecutor:2] 2026-11-21 05:03:13,161 StorageService.java:621 - Stopping gossiper"
      ]),
    MessageTemplate(
      "policy.gossip_stop_comment", .policyReaction, .info, in: ["StorageService.java"],
      origin: "StorageService.stopGossiping prints it whoever asked.",
      ["Stopping gossip by operator request"],
      samples: [
        """
        WARN  [CompactionExecutor:2] 2026-11-21 05:03:13,161 StorageService.java:520 - Stopping gossip \
        by operator request
        """
      ]),
    MessageTemplate(
      "policy.directory_disallowed", .policyReaction, .critical,
      in: ["DisallowedDirectories.java", "BlacklistedDirectories.java"],
      origin: """
        DisallowedDirectories: `best_effort` gave a directory up. The older class said blacklisting.
        """,
      [
        "Disallowing {directory:text} for writes",
        "Disallowing {directory:text} for reads",
        "Blacklisting {directory:text} for writes",
        "Blacklisting {directory:text} for reads",
      ],
      samples: [
        """
        WARN  [CompactionExecutor:7] 2024-05-12 03:55:02,650 DisallowedDirectories.java:109 - \
        Disallowing /var/lib/cassandra/data2 for writes
        """,
        """
        WARN  [CompactionExecutor:7] 2024-05-12 03:14:15,933 DisallowedDirectories.java:90 - \
        Disallowing /var/lib/cassandra/data2 for reads
        """,
        """
        WARN  [CompactionExecutor:7] 2024-05-12 03:14:15,933 BlacklistedDirectories.java:95 - \
        Blacklisting /var/lib/cassandra/data2 for writes
        """,
        """
        WARN  [CompactionExecutor:7] 2024-05-12 03:14:15,933 BlacklistedDirectories.java:80 - \
        Blacklisting /var/lib/cassandra/data2 for reads
        """,
      ]),
    MessageTemplate(
      "policy.jvm_killed", .policyReaction, .critical, in: ["JVMStabilityInspector.java"],
      origin: "JVMStabilityInspector.Killer, 2.1+: policy `die`, too many open files, an unstable JVM.",
      ["JVM state determined to be unstable. Exiting forcefully due to:"],
      samples: [
        """
        ERROR [CompactionExecutor:9] 2024-05-12 03:14:15,933 JVMStabilityInspector.java:130 - JVM state \
        determined to be unstable.  Exiting forcefully due to:
        """
      ]),
    // On the shutdown hook and RMI threads this is process.stopping, which is tried first.
    MessageTemplate(
      "policy.shutdown_announced", .policyReaction, .info, in: ["Gossiper.java"],
      origin: "Gossiper.stop on a failing thread: what the policy did, not a stop of the process.",
      ["Announcing shutdown"],
      samples: [
        "INFO  [CompactionExecutor:2] 2026-11-21 05:03:13,161 Gossiper.java:2139 - Announcing shutdown"
      ]),
  ]
}

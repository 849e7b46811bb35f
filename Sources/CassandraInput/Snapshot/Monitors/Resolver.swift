// The backlog resolver: lines of its log only.
//
//     2024-05-12 14:02:11 [INFO] Target: 32 MB/s, 4 threads
//     2024-05-12 14:02:56 [INFO] Attempt 1: Pending bytes = 382.10 GiB

import CassandraModel

extension MonitorKind {
  static let resolver = MonitorKind(
    name: "backlog resolver", command: "resolver",
    messages: [
      MonitorMessage(
        "Target: {throughput_mb_sec:int} MB/s, {threads:int} threads", .event(.monitorResolverTarget, .info)),
      MonitorMessage(
        "Attempt {attempt:int}: Pending bytes = {remaining_bytes:size}",
        .poll(.monitorResolverAttempt, .info, sample: nil)),
      MonitorMessage(
        "Backlog draining successfully. Scaling complete.", .event(.monitorResolverDrained, .info)),
      MonitorMessage(
        "Insufficient drain rate ({reduction_percent:decimal}%). Rolling back.",
        .event(.monitorResolverRolledBack, .warning)),
      MonitorMessage(
        "Failed to apply scaling parameters. Rolling back.", .event(.monitorResolverRolledBack, .warning)),
      MonitorMessage("Unable to read pending bytes. Aborting.", .abort(.monitorResolverAborted, .warning)),
      MonitorMessage("Node not in UN state. Exiting.", .event(.monitorResolverRefused, .warning)),
      MonitorMessage("nodetool [{arguments:text}] failed: ", .failure),
      MonitorMessage("nodetool [{arguments:text}] timed out after ", .failure),
    ])
}

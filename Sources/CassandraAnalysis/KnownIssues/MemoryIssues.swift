// Known bugs of memory exhaustion and of its handling.

import CassandraModel

extension KnownIssue {
  static let memory: [KnownIssue] = [removedOnOutOfMemory, nullMessage, schemaRecursion]

  private static let removedOnOutOfMemory = KnownIssue(
    18336,
    "With best_effort, a file that cannot be mapped for lack of memory counts as a disk that cannot be read.",
    in: [
      Releases("3.0.0", "3.0.29"), Releases("3.1", "3.11.15"), Releases("4.0.0", "4.0.10"),
      Releases("4.1.0", "4.1.2"),
    ],
    effect:
      "All SSTables of the data directory are taken out of the node's view: reads miss their data until the restart.",
    workaround: [
      "Set disk_failure_policy: stop, and restart the node: its SSTables are read again.",
      "Raise vm.max_map_count to 1048575: sysctl -w vm.max_map_count=1048575.",
      "Repair the tables afterwards: nodetool repair -full KEYSPACE.",
    ],
    never: ["Do not replace the disk for it: it is sound."],
    sources: [.changes(["3.0.29", "3.11.15", "4.0.10", "4.1.2"]), .commit("3c54b2aaba")],
    signature: .all([.exception(["FSReadError"]), .rootException(["OutOfMemoryError"])]),
    setting: Setting(name: "disk_failure_policy", values: ["best_effort"]),
    sample: .example(
      on: "CompactionExecutor:4",
      [
        "org.apache.cassandra.io.FSReadError: java.io.IOException: Map failed",
        "at org.apache.cassandra.io.util.ChannelProxy.map",
        "java.io.IOException: Map failed",
        "at sun.nio.ch.FileChannelImpl.map",
        "java.lang.OutOfMemoryError: Map failed",
      ]))

  private static let nullMessage = KnownIssue(
    16294, "The check for a lack of file handles fails on an exception without a message.",
    in: [Releases("2.1.10", "3.0.24"), Releases("3.1", "3.11.10")],
    effect: "The first exception is lost from the log, and the policy for it does not act.",
    workaround: ["Look at the files and sockets of the process: the hidden exception is about one of them."],
    sources: [
      .changes(["3.0.24", "3.11.10", "4.0-beta4"]), .commit("068d87acfb"),
      .code("JVMStabilityInspector", at: "2.1.10"),
    ],
    signature: .thrown("NullPointerException", through: "utils.JVMStabilityInspector.inspectThrowable"),
    sample: .example(
      on: "MessagingService-Incoming-/10.0.0.3",
      [
        "java.lang.NullPointerException",
        "at org.apache.cassandra.utils.JVMStabilityInspector.inspectThrowable",
        "at org.apache.cassandra.net.IncomingTcpConnection.run",
      ]))

  private static let schemaRecursion = KnownIssue(
    19166, "Each change of the schema wraps the map of all tables once more.",
    in: [Releases("4.1.0", "4.1.4")],
    effect: "After thousands of schema changes without a restart, all further ones fail on the node.",
    workaround: ["Restart the node: the map is then made anew."],
    sources: [
      .changes(["4.1.4", "4.1.5"]), .commit("a443990bfa"), .code("TableMetadataRefCache", at: "4.1.3"),
    ],
    signature: .thrown("StackOverflowError", through: "java.util.Collections$UnmodifiableMap."),
    settledBy: "many CREATE, ALTER and DROP statements since the start of the process",
    sample: .example(
      on: "MigrationStage:1",
      [
        "java.lang.StackOverflowError",
        "at java.util.Collections$UnmodifiableMap.get",
        "at java.util.Collections$UnmodifiableMap.get",
      ]))
}

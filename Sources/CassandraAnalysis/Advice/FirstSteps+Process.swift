// First steps for memory, limits of the process, its end, its network and its bugs.
//
// Read against the documentation of the JVM's OutOfMemoryError, systemd's limits and Cassandra's production settings.

extension FirstSteps {
  /// RB-2: memory ran out.
  static let outOfMemory: Procedure = { context in
    if context.isOver { return memoryIsBack(context) }
    let restart: Action? =
      context.isProcessGone
      ? Action("nodetool status", "start the node; expect UN")
      : context.kind == .memoryHeap
        ? Action("nodetool drain", "then restart: a JVM after OutOfMemoryError is not safe to keep running")
        : nil
    let cause: Action? =
      if context.cause == "memory.heap_too_small", let before = context.valueBefore {
        Action("restore the heap to \(before) in jvm-server.options or cassandra-env.sh")
      } else if context.kind == .memoryMapFailed {
        Action("sysctl vm.max_map_count", "set it to 1048575; thousands of SSTables are a backlog")
      } else if context.kind == .memoryNativeThread {
        Action(
          "cat /proc/$(pgrep -f CassandraDaemon)/limits",
          "raise Max processes and the pids limit of the cgroup")
      } else if context.kind == .memoryDirectBuffer {
        Action("raise -XX:MaxDirectMemorySize, or lower file_cache_size and the networking pools")
      } else if context.cause == "process.kernel_memory" {
        Action("dmesg -T", "confirm the OOM killer; heap and off-heap memory together must fit the host")
      } else {
        Action(
          context.filled(.tableHistograms), "find the partition or cell that is too large for the heap")
      }
    return FirstSteps(
      [
        cause, restart,
        context.filled(.setConcurrentCompactors).map {
          Action(
            $0.replacing("COUNT", with: "1"),
            "fewer compactions at a time, until the large partition is mended")
        },
      ], never: [Prohibition.restartIntoFault])
  }

  /// The process runs again without the error.
  private static func memoryIsBack(_ context: AdviceContext) -> FirstSteps {
    let steps: [Action?] =
      if context.cause == "memory.heap_too_small", let before = context.valueBefore {
        [
          Action(
            "keep the heap at \(before); find what lowered it: jvm-server.options, cassandra-env.sh, the deployment"
          )
        ]
      } else {
        [
          Action(
            context.filled(.tableHistograms), "find the partition or cell that is too large for the heap"),
          Action("keep the heap dump, java_pid*.hprof: it names what filled the heap"),
        ]
      }
    return FirstSteps(steps, never: [Prohibition.restartIntoFault])
  }

  /// RB-5: limits and ownership.
  static let limits: Procedure = { context in
    if context.kind == .ioPermission {
      return FirstSteps(
        [
          Action(
            context.directoryArgument.map { "ls -ln " + $0 },
            context.directoryArgument == nil
              ? "find files in the data directories of another owner than Cassandra's user"
              : "files of another owner than Cassandra's user"),
          Action("with the node stopped, chown them to that user; find the tool that ran as root"),
          context.rejoin(after: "with the right owner"),
        ], never: [Prohibition.deleteFiles])
    }
    return FirstSteps(
      [
        Action(
          "grep 'open files' /proc/$(pgrep -f CassandraDaemon)/limits; ls /proc/$(pgrep -f CassandraDaemon)/fd | wc -l",
          "how near is the limit"),
        Action(
          "set LimitNOFILE=100000 or more for the service"
            + (context.isOver ? "" : ", and restart the node")),
        Action(context.filled(.tableStats), "thousands of SSTables of one table are a backlog"),
      ], never: [Prohibition.deleteFiles])
  }

  /// RB-10: the process has ended.
  static let processGone: Procedure = { context in
    FirstSteps(
      [
        Action(
          "journalctl -u cassandra; dmesg -T; ls -l hs_err_pid*.log", "who or what ended the process"),
        context.rejoin(after: "when the cause is known"),
      ], never: [Prohibition.restartIntoFault])
  }

  /// A start that was given up: its last error is the reason.
  static let startRefused: Procedure = { context in
    FirstSteps(
      [
        context.isOver ? nil : Action("put right what the last ERROR record of the start names"),
        Action("nodetool status", context.isOver ? "expect UN" : "start the node; expect UN"),
      ],
      never: [
        "Do not wipe the data or the commit log to make it start.", Prohibition.restartIntoFault,
      ])
  }

  /// RB-9: network.
  static let network: Procedure = { context in
    FirstSteps([
      Action(context.filled(.status), "which peers are not UN"),
      Action("nodetool netstats; ping PEER; nc -vz PEER 7000", "is the peer reachable on its storage port"),
    ])
  }

  /// RB-8: a bug.
  static let softwareBug: Procedure = { context in
    let open = context.knownIssues.first { !$0.isCertain }
    return FirstSteps([
      open.map {
        Action(
          "hindsight explain \($0.issue.id)",
          "find out whether it is this bug, and what to do until the upgrade")
      }
        ?? Action("look the root exception up at issues.apache.org/jira/browse/CASSANDRA, with the release"),
      Action("keep the log from the last start on: a report needs the whole trace"),
    ])
  }
}

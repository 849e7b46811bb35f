// First steps for writes that are too large, hints, and repairs that failed: none of them is about a disk, a peer's
// network or tombstones.
//
// Read against Mutation.validateSize, BatchStatement.verifyBatchSize, HintsDispatchExecutor and the documentation of
// nodetool repair: a damaged hints file is put aside by the node, and what it held comes back by a repair only.

extension FirstSteps {
  /// A partition that is too large.
  static let largePartition: Procedure = { context in
    FirstSteps(
      [
        Action(context.filled(.tableHistograms), "how large are the partitions of the table"),
        Action(
          "split the partition that the record names: a bucket in its key; or delete it if it is not needed"),
      ], never: [Prohibition.rewrite])
  }

  /// A write or a batch above its limit, which was rejected.
  static let writeTooLarge: Procedure = { _ in
    FirstSteps([
      Action("find the writer: the record or the client's log names the table"),
      Action(
        "split the write; a mutation may have half of commitlog_segment_size, a batch batch_size_fail_threshold"
      ),
    ])
  }

  /// A hints file that cannot be read.
  static let damagedHints: Procedure = { context in
    FirstSteps(
      [
        context.isProcessGone
          ? Action("move the .hints file that the record names to another volume, then start the node") : nil,
        Action(
          "nodetool repair -full -pr KEYSPACE",
          "in a quiet window, on the node that the hints were for: its host id starts the file's name"),
      ], never: [Prohibition.repairNow, Prohibition.interruptRepair])
  }

  /// A repair that failed for a reason that this node's log does not tell.
  static let repairFailed: Procedure = { context in
    FirstSteps(
      [
        Action(
          "grep SESSION_ID /var/log/cassandra/*.log",
          "on each replica: the log of the node where the session died has the cause"),
        Action(
          "\(context.filled(.compactionStats) ?? "nodetool compactionstats"); nodetool netstats",
          "what else runs; a repair waits until pending compactions are below 8"),
        Action(
          "start the repair again, table by table; with Reaper: smaller segments or a longer segment timeout"),
      ], never: [Prohibition.repairNow, Prohibition.interruptRepair])
  }

  /// A repair that was ended by request.
  static let repairTerminated: Procedure = { _ in
    FirstSteps(
      [
        Action("who ended it: an operator, or Reaper over a segment that took longer than its timeout"),
        Action("start the repair again; with Reaper: smaller segments or a longer segment timeout"),
      ], never: [Prohibition.repairNow])
  }
}

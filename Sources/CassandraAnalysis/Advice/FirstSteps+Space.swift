// First steps for disks that are full, too small for a compaction, or that tables fill with tombstones, and for a
// backlog.
//
// Read against the documents of the project on backlogs and tombstones: no scrub or cleanup in a backlog, throughput at
// most half of the sustained write bandwidth, no restart against a backlog.

import CassandraModel

extension FirstSteps {
  /// RB-3: disk space.
  static let diskSpace: Procedure = { context in
    let directory = context.directoryArgument
    let free: Action =
      switch context.cause {
      case "space.snapshots":
        Action(context.filled(.clearSnapshot), "remove the snapshots that no backup needs any more")
      case "space.other_files":
        directory.map {
          Action("du -xh --max-depth=2 \($0) | sort -h | tail", "remove what other programs wrote there")
        } ?? Action("remove what other programs wrote to the data volume")
      default: Action("extend the volume, or move snapshots, heap dumps and backups/ off it")
      }
    let use = context.diskUse.map { "; " + $0 } ?? ""
    if context.isOver, let rejoin = context.rejoin(after: "if there is free space") {
      return FirstSteps(
        [Action(directory.map { "df -h \($0)" } ?? "df -h", "is there free space" + use), rejoin, free],
        never: [Prohibition.deleteFiles, Prohibition.rewrite, Prohibition.repairNow])
    }
    return FirstSteps(
      [
        Action(
          [
            directory.map { "df -h \($0); du -xsh \($0)/*" } ?? "df -h", context.filled(.listSnapshots),
          ].compactMap(\.self)
            .joined(separator: "; "),
          "what fills the volume" + use),
        free,
        context.rejoin(after: "once there is free space")
          ?? (context.isOver
            ? nil : Action(context.filled(.compactionStats), "expect pending compactions to fall")),
      ], never: [Prohibition.deleteFiles, Prohibition.rewrite, Prohibition.repairNow])
  }

  /// RB-7: compaction does not keep up.
  static let backlog: Procedure = { context in
    FirstSteps(
      [
        raiseLimit(context),
        Action(context.filled(.compactionStats), "expect pending compactions to fall"),
        Action(
          context.directoryArgument.map { "df -h \($0)" } ?? "df -h",
          "a backlog keeps both inputs and outputs on the disk"),
      ], never: [Prohibition.rewrite, Prohibition.restart, Prohibition.throughput, Prohibition.repairNow])
  }

  /// RB-6: tombstones.
  static let tombstones: Procedure = { context in
    FirstSteps(
      [
        Action(context.filled(.tableStats), "Maximum tombstones per slice, and which table"),
        Action(
          context.kind.name.hasPrefix("tombstones.")
            ? "bound the query that the record names: it reads deleted ranges; or change the model"
            : "find the query that reads deleted ranges, and bound it or change the model"),
        context.replicas == .nodeLocal || context.replicas == .none || context.hasBacklog
          ? nil
          : Action(
            context.filled(.repairTable),
            (context.replicas == .unknown ? "only if other nodes have replicas: " : "")
              + "repair within gc_grace_seconds, so that compaction may drop the tombstones"),
      ], never: [Prohibition.raiseThreshold, Prohibition.scrubAgainstTombstones])
  }

  private static func raiseLimit(_ context: AdviceContext) -> Action? {
    switch context.cause {
    case "backlog.throttle":
      if let before = context.valueBefore, let rate = before.split(separator: " ").first,
        ShellName.isPlain(rate), let command = context.filled(.setCompactionThroughput)
      {
        return Action(
          command.replacing("RATE", with: rate),
          "back to \(before); at most half of the disk's write bandwidth")
      }
      return Action(
        context.filled(.setCompactionThroughput),
        "raise it, to at most half of the disk's sustained write bandwidth")
    case "backlog.operation":
      return Action(
        "nodetool stop SCRUB; nodetool stop CLEANUP", "give the compaction threads back")
    case "backlog.repair":
      return Action(
        context.filled(.repairAdmin) ?? context.filled(.stopValidation),
        "no repair until the backlog is drained; nodetool stop VALIDATION ends its validations")
    default:
      return Action(
        "nodetool getcompactionthroughput; nodetool tpstats; iostat -x 5 3",
        "is the limit, the disk or the write load the bottleneck")
    }
  }
}

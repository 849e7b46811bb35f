// First steps for SSTables that cannot be read, and for the device below them.
//
// Read against the documentation of sstablescrub, nodetool scrub, verify and repair, and
// SSTableReader.markSuspect: files are copied before they are removed, and a command that drops data (scrub)
// comes only where no replica has it.

import CassandraModel

extension FirstSteps {
  /// RB-1: an SSTable cannot be read.
  static let corruptSSTable: Procedure = { context in
    FirstSteps(
      context.isOver
        ? [hardware, context.hasLoss ? restore(context) : nil]
        : [copyAside(context), hardware, restore(context)],
      never: [
        context.hasBacklog ? Prohibition.rewrite : nil, Prohibition.moveWhileRunning,
        context.attempts.contains(.scrub) && !context.isOver ? Prohibition.trustSuccess : nil,
        Prohibition.offlineScrub,
        context.replicas == .nodeLocal ? Prohibition.repairOfLocalTables : nil,
      ])
  }

  /// RB-1b: a file of an SSTable is missing.
  static let missingComponent: Procedure = { context in
    FirstSteps(
      [
        Action(
          "mount; \(context.directoryArgument.map { "df -h " + $0 } ?? "df -h"); ls -l \(files(context) ?? "SSTABLE-*")",
          "is the volume mounted, and which files are left"),
        Action(
          context.filled(.listSnapshots),
          "put the missing component back from a snapshot of the same SSTable, with the node stopped"),
        restore(context),
      ], never: [Prohibition.deleteFiles, Prohibition.deleteTransactionLogs])
  }

  /// RB-1c: the data does not fit the schema.
  static let schemaMismatch: Procedure = { context in
    FirstSteps(
      [
        Action("nodetool describecluster", "expect one schema version"),
        Action(
          "look for DROP, ALTER, and SSTables restored or imported from another schema before the first failure"
        ),
        copyAside(context),
      ], never: [Prohibition.scrubFirst])
  }

  /// An SSTable of a release that this one does not read.
  static let incompatibleVersion: Procedure = { context in
    FirstSteps(
      [
        Action("go back to the release that wrote the SSTable, and run nodetool upgradesstables there"),
        Action(
          "then upgrade one major version at a time; a foreign file: move it away with the node stopped"),
        copyAside(context),
      ],
      never: [
        Prohibition.deleteFiles, "Do not skip a major version in an upgrade, and do not downgrade in place.",
      ])
  }

  /// RB-4: the device or the file system.
  static let device: Procedure = { context in
    let mount = context.directoryArgument.map { "findmnt -T " + $0 } ?? "findmnt"
    let confirm = Action("dmesg -T; \(mount); smartctl -a DEVICE", "confirm the error of the device")
    let replace = Action(replaceDevice(context))
    return FirstSteps(
      context.isOver
        ? [confirm, Action("replace the device if the kernel log or SMART shows errors of it")]
        : [confirm, context.isProcessGone || context.isOutOfRing ? nil : spare(context), replace],
      never: [
        "Do not remount the volume writable before the file system was checked unmounted.",
        "Do not scrub: the file may be whole, and only the device cannot read it.",
        context.replicas == .nodeLocal ? Prohibition.repairOfLocalTables : nil,
      ])
  }

  /// The step until the device is replaced: where no other node has the data, readable files are copied
  /// first.
  private static func spare(_ context: AdviceContext) -> Action {
    switch context.replicas {
    case .none:
      Action(
        context.directoryArgument.map { "rsync -a \($0) /mnt/backup/" },
        "no replica: copy what can still be read to another device")
    case .nodeLocal, .some, .unknown:
      Action(
        "nodetool disablebinary; nodetool disablegossip",
        "with its replicas in UN: take the node out of service, then stop it: no more writes to this device")
    }
  }

  private static let hardware = Action("dmesg -T; smartctl -a DEVICE", "rule out the disk and its controller")

  /// All files of the SSTables, as a shell pattern; nil when their paths are not known or not safe in a shell.
  private static func files(_ context: AdviceContext) -> String? {
    // A path that was cut in the record may have lost its folders.
    let safe = context.sstables.filter { ShellName.isPlain(path: $0) && $0.dropFirst().contains("/") }
    guard let first = safe.first else { return nil }
    return first + "-*"
  }

  private static func copyAside(_ context: AdviceContext) -> Action {
    let others = context.sstables.dropFirst().compactMap { SSTableName(path: $0 + "-Data.db") }
    let names = others.prefix(2).map { ($0.table?.description ?? "") + " " + $0.shortName }
    let more =
      others.isEmpty
      ? ""
      : "; the same for " + (others.count > 2 ? "\(others.count) more" : names.joined(separator: " and "))
    guard let files = files(context) else {
      return Action("copy all files of the SSTable to another volume before anything else")
    }
    return Action("cp -a \(files) /mnt/backup/", "keep a copy on another volume" + more)
  }

  private static func restore(_ context: AdviceContext) -> Action {
    switch context.replicas {
    case .nodeLocal: restoreLocal(context)
    case .none:
      Action(
        "no replica in this ring: restore \(tables(context)) from a backup"
          + (context.isOver
            ? ", or from the snapshot that scrub made before it"
            : "; only without one stop the node and run \(context.filled(.offlineScrub) ?? "sstablescrub"), which "
              + "drops what it cannot read"))
    case .some where context.isOver:
      Action(context.filled(.repairTable), "brings back from the replicas what was lost here")
    case .some:
      Action(
        context.filled(.repairTable),
        "after nodetool drain, with the node stopped, move all files of the SSTable out of the data directory; "
          + "start, then repair from the replicas within gc_grace_seconds")
    case .unknown:
      Action(
        context.filled(.status),
        "with a replica in UN: drain, stop, move all files of the SSTable away, start, repair; without one: "
          + "restore \(tables(context)) from a backup")
    }
  }

  /// The table of the error and the other damaged tables.
  private static func tables(_ context: AdviceContext) -> String {
    let all = ([context.table].compactMap(\.self) + context.alsoDamaged).map(\.description)
    if all.isEmpty { return "the table" }
    return all.count > 3 ? "\(all.count) tables" : all.joined(separator: " and ")
  }

  /// Each node has its own local system tables: no other node has the data.
  private static func restoreLocal(_ context: AdviceContext) -> Action {
    if context.table?.keyspace == "system", context.table?.table == "hints",
      let command = context.filled(.truncateHints)
    {
      return Action(
        command, "node-local: drops the hints that this node holds; then repair the tables of users")
    }
    if let table = context.table, table.keyspace == "system", rebuilt.contains(table.table) {
      return Action(
        "stop the node, move all files of the SSTable out of the data directory, start it: Cassandra fills "
          + "\(table.description) again by itself")
    }
    return Action(
      context.filled(.listSnapshots),
      "node-local table, no replica has it: restore it from a snapshot of this node, with the node stopped; "
        + "without one replace the node")
  }

  /// Tables of `system` that a node writes anew: estimates, statistics and caches. Source: SystemKeyspace and
  /// SizeEstimatesRecorder, 2.1 to 5.0.
  private static let rebuilt: Set<String> = [
    "size_estimates", "table_estimates", "sstable_activity", "sstable_activity_v2", "compaction_history",
    "prepared_statements", "top_partitions",
  ]

  private static func replaceDevice(_ context: AdviceContext) -> String {
    switch context.replicas {
    case .none:
      "if the kernel log or SMART shows errors of it: replace the device; no replica in this ring: restore the node "
        + "from a backup"
    case .nodeLocal, .some, .unknown:
      "if the kernel log or SMART shows errors of it: replace the device, then the node "
        + "(-Dcassandra.replace_address_first_boot), so that its replicas fill it"
    }
  }
}

// First steps for a volume, the commit log on it, and a node that a failure policy took out of service: a device is
// replaced only on evidence of the device, so none of these says it.
//
// Read against CommitLog.handleReplayError, DefaultFSErrorHandler and StorageService.stopTransports: the only copy of
// unflushed writes on a node is its commit log, and a node that is brought back before its cause is gone serves from a
// disk that it has just given up.

extension FirstSteps {
  /// A call that the file system does not support.
  static let unsupportedFileSystem: Procedure = { context in
    FirstSteps(
      [
        Action(
          context.directoryArgument.map { "findmnt -T " + $0 } ?? "findmnt", "which file system holds it"),
        context.isOver
          ? nil
          : Action(
            "with the node stopped, move data, commit log and hints to a native file system (ext4, xfs)"),
        context.rejoin(after: "on a native file system"),
      ], never: [Prohibition.deleteFiles])
  }

  /// An I/O error whose cause the table does not know.
  static let unknownIO: Procedure = { context in
    let mount = context.directoryArgument.map { "findmnt -T \($0); df -h \($0)" } ?? "findmnt; df -h"
    return FirstSteps(
      [
        Action("read the root exception, and what else failed in the same minute"),
        Action("dmesg -T; " + mount, "rule out the device, the mount and the space"),
        context.rejoin(after: "once its cause is gone"),
      ],
      never: [
        Prohibition.rewrite, Prohibition.deleteFiles,
        context.replicas == .nodeLocal ? Prohibition.repairOfLocalTables : nil,
      ])
  }

  /// A segment of the commit log that cannot be replayed.
  static let commitLogReplay: Procedure = { context in
    let missed = Action(
      "nodetool repair -full KEYSPACE", "in a quiet window: brings back what the segment held")
    if context.isOver {
      return FirstSteps([
        Action("keep the segment that was not replayed: this node's unflushed writes are nowhere else"),
        context.replicas == .none ? nil : missed,
      ])
    }
    return FirstSteps(
      [
        Action("cp -a COMMITLOG_DIRECTORY /mnt/backup/", "the whole commit log folder, before anything else"),
        Action(
          context.replicas == .none
            ? "no replica in this ring: ask for help with the segment that the record names; without it its writes "
              + "are lost"
            : "with whole replicas: move the segment that the record names away, and only that one; start the node"
        ),
        context.replicas == .none ? nil : missed,
      ],
      never: [
        "Do not empty the commit log folder: sound segments hold writes that are nowhere else on this node.",
        Prohibition.restartIntoFault,
      ])
  }

  /// The commit log cannot write.
  static let commitLogVolume: Procedure = { context in
    FirstSteps(
      [
        Action("df -h; findmnt; dmesg -T", "is the commit log's volume full, read-only or failing"),
        context.isOver
          ? nil
          : context.rejoin(after: "once the volume is right")
            ?? Action("put the volume right, then restart the node"),
      ], never: [Prohibition.deleteFiles, Prohibition.restartIntoFault])
  }

  /// A failure policy acted, and its cause is not in the log.
  static let outOfService: Procedure = { context in
    FirstSteps(
      [
        Action("find the error before it on the same thread: it names the disk or the file"),
        context.isOver ? nil : context.rejoin(after: "once that cause is gone"),
      ],
      never: [
        "Do not bring the node back before the cause is gone: it serves from a disk it has just given up.",
        Prohibition.restartIntoFault,
      ])
  }
}

// Links of a corrupt SSTable. Every read of it fails, again at every retry and restart; compactions of its
// table do not finish, so they pile up; the disk-failure policy may take the node out of service.

import CassandraModel

extension CausalLink {
  static let corruption: [CausalLink] = [
    CausalLink(
      id: "same-file-other-symptom", from: [.errors(in: .corruption)], to: [.errors(in: .corruption)],
      scope: .file,
      within: .hours(24 * 365), strength: 3,
      why: "it is the same file of the same SSTable",
      origin: "One damaged file shows in different ways to compaction, reads, start-up and scrub."),
    CausalLink(
      id: "same-disk", from: [.errors(in: .corruption)], to: [.errors(in: .corruption)], scope: .disk,
      within: .hours(24), strength: 1, why: "it is another SSTable on the same disk",
      origin: "A disk, a controller or memory that changes one file changes others."),
    CausalLink(
      id: "same-hour", from: [.errors(in: .corruption)], to: [.errors(in: .corruption)], scope: .node,
      within: .hours(1), strength: 1, why: "it is another SSTable of the node within the hour",
      origin: "A disk, a controller or memory that changes one file changes others."),
    CausalLink(
      id: "file-cut-off-ends-process", from: [.errors(in: .corruption)], to: [.processEnded], scope: .table,
      within: .minutes(10), before: .minutes(30), strength: 3,
      why:
        "a compaction of this table was open when the process went, and one of its SSTables cannot be loaded or "
        + "read: a mapped file that is cut off kills the JVM without a word",
      origin: "Access to a page beyond the end of a mapped file raises SIGBUS (mmap(2))."
    ) { cause, effect in
      let ids: [SignKind] = [.error(.corruptionSSTableNotLoaded), .error(.corruptionTruncated)]
      return ids.contains(cause.kind) && cause.from.sortKey >= effect.from.sortKey
        || cause.kind == .error(.corruptionTruncated)
    },
    CausalLink(
      id: "corruption-refuses-start", from: [.errors(in: .corruption)], to: [.processRefused], scope: .run,
      within: .minutes(10), strength: 3, why: "the start is given up when the file cannot be read",
      origin: "CassandraDaemon.setup: an error while system or table data are opened ends the process."),
    CausalLink(
      id: "corruption-piles-up", from: [.errors(in: .corruption)], to: [.backlogLasting], scope: .node,
      within: .minutes(10), strength: 2,
      why: "compactions that fail leave their SSTables where they are, and each is tried again",
      origin: "CompactionTask: a failed task leaves its inputs; the strategy selects them anew."
    ) { cause, effect in cause.failures > 1 && cause.from.sortKey <= effect.from.sortKey },
    CausalLink(
      id: "corruption-beside-backlog", from: [.errors(in: .corruption)], to: [.backlogShort], scope: .node,
      within: .minutes(10), strength: 1, why: "compactions fail while it lasts",
      origin: "CompactionTask: a failed task leaves its inputs."),
    CausalLink(
      id: "corruption-fails-repair", from: [.errors(in: .corruption)],
      to: [.errors(in: .repair), .errors(in: .stream)], scope: .run, within: .minutes(5), before: .seconds(5),
      strength: 2, why: "validation and streams read the same SSTables",
      origin: "ValidationManager and CassandraStreamWriter read SSTables; an error fails the session."),
  ]
}

extension CauseHypothesis {
  private static let data: [SignKind] = [
    .error(.corruptionBlockChecksum), .error(.corruptionDigest), .error(.corruptionRow),
    .error(.corruptionTruncated), .error(.corruptionUnspecified), .error(.corruptionIndex),
    .error(.corruptionCompressionInfo), .error(.corruptionMetadata), .error(.corruptionSSTableNotLoaded),
    .error(.corruptionScrubDamage),
    .error(.corruptionKeyOrder), .error(.corruptionSuspected),
  ]

  static let corruptionCauses: [CauseHypothesis] = [
    CauseHypothesis(
      id: "corruption.changed_after_write", explains: data,
      title:
        "on-disk corruption (disk, controller, RAM, or an outside write)",
      wants: "the kernel log (dmesg, journalctl -k) and SMART data of the host"
    ) { context in
      guard let fault = context.fault else { return [] }
      var evidence: [Incident.Evidence] = []
      if let kernel = context.machine(
        [.kernelIOError, .kernelFileSystemError, .kernelReadOnly], before: .hours(24))
      {
        evidence.append(
          .speaking(
            for: 3, "the kernel reports an error of the storage: \(name: kernel.message)", at: kernel.at,
            kernel.source))
      } else if context.hasKernelLog {
        evidence.append(.speaking(against: 1, "the kernel log has no error of a device or file system"))
      }
      if fault.processes > 1, let last = fault.evidence.last {
        evidence.append(
          .speaking(
            for: 2,
            "it fails in \(fault.processes) runs of the process: the damage is in the file, not in one read",
            at: last.at, last.source))
      } else if fault.failures > 1, let last = fault.evidence.last {
        evidence.append(
          .speaking(for: 1, "it fails \(fault.failures) times", at: last.at, last.source))
      }
      if let first = fault.evidence.first {
        let isOpening = fault.category.id == .corruptionSSTableNotLoaded
        let words = isOpening ? "it cannot be opened" : "what is read is not what was written"
        evidence.append(
          .speaking(
            for: 1, "\(words): \(name: fault.rootCause)", at: first.at,
            first.source))
      }
      return evidence
    },
    CauseHypothesis(
      id: "corruption.unclean_end",
      explains: [
        .error(.corruptionTruncated), .error(.corruptionSSTableNotLoaded),
        .error(.corruptionDataFileLost),
        .error(.corruptionMissingComponent), .error(.corruptionCompressionInfo),
        .error(.corruptionMetadata),
      ],
      title: "the process or the machine went down while the file was being written"
    ) { context in
      guard let fault = context.fault else { return [] }
      let ends = context.node.processes.filter {
        $0.end == .abrupt && $0.last.sortKey <= fault.first.sortKey
      }
      guard let end = ends.last else { return [] }
      var evidence = [
        Incident.Evidence.speaking(
          for: 1, "the process had ended without a shutdown before", at: end.last, end.lastSource)
      ]
      let open = end.openCompactions.filter { $0.table.map(fault.tables.contains) ?? false }
      if let first = open.first {
        // Inputs are only read: what a compaction writes has another generation, and is removed at the next start.
        evidence.append(
          .speaking(
            against: 1,
            "what was being written then are new SSTables, which the next start removes; this one was read",
            first.source))
      }
      return evidence
    },
    CauseHypothesis(
      id: "corruption.removed",
      explains: [.error(.corruptionDataFileLost), .error(.corruptionMissingComponent)],
      title: "a file of the SSTable was removed",
      wants: "what ran on the host before the start: restores, clean-ups, backups, file-system checks"
    ) { context in
      guard let fault = context.fault, let first = fault.evidence.first else { return [] }
      return [
        .speaking(
          for: 1, "other files of the SSTable are there, and this one is not", at: first.at, first.source)
      ]
    },
    CauseHypothesis(
      id: "corruption.transient", explains: data,
      title: "a read went wrong once, and the file is whole"
    ) { context in
      guard let fault = context.fault, case .resolved(let reason, let end) = fault.outcome,
        fault.failures == 1
      else { return [] }
      // An SSTable that was rewritten or deleted is no evidence that the file was whole.
      guard reason == .readByCompaction || reason == .readByVerify else { return [] }
      return [
        .speaking(for: 2, "it failed once; \(OutcomeText.words(reason))", at: end.at, end.source)
      ]
    },
  ]
}

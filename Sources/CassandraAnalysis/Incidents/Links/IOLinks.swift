// Links of an I/O error of the file system or the operating system. The disk-failure policy takes the node
// out of service, and it is restarted.

import CassandraModel

extension CausalLink {
  static let io: [CausalLink] = [
    CausalLink(
      id: "device-then-read-only", from: [.error(.ioDevice)], to: [.error(.ioReadOnly)], scope: .run,
      within: .minutes(30), strength: 2,
      why: "a kernel makes a file system read-only after errors of the device",
      origin: "mount(8), errors=remount-ro."),
    CausalLink(
      id: "io-fails-others", from: [.errors(in: .io)],
      to: [
        .error(.ioOther), .error(.ioMissingFile), .errors(in: .commitLog), .errors(in: .hints),
        .errors(in: .stream),
        .errors(in: .repair), .error(.corruptionUnspecified), .error(.processOutOfService),
      ], scope: .run, within: .minutes(5), strength: 2,
      why: "everything that reads or writes meets the same refusal",
      origin: "FSReadError and FSWriteError wrap whatever the operating system answers."),
    CausalLink(
      id: "io-ends-process", from: [.errors(in: .io), .errors(in: .commitLog)], to: [.anyProcess],
      scope: .run,
      within: .minutes(10), strength: 2, role: .reaction,
      why: "it comes within minutes of the failure, in the same run of the process",
      origin: "The die policy ends the process; with stop, only a restart brings the node back."),
    CausalLink(
      id: "io-beside-backlog", from: [.errors(in: .io)], to: [.anyBacklog], scope: .node,
      within: .minutes(10),
      strength: 1, why: "compactions fail while it lasts",
      origin: "CompactionTask: a failed task leaves its inputs."),
  ]
}

extension CauseHypothesis {
  static let ioCauses: [CauseHypothesis] = [
    CauseHypothesis(
      id: "io.storage", explains: [.error(.ioDevice), .error(.ioReadOnly), .error(.ioMappedFault)],
      title: "the disk, or what lies between it and the node, fails",
      wants: "the kernel log (dmesg, journalctl -k) and SMART data of the host"
    ) { context in
      guard let fault = context.fault, let first = fault.evidence.first else { return [] }
      var evidence: [Incident.Evidence] = []
      if let kernel = context.machine(
        [.kernelIOError, .kernelFileSystemError, .kernelReadOnly], before: .hours(1))
      {
        evidence.append(
          .speaking(for: 3, "the kernel says so: \(name: kernel.message)", at: kernel.at, kernel.source))
      } else if context.hasKernelLog {
        evidence.append(.speaking(against: 2, "the kernel log has no error of a device or file system"))
      }
      let isDevice = fault.category.id == .ioDevice
      evidence.append(
        .speaking(
          for: isDevice ? 2 : 1,
          isDevice
            ? "the operating system answers a read or write with an error of the device: \(name: fault.rootCause)"
            : "the operating system answers that the file system is read-only, as it is after errors: \(name: fault.rootCause)",
          at: first.at, first.source))
      if fault.failures > 1 {
        evidence.append(
          .speaking(
            for: 1, "it answers so \(fault.failures) times", at: fault.last, fault.evidence.last?.source))
      }
      return evidence
    },
    CauseHypothesis(
      id: "io.limit", explains: [.error(.ioTooManyOpenFiles)],
      title: "the limit of open files is too low for what the node has open",
      wants: "the limit (/proc/PID/limits) and the open files (ls /proc/PID/fd | wc -l)"
    ) { context in
      guard let fault = context.fault, let first = fault.evidence.first else { return [] }
      return [
        .speaking(
          for: 2, "the operating system opens no more files: \(name: fault.rootCause)", at: first.at,
          first.source)
      ]
    },
    CauseHypothesis(
      id: "io.leak", explains: [.error(.ioTooManyOpenFiles)],
      title: "files or connections are opened and not closed"
    ) { context in
      let leak = context.node.faults.first {
        $0.category.family == .leak && $0.first.sortKey <= context.root.to.sortKey
      }
      guard let leak, let first = leak.evidence.first else { return [] }
      return [
        .speaking(for: 1, "the log has references that were not released", at: first.at, first.source)
      ]
    },
    CauseHypothesis(
      id: "io.permission", explains: [.error(.ioPermission), .error(.ioMissingFile)],
      title: "files were changed from outside: owner, rights, mounts, or a removal"
    ) { context in
      guard let fault = context.fault, let first = fault.evidence.first else { return [] }
      return [
        .speaking(for: 1, "the operating system says: \(name: fault.rootCause)", at: first.at, first.source)
      ]
    },
  ]
}

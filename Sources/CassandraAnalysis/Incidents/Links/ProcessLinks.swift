// Links of a process end. An error that took the node out of service is followed by a restart, clean or not;
// a kill often leaves no record in Cassandra's own log.

import CassandraModel

extension CausalLink {
  static let process: [CausalLink] = [
    CausalLink(
      id: "policy-acts",
      from: [
        .errors(in: .corruption), .errors(in: .io), .errors(in: .disk), .errors(in: .commitLog),
        .errors(in: .process),
        .errors(in: .hints), .errors(in: .memory),
      ],
      to: [.outage], scope: .run, within: .seconds(10), before: .seconds(10), strength: 3,
      why: "the failure policy acts on such failures",
      origin: "DefaultFSErrorHandler, CommitLog.handleCommitError, JVMStabilityInspector."),
    CausalLink(
      id: "outage-then-restart", from: [.outage], to: [.anyProcess], scope: .run, within: .hours(24),
      strength: 2, role: .reaction,
      why: "the node was out of service, and only a restart brings it back",
      origin: "StorageService.stopTransports; nodetool enablebinary refuses after gossip was stopped."),
    CausalLink(
      id: "policy-then-restart", from: [.anyError], to: [.anyProcess], scope: .run, within: .hours(24),
      strength: 2, role: .reaction,
      why: "the node was out of service, and only a restart brings it back",
      origin: "StorageService.stopTransports; nodetool enablebinary refuses after gossip was stopped."
    ) { cause, _ in cause.hasReactions },
    CausalLink(
      id: "failure-ends-process", from: [.anyError], to: [.processEndedItself], scope: .run,
      within: .seconds(10), strength: 3, why: "the process says that it ends itself over it",
      origin: "JVMStabilityInspector.Killer: policy die, and what leaves the JVM unstable."
    ) { cause, _ in cause.hasReactions },
    CausalLink(
      id: "failure-then-restart", from: [.anyError], to: [.processRestarted], scope: .run,
      within: .minutes(10), strength: 1, role: .reaction,
      why: "it is done within minutes of the failure", origin: "Observed in captures."
    ) { cause, _ in cause.severity == .critical && !cause.kind.matches(.errors(in: .tombstones)) },
    CausalLink(
      id: "open-compaction-fails", from: [.anyError], to: [.processEnded], scope: .run, within: .minutes(5),
      strength: 1, why: "it comes within minutes of the failure, in the same run of the process",
      origin: "Observed in captures."
    ) { cause, effect in
      guard cause.severity == .critical, !cause.kind.matches(.errors(in: .tombstones)) else { return false }
      // An open compaction of another table is evidence against it.
      return effect.tables.isEmpty || cause.tables.isEmpty || !cause.tables.isDisjoint(with: effect.tables)
    },
    CausalLink(
      id: "out-of-service-by",
      from: [.errors(in: .corruption), .errors(in: .io), .errors(in: .disk), .errors(in: .commitLog)],
      to: [.error(.processOutOfService)], scope: .run, within: .seconds(10), before: .seconds(10),
      strength: 2, why: "the disk-failure policy acts on such failures",
      origin: "DefaultFSErrorHandler."),
    CausalLink(
      id: "start-refused-by", from: [.anyError], to: [.processRefused], scope: .run, within: .seconds(5),
      before: .seconds(5), strength: 2, why: "it is the last error of the start that was given up",
      origin: "CassandraDaemon.exitOrFail, DefaultFSErrorHandler."
    ) { cause, _ in cause.severity == .critical },
    CausalLink(
      id: "leak-of-failure",
      from: [.errors(in: .corruption), .errors(in: .io), .errors(in: .memory), .errors(in: .disk)],
      to: [.errors(in: .leak)], scope: .run, within: .minutes(2), strength: 1,
      why: "what fails half-way leaves references behind", origin: "Ref.State.finalize reports them later."),
  ]
}

extension CauseHypothesis {
  private static let ends: [SignKind] = [.processEnded, .processKilled, .processRefused]

  static let processCauses: [CauseHypothesis] = [
    CauseHypothesis(
      id: "process.kernel_memory", explains: ends, title: "the kernel killed it for want of memory",
      wants: "the kernel log (dmesg, journalctl -k) of the host"
    ) { context in
      if let kernel = context.machine([.kernelOutOfMemory], before: .minutes(2)) {
        return [
          .speaking(for: 3, "the kernel says so: \(name: kernel.message)", at: kernel.at, kernel.source)
        ]
      }
      return []
    },
    CauseHypothesis(
      id: "process.crash", explains: ends, title: "the JVM crashed",
      wants: "hs_err_pid*.log in the working directory of the process"
    ) { context in
      guard let crash = context.machine([.jvmCrash, .kernelSegmentationFault], before: .minutes(5)) else {
        return []
      }
      return [.speaking(for: 3, "it left a report: \(name: crash.message)", at: crash.at, crash.source)]
    },
    CauseHypothesis(
      id: "process.memory_exit", explains: [.processEnded],
      title: "the JVM exited on OutOfMemoryError; only its standard output says so",
      wants: "the standard output of the process (stdout.log, journalctl -u cassandra) and the heap dump"
    ) { context in
      let flags = [
        "-XX:+ExitOnOutOfMemoryError", "-XX:+CrashOnOutOfMemoryError", "-XX:OnOutOfMemoryError=",
      ]
      guard let arguments = context.values(of: "arguments", until: context.root.from).last,
        let flag = flags.first(where: { arguments.value.contains(phrase: $0) })
      else { return [] }
      var evidence = [
        Incident.Evidence.speaking(
          for: 1, "it exits then by \(name: flag)", at: arguments.at, arguments.source)
      ]
      let heaps = context.values(of: "heap_max_bytes", until: context.root.from)
      if let now = heaps.last, let bytes = Int64(now.value),
        let before = heaps.dropLast().last.flatMap({ Int64($0.value) }), before > bytes
      {
        evidence.append(
          .speaking(
            for: 2,
            "it was started with less heap than before: \(.bytes(bytes)) instead of \(.bytes(before))",
            at: now.at,
            now.source))
      }
      return evidence
    },
    CauseHypothesis(
      id: "process.outside", explains: [.processEnded],
      title: "killed (SIGKILL, OOM killer) or host failure",
      wants: "the logs of the supervisor (journalctl -u cassandra, kubectl describe pod) and last -x"
    ) { context in
      guard let step = context.root.steps.first else { return [] }
      var evidence = [
        Incident.Evidence.speaking(
          for: 1, "the log stops in the middle of work, with no error and no word of a shutdown", at: step.at,
          step.source)
      ]
      if context.hasKernelLog {
        evidence.append(.speaking(against: 1, "the kernel log that was read does not mention a kill"))
      }
      return evidence
    },
    CauseHypothesis(
      id: "process.killed_in_start", explains: [.processRefused],
      title: "killed during its start (a liveness probe, SIGKILL, the OOM killer)",
      wants: "the logs of the supervisor (journalctl -u cassandra, kubectl describe pod)"
    ) { context in
      let errors = context.signs.contains { $0.kind.matches(.anyError) }
      guard !errors, let step = context.root.steps.first else { return [] }
      return [
        .speaking(for: 1, "its log stops during the start, with no error", at: step.at, step.source)
      ]
    },
    CauseHypothesis(
      id: "process.start_exception", explains: [.error(.processStartRefused)],
      title: "the exception of the start",
      detail: { context in context.fault.map { "\(name: $0.rootCause)" } }
    ) { context in
      guard let fault = context.fault, let first = fault.evidence.first, !fault.rootCause.isEmpty else {
        return []
      }
      return [.speaking(for: 2, "the start ends with it", at: first.at, first.source)]
    },
    CauseHypothesis(
      id: "process.pauses", explains: [.processEnded], title: "memory was nearly exhausted"
    ) { context in
      let own = context.node.milestones.last { one in
        guard one.name == EventName("gc.pause") else { return false }
        let at = context.node.zone.moment(one.last).sortKey
        return at <= context.root.from.sortKey && context.root.from.sortKey - at <= 300_000
      }
      guard let own else { return [] }
      return [
        .speaking(
          for: 1,
          "garbage collection had stopped the process for up to \(.span(TimeSpan(milliseconds: own.value ?? 0)))",
          at: context.node.zone.moment(own.first), own.source)
      ]
    },
  ]
}

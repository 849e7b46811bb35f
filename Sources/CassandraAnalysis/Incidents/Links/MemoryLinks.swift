// Links of a heap that is too small. Pauses get long, a compaction runs out of memory; the process is
// restarted, and the same compaction is tried again.

import CassandraModel

extension CausalLink {
  static let memory: [CausalLink] = [
    CausalLink(
      id: "short-memory-pauses", from: [.errors(in: .memory)], to: [.pauses], scope: .run,
      within: .minutes(5),
      before: .minutes(10), strength: 2, why: "collections take long when the heap is nearly full",
      origin: "GCInspector; a full heap is collected again and again before the error."),
    CausalLink(
      id: "memory-ends-process", from: [.errors(in: .memory)], to: [.anyProcess], scope: .run,
      within: .minutes(10), strength: 3,
      why: "it comes within minutes of the lack of memory, in the same run of the process",
      origin:
        "-XX:+ExitOnOutOfMemoryError, JVMStabilityInspector, or a restart of a JVM that is not sound any more."
    ),
    CausalLink(
      id: "memory-again", from: [.errors(in: .memory)], to: [.errors(in: .memory)], scope: .node,
      within: .hours(1),
      strength: 2, why: "it is the same memory",
      origin: "One OutOfMemoryError shows in whatever thread allocates next."),
    CausalLink(
      id: "memory-breaks-others", from: [.errors(in: .memory)],
      to: [
        .errors(in: .software), .errors(in: .unknown), .errors(in: .repair), .errors(in: .stream),
        .errors(in: .commitLog),
      ],
      scope: .run, within: .minutes(5), strength: 1,
      why: "after an OutOfMemoryError a JVM is not sound any more",
      origin: "JVMStabilityInspector treats the JVM as unstable."),
    CausalLink(
      id: "memory-beside-backlog", from: [.errors(in: .memory)], to: [.anyBacklog], scope: .node,
      within: .minutes(10), strength: 1, why: "compactions fail for lack of memory while it lasts",
      origin: "CompactionTask: a failed task leaves its inputs."),
  ]
}

extension CauseHypothesis {
  /// The last change of the heap before `moment`, if it made the heap smaller.
  static func loweredHeap(
    _ context: CauseContext, before moment: Moment
  ) -> (from: Int64, to: Int64, at: Moment?)? {
    let heaps = context.values(of: "heap_max_bytes", until: moment)
    guard let now = heaps.last, let to = Int64(now.value),
      let from = heaps.dropLast().last.flatMap({ Int64($0.value) }), from > to
    else { return nil }
    return (from, to, now.at)
  }

  static let memoryCauses: [CauseHypothesis] = [
    CauseHypothesis(
      id: "memory.heap_too_small", explains: [.error(.memoryHeap), .error(.memoryProcessExit)],
      title: "the heap is too small for what the node has to do",
      detail: { context in
        guard let fault = context.fault, let change = loweredHeap(context, before: fault.first) else {
          return nil
        }
        let at: Statement = change.at.map { " at the restart of \(.moment($0))" } ?? ""
        return "max heap lowered from \(.bytes(change.from)) to \(.bytes(change.to))\(at)"
      },
      wants: "the heap dump, or nodetool info and the GC log from before"
    ) { context in
      guard let fault = context.fault else { return [] }
      var evidence: [Incident.Evidence] = []
      let heaps = context.values(of: "heap_max_bytes", until: fault.first)
      if let now = heaps.last, let bytes = Int64(now.value) {
        if let before = heaps.dropLast().last.flatMap({ Int64($0.value) }), before > bytes {
          evidence.append(
            .speaking(
              for: 2,
              "the process was started with less heap than before: \(.bytes(bytes)) instead of \(.bytes(before))",
              at: now.at,
              now.source))
        } else if bytes < 4 << 30 {
          evidence.append(
            .speaking(for: 1, "the heap is \(.bytes(bytes)) large", at: now.at, now.source))
        } else if bytes >= 8 << 30 {
          evidence.append(
            .speaking(against: 1, "the heap is \(.bytes(bytes)) large", at: now.at, now.source))
        }
      }
      let pauses = context.signs.filter { $0.kind == .pauses && $0.from.sortKey <= fault.last.sortKey }
      if let first = pauses.first?.steps.first {
        evidence.append(
          .speaking(
            for: 1, "garbage collection stopped the process for long before", at: first.at, first.source))
      }
      if fault.failures > 1, let last = fault.evidence.last {
        evidence.append(.speaking(for: 1, "it ran out \(fault.failures) times", at: last.at, last.source))
      }
      return evidence
    },
    CauseHypothesis(
      id: "memory.one_table", explains: [.error(.memoryHeap), .error(.memoryProcessExit)],
      title: "partitions or cells of one table are too large to be compacted in this heap"
    ) { context in
      guard let fault = context.fault else { return [] }
      guard fault.tables.count == 1, let table = fault.tables.first, let last = fault.evidence.last else {
        return fault.tables.count > 1 && fault.failures > 0 ? [] : []
      }
      var evidence: [Incident.Evidence] = []
      let large = context.node.strains.first {
        $0.id == "warning.large_partitions" && $0.subject == table.description
      }
      if let large {
        evidence.append(
          .speaking(
            for: 2, "the log warns of large partitions in \(name: table.description)", large.source))
      }
      let others = context.node.activity.filter { $0.table != table && $0.activity.finished > 0 }
      if fault.failures > 1 {
        evidence.append(
          .speaking(
            for: 2, "all \(fault.failures) failures are in compactions of \(name: table.description)",
            at: last.at, last.source))
      } else {
        evidence.append(
          .speaking(
            for: 1, "a compaction of \(name: table.description) was running", at: last.at, last.source))
      }
      if let other = others.first?.activity.longest {
        evidence.append(
          .speaking(
            for: 1, "compactions of \(others.count, "other table") ended well", other.source))
      }
      return evidence
    },
    CauseHypothesis(
      id: "memory.host",
      explains: [
        .error(.memoryNative), .error(.memoryNativeThread), .error(.memoryMapFailed),
        .error(.memoryDirectBuffer),
      ],
      title: "the host or a limit gives the process no more memory or threads",
      wants: "ulimit -a of the process, vm.max_map_count, and the kernel log"
    ) { context in
      guard let fault = context.fault, let first = fault.evidence.first else { return [] }
      var evidence = [
        Incident.Evidence.speaking(
          for: 2, "the operating system refused: \(name: fault.rootCause)", at: first.at, first.source)
      ]
      if let kernel = context.machine([.kernelOutOfMemory], before: .hours(1)) {
        evidence.append(
          .speaking(
            for: 3, "the kernel ran out of memory: \(name: kernel.message)", at: kernel.at, kernel.source))
      }
      return evidence
    },
  ]
}

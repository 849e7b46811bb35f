// How each error of a log stands: what the watches saw, judged by what closes its category.

import CassandraModel

extension LogHistory {
  /// The errors with their outcome.
  func faults(in zone: LogZone, _ processes: [ProcessRun]) -> [Fault] {
    faults.entries.map { key, entry in
      Fault(key.subject, entry, zone: zone, outcome: outcome(of: key, entry, zone, processes))
    }
  }

  private func outcome(
    of key: FaultBook.Key, _ entry: FaultBook.Entry, _ zone: LogZone, _ processes: [ProcessRun]
  ) -> Outcome {
    let retry = retries.end(of: key)
    let retried = retry.map { Outcome.resolved(by: .retried, $0.evidence.evidence(in: zone)) }
    let open = Outcome.open(.noEnd, nil)
    switch entry.classification.category.closingEvidence {
    case .sstable:
      if case .sstable(let base) = key.subject { return watch.outcome(of: base).outcome(in: zone) }
      return retried ?? open
    case .sameInputs: return retried ?? open
    case .write, .fit:
      let wrote = writes.end(of: key).map {
        Outcome.resolved(by: $0.reason, $0.evidence.evidence(in: zone))
      }
      return [retried, wrote].compactMap(\.self).min { $0.endKey < $1.endKey } ?? open
    case .newProcess, .backInService:
      let next = ready(after: entry, processes)
      let started = next.map { run in
        Outcome.resolved(
          by: .newProcess, Outcome.Evidence(at: run.ready ?? run.start, source: run.readySource ?? run.source)
        )
      }
      return [started, retried].compactMap(\.self).min { $0.endKey < $1.endKey } ?? open
    case .moreMemory: return memory(entry, retry, zone, processes)
    case .belowThreshold: return .unknown
    case .retry: return retried ?? (entry.compactions.isEmpty ? .unknown : open)
    }
  }

  private func lastProcess(_ entry: FaultBook.Entry) -> Int { entry.episodes.map(\.process).max() ?? 0 }

  private func ready(after entry: FaultBook.Entry, _ processes: [ProcessRun]) -> ProcessRun? {
    processes.first { $0.number > lastProcess(entry) && $0.ready != nil }
  }

  /// A JVM that ran out of memory is not sound: only a new process closes it, one that did the same work, or one with a
  /// larger heap that ran longer than the first took to fail.
  private func memory(
    _ entry: FaultBook.Entry, _ retry: RetryWatch.End?, _ zone: LogZone, _ processes: [ProcessRun]
  ) -> Outcome {
    let last = lastProcess(entry)
    var ends: [Outcome] = []
    if let retry, retry.isInNewProcess {
      ends.append(.resolved(by: .retried, retry.evidence.evidence(in: zone)))
    }
    if let failed = processes.first(where: { $0.number == last }), let heap = failed.heapMaxBytes {
      let first = entry.episodes.last { $0.process == last }.map { zone.moment($0.first).sortKey }
      let time = (first ?? failed.last.sortKey) - failed.start.sortKey
      let larger = processes.first { run in
        run.number > last && run.ready != nil && run.heapMaxBytes.map { $0 > heap } ?? false
          && run.last.sortKey - run.start.sortKey > time
      }
      if let larger {
        ends.append(
          .resolved(
            by: .largerHeap,
            Outcome.Evidence(at: larger.ready ?? larger.start, source: larger.readySource ?? larger.source)))
      }
    }
    if let end = ends.min(by: { $0.endKey < $1.endKey }) { return end }
    let isLast = processes.last.map { $0.number == last } ?? false
    let livesOn = isLast && (processes.last?.end == .unknown || processes.last?.end == .orderly)
    return .open(livesOn ? .livesOn : .noEnd, nil)
  }
}

extension Outcome {
  /// For the order of ends; what has none comes last.
  var endKey: Int64 { end?.at.sortKey ?? .max }
}

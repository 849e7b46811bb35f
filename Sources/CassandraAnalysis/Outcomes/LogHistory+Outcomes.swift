// The outcome of each error of a log: the observations of the watches, and the evidence that closes its
// category.

import CassandraModel

extension LogHistory {
  /// The errors with their outcome.
  func faults(in zone: LogZone, _ processes: [ProcessRun], _ samples: SampleStore) -> [Fault] {
    faults.entries.map { key, entry in
      Fault(key.subject, entry, zone: zone, outcome: outcome(of: key, entry, zone, processes, samples))
    }
  }

  private func outcome(
    of key: FaultBook.Key, _ entry: FaultBook.Entry, _ zone: LogZone, _ processes: [ProcessRun],
    _ samples: SampleStore
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
      if let contrary = contrary(wrote, key, zone, samples) { return contrary }
      return [retried, wrote, freed(key, entry, zone, samples)].compactMap(\.self)
        .min { $0.endKey < $1.endKey } ?? open
    case .newProcess, .backInService:
      let next = ready(after: entry, processes)
      let started = next.map { run in
        Outcome.resolved(
          by: .newProcess, Outcome.Evidence(at: run.ready ?? run.start, source: run.readySource ?? run.source)
        )
      }
      return [started, retried].compactMap(\.self).min { $0.endKey < $1.endKey } ?? open
    case .moreMemory: return memory(entry, retry, zone, processes)
    case .belowThreshold, .nothing: return .unknown
    case .endRecord: return retried ?? ended(key, entry, zone) ?? .unknown
    case .oneSchema: return samples.schemaAgreed(after: zone.moment(entry.last)) ?? .unknown
    case .retry: return retried ?? (entry.compactions.isEmpty ? .unknown : open)
    }
  }

  /// Over after a write to every place that was short of space, with the needed bytes free there.
  private func freed(
    _ key: FaultBook.Key, _ entry: FaultBook.Entry, _ zone: LogZone, _ samples: SampleStore
  ) -> Outcome? {
    guard let places = writes.places(of: key) else { return nil }
    var last: Outcome.Evidence?
    for place in places {
      guard let first = place.first,
        let free = samples.freed(
          place.needed, on: place.directory, after: zone.moment(max(first.at, entry.last)))
      else { return nil }
      last = [last, free].compactMap(\.self).max { $0.at.sortKey < $1.at.sortKey }
    }
    return last.map { .resolved(by: .spaceFreed, $0) }
  }

  /// The contradiction between a write, which shows room, and a later sample that shows none.
  private func contrary(
    _ wrote: Outcome?, _ key: FaultBook.Key, _ zone: LogZone, _ samples: SampleStore
  ) -> Outcome? {
    guard case .resolved(.writtenAgain, let end)? = wrote, let places = writes.places(of: key) else {
      return nil
    }
    let short = places.compactMap { samples.short(of: $0.needed, on: $0.directory, after: end.at) }
    return short.first.map { .contradicted(.writtenAgain, end, .stillFull, $0) }
  }

  /// The end of hints, streams, repairs and index builds by their own records.
  private func ended(_ key: FaultBook.Key, _ entry: FaultBook.Entry, _ zone: LogZone) -> Outcome? {
    if let end = endRecords.end(of: key) {
      return .resolved(by: .endedWell, end.evidence(in: zone))
    }
    switch entry.classification.category.family {
    case .repair:
      let failed = milestones.failed(entry.first, entry.last, \.isRepair).map(\.operation)
      let keyspaces = Set(failed + entry.tables.map(\.keyspace)).subtracting([""])
      return milestones.repaired(keyspaces, after: entry.last)
        .map { .resolved(by: .repaired, $0.evidence(in: zone)) }
    case .stream:
      let failed = milestones.failed(entry.first, entry.last, \.isStream)
      let ends = failed.compactMap { milestones.streamed($0, after: entry.last) }
      guard !failed.isEmpty, ends.count == failed.count, let last = ends.max(by: { $0.at < $1.at }) else {
        return nil
      }
      return .resolved(by: .streamed, last.evidence(in: zone))
    default: return nil
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
  /// For the order of ends; without an end last.
  var endKey: Int64 { end?.at.sortKey ?? .max }
}

extension SampleStore {
  /// The first sample after `moment` from which on the ring has one schema version.
  fileprivate func schemaAgreed(after moment: Moment) -> Outcome? {
    guard moment.isUTC, let points = self[.clusterSchemaVersions]?.points else { return nil }
    let later = points.drop { $0.at.milliseconds <= moment.sortKey }
    let first = later.lastIndex { $0.value > 1 }.map { later[($0 + 1)...].first } ?? later.first
    return first.map { .resolved(by: .schemaAgreed, evidence($0)) }
  }
}

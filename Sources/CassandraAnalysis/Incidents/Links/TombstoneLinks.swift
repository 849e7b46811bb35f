// Links of a table with many tombstones. Reads warn, then are aborted.

import CassandraModel

extension CausalLink {
  static let tombstones: [CausalLink] = [
    CausalLink(
      id: "samples-of-tombstones", from: [.errors(in: .tombstones)], to: [.tombstoneAlert], scope: .table,
      within: .minutes(10), before: .hours(1), strength: 3, why: "it is the same table at the same time",
      origin: "tablestats: tombstones per slice of the last five minutes."),
    CausalLink(
      id: "many-large-reads-pause", from: [.error(.tombstonesOverload)], to: [.pauses], scope: .run,
      within: .minutes(1), strength: 1, why: "each tombstone that a read meets is held on the heap",
      origin: "ReadCommand counts and keeps tombstones until the read ends."),
  ]
}

extension CauseHypothesis {
  private static let reads: [SignKind] = [.errors(in: .tombstones), .tombstoneAlert]

  static let tombstoneCauses: [CauseHypothesis] = [
    CauseHypothesis(
      id: "tombstones.queries", explains: reads,
      title: "queries read ranges with mostly deleted or expired rows",
      wants: "the data model and the deletes of the table: queues and deletes by row make such ranges"
    ) { context in
      guard let fault = context.fault, let first = fault.evidence.first else {
        return context.root.steps.first.map {
          [.speaking(for: 1, $0.text, at: $0.at, $0.source)]
        } ?? []
      }
      var evidence = [
        Incident.Evidence.speaking(
          for: 2, "the log names the query, \(name: first.text)", at: first.at, first.source)
      ]
      let most = fault.figures.first { $0.title == "most tombstones in one read" }
      if case .integer(let number)? = most?.value {
        evidence.append(
          .speaking(for: 1, "one read met \(Int(clamping: number)) tombstones", at: first.at, first.source))
      }
      return evidence
    },
    CauseHypothesis(
      id: "tombstones.not_purged", explains: reads,
      title: "compaction does not remove tombstones that are old enough",
      wants: "gc_grace_seconds of the table, its strategy, and when it was repaired last"
    ) { context in
      guard let table = context.root.tables.first else { return [] }
      let ratio = context.node.samples.all(of: .tableDroppableTombstoneRatio).first { series in
        series.key.labels["keyspace"] == table.keyspace && series.key.labels["table"] == table.table
      }
      guard let point = ratio?.points.last(where: { $0.at.milliseconds <= context.root.to.sortKey }),
        point.value > 0.2
      else { return [] }
      return [
        .speaking(
          for: 2, "\(.share(point.value)) of the table's tombstones could be dropped", at: .utc(point.at),
          context.node.samples.source(of: point))
      ]
    },
  ]
}

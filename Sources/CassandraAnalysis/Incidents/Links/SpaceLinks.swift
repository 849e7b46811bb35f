// Links of a disk that fills. Compactions are reduced, then rejected for lack of space, so no space is freed;
// a write fails; the disk-failure policy takes the node out of service, or the process ends.

import CassandraModel

extension CausalLink {
  static let space: [CausalLink] = [
    CausalLink(
      id: "less-space-refuses", from: [.errors(in: .disk)], to: [.errors(in: .disk)], scope: .node,
      within: .hours(1), strength: 2, why: "it is the same lack of space on the node's disk",
      origin: "CompactionTask.buildCompactionCandidatesForAvailableDiskSpace reduces before it refuses."),
    CausalLink(
      id: "no-space-fails-writes", from: [.error(.diskNoSpace)],
      to: [
        .errors(in: .commitLog), .error(.ioOther), .errors(in: .hints), .errors(in: .stream),
        .error(.ioMissingFile),
      ],
      scope: .run, within: .minutes(10), strength: 2, why: "everything that writes needs the same space",
      origin: "ENOSPC reaches whatever writes next."),
    CausalLink(
      id: "space-ends-process", from: [.errors(in: .disk)], to: [.anyProcess], scope: .run,
      within: .minutes(10), strength: 2, role: .reaction,
      why: "it comes within minutes of the lack of space, in the same run of the process",
      origin: "The die policy ends the process; else a restart frees what failed compactions left."),
    CausalLink(
      id: "space-piles-up", from: [.errors(in: .disk)], to: [.anyBacklog], scope: .node,
      within: .minutes(10), strength: 2, why: "compactions that do not fit stay pending",
      origin: "A refused task is tried again at least every minute."),
  ]
}

extension CauseHypothesis {
  static let spaceCauses: [CauseHypothesis] = [
    CauseHypothesis(
      id: "space.other_files", explains: [.error(.diskNoSpace)],
      title:
        "another program's file, or output that the restart removed, filled the volume and is gone again",
      wants: "df and du of the volume, and what else writes to it"
    ) { context in
      guard let fault = context.fault, case .resolved(_, let end) = fault.outcome else { return [] }
      return [
        .speaking(
          for: 2, "\(OutcomeText.words(fault.outcome.reason ?? .retried)): there was room again", at: end.at,
          end.source)
      ]
    },
    CauseHypothesis(
      id: "space.data", explains: [.errors(in: .disk)], title: "the data outgrew the disk",
      wants: "df of the data volume and nodetool tablestats over time"
    ) { context in diskGrowth(context) },
    CauseHypothesis(
      id: "space.compaction_need", explains: [.error(.diskCompactionRefused), .error(.diskScopeReduced)],
      title: "a compaction needs more room for its output than is free"
    ) { context in
      let refused =
        context.signs.first { $0.kind == .error(.diskCompactionRefused) } ?? context.root
      guard let number = refused.fault, context.node.faults.indices.contains(number) else { return [] }
      let fault = context.node.faults[number]
      guard let first = fault.evidence.first else { return [] }
      let value = { (title: String) -> Int64? in
        if case .integer(let number)? = fault.figures.first(where: { $0.title == title })?.value {
          number
        } else {
          nil
        }
      }
      let need = value("bytes required") ?? value("bytes needed") ?? value("bytes expected to write")
      guard let need else {
        return [.speaking(for: 1, "the log says so: \(name: fault.rootCause)", at: first.at, first.source)]
      }
      let free: Statement = value("bytes available").map { "; \(.bytes($0)) were free" } ?? ""
      // The record names the rejected compaction, not the reason for the lack of space.
      return [
        .speaking(for: 1, "a compaction wanted \(.bytes(need))\(free)", at: first.at, first.source)
      ]
    },
    CauseHypothesis(
      id: "space.snapshots", explains: [.errors(in: .disk)],
      title: "snapshots hold the space of SSTables that are gone"
    ) { context in
      let series = context.node.samples.all(of: .tableSnapshotBytes)
      var sum = 0.0
      var place: SourceLocation?
      var at: Moment?
      for one in series {
        guard let point = one.points.last(where: { $0.at.milliseconds <= context.root.to.sortKey }) else {
          continue
        }
        sum += point.value
        if point.value > 0 {
          place = place ?? context.node.samples.source(of: point)
          at = at ?? .utc(point.at)
        }
      }
      guard sum > 0, let place, let bytes = Int64(exactly: sum.rounded()) else { return [] }
      return [.speaking(for: 1, "snapshots hold \(.bytes(bytes))", at: at, place)]
    },
  ]

  /// Use of the fullest disk at the beginning, and its growth before.
  static func diskGrowth(_ context: CauseContext) -> [Incident.Evidence] {
    var worst: (share: Double, at: Instant, from: Double, since: Instant, source: SourceLocation)?
    for used in context.node.samples.all(of: .diskUsedBytes) {
      guard let free = context.node.samples[.diskFreeBytes, used.key.labels] else { continue }
      let shares = used.points.compactMap { point -> (at: Instant, share: Double, source: SourceLocation)? in
        guard point.at.milliseconds <= context.root.from.sortKey.addingClamped(60_000),
          let other = free.latest(at: point.at, within: .seconds(1)), point.value + other.value > 0
        else { return nil }
        return (
          point.at, point.value / (point.value + other.value), context.node.samples.source(of: point)
        )
      }
      guard let last = shares.last, let least = shares.min(by: { $0.share < $1.share }), shares.count > 1
      else {
        continue
      }
      if last.share > worst?.share ?? 0 {
        worst = (last.share, last.at, least.share, least.at, last.source)
      }
    }
    guard let worst, worst.share > 0.5, worst.share - worst.from > 0.05 else { return [] }
    return [
      .speaking(
        for: 2,
        "the volume went from \(.share(worst.from)) at \(.moment(.utc(worst.since))) to \(.share(worst.share)) full",
        at: .utc(worst.at), worst.source)
    ]
  }
}

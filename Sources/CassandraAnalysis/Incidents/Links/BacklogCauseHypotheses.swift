// Causes of a backlog that figures show: data rewritten too often, a strategy that does not fit the load, one
// large compaction that holds the threads, a disk at its limit. Each names its figures.

import CassandraModel

extension CauseHypothesis {
  static let backlogFigureCauses: [CauseHypothesis] = [
    CauseHypothesis(
      id: "backlog.amplification", explains: [.anyBacklog],
      title: "compaction rewrites the data too often (write amplification)",
      wants: "debug.log of the time before the backlog: flushes and compactions of each table"
    ) { context in amplification(context) },
    CauseHypothesis(
      id: "backlog.leveled", explains: [.anyBacklog],
      title: "LeveledCompactionStrategy does not keep up with the writes of a table",
      detail: { context in
        leveled(context).map { "LeveledCompactionStrategy of \(name: $0.table.description) does not keep up" }
      }, wants: "nodetool tablestats every minute: SSTables in each level"
    ) { context in leveledEvidence(context) },
    CauseHypothesis(
      id: "backlog.windows", explains: [.anyBacklog],
      title: "time windows of a table with TimeWindowCompactionStrategy",
      wants: "the schema: compaction window and default_time_to_live of each table"
    ) { context in windows(context) },
    CauseHypothesis(
      id: "backlog.huge_compaction", explains: [.anyBacklog],
      title: "one compaction of a very large table holds a compactor"
    ) { context in huge(context) },
    CauseHypothesis(
      id: "backlog.disk", explains: [.anyBacklog], title: "the disk can do no more",
      wants: "iostat -x 60 or /proc/diskstats every minute"
    ) { context in disk(context) },
  ]

  private static func period(_ context: CauseContext) -> ClosedRange<Instant>? {
    guard case .utc(let from) = context.root.from, case .utc(let to) = context.root.to, from < to else {
      return nil
    }
    return from...to
  }

  // MARK: Write amplification

  /// Writing each byte this often is a lot for any strategy but a leveled one of many levels.
  private static let amplificationLimit = 10.0

  private static func amplification(_ context: CauseContext) -> [Incident.Evidence] {
    guard let period = period(context) else { return [] }
    let tables = context.node.backlogTables(in: period)
    guard
      let worst = tables.filter({ $0.amplification != nil })
        .max(by: { ($0.writtenBytes ?? 0) < ($1.writtenBytes ?? 0) }),
      let factor = worst.amplification, factor >= amplificationLimit, let written = worst.writtenBytes,
      let flushed = worst.flushedBytes, let largest = worst.largest
    else { return [] }
    let all = tables.reduce(0.0) { $0 + Double($1.writtenBytes ?? 0) }
    let share = all > 0 ? Double(written) / all : 0
    let times = Int(clamping: Int64(clamping: factor))
    return [
      .speaking(
        for: share >= 0.5 ? 2 : 1,
        "\(name: worst.table.description): \(.bytes(flushed)) flushed, \(.bytes(written)) written by compaction, each byte \(times) times; \(.share(share)) of all that compaction wrote",
        at: context.root.from, largest.source)
    ]
  }

  // MARK: Strategies

  /// From this number of SSTables in level 0 on Cassandra compacts them by size first (`LeveledManifest`).
  private static let levelZeroLimit = 32.0

  /// The table whose level 0 was the fullest, if it was over the limit.
  private static func leveled(_ context: CauseContext) -> BacklogTable? {
    guard let period = period(context) else { return nil }
    return context.node.backlogTables(in: period).filter { ($0.levelZero?.value ?? 0) > levelZeroLimit }
      .max { ($0.levelZero?.value ?? 0) < ($1.levelZero?.value ?? 0) }
  }

  private static func leveledEvidence(_ context: CauseContext) -> [Incident.Evidence] {
    guard let table = leveled(context), let zero = table.levelZero, let period = period(context) else {
      return []
    }
    var evidence: [Incident.Evidence] = [
      .speaking(
        for: 1,
        "level 0 of \(name: table.table.description) held \(Int(clamping: Int64(clamping: zero.value))) SSTables; above 32 Cassandra compacts level 0 by size first",
        at: .utc(zero.at), zero.source)
    ]
    let seconds = Double(period.upperBound.milliseconds - period.lowerBound.milliseconds) / 1000
    let lowered = context.settings.last { sign in
      sign.kind == .throughputChanged
        && sign.from.sortKey <= context.root.from.sortKey.addingClamped(60_000)
        && sign.previous.map { $0 == 0 || $0 > sign.value ?? 0 } ?? false
    }
    if let lowered {
      evidence.append(
        .speaking(
          against: 1, "the compaction throughput was lowered before; level 0 filled up after it",
          at: lowered.from, lowered.steps.first?.source))
    } else if let flushed = table.flushedBytes, let level = table.highestLevel, level > 0,
      let limit = context.node.samples[.compactionThroughputLimit]?.nearest(to: period.lowerBound),
      limit.value > 0
    {
      // Each level rewrites a byte about once more for each of its ten parts: half of that is the usual mean.
      let needed = Double(flushed) / seconds * 5 * Double(level)
      if needed > limit.value {
        evidence.append(
          .speaking(
            for: 2,
            "its flushes of \(.rate(Double(flushed) / seconds)) need about \(.rate(needed)) of compaction over \(level) levels; the limit is \(.rate(limit.value))",
            at: .utc(limit.at), context.node.samples.source(of: limit)))
      }
    }
    return evidence
  }

  /// More windows than this mean too many SSTables for reads and compactions.
  private static let windowLimit = 50.0

  private static func windows(_ context: CauseContext) -> [Incident.Evidence] {
    for alert in context.root.alerts {
      for mark in alert.marks {
        guard case .windowRollover(let tables) = mark, let table = tables.first else { continue }
        return [
          .speaking(
            for: 2, "it began where a time window of \(name: table.description) was closed",
            at: .utc(alert.pendingSince), alert.first)
        ]
      }
    }
    guard let period = period(context) else { return [] }
    for table in context.node.backlogTables(in: period) {
      guard let strategy = table.strategy, let window = strategy.window, window.milliseconds > 0,
        let life = context.node.schemas[table.table]?.defaultTTLSeconds, life > 0
      else { continue }
      let count = Double(life) * 1000 / Double(window.milliseconds)
      guard count > windowLimit else { continue }
      return [
        .speaking(
          for: 1,
          "\(name: table.table.description) keeps data for \(.span(.seconds(life))) in windows of \(.span(window)): \(Int(clamping: Int64(clamping: count))) windows",
          strategy.source)
      ]
    }
    return []
  }

  // MARK: One large compaction

  private static func huge(_ context: CauseContext) -> [Incident.Evidence] {
    guard let period = period(context) else { return [] }
    let length = Double(period.upperBound.milliseconds - period.lowerBound.milliseconds)
    let tables = context.node.backlogTables(in: period)
    guard let table = tables.max(by: { ($0.largest?.readBytes ?? 0) < ($1.largest?.readBytes ?? 0) }),
      let largest = table.largest, Double(largest.span.milliseconds) >= 0.5 * length,
      case let all = tables.reduce(0.0, { $0 + Double($1.readBytes ?? 0) }), all > 0,
      Double(largest.readBytes) >= 0.5 * all
    else { return [] }
    return [
      .speaking(
        for: 1,
        "one compaction of \(name: table.table.description) read \(.bytes(largest.readBytes)) and ran for \(.span(largest.span)) of it",
        at: context.root.from, largest.source)
    ]
  }

  // MARK: The disk

  /// A device that is busy for this share of the time is at its limit.
  private static let busyLimit = 0.9

  private static func disk(_ context: CauseContext) -> [Incident.Evidence] {
    guard let period = period(context) else { return [] }
    let loads = context.node.diskLoads
    let volume = DataVolume(context.node, given: NodeInputs())
    guard let disk = context.node.dataDisk(of: volume, among: loads), let busy = disk.busy(in: period),
      busy >= busyLimit
    else { return [] }
    let queue = disk.mean(in: period, \.queue)
    let waiting: Statement =
      queue.map { ", with \(Int(clamping: Int64(clamping: $0))) requests in the queue" } ?? ""
    return [
      .speaking(
        for: 2, "\(name: disk.device) was busy for \(.share(busy)) of the time\(waiting)",
        at: context.root.from, disk.source)
    ]
  }
}

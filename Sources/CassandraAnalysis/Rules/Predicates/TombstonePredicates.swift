// Cassandra's own tombstone thresholds (004): a log record is proof by itself; tablestats is compared with
// the threshold.

import CassandraModel

extension RulePass {
  mutating func cassandraTombstones(isAbort: Bool) {
    let limit = number("threshold")
    var tables: [TableName: [SamplePoint]] = [:]
    var sampled: [TableName: RuleSeries] = [:]
    for series in inputs.node.samples.all(of: .tableTombstonesPerSliceMax) {
      guard case .table(let table) = inputs.subject(.table, series.key.labels) else { continue }
      tables[table] = []
      sampled[table] = RuleSeries(series.points)
    }
    let rule = inputs.node.zone.rule
    var logged: [TableName: [TombstoneRun]] = [:]
    for (table, reads) in inputs.node.tombstones {
      let runs = isAbort ? reads.abortRuns : reads.runs
      guard let table, !runs.isEmpty else { continue }
      if rule == nil {
        cannotInPart("the log's zone is not known, so its warnings have no place among the samples")
      }
      logged[table] = runs
      tables[table] = []
    }
    let hasLog = inputs.node.logRecords > 0 || !inputs.node.processes.isEmpty
    guard !tables.isEmpty || hasLog else { return cannot("there is neither a log nor tablestats") }
    for table in tables.keys.sorted() {
      judge(table, sampled[table], logged[table] ?? [], rule, limit)
    }
  }

  /// Milliseconds after which a log warning without another read is over: tablestats covers the same time.
  private static let memory: Int64 = 300_000

  private mutating func judge(
    _ table: TableName, _ sampled: RuleSeries?, _ runs: [TombstoneRun], _ rule: ZoneRule?, _ limit: Double
  ) {
    let points = sampled?.points ?? []
    guard let rule, !runs.isEmpty else {
      guard let sampled else { return }
      fold(.table(table), along: sampled) { fold in
        for point in points { fold.take(point, point.value >= limit, value: point.value, threshold: limit) }
      }
      return
    }
    // Records of the log between the samples of tablestats.
    fold(.table(table), along: sampled ?? RuleSeries([])) { fold in
      var next = 0
      var over: Instant?
      for run in runs {
        let (first, last) = (rule.instant(run.first), rule.instant(run.last))
        RulePass.take(points, &next, upTo: first, &over, limit, &fold)
        // Its reads are at most a minute apart.
        var at = first
        while true {
          let point = fold.point(at, Double(run.peak), at: run.source)
          fold.take(point, true, value: point.value, threshold: limit, detail: "from the log")
          if at >= last { break }
          at = min(last, Instant(milliseconds: at.milliseconds + 60_000))
        }
        over = Instant(milliseconds: last.milliseconds + RulePass.memory)
        while next < points.count, points[next].at <= last { next += 1 }
      }
      RulePass.take(points, &next, upTo: nil, &over, limit, &fold)
    }
  }

  /// Takes the samples before `instant`; without any, the state from a log record ends after a while by
  /// itself.
  private static func take(
    _ points: [SamplePoint], _ next: inout Int, upTo instant: Instant?, _ over: inout Instant?,
    _ limit: Double,
    _ fold: inout RuleFold
  ) {
    while next < points.count, instant.map({ points[next].at < $0 }) ?? true {
      let point = points[next]
      if let end = over, end < point.at { takeEnd(end, point.place, limit, &fold) }
      over = nil
      fold.take(point, point.value >= limit, value: point.value, threshold: limit)
      next += 1
    }
    if let end = over, instant.map({ end < $0 }) ?? true {
      takeEnd(end, SamplePlace(file: 0, line: 0, kind: .content), limit, &fold)
      over = nil
    }
  }

  private static func takeEnd(_ end: Instant, _ place: SamplePlace, _ limit: Double, _ fold: inout RuleFold) {
    fold.take(SamplePoint(at: end, value: 0, place: place), false, value: 0, threshold: limit)
  }
}

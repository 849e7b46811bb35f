// A node written as series, in the compact notation of rule tests: values separated by spaces, one for each
// step.
//
//     5      5            5x3     5 5 5 (three times)
//     1+2x3  1 3 5 7      _  _x3  no sample

import CassandraModel
import Testing

@testable import CassandraAnalysis

/// Builds one node's findings.
struct NodeInSeries {
  /// 2026-11-21 00:00:00 UTC.
  static let start: Int64 = 1_795_219_200_000

  private var facts: [Fact] = []
  private var line = 0
  /// Interval between two values, in seconds.
  let step: Int64

  init(step: Int64 = 60) { self.step = step }

  static func instant(_ seconds: Int64) -> Instant { Instant(milliseconds: start + seconds * 1000) }

  /// The values of `notation`; nil where there is no sample.
  static func values(_ notation: String) -> [Double?] {
    notation.split(separator: " ").flatMap { word -> [Double?] in
      let parts = word.split(separator: "x", maxSplits: 1)
      let count = parts.count == 2 ? Int(parts[1]) : nil
      if parts[0] == "_" { return Array(repeating: nil, count: count ?? 1) }
      let sum = parts[0].split(separator: "+", maxSplits: 1)
      guard let first = Double(sum[0]) else {
        Issue.record("not a value: \(word)")
        return []
      }
      guard sum.count == 2, let growth = Double(sum[1]) else {
        return Array(repeating: first, count: count ?? 1)
      }
      return (0...(count ?? 0)).map { first + growth * Double($0) }
    }
  }

  /// Samples of `metric`, the first at `offset` seconds after the start.
  mutating func add(
    _ metric: MetricName, _ labels: [(String, String)], _ notation: String, offset: Int64 = 0,
    file: String = "nodetool/series.log"
  ) {
    for (index, value) in NodeInSeries.values(notation).enumerated() {
      guard let value else { continue }
      line += 1
      facts.append(
        .sample(
          Sample(
            at: NodeInSeries.instant(offset + Int64(index) * step), atKind: .marker, metric: metric,
            labels: Labels(labels.map { (name: $0.0, value: $0.1) }), value: value,
            source: SourceLocation(file: file, line: line))))
    }
  }

  /// The same without labels.
  mutating func add(
    _ metric: MetricName, _ notation: String, offset: Int64 = 0, file: String = "nodetool/series.log"
  ) {
    add(metric, [], notation, offset: offset, file: file)
  }

  /// Rows of one operation in compactionstats, its bytes done of `total`.
  mutating func task(_ number: UInt64, _ kind: String, _ done: String, of total: Double, table: String = "t")
  {
    let id = TimeUUID(high: 0x1000, low: number).description
    let labels = [("id", id), ("kind", kind), ("keyspace", "k"), ("table", table), ("unit", "bytes")]
    add(.compactionTaskCompletedBytes, labels, done)
    let totals = NodeInSeries.values(done).map { $0 == nil ? "_" : String(total) }
    add(.compactionTaskTotalBytes, labels, totals.joined(separator: " "))
  }

  mutating func add(_ fact: Fact) { facts.append(fact) }

  /// A record of the log on a clock in UTC.
  mutating func log(
    _ role: EventRole, _ name: String, at seconds: Int64, _ fields: [(String, FieldValue)] = [],
    on thread: String = "main"
  ) {
    line += 1
    facts.append(
      .event(
        Event(
          name: EventName(name), role: role, severity: .info, level: .info,
          at: LocalTime(milliseconds: NodeInSeries.start + seconds * 1000), thread: thread, logger: "X.java",
          fields: EventFields(names: fields.map { FieldName($0.0) }, values: fields.map(\.1)),
          throwable: nil, source: SourceLocation(file: "logs/system.log", line: line))))
  }

  static let utc = ZoneRule(initial: UTCOffset(seconds: 0), changes: [])

  /// The history, with the facts in the order of `shuffle`.
  func history(_ shuffle: ([Fact]) -> [Fact] = { $0 }) -> NodeHistory {
    var history = NodeHistory()
    for fact in shuffle(facts) { history.receive(fact) }
    history.finish()
    return history
  }

  /// The findings, with the facts in the order of `shuffle`.
  func findings(_ shuffle: ([Fact]) -> [Fact] = { $0 }) -> NodeFindings {
    NodeFindings(NodeID("n1"), history(shuffle), given: ("UTC", NodeInSeries.utc))
  }

  /// The evaluation of the rules.
  func evaluated(_ settings: RuleSettings = .none) -> NodeEvaluation {
    RuleEngine(settings: settings).evaluate(findings())
  }
}

extension NodeEvaluation {
  func alerts(of rule: RuleID) -> [RuleAlert] { alerts.filter { $0.rule == rule } }

  /// `fired 300-540 resolved`: intervals of `rule` in seconds from the start.
  func intervals(of rule: RuleID) -> [String] {
    alerts(of: rule).map { alert in
      let seconds = { (at: Instant) in String((at.milliseconds - NodeInSeries.start) / 1000) }
      let state =
        alert.firingSince.map { "fired " + seconds($0) } ?? (alert.isPossibleOnly ? "possible" : "pending")
      let end =
        switch alert.end {
        case .resolved(let at): "resolved " + seconds(at)
        case .open: "open"
        case .unknown(let at): "unknown " + seconds(at)
        }
      return "since " + seconds(alert.pendingSince) + " " + state + " " + end
    }
  }

  func reasons(of rule: RuleID) -> [String] { notEvaluated.filter { $0.rule == rule }.map(\.reason) }
}

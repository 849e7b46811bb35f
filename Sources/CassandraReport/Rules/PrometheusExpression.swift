// Conditions as PromQL. Terms with different labels are matched on their common labels, always within one
// instance.

import CassandraAnalysis
import CassandraModel

enum PrometheusExpression {
  /// The expression of `rule` with its parameters.
  static func text(of rule: Rule, _ inputs: NodeInputs) throws(Inexpressible) -> String {
    let given = PrometheusInputs(inputs: inputs)
    if rule.holdsForSamples > 1, predicates[rule.id] == nil {
      throw Inexpressible("a number of samples in a row cannot be asked for")
    }
    switch rule.condition {
    case .builtIn(let name):
      guard let predicate = predicates[name] else {
        throw Inexpressible(reasons[name] ?? "it looks at more than metrics")
      }
      return try predicate(rule, given)
    case .all, .any:
      let condition = rule.condition.filled(by: rule)
      var terms: [String] = []
      for term in condition.terms { terms.append(try self.term(term, given)) }
      guard terms.count > 1 else { return terms.first ?? "" }
      let joint: String = if case .any = condition { " or on (instance) " } else { " and on (instance) " }
      return terms.map { "(" + $0 + ")" }.joined(separator: joint)
    }
  }

  private static func term(_ term: RuleTerm, _ given: PrometheusInputs) throws(Inexpressible) -> String {
    guard case .literal(let number) = term.number else {
      throw Inexpressible("no number is given")
    }
    let left = try PrometheusName.vector(term.left, given)
    let start = grouped(left) + " " + term.comparison.rawValue + " "
    guard let operand = term.right else { return start + PrometheusName.number(number) }
    let right = try PrometheusName.vector(operand, given)
    if right.isScalar, let value = Double(right.text) { return start + PrometheusName.number(number * value) }
    let common = ["instance"] + left.labels.filter(right.labels.contains)
    var matching = "on (" + common.joined(separator: ", ") + ") "
    if left.labels.count > right.labels.count { matching += "group_left () " }
    if right.labels.count > left.labels.count { matching += "group_right () " }
    let product =
      number == 1 ? grouped(right) : "(" + PrometheusName.number(number) + " * " + grouped(right) + ")"
    return start + matching + product
  }

  /// In parentheses if it has more than one series.
  private static func grouped(_ vector: PrometheusVector) -> String {
    vector.text.contains(" ") ? "(" + vector.text + ")" : vector.text
  }

  // MARK: Predicates

  private typealias Predicate = @Sendable (Rule, PrometheusInputs) throws(Inexpressible) -> String

  /// Predicates that metrics can express.
  private static let predicates: [RuleID: Predicate] = [
    .compactionStalled: { rule, _ throws(Inexpressible) in
      let rate = "rate(" + PrometheusName.bytesCompacted + "[" + PrometheusName.rateWindow + "])"
      // The median of the last day replaces the median of the whole series.
      return rate + " <= " + number("ratio", rule) + " * quantile_over_time(0.5, (" + rate
        + " > 0)[1d:5m]) and on (instance) delta("
        + PrometheusName.pending + "[" + PrometheusName.rateWindow + "]) > 0"
    },
    .velocityLow: { rule, given throws(Inexpressible) in
      let limit = try PrometheusName.vector(RuleOperand(.compactionThroughputLimit), given)
      let share = (rule.number("ratio") ?? 0) * (Double(limit.text) ?? 0)
      let window = TimeSpan.seconds(Int64(max(1, min(rule.number("window") ?? 60, 1e9))))
      return "rate(" + PrometheusName.bytesCompacted + "[" + window.prometheusText + "]) < "
        + PrometheusName.number(share) + " and on (instance) " + PrometheusName.pending + " > 0"
    },
    .diskLimitTrend: { rule, given throws(Inexpressible) in
      guard let limit = given.inputs.controllerLimitBytesPerSecond else {
        throw Inexpressible("the controller's limit is no metric; give controller_limit in the configuration")
      }
      let window = TimeSpan.seconds(Int64(max(1, min(rule.number("window") ?? 2_592_000, 1e9))))
      return "rate(" + PrometheusName.bytesCompacted + "[" + window.prometheusText + "]) >= "
        + PrometheusName.number((rule.number("ratio") ?? 0) * limit)
    },
    .poolBlocked: { rule, _ throws(Inexpressible) in
      "cassandra_threadpools_currentlyblockedtasks_count > " + number("threshold", rule)
        + " or increase(cassandra_threadpools_totalblockedtasks_count[" + PrometheusName.rateWindow + "]) > 0"
    },
    .diskSaturated: { rule, _ throws(Inexpressible) in
      "rate(node_disk_io_time_seconds_total[" + PrometheusName.rateWindow + "]) > "
        + number("threshold", rule)
    },
    .cassandraTombstoneWarn: { rule, _ throws(Inexpressible) in
      "cassandra_table_tombstonescannedhistogram_max >= " + number("threshold", rule)
    },
    .cassandraTombstoneFailure: { rule, _ throws(Inexpressible) in
      "cassandra_table_tombstonescannedhistogram_max >= " + number("threshold", rule)
    },
  ]

  private static func number(_ name: String, _ rule: Rule) -> String {
    PrometheusName.number(rule.number(name) ?? 0)
  }

  /// Reasons why the other predicates cannot be expressed.
  private static let reasons: [RuleID: String] = [
    .compactionLatency: "how long one compaction runs is known by its id, and ids are in no metric",
    .compactionIOShare: "which tenth of the time was the busiest is known only afterwards",
    .undrainable: "what running compactions have left are rows of compactionstats and no metric",
    .forbiddenOperation: "which operations run are rows of compactionstats and no metric",
    .repairDuringBacklog: "which operations and streams run are rows of compactionstats and netstats",
    .throughputOverDisk: "it compares two settings, which are no metrics",
    .streamThrottleLow: "the stream throughput is a setting and no metric",
    .settingsNotRestored: "settings are no metrics",
  ]
}

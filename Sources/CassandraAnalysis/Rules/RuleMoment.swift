// A rule at one moment on one node: the samples around it, the evaluation of each, and the state. This is all
// that `explain` shows; its words are elsewhere.

package import CassandraModel

/// Why a rule fired at a moment, or did not.
package struct RuleMoment: Sendable {
  package let node: NodeID
  /// The rule with the node's changes; nil when it is switched off there.
  package let rule: Rule?
  /// Why it could not be evaluated at all; nil when it could.
  package let notEvaluated: NotEvaluated?
  /// Tables, compactions, pools or the node itself; the ones closest to the moment first.
  package let subjects: [SubjectMoment]
  /// Number of further subjects whose condition did not hold around the moment.
  package let quietSubjects: Int
  /// The last values of the rule's inputs.
  package let inputs: [InputMoment]

  /// One subject at the moment.
  package struct SubjectMoment: Sendable {
    package let subject: RuleAlert.Subject
    package let state: ExpectedState
    /// The alert at the moment; nil without one.
    package let alert: RuleAlert?
    /// The last sample at the moment or before it; nil without one.
    package let last: RuleReading?
    /// Evaluations of the samples in the window, in order.
    package let readings: [Row]
    /// Number of samples in the window that are not in `readings`.
    package let leftOut: Int
  }

  /// One sample with its place.
  package struct Row: Sendable {
    package let reading: RuleReading
    /// Nil when it is derived from several.
    package let source: SourceLocation?
  }

  /// A series that the rule reads.
  package struct InputMoment: Sendable {
    package let series: SeriesBook.Key
    package let value: Double
    package let at: Instant
    package let source: SourceLocation
  }

  /// Limits of the output: samples of a subject, subjects and inputs of a node.
  fileprivate static let rowLimit = 60
  private static let subjectLimit = 10
  private static let inputLimit = 12

  /// The rule `id` on `node` at `at`, with the samples of `window` around it.
  package init(_ id: RuleID, on node: NodeFindings, at: Instant, window: TimeSpan, engine: RuleEngine) {
    self.node = node.node
    let rule = engine.rules(of: node.node.name, cluster: node.cluster).first { $0.id == id }
    self.rule = rule
    guard let rule else {
      notEvaluated = nil
      subjects = []
      quietSubjects = 0
      inputs = []
      return
    }
    let (readings, lacking) = engine.readings(of: rule, on: node)
    notEvaluated = lacking.first { !$0.isPartial && $0.rule == id }
    let alerts = engine.evaluate(node).alerts.filter { $0.rule == id }
    let around = at.milliseconds - window.milliseconds / 2...at.milliseconds + window.milliseconds / 2
    let all = readings.map { subject, readings in
      SubjectMoment(
        subject, readings, alerts.filter { $0.subject == subject }, at: at, around: around,
        metrics: rule.condition.metrics + rule.inputs, node.samples)
    }
    let ordered = all.sorted { a, b in
      a.rank != b.rank ? a.rank > b.rank : a.subject.name < b.subject.name
    }
    // Among many tables only those whose condition held are shown, or else the first.
    let loud = ordered.filter { $0.rank > 0 }
    subjects = Array((loud.isEmpty ? Array(ordered.prefix(1)) : loud).prefix(RuleMoment.subjectLimit))
    quietSubjects = all.count - subjects.count
    inputs = Array(
      node.samples.all.filter { (rule.condition.metrics + rule.inputs).contains($0.key.metric) }
        .compactMap { series in
          series.index(atOrBefore: at).map { index in
            let point = series.points[index]
            return InputMoment(
              series: series.key, value: point.value, at: point.at, source: node.samples.source(of: point))
          }
        }.prefix(RuleMoment.inputLimit))
  }
}

extension RuleMoment.SubjectMoment {
  fileprivate init(
    _ subject: RuleAlert.Subject, _ readings: [RuleReading], _ alerts: [RuleAlert], at: Instant,
    around: ClosedRange<Int64>, metrics: [MetricName], _ samples: SampleStore
  ) {
    self.subject = subject
    let before = alerts.filter { $0.pendingSince <= at }
    let active = before.first { alert in
      let state = alert.state(at: at)
      return state == .firing || state == .pending || state == .possible
    }
    let last = readings.last { $0.at <= at }
    self.last = last
    if let active {
      alert = active
      state = active.state(at: at)
    } else {
      alert = nil
      let latest = before.max { $0.over < $1.over }
      // A sample after a gap shows the state from then on.
      let isUnseen =
        latest.map { $0.state(at: at) == .unknown && last.map(\.at) ?? $0.over <= $0.over } ?? false
      state = isUnseen ? .unknown : latest?.hasFired ?? false ? .resolved : .inactive
    }
    let shown = readings.filter { around.contains($0.at.milliseconds) }
    // The nearest ones, in order.
    let near = shown.sorted {
      abs($0.at.milliseconds - at.milliseconds) < abs($1.at.milliseconds - at.milliseconds)
    }
    .prefix(RuleMoment.rowLimit).sorted { $0.at < $1.at }
    leftOut = shown.count - near.count
    self.readings = near.map { reading in
      RuleMoment.Row(reading: reading, source: Self.source(reading, subject, metrics, samples))
    }
  }

  /// Order of subjects in the output.
  fileprivate var rank: Int {
    switch state {
    case .firing: 4
    case .possible, .pending: 3
    case .unknown: 2
    default: readings.contains { $0.reading.holds == true } ? 1 : 0
    }
  }

  /// The place of the sample at that instant, of the first of `metrics` that has one.
  private static func source(
    _ reading: RuleReading, _ subject: RuleAlert.Subject, _ metrics: [MetricName], _ samples: SampleStore
  ) -> SourceLocation? {
    for metric in metrics {
      for series in samples.all(of: metric) where isOf(subject, series.key.labels) {
        if let index = series.index(atOrBefore: reading.at), series.points[index].at == reading.at {
          return samples.source(of: series.points[index])
        }
      }
    }
    return nil
  }

  private static func isOf(_ subject: RuleAlert.Subject, _ labels: Labels) -> Bool {
    switch subject {
    case .cluster, .node: true
    case .table(let table): labels["table"] == table.table && labels["keyspace"] == table.keyspace
    case .compaction(let id): labels["id"] == id.description
    case .pool(let pool): labels["pool"] == pool
    }
  }
}

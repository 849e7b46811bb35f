// A good run to compare with: the fingerprints of its findings, and its figures over all nodes. Nodes are
// merged, because another run has other hosts.

package import CassandraModel

/// The stored result of a run.
package struct Baseline: Sendable {
  /// A known finding.
  package struct Finding: Sendable, Hashable {
    package let fingerprint: String
    package let kind: String
    package let id: String
    package let severity: Severity
    package let tables: [String]

    package init(fingerprint: String, kind: String, id: String, severity: Severity, tables: [String]) {
      self.fingerprint = fingerprint
      self.kind = kind
      self.id = id
      self.severity = severity
      self.tables = tables
    }
  }

  /// A number.
  package struct Figure: Sendable, Hashable {
    /// Metric and aggregate, for example `compaction_pending_tasks.max`, or the name of a figure.
    package let id: String
    package let labels: Labels
    package let value: Double

    package init(id: String, labels: Labels, value: Double) {
      self.id = id
      self.labels = labels
      self.value = value
    }
  }

  /// The names of the clusters; empty when the capture has none.
  package var clusters: [String] = []
  /// The versions of Cassandra.
  package var versions: [String] = []
  package var findings: [Finding] = []
  package var figures: [Figure] = []

  package init() {}

  /// The key of a figure's number in a file; metrics use the name of their aggregate.
  package static let valueName = "value"
  /// Aggregates that baselines have.
  package static let aggregates: [CheckAggregate] = [.max, .min, .mean, .last, .sum, .p95, .delta]
  /// Labels that differ in every run.
  private static let passing: Set<String> = ["id", "session", "peer", "device", "source"]

  /// The baseline of a capture.
  package init(of capture: CassandraAnalysis.Findings) {
    clusters = Baseline.values(of: .cluster, in: capture)
    versions = Baseline.values(of: .version, in: capture)
    var seen: Set<String> = []
    for finding in capture.checkFindings where finding.isFault && seen.insert(finding.fingerprint).inserted {
      findings.append(Finding(finding))
    }
    findings.sort { ($0.kind, $0.id, $0.fingerprint) < ($1.kind, $1.id, $1.fingerprint) }
    for figure in CheckFigureName.allCases { add(CheckFigure(.figure(figure)), of: capture) }
    let kept = capture.nodes.flatMap { node in
      node.series.all.map(\.key).filter { key in
        NodeHistory.isJudged(key.metric) && Baseline.isKept(key.labels)
      }
    }
    for metric in Set(kept.map(\.metric)).sorted() {
      for aggregate in Baseline.aggregates { add(CheckFigure(.metric(metric, aggregate)), of: capture) }
    }
  }

  static func values(of name: AttributeName, in capture: CassandraAnalysis.Findings) -> [String] {
    // A log has the cluster name as the setting that the node started with.
    let setting = AttributeName("config_" + name.name + "_name")
    return Set(
      capture.nodes.flatMap { ($0.attributes[name] ?? $0.attributes[setting] ?? []).map(\.value) }
    ).sorted()
  }

  private mutating func add(_ figure: CheckFigure, of capture: CassandraAnalysis.Findings) {
    for (labels, value, _) in Baseline.overNodes(figure, in: capture) where Baseline.isKept(labels) {
      figures.append(Figure(id: figure.id, labels: labels, value: value))
    }
  }

  /// A figure over all nodes, by labels: the largest of largest values, the smallest of smallest, the sum of sums and
  /// changes, the mean of means and last values.
  static func overNodes(
    _ figure: CheckFigure, in capture: CassandraAnalysis.Findings
  ) -> [(labels: Labels, value: Double, at: CheckFigureValue)] {
    let values = figure.values(in: capture)
    return Set(values.map(\.labels)).sorted().compactMap { labels in
      let alike = values.filter { $0.labels == labels }
      guard let highest = alike.max(by: { $0.value < $1.value }),
        let lowest = alike.min(by: { $0.value < $1.value })
      else { return nil }
      let sum = alike.reduce(0) { $0 + $1.value }
      switch figure.quantity {
      case .metric(_, .min): return (labels, lowest.value, lowest)
      case .metric(_, .sum), .metric(_, .delta), .figure(.failures): return (labels, sum, highest)
      case .metric(_, .mean), .metric(_, .last): return (labels, sum / Double(alike.count), highest)
      default: return (labels, highest.value, highest)
      }
    }
  }

  /// The values of a figure by labels.
  func values(of id: String) -> [Labels: Double] {
    Dictionary(figures.filter { $0.id == id }.map { ($0.labels, $0.value) }) { first, _ in first }
  }

  /// True for a series that another run can have and that matters: Cassandra's own tables do not.
  private static func isKept(_ labels: Labels) -> Bool {
    !labels.pairs.contains { pair in
      passing.contains(pair.name)
        || pair.name == "keyspace" && TableName(keyspace: pair.value, table: "").isSystem
    }
  }
}

extension Baseline.Finding {
  init(_ finding: CheckFinding) {
    self.init(
      fingerprint: finding.fingerprint, kind: finding.kind.rawValue, id: finding.id,
      severity: finding.severity,
      tables: finding.tables.map(\.description))
  }
}

/// A capture compared with a baseline.
package struct BaselineComparison: Sendable {
  /// Not in the baseline.
  package let new: [CheckFinding]
  /// In both.
  package let known: [CheckFinding]
  /// Only in the baseline.
  package let gone: [Baseline.Finding]

  init(_ findings: [CheckFinding], with baseline: Baseline) {
    let before = Set(baseline.findings.map(\.fingerprint))
    let now = Set(findings.map(\.fingerprint))
    let faults = findings.filter(\.isFault)
    new = faults.filter { !before.contains($0.fingerprint) }
    known = faults.filter { before.contains($0.fingerprint) }
    gone = baseline.findings.filter { !now.contains($0.fingerprint) }
  }
}

extension Baseline {
  /// The clusters of `capture` if the baseline has none of them; nil when they match or are not known.
  package func otherClusters(of capture: CassandraAnalysis.Findings) -> [String]? {
    let found = Baseline.values(of: .cluster, in: capture)
    guard !found.isEmpty, !clusters.isEmpty, Set(found).isDisjoint(with: clusters) else { return nil }
    return found
  }
}

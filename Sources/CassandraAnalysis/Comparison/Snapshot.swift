// One side of a comparison: findings and figures as plain values, so that a capture and its JSON report are
// the same thing. A value that a source does not have is absent, never zero.

public import CassandraModel

/// One side of a comparison.
public struct Snapshot: Sendable, Hashable {
  /// An error, an alert or a warning.
  public struct Finding: Sendable, Hashable {
    /// The same when times, ids, paths and hosts change.
    public let fingerprint: String
    /// `category`, `rule` or `strain`.
    public let kind: String
    /// The id of the category, rule or warning.
    public let id: String
    /// A few plain words.
    public let title: String
    /// Severity of the finding.
    public let severity: Severity
    /// The node, as the report of its side calls it.
    public let node: String
    /// Tables concerned.
    public let tables: [String]
    /// One sentence.
    public let message: String
    /// File and line of its first record.
    public let source: String
    /// Tasks that failed; 0 for a finding that is no error.
    public let failures: Int64
    /// True for a finding that affects the whole node, whichever tables it was busy with.
    public let isOfNode: Bool

    /// A finding from its parts.
    public init(
      fingerprint: String, kind: String, id: String, title: String, severity: Severity, node: String,
      tables: [String], message: String, source: String, failures: Int64, isOfNode: Bool
    ) {
      self.fingerprint = fingerprint
      self.kind = kind
      self.id = id
      self.title = title
      self.severity = severity
      self.node = node
      self.tables = tables
      self.message = message
      self.source = source
      self.failures = failures
      self.isOfNode = isOfNode
    }
  }

  /// The value of one measure.
  public struct Figure: Sendable, Hashable {
    /// The node, as the report of its side calls it.
    public let node: String
    /// The id of the measure.
    public let measure: String
    /// The object of the figure: a table, a setting, a disk, a rule; empty for the node.
    public let of: String
    /// The value.
    public let value: Value
    /// File and line; empty when it was computed from several.
    public let source: String

    /// A figure from its parts.
    public init(node: String, measure: String, of: String, value: Value, source: String) {
      self.node = node
      self.measure = measure
      self.of = of
      self.value = value
      self.source = source
    }
  }

  /// A number or words.
  public enum Value: Sendable, Hashable {
    case number(Double)
    case text(String)
  }

  /// Names of the nodes, in order.
  public var nodes: [String]
  /// Errors, alerts and warnings.
  public var findings: [Finding]
  /// Measured figures.
  public var figures: [Figure]

  /// A side from its parts.
  public init(nodes: [String], findings: [Finding], figures: [Figure]) {
    self.nodes = nodes
    self.findings = findings
    self.figures = figures
  }

  /// The findings and figures of `capture`.
  public init(_ capture: Findings) {
    nodes = capture.nodes.map(\.node.name)
    findings = capture.checkFindings.filter(\.isFault).map { Finding($0) }
    figures = capture.nodes.flatMap { SnapshotFigures($0, of: capture).all }
  }

  /// The text values of a measure of one node, by object.
  func texts(_ measure: ComparisonMeasure, of node: String) -> [String: String] {
    var texts: [String: String] = [:]
    for figure in figures where figure.measure == measure.id && figure.node == node {
      if case .text(let text) = figure.value { texts[figure.of] = text }
    }
    return texts
  }

  /// A copy with every text changed.
  package func mapTexts(_ change: (String) -> String) -> Snapshot {
    Snapshot(
      nodes: nodes.map(change),
      findings: findings.map { one in
        Finding(
          fingerprint: one.fingerprint, kind: one.kind, id: change(one.id), title: change(one.title),
          severity: one.severity, node: change(one.node), tables: one.tables.map(change),
          message: change(one.message), source: change(one.source), failures: one.failures,
          isOfNode: one.isOfNode)
      },
      figures: figures.map { one in
        let value: Value = if case .text(let text) = one.value { .text(change(text)) } else { one.value }
        return Figure(
          node: change(one.node), measure: one.measure, of: change(one.of), value: value,
          source: change(one.source))
      })
  }
}

extension Snapshot.Finding {
  fileprivate init(_ finding: CheckFinding) {
    self.init(
      fingerprint: finding.fingerprint, kind: finding.kind.rawValue, id: finding.id, title: finding.title,
      severity: finding.severity, node: finding.node.name, tables: finding.tables.map(\.description),
      message: finding.message, source: finding.source.file.isEmpty ? "" : finding.source.description,
      failures: Int64(finding.failures), isOfNode: finding.isOfNode)
  }
}

// MARK: Selection

extension Snapshot {
  package var tables: Set<TableName> {
    var tables = Set(findings.flatMap(\.tables).compactMap { TableName(dotted: $0) })
    tables.formUnion(
      figures.filter { Snapshot.isOfTables($0.measure) }.compactMap { TableName(dotted: $0.of) })
    return tables
  }

  /// A copy without the parts outside `selection`, which uses the names of this snapshot.
  package func only(_ selection: Selection) -> Snapshot {
    var own = self
    let selects = { (name: String) in TableName(dotted: name).map { selection.selects($0) } ?? true }
    own.findings = findings.filter { one in
      let isFault = one.kind == CheckFinding.Kind.category.rawValue
      guard selection.selects(one.severity),
        selection.categories.isEmpty || isFault && selection.selects(category: CategoryID(one.id))
      else { return false }
      return one.isOfNode || one.tables.isEmpty || one.tables.contains(where: selects)
    }
    own.figures = figures.filter { !Snapshot.isOfTables($0.measure) || selects($0.of) }
    return own
  }

  private static func isOfTables(_ measure: String) -> Bool {
    measure.hasPrefix("table_") || measure.hasPrefix("tombstones_") || measure.hasPrefix("droppable_")
  }
}

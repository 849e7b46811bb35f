// Findings of a part of a capture, with counts of the rest, so that the part is not taken for the whole.
//
// A selection of tables drops errors of other tables. It keeps errors of the node as a whole (disk, memory,
// process, network), and errors that no record ties to a table: either may have hit the selected tables.

package import CassandraModel

/// The part of a capture that findings are about.
public struct Selected: Sendable, Hashable {
  /// The selection.
  public let selection: Selection
  /// Counts of the rest.
  public internal(set) var leftOut: LeftOut

  /// Counts of the findings outside a selection.
  public struct LeftOut: Sendable, Hashable {
    /// Nodes.
    public var nodes = 0
    /// Files of these nodes.
    public var files = 0
    /// Errors, with work that was stopped on purpose.
    public var faults = 0
    /// The critical failures among them.
    public var criticalFaults = 0
    /// Alerts that fired or may have.
    public var alerts = 0
    /// Warnings.
    public var strains = 0
    /// Compactions.
    public var compactions = 0
    /// Lines of the timeline.
    public var timeline = 0
    /// Tables in samples, compactions or a schema.
    public var tables = 0
  }
}

extension Findings {
  /// The part of the findings in `selection`. Problems of the input are kept whole.
  package func only(_ selection: Selection) throws(UnknownName) -> Findings {
    guard selection != .everything else { return self }
    let tables = tables
    let resolved = try selection.resolved(nodes: nodes.map(\.node.name), tables: tables)
    let chosen = nodes.filter { resolved.nodes.isEmpty || resolved.nodes.contains($0.node.name) }
    let names = Set(chosen.map(\.node))
    var findings = self
    if chosen.count < nodes.count {
      findings.coverage = coverage.filter { nodeOf[$0.file].map(names.contains) ?? false }
      findings.nodeOf = nodeOf.filter { names.contains($0.value) }
    }
    var filter = SelectionFilter(resolved, tables: tables)
    filter.leftOut.nodes = nodes.count - chosen.count
    filter.leftOut.files = coverage.count - findings.coverage.count
    for node in nodes where !names.contains(node.node) { filter.leaveOut(node, evaluation[node.node]) }
    findings.nodes = chosen.map { filter.apply(to: $0) }
    let judged = evaluation.nodes.filter { names.contains($0.node) }.map { one in
      filter.apply(to: one, ledger: chosen.first { $0.node == one.node }?.ledger)
    }
    findings.keep(Evaluation(nodes: judged, rules: evaluation.rules), settings)
    findings.selected = Selected(selection: resolved, leftOut: filter.leftOut)
    return findings
  }

  /// Every table in the capture.
  package var tables: Set<TableName> {
    nodes.reduce(into: Set<TableName>()) { tables, node in
      tables.formUnion(node.ownTables)
      tables.formUnion(node.faults.flatMap(\.tables))
      tables.formUnion(node.timeline.flatMap(\.tables))
    }
  }
}

extension NodeFindings {
  /// Tables in samples, compactions or a schema.
  fileprivate var ownTables: Set<TableName> {
    var tables = Set(schemas.keys)
    tables.formUnion(activity.map(\.table))
    tables.formUnion(ledger.compactMap(\.table))
    tables.formUnion(flushes.map(\.table))
    tables.formUnion(tombstones.compactMap(\.table))
    tables.formUnion(operations.compactMap(\.table))
    tables.formUnion(series.all.compactMap { $0.key.labels.table })
    tables.formUnion(strains.compactMap(\.table))
    return tables
  }
}

extension Strain {
  /// Its table; nil for other subjects.
  fileprivate var table: TableName? {
    id == "warning.large_partitions" ? TableName(dotted: subject) : nil
  }
}

/// Drops findings outside the selection, and counts them.
private struct SelectionFilter {
  private let selection: Selection
  private let keyspaces: Set<String>
  var leftOut = Selected.LeftOut()

  init(_ selection: Selection, tables: Set<TableName>) {
    self.selection = selection
    keyspaces = Set(tables.filter { selection.selects($0) }.map(\.keyspace))
    leftOut.tables = tables.count { !selection.selects($0) }
  }

  /// Counts all of a node.
  mutating func leaveOut(_ node: NodeFindings, _ evaluation: NodeEvaluation?) {
    count(node.faults)
    leftOut.strains += node.strains.count
    leftOut.compactions += node.ledger.count
    leftOut.timeline += node.timeline.count
    leftOut.alerts += evaluation?.alerts.count(where: \.counts) ?? 0
  }

  private mutating func count(_ faults: [Fault]) {
    leftOut.faults += faults.count
    leftOut.criticalFaults += faults.count { $0.severity == .critical && $0.category.isError }
  }

  mutating func apply(to node: NodeFindings) -> NodeFindings {
    var own = node
    own.faults = node.faults.filter(keeps)
    count(node.faults.filter { !keeps($0) })
    own.strains = node.strains.filter { strain in
      selection.categories.isEmpty && selection.selects(strain.severity)
        && strain.table.map(selection.selects) ?? true
    }
    leftOut.strains += node.strains.count - own.strains.count
    own.timeline = node.timeline.filter(keeps)
    leftOut.timeline += node.timeline.count - own.timeline.count
    let kept = Set(own.faults.map(\.category.id))
    // Steps have no table: the steps of a category stay only where all of its errors do.
    let broken = Set(node.faults.filter { !keeps($0) }.map(\.category.id))
    own.failureSteps = node.failureSteps.filter {
      kept.contains($0.category) && !broken.contains($0.category)
    }
    if selection.choosesTables { narrow(&own) }
    leftOut.compactions += node.ledger.count - own.ledger.count
    return own
  }

  /// Keeps figures of the selected tables, and of the node as a whole.
  private func narrow(_ node: inout NodeFindings) {
    node.statements = node.statements.filter { $0.table.map(selection.selects) ?? false }
    node.statusTables = node.statusTables.filter { selection.selects($0.table) }
    node.activity = node.activity.filter { selection.selects($0.table) }
    node.ledger = node.ledger.only { $0.table.map(selection.selects) ?? false }
    node.compactionRows = node.compactionRows.filter { selection.selects($0.value.table) }
    node.operations = node.operations.filter { $0.table.map(selection.selects) ?? true }
    node.schemas = node.schemas.filter { selection.selects($0.key) }
    node.flushes = node.flushes.filter { selection.selects($0.table) }
    node.tombstones = node.tombstones.filter { $0.table.map(selection.selects) ?? true }
    node.series = node.series.filtered { keeps($0.labels) }
    node.samples = node.samples.filtered { keeps($0.labels) }
  }

  private func keeps(_ labels: Labels) -> Bool {
    if let table = labels.table { return selection.selects(table) }
    return labels["keyspace"].map(keyspaces.contains) ?? true
  }

  private func keeps(_ fault: Fault) -> Bool {
    guard selection.selects(fault.severity), selection.selects(category: fault.category.id) else {
      return false
    }
    return fault.subject.isOfNode || fault.tables.isEmpty || fault.tables.contains(where: selection.selects)
  }

  private func keeps(_ entry: TimelineEntry) -> Bool {
    selection.selects(entry.severity) && entry.category.map { selection.selects(category: $0) } ?? true
      && (entry.tables.isEmpty || entry.tables.contains(where: selection.selects))
  }

  mutating func apply(to node: NodeEvaluation, ledger: Ledger?) -> NodeEvaluation {
    var tables: [TimeUUID: TableName] = [:]
    if selection.choosesTables, let ledger { for row in ledger { tables[row.id] = row.table } }
    let alerts = node.alerts.filter { alert in
      guard selection.categories.isEmpty, selection.selects(alert.severity) else { return false }
      return switch alert.subject {
      case .table(let table): selection.selects(table)
      case .compaction(let id): tables[id].map(selection.selects) ?? true
      case .cluster, .node, .pool: true
      }
    }
    leftOut.alerts += node.alerts.count(where: \.counts) - alerts.count(where: \.counts)
    return NodeEvaluation(
      node: node.node, alerts: alerts, notEvaluated: node.notEvaluated, tiers: node.tiers,
      evaluatedSamples: node.evaluatedSamples)
  }
}

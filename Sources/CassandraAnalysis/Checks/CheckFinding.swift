// Findings for checks, in one form: an error by category, an alert of a rule, a warning, a message of the
// log.

package import CassandraModel

/// One finding in the form that checks use.
package struct CheckFinding: Sendable {
  package enum Kind: String, Sendable, CaseIterable {
    /// An error, by its category.
    case category
    /// An alert of a rule.
    case rule
    /// A warning.
    case warning
    /// A message of the log.
    case event
  }

  package let kind: Kind
  /// The id of the category, rule, warning or message.
  package let id: String
  /// A few plain words for the id.
  package let title: String
  package let severity: Severity
  package let node: NodeID
  /// Tables concerned.
  package let tables: [TableName]
  /// One sentence.
  package let message: String
  /// Place of its first record.
  package let source: SourceLocation
  /// Further places.
  package let others: [SourceLocation]
  /// The identity of a finding across runs: the same when times, ids, paths and hosts change.
  package let fingerprint: String
  /// False for intended or expected events, and for artefacts: they count only where they are named.
  package let isFault: Bool
  /// Tasks that failed; 0 for a finding that is no error.
  package let failures: Int
  /// True for a finding that affects the whole node, whichever tables it was busy with.
  package let isOfNode: Bool

  package init(
    kind: Kind, id: String, title: String, severity: Severity, node: NodeID, tables: [TableName],
    message: String,
    source: SourceLocation, others: [SourceLocation] = [], fingerprint: String, isFault: Bool = true,
    failures: Int = 0, isOfNode: Bool = false
  ) {
    self.kind = kind
    self.id = id
    self.title = title
    self.severity = severity
    self.node = node
    self.tables = tables
    self.message = message
    self.source = source
    self.others = others
    self.fingerprint = fingerprint
    self.isFault = isFault
    self.failures = failures
    self.isOfNode = isOfNode
  }
}

extension Findings {
  /// All errors, alerts and warnings: the worst first, then by node and place.
  package var checkFindings: [CheckFinding] {
    let hosts = HostWords(self)
    var all: [CheckFinding] = []
    for node in nodes {
      all += node.faults.map { CheckFinding($0, of: node.node, hosts) }
      all += node.strains.map { CheckFinding($0, of: node.node, hosts) }
    }
    all += evaluation.alerts.filter(\.hasFired).map { CheckFinding($0) }
    return all.enumerated().sorted { a, b in
      let (left, right) = (a.element, b.element)
      if left.severity != right.severity { return left.severity > right.severity }
      if left.node != right.node { return left.node < right.node }
      if left.source != right.source { return left.source < right.source }
      return a.offset < b.offset
    }.map(\.element)
  }
}

extension CheckFinding {
  fileprivate init(_ fault: Fault, of node: NodeID, _ hosts: HostWords) {
    let source = fault.evidence.first?.source ?? SourceLocation(file: "", line: 0)
    let tables = fault.tables.map(\.description)
    let counted =
      fault.failures > 0
      ? (fault.failures == 1 ? "1 failure" : String(fault.failures) + " failures")
      : (fault.records == 1 ? "1 record" : String(fault.records) + " records")
    let place = tables.isEmpty ? "" : " of " + tables.prefix(3).joined(separator: ", ")
    self.init(
      kind: .category, id: fault.category.id.name, title: fault.category.title, severity: fault.severity,
      node: node, tables: fault.tables,
      message: fault.category.title + " on " + node.name + place + " (" + counted + "): "
        + fault.rootCause,
      source: source, others: Array(fault.evidence.dropFirst().map(\.source)),
      fingerprint: Fingerprint.of([
        Kind.category.rawValue, fault.category.id.name, fault.subject.kindName,
        fault.subject.isOfTables ? tables.joined(separator: " ") : "", hosts.blank(fault.rootCause),
      ]), isFault: fault.category.isError, failures: fault.failures,
      isOfNode: fault.subject.isOfNode)
  }

  fileprivate init(_ strain: Strain, of node: NodeID, _ hosts: HostWords) {
    let table = TableName(dotted: strain.subject)
    self.init(
      kind: .warning, id: strain.id, title: strain.title, severity: strain.severity, node: node,
      tables: table.map { [$0] } ?? [],
      message: strain.title + " on " + node.name + (strain.subject.isEmpty ? "" : ", " + strain.subject)
        + ": "
        + strain.detail,
      source: strain.source,
      fingerprint: Fingerprint.of([Kind.warning.rawValue, strain.id, hosts.blank(strain.subject)]))
  }

  fileprivate init(_ alert: RuleAlert) {
    let table: TableName? = if case .table(let name) = alert.subject { name } else { nil }
    // The id of a compaction differs in every run.
    let subject: String =
      switch alert.subject {
      case .cluster: "cluster"
      case .node: "node"
      case .table(let table): "table " + table.description
      case .compaction: "compaction"
      case .pool(let pool): "pool " + pool
      }
    let about = alert.subject.name.isEmpty ? "" : ", " + alert.subject.name
    let limit = alert.threshold.map { ", limit " + CheckNumber.text($0, unit: alert.unit) } ?? ""
    let excuse = alert.marks.lazy.compactMap { $0.excuse }.first
    self.init(
      kind: .rule, id: alert.rule.name, title: "rule " + alert.rule.name, severity: alert.severity,
      node: alert.node,
      tables: table.map { [$0] } ?? [],
      message: "rule " + alert.rule.name + " fired on " + alert.node.name + about + ": peak "
        + CheckNumber.text(alert.peak.value, unit: alert.unit) + limit
        + (excuse.map { " (" + $0 + ")" } ?? ""),
      source: alert.peak.source, others: [alert.first, alert.last].filter { $0 != alert.peak.source },
      fingerprint: Fingerprint.of([Kind.rule.rawValue, alert.rule.name, subject]), isFault: excuse == nil)
  }
}

extension RuleMark {
  /// Why an alert of this artefact is not an error; nil where it may be one.
  fileprivate var excuse: String? {
    switch self {
    case .longCompaction: "artefact: a long compaction was running"
    case .idle: "artefact: there was nothing to do"
    case .windowRollover: "expected: time windows rolled over"
    case .strategyUnknown, .concurrentWork, .causes, .detail: nil
    }
  }
}

extension Fault.Subject {
  fileprivate var kindName: String {
    switch self {
    case .sstable: "sstable"
    case .table: "table"
    case .disk: "disk"
    case .memory: "memory"
    case .process: "process"
    case .node: "node"
    case .signature: "signature"
    }
  }

  /// True for an error that affects the node, whichever tables it is busy with.
  var isOfNode: Bool {
    switch self {
    case .disk, .memory, .process, .node: true
    case .sstable, .table, .signature: false
    }
  }

  /// The compaction that first meets a full disk or a process end is chance; a corrupt SSTable belongs to its
  /// table.
  fileprivate var isOfTables: Bool {
    switch self {
    case .sstable, .table, .memory: true
    case .disk, .process, .node, .signature: false
    }
  }
}

extension CheckFinding {
  /// A requested message of the log, `count` times on `node`.
  package static func event(
    _ name: EventName, severity: Severity, node: NodeID, table: TableName?, count: Int, source: SourceLocation
  ) -> CheckFinding {
    CheckFinding(
      kind: .event, id: name.name, title: "message " + name.name, severity: severity, node: node,
      tables: table.map { [$0] } ?? [],
      message: "message " + name.name + " on " + node.name + (table.map { ", " + $0.description } ?? "")
        + ": "
        + (count == 1 ? "once" : String(count) + " times"),
      source: source,
      fingerprint: Fingerprint.of([Kind.event.rawValue, name.name, table?.description ?? ""]))
  }
}

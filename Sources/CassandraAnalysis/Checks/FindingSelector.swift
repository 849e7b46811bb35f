// Selects the findings of an expectation or an exception.

package import CassandraModel

/// Picks findings.
package struct FindingSelector: Sendable, Hashable {
  /// A property that selects findings.
  package enum Subject: Sendable, Hashable {
    /// Any bad finding: every error, alert and warning.
    case anything
    /// A category, or a family of them.
    case category(String)
    case family(String)
    case rule(RuleID)
    case event(String)

    /// The selector as it is written in a file.
    package var text: String {
      switch self {
      case .anything: "finding"
      case .category(let id): "category " + id
      case .family(let name): "category " + name + ".*"
      case .rule(let id): "rule " + id.name
      case .event(let id): "event " + id
      }
    }
  }

  package var subject: Subject
  /// This severity and worse.
  package var severity: Severity?
  package var node: String?
  package var table: TableName?

  package init(
    _ subject: Subject, severity: Severity? = nil, node: String? = nil, table: TableName? = nil
  ) {
    self.subject = subject
    self.severity = severity
    self.node = node
    self.table = table
  }

  package func matches(_ finding: CheckFinding) -> Bool {
    let isNamed =
      switch subject {
      case .anything: finding.isFault && finding.kind != .event
      case .category(let id): finding.kind == .category && finding.id == id
      case .family(let name): finding.kind == .category && finding.id.hasPrefix(name + ".")
      case .rule(let id): finding.kind == .rule && finding.id == id.name
      case .event(let id): finding.kind == .event && finding.id == id
      }
    return isNamed && severity.map { finding.severity >= $0 } ?? true
      && node.map { finding.node.name == $0 } ?? true && table.map { finding.tables.contains($0) } ?? true
  }

  /// The selector in a sentence: `category disk.no_space, on n1`, `critical finding`.
  package var text: String {
    var text = subject.text
    if subject == .anything, severity == .critical {
      text = "critical error, alert or warning"
    } else if let severity {
      text += severity == .critical ? ", critical" : ", " + severity.rawValue + " or worse"
    }
    if let node { text += ", on " + node }
    if let table { text += ", of " + table.description }
    return text
  }
}

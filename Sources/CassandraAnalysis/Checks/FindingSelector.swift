// Selects the findings of an expectation or an exception.

package import CassandraModel

/// Picks findings.
package struct FindingSelector: Sendable, Hashable {
  /// A property that selects findings.
  package enum Subject: Sendable, Hashable {
    /// Any bad finding: every error, alert and warning.
    case anything
    /// A category, or a family of them.
    case category(CategoryID)
    case family(String)
    case rule(RuleID)
    case event(String)

    /// The selector as it is written in a file.
    package var text: String {
      switch self {
      case .anything: "error, alert or warning"
      case .category(let id): "error " + id.name
      case .family(let name): "error " + name + ".*"
      case .rule(let id): "alert " + id.name
      case .event(let id): "log message " + id
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
      case .category(let id): finding.kind == .category && finding.id == id.name
      case .family(let name): finding.kind == .category && finding.id.hasPrefix(name + ".")
      case .rule(let id): finding.kind == .rule && finding.id == id.name
      case .event(let id): finding.kind == .event && finding.id == id
      }
    return isNamed && severity.map { finding.severity >= $0 } ?? true
      && node.map { finding.node.name == $0 } ?? true && table.map { finding.tables.contains($0) } ?? true
  }

  /// The selector in a sentence: `error disk.no_space on n1`, `critical error, alert or warning`.
  package var text: String {
    var text = subject.text
    if severity == .critical {
      text = "critical " + text
    } else if let severity {
      text += ", " + severity.rawValue + " or worse,"
    }
    if let table { text += " of " + table.description }
    if let node { text += " on " + node }
    if text.hasSuffix(",") { text.removeLast() }
    return text
  }
}

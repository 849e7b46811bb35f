// A part of what checks look at beside findings: messages of the log, and a baseline.

import CassandraModel

extension Selection {
  /// Whether a message of the log is looked at.
  package func selects(_ event: CheckFinding) -> Bool {
    (nodes.isEmpty || nodes.contains(event.node.name)) && selects(event.severity)
      && (event.tables.isEmpty || event.tables.contains(where: selects))
  }
}

extension Baseline {
  /// The baseline without findings that `selection` leaves out of a capture: they are not gone, but not looked at.
  package func only(_ selection: Selection) -> Baseline {
    var own = self
    own.findings = findings.filter { finding in
      guard selection.selects(finding.severity) else { return false }
      let isFault = finding.kind == CheckFinding.Kind.category.rawValue
      guard selection.categories.isEmpty || isFault && selection.selects(category: finding.id) else {
        return false
      }
      // A baseline does not tell what hit a node as a whole but by its tables.
      return finding.tables.isEmpty
        || finding.tables.contains { name in names(name, of: selection) }
    }
    return own
  }

  private func names(_ name: String, of selection: Selection) -> Bool {
    TableName(dotted: name).map(selection.selects) ?? true
  }
}

// The selected part of other inputs of checks: messages of the log, and a baseline.

import CassandraModel

extension Selection {
  /// True if a message of the log is selected.
  package func selects(_ event: CheckFinding) -> Bool {
    (nodes.isEmpty || nodes.contains(event.node.name)) && selects(event.severity)
      && (event.tables.isEmpty || event.tables.contains(where: selects))
  }
}

extension Baseline {
  /// The baseline without findings outside `selection`: they are not resolved, only outside the report.
  package func only(_ selection: Selection) -> Baseline {
    var own = self
    own.findings = findings.filter { finding in
      guard selection.selects(finding.severity) else { return false }
      let isFault = finding.kind == CheckFinding.Kind.category.rawValue
      guard selection.categories.isEmpty || isFault && selection.selects(category: CategoryID(finding.id))
      else {
        return false
      }
      // A baseline has only tables to tell an error of the node as a whole from others.
      return finding.tables.isEmpty
        || finding.tables.contains { name in names(name, of: selection) }
    }
    return own
  }

  private func names(_ name: String, of selection: Selection) -> Bool {
    TableName(dotted: name).map(selection.selects) ?? true
  }
}

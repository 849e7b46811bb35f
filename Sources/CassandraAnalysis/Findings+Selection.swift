// Findings of some nodes only.

package import CassandraModel

extension Findings {
  /// What concerns `node`: itself, its files, and what the rules came to on it. What was wrong with the input stays whole.
  package func only(_ node: NodeID) -> Findings {
    var findings = Findings(
      nodes: nodes.filter { $0.node == node },
      coverage: coverage.filter { nodeOf[$0.file] == node }, diagnostics: diagnostics,
      nodeOf: nodeOf.filter { $0.value == node }, since: since, until: until)
    findings.keep(
      Evaluation(nodes: evaluation.nodes.filter { $0.node == node }, rules: evaluation.rules), settings)
    return findings
  }
}

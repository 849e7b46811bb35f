import CassandraAnalysis
import CassandraInput

let reader = try CaptureReader(CommandLine.arguments.dropFirst().map { .path($0) })
let contents = await reader.read { _ in NodeHistory() }
let nodes = contents.nodes.map { (scope: $0.scope, history: $0.sink) }
let findings = zip(NodeNames.names(of: nodes), nodes).map { NodeFindings($0, $1.history) }
for node in findings {
  for fault in node.faults { print(node.node.name, fault.severity, fault.category.title, fault.rootCause) }
}

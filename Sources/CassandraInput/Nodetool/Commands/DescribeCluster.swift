// describecluster: the cluster's name, and whether its nodes agree on the schema. Source:
// DescribeCluster.java, 3.11 to 6.0.

import CassandraModel

extension NodetoolCommand {
  static let describecluster = NodetoolCommand(
    name: "describecluster", anchors: [.whole("Cluster Information:")], read: readDescribeCluster)
}

private let clusterLayout = KeyValueLayout([
  "Name": .attribute(.cluster),
  "Snitch": .attribute(.snitch),
  "DynamicEndPointSnitch": .unused,
  // 6.0
  "NodeProximity": .unused,
  "LegacySnitchAdapter": .unused,
  "Partitioner": .attribute(.partitioner),
])

private let nodesLayout = KeyValueLayout([
  "Live": .labelled(.clusterNodes, .count, label: "state", value: "live"),
  "Joining": .labelled(.clusterNodes, .count, label: "state", value: "joining"),
  "Moving": .labelled(.clusterNodes, .count, label: "state", value: "moving"),
  "Leaving": .labelled(.clusterNodes, .count, label: "state", value: "leaving"),
  "Unreachable": .labelled(.clusterNodes, .count, label: "state", value: "unreachable"),
])

private func readDescribeCluster(_ output: CommandOutput, _ reading: inout OutputReading) {
  let text = output.text.span
  var section = KeyValueLayout([:])
  var cursor = KeyValueLayout.Cursor()
  var schemaLine: Int?
  var versions = 0
  for (i, line) in output.lines.enumerated() {
    let content = text.trimmed(line.bytes)
    if content.isEmpty { continue }
    let indent = content.lowerBound - line.bytes.lowerBound
    if indent == 0 {
      section =
        text.hasPrefix("Cluster Information:", in: content)
        ? clusterLayout
        : text.hasPrefix("Stats for all nodes:", in: content) ? nodesLayout : KeyValueLayout([:])
      reading.mark(i, text.hasSuffix(":", in: content) ? .decoration : .known)
    } else if text.equals("Schema versions:", in: content) {
      schemaLine = i
      reading.mark(i, .decoration)
    } else if indent == 2, schemaLine != nil {
      // A version (a UUID, in 6.0 a counter) and its nodes; UNREACHABLE is not a version.
      if !text.hasPrefix("UNREACHABLE", in: content) { versions += 1 }
      reading.mark(i, .known)
    } else if !section.isEmpty, let (label, value) = KeyValueLayout.split(content, text) {
      section.read(
        label, value, of: text, line: i, command: "describecluster", cursor: &cursor, into: &reading)
    } else {
      // Data centers, versions and keyspaces.
      reading.mark(i, .known)
    }
  }
  guard let schemaLine else {
    reading.failure = "it ends before the schema versions"
    return
  }
  // No sample if every node is unreachable: the number of versions is then unknown.
  reading.sample(.clusterSchemaVersions, .none, versions > 0 ? Double(versions) : nil, line: schemaLine)
}

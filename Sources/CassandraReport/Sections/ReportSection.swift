// A section of the incident report: a name, a heading, and its content for some findings.

import CassandraAnalysis

struct ReportSection: Sendable {
  /// Stable: other formats link to it.
  let id: String
  let title: String
  /// The blocks under the heading; pages leave out a section without visible blocks.
  let blocks: @Sendable (Findings) -> [Block]

  init(_ id: String, _ title: String, blocks: @escaping @Sendable (Findings) -> [Block]) {
    self.id = id
    self.title = title
    self.blocks = blocks
  }
}

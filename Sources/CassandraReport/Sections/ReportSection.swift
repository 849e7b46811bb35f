// A section of the incident report: a name, a heading, and what it says about some findings.

import CassandraAnalysis

/// One section.
struct ReportSection: Sendable {
  /// Stable: other formats link to it.
  let id: String
  /// Heading.
  let title: String
  /// What stands under the heading; never empty, so that nobody has to guess what silence means.
  let blocks: @Sendable (Findings) -> [Block]

  init(_ id: String, _ title: String, blocks: @escaping @Sendable (Findings) -> [Block]) {
    self.id = id
    self.title = title
    self.blocks = blocks
  }
}

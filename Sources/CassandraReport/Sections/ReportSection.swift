// A section of the incident report: a name, a heading, and what it says about some findings.

import CassandraAnalysis

/// One section.
struct ReportSection: Sendable {
  /// Stable: other formats link to it.
  let id: String
  /// Heading.
  let title: String
  /// The blocks under the heading; a section without any that people see is left out of pages.
  let blocks: @Sendable (Findings) -> [Block]

  init(_ id: String, _ title: String, blocks: @escaping @Sendable (Findings) -> [Block]) {
    self.id = id
    self.title = title
    self.blocks = blocks
  }
}

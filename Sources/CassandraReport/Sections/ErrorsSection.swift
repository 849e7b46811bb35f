// The errors of the capture, the most severe first; the meaning and the records of each; operations
// interrupted on purpose; warnings.

import CassandraAnalysis
import CassandraModel

extension ReportSection {
  static let errors = ReportSection("errors", "Errors") { findings in
    let all = findings.numberedFaults
    let stops = findings.numberedStops
    let incidents = findings.incidentsOfFaults
    let hasNodes = findings.nodes.count > 1
    var blocks: [Block] = []
    if !all.isEmpty {
      blocks.append(.table(ErrorsTable.page(all, hasNodes)))
      blocks.append(.bullets(meanings(all)))
      blocks += all.prefix(detailed).map { one in
        .details(
          id: one.id, title: one.id + " · " + one.fault.category.title,
          blocks: ErrorBlocks(one, incidents: incidents[one.id] ?? [], findings.settings).all
            + findings.knownIssueBlocks(of: one))
      }
    }
    if !stops.isEmpty {
      blocks.append(
        .details(
          title: "Interrupted on purpose, or harmless", blocks: [.table(ErrorsTable.page(stops, hasNodes))]))
    }
    blocks.append(.table(ErrorsTable.data(all, isFailure: true, incidents)))
    blocks.append(.table(ErrorsTable.data(stops, isFailure: false)))
    blocks.append(.table(ErrorBlocks.records(all)))
    blocks.append(.table(ErrorBlocks.reactions(all)))
    return blocks + warnings(findings)
  }

  /// Errors beyond this number are rows only.
  private static let detailed = 40
  private static let meaningLimit = 5

  /// The meaning of each category, once.
  private static func meanings(_ all: [NumberedFault]) -> [Prose] {
    var seen: Set<CategoryID> = []
    return all.filter { seen.insert($0.fault.category.id).inserted }.prefix(meaningLimit).map { one in
      "\(strong: one.fault.category.title): \(one.fault.category.meaning)"
    }
  }
}

// All sections, in reading order; the first screen stands before them.

extension ReportSection {
  static let all: [ReportSection] = [
    incidents, charts, alertReplay, errors, compactions, load, nodes, appendix,
  ]
}

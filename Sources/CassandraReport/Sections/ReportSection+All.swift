// All sections, in reading order, after the first screen.

extension ReportSection {
  static let all: [ReportSection] = [
    incidents, charts, alertReplay, errors, compactions, load, nodes, appendix,
  ]
}

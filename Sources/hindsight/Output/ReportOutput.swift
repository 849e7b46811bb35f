// Where a report goes: to standard output, or into a folder in which nothing of an earlier report is left that this one
// does not have.

import CassandraReport

/// Writes reports.
enum ReportOutput {
  /// Writes `report` in all formats of `options`.
  static func write(_ report: Report, _ options: Options) throws(OutputError) {
    if options.output == nil, !options.choseFormats, StandardOutput.isTerminal, let summary = report.summary {
      let more = "\nFull report: --output DIR --format markdown,html,csv\n"
      return try StandardOutput.write(Array((summary + more).utf8))
    }
    let files = options.formats.flatMap { $0.render(report) }
    guard let output = options.output else {
      for file in files { try StandardOutput.write(file.bytes) }
      return
    }
    let folder = try OutputFolder(output)
    // Tables that an earlier report left here and this one does not have would tell of another capture.
    let guide = CSVGuide.fileName
    var stale: [String] = []
    if files.contains(where: { $0.name == guide }) {
      let text = folder.text(of: guide)
      // A folder of another project may have a file of this name.
      guard text.isEmpty || CSVGuide.isGuide(text) else {
        throw OutputError(
          place: output + "/" + guide, reason: "is not of an earlier report; choose another folder")
      }
      stale = CSVGuide.tables(in: text).filter { table in
        !files.contains { $0.name == table }
      }
    }
    try folder.write(files.map { ($0.name, $0.bytes) }, removing: stale)
    guard !options.isQuiet, let summary = report.summary else { return }
    let pages = files.filter { !$0.name.hasSuffix(".csv") }.map { output + "/" + $0.name }
    let tables = files.count - pages.count
    let rest = tables > 0 ? ["\(tables) CSV files in \(output)"] : []
    try StandardOutput.write(
      Array((summary + "\nWritten: " + VisibleText.make((pages + rest).joined(separator: ", ")) + "\n").utf8))
  }
}

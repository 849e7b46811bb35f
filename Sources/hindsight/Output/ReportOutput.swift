// The output of a report: standard output, or a folder. In a folder, files of an earlier report that this
// report lacks are removed.

import CassandraReport

enum ReportOutput {
  /// - Parameter pages: the pages of the report in a folder; nil for one page.
  static func write(_ report: Report, _ options: Options, pages: IncidentPages? = nil) throws(OutputError) {
    if options.output == nil, !options.choseFormats, StandardOutput.isTerminal, let summary = report.summary {
      let more = "\nFull report: --output DIR --format markdown,html,csv\n"
      return try StandardOutput.write(Array((summary + more).utf8))
    }
    guard let output = options.output else {
      for file in options.formats.flatMap({ $0.render(report) }) { try StandardOutput.write(file.bytes) }
      return
    }
    let files = pages?.files(options.formats, of: report) ?? options.formats.flatMap { $0.render(report) }
    let folder = try OutputFolder(output)
    // Tables of an earlier report would describe another capture.
    let guide = CSVGuide.fileName
    // Pages that an earlier index lists, too.
    var stale = options.formats.compactMap(\.fileName).flatMap {
      IncidentPages.pages(in: folder.text(of: $0))
    }
    .filter { page in !files.contains { $0.name == page } }
    if files.contains(where: { $0.name == guide }) {
      let text = folder.text(of: guide)
      // A folder of another project may have a file with this name.
      guard text.isEmpty || CSVGuide.isGuide(text) else {
        throw OutputError(
          place: output + "/" + guide, reason: "is not of an earlier report; choose another folder")
      }
      stale += CSVGuide.tables(in: text)
      // Any other file of this name is the user's.
      let old = folder.text(of: CSVGuide.oldFileName)
      if CSVGuide.isGuide(old) { stale += CSVGuide.tables(in: old) + [CSVGuide.oldFileName] }
      stale.removeAll { table in files.contains { $0.name == table } }
    }
    try folder.write(files.map { ($0.name, $0.bytes) }, removing: stale)
    guard !options.isQuiet, let summary = report.summary else { return }
    let main = files.filter { file in
      options.formats.contains { $0.fileName == file.name } || file.name == guide
    }.map { output + "/" + $0.name }
    let tables = files.count { $0.name.hasSuffix(".csv") }
    let others = files.count - main.count - tables
    let rest =
      (others > 0 ? ["\(others) pages in \(output)"] : [])
      + (tables > 0 ? ["\(tables) CSV files in \(output)"] : [])
    try StandardOutput.write(
      Array((summary + "\nWritten: " + VisibleText.make((main + rest).joined(separator: ", ")) + "\n").utf8))
  }
}

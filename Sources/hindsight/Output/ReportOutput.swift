// The output of a report: standard output, or a folder. In a folder, files of an earlier report that this
// report lacks are removed.

import CassandraReport

enum ReportOutput {
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
    // Tables of an earlier report would describe another capture.
    let guide = CSVGuide.fileName
    var stale: [String] = []
    if files.contains(where: { $0.name == guide }) {
      let text = folder.text(of: guide)
      // A folder of another project may have a file with this name.
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

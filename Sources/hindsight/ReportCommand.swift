// `hindsight report`: reads the capture, says what is wrong with it, writes the report, and ends with the
// status that fits the worst of these.

import CassandraAnalysis
import CassandraReport

/// One run of `report`.
struct ReportCommand {
  let options: Options

  func run() async -> ExitStatus {
    let read = await Reading.read(options)
    guard let reading = read.reading else { return read.status }
    let findings = reading.findings
    var status = reading.status
    if let limit = options.failOn, let worst = findings.worst, worst >= limit { status.merge(.finding) }
    do throws(OutputError) { try write(.incidentReport(findings)) } catch {
      StandardError.write(error.text)
      status.merge(.output)
    }
    return status
  }

  private func write(_ report: Report) throws(OutputError) {
    let files = options.formats.flatMap { $0.render(report) }
    guard let output = options.output else {
      for file in files { try StandardOutput.write(file.bytes) }
      return
    }
    let folder = try OutputFolder(output)
    // Tables that an earlier report left here and this one does not have would tell of another capture.
    let guide = CSVGuide.fileName
    if files.contains(where: { $0.name == guide }) {
      for table in CSVGuide.tables(in: folder.text(of: guide))
      where !files.contains(where: { $0.name == table }) {
        folder.remove(table)
      }
    }
    for file in files { try folder.write(file.bytes, as: file.name) }
  }
}

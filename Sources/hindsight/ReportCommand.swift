// `hindsight report`: reads the capture, prints diagnostics, writes the report, and returns the exit status
// with the highest precedence.

import CassandraAnalysis
import CassandraReport

struct ReportCommand {
  let options: Options

  func run() async -> ExitStatus {
    let read = await Reading.read(options)
    guard let reading = read.reading else { return read.status }
    let findings = reading.findings
    var status = reading.status
    if findings.isNoCapture { return status }
    if let limit = options.failOn, let worst = findings.worst, worst >= limit { status.merge(.finding) }
    do throws(OutputError) {
      let pages = IncidentPages(findings)
      let report = pages.report(hasData: options.formats.contains(where: \.showsAllRows))
      try ReportOutput.write(report, options, pages: pages)
    } catch {
      StandardError.write(error.text)
      status.merge(.output)
    }
    return status
  }
}

// `hindsight inspect`: says what is in a capture, and what would have to be collected for the rules.

import CassandraAnalysis
import CassandraInput
import CassandraModel
import CassandraReport

/// What `inspect` prints.
enum InspectionForm: String, CaseIterable, Sendable {
  case text
  case json

  func render(_ inspection: CaptureInspection) -> String {
    switch self {
    case .text: InspectionText.render(inspection)
    case .json: InspectionJSON.render(inspection)
    }
  }
}

/// One run of `inspect`.
struct InspectCommand {
  let options: Options

  func run() async -> ExitStatus {
    let findings: Findings
    switch await Ingest.run(options) {
    case .failure(let status): return status
    case .success(let found): findings = found
    }
    var status = ReportCommand.say(findings, options)
    let inspection = CaptureInspection(findings)
    let text =
      options.printsCollector
      ? CollectorScript.render(inspection) : options.inspectionForm.render(inspection)
    do throws(OutputError) { try StandardOutput.write(Array(text.utf8)) } catch {
      StandardError.write(error.text)
      status.merge(.output)
    }
    return status
  }
}

// `hindsight inspect`: lists the contents of a capture, and the missing inputs of rules.

import CassandraAnalysis
import CassandraReport

enum InspectionForm: String, CaseIterable, Sendable {
  case text
  case json
}

struct InspectCommand {
  let options: Options

  func run() async -> ExitStatus {
    let read = await Reading.read(options)
    guard let reading = read.reading else { return read.status }
    var status = reading.status
    do throws(OutputError) {
      try StandardOutput.write(Array(text(of: CaptureInspection(reading.findings)).utf8))
    } catch {
      StandardError.write(error.text)
      status.merge(.output)
    }
    return status
  }

  private func text(of inspection: CaptureInspection) -> String {
    if options.printsCollector { return CollectorScript.render(inspection) }
    switch options.inspectionForm {
    case .text: return InspectionText.render(inspection)
    case .json: return InspectionJSON.render(inspection)
    }
  }
}

// `hindsight report`: reads the capture, says what is wrong with it, writes the report, and ends with the
// status that fits the worst of these.

import CassandraAnalysis
import CassandraInput
import CassandraModel
import CassandraReport

/// One run of `report`.
struct ReportCommand {
  let options: Options

  func run() async -> ExitStatus {
    let progress = options.isQuiet || !StandardError.isTerminal ? nil : ReadingDisplay()
    let findings: Findings
    do throws(CaptureError) {
      findings = try await Ingest(options: options).findings(progress: progress.map { $0.add })
    } catch {
      progress?.clear()
      StandardError.write("hindsight: " + VisibleText.make(error.message) + "\n")
      return ExitStatus(error)
    }
    progress?.clear()
    var status = say(findings)
    do throws(OutputError) { try write(.incidentReport(findings)) } catch {
      StandardError.write(error.text)
      status.merge(.output)
    }
    return status
  }

  /// Prints what is wrong with the input, and gives the status that input and findings amount to.
  private func say(_ findings: Findings) -> ExitStatus {
    let isColored = options.color.isOn(
      isTerminal: StandardError.isTerminal, noColor: SystemCalls.environment("NO_COLOR"))
    StandardError.write(
      DiagnosticText.lines(of: findings.diagnostics, warnings: !options.isQuiet, isColored: isColored))
    var status = ExitStatus.done
    if findings.diagnostics.count(.error) > 0 { status.merge(.input) }
    if !findings.coverage.contains(where: { $0.format != nil }) {
      StandardError.write("hindsight: there is neither a Cassandra log nor nodetool output to read\n")
      status.merge(.input)
    }
    if let limit = options.failOn, let worst = findings.worst, worst >= limit { status.merge(.finding) }
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

extension ExitStatus {
  /// A path that does not exist was mistyped; one that cannot be looked at is input.
  fileprivate init(_ error: CaptureError) {
    switch error {
    case .noSuchPath: self = .usage
    case .unreadable: self = .input
    }
  }
}

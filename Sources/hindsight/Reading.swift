// What every command that reads a capture does first: progress on a terminal, findings, and what was wrong with the
// input on standard error.

import CassandraAnalysis
import CassandraInput
import CassandraModel
import CassandraReport

/// A capture that was read, and the status that its state amounts to so far.
struct Reading {
  let findings: Findings
  var status: ExitStatus

  /// Reads what `options` name; nothing but the status, with its reason said, when that cannot be done.
  static func read(_ options: Options) async -> (reading: Reading?, status: ExitStatus) {
    let progress = options.isQuiet || !StandardError.isTerminal ? nil : ReadingDisplay()
    let findings: Findings
    do throws(CaptureError) {
      findings = try await Ingest(options: options).findings(progress: progress.map { $0.add })
    } catch {
      progress?.clear()
      StandardError.write("hindsight: " + VisibleText.make(error.message) + "\n")
      return (nil, ExitStatus(error))
    }
    progress?.clear()
    let status = say(findings, options)
    return (Reading(findings: findings, status: status), status)
  }

  /// Prints what is wrong with the input, and gives the status that it amounts to.
  private static func say(_ findings: Findings, _ options: Options) -> ExitStatus {
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
    return status
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

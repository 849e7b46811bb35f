// Messages about the input, the same for every command, and the exit status that follows from the input
// alone.

import CassandraAnalysis
import CassandraInput
import CassandraModel
import CassandraReport

extension Options {
  /// Prints the diagnostics, and returns the exit status of the input.
  func tell(_ diagnostics: DiagnosticLog, _ coverage: [Coverage]) -> ExitStatus {
    let isColored = color.isOn(
      isTerminal: StandardError.isTerminal, noColor: SystemCalls.environment("NO_COLOR"))
    StandardError.write(DiagnosticText.lines(of: diagnostics, warnings: !isQuiet, isColored: isColored))
    let secrets = diagnostics.secretsHidden
    if secrets > 0, !isQuiet {
      StandardError.write(
        "hindsight: " + HumanText.count(Int64(secrets)) + (secrets == 1 ? " secret" : " secrets")
          + " hidden\n")
    }
    var status = ExitStatus.done
    if diagnostics.count(.error) > 0 { status.merge(.input) }
    if !coverage.contains(where: { $0.format != nil }) {
      let read = coverage.count == 1 ? "1 file" : HumanText.count(Int64(coverage.count)) + " files"
      StandardError.write(
        "hindsight: no capture in " + inputNames + ": "
          + (coverage.isEmpty ? "no file" : read + ", none recognized")
          + "\nLooked for: system.log, debug.log, gc.log, output of nodetool commands, metrics; also in archives\n"
      )
      status.merge(.input)
    }
    return status
  }
}

extension Options {
  /// The given paths, for a message.
  private var inputNames: String {
    paths.map { path in
      switch path {
      case .standardInput: "standard input"
      case .path(let path):
        VisibleText.make(redaction.redactor?.path(path) ?? SecretScreen.hidden(path)?.text ?? path)
      }
    }.joined(separator: ", ")
  }
}

extension Findings {
  /// True if no file was recognized, and none is damaged: there is nothing to report.
  var isNoCapture: Bool {
    nodes.isEmpty && !coverage.contains { $0.format != nil } && unreadErrors.isEmpty
      && diagnostics.count(.error) == 0
  }
}

extension CaptureError {
  /// Prints the reason why the input could not be read. A missing path is a usage error; an unreadable one is
  /// an input error.
  func tell() -> ExitStatus {
    let message = SecretScreen.hidden(message)?.text ?? message
    StandardError.write("hindsight: " + VisibleText.make(message) + "\n")
    return switch self {
    case .noSuchPath, .outside: .usage
    case .unreadable: .input
    }
  }
}

// Messages about the input, the same for every command, and the exit status that follows from the input
// alone.

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
      StandardError.write("hindsight: there is neither a Cassandra log nor nodetool output to read\n")
      status.merge(.input)
    }
    return status
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

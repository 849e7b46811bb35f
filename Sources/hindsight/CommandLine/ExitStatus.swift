// The exit status of a run. Its meaning is the same for every command, so that scripts need not know the
// command.

/// The exit status. A signal ends the process by itself; shells show 130 and 143 then.
enum ExitStatus: Int32, CaseIterable, Sendable {
  case done = 0
  case finding = 1
  case usage = 2
  case input = 3
  case output = 4

  /// For the help.
  var meaning: String {
    switch self {
    case .done: "done"
    case .finding: "an error, alert or warning at or above --fail-on, or in check a failed expectation"
    case .usage: "wrong usage or configuration"
    case .input: "damaged or unreadable input, or nothing to judge; what was read is reported"
    case .output: "output could not be written"
    }
  }

  /// The order of precedence if several apply: 2, 4, 3, 1, 0. First the reasons that stopped the run, then
  /// those that make its result doubtful, then the result.
  private var rank: Int {
    switch self {
    case .done: 0
    case .finding: 1
    case .input: 2
    case .output: 3
    case .usage: 4
    }
  }

  /// Replaces the status by `other` if that has precedence.
  mutating func merge(_ other: ExitStatus) {
    if other.rank > rank { self = other }
  }
}

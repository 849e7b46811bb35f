// What a run ends with. One meaning for every command, so that scripts need not know which one they run.

/// The exit status. Signals end the process in their own way, which shells show as 130 and 143.
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

  /// The one that counts when several hold: 2, 4, 3, 1, 0. First what kept the run from its work, then what
  /// makes its result doubtful, then the result.
  private var rank: Int {
    switch self {
    case .done: 0
    case .finding: 1
    case .input: 2
    case .output: 3
    case .usage: 4
    }
  }

  /// Takes `other` into account.
  mutating func merge(_ other: ExitStatus) {
    if other.rank > rank { self = other }
  }
}

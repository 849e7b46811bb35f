// The commands of hindsight.

/// A command: its name, its help, and the function that runs it.
struct Command: Sendable {
  /// The commands by name; options use it to list the commands that take them.
  enum ID: String, CaseIterable, Sendable {
    case report
    case inspect
    case extract
    case merge
    case replay
    case rules
    case explain
    case sweep
    case trend
    case check
    case diff
    case help
  }

  /// An example line and its purpose.
  struct Example: Sendable {
    let line: String
    let meaning: String
  }

  let id: ID
  /// The words after the name in the usage line.
  let arguments: String
  /// One line for the list of commands.
  let summary: String
  let description: [String]
  let examples: [Example]
  /// The words that must come before the paths, one of them in each call; empty for a command that takes
  /// paths alone.
  var topics: [String] = []
  /// Runs the command; nil for the command that only prints help.
  let run: (@Sendable (Options) async -> ExitStatus)?
  /// The number of words before the paths: the subject to explain, the decision to replay.
  var words: ClosedRange<Int> = 0...0
  /// The name of such a word in messages.
  var wordName = "a name"
  var needsPath = true

  var name: String { id.rawValue }
}

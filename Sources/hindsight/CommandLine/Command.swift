// What hindsight can be told to do.

/// A command: its name, what its help says, and what runs it.
struct Command: Sendable {
  /// The commands by name; options say with it where they are taken.
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

  /// An example line and what it is for.
  struct Example: Sendable {
    let line: String
    let meaning: String
  }

  let id: ID
  /// What follows the name in the usage line.
  let arguments: String
  /// One line for the list of commands.
  let summary: String
  /// What it does, in paragraphs.
  let description: [String]
  let examples: [Example]
  /// The words of which one must come before the paths; empty for a command that takes paths alone.
  var topics: [String] = []
  /// Does what the options say; nil for the command that only explains the others.
  let run: (@Sendable (Options) async -> ExitStatus)?
  /// How many words come before the paths: what is to be explained, which decision is to be replayed.
  var words: ClosedRange<Int> = 0...0
  /// What such a word is called in messages.
  var wordName = "a name"
  /// Whether there is nothing to do without a path.
  var needsPath = true

  var name: String { id.rawValue }
}

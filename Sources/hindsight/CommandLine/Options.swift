// What a command was told, checked and complete: inside the program no option is text any more.

import CassandraAnalysis
import CassandraInput
import CassandraModel
import CassandraReport

/// Where input comes from.
enum InputPath: Hashable, Sendable {
  /// `-`
  case standardInput
  /// A file or a folder.
  case path(String)
}

/// When output is coloured.
enum ColorChoice: String, CaseIterable, Sendable {
  case auto
  case always
  case never

  /// Whether to colour what goes to a stream. With `auto` only on a terminal, and not if the environment has
  /// a `NO_COLOR` that is not empty (no-color.org).
  func isOn(isTerminal: Bool, noColor: String?) -> Bool {
    switch self {
    case .always: true
    case .never: false
    case .auto: isTerminal && (noColor ?? "").isEmpty
    }
  }
}

/// A zone as it was given: an offset or a region.
struct GivenZone: Hashable, Sendable {
  /// As typed, for the report.
  let name: String
  /// The offset before the first transition.
  let initial: UTCOffset
  /// Changes of the offset, in ascending order.
  let transitions: [ZoneFile.Transition]
}

/// The zones of the nodes' clocks, as far as they were given.
struct LogZones: Hashable, Sendable {
  /// For nodes without a zone of their own.
  var everywhere: GivenZone?
  /// For single nodes.
  var byNode: [NodeID: GivenZone] = [:]
  /// What the configuration says, for nodes of which the command line says nothing. It may speak of nodes that no
  /// capture has, as a team has one for all of its nodes.
  var configured: Configured?

  /// The zones of a configuration.
  struct Configured: Hashable, Sendable {
    var everywhere: GivenZone?
    var byNode: [NodeID: GivenZone] = [:]
  }

  /// True if single nodes have one: names must be known then before captures are read.
  var areOfNodes: Bool { !byNode.isEmpty || configured?.byNode.isEmpty == false }

  subscript(node: NodeID) -> GivenZone? {
    byNode[node] ?? everywhere ?? configured?.byNode[node] ?? configured?.everywhere
  }
}

/// The options of a run.
struct Options: Sendable {
  /// What stands before the paths, for commands that take it.
  var words: [String] = []
  /// The file that --config names.
  var configurationFile: String?
  /// What it says; nothing before the command runs.
  var configuration = Configuration.none
  /// What commands about rules take.
  var rules = RuleOptions()
  /// What `help` prints.
  var helpForm = HelpForm.text
  /// What to read, in the order given.
  var paths: [InputPath] = []
  /// The folder that the paths are parts of; nil when they are the whole capture.
  var root: String?
  /// The folder for output; nil for standard output.
  var output: String?
  /// Each format once.
  var formats: [ReportFormat] = [.markdown]
  /// True when the user chose them: else a terminal gets the summary.
  var choseFormats = false
  /// What `extract` writes.
  var factsFormat = FactsFormat.jsonl
  /// The middle of the window that was asked for; it stands in `since` and `until` as well.
  var around: Instant?
  /// Nothing before this instant counts.
  var since: Instant?
  /// Nothing from this instant on counts.
  var until: Instant?
  /// Which part of what was read is looked at.
  var selection = Selection.everything
  var logZones = LogZones()
  /// Layouts of logs, which are tried before those that the logs show.
  var logPatterns: [LogPattern] = []
  /// How many files are read at the same time; nil for one for each core.
  var jobs: Int?
  /// No progress, no warnings.
  var isQuiet = false
  var color = ColorChoice.auto
  /// Findings that make the exit status 1: this severity and worse.
  var failOn: Severity?
  /// What comes before the paths; nil for commands that take paths alone.
  var topic: String?
  /// What `replay` prints.
  var replayForm = ReplayForm.json
  /// Where `replay tombstones` finds and leaves what the script remembers; nil for nowhere.
  var stateFile: String?
  /// `replay tombstones` sends nothing and remembers nothing.
  var isDryRun = false
  /// What `trend` assumes for a second set of dates.
  var assumption: TrendAssumption?
  /// Nodes that `diff` takes for one.
  var mappedNodes: [MappedNode] = []
  /// How far figures of `diff` may differ; nil for its own.
  var tolerance: Comparison.Tolerance?
  /// What `check` alone takes.
  var check = CheckOptions()
  /// What `inspect` prints.
  var inspectionForm = InspectionForm.text
  /// `inspect` prints a script that collects what the rules lacked.
  var printsCollector = false
  /// What is replaced in all that is printed.
  var redaction = RedactionOptions()
  /// Decoded bytes for each compressed byte above which a file counts as a bomb.
  var maxExpansion = Options.defaultMaxExpansion

  /// Where what comes through a pipe is put if it has to be read twice.
  var workFolder = Options.defaultWorkFolder
  /// Whether links that lead out of the capture are followed.
  var followsLinksOut = false

  static let defaultWorkFolder = "/tmp"

  /// More than deflate can reach (1032 to 1, zlib's technical notes): by default no honest file is refused.
  static let defaultMaxExpansion: Int64 = 1100
}

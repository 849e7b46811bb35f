// The options of a command, checked and complete. After this point the program has no option as text.

import CassandraAnalysis
import CassandraInput
import CassandraModel
import CassandraReport

enum InputPath: Hashable, Sendable {
  /// `-`
  case standardInput
  /// A file or a folder.
  case path(String)
}

enum ColorChoice: String, CaseIterable, Sendable {
  case auto
  case always
  case never

  /// True if output to a stream is coloured. With `auto`: only on a terminal, and not if the environment has
  /// a non-empty `NO_COLOR` (no-color.org).
  func isOn(isTerminal: Bool, noColor: String?) -> Bool {
    switch self {
    case .always: true
    case .never: false
    case .auto: isTerminal && (noColor ?? "").isEmpty
    }
  }
}

/// A zone given by the user: an offset or a region.
struct GivenZone: Hashable, Sendable {
  /// As typed, for the report.
  let name: String
  /// The offset before the first transition.
  let initial: UTCOffset
  /// Changes of the offset, in ascending order.
  let transitions: [ZoneFile.Transition]
}

/// The zones of the nodes' clocks that the user gave.
struct LogZones: Hashable, Sendable {
  /// For nodes without their own zone.
  var everywhere: GivenZone?
  /// For single nodes.
  var byNode: [NodeID: GivenZone] = [:]
  /// The zones of the configuration, for nodes without a zone on the command line. It may name nodes that a
  /// capture lacks, because a team has one configuration for all of its nodes.
  var configured: Configured?

  struct Configured: Hashable, Sendable {
    var everywhere: GivenZone?
    var byNode: [NodeID: GivenZone] = [:]
  }

  /// True if single nodes have a zone: their names must be known before captures are read.
  var areOfNodes: Bool { !byNode.isEmpty || configured?.byNode.isEmpty == false }

  subscript(node: NodeID) -> GivenZone? {
    byNode[node] ?? everywhere ?? configured?.byNode[node] ?? configured?.everywhere
  }
}

struct Options: Sendable {
  /// The words before the paths, for commands that take them.
  var words: [String] = []
  /// The file of --config.
  var configurationFile: String?
  /// The content of that file; none until the command runs.
  var configuration = Configuration.none
  var rules = RuleOptions()
  var helpForm = HelpForm.text
  /// The input paths, in the order given.
  var paths: [InputPath] = []
  /// The folder that contains all paths; nil if the paths are the whole capture.
  var root: String?
  /// The folder for output; nil for standard output.
  var output: String?
  /// The formats, each once.
  var formats: [ReportFormat] = [.markdown]
  /// True if the user chose the formats; otherwise a terminal gets the summary.
  var choseFormats = false
  var factsFormat = FactsFormat.jsonl
  /// The middle of the requested window; `since` and `until` are computed from it.
  var around: Instant?
  /// Start time: earlier data is ignored.
  var since: Instant?
  /// End time: data at or after it is ignored.
  var until: Instant?
  /// The part of the input to analyze.
  var selection = Selection.everything
  var logZones = LogZones()
  /// Layouts of logs, tried before those detected in the logs.
  var logPatterns: [LogPattern] = []
  /// The number of files read at the same time; nil for one for each core.
  var jobs: Int?
  /// Suppresses progress and warnings.
  var isQuiet = false
  var color = ColorChoice.auto
  /// Findings of this severity or worse set exit status 1.
  var failOn: Severity?
  /// The word before the paths; nil for commands that take paths alone.
  var topic: String?
  var replayForm = ReplayForm.json
  /// The state file of `replay tombstones`; nil for none.
  var stateFile: String?
  /// True if `replay tombstones` sends nothing and saves no state.
  var isDryRun = false
  /// The assumptions of `trend` for a second set of dates.
  var assumption: TrendAssumption?
  /// Pairs of nodes that `diff` treats as one.
  var mappedNodes: [MappedNode] = []
  /// The tolerance of `diff` for figures; nil for its default.
  var tolerance: Comparison.Tolerance?
  /// Options of `check` only.
  var check = CheckOptions()
  var inspectionForm = InspectionForm.text
  /// True if `inspect` prints a script that collects the missing inputs of rules.
  var printsCollector = false
  /// The names to replace in all output.
  var redaction = RedactionOptions()
  /// Decoded bytes for each compressed byte above which a file counts as a bomb.
  var maxExpansion = Options.defaultMaxExpansion

  /// The folder for piped input that must be read twice.
  var workFolder = Options.defaultWorkFolder
  /// True if links that lead out of the capture are followed.
  var followsLinksOut = false

  static let defaultWorkFolder = "/tmp"

  /// More than deflate can reach (1032 to 1, zlib's technical notes): the default refuses no honest file.
  static let defaultMaxExpansion: Int64 = 1100
}

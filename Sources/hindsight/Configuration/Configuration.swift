// A team's settings for all runs: a file `hindsight.json`, given with --config. SampleData/hindsight.json is
// an example with every key.

import CassandraAnalysis
import CassandraInput
import CassandraModel

struct Configuration: Sendable {
  static let schema = "hindsight/config/1"
  /// The name for all nodes, where nodes are named.
  static let everywhere = "*"

  /// Parameters of rules, rules of the team, and values that captures seldom have.
  var rules = RuleSettings.none
  /// The zones of the nodes' clocks; --log-zone takes precedence.
  var zones = LogZones.Configured()
  /// The team's names of routes, by route.
  var routes: [String: String] = [:]
  /// Pages of the team by rule, category, runbook or route.
  var runbooks: [String: String] = [:]

  /// The team's own shapes of JSON.
  var sources: [SnapshotMapping] = []

  static let none = Configuration()
}

/// An invalid file, with every mistake in it.
struct DocumentError: Error, Sendable {
  let mistakes: [Diagnostic]

  /// A line for each mistake, and the consequence.
  var text: String {
    DiagnosticText.lines(of: mistakes)
      + "hindsight: \(mistakes.count == 1 ? "there is a mistake" : "there are \(mistakes.count) mistakes") in "
      + "\(mistakes.first.map { DiagnosticText.place($0) } ?? "the file"); nothing was done\n"
  }
}

extension Configuration {
  static func read(_ path: String, zones: ZoneFolder = .system) throws(DocumentError) -> Configuration {
    try read(try DocumentFile.bytes(path, family: "config"), file: path, zones: zones)
  }

  /// Reads `bytes`, the content of `file`.
  static func read(
    _ bytes: [UInt8], file: String, zones: ZoneFolder = .system
  ) throws(DocumentError) -> Configuration {
    var reader = ConfigurationReader(file: file, zones: zones)
    if let root = reader.document.root(bytes, schema: schema) { reader.read(root) }
    let mistakes = reader.document.orderedMistakes
    guard mistakes.isEmpty else { throw DocumentError(mistakes: mistakes) }
    return reader.configuration
  }
}

extension Options {
  /// The options with the settings of the --config file and the rules of the --pack options.
  func configured() throws(DocumentError) -> Options {
    var options = self
    if let file = configurationFile { options.configuration = try Configuration.read(file) }
    options.configuration.rules.routes = options.configuration.routes
    options.configuration.rules.pages = options.configuration.runbooks
    options.logZones.configured = options.configuration.zones
    let known = options.configuration.rules.own.map(\.id)
    options.configuration.rules.own += rules.packs.flatMap(\.rules).filter { !known.contains($0.id) }
    return options
  }
}

/// Files that users write.
enum DocumentFile {
  static func bytes(_ path: String, family: String) throws(DocumentError) -> [UInt8] {
    do throws(SystemFailure) { return try OwnDocument.bytes(ofFile: path) } catch {
      let code = DiagnosticCode(family + ".unreadable", .error, "cannot be read: {reason}")
      throw DocumentError(mistakes: [
        Diagnostic(code, at: SourceLocation(file: path, line: 0), ["reason": error.reason])
      ])
    }
  }
}

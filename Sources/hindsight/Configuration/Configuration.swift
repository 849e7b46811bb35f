// What a team sets once for all runs: a file `hindsight.json`, given with --config. SampleData/hindsight.json is an
// example with every key.

import CassandraAnalysis
import CassandraInput
import CassandraModel

/// A configuration, checked as a whole.
struct Configuration: Sendable {
  static let schema = "hindsight/config/1"
  /// What stands for all nodes where nodes are named.
  static let everywhere = "*"

  /// Numbers of rules, rules of the team, and what captures seldom hold.
  var rules = RuleSettings.none
  /// The zones of the nodes' clocks; what --log-zone says comes before them.
  var zones = LogZones.Configured()
  /// What routes are called, by name.
  var routes: [String: String] = [:]
  /// Pages of the team by rule, category, runbook or route.
  var runbooks: [String: String] = [:]

  /// JSON of shapes that only the team knows.
  var sources: [SnapshotMapping] = []

  /// Nothing is set.
  static let none = Configuration()
}

/// A file that cannot be used: every mistake in it.
struct DocumentError: Error, Sendable {
  let mistakes: [Diagnostic]

  /// A line for each mistake, and what follows from them.
  var text: String {
    DiagnosticText.lines(of: mistakes)
      + "hindsight: \(mistakes.count == 1 ? "there is a mistake" : "there are \(mistakes.count) mistakes") in "
      + "\(mistakes.first.map { DiagnosticText.place($0) } ?? "the file"); nothing was done\n"
  }
}

extension Configuration {
  /// Reads the file at `path`.
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
  /// The options with what the file says that --config names, and with the packs of --pack.
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

/// Files that people write.
enum DocumentFile {
  /// All bytes of the file at `path`.
  static func bytes(_ path: String, family: String) throws(DocumentError) -> [UInt8] {
    do throws(SystemFailure) { return try OwnDocument.bytes(ofFile: path) } catch {
      let code = DiagnosticCode(family + ".unreadable", .error, "cannot be read: {reason}")
      throw DocumentError(mistakes: [
        Diagnostic(code, at: SourceLocation(file: path, line: 0), ["reason": error.reason])
      ])
    }
  }
}

// From paths to findings: reads the capture, folds the facts of each node, and names the nodes. The number
// of jobs and the order of files change nothing in the result.

import CassandraAnalysis
import CassandraInput
import CassandraModel
import Glibc

/// Reads what the options name.
struct Ingest {
  let options: Options

  /// The findings of the capture.
  func findings(progress: (@Sendable (String, Int64) -> Void)?) async throws(CaptureError) -> Findings {
    let jobs = options.jobs ?? max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
    let reader = try CaptureReader(
      options.paths.map(CapturePath.init),
      options: CaptureOptions(
        jobs: jobs, maxExpansion: options.maxExpansion, mappings: options.configuration.sources,
        progress: progress))
    let zones = await zonesForWindow(reader)
    let (since, until) = (options.since, options.until)
    let contents = await reader.read { scope in
      NodeHistory(zone: zones[scope], since: since, until: until)
    }
    let nodes = contents.nodes.map { (scope: $0.scope, history: $0.sink) }
    let names = NodeNames.names(of: nodes)
    var diagnostics = contents.diagnostics
    let given = NodeZones(given: options.logZones, declared: contents.zones)
    diagnostics.merge(given.diagnostics)
    given.check(zip(names, nodes).map { ($0, $1.scope, $1.history) }, &diagnostics)
    let findings = zip(names, nodes).map { name, node in
      NodeFindings(
        name, node.history, given: given.given(for: name), declared: given.declared(for: node.scope))
    }
    for (version, source) in findings.flatMap(\.otherVersions) {
      diagnostics.report(Diagnostic(.versionUnknown, at: source, ["version": version.text]))
    }
    let zoneOf = Dictionary(uniqueKeysWithValues: zip(nodes.map(\.scope), findings.map(\.zone)))
    let coverage = contents.coverage.map { file in
      contents.scopes[file.file].flatMap { zoneOf[$0] }.map { file.moved(by: $0) } ?? file
    }
    let nameOf = Dictionary(uniqueKeysWithValues: zip(nodes.map(\.scope), names))
    return Findings(
      nodes: findings, coverage: coverage, diagnostics: diagnostics,
      nodeOf: contents.scopes.compactMapValues { nameOf[$0] }, since: since, until: until
    )
    .evaluated(by: RuleEngine(settings: options.configuration.rules))
  }

  /// A time window is given in UTC, and a log's zone is known only from the log: with a window, and no zone
  /// given, logs are read once more than otherwise, for their zone alone.
  private func zonesForWindow(_ reader: CaptureReader) async -> [String: ZoneRule] {
    guard options.since != nil || options.until != nil else { return [:] }
    let contents = await reader.read { _ in NodeHistory() }
    let nodes = contents.nodes.map { (scope: $0.scope, history: $0.sink) }
    let given = NodeZones(given: options.logZones, declared: contents.zones)
    var zones: [String: ZoneRule] = [:]
    for (name, node) in zip(NodeNames.names(of: nodes), nodes) {
      zones[node.scope] =
        (given.given(for: name) ?? given.declared(for: node.scope))?.rule ?? node.history.inferredZone.rule
    }
    return zones
  }
}

extension CapturePath {
  init(_ path: InputPath) {
    switch path {
    case .standardInput: self = .standardInput
    case .path(let path): self = .path(path)
    }
  }
}

extension DiagnosticCode {
  static let versionUnknown = DiagnosticCode(
    "version.unknown", .warning,
    "this is Cassandra {version}; the messages and commands that are known are those of 3.11 to 6.0")
}

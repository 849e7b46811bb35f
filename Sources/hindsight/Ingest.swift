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
      options: CaptureOptions(jobs: jobs, maxExpansion: options.maxExpansion, progress: progress))
    let zones = await zonesForWindow(reader)
    let (since, until) = (options.since, options.until)
    let contents = await reader.read { scope in
      NodeHistory(zone: zones[scope], since: since, until: until)
    }
    let nodes = contents.nodes.map { (scope: $0.scope, history: $0.sink) }
    let names = NodeNames.names(of: nodes)
    var diagnostics = contents.diagnostics
    checkZones(names, nodes, &diagnostics)
    let findings = zip(names, nodes).map { NodeFindings($0, $1.history, given: given(for: $0)) }
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

  /// The zone that the user gives holds; what speaks against it is said.
  private func checkZones(
    _ names: [NodeID], _ nodes: [(scope: String, history: NodeHistory)], _ diagnostics: inout DiagnosticLog
  ) {
    for (name, node) in zip(names, nodes) {
      guard let given = given(for: name), case .inferred(let witnesses, _) = node.history.inferredZone else {
        continue
      }
      for witness in witnesses {
        let inferred = witness.first.instant(at: witness.offset)
        guard given.rule.instant(witness.first) != inferred else { continue }
        diagnostics.report(
          Diagnostic(
            .zoneContradicted, at: witness.source,
            [
              "given": given.name, "node": name.name, "inferred": witness.offset.text,
              "count": String(witness.count),
            ]))
      }
    }
    for node in options.logZones.byNode.keys.sorted() where !names.contains(node) {
      let known = names.map(\.name).sorted().joined(separator: ", ")
      diagnostics.report(
        Diagnostic(
          .zoneOfNobody, at: SourceLocation(file: "--log-zone", line: 0), ["node": node.name, "known": known])
      )
    }
  }

  private func given(for node: NodeID) -> (name: String, rule: ZoneRule)? {
    options.logZones[node].map { ($0.name, ZoneRule($0)) }
  }

  /// A time window is given in UTC, and a log's zone is known only from the log: with a window, and no zone
  /// given, logs are read once more than otherwise, for their zone alone.
  private func zonesForWindow(_ reader: CaptureReader) async -> [String: ZoneRule] {
    guard options.since != nil || options.until != nil else { return [:] }
    let contents = await reader.read { _ in NodeHistory() }
    let nodes = contents.nodes.map { (scope: $0.scope, history: $0.sink) }
    var zones: [String: ZoneRule] = [:]
    for (name, node) in zip(NodeNames.names(of: nodes), nodes) {
      zones[node.scope] = given(for: name)?.rule ?? node.history.inferredZone.rule
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

extension ZoneRule {
  init(_ zone: GivenZone) {
    self.init(
      initial: zone.initial, changes: zone.transitions.map { ZoneRule.Change(from: $0.at, offset: $0.offset) }
    )
  }
}

extension DiagnosticCode {
  static let versionUnknown = DiagnosticCode(
    "version.unknown", .warning,
    "this is Cassandra {version}; the messages and commands that are known are those of 3.11 to 6.0")
  static let zoneContradicted = DiagnosticCode(
    "zone.contradicted", .warning,
    "--log-zone gives {given} for {node}, but {count} records say {inferred}; times are those of {given}")
  static let zoneOfNobody = DiagnosticCode(
    "zone.node", .warning, "there is no node {node} in the capture; its nodes are {known}")
}

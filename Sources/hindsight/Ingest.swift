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
    return Findings(
      nodes: zip(names, nodes).map { name, node in
        NodeFindings(name, node.history, given: given(for: name))
      },
      coverage: contents.coverage, diagnostics: contents.diagnostics, since: since, until: until)
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

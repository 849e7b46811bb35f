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
    let reader = try reader(rereads: options.since != nil || options.until != nil, progress)
    var plan = await reader.plan()
    var given = GivenZones(options.logZones)
    var diagnostics = given.add(plan.givenZones)
    let since = options.since ?? plan.window.since
    let until = options.until ?? plan.window.until
    var known: [String: Source.Node] = [:]
    if since != nil || until != nil {
      // A time window is given in UTC, and a log's zone is known only from the log: with a window logs are read
      // once more than otherwise, for their zone, and for names that are the same in every window.
      known = await nodes(of: plan, given)
      if !readsStandardInput { plan = await reader.plan() }
    }
    let contents = await plan.read { [known] scope in
      NodeHistory(zone: known[scope]?.zone, since: since, until: until)
    }
    let nodes = contents.nodes.map { (scope: $0.scope, history: $0.sink) }
    let names = zip(NodeNames.names(of: nodes), nodes).map { name, node in known[node.scope]?.id ?? name }
    diagnostics.merge(contents.diagnostics)
    checkZones(names, nodes, given, &diagnostics)
    let findings = zip(names, nodes).map { NodeFindings($0, $1.history, given: given[$0, $1.scope]?.named) }
    for (version, source) in findings.flatMap(\.otherVersions) {
      diagnostics.report(Diagnostic(.versionUnknown, at: source, ["version": version.text]))
    }
    let zoneOf = Dictionary(zip(nodes.map(\.scope), findings.map(\.zone))) { first, _ in first }
    let coverage = zip(contents.coverage, contents.scopes).map { file, scope in
      scope.flatMap { zoneOf[$0] }.map { file.moved(by: $0) } ?? file
    }
    return Findings(nodes: findings, coverage: coverage, diagnostics: diagnostics, since: since, until: until)
  }

  private var readsStandardInput: Bool { options.paths.contains(.standardInput) }

  private func reader(
    rereads: Bool, _ progress: (@Sendable (String, Int64) -> Void)?
  ) throws(CaptureError) -> CaptureReader {
    let jobs = options.jobs ?? max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
    var reading = CaptureOptions(jobs: jobs, maxExpansion: options.maxExpansion, progress: progress)
    reading.rereads = rereads
    return try CaptureReader(options.paths.map(CapturePath.init), options: reading)
  }

  // MARK: Facts

  /// A capture of which is known what its nodes are called, to be read once more.
  struct Source: Sendable {
    struct Node: Sendable {
      let id: NodeID
      let scope: String
      /// The zone of its clock; nil when it is not known.
      let zone: ZoneRule?
      /// The zone that the user gave, as typed.
      let given: String?
      /// The host id that its files give, in its logs, too.
      let hostID: String?
    }

    let plan: CapturePlan
    /// By scope.
    let nodes: [String: Node]
    /// Zones from manifests, by scope.
    let zones: [String: String]
    let since: Instant?
    let until: Instant?

    /// The scopes in the order of the nodes' names.
    var order: [String] { nodes.values.sorted { $0.id < $1.id }.map(\.scope) }

    /// What changes the meaning of facts, for whoever reads them.
    var factsOptions: FactsOptions {
      let zones = nodes.values.compactMap { node in node.given.map { (node.id.name, $0) } }
      return FactsOptions(zones: Dictionary(zones) { first, _ in first }, since: since, until: until)
    }
  }

  /// Reads the capture for the names and zones of its nodes.
  func source(progress: (@Sendable (String, Int64) -> Void)?) async throws(CaptureError) -> Source {
    let reader = try reader(rereads: true, progress)
    let plan = await reader.plan()
    var given = GivenZones(options.logZones)
    _ = given.add(plan.givenZones)
    let nodes = await nodes(of: plan, given)
    return Source(
      plan: readsStandardInput ? plan : await reader.plan(), nodes: nodes, zones: plan.manifestZones,
      since: options.since ?? plan.window.since, until: options.until ?? plan.window.until)
  }

  private func nodes(of plan: CapturePlan, _ given: GivenZones) async -> [String: Source.Node] {
    let contents = await plan.read { _ in NodeHistory() }
    let nodes = contents.nodes.map { (scope: $0.scope, history: $0.sink) }
    var known: [String: Source.Node] = [:]
    for (name, node) in zip(NodeNames.names(of: nodes), nodes) {
      let zone = given[name, node.scope]
      known[node.scope] = Source.Node(
        id: name, scope: node.scope, zone: zone?.rule ?? node.history.inferredZone.rule, given: zone?.name,
        hostID: plan.hostID(of: node.scope) ?? NodeNames.hostID(of: node.history))
    }
    return known
  }

  /// The zone that the user gives holds; what speaks against it is said.
  private func checkZones(
    _ names: [NodeID], _ nodes: [(scope: String, history: NodeHistory)], _ given: GivenZones,
    _ diagnostics: inout DiagnosticLog
  ) {
    for (name, node) in zip(names, nodes) {
      guard let given = given[name, node.scope], case .inferred(let witnesses, _) = node.history.inferredZone
      else {
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
}

/// The zones that the user gave, now or when facts were extracted; what is given now wins.
private struct GivenZones: Sendable {
  struct Zone: Sendable {
    let name: String
    let rule: ZoneRule

    init(_ zone: GivenZone) {
      name = zone.name
      rule = ZoneRule(zone)
    }

    var named: (name: String, rule: ZoneRule) { (name, rule) }
  }

  private let now: LogZones
  /// By scope.
  private var before: [String: Zone] = [:]

  init(_ now: LogZones) { self.now = now }

  /// Adds zones of scopes, as they were typed when facts were extracted, and says which cannot be had here.
  mutating func add(_ zones: [String: String]) -> DiagnosticLog {
    var diagnostics = DiagnosticLog()
    for (scope, name) in zones.sorted(by: { $0.key < $1.key }) {
      do throws(ValueError) { before[scope] = Zone(try ZoneArgument.zone(name, in: .system)) } catch {
        let place = SourceLocation(file: scope.isEmpty ? "-" : scope, line: 0)
        diagnostics.report(Diagnostic(.zoneMissing, at: place, ["zone": name]))
      }
    }
    return diagnostics
  }

  subscript(node: NodeID, scope: String) -> Zone? { now[node].map(Zone.init) ?? before[scope] }
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
  static let zoneMissing = DiagnosticCode(
    "zone.missing", .error,
    "has facts that were extracted with the zone {zone}, which this system does not know; give --log-zone")
  static let zoneOfNobody = DiagnosticCode(
    "zone.node", .warning, "there is no node {node} in the capture; its nodes are {known}")
}

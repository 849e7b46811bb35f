// From paths to findings: reads the capture, analyzes the facts of each node, and names the nodes. The number
// of jobs and the order of files do not affect the result.

import CassandraAnalysis
import CassandraInput
import CassandraModel
import Glibc

struct Ingest {
  let options: Options

  /// The findings of the capture.
  ///
  /// - Parameter forTrends: true computes the trends of each node as soon as it has been read, and releases
  ///   its samples. Rules need the samples and are not evaluated then.
  func findings(
    forTrends: Bool = false, progress: (@Sendable (CaptureProgress) -> Void)?
  ) async throws(CaptureError) -> Findings {
    let planning = try planning(
      rereads: options.since != nil || options.until != nil || options.logZones.areOfNodes, progress)
    var plan = await planning()
    let zones = zones(of: plan)
    let since = options.since ?? plan.window.since
    let until = options.until ?? plan.window.until
    var known: [String: Source.Node] = [:]
    if since != nil || until != nil || options.logZones.areOfNodes {
      // A time window is given in UTC, but only a log itself shows its zone. So with a window, logs are read
      // once more: for their zone, and for names that do not depend on the window. The same applies if the
      // zone of a node is given by the node's name.
      known = await nodes(of: plan, zones)
      if !readsStandardInput { plan = await planning() }
    }
    let rules = options.configuration.rules
    let contents = await plan.read { [known] scope in
      NodeHistory(
        zone: known[scope]?.zone,
        givenZone: known[scope].map { zones.zone(of: $0.id, scope) } ?? zones.zone(of: scope), since: since,
        until: until)
    } settle: { [known] scope, history in
      guard forTrends else { return }
      let names = known[scope].map { [$0.id] } ?? NodeNames.candidates(for: scope, history)
      history.makeTrends(names) { name in
        NodeHistory.Given(
          zone: zones.given(for: name, scope), declaredZone: zones.declared(for: scope),
          inputs: rules.inputs(of: name.name))
      }
    }
    let nodes = contents.nodes.map { (scope: $0.scope, history: $0.sink) }
    let names = zip(NodeNames.names(of: nodes), nodes).map { name, node in known[node.scope]?.id ?? name }
    var diagnostics = contents.diagnostics
    for node in nodes { diagnostics.merge(node.history.diagnostics) }
    diagnostics.merge(zones.diagnostics)
    zones.check(zip(names, nodes).map { ($0, $1.scope, $1.history) }, &diagnostics)
    let findings = zip(names, nodes).map { name, node in
      NodeFindings(
        name, node.history, given: zones.given(for: name, node.scope),
        declared: zones.declared(for: node.scope)
      )
    }
    for (version, source) in findings.flatMap(\.otherVersions) {
      let release = CassandraVersion.product(version.text)
      diagnostics.report(Diagnostic(.versionUnknown, at: source, ["release": release]))
    }
    let zoneOf = Dictionary(zip(nodes.map(\.scope), findings.map(\.zone))) { first, _ in first }
    let coverage = zip(contents.coverage, contents.scopes).map { file, scope in
      scope.flatMap { zoneOf[$0] }.map { file.moved(by: $0) } ?? file
    }
    let nameOf = Dictionary(zip(nodes.map(\.scope), names)) { first, _ in first }
    var nodeOf: [String: NodeID] = [:]
    for (file, scope) in zip(contents.coverage, contents.scopes) {
      nodeOf[file.file] = scope.flatMap { nameOf[$0] }
    }
    return Findings(
      nodes: findings, coverage: coverage, diagnostics: diagnostics, nodeOf: nodeOf, since: since,
      until: until, engine: forTrends ? nil : RuleEngine(settings: rules))
  }

  private var readsStandardInput: Bool { options.paths.contains(.standardInput) }

  /// A function that lists the files of the capture at each call.
  private func planning(
    rereads: Bool, _ progress: (@Sendable (CaptureProgress) -> Void)?
  ) throws(CaptureError) -> @Sendable () async -> CapturePlan {
    if let plan = options.redaction.plan { return { plan } }
    let reader = try reader(rereads: rereads, progress)
    let redactor = options.redaction.redactor
    return {
      let plan = await reader.plan()
      return redactor.map { plan.redacted(by: $0) } ?? plan
    }
  }

  /// Reads all names in the capture. Standard input can be read only once, so its plan is returned, too.
  func redactor(
    key: [UInt8]?, progress: (@Sendable (CaptureProgress) -> Void)?
  ) async throws(CaptureError) -> (redactor: Redactor, plan: CapturePlan?) {
    let plan = await (try reader(rereads: true, progress)).plan()
    let redactor = await plan.redactor(key: key)
    return (redactor, readsStandardInput ? plan.redacted(by: redactor) : nil)
  }

  private func reader(
    rereads: Bool, _ progress: (@Sendable (CaptureProgress) -> Void)?
  ) throws(CaptureError) -> CaptureReader {
    let jobs = options.jobs ?? max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
    var reading = CaptureOptions(
      jobs: jobs, maxExpansion: options.maxExpansion, mappings: options.configuration.sources,
      progress: progress)
    reading.rereads = rereads
    reading.root = options.root
    reading.workFolder = options.workFolder
    reading.followsLinksOut = options.followsLinksOut
    reading.logPatterns = options.logPatterns
    reading.keepsEveryRecord = options.factsFormat == .log
    return try CaptureReader(options.paths.map(CapturePath.init), options: reading)
  }

  private func zones(of plan: CapturePlan) -> NodeZones {
    NodeZones(given: options.logZones, before: plan.givenZones, declared: plan.manifestZones)
  }

  // MARK: Facts

  /// A capture with the names of its nodes, to be read once more.
  struct Source: Sendable {
    struct Node: Sendable {
      let id: NodeID
      let scope: String
      /// The zone of the clock; nil if unknown.
      let zone: ZoneRule?
      /// The clock, if it is known before the captures are read.
      let clock: WallClock?
      /// The zone that the user gave, as typed.
      let given: String?
      /// The host id in its files or its logs.
      let hostID: String?
      /// Tables in its data; empty unless tables are selected.
      let tables: Set<TableName>
    }

    let plan: CapturePlan
    /// By scope.
    let nodes: [String: Node]
    /// Zones from manifests, by scope.
    let zones: [String: DeclaredZone]
    let since: Instant?
    let until: Instant?
    /// The selection, by names of the capture.
    var selection = Selection.everything
    /// A selected name that the capture lacks.
    var unknownName: UnknownName?

    /// The scopes in the order of the nodes' names.
    var order: [String] { nodes.values.sorted { $0.id < $1.id }.map(\.scope) }

    /// The options that change the meaning of facts.
    var factsOptions: FactsOptions {
      let zones = nodes.values.compactMap { node in node.given.map { (node.id.name, $0) } }
      return FactsOptions(zones: Dictionary(zones) { first, _ in first }, since: since, until: until)
    }
  }

  /// Reads the capture for the names and zones of its nodes.
  func source(progress: (@Sendable (CaptureProgress) -> Void)?) async throws(CaptureError) -> Source {
    let planning = try planning(rereads: true, progress)
    let plan = await planning()
    let nodes = await nodes(of: plan, zones(of: plan))
    var source = Source(
      plan: readsStandardInput ? plan : await planning(), nodes: nodes, zones: plan.manifestZones,
      since: options.since ?? plan.window.since, until: options.until ?? plan.window.until)
    do throws(UnknownName) {
      let tables = nodes.values.reduce(into: Set<TableName>()) { $0.formUnion($1.tables) }
      source.selection = try options.selection.resolved(
        nodes: nodes.values.map(\.id.name).sorted(), tables: tables)
    } catch { source.unknownName = error }
    return source
  }

  private func nodes(of plan: CapturePlan, _ zones: NodeZones) async -> [String: Source.Node] {
    let contents = await plan.read { _ in NodeHistory() }
    let nodes = contents.nodes.map { (scope: $0.scope, history: $0.sink) }
    let hostIDs = plan.hostIDs
    var known: [String: Source.Node] = [:]
    for (name, node) in zip(NodeNames.names(of: nodes), nodes) {
      let given = zones.given(for: name, node.scope)
      let told = zones.zone(of: name, node.scope).map { node.history.placed($0) }
      let rule = told ?? node.history.inferredZone.rule
      let clock = told?.clock ?? node.history.clock
      known[node.scope] = Source.Node(
        id: name, scope: node.scope, zone: rule, clock: clock, given: given?.name,
        hostID: hostIDs[node.scope] ?? NodeNames.hostID(of: node.history),
        tables: options.selection.choosesTables
          ? Findings(nodes: [NodeFindings(name, node.history)], coverage: [], diagnostics: DiagnosticLog())
            .tables
          : [])
    }
    return known
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
    "{release}: read where its formats agree with those of \(FormatCatalog.releases)")
}

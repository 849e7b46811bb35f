// The contents of a capture: the files of each node, files of the interchange, and facts that are known
// without reading files to the end.

public import CassandraModel

/// The files of a capture, sorted by node.
public struct CapturePlan: Sendable {
  private struct Node: Sendable {
    var scope: String
    var hostID: String?
    /// The zone from a manifest.
    var zone: DeclaredZone?
    /// The zone that the user gave when the node's facts were extracted.
    var givenZone: String?
    /// The interchange file that added the node; nil for a node of the capture itself.
    var home: String?
    /// The index of the last interchange file that has the node.
    var origin: Int?
    /// Coverage of its files, from the interchange.
    var files: Set<Coverage> = []
    var work = NodeWork()
  }

  /// The window for which facts were extracted, if all interchange files have one; times outside of it were
  /// excluded on purpose.
  public private(set) var window: (since: Instant?, until: Instant?)
  private let files: [String]

  private var nodes: [Node] = []
  private var coverage: [(coverage: Coverage, scope: String?)]
  private var diagnostics: DiagnosticLog
  private var zones: [String: DeclaredZone]
  private let options: CaptureOptions
  /// The screen that all content passes.
  private var screen = CaptureScreen()

  init(
    _ linked: [LinkedNode], zones: [String: DeclaredZone], coverage: [Coverage], diagnostics: DiagnosticLog,
    options: CaptureOptions
  ) {
    self.zones = zones
    self.coverage = coverage.map { ($0, nil) }
    self.diagnostics = diagnostics
    self.options = options
    window = (nil, nil)
    files = linked.flatMap { $0.items.map(\.name) }
    for node in linked {
      var work = NodeWork()
      for item in node.items { work.add(item) }
      nodes.append(
        Node(scope: node.scope, hostID: node.hostID, zone: zones[node.scope], work: work))
    }
    screenNames()
  }

  /// Registers all names with the screen.
  private mutating func screenNames() {
    screen.names = NameScreen(
      Set(files + nodes.map(\.scope) + coverage.map(\.coverage.file) + zones.values.map(\.manifest)))
  }

  // MARK: Facts

  /// Adds files of the interchange. Their nodes are distinguished and linked as scopes are: by host id.
  /// Without one, two nodes of one scope are the same if they share a file with equal counts.
  mutating func add(_ files: [FactsFile]) {
    guard let first = files.first else { return }
    window = files.dropFirst().reduce((first.options.since, first.options.until)) { window, file in
      (
        window.0.flatMap { a in file.options.since.map { min(a, $0) } },
        window.1.flatMap { a in file.options.until.map { max(a, $0) } }
      )
    }
    // For each file, the index of the node by id.
    var indexOf: [[String: Int]] = []
    for (origin, file) in files.enumerated() {
      let owned = Dictionary(grouping: file.coverage.filter { $0.node != nil }, by: \.node)
      indexOf.append([:])
      for section in file.sections {
        let own = section.node
        let shared = Set(owned[own.id]?.map(\.coverage) ?? [])
        // An id belongs to one node: a second section with the same id continues it.
        let index = indexOf[origin][own.id] ?? index(of: own, shared, in: origin) ?? nodes.count
        if index == nodes.count { nodes.append(Node(scope: own.scope, hostID: own.hostID, home: file.name)) }
        nodes[index].origin = origin
        nodes[index].scope = min(nodes[index].scope, own.scope)
        nodes[index].hostID = nodes[index].hostID ?? own.hostID
        nodes[index].files.formUnion(shared)
        nodes[index].zone = nodes[index].zone ?? own.zone
        nodes[index].givenZone = nodes[index].givenZone ?? section.givenZone
        nodes[index].work.add(section)
        indexOf[origin][own.id] = index
      }
    }
    nameApart()
    var told = Told()
    for (file, indices) in zip(files, indexOf) { add(file, indices.mapValues { nodes[$0].scope }, &told) }
    for node in nodes { if let zone = node.zone { zones[node.scope] = zone } }
    nodes.sort { $0.scope.utf8.lexicographicallyPrecedes($1.scope.utf8) }
    screenNames()
  }

  /// The node that another file has as well.
  private func index(of own: FactsNode, _ files: Set<Coverage>, in origin: Int) -> Int? {
    if let id = own.hostID, let index = nodes.firstIndex(where: { $0.hostID == id && $0.origin != origin }) {
      return index
    }
    return nodes.firstIndex {
      $0.origin != origin && $0.scope == own.scope && !$0.files.isDisjoint(with: files)
        && ($0.hostID == nil || own.hostID == nil)
    }
  }

  /// Nodes of different files may have folders of the same name. Nodes from the interchange are then prefixed
  /// with the name of their file, without its storage extensions.
  private mutating func nameApart() {
    let users = Dictionary(grouping: nodes.indices, by: { nodes[$0].scope })
    var taken = Set(nodes.map(\.scope))
    var repeats: [String: Int] = [:]
    for index in nodes.indices where users[nodes[index].scope, default: []].count > 1 {
      let scope = nodes[index].scope
      guard var stem = nodes[index].home else { continue }
      for ending in [".gz", ".jsonl", ".json"] where stem.hasSuffix(ending) { stem.removeLast(ending.count) }
      let name = scope.isEmpty ? stem : stem + "/" + scope
      var free = name
      while !taken.insert(free).inserted {
        repeats[name, default: 1] += 1
        free = name + "'" + String(repeats[name] ?? 0)
      }
      nodes[index].scope = free
    }
  }

  /// A file and the scope of its node.
  private struct FileOfNode: Hashable {
    let coverage: Coverage
    let scope: String?
  }

  /// The content of the interchange files so far.
  private struct Told {
    var coverage: Set<FileOfNode> = []
    var diagnostics: Set<Diagnostic> = []
  }

  /// Adds the coverage and diagnostics of `file`; entries equal to those of an earlier file count once.
  private mutating func add(_ file: FactsFile, _ scopeOf: [String: String], _ told: inout Told) {
    let before = told
    for it in file.coverage {
      let scope = it.node.flatMap { scopeOf[$0] }
      let own = FileOfNode(coverage: it.coverage, scope: scope)
      guard !before.coverage.contains(own) else { continue }
      told.coverage.insert(own)
      coverage.append((it.coverage, scope))
    }
    for it in file.diagnostics where !before.diagnostics.contains(it.diagnostic) {
      told.diagnostics.insert(it.diagnostic)
      diagnostics.report(it.diagnostic, more: it.more)
    }
  }

  // MARK: Redaction

  /// This plan with pseudonyms for names: in facts, scopes, file names and diagnostics.
  package func redacted(by redactor: Redactor) -> CapturePlan {
    var plan = self
    plan.screen.redactor = redactor
    return plan
  }

  /// Files of the capture from which facts can be extracted, without files of the interchange; in no order.
  public var rawFiles: [String] { files.map { screen.name($0) } }

  // MARK: Reading

  /// The zone that the user gave for each scope when its facts were extracted, as typed.
  public var givenZones: [String: String] {
    Dictionary(nodes.compactMap { node in node.givenZone.map { (screen.name(node.scope), $0) } }) {
      first, _ in
      first
    }
  }

  /// The zones that manifests give to scopes, as written in the manifest.
  public var manifestZones: [String: DeclaredZone] {
    Dictionary(zones.map { (screen.name($0.key), screen.zone($0.value)) }) { first, _ in first }
  }

  /// The host ids that assigned files to nodes, by scope.
  public var hostIDs: [String: String] {
    let ids = nodes.compactMap { node in
      node.hostID.map { (screen.name(node.scope), screen.redactor?.hostID($0) ?? $0) }
    }
    return Dictionary(ids) { first, _ in first }
  }

  /// Reads everything. The result does not depend on the number of jobs.
  ///
  /// - Parameters:
  ///   - makeSink: Makes the sink of a scope; called several times for each.
  ///   - settle: Called with the sink of each node as soon as the node has been read, while others still are
  ///     being read: memory that it releases is not held until the end.
  public func read<Sink: NodeSink>(
    _ makeSink: @escaping @Sendable (_ scope: String) -> Sink,
    settle: @escaping @Sendable (_ scope: String, inout Sink) -> Void = { _, _ in }
  ) async -> CaptureContents<Sink> {
    tellSize()
    let share = max(1, options.jobs / max(1, nodes.count))
    let results = await nodes.concurrentMap(jobs: options.jobs) { node in
      let scope = screen.name(node.scope)
      var result = await read(node, makeSink(scope), workers: share, makeSink)
      settle(scope, &result.sink)
      return result
    }
    var account = Account<Sink>(self)
    for (node, result) in zip(nodes, results) { account.add(result, of: node.scope) }
    return account.contents
  }

  /// Reads the nodes of `scopes` one after the other, for sinks that pass facts on.
  ///
  /// - Parameters:
  ///   - scopes: The nodes to read, in order.
  ///   - open: Makes the sink of a node.
  ///   - makePart: Makes the sink of one capture of it, which is then merged into the node's sink.
  public func read<Sink: NodeSink>(
    inOrder scopes: [String], _ open: (_ scope: String) -> Sink,
    part makePart: @escaping @Sendable (_ scope: String) -> Sink
  ) async -> CaptureContents<Sink> {
    tellSize()
    var account = Account<Sink>(self)
    for scope in scopes {
      for node in nodes where screen.name(node.scope) == scope {
        let result = await read(node, open(scope), workers: options.jobs, makePart)
        account.add(result, of: node.scope)
      }
    }
    return account.contents
  }

  /// Reads `node` into `sink`, through the screen.
  private func read<Sink: NodeSink>(
    _ node: Node, _ sink: Sink, workers: Int, _ makePart: @escaping @Sendable (_ scope: String) -> Sink
  ) async -> NodeWork.Result<Sink> {
    let scope = screen.name(node.scope)
    let result = await node.work.read(screen.sink(sink), options: options, workers: workers) {
      screen.sink(makePart(scope))
    }
    var diagnostics = result.diagnostics
    diagnostics.merge(result.sink.facts.diagnostics)
    return NodeWork.Result(
      sink: result.sink.sink, coverage: result.coverage, diagnostics: diagnostics, hasFacts: result.hasFacts)
  }

  private func tellSize() {
    guard let progress = options.progress else { return }
    progress(.begun(stored: nodes.reduce(0) { $0.addingReportingOverflow($1.work.storedSize).partialValue }))
  }

  /// Combines the results of reading the nodes.
  private struct Account<Sink: NodeSink> {
    private var nodes: [(scope: String, sink: Sink)] = []
    private var coverage: [(coverage: Coverage, scope: String?)]
    private var diagnostics: DiagnosticLog
    private let zones: [String: DeclaredZone]
    /// Files with coverage from the interchange. Some may be in the capture themselves.
    private let known: Set<FileOfNode>
    private let screen: CaptureScreen

    init(_ plan: CapturePlan) {
      screen = plan.screen
      coverage = plan.coverage
      known = Set(plan.coverage.map { FileOfNode(coverage: $0.coverage, scope: $0.scope) })
      diagnostics = plan.diagnostics
      zones = plan.manifestZones
    }

    mutating func add(_ result: NodeWork.Result<Sink>, of scope: String) {
      for file in result.coverage where !known.contains(FileOfNode(coverage: file, scope: scope)) {
        coverage.append((file, scope))
      }
      diagnostics.merge(result.diagnostics)
      if result.hasFacts { nodes.append((scope, result.sink)) }
    }

    var contents: CaptureContents<Sink> {
      let shown = coverage.map { (screen.coverage($0.coverage), $0.scope.map { screen.name($0) }) }
        .sorted { $0.0.file.utf8.lexicographicallyPrecedes($1.0.file.utf8) }
      return CaptureContents(
        nodes: nodes.map { (screen.name($0.scope), $0.sink) }, coverage: shown.map(\.0),
        scopes: shown.map(\.1),
        diagnostics: screen.diagnostics(diagnostics), zones: zones)
    }
  }
}

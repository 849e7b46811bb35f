// Reads a capture: finds its files, decides by content what each is, puts those of one node together, and
// pushes their facts into one sink for each node.

public import CassandraModel

/// How to read a capture.
public struct CaptureOptions: Sendable {
  /// How many files may be worked on at once; at least 1.
  public var jobs: Int
  /// Decoded bytes for each compressed byte beyond which an archive is taken for a bomb.
  public var maxExpansion: Int64?
  /// How many archives may lie within each other.
  public var maxDepth: Int
  /// Shapes of JSON that the user explains, tried in order before all that is known.
  public var mappings: [SnapshotMapping]
  /// Whether the capture is read more than once: then what comes through standard input is kept.
  public var rereads = false
  /// The folder of which the paths are parts that come from different places: files are named as if it had been read
  /// as a whole, and each path is of one node where nothing says more. So parts that are read by themselves fit
  /// together. Nil when the paths are the whole.
  public var root: String?
  /// Whether links that lead out of the capture are followed.
  public var followsLinksOut = false
  /// Layouts of logs that the user explains, tried before all that a log shows.
  public var logPatterns: [LogPattern] = []
  /// The folder for what comes through a pipe and has to be read twice.
  public var workFolder = "/tmp"
  /// Called at each step of reading, from several tasks; nil when nobody wants to know.
  public var progress: (@Sendable (CaptureProgress) -> Void)?

  /// One file at a time, the usual limits.
  public init(
    jobs: Int = 1, maxExpansion: Int64? = nil, maxDepth: Int = 4,
    mappings: [SnapshotMapping] = [],
    progress: (@Sendable (CaptureProgress) -> Void)? = nil
  ) {
    self.jobs = max(1, jobs)
    self.maxExpansion = maxExpansion
    self.maxDepth = max(1, maxDepth)
    self.mappings = mappings
    self.progress = progress
  }

  var limit: ExpansionLimit { maxExpansion.map { ExpansionLimit(ratio: $0) } ?? ExpansionLimit() }
}

/// Where a capture is.
public enum CapturePath: Hashable, Sendable {
  /// A file or a folder.
  case path(String)
  /// One log, or text that nodetool printed, on standard input. It can be read once.
  case standardInput
}

/// What a capture held.
public struct CaptureContents<Sink: Sendable>: Sendable {
  /// A sink for each scope, in the order of reading; the scope of a capture of one node is empty.
  public var nodes: [(scope: String, sink: Sink)]
  /// One for each file, in order of name.
  public var coverage: [Coverage]
  /// For each file in `coverage`, the scope of its node; nil for a file of no node.
  public var scopes: [String?]
  /// What was wrong with the files.
  public var diagnostics: DiagnosticLog
  /// The zones of the scopes in `nodes` for which a manifest gives one.
  public var zones: [String: DeclaredZone] = [:]
}

/// The zone of a node's clock as a manifest gives it.
public struct DeclaredZone: Hashable, Sendable {
  /// As it is written there: an offset or a region.
  public let text: String
  /// The manifest.
  public let manifest: String
}

/// Reads captures.
public struct CaptureReader: Sendable {
  private let files: [StoredFile]
  private let held: [HeldFile]
  private let standardInput: StoredBytes?
  private let options: CaptureOptions
  private let walked: DiagnosticLog
  /// What the paths are called below `root`.
  private let parts: [String]

  /// A capture at `paths`.
  ///
  /// - Throws: `CaptureError` when a path does not exist, cannot be looked at or does not lie in the root.
  public init(_ paths: [CapturePath], options: CaptureOptions = CaptureOptions()) throws(CaptureError) {
    let given = paths.compactMap { path -> [UInt8]? in
      if case .path(let path) = path { PathText.bytes(path) } else { nil }
    }
    let root = options.root.map { PathText.bytes($0) }
    let walk = try CaptureWalk(given, below: root, followingLinksOut: options.followsLinksOut)
    parts =
      try root.map { root throws(CaptureError) in
        try CaptureWalk.names(of: given, below: root).map { printableName($0) }
      } ?? []
    if paths.contains(.standardInput) {
      let input = StoredBytes(Descriptor.standardInput)
      do throws(SystemFailure) {
        standardInput = options.rereads ? try input.kept(in: Array(options.workFolder.utf8)) : input
      } catch {
        throw .unreadable("-", reason: error.reason)
      }
    } else {
      standardInput = nil
    }
    files = walk.files
    held = []
    walked = walk.diagnostics
    self.options = options
  }

  /// A capture that is in memory: what tests make, and no file could hold as quickly.
  package init(held: [HeldFile], options: CaptureOptions = CaptureOptions()) {
    files = []
    self.held = held
    parts = []
    standardInput = nil
    walked = DiagnosticLog()
    self.options = options
  }

  /// Finds out what the files are and which belong to one node.
  public func plan() async -> CapturePlan {
    let found = await CaptureInventory(files, held: held, standardInput: standardInput, options: options)
    let scopes = CaptureScopes(
      found.items, wrappers: found.wrappers, manifests: found.manifests, parts: parts)
    let told = await found.items.concurrentMap(jobs: options.jobs) { [options] item in item.hostIDs(options) }
    let links = SessionLinks(told.map(\.listed))
    var hostOf: [String: String] = [:]
    for (item, host) in zip(found.items, told) {
      hostOf[item.name] = host.own ?? item.machine.flatMap { links.hostID(of: $0) }
    }
    var diagnostics = walked
    diagnostics.merge(found.diagnostics)
    diagnostics.merge(scopes.diagnostics)
    let linked = NodeLinks.nodes(links.joined(scopes.items), hosts: hostOf)
    let zones = scopes.zones(of: linked, &diagnostics)
    var plan = CapturePlan(
      linked, zones: zones, coverage: found.coverage,
      diagnostics: diagnostics, options: options)
    plan.add(found.facts)
    return plan
  }

  /// Reads everything. The result does not depend on the number of jobs.
  ///
  /// - Parameter makeSink: makes the sink of a scope; called several times for each.
  public func read<Sink: NodeSink>(
    _ makeSink: @escaping @Sendable (_ scope: String) -> Sink
  ) async -> CaptureContents<Sink> {
    await plan().read(makeSink)
  }
}

// Reads a capture: finds its files, recognises each by content, groups the files of one node, and pushes
// their facts into one sink for each node.

public import CassandraModel

/// Options of reading a capture.
public struct CaptureOptions: Sendable {
  /// Files read at once; at least 1.
  public var jobs: Int
  /// Decoded bytes per compressed byte above which an archive is treated as a bomb.
  public var maxExpansion: Int64?
  /// Levels of nested archives.
  public var maxDepth: Int
  /// Shapes of JSON that the user explained, tried in order before the built-in formats.
  public var mappings: [SnapshotMapping]
  /// True if the capture is read more than once: standard input is then kept.
  public var rereads = false
  /// The common folder of paths from different places: files are named as if this folder had been read as a
  /// whole, and each path is one node unless its content shows otherwise. Parts that are read separately
  /// therefore fit together. Nil when the paths are the whole capture.
  public var root: String?
  /// True to follow links that lead out of the capture.
  public var followsLinksOut = false
  /// Log layouts that the user explained, tried before detection.
  public var logPatterns: [LogPattern] = []
  /// True to deliver every log record with its text, also those that only show that the process runs.
  public var keepsEveryRecord = false
  /// The folder for content of a pipe that has to be read twice.
  public var workFolder = "/tmp"
  /// Called at each step of reading, from several tasks; nil to report no progress.
  public var progress: (@Sendable (CaptureProgress) -> Void)?

  /// Options with one job and the default limits.
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

/// A location of a capture.
public enum CapturePath: Hashable, Sendable {
  /// A file or a folder.
  case path(String)
  /// One log, or output of nodetool, on standard input. It can be read once.
  case standardInput
}

/// The contents of a capture.
public struct CaptureContents<Sink: Sendable>: Sendable {
  /// A sink for each scope, in the order of reading; the scope of a capture of one node is empty.
  public var nodes: [(scope: String, sink: Sink)]
  /// One for each file, in order of name.
  public var coverage: [Coverage]
  /// The scope of each file's node, parallel to `coverage`; nil for a file without a node.
  public var scopes: [String?]
  /// Diagnostics of the files.
  public var diagnostics: DiagnosticLog
  /// Zones from a manifest, by scope of `nodes`.
  public var zones: [String: DeclaredZone] = [:]
}

/// The zone of a node's clock from a manifest.
public struct DeclaredZone: Hashable, Sendable {
  /// As written there: an offset or a region.
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
  /// The names of the paths below `root`.
  private let parts: [String]

  /// A capture at `paths`.
  ///
  /// - Throws: `CaptureError` when a path does not exist, cannot be read or is not below the root.
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

  /// A capture in memory, for tests that need speed or content that a file cannot hold.
  package init(held: [HeldFile], options: CaptureOptions = CaptureOptions()) {
    files = []
    self.held = held
    parts = []
    standardInput = nil
    walked = DiagnosticLog()
    self.options = options
  }

  /// Recognises the files and groups them by node.
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
  /// - Parameter makeSink: Makes the sink of a scope; called several times for each.
  public func read<Sink: NodeSink>(
    _ makeSink: @escaping @Sendable (_ scope: String) -> Sink
  ) async -> CaptureContents<Sink> {
    await plan().read(makeSink)
  }
}

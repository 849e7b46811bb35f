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
  /// Called with the decoded bytes of each file that was read; nil when nobody wants to know.
  public var progress: (@Sendable (_ file: String, _ bytes: Int64) -> Void)?

  /// One file at a time, the usual limits.
  public init(
    jobs: Int = 1, maxExpansion: Int64? = nil, maxDepth: Int = 4,
    mappings: [SnapshotMapping] = [],
    progress: (@Sendable (_ file: String, _ bytes: Int64) -> Void)? = nil
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
  /// A sink for each scope, in order of name; the scope of a capture of one node is empty.
  public var nodes: [(scope: String, sink: Sink)]
  /// One for each file, in order of name.
  public var coverage: [Coverage]
  /// What was wrong with the files.
  public var diagnostics: DiagnosticLog
  /// For each file of a node, the node's scope.
  public var scopes: [String: String] = [:]
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
  private let readsStandardInput: Bool
  private let options: CaptureOptions
  private let walked: DiagnosticLog

  /// A capture at `paths`.
  ///
  /// - Throws: `CaptureError` when a path does not exist or cannot be looked at.
  public init(_ paths: [CapturePath], options: CaptureOptions = CaptureOptions()) throws(CaptureError) {
    let walk = try CaptureWalk(
      paths.compactMap { if case .path(let path) = $0 { Array(path.utf8) } else { nil } })
    readsStandardInput = paths.contains(.standardInput)
    files = walk.files
    walked = walk.diagnostics
    self.options = options
  }

  /// Reads everything. The result does not depend on the number of jobs.
  ///
  /// - Parameter makeSink: makes the sink of a scope; called several times for each.
  public func read<Sink: NodeSink>(
    _ makeSink: @escaping @Sendable (_ scope: String) -> Sink
  ) async -> CaptureContents<Sink> {
    let found = await CaptureInventory(files, readsStandardInput: readsStandardInput, options: options)
    let scopes = CaptureScopes(found.items, wrappers: found.wrappers, manifests: found.manifests)
    var diagnostics = walked
    diagnostics.merge(found.diagnostics)
    diagnostics.merge(scopes.diagnostics)

    let hosts = await found.items.concurrentMap(jobs: options.jobs) { [options] item in item.hostID(options) }
    var hostOf: [String: String] = [:]
    for (item, host) in zip(found.items, hosts) { hostOf[item.name] = host }
    let linked = NodeLinks.nodes(scopes.items, hosts: hostOf)
    let zones = scopes.zones(of: linked, &diagnostics)
    let order = linked.map { node in
      var work = NodeWork()
      for item in node.items { work.add(item) }
      return (key: node.scope, value: work)
    }
    let share = max(1, options.jobs / max(1, order.count))
    let results = await order.concurrentMap(jobs: options.jobs) { [options] scope, work in
      await work.read(makeSink(scope), options: options, workers: share) { makeSink(scope) }
    }

    var contents = CaptureContents<Sink>(nodes: [], coverage: found.coverage, diagnostics: diagnostics)
    contents.zones = zones
    for ((scope, _), result) in zip(order, results) {
      contents.coverage += result.coverage
      for file in result.coverage { contents.scopes[file.file] = scope }
      contents.diagnostics.merge(result.diagnostics)
      if result.hasFacts { contents.nodes.append((scope, result.sink)) }
    }
    contents.coverage.sort { $0.file.utf8.lexicographicallyPrecedes($1.file.utf8) }
    return contents
  }
}

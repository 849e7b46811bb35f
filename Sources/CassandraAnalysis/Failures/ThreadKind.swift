// The work of a Cassandra thread, from its name. Source: NamedThreadFactory, Stage, SEPWorker, 2.1 to 6.0:
// pool threads are `<pool>:<n>`, stage workers `<Stage>-<n>`. Agents rename threads, so only prefixes count.

/// The work of a thread.
public enum ThreadKind: String, Hashable, Sendable, CaseIterable {
  /// Compaction, cleanup, scrub, verify, anticompaction, cache saving: some of its lines are of other
  /// operations than compaction.
  case compaction
  /// Merkle trees for a repair.
  case validation
  /// Builds of indexes and views.
  case build
  /// Opening of SSTables at start-up and for new files.
  case opening
  /// Local reads.
  case read
  /// Local writes.
  case write
  /// Memtable flushes.
  case flush
  /// The commit log.
  case commitLog
  /// Hints and the batch log.
  case hints
  /// Coordination of repairs.
  case repair
  /// Streaming to or from a peer.
  case stream
  /// Client connections and their requests.
  case client
  /// Messages between nodes, gossip included.
  case internode
  /// nodetool and JMX calls.
  case management
  /// The main thread: start-up.
  case main
  /// Anything else.
  case other

  /// True for threads on which an error of the disk or of an SSTable comes up.
  var isOfStorage: Bool {
    switch self {
    case .compaction, .validation, .build, .opening, .read, .write, .flush, .commitLog, .hints, .stream: true
    case .repair, .client, .internode, .management, .main, .other: false
    }
  }

  private static let prefixes: [(prefix: String, kind: ThreadKind)] = [
    ("CompactionExecutor", .compaction), ("ValidationExecutor", .validation),
    ("ViewBuildExecutor", .build), ("SecondaryIndex", .build), ("IndexSummaryManager", .build),
    ("SSTableBatchOpen", .opening), ("ReadStage", .read), ("MutationStage", .write),
    ("CounterMutationStage", .write), ("ViewMutationStage", .write),
    ("MemtableFlushWriter", .flush), ("MemtablePostFlush", .flush), ("MemtableReclaimMemory", .flush),
    ("PerDiskMemtableFlushWriter", .flush), ("FlushWriter", .flush), ("COMMIT-LOG", .commitLog),
    ("PERIODIC-COMMIT-LOG", .commitLog), ("GROUP-COMMIT-LOG", .commitLog),
    ("BATCH-COMMIT-LOG", .commitLog), ("COMMIT_LOG", .commitLog), ("Hint", .hints),
    ("BatchlogTasks", .hints), ("Repair", .repair), ("AntiEntropyStage", .repair),
    ("STREAM-", .stream), ("Stream", .stream), ("NettyStreaming-", .stream),
    ("Native-Transport", .client), ("epollEventLoopGroup", .client), ("nioEventLoopGroup", .client),
    ("Messaging", .internode), ("HANDSHAKE-", .internode), ("Gossip", .internode),
    ("RequestResponseStage", .internode), ("InternalResponseStage", .internode),
    ("RMI ", .management), ("JMX", .management),
  ]

  /// The kind of the thread called `name`; in-JVM tests put `node1_` before it.
  public init(thread name: String) {
    var name = Substring(name)
    if name.hasPrefix("node"), let underscore = name.firstIndex(of: "_"),
      name[..<underscore].dropFirst(4).allSatisfy(\.isNumber)
    {
      name = name[name.index(after: underscore)...]
    }
    if name == "main" {
      self = .main
    } else {
      self = ThreadKind.prefixes.first { name.hasPrefix($0.prefix) }?.kind ?? .other
    }
  }
}

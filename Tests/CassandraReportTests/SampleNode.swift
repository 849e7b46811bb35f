// Nodes for the tests of the incident report, made from facts as readers give them.

import CassandraAnalysis
import CassandraModel

/// One node's facts, record by record.
struct SampleNode {
  private var history = NodeHistory()
  private let file: String
  private var line = 0

  /// 2026-11-21 04:00:00.000 on the node's clock.
  static let start: Int64 = 1_795_233_600_000
  static let folder = "/data/shop/orders-db4c1000aa1e11ee9a3b5d2f6c7e8a90/"

  init(log file: String = "logs/system.log") { self.file = file }

  /// A record at `time` milliseconds after the start.
  mutating func log(
    _ role: EventRole, _ name: String, at time: Int64, on thread: String = "main",
    severity: Severity = .info, _ message: String, _ fields: [(String, FieldValue)] = [],
    chain: [(String, String)] = []
  ) {
    line += 1
    let links = chain.map { Throwable.Link(className: $0.0, message: $0.1) }
    history.receive(
      .event(
        Event(
          name: EventName(name), role: role, severity: severity,
          level: role == .failure ? .error : .info, at: LocalTime(milliseconds: SampleNode.start + time),
          thread: thread, logger: "X.java", message: message,
          fields: EventFields(names: fields.map { FieldName($0.0) }, values: fields.map(\.1)),
          throwable: Throwable(links: links), source: SourceLocation(file: file, line: line))))
  }

  /// The process starts, logs its identity, and is ready two seconds later.
  mutating func starts(at time: Int64, address: String, version: String = "4.1.10") {
    log(.processStarted, "process.started", at: time, "Configuration location: file:/etc/cassandra.yaml")
    log(
      .attributes, "process.version", at: time + 100, "Cassandra version: " + version,
      [("version", .text(version)), ("address", .text("/" + address + ":7000"))])
    log(.processReady, "process.ready", at: time + 2000, "Startup complete")
  }

  mutating func stops(at time: Int64) { log(.processStopping, "process.stopping", at: time, "DRAINED") }

  /// A compaction begins. `offset` is the offset of the node's clock in seconds; nil gives an id without a
  /// time.
  mutating func compacts(
    _ number: UInt64, at time: Int64, offset: Int64? = 0, table: String = "shop.orders",
    on thread: String = "CompactionExecutor:1"
  ) {
    log(
      .compactionStarted, "compaction.started", at: time, on: thread, "",
      [
        ("id", .uuid(SampleNode.id(number, time, offset))),
        ("inputs", .text(SampleNode.folder + "nb-1-big-Data.db")), ("table", .text(table)),
      ])
  }

  mutating func finishes(
    _ number: UInt64, started: Int64, at time: Int64, offset: Int64? = 0, table: String = "shop.orders",
    on thread: String = "CompactionExecutor:1"
  ) {
    log(
      .compactionFinished, "compaction.finished", at: time, on: thread, "",
      [
        ("id", .uuid(SampleNode.id(number, started, offset))), ("table", .text(table)),
        ("bytes_in", .integer(8_000_000)), ("bytes_out", .integer(6_000_000)),
        ("duration_ms", .integer(time - started)),
      ])
  }

  /// A task fails with `chain`, in two records a few milliseconds apart.
  mutating func fails(
    at time: Int64, on thread: String = "CompactionExecutor:1", _ chain: [(String, String)]
  ) {
    for delay in [0, 3] as [Int64] {
      log(
        .failure, "failure.uncaught_exception", at: time + delay, on: thread, severity: .critical,
        "Exception in thread Thread[\(thread),5,main]", chain: chain)
    }
  }

  /// The chain of a chunk whose checksum does not match.
  static func corruptChunk(of file: String = folder + "nb-1-big-Data.db") -> [(String, String)] {
    [
      ("org.apache.cassandra.io.sstable.CorruptSSTableException", "Corrupted: " + file),
      (
        "org.apache.cassandra.io.compress.CorruptBlockException",
        "(" + file + "): corruption detected, chunk at 6736876 of length 15394."
      ),
    ]
  }

  mutating func sample(_ metric: MetricName, _ value: Double, at time: Int64, _ labels: Labels = .none) {
    history.receive(
      .sample(
        Sample(
          at: Instant(milliseconds: SampleNode.start + time), atKind: .content, metric: metric,
          labels: labels, value: value, source: SourceLocation(file: "nodetool/polls.log", line: 7))))
  }

  mutating func poll(_ command: String, at time: Int64, failure: String? = nil) {
    history.receive(
      .poll(
        Poll(
          at: Instant(milliseconds: SampleNode.start + time), atKind: .content, command: command,
          failure: failure, source: SourceLocation(file: "nodetool/polls.log", line: 1))))
  }

  func findings(
    _ name: String, given: (name: String, rule: ZoneRule)? = nil,
    declared: (name: String, rule: ZoneRule)? = nil
  ) -> NodeFindings {
    var history = history
    history.finish()
    return NodeFindings(NodeID(name), history, given: given, declared: declared)
  }

  /// A version 1 UUID made at `time` on a clock with `offset`; without an offset, a version 4 UUID, which has
  /// no time.
  static func id(_ number: UInt64, _ time: Int64, _ offset: Int64?) -> TimeUUID {
    let low = 0x8000_0000_0000_0000 | number
    guard let offset else { return TimeUUID(high: 0x0000_0000_0000_4000, low: low) }
    let instant = SampleNode.start + time - offset * 1000
    let ticks = UInt64(instant * 10_000 + 0x01B2_1DD2_1381_4000)
    return TimeUUID(
      high: (ticks & 0xFFFF_FFFF) << 32 | (ticks >> 32 & 0xFFFF) << 16 | 0x1000 | ticks >> 48 & 0xFFF,
      low: low)
  }
}

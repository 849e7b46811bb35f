// Handmade records of one node's log, as input for tests of the analysis.

import CassandraModel

@testable import CassandraAnalysis

/// Makes the records of one node's log, one after the other.
struct Log {
  var history = LogHistory()
  private var line = 0

  static let path = "/d/shop/orders-db4c1000aa1e11ee9a3b5d2f6c7e8a90/nb-2-big-Data.db"
  static let corrupt = "org.apache.cassandra.io.sstable.CorruptSSTableException"

  /// A record at `time` milliseconds after the start.
  mutating func add(
    _ role: EventRole, _ name: String, at time: Int64, on thread: String = "CompactionExecutor:1",
    level: LogLevel = .error, _ fields: [(String, FieldValue)] = [], message: String = "",
    chain: [(String, String)] = []
  ) {
    line += 1
    let links = chain.map { Throwable.Link(className: $0.0, message: $0.1) }
    history.receive(
      Event(
        name: EventName(name), role: role, severity: .critical, level: level,
        at: LocalTime(milliseconds: 1_800_000_000_000 + time), thread: thread, logger: "X.java",
        message: message,
        fields: EventFields(names: fields.map { FieldName($0.0) }, values: fields.map(\.1)),
        throwable: Throwable(links: links), source: SourceLocation(file: "system.log", line: line)))
  }

  mutating func start(
    _ number: UInt64, at time: Int64, inputs: String = path, on thread: String = "CompactionExecutor:1"
  ) {
    add(
      .compactionStarted, "compaction.started", at: time, on: thread, level: .info,
      [("id", .uuid(Log.id(number, time))), ("inputs", .text(inputs)), ("table", .text("shop.orders"))])
  }

  mutating func finish(
    _ number: UInt64, started: Int64, at time: Int64, on thread: String = "CompactionExecutor:1"
  ) {
    add(
      .compactionFinished, "compaction.finished", at: time, on: thread, level: .info,
      [
        ("id", .uuid(Log.id(number, started))), ("table", .text("shop.orders")), ("bytes_in", .integer(100)),
        ("bytes_out", .integer(50)), ("duration_ms", .integer(time - started)),
      ])
  }

  mutating func fails(at time: Int64, on thread: String = "CompactionExecutor:1", chain: [(String, String)]) {
    add(
      .failure, "failure.uncaught_exception", at: time, on: thread,
      message: "Exception in thread Thread[\(thread),5,main]", chain: chain)
  }

  /// A version 1 UUID made at `time`.
  static func id(_ number: UInt64, _ time: Int64) -> TimeUUID {
    let ticks = UInt64((1_800_000_000_000 + time) * 10_000 + 0x01B2_1DD2_1381_4000)
    let high = (ticks & 0xFFFF_FFFF) << 32 | (ticks >> 32 & 0xFFFF) << 16 | 0x1000 | ticks >> 48 & 0xFFF
    return TimeUUID(high: high, low: 0x8000_0000_0000_0000 | number)
  }

  /// The node's findings after the last record.
  mutating func findings() -> NodeFindings {
    var node = NodeHistory()
    history.finish()
    node.log = history
    return NodeFindings(NodeID("n"), node)
  }
}

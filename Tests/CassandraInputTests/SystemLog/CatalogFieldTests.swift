// Fields that the catalog captures from a line: names, units, and traps of Cassandra's wording.

import CassandraModel
import Testing

@testable import CassandraInput

/// The expected fields of one sample of an entry; other fields are not compared.
struct ExpectedFields: CustomTestStringConvertible {
  let name: String
  let sample: Int
  let fields: [(String, FieldValue)]
  /// Fields that this wording does not have: absent, not zero and not empty.
  var absent: [String] = []
  var testDescription: String { "\(name) \(sample)" }
}

@Suite struct CatalogFieldTests {
  @Test(arguments: compactions + space + failures + queries + pressure + lifecycle)
  func aSampleGivesItsFields(expected: ExpectedFields) throws {
    let message = try #require(MessageCatalog.messages.first { $0.name.name == expected.name })
    let line = try #require(MatchedLine(message.samples[expected.sample]))
    for (field, value) in expected.fields {
      #expect(line.fields[FieldName(field)] == value, "\(field)")
    }
    for field in expected.absent {
      #expect(line.fields[FieldName(field)] == nil, "\(field)")
    }
  }

  static let compactions: [ExpectedFields] = [
    ExpectedFields(
      name: "compaction.started", sample: 1,
      fields: [("part", .text("3/8")), ("table", .text("shop.orders"))]),
    ExpectedFields(
      name: "compaction.started", sample: 2, fields: [("table", .text("system.schema_keyspaces"))],
      absent: ["id"]),
    // 1.878MiB is known to three decimals; the rest of the bytes is rounding.
    ExpectedFields(
      name: "compaction.finished", sample: 0,
      fields: [
        ("input_count", .integer(2)), ("level", .integer(2)), ("bytes_in", .integer(1_969_226)),
        ("bytes_out", .integer(1_909_457)), ("ratio_percent", .integer(96)), ("duration_ms", .integer(231)),
        ("partitions_in", .integer(489)), ("partitions_out", .integer(473)), ("keys_ms", .integer(46)),
        ("merge_counts", .text("{1:457, 2:16, }")), ("table", .text("shop.orders")),
      ], absent: ["history_id"]),
    ExpectedFields(
      name: "compaction.finished", sample: 1, fields: [("table", .text("system_schema.tables"))],
      absent: ["keys_ms"]),
    // No throughput (`NaN  KiB/s`) and a row rate that overflowed.
    ExpectedFields(
      name: "compaction.finished", sample: 2,
      fields: [("bytes_in", .integer(5 << 30)), ("duration_ms", .integer(84_231))]),
    // Raw bytes, the second without a unit.
    ExpectedFields(
      name: "compaction.finished", sample: 5,
      fields: [("bytes_in", .integer(5_368_709_120)), ("bytes_out", .integer(4_831_838_208))]),
    ExpectedFields(
      name: "compaction.finished", sample: 6,
      fields: [("bytes_in", .integer(698)), ("bytes_out", .integer(215))], absent: ["id", "level"]),
    // Everything was purged: no output, so no table.
    ExpectedFields(
      name: "compaction.finished", sample: 7,
      fields: [("outputs", .text("")), ("table", .text("")), ("bytes_out", .integer(0))]),
    // A German JVM writes 84.231ms for 84 seconds and 5,000GiB for five.
    ExpectedFields(
      name: "compaction.finished", sample: 9,
      fields: [
        ("bytes_in", .integer(5 << 30)), ("duration_ms", .integer(84_231)),
        ("partitions_in", .integer(4_000_000)), ("keys_ms", .integer(84_102)),
      ]),
    ExpectedFields(
      name: "compaction.interrupted", sample: 0,
      fields: [("kind", .text("Anticompaction after repair")), ("table", .text("shop.orders"))]),
    ExpectedFields(
      name: "compaction.interrupted", sample: 1,
      fields: [
        ("kind", .text("Compaction")), ("completed", .integer(2_855_110)), ("total", .integer(5_078_069)),
        ("unit", .text("bytes")), ("table", .text("shop.orders")),
      ]),
    ExpectedFields(
      name: "compaction.interrupted", sample: 3,
      fields: [("total", .integer(12_684_850)), ("unit", .text("bytes"))], absent: ["id"]),
  ]

  static let space: [ExpectedFields] = [
    // A Java float directly before its unit, in scientific notation from ten million up.
    ExpectedFields(
      name: "compaction.space_detail.inputs", sample: 1,
      fields: [("required_bytes", .integer(17_341_401_268))]),
    ExpectedFields(
      name: "compaction.space_detail.inputs", sample: 2,
      fields: [("required_bytes", .integer(12_345_679_020_032)), ("table", .text("shop.orders"))],
      absent: ["id"]),
    ExpectedFields(
      name: "compaction.space_refused", sample: 1,
      fields: [
        ("table", .text("shop.orders")), ("estimated_sstables", .integer(10)),
        ("expected_bytes", .integer(10_557_033)),
      ]),
    ExpectedFields(
      name: "compaction.space_detail.across", sample: 0,
      fields: [("directories", .text("/var/lib/cassandra/data")), ("available_bytes", .integer(0))]),
    ExpectedFields(
      name: "compaction.space_detail.file_store", sample: 0,
      fields: [
        ("mount", .text("/var/lib/cassandra")), ("device", .text("/dev/nvme1n1")),
        ("available_bytes", .integer(13_421_772_800)), ("required_bytes", .integer(40 << 30)),
      ]),
    ExpectedFields(name: "disk.low_at_start", sample: 2, fields: [("free_bytes", .integer(4 << 30))]),
  ]

  static let failures: [ExpectedFields] = [
    ExpectedFields(
      name: "failure.uncaught_exception", sample: 0,
      fields: [("thread_number", .integer(81)), ("failing_thread", .text("CompactionExecutor:12"))]),
    ExpectedFields(
      name: "failure.uncaught_exception", sample: 1,
      fields: [("failing_thread", .text("CompactionExecutor:1")), ("priority", .integer(1))]),
    ExpectedFields(
      name: "failure.transaction_log", sample: 0, fields: [("table", .text("shop.orders"))],
      absent: ["path"]),
    ExpectedFields(
      name: "failure.commit_log", sample: 0,
      fields: [
        ("what", .text("Failed managing commit log segments.")), ("policy", .text("stop")),
        ("required_bytes", .integer(33_554_432)), ("available_bytes", .integer(12_582_912)),
      ]),
    ExpectedFields(
      name: "failure.commit_log", sample: 1, fields: [("policy", .text("stop"))], absent: ["required_bytes"]),
    ExpectedFields(
      name: "leak.detected", sample: 2, fields: [("table", .text("shop.events_by_day"))], absent: ["what"]),
    ExpectedFields(
      name: "scrub.started", sample: 1,
      fields: [("reader", .text("BigTableReader:big")), ("table", .text("shop.orders"))]),
    // Both keys, although the first ends with a parenthesis.
    ExpectedFields(
      name: "scrub.out_of_order", sample: 0,
      fields: [
        (
          "detail",
          .text(
            "DecoratedKey(-3485513579396041028, 6f72642d31303031) found after "
              + "DecoratedKey(-3069959284402364209, 6f72642d39393837)")
        )
      ]),
    ExpectedFields(name: "sstable.unsupported", sample: 0, fields: [("table", .text("shop.orders"))]),
  ]

  static let queries: [ExpectedFields] = [
    ExpectedFields(
      name: "tombstones.warning", sample: 0,
      fields: [
        ("tombstones", .integer(6000)), ("live_rows", .integer(0)),
        ("query", .text("SELECT * FROM shop.cart_items WHERE user = 'u1' LIMIT 5000 ALLOW FILTERING")),
      ]),
    ExpectedFields(
      name: "tombstones.warning", sample: 3,
      fields: [("table", .text("shop.events_by_day")), ("key", .text("u4:2024-05-11"))],
      absent: ["query", "live_rows"]),
    ExpectedFields(
      name: "tombstones.aborted", sample: 3,
      fields: [("tombstones", .integer(100_001)), ("key", .text("u-1"))]),
    // The key may contain the text that surrounds it elsewhere.
    ExpectedFields(
      name: "partition.large", sample: 1,
      fields: [
        ("table", .text("shop.orders_by_day")), ("key", .text("a:b (c)")),
        ("size_bytes", .integer(851_863_142)),
      ]),
  ]

  static let pressure: [ExpectedFields] = [
    ExpectedFields(
      name: "gc.pause", sample: 2,
      fields: [("collector", .text("G1 Old Generation")), ("duration_ms", .integer(7411))]),
    ExpectedFields(
      name: "messages.dropped", sample: 0,
      fields: [
        ("verb", .text("MUTATION_REQ")), ("internal", .integer(0)), ("cross_node", .integer(214)),
        ("cross_node_latency_ms", .integer(6412)),
      ]),
    ExpectedFields(
      name: "status.pool", sample: 1,
      fields: [
        ("pool", .text("Native-Transport-Requests")), ("active", .integer(32)), ("pending", .integer(4410)),
        ("completed", .integer(991_827_361)), ("blocked", .integer(0)), ("all_time_blocked", .integer(0)),
      ]),
    // `772,3212982` is two numbers, not one grouped number.
    ExpectedFields(
      name: "status.memtable", sample: 0,
      fields: [
        ("table", .text("shop.orders")), ("operations", .integer(772)), ("bytes", .integer(3_212_982)),
      ]),
    ExpectedFields(
      name: "commitlog.sync_late", sample: 0,
      fields: [("period_s", .decimal(301.12)), ("excess_ms", .decimal(1820.4)), ("late", .integer(4))]),
    // The full stop ends the sentence, not the number.
    ExpectedFields(name: "commitlog.small_volume", sample: 0, fields: [("value", .integer(192))]),
    ExpectedFields(
      name: "repair.refused_for_backlog", sample: 0,
      fields: [("pending", .integer(1342)), ("threshold", .integer(1000))]),
    ExpectedFields(name: "stream.failed", sample: 4, fields: [("peer", .text("10.0.0.2"))]),
  ]

  static let lifecycle: [ExpectedFields] = [
    ExpectedFields(name: "process.version", sample: 1, fields: [("version", .text("6.0-alpha2"))]),
    // Brackets and semicolons inside: the array of directories prints as an object identity.
    ExpectedFields(
      name: "config.node_configuration", sample: 0,
      fields: [
        (
          "settings",
          .text(
            "compaction_throughput=64MiB/s; concurrent_compactors=null; "
              + "data_file_directories=[Ljava.lang.String;@2f7298b; disk_failure_policy=stop; "
              + "tombstone_warn_threshold=1000")
        )
      ]),
    ExpectedFields(
      name: "config.hostname", sample: 0,
      fields: [("host_name", .text("pay-a1")), ("storage_port", .integer(7000))]),
    ExpectedFields(
      name: "config.hostname", sample: 1, fields: [("host_name", .text("cart-1"))], absent: ["storage_port"]),
    ExpectedFields(name: "config.heap", sample: 0, fields: [("heap_max_bytes", .integer(880 << 20))]),
    ExpectedFields(
      name: "config.throughput_changed", sample: 0,
      fields: [("limit_mib_per_s", .integer(0)), ("previous_mib_per_s", .decimal(1.0))]),
    ExpectedFields(
      name: "cleanup.skipped", sample: 1,
      fields: [("keyspace", .text("shop")), ("table_name", .text("orders"))]),
    ExpectedFields(
      name: "node.state_jump", sample: 1,
      fields: [("peer", .text("/127.0.0.5")), ("state", .text("shutdown"))]),
    ExpectedFields(name: "process.oom_command", sample: 0, fields: [("command", .text("kill -9 4242"))]),
  ]

  @Test func anIDKeepsItsInstant() throws {
    let started = try #require(MessageCatalog.messages.first { $0.name.name == "compaction.started" })
    let line = try #require(MatchedLine(started.samples[0]))
    // The line was written at 05:03:53,197 on a node in UTC, a millisecond after the id was made.
    #expect(line.fields.uuid(.id)?.instant?.iso8601 == "2026-11-21T05:03:53.196Z")
  }

  @Test func blanksAtTheEndAreNotPartOfAPath() throws {
    let line = "INFO  [main] 2024-05-12 01:58:47,341 LogTransaction.java:242 - Unfinished transaction log, "
    let path = "/d/shop/orders-db4c1000aa1e11ee9a3b5d2f6c7e8a90/nb-4412-big-Data.db"
    let matched = try #require(MatchedLine(line + "deleting " + path + "  "))
    #expect(matched.fields.text("path") == path)
  }

  @Test(arguments: ["shop", "shop, ", ", orders", "shop,orders", ""])
  func aPairNeedsBothNames(text: String) {
    var matcher = WordingMatcher()
    let bytes = Array("(\(text))".utf8)
    #expect(matcher.match(Wording("({table:pair})"), bytes.span, 0..<bytes.count) == nil)
  }
}

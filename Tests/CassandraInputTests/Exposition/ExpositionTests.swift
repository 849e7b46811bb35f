// Responses of metrics endpoints: every exporter's spelling, both formats, several in a file, failures,
// damage.

import CassandraModel
import Testing

@testable import CassandraInput

@Suite("Metrics endpoints")
struct ExpositionTests {
  private static let pending = MetricName.compactionPendingTasks

  private func found(_ text: String, file: String = "file") throws -> [String] {
    try TextReading(text, file: file).recorder.samples.map(Self.line)
  }

  private static func line(_ sample: Sample) -> String {
    let labels = sample.labels.pairs.map { $0.name + "=" + $0.value }.joined(separator: ",")
    return sample.metric.name + "{" + labels + "} " + String(sample.value)
  }

  // MARK: Names

  @Test(arguments: [
    "cassandra_compaction_pendingtasks_value 736.0",
    "cassandra_compaction_pendingtasks 736",
    "cassandra_metrics_compaction_PendingTasks_Value 736",
    #"org_apache_cassandra_metrics_Compaction_Value{name="PendingTasks"} 736.0"#,
    #"org_apache_cassandra_metrics_compaction_value{name="PendingTasks",} 736.0"#,
    "org_apache_cassandra_metrics_Compaction_PendingTasks_Value 736",
    #"cassandra_stats{cluster="c",name="org:apache:cassandra:metrics:compaction:pendingtasks:value",} 736.0"#,
    "mcac_compaction_pending_tasks 736",
    #"collectd_mcac_gauge{instance="10.0.0.1",mcac="org.apache.cassandra.metrics.compaction.pending_tasks"} 736 1795237804000"#,
    #"org_apache_cassandra_metrics_compaction_pending_tasks{host="h",instance="10.0.0.1",} 736.0"#,
  ])
  func everyExportersSpellingIsThePendingTasks(_ line: String) throws {
    #expect(try found(line + "\n") == ["compaction_pending_tasks{} 736.0"])
  }

  @Test(arguments: [
    (#"cassandra_table_livesstablecount_value{keyspace="shop",table="orders"} 12"#, "table_sstables", 12.0),
    (
      #"org_apache_cassandra_metrics_Table_Value{keyspace="shop",name="LiveSSTableCount",scope="orders"} 12"#,
      "table_sstables", 12
    ),
    (
      #"cassandra_stats{name="org:apache:cassandra:metrics:table:shop:orders:livesstablecount:value"} 12"#,
      "table_sstables", 12
    ),
    (#"mcac_table_live_ss_table_count{keyspace="shop",table="orders"} 12"#, "table_sstables", 12),
    (
      #"cassandra_table_live_sstables{keyspace="shop",table="orders",table_type="table"} 12"#,
      "table_sstables", 12
    ),
    (
      #"mcac_table_live_disk_space_used_total{keyspace="shop",table="orders"} 5e+09"#, "table_live_bytes", 5e9
    ),
    (
      #"collectd_mcac_counter_total{mcac="org.apache.cassandra.metrics.table.live_disk_space_used.shop.orders"} 7"#,
      "table_live_bytes", 7
    ),
    (
      #"cassandra_table_estimated_pending_compactions{keyspace="shop",table="orders"} 4"#,
      "compaction_pending_tasks", 4
    ),
    (
      #"org_apache_cassandra_metrics_Table_Max{keyspace="shop",name="TombstoneScannedHistogram",scope="orders"} 6866"#,
      "table_tombstones_per_slice_max", 6866
    ),
    (#"cassandra_table_readlatency_count{keyspace="shop",table="orders"} 99"#, "table_reads_total", 99),
    (
      #"cassandra_table_percentrepaired_value{keyspace="shop",table="orders"} 50.0"#, "table_repaired_ratio",
      0.5
    ),
    (
      #"org_apache_cassandra_db_Tables_DroppableTombstoneRatio{keyspace="shop",table="orders"} 0.25"#,
      "table_droppable_tombstone_ratio", 0.25
    ),
  ])
  func seriesOfATableAreItsOwn(_ line: String, _ metric: String, _ value: Double) throws {
    #expect(try found(line + "\n") == [metric + "{keyspace=shop,table=orders} " + String(value)])
  }

  @Test(arguments: [
    (
      #"cassandra_threadpools_pendingtasks_value{path="internal",pool="CompactionExecutor"} 48.0"#,
      "pool_pending{pool=CompactionExecutor} 48.0"
    ),
    (
      #"org_apache_cassandra_metrics_ThreadPools_Value{name="ActiveTasks",path="request",scope="ReadStage"} 3"#,
      "pool_active{pool=ReadStage} 3.0"
    ),
    (
      #"cassandra_stats{name="org:apache:cassandra:metrics:threadpools:internal:antientropystage:currentlyblockedtasks:count"} 2"#,
      "pool_blocked{pool=AntiEntropyStage} 2.0"
    ),
    (
      #"mcac_thread_pools_total_blocked_tasks_total{pool_name="memtable_flush_writer",pool_type="internal"} 9"#,
      "pool_blocked_total{pool=MemtableFlushWriter} 9.0"
    ),
    (
      #"cassandra_thread_pool_blocked_tasks{pool="CompactionExecutor"} 1"#,
      "pool_blocked{pool=CompactionExecutor} 1.0"
    ),
    (
      #"org_apache_cassandra_metrics_dropped_message_dropped_total{message_type="mutation",} 3.0"#,
      "dropped_messages_total{type=MUTATION} 3.0"
    ),
    (#"cassandra_dropped_messages_total{message_type="READ"} 5"#, "dropped_messages_total{type=READ} 5.0"),
    ("cassandra_storage_load_bytes 1e9", "node_load_bytes{} 1000000000.0"),
    ("cassandra_storage_exceptions_total 2", "node_exceptions_total{} 2.0"),
    (
      #"cassandra_clientrequest_latency_99thpercentile{scope="Read"} 263210.0"#,
      "request_latency_seconds{quantile=0.99,request=read} " + String(263210.0 * 0.000_001)
    ),
    (
      #"cassandra_client_request_latency_seconds{operation="range_slice",quantile="0.99"} 0.25"#,
      "request_latency_seconds{quantile=0.99,request=range} 0.25"
    ),
    ("java_lang_Memory_HeapMemoryUsage_used 500.0", "heap_used_bytes{} 500.0"),
    (#"cassandra_stats{name="java:lang:memory:heapmemoryusage:max"} 900"#, "heap_max_bytes{} 900.0"),
    ("java_lang_Runtime_Uptime 90000.0", "node_uptime_seconds{} 90.0"),
    (
      #"java_lang_GarbageCollector_CollectionCount{name="ParNew"} 7"#,
      "gc_collections_total{collector=ParNew} 7.0"
    ),
    (#"jvm_memory_bytes_used{area="heap"} 100"#, "heap_used_bytes{} 100.0"),
    (#"node_disk_read_bytes_total{device="sda"} 1.5e3"#, "disk_read_bytes_total{device=sda} 1500.0"),
    (
      "cassandra_compaction_bytescompacted_count 5", "compaction_bytes_compacted_total{source=prometheus} 5.0"
    ),
  ])
  func otherSeriesHaveTheirMetric(_ line: String, _ expected: String) throws {
    #expect(try found("# TYPE x gauge\n" + line + "\n") == [expected])
  }

  /// A series with another subject than its name suggests, or with an unknown unit, gives no fact.
  @Test(arguments: [
    #"cassandra_table_livesstablecount_value 12"#,
    #"cassandra_stats{name="org:apache:cassandra:metrics:table:livesstablecount:value"} 12"#,
    #"org_apache_cassandra_metrics_table_pending_compactions_all 4"#,
    #"cassandra_clientrequest_latency_99thpercentile{scope="Read-LOCAL_ONE"} 9"#,
    #"mcac_client_request_latency{request_type="read",quantile=".99"} 9"#,
    #"org_apache_cassandra_metrics_table_read_latency_bucket{keyspace="s",table="t",le="35"} 9"#,
    #"cassandra_storage_totalhintsinprogress_count 1"#,
    #"jvm_memory_used_bytes{area="nonheap"} 1"#,
    "process_start_time_seconds 1795237763.948",
    "up 1",
  ])
  func nothingIsGuessed(_ line: String) throws {
    let reading = try TextReading("# TYPE x gauge\n" + line + "\n")
    #expect(reading.recorder.samples.isEmpty)
    #expect(reading.counts.unknown == 1)
    #expect(reading.recorder.diagnostics.isEmpty)
  }

  // MARK: Values

  @Test func whatWasNotMeasuredIsNoSample() throws {
    let reading = try TextReading(
      """
      # TYPE x gauge
      cassandra_compaction_pendingtasks_value NaN
      cassandra_storage_load_count +Inf
      jvm_memory_max_bytes{area="heap"} -1.0
      cassandra_clientrequest_latency_max{scope="Write"} 0.0
      cassandra_table_estimatedpartitioncount_value{keyspace="s",table="t"} -1

      """)
    #expect(reading.recorder.samples.isEmpty)
    #expect(reading.counts.known == 5)
  }

  @Test func labelsAreUnescaped() throws {
    let text = #"cassandra_table_pendingcompactions_value{ keyspace = "a\"b\\c\n}" , table="t,=" ,} 1"# + "\n"
    let labels = try #require(try TextReading(text).recorder.samples.first?.labels)
    #expect(labels["keyspace"] == "a\"b\\c\n}")
    #expect(labels["table"] == "t,=")
  }

  @Test func usedSpaceIsWhatIsNotFree() throws {
    let found = try found(
      """
      # TYPE node_filesystem_avail_bytes gauge
      node_filesystem_avail_bytes{device="/dev/sdb",fstype="xfs",mountpoint="/data"} 30
      node_filesystem_free_bytes{device="/dev/sdb",fstype="xfs",mountpoint="/data"} 40
      node_filesystem_size_bytes{device="/dev/sdb",fstype="xfs",mountpoint="/data"} 100

      """)
    #expect(
      found == [
        "disk_free_bytes{device=/dev/sdb,mount=/data} 30.0",
        "disk_used_bytes{device=/dev/sdb,mount=/data} 60.0",
        "disk_size_bytes{device=/dev/sdb,mount=/data} 100.0",
      ])
  }

  /// A separate exporter reports its own heap.
  @Test func theProcessIsTheNodeOnlyIfAnAgentAnswers() throws {
    let text = """
      process_start_time_seconds 1795237763.948 1795237804000
      jvm_memory_used_bytes{area="heap"} 5 1795237804000
      jmx_exporter_build_info{name="NAME",version="1.0.1"} 1
      cassandra_compaction_pendingtasks_value 1

      """
    let agent = try found(text.replacing("NAME", with: "jmx_prometheus_javaagent"))
    #expect(
      agent.map { $0.prefix { $0 != "{" } } == [
        "node_uptime_seconds", "heap_used_bytes", "compaction_pending_tasks",
      ])
    let beside = try TextReading(text.replacing("NAME", with: "jmx_prometheus_httpserver"))
    #expect(beside.recorder.samples.map(\.metric) == [Self.pending])
    #expect(beside.counts.unknown == 3)
  }

  @Test func aTableUnderTwoNamesIsReadOnce() throws {
    let found = try found(
      """
      cassandra_columnfamily_livesstablecount_value{keyspace="shop",table="orders"} 12
      cassandra_table_livesstablecount_value{keyspace="shop",table="orders"} 12

      """)
    #expect(found == ["table_sstables{keyspace=shop,table=orders} 12.0"])
  }

  @Test func seriesOfSeveralNodesAreNobodys() throws {
    let reading = try TextReading(
      """
      cassandra_compaction_pendingtasks_value{instance="10.0.0.1:9500"} 1
      cassandra_compaction_pendingtasks_value{instance="10.0.0.2:9500"} 2

      """)
    #expect(reading.recorder.samples.isEmpty)
    #expect(reading.counts.unknown == 2)
    #expect(reading.recorder.diagnostics.map(\.code) == [.expositionInstances])
  }

  // MARK: Times

  private func times(_ text: String, file: String = "file") throws -> [String] {
    try TextReading(text, file: file).recorder.samples.map {
      ($0.at?.iso8601 ?? "-") + " " + ($0.atKind?.rawValue ?? "-") + " " + String(Int($0.value))
    }
  }

  @Test func timeStampsAreMillisecondsOrSeconds() throws {
    #expect(
      try times(
        """
        # TYPE cassandra_compaction_pendingtasks gauge
        # UNIT cassandra_compaction_pendingtasks tasks
        cassandra_compaction_pendingtasks 1 1795237804000
        cassandra_compaction_pendingtasks 2 1795237834.5
        cassandra_compaction_pendingtasks 3 1.795237864e9 # {trace="a # b"} 0.5 1795237864.1
        cassandra_compaction_pendingtasks_created 4 1795237864.1
        # EOF

        """) == [
          "2026-11-21T05:10:04.000Z content 1", "2026-11-21T05:10:34.500Z content 2",
          "2026-11-21T05:11:04.000Z content 3",
        ])
  }

  @Test(arguments: [
    "1795237804", "# 1795237804", "===== 2026-11-21T05:10:04Z =====", "# Sat Nov 21 05:10:04 UTC 2026",
  ])
  func markersDateTheScrapesBehindThem(_ marker: String) throws {
    let text = """
      \(marker)
      cassandra_compaction_pendingtasks_value 1
      2026-11-21T05:10:34Z
      cassandra_compaction_pendingtasks_value 2
      2026-11-21T05:11:04Z
      curl: (7) Failed to connect to localhost port 9500: Connection refused
      2026-11-21T05:11:34Z

      """
    let reading = try TextReading(text)
    #expect(
      try times(text) == ["2026-11-21T05:10:04.000Z marker 1", "2026-11-21T05:10:34.000Z marker 2"])
    #expect(reading.recorder.polls.map(\.command) == Array(repeating: "metrics", count: 4))
    #expect(
      reading.recorder.polls.map(\.failure) == [
        nil, nil, "curl: (7) Failed to connect to localhost port 9500: Connection refused",
        "it holds no series",
      ])
    #expect(reading.recorder.polls.last?.at?.iso8601 == "2026-11-21T05:11:34.000Z")
  }

  /// The time of the first scrape does not apply to a second one without a time.
  @Test(arguments: ["", "# EOF\n"])
  func aSeriesThatComesAgainIsOfTheNextScrape(_ end: String) throws {
    let scrape =
      "# TYPE a gauge\ncassandra_compaction_pendingtasks_value 1\ncassandra_storage_load_count 5\n" + end
    let reading = try TextReading("2026-11-21T05:10:04Z\n" + scrape + scrape)
    #expect(reading.recorder.samples.map { $0.at != nil } == [true, true, false, false])
    #expect(reading.recorder.polls.count == 2)
    #expect(reading.recorder.diagnostics.map(\.code) == [.nodetoolTime])
  }
}

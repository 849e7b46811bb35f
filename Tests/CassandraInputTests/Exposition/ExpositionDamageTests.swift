// Responses of metrics endpoints that are invalid, damaged, or split into pieces: no input traps, and every
// line is counted.

import CassandraModel
import Testing

@testable import CassandraInput

@Suite("Metrics endpoints, damaged")
struct ExpositionDamageTests {
  @Test(arguments: [
    "", "\n", "curl: (7) Failed to connect to 10.0.0.1 port 9500: Connection refused\n",
    "<html>\n<body>503 Service Unavailable</body>\n</html>\n",
  ])
  func anAnswerThatIsNoneIsAFailedPoll(_ text: String) throws {
    let reading = try TextReading(text, file: "prometheus/metrics-1795237804.prom")
    #expect(reading.kind == "prometheus")
    #expect(reading.recorder.polls.count == 1)
    #expect(reading.recorder.polls.first?.failure?.isEmpty == false)
    #expect(reading.counts.total == reading.lineCount)
    #expect(recognise(Array(text.utf8), file: "notes.txt") == nil)
  }

  @Test func badLinesAreCountedAndTheRestGoesOn() throws {
    let reading = try TextReading(
      """
      \u{FEFF}# HELP cassandra_storage_load_count Load\r
      # TYPE cassandra_storage_load_count untyped\r
      cassandra_storage_load_count\r
      cassandra_storage_load_count{a="b} 1\r
      cassandra_storage_load_count 1,5\r
      cassandra_storage_load_count 1 2 3\r
      cassandra_storage_load_count{a=b} 1\r
      cassandra_storage_load_count 77914.0\r
      cassandra_compaction_pendingtasks_value{} 2\r

      """)
    #expect(reading.counts.unparsed == 5)
    #expect(reading.counts.known == 2)
    #expect(reading.counts.decoration == 2)
    #expect(reading.recorder.diagnostics.map(\.code) == [.expositionLine])
    #expect(reading.recorder.diagnostics.first?.fields["count"] == "5")
    #expect(reading.recorder.diagnostics.first?.source.line == 3)
  }

  /// 12 may be the beginning of 1234.
  @Test func aNumberWithoutItsLinesEndIsNotTrusted() throws {
    let reading = try TextReading(
      "cassandra_storage_load_count 5\ncassandra_compaction_pendingtasks_value 12")
    #expect(reading.recorder.samples.map(\.metric) == [.nodeLoadBytes])
    #expect(reading.recorder.polls.map(\.failure) == [nil], "what stands before it is good")
    #expect(reading.counts.unparsed == 1)
  }

  @Test("a number that ends as Java ends it is whole without its line's end")
  func aWholeNumberNeedsNoLineEnd() throws {
    let reading = try TextReading(
      "cassandra_storage_load_count 5.0\ncassandra_compaction_pendingtasks_value 12.0")
    #expect(reading.recorder.samples.map(\.value) == [5, 12])
    #expect(reading.counts.unparsed == 0)
  }

  @Test(arguments: [
    "INFO  [main] 2026-11-21 05:10:09,123 X.java:1 - y\n", "cluster_name: x\nnum_tokens: 16\n", "a 1\nb 2\n",
    "MemTotal:       16316412 kB\nMemFree:         1231232 kB\n", "-Xms31G\n-Xmx31G\n",
  ])
  func othersTextsAreNotTaken(_ text: String) {
    #expect(recognise(Array(text.utf8), file: "metrics.txt")?.name != "prometheus")
  }

  private static let sample = """
    2026-11-21T05:10:04Z
    # TYPE cassandra_threadpools_pendingtasks_value untyped
    cassandra_threadpools_pendingtasks_value{path="internal",pool="CompactionExecutor"} 48.0
    cassandra_stats{cluster="c",name="org:apache:cassandra:metrics:compaction:pendingtasks:value",} 7.36E2
    node_filesystem_size_bytes{device="/dev/sdb",mountpoint="/da\\\\ta"} 1e+12 1795237804000
    node_filesystem_free_bytes{device="/dev/sdb",mountpoint="/da\\\\ta"} 5e11
    jmx_exporter_build_info{name="jmx_prometheus_javaagent",version="1.0.1"} 1
    process_start_time_seconds 1.795237763948E9
    cassandra_clientrequest_latency_99thpercentile{scope="Read",instance="a"} 263210.0
    # EOF
    1795237834
    collectd_mcac_gauge{mcac="org.apache.cassandra.metrics.table.live_ss_table_count.shop.orders"} 3
    cassandra_table_livesstablecount_value{keyspace="shop",table="orders"} 12 1795237804.5 # {a="b"} 1

    """

  @Test func damageNeverTrapsAndEveryLineIsCounted() {
    let interesting = Array(" \t\n\r{}\"\\#=,.:_+-eE0123456789NaInf".utf8) + [0, 0x80, 0xFF]
    for seed in UInt64(1)...400 {
      let bytes = mutated(Array(Self.sample.utf8), interesting: interesting, seed: seed)
      _ = recognise(bytes)
      let reading = TextReading(bytes, .exposition)
      #expect(reading.counts.total == reading.lineCount, "seed \(seed)")
      #expect(reading.recorder.samples.allSatisfy { $0.value.isFinite && $0.value >= 0 }, "seed \(seed)")
    }
  }

  @Test(arguments: [1, 7, 64, 300])
  func everySizeOfBlocksGivesTheSame(_ size: Int) {
    let bytes = Array(Self.sample.utf8)
    let whole = TextReading(bytes, .exposition)
    #expect(whole.recorder.samples.count == 8)
    let cut = TextReading(bytes, .exposition, blockSize: size)
    #expect(cut.recorder.samples == whole.recorder.samples)
    #expect(cut.recorder.polls == whole.recorder.polls)
    #expect(cut.counts == whole.counts)
  }

  /// The number of held samples is bounded, and the bound does not affect facts of series with a time stamp.
  @Test func samplesArePassedOnBeforeALongScrapeEnds() {
    var text = "# TYPE cassandra_compaction_pendingtasks gauge\n"
    for i in 0..<50 { text += "cassandra_compaction_pendingtasks \(i) \(1_795_237_804 + i * 30)\n" }
    let bytes = Array(text.utf8)
    var reader = ExpositionReader(file: "file", time: nil, heldLimit: 7)
    var recorder = FactRecorder()
    reader.consume(bytes.span, continuesLine: false, into: &recorder)
    #expect(recorder.samples.count == 49)
    reader.finish(into: &recorder)
    #expect(recorder.samples == TextReading(bytes, .exposition).recorder.samples)
    #expect(recorder.polls.count == 1)
    #expect(reader.lines.total == 51)
  }

  /// A line longer than a block arrives in pieces.
  @Test func aLineBeyondABlockIsOneThatCannotBeRead() {
    var reader = ExpositionReader(file: "file", time: nil)
    var recorder = FactRecorder()
    let pieces = [
      ("# TYPE a gauge\na{b=\"", false), ("cccc", true), ("\"} 1\ncassandra_storage_load_count 5\n", true),
    ]
    for (piece, continues) in pieces {
      reader.consume(Array(piece.utf8).span, continuesLine: continues, into: &recorder)
    }
    reader.finish(into: &recorder)
    #expect(recorder.samples.map(\.source.line) == [3])
    #expect(reader.lines.unparsed == 1)
    #expect(reader.lines.total == 3)
  }
}

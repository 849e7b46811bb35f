// JSON and YAML of nodetool: the same facts as the text.

import CassandraModel
import Testing

@testable import CassandraInput

@Suite("JSON and YAML of nodetool")
struct DocumentTests {
  @Test func poolsOfOneLineAreRead() throws {
    let reading = Reading(try Texts.fixture("tpstats-3.11.json"))
    #expect(reading.commands == ["tpstats"])
    #expect(reading.value(.poolActive, [("pool", "CompactionExecutor")]) == 2)
    #expect(reading.value(.poolCompletedTotal, [("pool", "CompactionExecutor")]) == 69)
    #expect(reading.value(.poolBlockedTotal, [("pool", "MutationStage")]) == 0)
    #expect(reading.recorder.polls.map(\.failure) == [nil])
    #expect(reading.counts.known == 1)
    #expect(reading.codes == [])
  }

  @Test func poolsOfYAMLAreRead() throws {
    let reading = Reading(try Texts.fixture("tpstats-5.0.yaml"))
    #expect(reading.commands == ["tpstats"])
    #expect(reading.value(.poolActive, [("pool", "CompactionExecutor")]) == 1)
    #expect(reading.value(.droppedMessagesTotal, [("type", "PAXOS2_COMMIT_REMOTE_RSP")]) == 0)
    #expect(reading.recorder.samples.count == 4 * 5 + 4)
    #expect(reading.recorder.polls.map(\.failure) == [nil])
    #expect(reading.counts.decoration == 3 + 4 + 1, "three sections, four pools, one list of latencies")
    #expect(reading.counts.unparsed == 0)
  }

  @Test func rowsOfTheHistoryAreTheSameInAllForms() throws {
    let yaml = Reading(try Texts.fixture("compactionhistory-4.1.yaml")).recorder.compactions
    #expect(
      yaml.map(\.id.description) == [
        "9bb30c60-e56b-11f1-ad89-e330752d9e38", "9ba8fa40-e56b-11f1-ad89-e330752d9e38",
      ])
    #expect(yaml[1].table == TableName(keyspace: "system_schema", table: "columns"))
    #expect(yaml[1].bytesIn == 7979)
    #expect(yaml[1].compactedAt.text == "2026-11-21 05:22:56.242")
    #expect(yaml[1].rowsMerged == "{1:5, 4:1}")
    #expect(yaml[1].kind == nil)
    let json = Reading(try Texts.fixture("compactionhistory-6.0.json")).recorder.compactions
    #expect(json.count == 2)
    #expect(json[0].kind == "Compaction")
    #expect(json[0].source.line == 3)
  }

  /// SnakeYAML folds a string longer than 80 columns at a space, and doubles quotation marks.
  @Test func foldedStringsAreOne() {
    let text = """
      CompactionHistory:
      - keyspace_name: app
        bytes_out: 9223372036854775807
        bytes_in: 734003200
        columnfamily_name: '1'
        rows_merged: '{1:81234567, 2:4100456, 3:7123456, 4:1234567, 5:1234567, 6:1234567, 7:1234567,
          8:1234567}'
        compaction_properties: '{compaction_type:it''s}'
        id: 9a1c2b70-5f3e-11ef-8a1d-3f2b1c0d9e8f
        compacted_at: 2024-08-21T03:05


      """
    let reading = Reading(text)
    let row = reading.recorder.compactions.first
    #expect(row?.rowsMerged.hasSuffix("7:1234567, 8:1234567}") == true)
    #expect(row?.kind == "it's")
    #expect(row?.table == TableName(keyspace: "app", table: "1"))
    #expect(row?.bytesOut == .max, "beyond 2^53, and still exact")
    #expect(row?.compactedAt.text == "2024-08-21 03:05:00.000")
    #expect(reading.counts.decoration == 2)
    #expect(reading.counts.total == reading.lineCount)
  }

  @Test func tablesAreReadWithTheirLevelsAndWithoutMissingValues() throws {
    let reading = Reading(try Texts.fixture("tablestats-5.0.json"))
    let orders = [("keyspace", "shop"), ("table", "orders")]
    #expect(reading.commands == ["tablestats"])
    #expect(reading.value(.tableLiveBytes, orders) == 9_541_524)
    #expect(reading.value(.tableUnrepairedBytes, orders) == 9_680_955)
    #expect(reading.value(.tableReadLatencySeconds, orders) == 0.000545)
    #expect(reading.value(.tableRepairedRatio, orders) == 0)
    #expect(reading.value(.tableTombstonesPerSliceMax, orders) == 1)
    #expect(reading.value(.tableLevelSSTables, orders + [("level", "0")]) == 5, "of a limit of 4")
    #expect(reading.value(.keyspaceReadsTotal, [("keyspace", "shop")]) == 2372)
    let sessions = [("keyspace", "system_traces"), ("table", "sessions")]
    #expect(reading.value(.tableReadLatencySeconds, sessions) == nil)
    #expect(reading.value(.tableCompressionRatio, sessions) == nil, "-1.0 means none yet")
    #expect(reading.value(.keyspaceReadLatencySeconds, [("keyspace", "system_traces")]) == nil)
    #expect(reading.codes == [])
    #expect(reading.counts.known + reading.counts.decoration == reading.lineCount)
  }

  /// With -s there are no keyspaces.
  @Test func sortedTablesAreRead() {
    let text = """
      {"app.events":{"space_used_live":"6878658560","sstables_in_each_level":["11\\/10"],"local_read_count":9223372036854775807},"total_number_of_tables":47}
      """
    let reading = Reading(text)
    let labels = [("keyspace", "app"), ("table", "events")]
    #expect(reading.value(.tableLiveBytes, labels) == 6_878_658_560)
    #expect(reading.value(.tableLevelSSTables, labels + [("level", "0")]) == 11)
    #expect(reading.recorder.polls.map(\.failure) == [nil])
  }

  @Test func collectionsAreReadFromDocuments() {
    let json = """
      {
        "stdev_gc_elapsed_ms" : "NaN",
        "interval_ms" : 107511.0,
        "gc_reclaimed_mb" : 159356328,
        "max_gc_elapsed_ms" : "824",
        "collections" : 0.0
      }
      """
    for text in [
      json,
      "collections: 0.0\ninterval_ms: 107511.0\ngc_reclaimed_mb: '159356328'\nmax_gc_elapsed_ms: 824\n\n",
    ] {
      let reading = Reading(text)
      #expect(reading.commands == ["gcstats"])
      #expect(reading.value(.gcIntervalSeconds) == 107.511)
      #expect(reading.value(.gcElapsedMaxSeconds) == 0.824)
      #expect(reading.value(.gcReclaimedBytes) == 159_356_328)
      #expect(reading.value(.gcCollections) == 0)
      #expect(reading.recorder.polls.map(\.failure) == [nil])
    }
  }

  @Test(arguments: [
    "{\n  \"app\" : {\n    \"events\" : [ \"/disk1/data/app/events-1b25\", \"/disk2/data/app/events-1b25\" ]\n  }\n}\n",
    "app:\n  events:\n  - /disk1/data/app/events-1b25\n  - /disk2/data/app/events-1b25\n\n",
    "Keyspace: app\n\tTable: events\n\tPaths:\n\t\t/disk1/data/app/events-1b25\n\t\t/disk2/data/app/events-1b25\n\n\tTable: events.by_day\n\tPaths:\n\t\t/disk1/data/app/events-1b25/.by_day\n\n",
  ])
  func dataDirectoriesAreTheSameInAllForms(_ text: String) {
    let reading = Reading(text)
    #expect(reading.commands == ["datapaths"])
    #expect(reading.recorder.attributes.map(\.name) == [.dataDirectory, .dataDirectory])
    #expect(reading.recorder.attributes.map(\.value) == ["/disk1/data", "/disk2/data"])
    #expect(reading.recorder.polls.map(\.failure) == [nil])
    #expect(reading.counts.unparsed == 0)
  }

  @Test(arguments: ["{ }\n", "{}\n"])
  func anEmptyHistoryIsNoFailure(_ text: String) {
    let reading = Reading(text, file: "compactionhistory.json")
    #expect(reading.recorder.polls.map(\.command) == ["compactionhistory"])
    #expect(reading.recorder.polls.map(\.failure) == [nil])
    #expect(reading.counts.unparsed == 0)
  }

  @Test func keysThatAreNotKnownAreNoted() {
    let text = """
      {
        "ThreadPools" : {
          "ReadStage" : {
            "ActiveTasks" : 3,
            "QueueAge" : 12,
            "PendingTasks" : "N/A"
          }
        }
      }
      """
    let reading = Reading(text)
    #expect(reading.values(.poolActive) == ["pool=ReadStage 3"])
    #expect(reading.values(.poolPending) == [])
    #expect(reading.recorder.diagnostics.map(\.fields["name"]) == ["QueueAge"])
    #expect(reading.counts.unknown == 1)
  }

  @Test func documentsOfALoopAreReadWithTheirTimes() throws {
    let yaml = String(decoding: try Texts.fixture("tpstats-5.0.yaml"), as: UTF8.self)
    let json = String(decoding: try Texts.fixture("tpstats-3.11.json"), as: UTF8.self)
    let reading = Reading(
      "2026-11-21T05:10:09Z\n" + yaml + "2026-11-21T05:10:19Z\n" + json + "2026-11-21T05:10:29Z\n"
        + "nodetool: Failed to connect to '127.0.0.1:7199' - ConnectException: 'Connection refused'.\n"
        + "2026-11-21T05:10:39Z\n{\n  \"ThreadPools\" : {\n    \"ReadStage\" : {\n")
    #expect(reading.recorder.polls.map(\.command) == ["tpstats", "tpstats", "tpstats", "tpstats"])
    #expect(reading.recorder.polls.map { $0.failure == nil } == [true, true, false, false])
    #expect(reading.recorder.polls.last?.failure == "tpstats: it is cut off")
    #expect(
      Set(reading.recorder.samples.map(\.at?.iso8601)) == [
        "2026-11-21T05:10:09.000Z", "2026-11-21T05:10:19.000Z",
      ])
    #expect(reading.counts.total == reading.lineCount)
  }

  /// Two adjacent YAML documents are separated by the blank line.
  @Test func documentsBackToBackAreTwo() throws {
    let yaml = try Texts.fixture("tpstats-5.0.yaml")
    #expect(Reading(yaml + yaml).recorder.polls.count == 2)
    let json = try Texts.fixture("compactionhistory-6.0.json")
    #expect(Reading(json + json).recorder.polls.map(\.command) == ["compactionhistory", "compactionhistory"])
  }

  /// A line longer than a block arrives in pieces.
  @Test func aLineInPiecesIsOneLine() throws {
    let json = try Texts.fixture("tpstats-3.11.json")
    let whole = Reading(json)
    for size in [1, 7, 1000] {
      var reader = NodetoolReader(file: "capture.txt")
      var recorder = FactRecorder()
      var start = 0
      while start < json.count {
        let end = min(start + size, json.count)
        reader.consume(json.span.extracting(start..<end), continuesLine: start > 0, into: &recorder)
        start = end
      }
      reader.finish(into: &recorder)
      #expect(Set(recorder.samples) == Set(whole.recorder.samples), "pieces of \(size)")
      #expect(reader.lines == whole.counts)
    }
  }

  @Test(arguments: [
    "{\"schema\":\"hindsight/report/2\"}", "{", "{}", "[1,2]", "cluster_name: 'Test'\nnum_tokens: 16\n",
    "seed_provider:\n  - class_name: org.apache\n",
  ])
  func documentsOfOthersAreNotRecognised(_ text: String) {
    let bytes = Array(text.utf8)
    #expect(NodetoolReader.recognises(bytes.span, file: "conf/file") == nil)
  }
  /// Found by damage: a key with only its closing mark left.
  @Test(arguments: ["': 9", "'", "'':", "''", "last call last):\n  File 10, in <module>\n': 9, 'why': None}"])
  func aMarkAloneIsNoKey(_ text: String) {
    let alone = Array((text + "\n").utf8)
    #expect(NodetoolReader.recognises(alone.span, file: "file") == nil)
    let bytes = Array(("CompactionHistory:\n- " + text + "\n" + text + "\n").utf8)
    #expect(Reading(bytes).counts.total == bytes.count { $0 == UInt8(ascii: "\n") })
  }
}

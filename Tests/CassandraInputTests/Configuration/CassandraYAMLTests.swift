// cassandra.yaml in both spellings of its units and both forms of YAML.

import CassandraModel
import Testing

@testable import CassandraInput

@Suite("cassandra.yaml")
struct CassandraYAMLTests {
  /// As shipped until 4.0.
  private static let old = """
    # Cassandra storage config YAML
    # Throttles compaction; nodetool setcompactionthroughput changes it at runtime.
    cluster_name: 'Test # Cluster'   # the name
    num_tokens: 256
    hinted_handoff_enabled: true
    data_file_directories:
        - /disk1/data
        - "/disk2/data"
    seed_provider:
        # Addresses of hosts
        - class_name: org.apache.cassandra.locator.SimpleSeedProvider
          parameters:
              - seeds: "127.0.0.1,127.0.0.2"
    disk_failure_policy: stop
    #concurrent_compactors: 1
    concurrent_compactors: 4
    compaction_throughput_mb_per_sec: 16
    stream_throughput_outbound_megabits_per_sec: 200
    server_encryption_options:
        internode_encryption: none
        keystore_password: cassandra
    tombstone_warn_threshold: 1000
    """
  /// As shipped from 4.1 on.
  private static let new = """
    cluster_name: 'Test # Cluster'
    num_tokens: 16
    data_file_directories: []
    concurrent_compactors: 2
    compaction_throughput: 64MiB/s
    stream_throughput_outbound: 24MiB/s
    inter_dc_stream_throughput_outbound: 0B/s
    request_timeout: 10s
    """

  @Test func theOldSpellingIsRead() throws {
    let reading = try TextReading(Self.old)
    #expect(reading.kind == "cassandra.yaml")
    #expect(reading.attribute("config_cluster_name") == "Test # Cluster")
    #expect(reading.attribute("config_compaction_throughput_mb_per_sec") == "16")
    #expect(reading.attribute("config_disk_failure_policy") == "stop")
    #expect(reading.value(.compactionThroughputLimit) == 16_777_216)
    #expect(reading.value(.streamThroughputLimit) == 25_000_000)
    #expect(reading.value(.concurrentCompactors) == 4)
    let directories = reading.recorder.attributes.filter { $0.name == .dataDirectory }
    #expect(directories.map(\.value) == ["/disk1/data", "/disk2/data"])
    #expect(reading.counts.total == reading.lineCount)
    #expect(reading.counts.unparsed == 0)
    #expect(reading.counts.decoration == 4 + 2 + 2, "comments, headings, and a list's first lines")
  }

  @Test func theNewSpellingIsRead() throws {
    let reading = try TextReading(Self.new)
    #expect(reading.value(.compactionThroughputLimit) == 67_108_864)
    #expect(reading.value(.streamThroughputLimit) == 25_165_824)
    #expect(reading.value(.interDCStreamThroughputLimit) == 0)
    #expect(reading.attribute("config_request_timeout") == "10s")
  }

  @Test func nothingThatMayBeSecretIsKept() throws {
    let reading = try TextReading(Self.old + "\nkeystore_password: secret\n")
    #expect(!reading.recorder.attributes.contains { $0.value == "cassandra" || $0.value == "secret" })
  }

  /// Collectors and deployment tools write it as JSON.
  @Test func jsonIsYAMLToo() throws {
    let reading = try TextReading(
      """
      {
       "cluster_name": "payments",
       "num_tokens": 16,
       "data_file_directories": [
        "/var/lib/cassandra/data"
       ],
       "concurrent_compactors": 2,
       "compaction_throughput": "64MiB/s"
      }
      """)
    #expect(reading.kind == "cassandra.yaml")
    #expect(reading.attribute("data_directory") == "/var/lib/cassandra/data")
    #expect(reading.value(.compactionThroughputLimit) == 67_108_864)
  }

  @Test func aLimitThatIsNotUnderstoodIsNotGuessed() throws {
    let reading = try TextReading("cluster_name: a\nnum_tokens: 1\ncompaction_throughput: fast\n")
    #expect(reading.value(.compactionThroughputLimit) == nil)
    #expect(reading.recorder.diagnostics.map(\.code.name) == ["configuration.value"])
  }

  @Test func textsOfOthersAreNotTaken() {
    for text in ["cluster_name: a\nservers: 2\n", "num_tokens are listen_address: no\n", "{\"a\": 1}", ""] {
      #expect(recognise(Array(text.utf8), file: "cassandra.yaml") == nil)
    }
  }

  @Test(.enabled(if: Texts.hasCaptures, "needs Tests/Captures"))
  func notesAreNotTaken() throws {
    for path in Texts.capturedTexts() where path.hasSuffix("NOTES.txt") {
      #expect(recognise(try Texts.capture(path), file: path) == nil, "\(path)")
    }
  }
}

@Suite("JVM options")
struct JavaOptionsTests {
  @Test func optionsAreAttributes() throws {
    let reading = try TextReading(
      """
      ###########################################################################
      #                             jvm.options                                 #
      ###########################################################################

      # -Dcassandra.ring_delay_ms=
      -ea
      -Xms31G
      -Xmx31G
      -XX:+UseG1GC
      -XX:-HeapDumpOnOutOfMemoryError
      -XX:+ExitOnOutOfMemoryError
      -Duser.timezone=Europe/Berlin
      --add-exports java.base/jdk.internal.misc=ALL-UNNAMED
      """, file: "conf/jvm-server.options")
    #expect(reading.kind == "JVM options")
    #expect(reading.attribute("jvm_heap_max") == "31G")
    #expect(reading.attribute("jvm_collector") == "G1")
    #expect(reading.attribute("jvm_heap_dump_on_out_of_memory") == "false")
    #expect(reading.attribute("jvm_exit_on_out_of_memory") == "true")
    #expect(reading.attribute("jvm_user_timezone") == "Europe/Berlin")
    #expect(reading.counts.known == 8)
    #expect(reading.counts.decoration == 4)
  }

  @Test func theCommandLineIsReadToo() throws {
    let reading = try TextReading(
      "/usr/bin/java -ea -Xmx8192M -Xloggc:/var/log/cassandra/gc.log -cp /etc/cassandra:/usr/share/cassandra/lib/* org.apache.cassandra.service.CassandraDaemon\n",
      file: "java_command_line.txt")
    #expect(reading.attribute("jvm_heap_max") == "8192M")
    #expect(reading.attribute("jvm_gc_logging") == "/var/log/cassandra/gc.log")
    #expect(reading.attribute("jvm_exit_on_out_of_memory") == nil, "missing is not false")
  }

  @Test(arguments: ["-Xmx8G\nsome words\n", "- one\n- two\n", "# only a comment\n"])
  func otherTextsAreNotTaken(_ text: String) {
    #expect(recognise(Array(text.utf8), file: "jvm.options") == nil)
  }
}

// Damaged bytes in texts other than Cassandra's log and nodetool's output.

import CassandraModel
import Testing

@testable import CassandraInput

@Suite("Damaged texts")
struct HostileTextTests {
  private static let texts: [(kind: String, text: String)] = [
    (
      "gc.log",
      """
      [2026-11-21T06:10:12.357+0100][3.362s][4242][info ] GC(0) Pause Young (Normal) (G1) 500M->120M(1024M) 12.345ms
      2026-11-21T05:10:12.345+0000: 3.350: [GC (Allocation Failure) 2026-11-21T05:10:12.345+0000: 3.350: [ParNew
      : 163840K->12345K(184320K), 0.0234567 secs] 163840K->12345K(1028096K), 0.0235678 secs] [Times: user=0.08]
      2026-11-21T05:10:12.370+0000: 3.375: Total time for which application threads were stopped: 0.0238000 seconds
      """
    ),
    (
      "kernel log",
      """
      [12345.678901] Out of memory: Killed process 4242 (java) total-vm:40000000kB
      2026-11-21T06:10:09.123456+01:00 db1 kernel: [1.000000] EXT4-fs (sdb1): Remounting filesystem read-only
      Nov 21 05:10:09 db1 kernel: INFO: task java:4242 blocked for more than 120 seconds.
      [Sat Nov 21 05:10:09 2026] java[4243]: segfault at 7f0000000010
      """
    ),
    (
      "compaction.log",
      #"{"type":"compaction","keyspace":"shop","table":"orders","time":1715483655940,"start":"1715483571700","end":"1715483655931","input":[{"strategyId":"1","table":{"generation":"4407","size":2684354560}}],"output":[]}"#
        + "\n"
        + #"{"type":"pending","keyspace":"shop","table":"orders","time":1715483656001,"strategyId":"1","pending":37}"#
    ),
    (
      "cassandra.yaml",
      """
      cluster_name: 'it''s # not a comment' # a comment
      num_tokens: 16
      data_file_directories:
          - "/disk1/data\\n"
          - - '/disk2
            data'
      compaction_throughput: 64MiB/s
      """
    ),
    (
      "schema",
      """
      CREATE KEYSPACE shop WITH replication = {'class': 'SimpleStrategy', 'replication_factor': '1'};
      /* a comment */ CREATE TABLE shop."or""ders" (id uuid PRIMARY KEY) -- another; one
        WITH comment = 'it''s' AND compaction = {'class': 'a.b.LeveledCompactionStrategy'} AND gc_grace_seconds = 60;
      CREATE FUNCTION shop.f(x int) RETURNS NULL ON NULL INPUT RETURNS int LANGUAGE java AS $$return x; $$;
      """
    ),
    ("JVM options", "# heap\n-Xms31G\n-Xmx31G\n-XX:+UseG1GC\n-Duser.timezone=UTC\n"),
    (
      "crash report of the JVM",
      "#\n# A fatal error has been detected by the Java Runtime Environment:\n#\n#  SIGBUS, pid=4242, tid=1\n"
    ),
  ]

  private static let interesting: [UInt8] =
    Array(" \t\n\r-:.,;/#'\"$\\{}[]()0123456789EN\u{1B}".utf8) + [0, 0x80, 0xFF]

  @Test(arguments: texts.map(\.kind))
  func mutationNeverTrapsAndTheCountsStillAddUp(_ kind: String) throws {
    let text = try #require(Self.texts.first { $0.kind == kind }?.text)
    let format = try #require(recognise(Array(text.utf8)))
    #expect(format.name == kind)
    for seed in UInt64(1)...150 {
      let bytes = mutated(Array(text.utf8), interesting: Self.interesting, seed: seed)
      _ = recognise(bytes)
      let reading = TextReading(bytes, format)
      #expect(reading.counts.total == reading.lineCount, "seed \(seed)")
      #expect(reading.recorder.samples.allSatisfy { $0.value.isFinite }, "seed \(seed)")
    }
  }

  /// Blocks end anywhere between lines: the result cannot depend on the position.
  @Test(arguments: texts.map(\.kind))
  func everySizeOfBlocksGivesTheSame(_ kind: String) throws {
    let text = try #require(Self.texts.first { $0.kind == kind }?.text)
    let format = try #require(recognise(Array(text.utf8)))
    let whole = TextReading(Array(text.utf8), format)
    #expect(!whole.recorder.facts.isEmpty)
    for size in [1, 7, 64, 300] {
      let cut = TextReading(Array(text.utf8), format, blockSize: size)
      #expect(cut.recorder.samples == whole.recorder.samples)
      #expect(cut.recorder.attributes == whole.recorder.attributes)
      #expect(cut.recorder.occurrences == whole.recorder.occurrences)
      #expect(cut.recorder.schemas == whole.recorder.schemas)
      #expect(cut.counts == whole.counts)
    }
  }
}

// Known bugs in reports: traces from public tickets name the right issue, and captures of real nodes name
// none.

import CassandraAnalysis
import Foundation
import Testing

@Suite struct KnownIssueReportTests {
  /// A log of a node of one release with one record.
  private func report(_ release: String, _ record: String, format: String) throws -> String {
    let folder = try TemporaryFolder()
    let start = """
      INFO  [main] 2026-03-02 10:00:00,000 CassandraDaemon.java:498 - JVM Arguments: [-Xms1G]
      INFO  [main] 2026-03-02 10:00:01,000 StorageService.java:734 - Cassandra version: \(release)
      INFO  [main] 2026-03-02 10:00:09,000 CassandraDaemon.java:780 - Startup complete

      """
    try folder.write(start + record + "\n", to: "system.log")
    return try Program.run(["report", folder.url.path, "--quiet", "-f", format]).output
  }

  /// Traces as their tickets have them; they differ from the samples of the table.
  static let traces: [(issue: String, release: String, record: String)] = [
    // https://github.com/Kong/kong/issues/420
    (
      "CASSANDRA-10377", "2.2.3",
      """
      ERROR [COMMIT-LOG-ALLOCATOR] 2026-03-02 10:54:04,867 CommitLog.java:486 - Failed managing commit log segments. \
      Commit disk failure policy is stop; terminating thread
      java.lang.AssertionError: attempted to delete non-existing file CommitLog-5-1447358040710.log
      \tat org.apache.cassandra.io.util.FileUtils.deleteWithConfirm(FileUtils.java:122) ~[apache-cassandra-2.2.3.jar:2.2.3]
      \tat org.apache.cassandra.io.util.FileUtils.deleteWithConfirm(FileUtils.java:149) ~[apache-cassandra-2.2.3.jar:2.2.3]
      \tat org.apache.cassandra.db.commitlog.CommitLogSegment.discard(CommitLogSegment.java:315) ~[apache-cassandra-2.2.3.jar:2.2.3]
      """
    ),
    // https://www.mail-archive.com/commits@cassandra.apache.org/msg331684.html
    (
      "CASSANDRA-21132", "5.0.4",
      """
      ERROR [GossipStage:1] 2026-03-02 17:20:10,365 JVMStabilityInspector.java:70 - Exception in thread \
      Thread[GossipStage:1,5,GossipStage]
      java.lang.RuntimeException: java.lang.AssertionError
      \tat org.apache.cassandra.net.InboundSink.accept(InboundSink.java:108)
      \tat org.apache.cassandra.net.InboundSink.accept(InboundSink.java:45)
      \tat org.apache.cassandra.net.InboundMessageHandler$ProcessMessage.run(InboundMessageHandler.java:430)
      Caused by: java.lang.AssertionError: null
      \tat org.apache.cassandra.db.TypeSizes.sizeof(TypeSizes.java:44)
      """
    ),
    // The documentation of DataStax on nodetool getsstables, which has it without frames.
    (
      "CASSANDRA-9935", "2.1.11",
      """
      ERROR [ValidationExecutor:3] 2026-03-02 10:00:00,123 CassandraDaemon.java:227 - Exception in thread \
      Thread[ValidationExecutor:3,1,main]
      java.lang.AssertionError: row DecoratedKey(2769066505137675224, 00040000002e00) received out of order wrt \
      DecoratedKey(2774747040849866654, 00040000019b00)
      """
    ),
    // https://github.com/apache/cassandra/pull/971
    (
      "CASSANDRA-15669", "3.11.10",
      """
      ERROR [CompactionExecutor:12] 2026-03-02 11:02:10,365 CassandraDaemon.java:244 - Exception in thread \
      Thread[CompactionExecutor:12,1,main]
      java.lang.ArrayIndexOutOfBoundsException: Invalid generation 9 - maximum is 8
      \tat org.apache.cassandra.db.compaction.LeveledGenerations.get(LeveledGenerations.java:78) ~[apache-cassandra-3.11.10.jar:3.11.10]
      \tat org.apache.cassandra.db.compaction.LeveledManifest.getCandidatesFor(LeveledManifest.java:550) ~[apache-cassandra-3.11.10.jar:3.11.10]
      \tat org.apache.cassandra.db.compaction.CompactionManager$BackgroundCompactionCandidate.run(CompactionManager.java:263) ~[apache-cassandra-3.11.10.jar:3.11.10]
      """
    ),
  ]

  @Test("a trace of a public ticket names its number in each format", arguments: traces.indices)
  func publicTickets(index: Int) throws {
    let (issue, release, record) = Self.traces[index]
    for format in ["text", "markdown", "html", "json"] {
      let text = try report(release, record, format: format)
      #expect(text.contains(issue), "\(format)")
    }
    let lines = try report(release, record, format: "text").split(separator: "\n")
    #expect(lines.count { $0.contains("nown bug") } == 1)
  }

  @Test("a certain known bug gives the first step, in place of the steps for a broken disk")
  func firstSteps() throws {
    let (_, release, record) = Self.traces[0]
    let text = try report(release, record, format: "text")
    #expect(text.contains("1. Restart the node"))
    #expect(text.contains("2. Upgrade to 2.2.4, which has the fix of CASSANDRA-10377"))
    #expect(!text.contains("smartctl") && !text.contains("replace"))
    // Without the release it only looks like the bug: the disk may be broken.
    let plain = record.replacing(" ~[apache-cassandra-2.2.3.jar:2.2.3]", with: "")
    #expect(!(try report("2.2.4", plain, format: "text")).contains("1. Restart the node"))
  }

  @Test("the jar that the frames name tells the release of a log without its beginning")
  func releaseOfFrames() throws {
    let (issue, _, record) = Self.traces[0]
    let folder = try TemporaryFolder()
    try folder.write(record + "\n", to: "system.log")
    let text = try Program.run(["report", folder.url.path, "--quiet", "-f", "text"]).output
    #expect(text.contains("Likely: known bug " + issue + ", fixed in 2.2.4"))
    let fixed = record.replacing("2.2.3", with: "2.2.4")
    try folder.write(fixed + "\n", to: "system.log")
    #expect(!(try Program.run(["report", folder.url.path, "--quiet", "-f", "text"])).output.contains(issue))
  }

  @Test("the release with the fix does not name the number")
  func fixedRelease() throws {
    let (issue, _, record) = Self.traces[0]
    let plain = record.replacing(" ~[apache-cassandra-2.2.3.jar:2.2.3]", with: "")
    #expect(!(try report("2.2.4", plain, format: "markdown")).contains(issue))
    #expect(try report("2.2.3", plain, format: "markdown").contains(issue))
  }

  @Test("explain knows each number, and says of another that it does not")
  func explain() throws {
    let known = try Program.run(["explain", "cassandra-10377"])
    #expect(known.status == 0 && known.output.contains("CHANGES.txt, 2.1.12, 2.2.4"))
    let unknown = try Program.run(["explain", "CASSANDRA-1"])
    #expect(unknown.status == 2 && unknown.errors.contains("known bugs"))
  }

  @Test(
    "errors of real nodes that are no known bug are called none", .enabled(if: Captures.arePresent),
    arguments: ["corrupt-4.0", "corrupt_meta-4.1", "iofaults-4.0", "enospc-4.1", "oom-5.0", "oom_exit-3.11"])
  func capturesNameNone(name: String) async throws {
    let findings = try await Captures.findings(name)
    for node in findings.nodes {
      for fault in node.faults { #expect(fault.issues.isEmpty, "\(fault.rootCause)") }
    }
  }
}

// HEALTHY must be earned: a log that is too short, was not understood, or ends while the node does not serve
// shows no health.

import CassandraAnalysis
import CassandraInput
import CassandraModel
import CassandraReport
import Testing

@Suite("Health is earned") struct HealthDoubtTests {
  private static let start = [
    "INFO  [main] 2026-11-21 05:05:13,130 CassandraDaemon.java:486 - Hostname: db-1",
    "INFO  [main] 2026-11-21 05:05:14,300 StorageService.java:644 - Cassandra version: 4.1.10",
  ]
  private static let ready = [
    "INFO  [main] 2026-11-21 05:05:19,300 CassandraDaemon.java:759 - Startup complete"
  ]
  private static let work = [
    "INFO  [Service Thread] 2026-11-21 05:08:00,000 GCInspector.java:294 - G1 Young Generation GC in 210ms."
  ]
  private static let drain = [
    "INFO  [RMI TCP Connection(3)-127.0.0.1] 2026-11-21 05:20:41,000 StorageService.java:1 - DRAINING: starting drain process",
    "INFO  [RMI TCP Connection(3)-127.0.0.1] 2026-11-21 05:20:47,438 StorageService.java:1670 - DRAINED",
  ]

  private static func findings(_ lines: [String]) async -> Findings {
    let bytes = Array(lines.map { $0 + "\n" }.joined().utf8)
    let reader = CaptureReader(held: [HeldFile(name: "system.log", bytes: bytes)])
    let contents = await reader.read { _ in NodeHistory() }
    let nodes = contents.nodes.map { (scope: $0.scope, history: $0.sink) }
    let names = NodeNames.names(of: nodes)
    var nodeOf: [String: NodeID] = [:]
    for file in contents.coverage { nodeOf[file.file] = names.first }
    return Findings(
      nodes: zip(names, nodes).map { NodeFindings($0, $1.history) }, coverage: contents.coverage,
      diagnostics: contents.diagnostics, nodeOf: nodeOf, engine: RuleEngine())
  }

  private static func page(_ findings: Findings) -> String { Report.incidentReport(findings).summary ?? "" }

  private static func status(_ findings: Findings) -> CheckResult.Status {
    CheckRun(findings, .seedGate(withBaseline: false)).result().status
  }

  @Test("a log from the start to its work is healthy") func theWholeIsHealthy() async {
    let findings = await Self.findings(Self.start + Self.ready + Self.work)
    #expect(Self.page(findings).hasPrefix("HEALTHY"))
  }

  @Test("a run without errors from its start to its clean stop is healthy, and the stop is said")
  func aCleanStopIsSaid() async {
    let page = Self.page(await Self.findings(Self.start + Self.ready + Self.work + Self.drain))
    #expect(page.hasPrefix("HEALTHY"))
    #expect(page.contains("clean stop at 05:20:41"))
  }

  @Test("a node that was drained and whose start is not in the log is not healthy")
  func aDrainedNodeDoesNotServe() async {
    let page = Self.page(await Self.findings(Self.work + Self.drain))
    #expect(page.hasPrefix("UNKNOWN"))
    #expect(page.contains("was stopped in order at 05:20:41"))
  }

  @Test("a node that announced its shutdown on any thread is not healthy") func anAnnouncedShutdown() async {
    let record =
      "INFO  [isolatedExecutor:3] 2026-11-21 05:19:41,000 Gossiper.java:2023 - Announcing shutdown"
    let page = Self.page(await Self.findings(Self.start + Self.ready + Self.work + [record]))
    #expect(page.hasPrefix("UNKNOWN"))
    #expect(page.contains("was stopped in order at 05:19:41"))
  }

  /// Logs that show no health, and a part of the reason.
  private static let doubtful: [([String], String)] = [
    (start + [initializing("05:05:16,300")], "not finished at the end of the log"),
    ([initializing("05:05:16,300"), initializing("05:05:19,000")], "not finished at the end of the log"),
    (work, "covers less than a second"),
    (
      [
        "INFO  22:24:47 Starting listening for CQL clients on /0.0.0.0:9042 (unencrypted)...",
        "INFO  22:29:55 Node /172.20.0.2 state jump to NORMAL",
      ], "has a date"
    ),
    (
      [
        "INFO  [worker-1] 2026-11-21 05:05:13,130 Hello.java:1 - hello",
        "INFO  [worker-1] 2026-11-21 05:15:13,130 Hello.java:1 - hello again",
      ], "known to be of Cassandra"
    ),
    (
      ["lorem ipsum dolor", "sit amet consetetur", "sadipscing elitr sed"] + start + ready + work,
      "not understood"
    ),
  ]

  private static func initializing(_ time: String) -> String {
    "INFO  [main] 2026-11-21 " + time + " ColumnFamilyStore.java:385 - Initializing shop.orders"
  }

  @Test(
    "a log that shows no health is not healthy, with the reason, and check does not pass",
    arguments: HealthDoubtTests.doubtful)
  func doubtsAreSaid(_ lines: [String], _ reason: String) async {
    let findings = await Self.findings(lines)
    let page = Self.page(findings)
    #expect(page.hasPrefix("UNKNOWN"), "\(page)")
    #expect(page.contains(reason), "\(page)")
    #expect(page.contains("Do first"))
    #expect(Self.status(findings) == .notJudged)
  }

  @Test(
    "a program's failure in the lines that were passed over is a mark of an error",
    arguments: [
      "cp: cannot create regular file '/opt/x/conf/README.txt': Permission denied",
      "tee: /var/log/cassandra/out: No space left on device", "touch: x: Read-only file system",
      "mkdir: cannot create directory '/data'",
    ])
  func failuresOfProgramsAreMarks(_ line: String) async {
    let findings = await Self.findings(Self.start + Self.ready + Self.work + [line])
    #expect(findings.unreadErrors.count == 1)
    #expect(Self.page(findings).hasPrefix("UNKNOWN"))
  }

  @Test("a report of times without dates names no date") func noDateIsInvented() async {
    let findings = await Self.findings([
      "INFO  22:24:47 Starting listening for CQL clients on /0.0.0.0:9042 (unencrypted)...",
      "ERROR 22:25:41 Exception in thread Thread[CompactionExecutor:6,1,main]",
      "org.apache.cassandra.io.sstable.CorruptSSTableException: Corrupted: /d/shop/orders-1/nb-2-big-Data.db",
      "\tat org.apache.cassandra.db.compaction.CompactionTask.runMayThrow(CompactionTask.java:199) ~[apache-cassandra-3.11.8.jar:3.11.8]",
    ])
    #expect(Self.page(findings).contains("no date, times of day only"))
    #expect(Self.page(findings).contains("Cassandra 3.11.8"))
    for format in [ReportFormat.text, .markdown, .html] {
      for file in format.render(Report.incidentReport(findings)) {
        #expect(!String(decoding: file.bytes, as: UTF8.self).contains("1970"), "\(format) \(file.name)")
      }
    }
    let threads = findings.nodes.flatMap(\.faults).flatMap(\.threads)
    #expect(threads == ["CompactionExecutor:6"])
  }
}

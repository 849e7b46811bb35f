// A node is HEALTHY only without unread errors: an error that was not understood, anywhere in the capture,
// prevents it; words about errors do not.

import CassandraAnalysis
import CassandraInput
import CassandraModel
import CassandraReport
import TestSupport
import Testing

@Suite("The all-clear") struct AllClearTests {
  private static let record = [
    "ERROR [CompactionExecutor:4] 2026-11-21 05:07:34,633 CassandraDaemon.java:581 - Exception in thread Thread[CompactionExecutor:4,5,main]",
    "org.apache.cassandra.io.sstable.CorruptSSTableException: Corrupted: /var/lib/cassandra/data/shop/orders-68132d10c6a111f08de90242ac120002/nb-2-big-Data.db",
    "\tat org.apache.cassandra.io.sstable.format.big.BigTableScanner$KeyScanningIterator.computeNext(BigTableScanner.java:245)",
    "\tat org.apache.cassandra.db.compaction.CompactionTask.runMayThrow(CompactionTask.java:199)",
    "\tat java.base/java.lang.Thread.run(Thread.java:829)",
    "Caused by: org.apache.cassandra.io.compress.CorruptBlockException: (/var/lib/cassandra/data/shop/orders-68132d10c6a111f08de90242ac120002/nb-2-big-Data.db): corruption detected, chunk at 1317 of length 4096.",
    "\t... 12 common frames omitted",
  ]

  private static let log = [
    "INFO  [main] 2026-11-21 05:05:13,130 CassandraDaemon.java:486 - Hostname: db-1",
    "INFO  [main] 2026-11-21 05:05:13,135 CassandraDaemon.java:493 - JVM vendor/version: OpenJDK 64-Bit Server VM/11.0.21",
    "INFO  [main] 2026-11-21 05:05:14,300 StorageService.java:644 - Cassandra version: 4.1.10",
    "INFO  [main] 2026-11-21 05:05:19,300 CassandraDaemon.java:759 - Startup complete",
    "DEBUG [main] 2026-11-21 05:05:20,000 Tables.java:10 - Tables that are open",
    "  shop.orders",
    "  shop.events_by_day",
    "INFO  [CompactionExecutor:1] 2026-11-21 05:06:20,000 AutoSavingCache.java:395 - Saved KeyCache (12 items) in 4 ms",
    "DEBUG [ScheduledTasks:1] 2026-11-21 05:06:30,000 StorageService.java:1 - nothing to do",
    "INFO  [Service Thread] 2026-11-21 05:08:00,000 GCInspector.java:294 - G1 Young Generation GC in 210ms.",
  ]

  private static let tpstats = [
    "Pool Name                    Active   Pending      Completed   Blocked  All time blocked",
    "ReadStage                         0         0            412         0                 0",
    "CompactionExecutor                0         0             38         0                 0",
    "MutationStage                     0         0           9120         0                 0", "",
    "Message type           Dropped                  Latency waiting in queue (micros)",
    "                                             50%               95%               99%               Max",
    "READ_RSP                     0               0.0               0.0               0.0               0.0",
    "RANGE_REQ                    0               0.0               0.0               0.0               0.0",
  ]

  private static func bytes(_ lines: [String]) -> [UInt8] { lines.flatMap { Array($0.utf8) + [0x0A] } }

  private static func findings(_ files: [(name: String, bytes: [UInt8])]) async -> Findings {
    let held = files.map { HeldFile(name: $0.name, bytes: $0.bytes) }
    let contents = await CaptureReader(held: held).read { _ in NodeHistory() }
    let nodes = contents.nodes.map { (scope: $0.scope, history: $0.sink) }
    return Findings(
      nodes: zip(NodeNames.names(of: nodes), nodes).map { NodeFindings($0, $1.history) },
      coverage: contents.coverage, diagnostics: contents.diagnostics, engine: RuleEngine())
  }

  private static let healthy: [(name: String, bytes: [UInt8])] = [
    ("logs/system.log", bytes(log)), ("tpstats.txt", bytes(tpstats)),
    ("compactionstats.txt", bytes(["pending tasks: 0"])),
  ]

  private static func isAllClear(_ findings: Findings) -> Bool {
    findings.unreadErrors.isEmpty && !findings.faults.contains { $0.fault.category.isError }
  }

  private static func status(_ findings: Findings) -> CheckResult.Status {
    CheckRun(findings, .seedGate(withBaseline: false)).result().status
  }

  @Test("what the tests splice errors into is healthy") func theRestIsHealthy() async {
    let findings = await Self.findings(Self.healthy)
    #expect(Self.isAllClear(findings))
    #expect(Self.status(findings) == .passed)
  }

  /// The place of an error.
  enum Place: CaseIterable, Sendable {
    case log, wrappedLog, output, ownFile, wideFile, gzip, zip, tarball
  }

  @Test(
    "an error in any disguise, anywhere in a capture, takes the all-clear away", arguments: Place.allCases)
  func noDisguiseIsHealthy(_ place: Place) async {
    #expect(ErrorDisguise.all.count >= 40)
    for (number, disguise) in ErrorDisguise.all.enumerated() {
      var random = SeededRandom(seed: UInt64(number))
      let error = disguise.apply(Self.record)
      var files = Self.healthy
      func spliced(_ lines: [String]) -> [UInt8] {
        let line = Int.random(in: 1...lines.count, using: &random)
        return Self.bytes(Array(lines[..<line]) + error + lines[line...])
      }
      switch place {
      case .log: files[0].bytes = spliced(Self.log)
      case .wrappedLog: files[0].bytes = spliced(Self.log.map { "cassandra-1  | " + $0 })
      case .output: files[1].bytes = spliced(Self.tpstats)
      case .ownFile: files.append((["paste", "logs/other.log", "notes.md"][number % 3], Self.bytes(error)))
      case .wideFile:
        let text = "\u{FEFF}" + error.joined(separator: "\r\n")
        files.append(("paste.txt", Array(text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })))
      case .gzip: files.append(("paste.gz", deflated(Self.bytes(error), gzip: true)))
      case .zip: files.append(("ticket.zip", zip(.init("a/b.txt", Self.bytes(["Hello,", ""] + error)))))
      case .tarball:
        files.append(
          ("ticket.tgz", deflated(tar(.init("a/b", Self.bytes(["Hello,", ""] + error))), gzip: true)))
      }
      let findings = await Self.findings(files)
      #expect(!Self.isAllClear(findings), "\(disguise)")
      // An error that was understood counts by its severity.
      if !findings.unreadErrors.isEmpty {
        #expect(Self.status(findings) == .notJudged, "\(disguise)")
      }
    }
  }

  @Test(
    "words about errors are no errors",
    arguments: [
      (
        "NOTES.txt",
        """
        Healthy run. At 05:07:34 we looked for an ERROR and found none; java.io.IOException: No space left on device
        did not occur, and the log has no record of level ERROR since 05:05:13.
        """
      ),
      ("README.md", "# ERROR handling\n\nAn `ERROR` means `CorruptSSTableException` or OutOfMemoryError.\n"),
      ("collect.sh", "#!/bin/sh\ngrep -c ERROR system.log || echo \"no ERROR\" # Exception\nexit 1\n"),
      (
        "cassandra.yaml",
        "cluster_name: shop-prod\nnum_tokens: 16\ndisk_failure_policy: stop\ncommit_failure_policy: stop\n# On Error: stop\n"
      ),
      (
        "help.txt",
        "usage: java [options]\n  -XX:OnError=<cmd>  run when an error occurs\n  -XX:+ExitOnOutOfMemoryError\n"
      ),
      (
        "getlogginglevels.txt",
        "\nLogger Name                                        Log Level\nROOT                                               ERROR\norg.apache.cassandra                               ERROR\n"
      ),
      (
        "info.txt",
        "error: null\n-- StackTrace --\njava.lang.NullPointerException\n\tat org.apache.cassandra.tools.NodeProbe.getHostId(NodeProbe.java:12)\n\tat org.apache.cassandra.tools.NodeTool.main(NodeTool.java:1)\n"
      ),
      (
        "photo.jpg",
        "\u{FF}\u{D8}\u{1}\u{2}\u{3}\u{4}\u{5}\u{6}\u{7}\u{8}\u{1}\u{2}\u{3}ERROR [main] 05:07:34"
      ),
    ])
  func wordsAreNoErrors(_ name: String, _ text: String) async {
    let findings = await Self.findings(Self.healthy + [(name, Array(text.utf8))])
    #expect(Self.isAllClear(findings), "\(findings.unreadErrors.map(\.description))")
  }

  @Test("a log of another layout that was not read is said, even without an error in it")
  func anUnreadLogIsSaid() async {
    let lines = (10..<20).map { "20261121 05.\($0).33 #INFO# 05:\($0):33 worker: all is well" }
    let findings = await Self.findings(Self.healthy + [("other/app.out", Self.bytes(lines))])
    #expect(findings.unreadErrors.map(\.code.name) == ["unread.log"])
    #expect(findings.unreadErrors.first?.source.line == 1)
  }

  @Test("the first screen names the line, shows it, and says what to do") func theFirstScreenSaysWhere() async
  {
    let lines = (10..<20).map { "20261121 05.\($0).33 #INFO# 05:\($0):33 worker: all is well" }
    let files = Self.healthy + [("other/app.out", Self.bytes(lines))]
    let report = Report.incidentReport(await Self.findings(files))
    let pages = ReportFormat.markdown.render(report)
    let text = pages.map { String(decoding: $0.bytes, as: UTF8.self) }.joined()
    #expect(text.contains("UNKNOWN"))
    #expect(text.contains("other/app.out:1"))
    #expect(text.contains("worker: all is well"))
    #expect(text.contains("--log-pattern"))
    #expect(!text.contains("HEALTHY"))
  }

  @Test("a trace below a record of a connection that ended is no unread error") func connectionsEnd() async {
    let trace = [
      "INFO  [epollEventLoopGroup-2-1] 2026-11-21 05:06:40,000 Message.java:826 - Unexpected exception during request",
      "java.io.IOException: Error while read(...): Connection reset by peer",
      "\tat io.netty.channel.epoll.Native.readAddress(Native Method) ~[netty-all.jar:4.0]",
      "\tat java.lang.Thread.run(Thread.java:748) [na:1.8]",
    ]
    let findings = await Self.findings([("system.log", Self.bytes(Self.log + trace))])
    #expect(findings.unreadErrors.isEmpty)
  }
}

// Damaged inputs that once ended the program between a capture and its report.

import CassandraAnalysis
import CassandraInput
import CassandraModel
import CassandraReport
import Testing

@Suite("Found by damage") struct FoundByDamageTests {
  private func report(_ files: [HeldFile]) async -> [String] {
    let contents = await CaptureReader(held: files).read { _ in NodeHistory() }
    let nodes = contents.nodes.map { (scope: $0.scope, history: $0.sink) }
    let findings = Findings(
      nodes: zip(NodeNames.names(of: nodes), nodes).map { NodeFindings($0, $1.history) },
      coverage: contents.coverage, diagnostics: contents.diagnostics,
      engine: RuleEngine())
    let report = Report.incidentReport(findings)
    return ReportFormat.all.flatMap { $0.render(report) }.map { String(decoding: $0.bytes, as: UTF8.self) }
  }

  private static let log = HeldFile(
    name: "system.log",
    bytes: Array(
      ("INFO  [main] 2026-11-21 05:00:00,000 CassandraDaemon.java:1 - Hostname: db1\n"
        + "INFO  [main] 2026-11-21 05:00:09,000 CassandraDaemon.java:1 - Startup complete\n").utf8))

  @Test(arguments: ["9223372036854775807", "-9223372036854775808", "99999999999999999999", "4294967296", "0"])
  func aGenerationThatIsNoTime(_ generation: String) async {
    let info =
      "ID                     : 73350128-8cf0-4322-a9a4-1efebc0e9e6c\nGossip active          : true\n"
      + "Generation No          : \(generation)\nUptime (seconds)       : 100\n"
    let files = await report([Self.log, HeldFile(name: "info.txt", bytes: Array(info.utf8))])
    #expect(files.count > 4)
  }

  @Test(arguments: ["1e308", "1.7976931348623157e308", "5e-324", "-1e308", "-1e20", "9223372036854775807"])
  func aNumberThatNothingMeasures(_ number: String) async {
    let scrapes = (0..<3).map {
      "cassandra_compaction_pendingtasks_value \($0 == 1 ? number : "5") \(1_795_237_804_000 + $0 * 60_000)\n"
        + "cassandra_compaction_bytescompacted_count \($0 == 2 ? number : "7") \(1_795_237_804_000 + $0 * 60_000)\n"
    }
    let tracker =
      "{\"compactions\": [{\"id\": \"7a1e2f10-c6a1-11f0-8de9-0242ac120002\", \"keyspace\": \"shop\", \"table\": "
      + "\"orders\", \"completed\": \(number), \"total\": \(number), \"unit\": \"bytes\"}], \"active_count\": 1}\n"
    let poll = "2026-11-21 05:11:50,078 [WARNING] x: High pending compactions detected: \(number)\n"
    let files = await report([
      Self.log, HeldFile(name: "a.prom", bytes: Array(scrapes.joined().utf8)),
      HeldFile(name: "tracker.log", bytes: Array(tracker.utf8)),
      HeldFile(name: "poll.log", bytes: Array(poll.utf8)),
    ])
    #expect(files.count > 4)
  }
}

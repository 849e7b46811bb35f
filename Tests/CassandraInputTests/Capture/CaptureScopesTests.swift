import CassandraModel
import Testing

@testable import CassandraInput

/// A file that is sorted by its name alone. It is a log if its name contains `log` and no command.
func item(_ name: String) -> CaptureItem {
  let line = Array("INFO  [main] 2026-11-21 05:00:00,000 Some.java:1 - text\n".utf8)
  if NodetoolCommand.named(after: name) == nil, name.contains("log"),
    let log = LogFile(InputFile(StoredBytes(line), name: name), head: line)
  {
    return CaptureItem(name: name, log: log)
  }
  return CaptureItem(
    name: name, text: CaptureText(input: InputFile(StoredBytes([]), name: name), format: .nodetool))
}

@Suite struct CaptureScopesTests {
  /// One layout: files and the scope of each.
  struct Layout: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let files: KeyValuePairs<String, String>
    var wrappers: Set<String> = []
  }

  @Test(arguments: layouts)
  func filesAreSortedByNode(layout: Layout) {
    let scopes = CaptureScopes(layout.files.map { item($0.key) }, wrappers: layout.wrappers)
    var found: [String: String] = [:]
    for (scope, items) in scopes.items { for item in items { found[item.name] = scope } }
    #expect(found == Dictionary(uniqueKeysWithValues: layout.files.map { ($0.key, $0.value) }))
  }

  static let layouts: [Layout] = [
    Layout(
      testDescription: "logs of other programs in a node's folder of a bundle",
      files: [
        "nodes/10.0.0.1/logs/cassandra/system.log": "nodes/10.0.0.1",
        "nodes/10.0.0.1/logs/opsagent/agent.log": "nodes/10.0.0.1",
        "nodes/10.0.0.1/logs/solr/tomcat/catalina.log": "nodes/10.0.0.1",
        "nodes/10.0.0.2/logs/cassandra/system.log": "nodes/10.0.0.2",
        "opscenterd/opscenterd_logs/opscenterd.log": "opscenterd/opscenterd_logs",
      ]),
    Layout(
      testDescription: "one node",
      files: ["logs/system.log": "", "logs/debug.log": "", "nodetool/tpstats.log": "", "info.txt": ""]),
    Layout(
      testDescription: "OpsCenter and DataStax",
      files: [
        "c/nodes/10.0.0.1/logs/cassandra/system.log": "c/nodes/10.0.0.1",
        "c/nodes/10.0.0.1/nodetool/tpstats": "c/nodes/10.0.0.1",
        "c/nodes/pay/nodetool/tpstats": "c/nodes/pay", "c/opscenterd/opscenterd.log": "c/opscenterd",
      ]),
    Layout(
      testDescription: "the same in an archive",
      files: [
        "b.tar.gz!c/nodes/10.0.0.1/logs/cassandra/system.log": "b.tar.gz!c/nodes/10.0.0.1",
        "b.tar.gz!c/nodes/10.0.0.1/logs/cassandra/system.log.1.zip!system.log.2018-05-12_1034":
          "b.tar.gz!c/nodes/10.0.0.1",
        "b.tar.gz!c/nodes/10.0.0.2/nodetool/tpstats": "b.tar.gz!c/nodes/10.0.0.2",
      ],
      wrappers: ["b.tar.gz!c/nodes/10.0.0.1/logs/cassandra/system.log.1.zip"]),
    Layout(
      testDescription: "ds-collector: one archive a node, a folder of its name inside",
      files: [
        "h1_artifacts_2026_11_21_0510_1795237804.tar.gz!h1_artifacts_2026_11_21_0510_1795237804/logs/system.log":
          "h1_artifacts_2026_11_21_0510_1795237804.tar.gz!h1_artifacts_2026_11_21_0510_1795237804",
        "h1_artifacts_2026_11_21_0510_1795237804.tar.gz!h1_artifacts_2026_11_21_0510_1795237804/nodetool/info.txt":
          "h1_artifacts_2026_11_21_0510_1795237804.tar.gz!h1_artifacts_2026_11_21_0510_1795237804",
      ]),
    Layout(
      testDescription: "Instaclustr: archives in an archive",
      files: [
        "InstaCollection_202611210510.tar.gz!10.0.0.1/InstaCollection_10.0.0.1.tar.gz!nodetool_info.info":
          "10.0.0.1/InstaCollection_10.0.0.1.tar.gz",
        "InstaCollection_202611210510.tar.gz!10.0.0.1/InstaCollection_10.0.0.1.tar.gz!system.log":
          "10.0.0.1/InstaCollection_10.0.0.1.tar.gz",
        "InstaCollection_202611210510.tar.gz!10.0.0.2/InstaCollection_10.0.0.2.tar.gz!nodetool_info.info":
          "10.0.0.2/InstaCollection_10.0.0.2.tar.gz",
      ]),
    Layout(
      testDescription: "one archive a node, one folder a time",
      files: [
        "node-10.20.30.11.tar.gz!10.20.30.11/20260901T000317Z/info.txt":
          "node-10.20.30.11.tar.gz!10.20.30.11",
        "node-10.20.30.11.tar.gz!10.20.30.11/20260902T000317Z/info.txt":
          "node-10.20.30.11.tar.gz!10.20.30.11",
        "node-10.20.30.12.tar.gz!10.20.30.12/20260901T000317Z/info.txt":
          "node-10.20.30.12.tar.gz!10.20.30.12",
      ]),
    Layout(
      testDescription: "one folder a time, of one node",
      files: [
        "2026-11-21T05:10:09Z/tpstats.txt": "", "1795237804/tpstats.txt": "", "20261121_0510/tpstats.txt": "",
        "capture-20261121T0511Z.tar.gz!tpstats.txt": "", "2026-11-21/system.log": "",
      ]),
    Layout(
      testDescription: "one folder a time, then one a node",
      files: [
        "20261121_0510/node1/tpstats.txt": "node1", "20261121_0510/node2/tpstats.txt": "node2",
        "20261121_0520/node1/tpstats.txt": "node1", "20261121_0520/node2/tpstats.txt": "node2",
      ]),
    Layout(
      testDescription: "by kind, then by node",
      files: [
        "logs/node1/system.log": "node1", "logs/node2/system.log": "node2",
        "nodetool/node1/tpstats.txt": "node1",
        "nodetool/node2/tpstats.txt": "node2", "tpstats/node3.txt": "node3", "info/node3.txt": "node3",
        "info/node4.txt": "node4",
      ]),
    Layout(
      testDescription: "neighbours with the same captures and names that say nothing",
      files: [
        "alpha/info.txt": "alpha", "alpha/tpstats.txt": "alpha", "beta/nodetool/info.txt": "beta",
        "beta/nodetool/tpstats.txt": "beta", "status.txt": "",
      ]),
    Layout(
      testDescription: "phases of one node",
      files: [
        "s/logs/system.log": "s", "s/idle/tpstats.txt": "s", "s/busy/tpstats.txt": "s",
        "s/idle/info.txt": "s",
        "s/busy/info.txt": "s", "s/nodetool-final/info.txt": "s", "s/run1/info.txt": "s",
        "s/run2/info.txt": "s",
      ]),
    Layout(
      testDescription: "phases without logs beside them",
      files: [
        "before/info.txt": "", "before/tpstats.txt": "", "after/info.txt": "", "after/tpstats.txt": "",
      ]),
    Layout(
      testDescription: "pods",
      files: [
        "prod/cassandra-0/cassandra.log": "prod/cassandra-0",
        "prod/cassandra-1/cassandra.log": "prod/cassandra-1",
        "prod/cassandra-1/server-system-logger.log": "prod/cassandra-1",
      ]),
    Layout(
      testDescription: "pods in one folder",
      files: ["cassandra-0.log": "cassandra-0", "cassandra-1.log": "cassandra-1", "system.log": ""]),
    Layout(
      testDescription: "a flat folder with prefixes and suffixes",
      files: [
        "f/node1-system.log": "f/node1", "f/node1_tpstats.txt": "f/node1",
        "f/node2-system.log.1.zip!x": "f/node2",
        "f/tpstats_10.0.0.4.txt": "f/10.0.0.4", "f/10.0.0.4_system.log.1.zip!system.log": "f/10.0.0.4",
        "f/compactionstats-ip-10-0-0-5-20261121.txt": "f/10.0.0.5", "f/status.txt": "f", "f/system.log": "f",
        "f/cass-prod-03.debug.log.2.gz": "f/cass-prod-03", "f/system.log.node9": "f/node9",
      ],
      wrappers: ["f/node2-system.log.1.zip", "f/10.0.0.4_system.log.1.zip"]),
    Layout(
      testDescription: "a flat archive",
      files: [
        "f.zip!node1-system.log": "f.zip!node1", "f.zip!node2-system.log": "f.zip!node2",
        "f.zip!tpstats_node2.txt": "f.zip!node2",
      ]),
    Layout(
      testDescription: "one name tells nobody apart",
      files: ["node1-system.log": "", "node1-tpstats.txt": "", "info.txt": ""]),
    Layout(
      testDescription: "rotation, dates, tables, options and phases are no nodes",
      files: [
        "system.log": "", "system.log.1.zip!system.log.2018-05-12_1034": "", "debug.log.2026-11-21.10.gz": "",
        "system-2024-05-12.0.log": "", "compactionstats_1795235674.txt": "", "tablestats-H.txt": "",
        "cfstats_ks1.table2.txt": "", "tablehistograms_ks1_t1.txt": "", "tablehistograms_ks1_t2.txt": "",
        "netstats-during-decommission.txt": "", "info_run2.txt": "", "info_run3.txt": "",
        "toppartitions_shop_orders_500.txt": "", "getcompactionthroughput_-d.txt": "", "system.log (1)": "",
      ],
      wrappers: ["system.log.1.zip"]),
    Layout(
      testDescription: "an argument of a command is a node if another file says so",
      files: [
        "tablestats_node1.txt": "node1", "tpstats_node1.txt": "node1", "tpstats_node2.txt": "node2",
        "tablestats_ks1.txt": "",
      ]),
    Layout(
      testDescription: "archives of single nodes in one folder",
      files: [
        "a.tar.gz!system.log": "a.tar.gz", "a.tar.gz!tpstats": "a.tar.gz",
        "b.tar.gz!logs/system.log": "b.tar.gz",
        "b.tar.gz!logs/debug.log": "b.tar.gz",
      ]),
  ]

  // MARK: Times

  private func times(_ names: String...) -> ([CaptureTime?], DiagnosticLog) {
    let scopes = CaptureScopes(names.map(item))
    let items = scopes.items.values.flatMap { $0 }
    let times = names.map { name in items.first { $0.name == name }?.text?.input.time }
    return (times, scopes.diagnostics)
  }

  @Test func theNearestNameTellsTheTime() {
    let epoch = Instant(milliseconds: 1_795_237_804_000)
    let (times, log) = times(
      "compactionstats_1795237804.txt", "1795000000/1795237804/tpstats.txt",
      "1795000000/tpstats_1795237804.txt",
      "h_artifacts_2026_11_21_0610_1795237804.tar.gz!h/nodetool/info.txt", "2026-11-21T05-10-04Z/info.txt",
      "20261121T061004+0100/info.txt", "nodetool/info.txt", "2026-11-21/info.txt")
    #expect(times == Array(repeating: CaptureTime(epoch, .name), count: 6) + [nil, nil])
    #expect(log.entries.isEmpty)
  }

  @Test func aTimeWithoutAZoneIsOfTheNodesClockOrElseTakenForUTCAndSaidSo() {
    let scopes = CaptureScopes(["20261121_0510/info.txt", "20261121_0510/tpstats.txt"].map(item))
    let inputs = scopes.items.values.flatMap { $0 }.compactMap { $0.text?.input }.sorted { $0.name < $1.name }
    #expect(inputs.map { $0.time } == [nil, nil])
    let instant = Instant(milliseconds: 1_795_237_800_000)
    let utc = inputs.map { $0.time(by: nil) }
    #expect(utc.map(\.time) == Array(repeating: CaptureTime(instant, .name), count: 2))
    #expect(
      utc.compactMap { $0.assumption?.description.prefix(24) } == ["20261121_0510: warning: "], "once")
    let clock: WallClock = { $0.instant(at: UTCOffset(seconds: 3600)) }
    let placed = inputs.map { $0.time(by: clock) }
    let earlier = CaptureTime(Instant(milliseconds: instant.milliseconds - 3_600_000), .name)
    #expect(placed.map(\.time) == [earlier, earlier])
    #expect(placed.compactMap { $0.assumption?.description.prefix(21) } == ["20261121_0510: note: "])
  }

  @Test(.timeLimit(.minutes(1))) func aThousandNodesAreToldApart() {
    // Comparing each file with every other would exceed the time limit.
    let items = (0..<1000).flatMap { node in
      (0..<3).map { item("b.tar.gz!nodes/10.0.\(node / 250).\(node % 250)/nodetool/f\($0)") }
    }
    let scopes = CaptureScopes(items)
    #expect(scopes.items.count == 1000)
    #expect(scopes.items.values.allSatisfy { $0.count == 3 })
  }
}

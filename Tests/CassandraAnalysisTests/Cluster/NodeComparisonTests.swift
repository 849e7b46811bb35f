// Nodes compared: different settings, outliers, compaction health.

import CassandraModel
import Testing

@testable import CassandraAnalysis

@Suite struct NodeComparisonTests {
  private func node(_ name: String, _ build: (inout NodeInSeries) -> Void) -> NodeFindings {
    var node = NodeInSeries()
    build(&node)
    return NodeFindings(NodeID(name), node.history(), given: ("UTC", NodeInSeries.utc))
  }

  private func findings(_ nodes: [NodeFindings]) -> Findings {
    Findings(nodes: nodes, coverage: [], diagnostics: DiagnosticLog(), engine: RuleEngine())
  }

  private func setting(_ name: String, _ value: String, _ file: String = "conf/cassandra.yaml") -> Fact {
    .attribute(
      Attribute(
        at: nil, name: AttributeName("config_" + name), value: value,
        source: SourceLocation(file: file, line: 1)))
  }

  @Test("a setting of one node of three is told with what the others have")
  func differs() throws {
    let all = findings([
      node("a") { $0.add(setting("num_tokens", "16")) }, node("b") { $0.add(setting("num_tokens", "16")) },
      node("c") { $0.add(setting("num_tokens", "256")) },
    ])
    let one = try #require(all.settingDifferences.first)
    #expect(all.settingDifferences.count == 1)
    #expect(one.nodes.map(\.name) == ["c"])
    #expect((one.value, one.usual) == ("256", "16"))
  }

  @Test("what every node has of its own differs from nobody, nor does another spelling of the same rate")
  func same() {
    let all = findings([
      node("a") {
        $0.add(setting("listen_address", "10.0.0.1"))
        $0.add(setting("compaction_throughput", "64MiB/s"))
      },
      node("b") {
        $0.add(setting("listen_address", "10.0.0.2"))
        $0.add(setting("compaction_throughput", "64.0MiB/s"))
      },
    ])
    #expect(all.settingDifferences.isEmpty)
  }

  @Test("a node that runs with another value than its file says is told, also alone")
  func file() throws {
    let all = findings([
      node("a") {
        $0.add(setting("concurrent_compactors", "2"))
        $0.add(setting("concurrent_compactors", "4", "logs/system.log"))
      }
    ])
    let one = try #require(all.settingDifferences.first)
    #expect(one.kind == .file)
    #expect((one.value, one.usual) == ("4", "2"))
  }

  @Test("one node says nothing of nodes")
  func alone() {
    let all = findings([node("a") { $0.add(.compactionPendingTasks, "900x9") }])
    #expect(all.nodeOutliers.isEmpty)
    #expect(all.compactionHealth == nil)
  }

  @Test("of four nodes the one far from the median stands out, and the one near it does not")
  func outlier() throws {
    let all = findings([
      node("a") { $0.add(.compactionPendingTasks, "10x5") },
      node("b") { $0.add(.compactionPendingTasks, "12x5") },
      node("c") { $0.add(.compactionPendingTasks, "13x5") },
      node("d") { $0.add(.compactionPendingTasks, "90x5") },
    ])
    #expect(Set(all.nodeOutliers.map(\.node.name)) == ["d"])
    #expect(all.nodeOutliers.first?.value == 90)
    #expect(all.compactionHealth?.map(\.node.name) == ["a", "b", "c", "d"])
  }

  @Test("two of two nodes have no usual value")
  func two() {
    let all = findings([
      node("a") { $0.add(.compactionPendingTasks, "1x5") },
      node("b") { $0.add(.compactionPendingTasks, "900x5") },
    ])
    #expect(all.nodeOutliers.isEmpty)
    #expect(all.compactionHealth?.count == 2)
  }

  static let labels = [("keyspace", "k"), ("table", "t")]

  @Test("a table is worth looking at for what is unusual, and only from the limit on")
  func tables() throws {
    let all = findings([
      node("a") {
        $0.add(.tableLiveBytes, Self.labels, "1000")
        $0.add(.tablePartitionMaxBytes, Self.labels, "104857600")
        $0.add(.tableTombstonesPerSliceMax, Self.labels, "999")
        $0.add(.tableLiveBytes, [("keyspace", "k"), ("table", "u")], "1000")
        $0.add(.tableSnapshotBytes, [("keyspace", "k"), ("table", "u")], "1001")
        $0.add(.tableLiveBytes, [("keyspace", "system"), ("table", "local")], "1000")
      }
    ])
    let ranking = all.tableRanking
    // Cassandra's own tables come last, without remarks.
    #expect(ranking.map(\.table.table) == ["t", "u", "local"])
    #expect(ranking.map { $0.remarks.map(\.id) } == [["large_partition"], ["snapshots"], []])
  }

  @Test("counters of the readers' side are told a minute, in a backlog and otherwise")
  func readers() throws {
    let one = node("a") {
      $0.add(.compactionPendingTasks, "0x5 20x5 0x3")
      $0.add(.concurrentCompactors, "2")
      $0.add(.tableSpeculativeRetriesTotal, Self.labels, "0x5 60 120 180 240 300 300 300 300")
    }
    let figure = try #require(one.readerFigures.first)
    #expect(figure.title == "Speculative retries")
    #expect(figure.total == 300)
    #expect(figure.inBacklog.map { $0 > 40 } ?? false)
    #expect(figure.otherwise == 0)
    #expect(node("b") { $0.add(.compactionPendingTasks, "0x5") }.hasReaderCounters == false)
  }
}

// Trends of one node: gaps, restarts, clock steps, snapshots, free space that compactions need, and
// assumptions.

import CassandraModel
import TestSupport
import Testing

@testable import CassandraAnalysis

@Suite struct NodeTrendTests {
  /// Four samples a day.
  private static let step: Int64 = 21_600
  private static let table = [("keyspace", "k"), ("table", "t")]
  private static let mount = [("device", "/dev/a"), ("mount", "/data")]

  /// Forty days: a disk of 10,000 with 1,000 in use that grows 100 a day; 80 a day belong to one table.
  private static func node(_ add: (inout NodeInSeries) -> Void = { _ in }) -> NodeInSeries {
    var node = NodeInSeries(step: step)
    node.add(.diskUsedBytes, mount, "1000+25x159")
    node.add(.diskFreeBytes, mount, "9000+-25x159")
    node.add(.tableLiveBytes, table, "500+20x159")
    node.add(.tableTotalBytes, table, "500+20x159")
    node.add(.nodeLoadBytes, "900+25x159")
    add(&node)
    return node
  }

  private func trend(_ node: NodeInSeries, _ assumption: TrendAssumption? = nil) -> NodeTrend {
    let trend = NodeTrend(ResolvedInputs(node.findings()))
    return assumption.map { trend.assuming($0, nodes: 1) } ?? trend
  }

  private func kinds(_ node: NodeInSeries) -> [TrendEvent.Kind] { trend(node).events.map(\.kind) }

  @Test func datesAreThoseOfTheModel() throws {
    let disk = try #require(trend(Self.node()).disks.first)
    let dates = try #require(disk.dates)
    // 4975 at the end after 39.75 days; the last day's median is of its middle.
    #expect(disk.size == 10_000 && (dates.perDay - 100).magnitude < 1e-6)
    let end = Double(NodeInSeries.start) / 86_400_000 + 39.75
    for (level, date) in zip(DiskTrend.levels, dates.passes) {
      guard case .expected(let at, _, _) = date else {
        Issue.record("\(level) is ahead")
        continue
      }
      #expect((at.days - end - (level * 10_000 - 4975) / 100).magnitude < 0.01)
    }
  }

  @Test func restartsAreToldFromClocksThatAreSet() {
    let up = { (notation: String) in
      self.kinds(Self.node { $0.add(.nodeUptimeSeconds, notation) }).filter {
        if case .gap = $0 { false } else { true }
      }
    }
    #expect(up("100000+21600x159").isEmpty)
    #expect(up("100000+21600x9 600+21600x149") == [.restart(byUptime: true)])
    // The uptime is longer than the time between the samples, so there was no restart.
    #expect(
      up("100000+21600x9 312600+21600x149") == [.clockStep(TimeSpan(milliseconds: 3_400_000))])
  }

  @Test func countersTellRestartsWhereNothingElseDoes() {
    let node = Self.node { node in
      node.add(.poolCompletedTotal, [("pool", "ReadStage")], "5+10x49 3+10x109")
      node.add(.poolCompletedTotal, [("pool", "MutationStage")], "5+10x49 3+10x109")
    }
    #expect(kinds(node) == [.restart(byUptime: false)])
  }

  @Test func aSnapshotIsNamedWithItsSizeAndEnd() throws {
    let node = Self.node { $0.add(.tableSnapshotBytes, Self.table, "0x60 50000000x10 0x90") }
    guard case .snapshot(let bytes, let cleared)? = kinds(node).first else {
      Issue.record("a snapshot was taken")
      return
    }
    #expect(bytes == 50_000_000)
    #expect(cleared == NodeInSeries.instant(70 * Self.step))
  }

  @Test func aGapIsNamed() {
    var node = NodeInSeries(step: Self.step)
    node.add(.nodeLoadBytes, "900+25x59 _x12 2700+25x59")
    #expect(kinds(node) == [.gap(usual: .seconds(Self.step))])
  }

  @Test func oneSampleThatIsOffIsNamedAndChangesNothing() throws {
    var node = NodeInSeries(step: Self.step)
    node.add(.nodeLoadBytes, "10000+25x63 19000 11625+25x95")
    let series = try #require(trend(node).series(.load))
    #expect(series.outliers.map(\.value) == [19_000])
    #expect(series.outliers.map(\.source.line) == [65])
    #expect((try #require(series.result.fit).perDay - 100).magnitude < 1e-6)
  }

  @Test func aTableThatIsDroppedTakesItsGrowthAlong() throws {
    let assumption = TrendAssumption(dropped: [TableName(keyspace: "k", table: "t")])
    let disk = try #require(trend(Self.node(), assumption).disks.first)
    let (dates, assumed) = (try #require(disk.dates), try #require(disk.assumed))
    #expect((dates.perDay - assumed.perDay - 80).magnitude < 1e-6)
    #expect((dates.used - assumed.used - (500 + 20 * 157.5)).magnitude < 1)
  }

  @Test(arguments: [
    (TrendAssumption(growth: 2), 200.0, 1.0), (TrendAssumption(addedNodes: 1), 50, 0.5),
    (TrendAssumption(expiring: [TableName(keyspace: "k", table: "t")]), 20, 1),
    (TrendAssumption(diskBytes: 20_000), 100, 1),
  ])
  func assumptionsChangeWhatTheySay(_ assumption: TrendAssumption, _ perDay: Double, _ share: Double) throws {
    let disk = try #require(trend(Self.node(), assumption).disks.first)
    let (dates, assumed) = (try #require(disk.dates), try #require(disk.assumed))
    #expect((assumed.perDay - perDay).magnitude < 1e-6)
    #expect((assumed.used - dates.used * share).magnitude < 1e-6)
    #expect(assumed.size == assumption.diskBytes ?? 10_000)
  }

  @Test func theOrderOfSamplesChangesNothing() {
    let node = Self.node { $0.add(.tableSnapshotBytes, Self.table, "0x60 50000000x10 0x90") }
    let plain = NodeTrend(ResolvedInputs(node.findings()))
    let turned = NodeTrend(ResolvedInputs(node.findings { $0.reversed() }))
    #expect(plain.events == turned.events)
    #expect(plain.disks.map(\.dates) == turned.disks.map(\.dates))
    #expect(plain.series.map(\.result) == turned.series.map(\.result))
  }

  @Test func pendingHoursStopAtGaps() throws {
    var node = NodeInSeries(step: 3600)
    node.add(.compactionPendingTasks, "5x10 50x5 _x20 300x3 0x5")
    let pending = try #require(trend(node).pending)
    // Four of the five samples over 10 have a next one within the gap that counts, and all three of 300.
    #expect(pending.hoursOver == [7, 7, 3, 3])
    #expect(pending.hours == 21)
  }

  /// A compaction of `bytes` that ended ten days after the start, and the strategy of its table.
  private static func compacting(_ bytes: Int64, _ strategy: [(String, String)]?, kind: String? = nil)
    -> NodeInSeries
  {
    node { node in
      let table = TableName(keyspace: "k", table: "t")
      let end = NodeInSeries.start + 10 * 86_400_000
      node.add(
        .compaction(
          CompactionRow(
            id: TimeUUID(high: 0x1000, low: 7), table: table, compactedAt: LocalTime(milliseconds: end),
            bytesIn: bytes, bytesOut: bytes / 2, rowsMerged: "{1:1}", kind: kind, strategy: nil,
            source: SourceLocation(file: "compactionhistory.txt", line: 3))))
      guard let strategy else { return }
      node.add(
        .schema(
          TableSchema(
            table: table, isView: false,
            compaction: Labels(strategy.map { (name: $0.0, value: $0.1) }), gcGraceSeconds: nil,
            defaultTTLSeconds: nil, replication: .none, source: SourceLocation(file: "schema.cql", line: 1))))
    }
  }

  @Test(
    arguments: [
      // The table had 500 + 80 × 10 = 1300 then and has 3650 in the middle of its last day.
      (nil, nil, 390.0 * 3650 / 1300), ("SizeTieredCompactionStrategy", nil, 390 * 3650 / 1300),
      ("SizeTieredCompactionStrategy", "Major compaction", 3650),
      ("TimeWindowCompactionStrategy", nil, 390 * 3650 / 1300),
      // The table is smaller than eleven SSTables.
      ("LeveledCompactionStrategy", nil, 390 * 3650 / 1300),
    ] as [(String?, String?, Double)])
  func theLargestCompactionGrowsWithItsTable(_ strategy: String?, _ kind: String?, _ need: Double) throws {
    let node = Self.compacting(390, strategy.map { [("class", $0)] }, kind: kind)
    let disk = try #require(trend(node).disks.first)
    #expect(disk.needs.count == 1)
    let own = try #require(disk.needs.first)
    #expect((own.line.level - need).magnitude < 0.01 * need, "\(own.line.level)")
    // Free space and need meet before the disk is full.
    let dates = try #require(disk.dates)
    let (space, full) = (try #require(dates.compaction?.date.order), try #require(dates.passes.last?.order))
    #expect(space < full)
    let rate = 100 + need / 3650 * 80
    let days = (10_000 - dates.used - own.line.level) / rate
    let end = try #require(disk.series.days.last).time
    #expect((space.days - end - days).magnitude < 0.1)
  }

  @Test func levelsNeedElevenSSTables() throws {
    var node = NodeInSeries(step: Self.step)
    node.add(.tableTotalBytes, Self.table, "1e12x160")
    node.add(.diskUsedBytes, Self.mount, "2e12x160")
    node.add(.diskFreeBytes, Self.mount, "1e12x160")
    node.add(
      .schema(
        TableSchema(
          table: TableName(keyspace: "k", table: "t"), isView: false,
          compaction: Labels([
            (name: "class", value: "LeveledCompactionStrategy"), (name: "sstable_size_in_mb", value: "100"),
          ]), gcGraceSeconds: nil, defaultTTLSeconds: nil, replication: .none,
          source: SourceLocation(file: "schema.cql", line: 1))))
    let disk = try #require(trend(node).disks.first)
    #expect(disk.needs.map(\.line.level) == [11 * 100 * 1_048_576])
    #expect(disk.dates?.compaction?.date == .notInSight(earliest: nil))
  }

  @Test func valuesThatNobodyMeasuresAreSurvived() {
    let values = ["1e308", "-1e308", "nan", "inf", "0", "1e99", "-1e99", "5"]
    var random = SeededRandom(seed: 3)
    for _ in 0..<20 {
      let make = { (0..<60).map { _ in values.randomElement(using: &random) ?? "0" }.joined(separator: " ") }
      let node = Self.node { node in
        for metric in [
          MetricName.nodeUptimeSeconds, .heapUsedBytes, .compactionPendingTasks, .poolCompletedTotal,
          .compactionBytesCompactedTotal,
        ] { node.add(metric, make()) }
        node.add(.diskUsedBytes, [("device", "/dev/b"), ("mount", "/other")], make())
        node.add(.diskFreeBytes, [("device", "/dev/b"), ("mount", "/other")], make())
        node.add(.tableLiveBytes, [("keyspace", "k"), ("table", "u")], make())
        node.add(.tableTotalBytes, [("keyspace", "k"), ("table", "u")], make())
        node.add(.tableSnapshotBytes, [("keyspace", "k"), ("table", "u")], make())
      }
      let result = trend(
        node, TrendAssumption(growth: 1000, dropped: [TableName(keyspace: "k", table: "u")]))
      #expect(result.series.allSatisfy { $0.latest.isFinite })
    }
  }

  @Test func trendsStayWhenTheirSamplesGo() throws {
    var history = Self.node { $0.add(.compactionPendingTasks, "3x80 40x80") }.history()
    let before = TrendFindings(findings(history, "a"))
    history.makeTrends([NodeID("a")]) { _ in
      NodeHistory.Given(zone: nil, declaredZone: nil, inputs: NodeInputs())
    }
    let after = TrendFindings(findings(history, "a"))
    #expect(history.samples.all.map(\.points.count).max() == 2)
    #expect(after.period == before.period && after.growth == before.growth && after.actions == before.actions)
    let (was, own) = (try #require(before.nodes.first), try #require(after.nodes.first))
    #expect(own.series.map(\.result) == was.series.map(\.result))
    #expect(own.pending == was.pending && own.disks.map(\.dates) == was.disks.map(\.dates))
    #expect(own.disks.first?.dates != nil && own.pending?.median == 3)
  }

  @Test func aNodeThatGetsItsFoldersNameGetsWhatIsGivenForIt() {
    var node = NodeInSeries(step: Self.step)
    node.add(.nodeLoadBytes, "900+25x159")
    var history = node.history()
    history.makeTrends(["10.0.0.1", "b/10.0.0.1", "other"].map { NodeID($0) }) { name in
      let size = name.name == "b/10.0.0.1" ? 20_000.0 : 10_000
      return NodeHistory.Given(zone: nil, declaredZone: nil, inputs: NodeInputs(diskSizeBytes: size))
    }
    for (name, size) in [("10.0.0.1", 10_000.0), ("b/10.0.0.1", 20_000), ("other", 10_000)] {
      let nodes = TrendFindings(findings(history, name)).nodes
      #expect(nodes.map(\.node.name) == [name] && nodes.flatMap(\.disks).map(\.size) == [size])
    }
  }

  private func findings(_ history: NodeHistory, _ name: String) -> Findings {
    Findings(nodes: [NodeFindings(NodeID(name), history)], coverage: [], diagnostics: DiagnosticLog())
  }

  @Test func nothingIsNoNode() {
    let trend = TrendFindings(Findings(nodes: [], coverage: [], diagnostics: DiagnosticLog()))
    #expect(trend.period == nil && trend.actions.isEmpty)
  }
}

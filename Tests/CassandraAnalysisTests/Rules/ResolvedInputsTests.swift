// The inputs of rules: settings by the order of their sources, the data volume, the counter of compacted
// bytes, derived series; marks, tiers and routes.

import CassandraModel
import TestSupport
import Testing

@testable import CassandraAnalysis

@Suite struct ResolvedInputsTests {
  private static let jmx = [("source", "jmx")]
  private static let table = [("keyspace", "k"), ("table", "t")]

  private func attribute(_ name: AttributeName, _ value: String, _ file: String) -> Fact {
    .attribute(Attribute(at: nil, name: name, value: value, source: SourceLocation(file: file, line: 1)))
  }

  @Test func compactorsComeFromTheNearestCaptureFirst() {
    var node = NodeInSeries()
    node.add(attribute(AttributeName("config_concurrent_compactors"), "8", "conf/cassandra.yaml"))
    node.add(.concurrentCompactors, "16", offset: 3600, file: "conf/cassandra.yaml")
    node.add(.compactionPendingTasks, "1")
    var given = NodeInputs()
    given.concurrentCompactors = 32
    let compactors = { (node: NodeInSeries, seconds: Int64) in
      ResolvedInputs(node.findings(), given: given).concurrentCompactors(at: NodeInSeries.instant(seconds))
    }
    // cassandra.yaml takes precedence over our configuration.
    #expect(compactors(node, 0) == 8)
    // The log takes precedence over it; `null` means that it is not set.
    node.add(attribute(AttributeName("config_concurrent_compactors"), "null", "logs/system.log"))
    #expect(compactors(node, 0) == 8)
    node.add(attribute(AttributeName("config_concurrent_compactors"), "4", "logs/system.log"))
    #expect(compactors(node, 0) == 4)
    // Captures take precedence over both; of two equally close ones, the earlier.
    node.add(.concurrentCompactors, "2 _ 3")
    #expect(compactors(node, -600) == 2 && compactors(node, 60) == 2 && compactors(node, 61) == 3)
    #expect(compactors(node, 99_999) == 3)
    let none = ResolvedInputs(NodeInSeries().findings(), given: given).concurrentCompactors
    #expect(none?.value(at: NodeInSeries.instant(0)) == 32 && none?.origin == "the configuration")
  }

  @Test func throughputIsReadInTheUnitOfItsName() {
    for (name, text, bytes) in [
      ("compaction_throughput", "64MiB/s", 67_108_864.0),
      ("compaction_throughput_mb_per_sec", "16", 16_777_216),
      ("compaction_throughput", "512KiB/s", 524_288),
    ] {
      var node = NodeInSeries()
      node.add(attribute(AttributeName("config_" + name), text, "logs/system.log"))
      #expect(ResolvedInputs(node.findings()).throughputLimit?.constant == bytes)
    }
  }

  private func volume(_ directories: [String], given: NodeInputs = NodeInputs()) -> String? {
    var node = NodeInSeries()
    for mount in ["/", "/var", "/var/lib/cassandra", "/var/lib/cassandra2"] {
      node.add(.diskFreeBytes, [("device", "d"), ("mount", mount)], "25")
      node.add(.diskUsedBytes, [("device", "d"), ("mount", mount)], "75")
    }
    for directory in directories { node.add(attribute(.dataDirectory, directory, "conf/cassandra.yaml")) }
    return ResolvedInputs(node.findings(), given: given).dataVolume?.mount
  }

  @Test func theDataVolumeHoldsTheDataDirectory() {
    #expect(volume(["/var/lib/cassandra/data"]) == "/var/lib/cassandra")
    #expect(volume(["/var/lib/cassandra"]) == "/var/lib/cassandra")
    #expect(volume(["/data"]) == "/")
    // With several file systems, none is assumed.
    #expect(volume([]) == nil)
    var given = NodeInputs()
    given.dataDirectory = "/var/cassandra/data"
    #expect(volume(["/var/lib/cassandra/data"], given: given) == "/var")
  }

  @Test func useIsThatOfDfAndElseTheLoadBesideAConfiguredSize() {
    var node = NodeInSeries()
    node.add(.diskFreeBytes, [("device", "d"), ("mount", "/x")], "20")
    node.add(.diskUsedBytes, [("device", "d"), ("mount", "/x")], "60")
    #expect(ResolvedInputs(node.findings()).dataVolume?.use.points.map(\.value) == [0.75])
    var load = NodeInSeries()
    load.add(.nodeLoadBytes, "30")
    #expect(ResolvedInputs(load.findings()).dataVolume == nil)
    var given = NodeInputs()
    given.diskSizeBytes = 40
    let volume = ResolvedInputs(load.findings(), given: given).dataVolume
    #expect(volume?.use.points.map(\.value) == [0.75] && volume?.free.points.map(\.value) == [10])
  }

  private func row(_ number: UInt64, at seconds: Int64, bytes: Int64) -> Fact {
    .compaction(
      CompactionRow(
        id: TimeUUID(high: 0x1000, low: number), table: TableName(keyspace: "k", table: "t"),
        compactedAt: LocalTime(milliseconds: NodeInSeries.start + seconds * 1000), bytesIn: bytes,
        bytesOut: 1,
        rowsMerged: "", kind: nil, strategy: nil, source: SourceLocation(file: "h", line: 1)))
  }

  @Test func theCounterComesFromOneSourceInOrder() {
    var node = NodeInSeries()
    node.add(.compactionPendingTasks, "1x4")
    for (number, at) in [(1, 30), (2, 130)] as [(UInt64, Int64)] {
      let fields = [
        ("id", FieldValue.uuid(TimeUUID(high: 0x1000, low: number))), ("bytes_in", .integer(100)),
        ("table", .text("k.t")),
      ]
      node.log(.compactionFinished, "compaction.finished", at: at, fields)
    }
    let counter = { (node: NodeInSeries) in ResolvedInputs(node.findings()).compacted }
    // The log is summed up in steps of ten seconds, at the samples of pending from the first on.
    #expect(counter(node)?.source == "Compacted lines of the log")
    #expect(counter(node)?.counter.points.map(\.value) == [100, 100])
    node.add(row(1, at: 0, bytes: 7))
    node.add(row(2, at: 125, bytes: 8))
    #expect(counter(node)?.source == "compactionhistory")
    #expect(counter(node)?.counter.points.map(\.value) == [7, 7, 7, 15])
    node.add(.compactionBytesCompactedTotal, [("source", "compactionstats")], "1 2")
    #expect(counter(node)?.source == "data compacted of compactionstats")
    node.add(.compactionBytesCompactedTotal, Self.jmx, "3 4")
    #expect(counter(node)?.source == "counter compaction_bytes_compacted_total (jmx)")
  }

  @Test func aLongLogIsAddedUpInCoarserSteps() {
    var book = CompactedBook()
    for number in 0..<100_000 as Range<Int64> {
      book.add(
        Event(
          name: EventName("compaction.finished"), role: .compactionFinished, severity: .info, level: .info,
          at: LocalTime(milliseconds: number * 10_000), thread: "x", logger: "X.java",
          fields: EventFields(names: [FieldName("bytes_in")], values: [.integer(3)]), throwable: nil,
          source: SourceLocation(file: "a", line: 1)))
    }
    let steps = book.all
    #expect(steps.count == 50_000 && steps.allSatisfy { $0.bytes == 6 })
    #expect(steps.first?.at == LocalTime(milliseconds: 20_000))
  }

  @Test func theMovingAverageIsThatOfAnHourAndAtMost120Samples() throws {
    // 130 intervals of a second each at 1 byte a second, then one of 2: 120 samples count.
    var node = NodeInSeries(step: 1)
    node.add(.compactionBytesCompactedTotal, Self.jmx, "0+1x130 132")
    let decay = try #require(ResolvedInputs(node.findings()).compacted?.decay.points.last)
    #expect(abs(decay.value - 2 / (121.0 / 120)) < 1e-9)
    // At ten minutes a sample, seven lie within an hour.
    var slow = NodeInSeries(step: 600)
    slow.add(.compactionBytesCompactedTotal, Self.jmx, "0+6000x1 6000+600x8")
    let last = try #require(ResolvedInputs(slow.findings()).compacted?.decay.points.last)
    #expect(abs(last.value - 1) < 1e-9)
  }

  @Test func incrementalMeansAreThoseOfAllSamplesAnew() {
    var random = SeededRandom(seed: 11)
    var node = NodeInSeries(step: 45)
    var (text, sum) = ("", 0)
    for _ in 0..<400 {
      sum += Int.random(in: 0...3, using: &random) * 1000
      text += String(sum) + " "
    }
    node.add(.compactionBytesCompactedTotal, Self.jmx, text)
    let compacted = ResolvedInputs(node.findings()).compacted
    let (rates, decay) = (compacted?.rate.points ?? [], compacted?.decay.points ?? [])
    #expect(rates.count == 399 && decay.count == 399)
    for index in rates.indices {
      let own = rates[...index].suffix(120).filter {
        rates[index].at.milliseconds - $0.at.milliseconds <= 3_600_000
      }
      let mean = own.map(\.value).reduce(0, +) / Double(own.count)
      let expected = mean > 0 ? rates[index].value / mean : 1
      #expect(abs(decay[index].value - expected) < 1e-6)
    }
  }

  @Test func meanSizeIsWeightedByCount() {
    var node = NodeInSeries()
    for (name, bytes, count) in [("a", "100", "1"), ("b", "20", "9"), ("empty", "0", "0")] {
      node.add(.tableLiveBytes, [("keyspace", "k"), ("table", name)], bytes)
      node.add(.tableSSTables, [("keyspace", "k"), ("table", name)], count)
    }
    #expect(ResolvedInputs(node.findings()).meanSSTableBytes?.points.map(\.value) == [12])
  }

  @Test func progressCountsRunningAndEndedWork() throws {
    var node = NodeInSeries()
    node.add(.compactionActive, "1 2 1 0")
    node.task(1, "Compaction", "10 30 _ _", of: 100)
    node.task(2, "Compaction", "_ 5 25 _", of: 40)
    let inputs = ResolvedInputs(node.findings())
    // 20 and 5; the rest of the first, 70, and 20; the rest of the second, 15.
    #expect(inputs.progress?.points.map(\.value) == [0, 25, 115, 130])
    #expect(inputs.remaining?.points.map(\.value) == [90, 105, 15, 0])
  }

  @Test func selectFindsWhatSortingFinds() {
    var random = SeededRandom(seed: 5)
    for count in [1, 2, 3, 50, 51, 500] {
      let values = (0..<count).map { _ in Int.random(in: 0...20, using: &random) }
      for rank in [0, count / 2, count - 1] {
        var copy = values
        #expect(copy.select(rank) == values.sorted()[rank])
      }
    }
  }

  // MARK: Marks

  @Test func aLongCompactionIsToldBesideAStandingCounter() throws {
    var node = NodeInSeries()
    node.add(.compactionBytesCompactedTotal, Self.jmx, "0 6000 12000 12000 12000 12000")
    node.add(.compactionPendingTasks, "1 1 1 2 3 4")
    node.add(.compactionActive, "1x6")
    node.task(1, "Compaction", "0+6000x5", of: 90_000)
    let stalled = try #require(node.evaluated().alerts(of: "compaction-stalled").first)
    #expect(stalled.marks == [.longCompaction(bytesPerSecond: 100)])
    #expect(stalled.counterSource == "counter compaction_bytes_compacted_total (jmx)")
    var still = NodeInSeries()
    still.add(.compactionBytesCompactedTotal, Self.jmx, "0 6000 12000 12000 12000 12000")
    still.add(.compactionPendingTasks, "1 1 1 2 3 4")
    still.add(.compactionActive, "1x6")
    still.task(1, "Compaction", "7x6", of: 90_000)
    #expect(still.evaluated().alerts(of: "compaction-stalled").first?.marks == [])
  }

  @Test func aLongCompactionIsToldWhereCounterAndPendingAreAskedApart() throws {
    var node = NodeInSeries()
    node.add(.compactionBytesCompactedTotal, Self.jmx, "0 6000 12000 12000 12000", offset: 10)
    node.add(.compactionPendingTasks, "17x6")
    node.add(.compactionActive, "1x6")
    node.task(1, "Compaction", "0+6000x5", of: 90_000)
    let slow = try #require(node.evaluated().alerts(of: "backlog-warning").first)
    #expect(slow.pendingSince == NodeInSeries.instant(240))
    #expect(slow.marks.contains(.longCompaction(bytesPerSecond: 100)))
  }

  @Test func decayWithoutWorkIsIdle() throws {
    var node = NodeInSeries()
    node.add(.compactionBytesCompactedTotal, Self.jmx, "0 600 1200 1200")
    node.add(.compactionPendingTasks, "1 0 0 0")
    #expect(node.evaluated().alerts(of: "rate-decay").first?.marks == [.idle])
  }

  private func schema(_ name: String, _ options: [(name: String, value: String)]) -> Fact {
    .schema(
      TableSchema(
        table: TableName(keyspace: "k", table: "t"), isView: false,
        compaction: Labels([(name: "class", value: name)] + options), gcGraceSeconds: nil,
        defaultTTLSeconds: nil, replication: .none, source: SourceLocation(file: "schema.cql", line: 1)))
  }

  private func marks(_ fact: Fact?, offset: Int64) -> [RuleMark] {
    var node = NodeInSeries()
    node.add(.compactionPendingTasks, "0 20 20", offset: offset)
    node.add(.compactionPendingTasks, Self.table, "0 20 20", offset: offset)
    if let fact { node.add(fact) }
    return node.evaluated().alerts(of: "pending-high").first?.marks ?? []
  }

  @Test func windowsThatRollOverAreExpected() {
    let table = TableName(keyspace: "k", table: "t")
    let hours = [
      (name: "compaction_window_unit", value: "HOURS"), (name: "compaction_window_size", value: "1"),
    ]
    let windows = schema("TimeWindowCompactionStrategy", hours)
    // It starts at 3,600 + 60, one sample after the hour; then two.
    #expect(marks(windows, offset: 3600).contains(.windowRollover([table])))
    #expect(marks(windows, offset: 3540).contains(.windowRollover([table])))
    #expect(!marks(windows, offset: 3660).contains(.windowRollover([table])))
    #expect(!marks(schema("LeveledCompactionStrategy", []), offset: 3600).contains(.windowRollover([table])))
    #expect(marks(nil, offset: 3600) == [.strategyUnknown([table])])
  }

  @Test func workBesideABacklogAndItsCausesAreListed() throws {
    var node = NodeInSeries()
    node.add(.compactionPendingTasks, "0x4 20x3 0x2")
    node.add(.compactionPendingTasks, Self.table, "0x4 20x3 0x2")
    node.add(schema("SizeTieredCompactionStrategy", []))
    node.add(.compactionActive, "1x9")
    node.task(1, "Validation", "_x5 1 2 _x2", of: 9)
    node.task(2, "Secondary index build", "1 _x8", of: 9)
    node.add(.tableWritesTotal, Self.table, "0+60x3 480+300x2 1140+60x2")
    let alert = try #require(node.evaluated().alerts(of: "pending-high").first)
    let work = alert.marks.compactMap { if case .concurrentWork(let work) = $0 { work } else { nil } }.flatMap
    { $0 }
    #expect(work.map(\.kind) == ["Validation"])
    let likely = alert.marks.compactMap { if case .causes(let causes) = $0 { causes } else { nil } }
    let causes = likely.flatMap { $0.map(\.words) }
    #expect(causes.count == 3 && causes[0].hasPrefix("local writes at"))
    #expect(causes.contains("repair work in it"))
    #expect(causes.contains("strategy of the pending tables: SizeTieredCompactionStrategy"))
  }

  // MARK: Tiers

  private func tiers(_ build: (inout NodeInSeries) -> Void) -> [String] {
    var node = NodeInSeries()
    node.add(.concurrentCompactors, "2")
    build(&node)
    return node.evaluated().tiers.map { span in
      let seconds = { (at: Instant) in (at.milliseconds - NodeInSeries.start) / 1000 }
      return "\(span.tier?.rawValue ?? "unknown") \(seconds(span.from))-\(seconds(span.to))"
    }
  }

  private func fill(_ node: inout NodeInSeries, _ used: String, tombstones: String) {
    let labels = [("device", "d"), ("mount", "/x")]
    node.add(.diskUsedBytes, labels, used)
    let free = NodeInSeries.values(used).map { $0.map { String(100 - $0) } ?? "_" }
    node.add(.diskFreeBytes, labels, free.joined(separator: " "))
    node.add(.tableTombstonesPerSliceMax, Self.table, tombstones)
  }

  @Test func tiersAskTheirQuestionsInOrder() {
    let steps = tiers { node in
      node.add(.compactionPendingTasks, "4 5 5 5 5 5 4")
      fill(&node, "99 85 86 86 90 91 91", tombstones: "9999 9999 4999 5000 5000 5000 5000")
    }
    #expect(
      steps == [
        "healthy 0-60", "warning 60-180", "critical 180-300", "emergency 300-360", "healthy 360-360",
      ])
  }

  @Test func starvationIsAnEmergencyOnlyAboveCritical() {
    let pool = [("pool", "CompactionExecutor")]
    let blocked = tiers { node in
      node.add(.compactionPendingTasks, "5x4")
      fill(&node, "86x4", tombstones: "5000x4")
      node.add(.poolBlocked, pool, "0 1 0 0")
      node.add(.poolBlockedTotal, pool, "0 0 0 1")
    }
    #expect(blocked == ["critical 0-60", "emergency 60-120", "critical 120-180", "emergency 180-180"])
    let busy = tiers { node in
      node.add(.compactionPendingTasks, "5 6 7 7")
      fill(&node, "86x4", tombstones: "5000x4")
      node.add(.poolActive, pool, "2x4")
    }
    #expect(busy == ["critical 0-120", "emergency 120-180", "critical 180-180"])
    let alone = tiers { node in
      node.add(.compactionPendingTasks, "5x2")
      node.add(.poolBlocked, pool, "9x2")
    }
    #expect(alone == ["warning 0-60"])
  }

  @Test func aGapInTiersIsNotKnown() {
    #expect(
      tiers { $0.add(.compactionPendingTasks, "5x3 _x5 5x2") }
        == ["warning 0-120", "unknown 120-480", "warning 480-540"])
    #expect(NodeInSeries().evaluated().reasons(of: "tiers") == ["there is no compactionstats"])
  }

  // MARK: Calls

  @Test func aBreakerLetsOneCallThroughAnHour() {
    var node = NodeInSeries(step: 600)
    // Fires at 0, 20, 40, 60 and 80 minutes; the breaker passes 0 and 60.
    node.add(.compactionPendingTasks, "11 0 11 0 11 0 11 0 11")
    let findings = Findings(nodes: [node.findings()], coverage: [], diagnostics: DiagnosticLog())
      .evaluated(by: RuleEngine())
    let calls = findings.evaluation.calls().filter { $0.rule == "pending-high" }
    #expect(calls.map(\.fired) == [5] && calls.map(\.stopped) == [3])
    #expect(calls.first?.route == "review" && calls.first?.last == NodeInSeries.instant(4800))
    #expect(findings.worst == .warning)
  }

  @Test func samplesCanBeAskedForOneByOne() throws {
    var node = NodeInSeries()
    node.add(.compactionPendingTasks, "33x17 0")
    let rule = try #require(Rule.named("pending-sustained"))
    let readings = RuleEngine().readings(of: rule, on: node.findings()).readings.flatMap(\.readings)
    #expect(readings.count == 18 && readings[0].state == .pending(since: NodeInSeries.instant(0)))
    #expect(readings[15].state == .pending(since: NodeInSeries.instant(0)))
    #expect(readings[16].state == .firing(since: NodeInSeries.instant(960)))
    #expect(readings[17].state == .inactive && readings[17].holds == false && readings[17].threshold == 32)
  }
}

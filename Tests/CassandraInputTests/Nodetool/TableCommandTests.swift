// compactionhistory, tpstats, tablestats.

import CassandraModel
import Foundation
import Testing

@testable import CassandraInput

@Suite("compactionhistory")
struct CompactionHistoryTests {
  @Test(arguments: ["4.1", "5.0", "6.0"])
  func everyRowIsRead(_ version: String) throws {
    let reading = Reading(try Texts.fixture("compactionhistory-\(version).txt"))
    #expect(reading.recorder.compactions.count == 4)
    #expect(reading.counts.known == 4)
    #expect(reading.counts.decoration == 2)
    #expect(reading.codes == [])
  }

  @Test func bothEndsOfARowAreRead() throws {
    let row = try #require(
      Reading(try Texts.fixture("compactionhistory-6.0.txt"), file: "h.txt").recorder.compactions.first)
    #expect(row.id.description == "e8a49e80-e56b-11f1-8b53-c11771edde05")
    #expect(row.table == TableName(keyspace: "system_schema", table: "keyspaces"))
    #expect(row.compactedAt.text == "2026-11-21 05:25:05.452")
    #expect(row.bytesIn == 743)
    #expect(row.bytesOut == 331)
    #expect(row.rowsMerged == "{1:6, 4:1}")
    #expect(row.kind == "Compaction")
    #expect(row.strategy == "SizeTieredCompactionStrategy")
    #expect(row.source == SourceLocation(file: "h.txt", line: 3))
  }

  /// Java omits milliseconds that are zero, and then seconds that are zero.
  @Test(arguments: [
    ("2024-08-21T03:05", "2024-08-21 03:05:00.000"), ("2024-08-21T03:05:07", "2024-08-21 03:05:07.000"),
    ("2024-08-21T03:05:07.090", "2024-08-21 03:05:07.090"),
  ])
  func shortTimesAreRead(_ printed: String, _ expected: String) {
    let padded = printed + String(repeating: " ", count: 23 - printed.utf8.count)
    let text = """
      Compaction History: 
      id                                   keyspace_name columnfamily_name compacted_at            bytes_in bytes_out rows_merged
      5d0e1f20-5f3d-11ef-8a1d-3f2b1c0d9e8f system        local             \(padded) 20480    5120      {4:1}      
      """
    #expect(Reading(text).recorder.compactions.map(\.compactedAt.text) == [expected])
  }

  @Test func humanReadableSizesAreBytes() {
    let text = """
      Compaction History: 
      id                                   keyspace_name columnfamily_name compacted_at            bytes_in  bytes_out rows_merged compaction_properties
      5d0e1f20-5f3d-11ef-8a1d-3f2b1c0d9e8f system        local             2024-08-21T03:05:07.090 10.28 KiB 812 bytes {}          {}                   
      """
    let row = Reading(text).recorder.compactions.first
    #expect(row?.bytesIn == 10527)
    #expect(row?.bytesOut == 812)
    #expect(row?.kind == nil)
  }

  @Test func twoOutputsWithoutAnythingBetweenAreTwoPolls() throws {
    let bytes = try Texts.fixture("compactionhistory-4.1.txt") + Texts.fixture("compactionhistory-5.0.txt")
    let reading = Reading(bytes)
    #expect(reading.recorder.polls.map(\.command) == ["compactionhistory", "compactionhistory"])
    #expect(reading.recorder.compactions.count == 8)
    #expect(reading.recorder.compactions.last?.kind == "Compaction")
  }

  @Test func anEmptyHistoryIsASuccess() {
    let reading = Reading("There is no compaction history")
    #expect(reading.recorder.polls.map(\.failure) == [nil])
    #expect(reading.recorder.compactions.isEmpty)
  }

  /// The last digits of `bytes_out` and the columns after it are missing.
  @Test func aRowThatIsCutOffIsNoRow() throws {
    let bytes = try Texts.fixture("compactionhistory-5.0.txt")
    let reading = Reading(Array(bytes.dropLast(40)))
    #expect(reading.recorder.compactions.count == 3)
    #expect(reading.counts.unparsed == 1)
    #expect(reading.recorder.polls[0].failure == nil, "the rows before it are good")
    #expect(reading.codes.contains("nodetool.rest"))
  }
}

@Suite("tpstats")
struct TPStatsTests {
  @Test func rightAlignedNumbersOfThreePointElevenAreRead() throws {
    let reading = Reading(try Texts.fixture("tpstats-3.11.txt"))
    #expect(reading.value(.poolActive, [("pool", "CompactionExecutor")]) == 2)
    #expect(reading.value(.poolPending, [("pool", "CompactionExecutor")]) == 2)
    #expect(reading.value(.poolCompletedTotal, [("pool", "CompactionExecutor")]) == 69)
    #expect(reading.value(.poolBlocked, [("pool", "ReadStage")]) == 0)
    #expect(reading.value(.poolBlockedTotal, [("pool", "CacheCleanupExecutor")]) == 0)
    #expect(reading.values(.poolActive).count == 23)
    #expect(reading.values(.droppedMessagesTotal).first == "type=READ 0")
    #expect(reading.values(.droppedMessagesTotal).last == "type=READ_REPAIR 0")
    #expect(reading.values(.droppedMessagesTotal).count == 11)
    #expect(reading.counts.unparsed == 0)
  }

  @Test(arguments: [("4.1", 72.0), ("6.0", 111.0)])
  func leftAlignedNumbersAreRead(_ version: String, _ completed: Double) throws {
    let reading = Reading(try Texts.fixture("tpstats-\(version).txt"))
    #expect(reading.values(.poolActive).count == 4)
    #expect(reading.value(.poolCompletedTotal, [("pool", "CompactionExecutor")]) == completed)
    #expect(reading.values(.droppedMessagesTotal).count == 4)
    #expect(reading.values(.droppedMessagesTotal).last == "type=MUTATION_REQ 0")
    #expect(reading.counts.unparsed == 0)
    #expect(reading.codes == [])
  }

  @Test func cellsThatAreNotThereGiveNoSample() {
    let text = """
      Pool Name Active Pending Completed Blocked All time blocked Core Pool Size Max Pool Size Max Tasks Queued
      Repair#7  1      N/A     210       0       0                N/A            N/A           2147483647      

      Latencies waiting in queue (micros) per dropped message types
      Message type Dropped     50%      95%      99%       Max       
      _SAMPLE      N/A         N/A      N/A      N/A       N/A       
      MUTATION_REQ 9120        379.022  88148.0  3379391.0 5.839588E7
      """
    let reading = Reading(text)
    #expect(reading.values(.poolPending) == [])
    #expect(reading.values(.poolActive) == ["pool=Repair#7 1"])
    #expect(reading.values(.droppedMessagesTotal) == ["type=MUTATION_REQ 9120"])
    #expect(reading.codes == [])
  }

  @Test func poolsAloneAreACaptureUnlessTheLastIsCutOff() throws {
    let lines = String(decoding: try Texts.fixture("tpstats-4.1.txt"), as: UTF8.self).split(separator: "\n")
    let pools = lines[..<5].joined(separator: "\n")
    #expect(Reading(pools).recorder.polls.map(\.failure) == [nil])
    let cut = Reading(pools.dropLast(3))
    #expect(cut.recorder.polls.map(\.failure) == ["tpstats: it ends before its last pool"])
    #expect(cut.values(.poolActive).count == 3, "the last row may have lost digits")
    #expect(
      Reading(String(lines[0])).recorder.polls.map(\.failure) == ["tpstats: it ends before its last pool"])
  }

  @Test func aColumnOfAFutureVersionIsNotedAndTheRestIsRead() {
    let text = """
      Pool Name Active Put-by Pending Completed Blocked All time blocked
      ReadStage 3      5      7       11        13      17              
      OddStage  3      5      7       11        13      17              

      Message type Dropped
      READ         19
      """
    let reading = Reading(text)
    #expect(reading.value(.poolPending, [("pool", "ReadStage")]) == 7)
    #expect(reading.value(.poolBlockedTotal, [("pool", "ReadStage")]) == 17)
    #expect(
      reading.recorder.diagnostics.map(\.message) == ["“Put-by” of tpstats is not known and was left out."])
  }
}

@Suite("tablestats")
struct TableStatsTests {
  private static let cart = [("keyspace", "shop"), ("table", "cart_items")]
  private static let orders = [("keyspace", "shop"), ("table", "orders")]

  @Test func bothEndsOfABlockAreRead() throws {
    let reading = Reading(try Texts.fixture("tablestats-3.11.txt"))
    #expect(reading.value(.keyspaceReadsTotal, [("keyspace", "shop")]) == 3099)
    #expect(
      reading.value(.keyspaceReadLatencySeconds, [("keyspace", "shop")]) == 0.28233139722491124 / 1000)
    #expect(reading.value(.tableSSTables, Self.cart) == 1)
    #expect(reading.value(.tableLiveBytes, Self.cart) == 7688)
    #expect(reading.value(.tableReadLatencySeconds, Self.cart) == 3.899 / 1000)
    #expect(reading.value(.tableTombstonesPerSliceMax, Self.cart) == 310)
    #expect(reading.value(.tableTombstonesPerSliceMean, Self.cart) == 310)
    #expect(reading.value(.tableDroppedMutationsTotal, Self.cart) == 0)
    #expect(reading.counts.unparsed == 0)
    #expect(reading.codes == [])
  }

  @Test(arguments: [
    "tablestats-4.1.txt", "tablestats-H-4.1.txt", "tablestats-5.0.txt", "tablestats-6.0.txt",
    "tablestats-sort-6.0.txt",
  ])
  func everyLabelOfEveryVersionIsKnown(_ file: String) throws {
    let reading = Reading(try Texts.fixture(file))
    #expect(reading.counts.unknown == 0)
    #expect(reading.counts.unparsed == 0)
    #expect(reading.codes == [])
    #expect(reading.recorder.polls.map(\.failure) == [nil])
  }

  @Test func anIndexIsATableOfItsOwn() throws {
    let reading = Reading(try Texts.fixture("tablestats-H-4.1.txt"))
    #expect(reading.value(.tableSSTables, [("keyspace", "shop"), ("table", "orders.orders_customer")]) == 1)
    #expect(reading.value(.tableSSTables, Self.orders) == 9)
    #expect(
      reading.value(.tableLevelSSTables, Self.orders + [("level", "0")]) == 5,
      "printed as 5/4: over its limit")
  }

  @Test func aRatioBelowZeroMeansThatThereIsNone() throws {
    let reading = Reading(try Texts.fixture("tablestats-H-4.1.txt"))
    #expect(reading.value(.tableCompressionRatio, Self.cart) == 0.6419255394830449)
    #expect(reading.value(.tableCompressionRatio, [("keyspace", "shop"), ("table", "metrics_1m")]) == nil)
  }

  @Test func sortedBlocksNameTheirKeyspace() throws {
    let reading = Reading(try Texts.fixture("tablestats-sort-6.0.txt"))
    #expect(reading.value(.tableSSTables, Self.orders) == 11)
    #expect(reading.value(.tableSSTables, [("keyspace", "shop"), ("table", "events_by_day")]) == 1)
  }

  /// 6.0 prints the labels of tables under keyspaces, too.
  @Test func sumsOfAKeyspaceAreNotTakenForATable() throws {
    let reading = Reading(try Texts.fixture("tablestats-6.0.txt"))
    #expect(reading.recorder.samples.allSatisfy { $0.metric != .tableLiveBytes || $0.labels["table"] != nil })
    #expect(reading.value(.tableSSTableMaxBytes, Self.cart) == 7822)
  }

  @Test func theSizesOfFivePointZeroHaveNoBlank() throws {
    let reading = Reading(try Texts.fixture("tablestats-5.0.txt"))
    #expect(reading.value(.tableSSTableMaxBytes, Self.cart) == 7.586 * 1024)
    #expect(reading.value(.tableSSTableMaxBytes, [("keyspace", "system_traces"), ("table", "events")]) == 0)
  }

  @Test func keysOfTopPartitionsMayBeAnything() throws {
    let whole = String(decoding: try Texts.fixture("tablestats-4.1.txt"), as: UTF8.self)
    let end = try #require(whole.range(of: "\n\n----"))
    let top = """
      \t\tTop partitions by size (last update: 2024-08-21T03:10:11Z):
      \t\t  Key                 Size
      \t\t  Table: not a table  107964792
      \t\t  pending tasks: 5    89970660
      """
    let reading = Reading(whole[..<end.lowerBound] + "\n" + top + whole[end.lowerBound...])
    #expect(reading.counts.continuation == 3)
    #expect(reading.counts.unparsed == 0)
    #expect(reading.commands == ["tablestats"])
  }

  @Test func aHistogramThatOverflowedStaysAVeryLargeNumber() {
    let text = """
      Total number of tables: 1
      ----------------
      Keyspace: shop
      \tRead Count: 0
      \t\tTable: orders
      \t\tMaximum tombstones per slice (last five minutes): 9223372036854775807
      \t\tAverage tombstones per slice (last five minutes): NaN

      ----------------
      """
    let reading = Reading(text)
    #expect(reading.value(.tableTombstonesPerSliceMax, Self.orders) == 0x1p63)
    #expect(reading.values(.tableTombstonesPerSliceMean) == [])
  }

  @Test func aLabelOfAFutureVersionIsNotedOnceAFile() {
    let text = """
      Total number of tables: 2
      ----------------
      Keyspace: shop
      \tRead Count: 0
      \t\tTable: a
      \t\tFrobnication count: 3
      \t\tSSTable count: 1

      \t\tTable: b
      \t\tFrobnication count: 4
      \t\tSSTable count: 2

      ----------------
      """
    let reading = Reading(text)
    #expect(reading.codes == ["nodetool.column"])
    #expect(reading.counts.unknown == 2)
    #expect(reading.value(.tableSSTables, [("keyspace", "shop"), ("table", "b")]) == 2)
  }

  /// The last line may have lost digits, so it gives nothing.
  @Test func anOutputThatIsCutOffFailsAndItsLastLineIsNotTrusted() throws {
    let bytes = try Texts.fixture("tablestats-4.1.txt")
    let text = String(decoding: bytes, as: UTF8.self)
    let cut = try #require(text.range(of: "Space used (total): "))
    let reading = Reading(text[..<cut.upperBound] + "12")
    #expect(reading.recorder.polls[0].failure == "tablestats: it ends before its closing dashes")
    #expect(reading.values(.tableTotalBytes) == [])
    #expect(reading.values(.tableLiveBytes).count == 1)
    #expect(reading.counts.unparsed == 1)
  }
}

// gossipinfo, ring, tablehistograms, listsnapshots, repair_admin, failuredetector, and the getters of settings.

import CassandraModel
import Testing

@testable import CassandraInput

@Suite("Commands about the cluster and its settings")
struct ClusterCommandTests {
  /// The second node has left; its gossip state has no RPC address.
  @Test func gossipDescribesEveryNodeAndMarksNone() throws {
    let reading = Reading(try Texts.fixture("gossipinfo-cluster-4.1.txt"))
    let nodes = reading.recorder.gossip
    #expect(nodes.map(\.address) == ["127.0.0.31", "127.0.0.32", "127.0.0.33"])
    #expect(nodes.map(\.status) == ["NORMAL", "LEFT", "NORMAL"])
    #expect(nodes.map(\.rack) == ["r1", "r2", "r3"])
    #expect(nodes[0].hostID == "fb92cab5-4c4f-4961-aa03-2746b7b92e27")
    #expect(nodes[0].generation == 1_795_239_095)
    #expect(nodes[0].loadBytes == 316_257_538)
    #expect(nodes[0].schema == "62eb8f14-d0d5-30f9-a56d-56726dd1c3b6")
    #expect(nodes[0].version == "4.1.10")
    #expect(nodes[0].clientAddress == "127.0.0.31")
    #expect(nodes[1].clientAddress == nil)
    #expect(nodes.map(\.source.line) == [1, 20, 36])
    #expect(reading.recorder.attributes.isEmpty)
    #expect(reading.recorder.polls.count == 1)
    #expect(reading.counts.unparsed == 0)
  }

  /// A value may contain colons; a node without tokens has no version for them; -pp and -r change the names.
  @Test func valuesWithColonsAndOtherNamesAreRead() {
    let text = """
      db1.example/10.0.1.11:7000
        generation:0
        heartbeat:0
        STATUS_WITH_PORT:27:BOOT_REPLACE,10.0.0.9:7000
        INDEX_STATUS:93:{"system":{"PaxosUncommittedIndex":3}}
        TOKENS: not present
      """
    let reading = Reading(text)
    #expect(reading.recorder.gossip.map(\.address) == ["10.0.1.11:7000"])
    #expect(reading.recorder.gossip.map(\.status) == ["BOOT_REPLACE"])
    #expect(reading.recorder.gossip.map(\.generation) == [nil])
    #expect(reading.counts.known == 6)
  }

  @Test func aNodeCutShortIsNotGiven() throws {
    let text =
      "/10.0.1.11\n  generation:5\n  TOKENS:1:<hidden>\n/10.0.1.12\n  generation:5\n  HOST_ID:2:35ea8c9f-"
    let reading = Reading(text)
    #expect(reading.recorder.gossip.map(\.address) == ["10.0.1.11"])
    #expect(reading.recorder.polls.map(\.failure) == ["gossipinfo: it ends before the last state of a node"])
  }

  @Test func ringGivesEachNodeOnce() throws {
    let reading = Reading(try Texts.fixture("ring.txt"))
    #expect(reading.recorder.ring.map(\.address) == ["127.0.0.8"])
    #expect(reading.recorder.ring.map(\.state) == ["UN"])
    #expect(reading.recorder.ring.map(\.loadBytes) == [18_465_423])
    #expect(reading.recorder.ring.map(\.ownsRatio) == [1])
    #expect(reading.recorder.ring.map(\.dataCenter) == ["dc1"])
    #expect(reading.counts.known == 1 + 1 + 16, "data center, last token, tokens")
    #expect(reading.counts.unparsed == 0)
  }

  @Test func ringWithDownNodesAndRacksOfSeveralWordsIsRead() {
    let text = """

      Datacenter: dc1
      ==========
      Address    Rack        Status State   Load            Owns                Token
                                                                                8249538767626190687
      10.0.1.12  rack one    Down   Leaving ?               ?                   -9130511884157041862
      10.0.1.13  r2          ?      Moving  21.96 MiB       33.33%              8249538767626190687

        Note: Non-system keyspaces don't have the same replication settings
      """
    let ring = Reading(text).recorder.ring
    #expect(ring.map(\.state) == ["DL", "?M"])
    #expect(ring.map(\.rack) == ["rack one", "r2"])
    #expect(ring.map(\.loadBytes) == [nil, 23_026_729])
    #expect(Reading(text).commands == ["ring"])
  }

  /// The columns of 3.11 have a different order.
  @Test(arguments: [
    ("tablehistograms-4.1.txt", 6866, 1331), ("tablehistograms-3.11.txt", 4055.27, 1358.1),
  ])
  func histogramsOfATableAreReadByTheirHeader(_ fixture: String, _ read: Double, _ write: Double) throws {
    let reading = Reading(try Texts.fixture(fixture))
    let labels = [("keyspace", "shop"), ("table", "orders"), ("quantile", "0.99")]
    #expect(reading.value(.tableLatencySeconds, labels + [("request", "read")]) == read / 1_000_000)
    #expect(reading.value(.tableLatencySeconds, labels + [("request", "write")]) == write / 1_000_000)
    #expect(reading.value(.tableSSTablesPerRead, labels) == 1)
    #expect(reading.value(.tablePartitionBytes, labels) == 4768)
    #expect(reading.value(.tablePartitionCells, labels) == 2)
    #expect(reading.recorder.samples.count == 35)
    #expect(reading.counts.unparsed == 0)
  }

  /// Versions before 5.0 print all tables as many times as there are tables; a histogram without values has
  /// no zeros.
  @Test func aTableThatIsRepeatedCountsOnce() throws {
    let block = String(decoding: try Texts.fixture("tablehistograms-4.1.txt"), as: UTF8.self)
    let other = """
      shop/empty histograms
      Percentile      Read Latency     Write Latency          SSTables    Partition Size        Cell Count
                          (micros)          (micros)                             (bytes)                  
      50%                     0.00              5.00              0.00               NaN               NaN
      Max                     0.00              9.00              0.00               NaN               NaN

      """
    let reading = Reading(block + other + block + other)
    #expect(reading.recorder.polls.count == 1)
    #expect(reading.recorder.samples.count == 35 + 2)
    #expect(reading.codes == [])
    #expect(reading.counts.unparsed == 0)
  }

  @Test func snapshotsAreCutAtTheirTitles() {
    let text = """
      Snapshot Details: 
      Snapshot name     Keyspace name Column family name True size Size on disk Creation time            Expiration time     
      pre upgrade       app           events             1.02 GiB  12.41 GiB    2024-08-21T03:10:11.223Z                     
      1724209811223-app app           users              0 bytes   13 bytes     2024-08-20T22:00:00Z     2024-08-27T22:00:00Z

      Total TrueDiskSpaceUsed: 1.02 GiB

      """
    let reading = Reading(text)
    let labels = [("snapshot", "pre upgrade"), ("keyspace", "app"), ("table", "events")]
    #expect(reading.value(.snapshotTrueBytes, labels) == 1.02 * 0x1p30)
    #expect(reading.value(.snapshotDiskBytes, labels) == 12.41 * 0x1p30)
    #expect(
      reading.values(.snapshotDiskBytes).last == "keyspace=app,snapshot=1724209811223-app,table=users 13")
    #expect(reading.value(.snapshotsTrueBytes) == 1.02 * 0x1p30)
    #expect(reading.recorder.polls.map(\.failure) == [nil])
    #expect(reading.counts.unparsed == 0)
  }

  @Test func noSnapshotsAreZeroBytes() {
    let reading = Reading("Snapshot Details: \nThere are no snapshots\n")
    #expect(reading.value(.snapshotsTrueBytes) == 0)
    let cut = Reading("Snapshot Details: \n")
    #expect(cut.recorder.polls.map(\.failure) == ["listsnapshots: it ends before its total"])
  }

  @Test func sessionsOfRepairAreCountedWithoutThoseThatEnded() {
    let text = """
      id                                   | state     | last activity | coordinator     | participants        | participants_wp              
      0e2f6c10-5f3e-11ef-8a1d-3f2b1c0d9e8f | REPAIRING | 37 (s)        | /10.0.1.11:7000 | 10.0.1.11,10.0.1.12 | 10.0.1.11:7000,10.0.1.12:7000
      1e2f6c10-5f3e-11ef-8a1d-3f2b1c0d9e8f | FINALIZED | 90 (s)        | /10.0.1.11:7000 | 10.0.1.11           | 10.0.1.11:7000               

      """
    let reading = Reading(text)
    #expect(reading.value(.repairSessionsActive) == 1)
    #expect(
      reading.values(.repairSessionIdleSeconds).first
        == "coordinator=/10.0.1.11:7000,session=0e2f6c10-5f3e-11ef-8a1d-3f2b1c0d9e8f,state=REPAIRING 37")
    #expect(Reading("no sessions\n").value(.repairSessionsActive) == 0)
  }

  @Test func gettersGiveSettings() {
    #expect(
      Reading("Current timeout for type read: 5000 ms\n").value(.timeoutSeconds, [("type", "read")]) == 5)
    #expect(Reading("Current max hint window: 10800000 ms\n").value(.maxHintWindowSeconds) == 10_800)
    let thresholds = Reading("Current compaction thresholds for shop/orders: \n min = 4,  max = 32\n")
    let table = [("keyspace", "shop"), ("table", "orders")]
    #expect(thresholds.value(.tableCompactionMinSSTables, table) == 4)
    #expect(thresholds.value(.tableCompactionMaxSSTables, table) == 32)
    let stages = Reading("Stage                        CorePoolSize MaximumPoolSize\nReadStage  0  32\n")
    #expect(stages.value(.poolMaxSize, [("pool", "ReadStage")]) == 32)
    #expect(stages.counts.decoration == 1)
    let levels = Reading(
      "\nLogger Name                    Log Level\nROOT      INFO\norg.apache.cassandra     DEBUG\n")
    #expect(levels.recorder.attributes.map(\.value) == ["ROOT=INFO", "org.apache.cassandra=DEBUG"])
    #expect(
      Reading("Current entire SSTable stream throughput: 24.0 MiB/s\n").value(
        .entireSSTableStreamThroughputLimit) == 25_165_824)
  }

  /// 4.1 and later print the number before the sentence, too.
  @Test(arguments: ["", "200.0"])
  func streamsBetweenDataCentersHaveALimit(_ glued: String) {
    let line = glued + "Current inter-datacenter stream throughput: 200 Mb/s\n"
    let reading = Reading(line, file: "getinterdcstreamthroughput.txt")
    #expect(reading.value(.interDCStreamThroughputLimit) == 25_000_000)
    #expect(reading.counts.known == 1)
  }

  @Test func suspicionIsPerPeer() {
    let text = "  Endpoint,             Phi\n/10.0.1.12,      0.41234567\n 10.0.1.13,             NaN\n"
    let reading = Reading(text)
    #expect(reading.values(.failureDetectorPhi) == ["peer=10.0.1.12 0.41234567"])
    #expect(reading.counts.known == 2)
  }

  @Test(arguments: [
    ("statusbinary", AttributeName.nativeTransportActive), ("statusgossip", .gossipActive),
    ("statusbackup", .backupActive),
  ])
  func aSwitchIsNamedByItsFile(_ command: String, _ attribute: AttributeName) {
    #expect(Reading("running\n", file: command + ".txt").attribute(attribute) == "true")
    #expect(Reading("not running\n", file: command + ".txt").attribute(attribute) == "false")
  }

  @Test func handoffSaysWhereItIsOff() {
    let reading = Reading(
      "Hinted handoff is running\nData center dc2 is disabled\n", file: "statushandoff.txt")
    #expect(reading.attribute(.hintedHandoffActive) == "true")
    #expect(reading.counts.known == 2)
  }
}

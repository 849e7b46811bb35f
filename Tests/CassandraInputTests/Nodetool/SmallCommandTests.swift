// info, status, the getters, netstats, proxyhistograms, gcstats, describecluster, df.

import CassandraModel
import Testing

@testable import CassandraInput

@Suite("Small commands")
struct SmallCommandTests {
  @Test func infoGivesIdentityAndFigures() throws {
    let reading = Reading(try Texts.fixture("info-5.0.txt"))
    #expect(reading.attribute(.hostID) == "686a0c17-afbb-46f6-8363-9419102c6c89")
    #expect(reading.attribute(.dataCenter) == "dc1")
    #expect(reading.attribute(.rack) == "r1")
    #expect(reading.attribute(.generation) == "1795237458")
    #expect(reading.attribute(.decommissionFailed) == "false")
    #expect(reading.value(.nodeLoadBytes) == 18.34 * 1_048_576)
    #expect(reading.value(.nodeUptimeSeconds) == 60)
    #expect(reading.value(.heapUsedBytes) == 316.52 * 1_048_576)
    #expect(reading.value(.heapMaxBytes) == 943_718_400)
    #expect(reading.value(.nodeExceptionsTotal) == 0)
    #expect(reading.value(.cacheSizeBytes, [("cache", "key")]) == 241.41 * 1024)
    #expect(reading.value(.cacheRequestsTotal, [("cache", "key")]) == 3240)
    #expect(reading.value(.cacheCapacityBytes, [("cache", "network")]) == 58_720_256)
    #expect(reading.value(.nodeRepairedRatio) == 1)
    #expect(reading.counts.known == reading.lineCount)
    #expect(reading.codes == [])
  }

  @Test func infoOfThreePointElevenIsKnownToo() throws {
    let reading = Reading(try Texts.fixture("info-3.11.txt"))
    #expect(reading.attribute(.thriftActive) == "false")
    #expect(reading.counts.known == reading.lineCount)
  }

  /// Gossip is off: generation 0 means none. Decimal commas depend on the client's locale.
  @Test func missingIsNotZeroInInfo() {
    let text = """
      ID                     : c3c536c2-0847-422e-baf2-c30507a80d36
      Generation No          : 0
      Rack                   : 
      Load                   : 1,21 TiB
      Token                  : (node is not joined to the cluster)
      """
    let reading = Reading(text)
    #expect(reading.attribute(.generation) == nil)
    #expect(reading.attribute(.rack) == nil)
    #expect(reading.value(.nodeLoadBytes) == 1.21 * 0x1p40)
    #expect(reading.counts.known == 5)
  }

  @Test func statusGivesTheRingAndNothingAboutTheNodeItself() throws {
    let reading = Reading(try Texts.fixture("status-4.1.txt"))
    #expect(reading.recorder.ring.map(\.address) == ["127.0.0.31", "127.0.0.33", "127.0.0.32"])
    #expect(reading.recorder.ring.map(\.rack) == ["r1", "r3", "r2"])
    #expect(reading.recorder.ring.map(\.state) == ["UN", "UN", "UN"])
    #expect(reading.recorder.ring[0].hostID == "fb92cab5-4c4f-4961-aa03-2746b7b92e27")
    #expect(reading.recorder.ring[0].loadBytes == 275_324_600)
    #expect(reading.recorder.ring[2].ownsRatio == 1)
    #expect(reading.recorder.attributes.isEmpty)
    #expect(reading.counts.unparsed == 0)
  }

  /// 3.11 shifts a row with a load of ten characters; `?` is one word where a load is two.
  @Test func rowsOfStatusAreReadWordByWord() {
    let text = """
      Datacenter: dc1
      ===============
      Status=Up/Down
      |/ State=Normal/Leaving/Joining/Moving
      --  Address     Load       Tokens       Owns (effective)  Host ID                               Rack
      DN  10.0.1.12   105.73 KiB  256          33.2%             752e278f-b7c5-4f58-974b-9328455af73f  r2
      UJ  10.0.1.113  ?          256          ?                 null  a rack with blanks

      Datacenter: dc2
      ===============
      Status=Up/Down
      |/ State=Normal/Leaving/Joining/Moving
      --  Address    Load       Owns (effective)  Host ID                               Token                Rack 
      ?N  127.0.0.1  45.71 KiB  100.0%            0b1b5e91-ad3b-444e-9c24-50578486978a  1849950853373272258  rack1

      Note: Non-system keyspaces don't have the same replication settings, effective ownership information is meaningless
      """
    let ring = Reading(text).recorder.ring
    #expect(ring.map(\.state) == ["DN", "UJ", "?N"])
    #expect(ring.map(\.dataCenter) == ["dc1", "dc1", "dc2"])
    #expect(ring.map(\.rack) == ["r2", "a rack with blanks", "rack1"])
    #expect(ring[1].loadBytes == nil)
    #expect(ring[1].ownsRatio == nil)
    #expect(ring[1].hostID == nil)
    #expect(ring[2].ownsRatio == 1)
    #expect(Reading(text).recorder.polls.count == 1, "two data centers are one output")
    #expect(
      Reading(text + "\n" + text).recorder.polls.count == 2, "a data center that comes again begins another")
  }

  /// One setting, four wordings: MB means MiB in all of them.
  @Test(arguments: [
    ("Current compaction throughput: 16 MB/s", 16.0), ("Current compaction throughput: 64 MiB/s", 64),
    ("Current compaction throughput: 64.0 MiB/s", 64), ("Current compaction throughput: 0 MB/s", 0),
  ])
  func compactionThroughputIsInMebibytes(_ line: String, _ mebibytes: Double) {
    #expect(Reading(line).value(.compactionThroughputLimit) == mebibytes * 1_048_576)
  }

  @Test func sixPointZeroAlsoSaysWhatCompactionDoes() throws {
    let reading = Reading(try Texts.fixture("getcompactionthroughput-6.0.txt"))
    #expect(reading.value(.compactionThroughputLimit) == 1_048_576)
    #expect(reading.value(.compactionThroughput, [("window", "15m")]) == 0.022 * 1_048_576)
    #expect(reading.recorder.polls.count == 1)
  }

  @Test(arguments: [
    ("Current stream throughput: 200 Mb/s", 25_000_000.0),
    ("Current stream throughput: 24.0 MiB/s", 25_165_824), ("Current stream throughput: unlimited", 0),
  ])
  func streamThroughputIsInBytes(_ line: String, _ bytes: Double) {
    #expect(Reading(line).value(.streamThroughputLimit) == bytes)
  }

  @Test func concurrentCompactorsAreOnTheSecondLine() {
    #expect(
      Reading("Current concurrent compactors in the system is: \n4\n").value(.concurrentCompactors) == 4)
  }

  @Test func concurrentCompactorsWithoutTheirNumberFail() {
    let reading = Reading("Current concurrent compactors in the system is: \n")
    #expect(reading.recorder.polls[0].failure == "getconcurrentcompactors: it ends before its number")
    #expect(reading.recorder.samples.isEmpty)
  }

  @Test func streamsAreReadPerSessionAndDirection() throws {
    let reading = Reading(try Texts.fixture("netstats-4.1.txt"))
    let session = [
      ("session", "888687f0-e56d-11f1-8182-5bf2f5543c7f"), ("peer", "127.0.0.33"), ("operation", "Repair"),
    ]
    #expect(reading.value(.streamTotalBytes, session + [("direction", "receive")]) == 48_744_224)
    #expect(reading.value(.streamDoneBytes, session + [("direction", "send")]) == 10_968_295)
    #expect(reading.value(.messagesDroppedTotal, [("channel", "small")]) == 6916)
    #expect(reading.attribute(.operationMode) == "NORMAL")
    #expect(reading.counts.continuation == 6, "one line for each file")
    #expect(reading.counts.unparsed == 0)
  }

  @Test func aKindOfRequestThatWasNeverMadeHasNoLatency() throws {
    let reading = Reading(try Texts.fixture("proxyhistograms-4.1.txt"))
    #expect(reading.value(.requestLatencySeconds, [("request", "read"), ("quantile", "0.99")]) == 0.126934)
    #expect(reading.value(.requestLatencySeconds, [("request", "write"), ("quantile", "0")]) == 0.000036)
    #expect(reading.value(.requestLatencySeconds, [("request", "cas_read"), ("quantile", "0.99")]) == nil)
    #expect(reading.values(.requestLatencySeconds).count == 21)
  }

  @Test func gcstatsOfBothLayoutsIsRead() throws {
    let old = Reading(try Texts.fixture("gcstats-4.1.txt"))
    #expect(old.value(.gcIntervalSeconds) == 25.616)
    #expect(old.value(.gcReclaimedBytes) == 159_356_328, "the title says MB, the value is bytes")
    #expect(old.value(.gcCollections) == 1)
    let new = Reading(try Texts.fixture("gcstats-6.0.txt"))
    #expect(new.value(.gcIntervalSeconds) == 107.511)
    #expect(new.value(.gcCollections) == 0)
  }

  @Test func describeclusterGivesTheClusterAndItsAgreement() throws {
    let reading = Reading(try Texts.fixture("describecluster-6.0.txt"))
    #expect(reading.attribute(.cluster) == "shop-prod")
    #expect(reading.attribute(.partitioner) == "org.apache.cassandra.dht.Murmur3Partitioner")
    #expect(reading.value(.clusterSchemaVersions) == 1)
    #expect(reading.value(.clusterNodes, [("state", "live")]) == 1)
    #expect(reading.codes == [])
  }

  /// Printed by a node that was disconnected from all others.
  @Test func aClusterOutOfReachHasNoNumberOfVersions() {
    let text = "Cluster Information:\n\tName: payments\n\tSchema versions:\n\t\tUNREACHABLE: [127.0.0.31]\n\n"
    let reading = Reading(text)
    #expect(reading.recorder.polls.map(\.failure) == [nil])
    #expect(reading.values(.clusterSchemaVersions) == [])
    #expect(reading.counts.unparsed == 0)
  }

  @Test func versionIsAnAttribute() {
    #expect(Reading("ReleaseVersion: 6.0-alpha2\n").attribute(.version) == "6.0-alpha2")
  }

  /// The fixture ends after a header.
  @Test func dfIsReadAndAHeaderAloneFails() throws {
    let reading = Reading(try Texts.fixture("df.txt"))
    #expect(
      reading.values(.diskFreeBytes) == [
        "device=/dev/loop0,mount=/var/lib/cassandra 2485673984",
        "device=/dev/loop0,mount=/var/lib/cassandra 2459504640",
      ])
    #expect(reading.recorder.polls.map(\.failure) == [nil, nil, "df: it has no rows"])
  }

  @Test(arguments: [
    (
      "Filesystem Type  Size  Used Avail Use% Mounted on\n/dev/sda1  xfs   2.5T  1.5G  1M    85% /data one\n",
      "1048576"
    ),
    ("Filesystem 1B-blocks Used Available Use% Mounted on\n/dev/sda1 100 40 60 40% /data one\n", "60"),
    (
      "Filesystem 1024-blocks Used Available Capacity Mounted on\n/dev/mapper/a-very-long-name\n   100 40 60 40% /data one\n",
      "61440"
    ),
    (
      "Filesystem 1G-blocks Used Available Use% Mounted on\n/dev/sda1 100G 92G 8G 92% /data one\n",
      "8589934592"
    ),
    ("Filesystem 1G-blocks Used Available Use% Mounted on\n/dev/sda1 100 92 8 92% /data one\n", "8589934592"),
    ("Filesystem 1M-blocks Used Available Use% Mounted on\n/dev/sda1 100M 92M 8M 92% /data one\n", "8388608"),
  ])
  func otherFormsOfDfAreRead(_ text: String, _ free: String) {
    let reading = Reading(text)
    #expect(reading.values(.diskFreeBytes).map { $0.split(separator: " ").last.map(String.init) } == [free])
    #expect(reading.recorder.samples.allSatisfy { $0.labels["mount"] == "/data one" })
    #expect(reading.counts.unparsed == 0)
  }

  @Test func inodesAreNoBytesAndNoFailure() {
    let reading = Reading(
      "Filesystem Inodes IUsed IFree IUse% Mounted on\n/dev/sda1 6553600 120000 6433600 2% /data\n")
    #expect(reading.recorder.samples.isEmpty)
    #expect(reading.recorder.polls.map(\.failure) == [nil])
    #expect(reading.counts.unparsed == 0)
  }
}

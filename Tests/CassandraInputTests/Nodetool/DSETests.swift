// Additions of DataStax Enterprise to the outputs of nodetool.

import CassandraModel
import Testing

@testable import CassandraInput

@Suite("Outputs of DSE")
struct DSETests {
  @Test("tpstats of 6.8 has pools of its cores, meters and latencies")
  func pools68() {
    let reading = Reading(
      """
      Pools                                           Active        Pending   Backpressure   Delayed      Shared      Stolen      Completed   Blocked  All time blocked
      CompactionExecutor                                   2             11            N/A       N/A         N/A         N/A        5306511         0                 0
      TPC/all/READ_LOCAL                                   0              3              1       N/A        4967        4968           7364       N/A                 0

      Meters                                   One Minute Rate    Five Minute Rate     Fifteen Minute Rate      Mean Rate          Count    Connections
      TPC/all/CLIENT_REQUEST                              1.33                0.64                    0.33         341.88       34345619              4

      Messages                Dropped                  Latency waiting in queue (micros)                                    
                                                    50%               95%               99%               Max
      RANGE_SLICE                  0              0.00              0.00              0.00          4194.30
      MUTATION                     3               N/A               N/A               N/A               N/A
      """)
    #expect(reading.values(.poolPending) == ["pool=CompactionExecutor 11", "pool=TPC/all/READ_LOCAL 3"])
    #expect(reading.values(.poolBackpressured) == ["pool=TPC/all/READ_LOCAL 1"])
    #expect(reading.values(.poolSharedTotal) == ["pool=TPC/all/READ_LOCAL 4967"])
    #expect(reading.values(.poolStolenTotal) == ["pool=TPC/all/READ_LOCAL 4968"])
    #expect(
      reading.values(.poolCompletedTotal) == [
        "pool=CompactionExecutor 5306511", "pool=TPC/all/READ_LOCAL 7364",
      ])
    #expect(reading.values(.droppedMessagesTotal) == ["type=RANGE_SLICE 0", "type=MUTATION 3"])
    #expect(reading.codes == [])
    #expect(reading.recorder.polls.map(\.failure) == [nil])
  }

  @Test("tpstats of 6.0 and 6.7 says in brackets how many of the pending wait for room")
  func pools67() {
    let reading = Reading(
      """
      Pool Name                                     Active      Pending (w/Backpressure)   Delayed      Completed   Blocked  All time blocked
      CompactionExecutor                                 1                       7 (N/A)         2           5983         0                 0

      Message type            Dropped                  Latency waiting in queue (micros)                                    
                                                    50%               95%               99%               Max
      LWT                           4               N/A               N/A               N/A               N/A
      """)
    #expect(reading.values(.poolPending) == ["pool=CompactionExecutor 7"])
    #expect(reading.values(.poolDelayed) == ["pool=CompactionExecutor 2"])
    #expect(reading.values(.poolCompletedTotal) == ["pool=CompactionExecutor 5983"])
    #expect(reading.values(.droppedMessagesTotal) == ["type=LWT 4"])
    #expect(reading.codes == [])
  }

  @Test(
    "A release of DSE is called by its own version",
    arguments: [
      ("DSE version: 6.7.7\nReleaseVersion: 4.0.0.677\n", "DSE 6.7.7 (Cassandra 3.11 base)"),
      ("ReleaseVersion: 4.0.0.6816\n", "DSE 6.8.16 (Cassandra 3.11 base)"),
      ("ReleaseVersion: 4.0.0.605\n", "DSE 6.0.5 (Cassandra 3.11 base)"),
      ("ReleaseVersion: 3.11.0.1900\n", "DSE 5.1 (Cassandra 3.11 base)"),
      ("DSE version: 5.0.14\nReleaseVersion: 3.0.17.2462\n", "DSE 5.0.14 (Cassandra 3.0 base)"),
      ("ReleaseVersion: 4.0.0\n", "4.0.0"), ("ReleaseVersion: 3.11.17\n", "3.11.17"),
    ])
  func versions(_ text: String, _ version: String) {
    let reading = Reading(text)
    #expect(reading.recorder.attributes.map(\.value) == [version])
    #expect(reading.recorder.polls.count == 1)
    #expect(reading.codes == [])
  }

  @Test("A release of DSE is known if the Cassandra that it was built from is")
  func knownReleases() {
    #expect(CassandraVersion("DSE 6.7.7 (Cassandra 3.11 base)")?.isKnown == true)
    #expect(CassandraVersion("DSE 6.7.7 (Cassandra 3.11 base)")?.numbers == [3, 11])
    #expect(CassandraVersion("DSE 5.0.14 (Cassandra 3.0 base)")?.isKnown == false)
    #expect(CassandraVersion("DSE") == nil)
  }
}

// Outputs of Cassandra 1.2 to 3.0, and pasted text whose spaces were squeezed, stripped or replaced by TABs.

import CassandraModel
import Testing

@testable import CassandraInput

@Suite("Outputs of Cassandra 1.2 to 3.0 and squeezed pastes")
struct OldVersionTests {
  @Test("compactionstats of 2.2 has right-aligned cells with sizes of two words")
  func compactionStats22() {
    let reading = Reading(
      """
      pending tasks: 4
                                           id   compaction type   keyspace        table   completed     total    unit   progress
         02e24600-0cdb-11f0-9b2f-d974ead2032d        Compaction       shop       orders     1.12 KB   1.17 MB   bytes      0.09%
         02ef3e50-0cdb-11f0-9b2f-d974ead2032d   Tombstone Compaction  shop  order_lines     0 bytes  640 bytes   bytes      0.00%
      Active compaction remaining time :   0h00m00s
      """)
    #expect(
      reading.values(.compactionTaskTotalBytes) == [
        "id=02e24600-0cdb-11f0-9b2f-d974ead2032d,keyspace=shop,kind=Compaction,table=orders,unit=bytes "
          + String(1.17 * 1_048_576),
        "id=02ef3e50-0cdb-11f0-9b2f-d974ead2032d,keyspace=shop,kind=Tombstone Compaction,table=order_lines,unit=bytes 640",
      ])
    #expect(reading.value(.compactionActive) == 2)
    #expect(reading.codes == [])
  }

  @Test("compactionstats of 1.2 to 2.1 has no ids")
  func compactionStats20() {
    let reading = Reading(
      """
      pending tasks: 11
                compaction type        keyspace           table       completed           total      unit  progress
                     Compaction            shop          orders      1073741824     42949672960     bytes     2.50%
          Secondary index build            shop          orders             n/a             n/a
      Active compaction remaining time :   0h12m34s
      """)
    #expect(
      reading.values(.compactionTaskCompletedBytes) == [
        "keyspace=shop,kind=Compaction,table=orders,unit=bytes 1073741824"
      ])
    // The row that does not fit is reported, and gives no facts.
    #expect(reading.codes == ["nodetool.row"])
    #expect(reading.values(.compactionActive) == [])
  }

  @Test("An idle compactionstats of 2.0 is one of no operations")
  func idleCompactionStats20() {
    let reading = Reading("pending tasks: 3\nActive compaction remaining time :        n/a\n")
    #expect(reading.value(.compactionPendingTasks) == 3)
    #expect(reading.value(.compactionActive) == 0)
  }

  @Test("TABs cut the cells of a table that was copied through a spreadsheet")
  func tabs() {
    let reading = Reading(
      "pending tasks: 5\n- shop.orders: 5\n\nid\tcompaction type\tkeyspace\ttable\tcompleted\ttotal\tunit\tprogress\n"
        + "1b0c8440-9c3e-11e7-a54d-09e2b6277f36\tAnticompaction after repair\tshop\torders\t1073741824\t42949672960\tbytes\t2.50%\n"
        + "\tKey cache save\t\t\t10\t20\tkeys\t50.00%\nActive compaction remaining time :   0h12m34s\n")
    #expect(
      reading.values(.compactionTaskTotalBytes) == [
        "id=1b0c8440-9c3e-11e7-a54d-09e2b6277f36,keyspace=shop,kind=Anticompaction after repair,table=orders,unit=bytes 42949672960"
      ])
    #expect(reading.values(.compactionTaskTotalUnits) == ["kind=Key cache save,unit=keys 20"])
    #expect(reading.codes == [])
  }

  @Test("Operations of Scylla have the id <none>")
  func scyllaIDs() {
    let reading = Reading(
      """
      pending tasks: 1
      - shop.orders: 1

      id     compaction type keyspace table  completed total unit progress
      <none> COMPACTION      shop     orders 1536      4096  keys 37.50%
      Active compaction remaining time :        n/a
      """)
    #expect(
      reading.values(.compactionTaskTotalUnits) == [
        "keyspace=shop,kind=COMPACTION,table=orders,unit=keys 4096"
      ])
  }

  @Test("compactionhistory of 2.1 has times in milliseconds since 1970")
  func epochHistory() {
    let reading = Reading(
      """
      Compaction History: 
      id                                       keyspace_name      columnfamily_name            compacted_at              bytes_in       bytes_out      rows_merged
      4349f6f0-304c-11ea-9af1-5d0422b39095     system             size_estimates               1578291469279             821            180            {4:1}
      09834bf0-2d73-11ea-9af1-5d0422b39095     a_keyspace_of_a_long_name a_table_of_a_name_that_is_longer 1577978269231             822            180            {1:2, 4:1}
      """)
    #expect(
      reading.recorder.compactions.map(\.compactedAt.text) == [
        "2020-01-06 06:17:49.279", "2020-01-02 15:17:49.231",
      ])
    #expect(reading.recorder.compactions.map(\.bytesOut) == [180, 180])
    #expect(reading.codes == [])
  }

  @Test("Milliseconds since 1970 become what the node's clock showed")
  func epochHistoryOnAClock() {
    let reading = Reading(
      "Compaction History:\nid keyspace_name columnfamily_name compacted_at bytes_in bytes_out rows_merged\n"
        + "4349f6f0-304c-11ea-9af1-5d0422b39095 system size_estimates 1578291469279 821 180 {4:1}\n",
      clock: { Instant(milliseconds: $0.milliseconds - 3_600_000) })
    #expect(reading.recorder.compactions.map(\.compactedAt.text) == ["2020-01-06 07:17:49.279"])
  }

  @Test("Rows of the history are read when runs of blanks were squeezed")
  func squeezedHistory() {
    let row = Reading(
      """
      Compaction History:
      id keyspace_name columnfamily_name compacted_at bytes_in bytes_out rows_merged compaction_properties
      5d0e1f20-5f3d-11ef-8a1d-3f2b1c0d9e8f shop orders 2024-08-21T03:05:07.090 10.28 KiB 812 bytes {1:3, 2:1} {compaction_type:Compaction}
      """
    ).recorder.compactions.first
    #expect(row?.bytesIn == 10527)
    #expect(row?.bytesOut == 812)
    #expect(row?.rowsMerged == "{1:3, 2:1}")
    #expect(row?.kind == "Compaction")
  }

  @Test("tpstats without trailing blanks counts its last pool")
  func strippedPools() {
    let reading = Reading(
      """
      Pool Name                    Active Pending Completed Blocked All time blocked
      MutationStage                0      0       26        0       0
      CompactionExecutor           2      97      314       0       0
      """)
    #expect(reading.values(.poolPending) == ["pool=MutationStage 0", "pool=CompactionExecutor 97"])
    #expect(reading.recorder.polls.map(\.failure) == [nil])
  }

  @Test("cfstats of 2.1 begins with a keyspace and ends with its last table")
  func cfstats21() {
    let reading = Reading(
      """
      Keyspace: shop
      \tRead Count: 2
      \tRead Latency: 1.5 ms.
      \tWrite Count: 6
      \tWrite Latency: NaN ms.
      \tPending Flushes: 0
      \t\tTable: orders
      \t\tSSTable count: 7
      \t\tSpace used (live): 3344
      \t\tNumber of keys (estimate): 1024
      \t\tAverage live cells per slice (last five minutes): 0.0
      \t\tMaximum live cells per slice (last five minutes): 0.0
      \t\tAverage tombstones per slice (last five minutes): 3.0
      \t\tMaximum tombstones per slice (last five minutes): 12.0

      ----------------
      Keyspace: system
      \tRead Count: 0
      \t\tTable: local
      \t\tSSTable count: 1
      \t\tMaximum tombstones per slice (last five minutes): 0.0

      """)
    #expect(
      reading.values(.tableSSTables) == ["keyspace=shop,table=orders 7", "keyspace=system,table=local 1"])
    #expect(reading.value(.tableTombstonesPerSliceMax, [("keyspace", "shop"), ("table", "orders")]) == 12)
    #expect(reading.value(.keyspaceReadLatencySeconds, [("keyspace", "shop")]) == 0.0015)
    #expect(reading.recorder.polls.map(\.command) == ["tablestats"])
    #expect(reading.recorder.polls.map(\.failure) == [nil])
    #expect(reading.codes == [])
  }

  @Test("cfstats of 1.2 and 2.0 has other labels for the same figures")
  func cfstats12() {
    let reading = Reading(
      """
      Keyspace: shop
      \tRead Count: 2
      \tPending Tasks: 0
      \t\tColumn Family: orders
      \t\tSSTable count: 7
      \t\tSpace used (live): 3344
      \t\tNumber of Keys (estimate): 128
      \t\tMemtable Data Size: 77
      \t\tRead Count: 9
      \t\tWrite Latency: 0.014 ms.
      \t\tCompacted row maximum size: 310
      \t\tCompacted row mean size: 200

      \t\tTable: order_lines
      \t\tSpace used (live), bytes: 9
      \t\tAverage tombstones per slice (last five minutes): 0.0

      """)
    #expect(
      reading.values(.tableLiveBytes) == [
        "keyspace=shop,table=orders 3344", "keyspace=shop,table=order_lines 9",
      ])
    #expect(reading.values(.tablePartitions) == ["keyspace=shop,table=orders 128"])
    #expect(reading.values(.tableReadsTotal) == ["keyspace=shop,table=orders 9"])
    #expect(reading.values(.tablePartitionMaxBytes) == ["keyspace=shop,table=orders 310"])
    #expect(reading.codes == [])
  }

  @Test("A second cfstats of 2.1 in one file is another sample")
  func cfstatsTwice() {
    let one =
      "Keyspace: shop\n\tRead Count: 2\n\t\tTable: orders\n\t\tSSTable count: 7\n"
      + "\t\tMaximum tombstones per slice (last five minutes): 0.0\n\n----------------\n"
    #expect(Reading(one + one).recorder.polls.count == 2)
  }

  @Test("netstats of 2.x has rows of commands and responses")
  func netstats21() {
    let reading = Reading(
      """
      Mode: NORMAL
      Not sending any streams.
      Read Repair Statistics:
      Attempted: 0
      Mismatch (Blocking): 0
      Mismatch (Background): 0
      Pool Name                    Active   Pending      Completed   Dropped
      Commands                        n/a         3             26         0
      Responses                       n/a         0        5489400       n/a
      """)
    #expect(reading.values(.messagesPending) == ["channel=commands 3", "channel=responses 0"])
    #expect(reading.values(.messagesDroppedTotal) == ["channel=commands 0"])
    #expect(reading.codes == [])
  }

  @Test("Streams of netstats are read without their indentation")
  func flatNetstats() {
    let reading = Reading(
      """
      Mode: NORMAL
      Repair 5d0e1f20-5f3d-11ef-8a1d-3f2b1c0d9e8f
      /10.0.0.2 (using /10.0.0.1)
      Receiving 13 files, 48744224 bytes total. Already received 2 files, 7730775 bytes total
      /var/lib/cassandra/data/shop/orders/na-1-big-Data.db 7730775/9730775 bytes(79%) received from idx:0/10.0.0.2
      Read Repair Statistics:
      Attempted: 0
      Pool Name Active Pending Completed Dropped
      Large messages n/a 0 1 0
      """)
    #expect(
      reading.values(.streamDoneBytes) == [
        "direction=receive,operation=Repair,peer=10.0.0.2,session=5d0e1f20-5f3d-11ef-8a1d-3f2b1c0d9e8f 7730775"
      ])
    #expect(reading.codes == [])
  }

  @Test("info of 1.2 begins with its tokens")
  func info12() {
    let reading = Reading(
      """
      Token            : (invoke with -T/--tokens to see all 256 tokens)
      ID               : 6445a547-5d5e-4fd1-b3a7-2b83de6c0657
      Gossip active    : true
      Load             : 107.43 KB
      Uptime (seconds) : 1830184
      Heap Memory (MB) : 517.57 / 1976.00
      Key Cache        : size 1434 (bytes), capacity 104857584 (bytes), 90 hits, 120 requests, 0.750 recent hit rate
      """)
    #expect(reading.attribute(.hostID) == "6445a547-5d5e-4fd1-b3a7-2b83de6c0657")
    #expect(reading.value(.cacheCapacityBytes, [("cache", "key")]) == 104_857_584)
    #expect(reading.recorder.polls.map(\.failure) == [nil])
    #expect(reading.codes == [])
  }

  @Test("A row of ring without a status is of a node whose status is not known")
  func ringStatus() {
    let reading = Reading(
      """
      Datacenter: dc1
      ==========
      Address        Rack        Status State   Load            Owns                Token
                                                                                   3074457345618258602
      10.101.35.67   rack1       Up     Normal  111.09 KB       66.67%              -9223372036854775808
      10.101.34.191  rack1              Normal  107.43 KB       66.67%              3074457345618258602
      """)
    #expect(reading.recorder.ring.map(\.state) == ["UN", "?N"])
    #expect(reading.recorder.ring.map(\.rack) == ["rack1", "rack1"])
  }

  @Test(
    "ring of 1.1 and dsetool has the data center in each row",
    arguments: [
      """
      Address         DC          Rack        Status State   Load            Effective-Ownership Token
                                                                                                 8507
      10.0.0.1        dc1         r1          Up     Normal  107.43 KB       66.67%              0
      10.0.0.2        dc2         r2          Down   Normal  92.05 KB        66.67%              8507
      """,
      """
      Address          DC                   Rack         Workload             Graph  Status  State    Load             Effective-Ownership  Token                                        Health [0,1] 
      10.0.0.1         dc1                  r1           SearchAnalytics(SM)  yes    Up      Normal   107.43 KB        66.67%               -5374840111441183029                         1.00         
      10.0.0.2         dc2                  r2           Cassandra            no     Down    Normal   92.05 KB         66.67%               -5374840111441183028                         0.10         
      """,
    ])
  func ringWithDataCenters(_ text: String) {
    let ring = Reading(text).recorder.ring
    #expect(ring.map(\.dataCenter) == ["dc1", "dc2"])
    #expect(ring.map(\.rack) == ["r1", "r2"])
    #expect(ring.map(\.state) == ["UN", "DN"])
  }

  @Test("Streams of 2.0 say what they will move and not what has moved")
  func streams20() {
    let reading = Reading(
      """
      Mode: LEAVING
      Unbootstrap 5d0e1f20-5f3d-11ef-8a1d-3f2b1c0d9e8f
          /10.0.0.2
              Sending 13 files, 48744224 bytes total
                  /var/lib/cassandra/data/shop/orders/shop-orders-jb-1-Data.db 7730775/9730775 bytes(79%) sent to /10.0.0.2
      Read Repair Statistics:
      Attempted: 0
      Pool Name                    Active   Pending      Completed
      Commands                        n/a         0             26
      Responses                       n/a         0        5489400
      """)
    #expect(
      reading.values(.streamTotalBytes) == [
        "direction=send,operation=Unbootstrap,peer=10.0.0.2,session=5d0e1f20-5f3d-11ef-8a1d-3f2b1c0d9e8f 48744224"
      ])
    #expect(reading.values(.streamDoneBytes) == [])
    #expect(reading.codes == [])
  }
}

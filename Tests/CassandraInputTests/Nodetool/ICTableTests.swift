// Output of ic-sstable-tools, in the form of its TableBuilder.

import CassandraModel
import Testing

@testable import CassandraInput

@Suite struct ICTableTests {
  @Test("summary gives SSTables, size, compression and the repaired share of each table")
  func summary() {
    let reading = Reading(
      """
      +----------+---------------+----------+-----------+-----------+-------------------------+----------+
      | Keyspace | Column Family | SSTables | Disk Size | Data Size | Last Repaired           | Repair % |
      +----------+---------------+----------+-----------+-----------+-------------------------+----------+
      | shop     |        orders |        5 |    1.5 GB |    3.0 GB | 2026-11-20 04:00:00.000 |  3/5 40% |
      | shop     |          cart |        1 |     512 B |    1.0 kB |                         |          |
      +----------+---------------+----------+-----------+-----------+-------------------------+----------+

      """)
    #expect(reading.recorder.polls.map(\.command) == ["ic-sstable-tools"])
    #expect(
      reading.values(.tableLiveBytes) == [
        "keyspace=shop,table=orders 1500000000", "keyspace=shop,table=cart 512",
      ])
    #expect(
      reading.values(.tableRepairedRatio) == ["keyspace=shop,table=orders 0.4", "keyspace=shop,table=cart 0"])
    #expect(reading.values(.tableCompressionRatio).first == "keyspace=shop,table=orders 0.5")
    #expect(reading.counts.unparsed == 0)
  }

  @Test("pstats gives the largest partitions, a key with the separator in it, too")
  func partitions() throws {
    let reading = Reading(
      """
      Summary:
      +---------+--------+---------+
      |         | Size   | SSTable |
      +---------+--------+---------+
      | Count   |      2 |         |
      | Maximum | 1.2 GB |       4 |
      +---------+--------+---------+

      Largest partitions:
      +--------+--------+---------------+
      | Key    | Size   | SSTable Count |
      +--------+--------+---------------+
      | user-7 | 1.2 GB |             4 |
      | a|b    |   10 B |             1 |
      +--------+--------+---------------+

      SSTables:
      +----------------+--------+-------------------------+-------------------------+-------+------------+--------------------+--------------------+
      | SSTable        | Size   | Min Timestamp           | Max Timestamp           | Level | Partitions | Avg Partition Size | Max Partition Size |
      +----------------+--------+-------------------------+-------------------------+-------+------------+--------------------+--------------------+
      | nb-1-big-Data.db | 1.2 GB | 2026-11-20 04:00:00.000 | 2026-11-21 04:00:00.000 |     2 |          2 |           600.0 MB |             1.2 GB |
      +----------------+--------+-------------------------+-------------------------+-------+------------+--------------------+--------------------+
      """)
    let partitions = reading.recorder.occurrences.filter { $0.name == .sstablePartition }
    #expect(partitions.map { $0.fields.text(FieldName("key")) } == ["user-7", "a|b"])
    #expect(partitions.map { $0.fields.integer(FieldName("size_bytes")) } == [1_200_000_000, 10])
    #expect(partitions.allSatisfy { $0.fields.text(FieldName("list")) == "Largest partitions" })
    let figures = reading.recorder.occurrences.filter { $0.name == .sstableStatistic }
    #expect(figures.map { $0.fields.text(FieldName("figure")) } == ["Count", "Maximum"])
    let table = try #require(reading.recorder.occurrences.first { $0.name == .sstableMetadata })
    #expect(table.fields.integer(.sstableLevel) == 2)
    #expect(table.fields.integer(.minimumTimestamp) == 1_795_147_200_000_000)
    #expect(reading.counts.unparsed == 0)
  }

  @Test("purge gives what of each partition can be reclaimed")
  func purge() throws {
    let reading = Reading(
      """
      Largest reclaimable partitions:
      +--------+----------+----------+-------------+
      | Key    | Size     | Reclaim  | Generations |
      +--------+----------+----------+-------------+
      | user-7 | 750.0 MB | 700.0 MB |   [1, 3, 9] |
      +--------+----------+----------+-------------+
      """)
    let one = try #require(reading.recorder.occurrences.first)
    #expect(one.fields.integer(FieldName("reclaimable_bytes")) == 700_000_000)
    #expect(one.fields.text(FieldName("generations")) == "[1, 3, 9]")
  }
}

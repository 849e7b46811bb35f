// Output of the offline tools: sstablemetadata, sstableexpiredblockers, sstablelevelreset.

import CassandraModel
import Testing

@testable import CassandraInput

@Suite struct SSTableToolTests {
  @Test("sstablemetadata gives times, level and droppable share of each SSTable")
  func metadata() throws {
    let reading = Reading(
      """
      SSTable: /var/lib/cassandra/data/shop/orders-a1/nb-1-big
      Partitioner: org.apache.cassandra.dht.Murmur3Partitioner
      Bloom Filter FP chance: 0.01
      Minimum timestamp: 1787158236368359 (08/19/2026 16:50:36)
      Maximum timestamp: 1787158296368359 (08/19/2026 16:51:36)
      SSTable min local deletion time: 1787158296 (08/19/2026 16:51:36)
      SSTable max local deletion time: 2147483647 (no tombstones)
      TTL min: 0
      TTL max: 0
      Estimated droppable tombstones: 0.25
      SSTable Level: 3
      Repaired at: 0
      SSTable: /var/lib/cassandra/data/shop/orders-a1/nb-2-big
      SSTable Level: 0
      """)
    let facts = reading.recorder.occurrences.filter { $0.name == .sstableMetadata }
    #expect(facts.map { $0.fields.integer(.sstableLevel) } == [3, 0])
    let first = try #require(facts.first)
    #expect(first.fields.text(FieldName("path")) == "/var/lib/cassandra/data/shop/orders-a1/nb-1-big")
    #expect(first.fields.integer(.minimumTimestamp) == 1_787_158_236_368_359)
    #expect(first.fields[.droppableRatio] == .decimal(0.25))
    #expect(reading.recorder.polls.map(\.command) == ["sstablemetadata"])
  }

  @Test("sstableexpiredblockers names each blocker and what it keeps")
  func blockers() throws {
    let reader = { (number: Int) in
      "[BigTableReader(path='/d/k/t-1/nb-\(number)-big-Data.db') (minTS = 5, maxTS = 10, maxLDT = 2147483647)], "
    }
    let reading = Reading(
      reader(3) + " blocks 2 expired sstables from getting dropped: " + reader(4) + reader(5) + "\n\n")
    let fact = try #require(reading.recorder.occurrences.first { $0.name == .sstableBlocker })
    #expect(fact.fields.text(FieldName("path")) == "/d/k/t-1/nb-3-big-Data.db")
    #expect(fact.fields.integer(.blockedCount) == 2)
    #expect(fact.fields.text(FieldName("paths")) == "/d/k/t-1/nb-4-big-Data.db, /d/k/t-1/nb-5-big-Data.db")
  }
}

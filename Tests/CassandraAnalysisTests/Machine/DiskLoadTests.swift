// Utilization of a device: from counters since boot, from iostat, and the choice of the data device.

import CassandraModel
import Testing

@testable import CassandraAnalysis

@Suite struct DiskLoadTests {
  private let device = [("device", "sda")]

  @Test("counters since boot become shares, waits and rates of each interval")
  func counters() throws {
    var node = NodeInSeries()
    node.add(.diskBusySecondsTotal, device, "0 30 90")
    node.add(.diskReadsTotal, device, "0 10 10")
    node.add(.diskReadSecondsTotal, device, "0 1 1")
    node.add(.diskWrittenBytesTotal, device, "0 6000 6000")
    let load = try #require(node.findings().diskLoads.first)
    #expect(load.intervals.map(\.busy) == [0.5, 1])
    // No read in the second minute: the wait is missing, not 0.
    #expect(load.intervals.map(\.readWait) == [0.1, nil])
    #expect(load.intervals.map(\.writeRate) == [100, 0])
    #expect(load.peak(\.busy)?.value == 1)
  }

  @Test("a counter that fell is another boot: no interval")
  func boot() {
    var node = NodeInSeries()
    node.add(.diskBusySecondsTotal, device, "50 0")
    #expect(node.findings().diskLoads.isEmpty)
  }

  @Test(arguments: [
    ("sda1", "sda", true), ("nvme0n1p2", "nvme0n1", true), ("nvme0n12", "nvme0n1", false),
    ("sdb", "sda", false),
    ("sda", "sda", false),
  ])
  func partitions(name: String, device: String, isPart: Bool) {
    #expect(DiskLoad.isPartition(name, of: device) == isPart)
  }
}

// disk-saturated (001 "investigate disk I/O saturation"): the share of time in which the device of the data was busy.

import CassandraModel

extension RulePass {
  mutating func diskSaturated() {
    let loads = inputs.node.diskLoads.filter { load in load.intervals.contains { $0.busy != nil } }
    guard !loads.isEmpty else { return cannot("there is neither iostat nor /proc/diskstats over time") }
    guard let disk = inputs.node.dataDisk(of: inputs.dataVolume, among: loads) else {
      return cannot("nothing tells which of the devices holds the data")
    }
    let limit = number("threshold")
    let points = disk.points(\.busy)
    fold(.node, along: RuleSeries(points), unit: "ratio") { fold in
      for point in points {
        fold.take(point, point.value > limit, value: point.value, threshold: limit, detail: disk.device)
      }
    }
  }
}

extension ResolvedInputs {
  /// Throughput of the data disk, reads and writes of all processes, in bytes a second; nil when not in the
  /// capture.
  var diskRate: RuleSeries? {
    let points = node.dataDisk(of: dataVolume, among: node.diskLoads)?.points(\.rate) ?? []
    return points.isEmpty ? nil : RuleSeries(points)
  }
}

extension DiskLoad {
  /// The intervals that have `value`, as points.
  func points(_ value: (Interval) -> Double?) -> [SamplePoint] {
    intervals.compactMap { one in
      value(one).map { SamplePoint(at: one.at, value: $0, place: one.place) }
    }
  }
}

// Several series of one kind (tables, keyspaces, sessions) as one. Series of one capture share their instants, so this
// is a merge of sorted lists.

import CassandraModel

struct PointMerge {
  struct Sum {
    let at: Instant
    var value: Double
    var count: Int
    let place: SamplePlace
  }

  private(set) var sums: [Sum] = []

  /// Adds `points` of one more series; `combine` merges values of one instant.
  mutating func add(_ points: [SamplePoint], _ combine: (Double, Double) -> Double) {
    guard !points.isEmpty else { return }
    var merged: [Sum] = []
    merged.reserveCapacity(max(sums.count, points.count))
    var index = 0
    for point in points {
      while index < sums.count, sums[index].at < point.at {
        merged.append(sums[index])
        index += 1
      }
      if index < sums.count, sums[index].at == point.at {
        var sum = sums[index]
        sum.value = combine(sum.value, point.value)
        sum.count += 1
        merged.append(sum)
        index += 1
      } else {
        merged.append(Sum(at: point.at, value: point.value, count: 1, place: point.place))
      }
    }
    merged += sums[index...]
    sums = merged
  }

  /// Sums at instants at which at least half of the series have a point: a capture of one table does not give
  /// the total.
  var points: [SamplePoint] {
    let most = sums.map(\.count).max() ?? 0
    return sums.filter { $0.count * 2 >= most }.map {
      SamplePoint(at: $0.at, value: $0.value, place: $0.place)
    }
  }
}

// The map by series: each series keeps its own value, for any order of arrival.

import CassandraModel
import Testing

@testable import CassandraAnalysis

struct SeriesMapTests {
  private static func key(_ number: Int) -> SeriesBook.Key {
    SeriesBook.Key(
      metric: number.isMultiple(of: 2) ? .tableLiveBytes : .tableSSTables,
      labels: Labels([(name: "table", value: "t" + String(number / 2))]))
  }

  /// Rounds in order, rounds that lack a series, that have a new one, and no order at all.
  private static let orders: [[Int]] = [
    [0, 1, 2, 0, 1, 2, 0, 1, 2], [0, 1, 2, 0, 2, 0, 1, 2], [0, 1, 0, 1, 5, 0, 1, 5], [3, 3, 3, 1, 3, 3],
    [5, 0, 4, 1, 3, 2, 2, 3, 1, 4, 0, 5, 1, 1, 0],
  ]

  @Test(arguments: orders)
  func everySeriesCountsItsOwn(order: [Int]) {
    var map = SeriesMap<Int>()
    for number in order { map.update(Self.key(number), from: 0) { $0 += 1 } }
    for number in 0..<6 {
      let expected = order.count { $0 == number }
      #expect(map[Self.key(number)] == (expected == 0 ? nil : expected))
    }
    #expect(Set(map.keys).count == map.keys.count)
    #expect(map.values.reduce(0, +) == order.count)
  }

  @Test func theOrderOfSeriesDoesNotCount() {
    var (left, right) = (SeriesMap<Int>(), SeriesMap<Int>())
    for number in [0, 1, 2] { left.update(Self.key(number), from: number) { $0 += 1 } }
    for number in [2, 0, 1] { right.update(Self.key(number), from: number) { $0 += 1 } }
    #expect(left == right)
    right.update(Self.key(1), from: 0) { $0 += 1 }
    #expect(left != right)
  }
}

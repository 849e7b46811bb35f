// Values by series, made for samples: each poll gives its series in the order of the poll before it, so the
// next series is nearly always known without a hash.

import CassandraModel

/// A value for each series, in the order of their first samples.
struct SeriesMap<Value: Sendable>: Sendable {
  /// The series, in the order of their first samples.
  private(set) var keys: [SeriesBook.Key] = []
  /// Their values, in the same order.
  private(set) var values: [Value] = []
  private var numbers: [SeriesBook.Key: Int] = [:]
  /// The last successor of each series; the series itself before the first one.
  private var followers: [Int] = []
  private var latest = 0

  /// No series.
  init() {}

  /// The value of `key`; nil for an unknown series.
  subscript(_ key: SeriesBook.Key) -> Value? { numbers[key].map { values[$0] } }

  /// Changes the value of `key`, `initial` at first; returns its place in `keys`.
  @discardableResult
  mutating func update(
    _ key: SeriesBook.Key, from initial: @autoclosure () -> Value, _ change: (inout Value) -> Void
  ) -> Int {
    let number = number(of: key, initial)
    change(&values[number])
    return number
  }

  /// Changes the value of the series with the number from `update(_:from:_:)`.
  mutating func update(at number: Int, _ change: (inout Value) -> Void) { change(&values[number]) }

  /// Changes every value.
  mutating func updateAll(_ change: (SeriesBook.Key, inout Value) -> Void) {
    for number in keys.indices { change(keys[number], &values[number]) }
  }

  /// The series that are wanted.
  func filtered(_ isWanted: (SeriesBook.Key) -> Bool) -> SeriesMap {
    var map = SeriesMap()
    for (key, value) in zip(keys, values) where isWanted(key) { _ = map.append(key, value) }
    return map
  }

  private mutating func number(of key: SeriesBook.Key, _ initial: () -> Value) -> Int {
    if latest < followers.count {
      let expected = followers[latest]
      if keys[expected] == key {
        latest = expected
        return expected
      }
    }
    let number = numbers[key] ?? append(key, initial())
    followers[latest] = number
    latest = number
    return number
  }

  private mutating func append(_ key: SeriesBook.Key, _ value: Value) -> Int {
    let number = keys.count
    numbers[key] = number
    keys.append(key)
    values.append(value)
    followers.append(number)
    return number
  }
}

extension SeriesMap: Equatable where Value: Equatable {
  /// Equal values of the same series, in any order.
  static func == (a: SeriesMap, b: SeriesMap) -> Bool {
    a.keys.count == b.keys.count && zip(a.keys, a.values).allSatisfy { b[$0] == $1 }
  }
}

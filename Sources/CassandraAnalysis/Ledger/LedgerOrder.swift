// The order of a ledger's rows: by time, and by id where times are equal. A busy node has hundreds of
// thousands of rows, so time and number of a row share one number of 64 bits where both fit, which is nearly
// always.

import CassandraModel

/// Sorts the numbers of rows.
struct LedgerOrder {
  /// Time and number of a row.
  private var small: [UInt64] = []
  /// Rows whose time and number do not fit into one number.
  private var large: [(at: Int64, number: Int)] = []

  /// Enough for four million rows; the remaining bits suffice for times up to the year 2109.
  private static let numberBits = 22
  private static let latest = Int64(1) << (64 - numberBits) - 1

  init(capacity: Int) { small.reserveCapacity(capacity) }

  /// Adds a row.
  ///
  /// - Parameter at: milliseconds since 1970; nil sorts it after all others.
  mutating func add(_ number: Int, at: Int64?) {
    let fits = at.map { $0 >= 0 && $0 < LedgerOrder.latest } ?? true
    if fits, number >> LedgerOrder.numberBits == 0 {
      small.append(UInt64(at ?? LedgerOrder.latest) << LedgerOrder.numberBits | UInt64(number))
    } else {
      large.append((at ?? .max, number))
    }
  }

  /// The sorted numbers; `id` gives the id of a row.
  consuming func numbers(by id: (Int) -> TimeUUID) -> [Int32] {
    if !large.isEmpty { return allLarge(by: id) }
    small.sort()
    var order: [Int32] = []
    order.reserveCapacity(small.count)
    var start = 0
    while start < small.count {
      var end = start + 1
      while end < small.count, LedgerOrder.time(small[end]) == LedgerOrder.time(small[start]) { end += 1 }
      let first = order.count
      for key in small[start..<end] { order.append(Int32(truncatingIfNeeded: LedgerOrder.number(key))) }
      if end - start > 1 { order[first...].sort { LedgerOrder.isBefore(id(Int($0)), id(Int($1))) } }
      start = end
    }
    return order
  }

  private consuming func allLarge(by id: (Int) -> TimeUUID) -> [Int32] {
    for key in small {
      let time = LedgerOrder.time(key)
      large.append((time == LedgerOrder.latest ? .max : time, LedgerOrder.number(key)))
    }
    large.sort { $0.at != $1.at ? $0.at < $1.at : LedgerOrder.isBefore(id($0.number), id($1.number)) }
    return large.map { Int32(truncatingIfNeeded: $0.number) }
  }

  private static func time(_ key: UInt64) -> Int64 { Int64(key >> UInt64(numberBits)) }
  private static func number(_ key: UInt64) -> Int { Int(key & (1 << UInt64(numberBits) - 1)) }

  /// In the order of their text.
  private static func isBefore(_ a: TimeUUID, _ b: TimeUUID) -> Bool {
    a.high != b.high ? a.high < b.high : a.low < b.low
  }
}

// What the tombstone monitor remembers, when it is given on purpose: a whole file, read strictly. The same file inside
// of a capture is evidence, and read like everything there (`Monitors/Tombstones.swift`).
//
//     {"shop.cart_items": 1795238455.3527129}

import FoundationEssentials

/// When tables were last alerted of.
package enum AlertTimes {
  /// The times in seconds since 1970, by table; nil for bytes that are not an object of names with numbers.
  package static func read(_ bytes: [UInt8]) -> [String: Double]? {
    guard let times = try? JSONDecoder().decode([String: Double].self, from: Data(bytes)),
      times.values.allSatisfy({ $0.isFinite })
    else { return nil }
    return times
  }
}

// The saved state of the tombstone monitor, when it is given as an argument: a whole file, parsed strictly.
// The same file in a capture is evidence, and is read like every other file there
// (`Monitors/Tombstones.swift`).
//
//     {"shop.cart_items": 1795238455.3527129}

/// Times of the last alert for each table.
package enum AlertTimes {
  /// The times in seconds since 1970, by table; nil for bytes that are not an object of names with numbers.
  package static func read(_ bytes: [UInt8]) -> [String: Double]? {
    guard let document = try? JSONDocument.parse(bytes), case .object(let fields) = document.kind else {
      return nil
    }
    var times: [String: Double] = [:]
    for field in fields {
      guard case .number(let text) = field.value.kind, let time = Double(text), time.isFinite else {
        return nil
      }
      times[field.name] = time
    }
    return times
  }
}

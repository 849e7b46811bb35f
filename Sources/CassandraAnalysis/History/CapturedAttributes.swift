// Attributes of a node from captured commands: every sample repeats most of them, so each value is kept once,
// with its number of samples.

import CassandraModel

/// The attributes of one node's captures.
struct CapturedAttributes: Sendable {
  /// One value of one attribute.
  struct Entry: Sendable {
    /// Its first place, in the order of reading.
    let attribute: Attribute
    /// Number of samples with it.
    fileprivate(set) var count: Int
  }

  private struct Key: Hashable {
    let name: AttributeName
    let value: String
  }

  /// In the order in which they were first seen.
  private(set) var entries: [Entry] = []
  private var numbers: [Key: Int] = [:]

  mutating func add(_ attribute: Attribute) { add(attribute, count: 1) }

  /// Adds values that were read later.
  mutating func merge(_ other: CapturedAttributes) {
    for entry in other.entries { add(entry.attribute, count: entry.count) }
  }

  private mutating func add(_ attribute: Attribute, count: Int) {
    let key = Key(name: attribute.name, value: attribute.value)
    if let number = numbers[key] {
      entries[number].count += count
    } else {
      numbers[key] = entries.count
      entries.append(Entry(attribute: attribute, count: count))
    }
  }
}

// What captures say of a node beside numbers: every poll says most of it again, so each value is kept once, with how
// often it was said.

import CassandraModel

/// The attributes of one node's captures.
struct CapturedAttributes: Sendable {
  /// One value of one attribute.
  struct Entry: Sendable {
    /// Where it was first said, in the order of reading.
    let attribute: Attribute
    /// How often it was said.
    fileprivate(set) var count: Int
  }

  private struct Key: Hashable {
    let name: AttributeName
    let value: String
  }

  /// In the order in which they were first said.
  private(set) var entries: [Entry] = []
  private var numbers: [Key: Int] = [:]

  /// Adds what was said once.
  mutating func add(_ attribute: Attribute) { add(attribute, count: 1) }

  /// Adds what was read after this.
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

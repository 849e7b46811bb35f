// What monitors wrote of themselves: kept whole, since a replay of their decisions is held against it, and apart from
// what happened to the node, since none of it did.

public import CassandraModel

/// The occurrences that monitors left, by what they are.
public struct MonitorBook: Sendable {
  private var entries: [EventName: [Occurrence]] = [:]

  /// Nothing.
  public init() {}

  /// True if no monitor left anything.
  public var isEmpty: Bool { entries.isEmpty }

  /// Adds one. Its field names are shared with others, so that it is as large as its values.
  mutating func add(_ occurrence: Occurrence) { entries[occurrence.name, default: []].append(occurrence) }

  /// Adds all of `other`; the result does not depend on the order of merging.
  mutating func merge(_ other: MonitorBook) {
    for (name, found) in other.entries {
      guard let known = entries[name] else {
        entries[name] = found
        continue
      }
      entries[name] = (known + found).sorted { $0.source < $1.source }
    }
  }

  /// Those of one kind, in order of place.
  public subscript(name: EventName) -> [Occurrence] { entries[name] ?? [] }

  /// What there is, in order of name.
  public var names: [EventName] { entries.keys.sorted() }
}

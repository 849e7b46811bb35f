// Records that monitors wrote about themselves: kept whole, since a replay of their decisions is compared
// with them, and apart from the events of the node, since they are not its own.

public import CassandraModel

/// The records of monitors, by kind.
public struct MonitorBook: Sendable {
  private var entries: [EventName: [Occurrence]] = [:]

  /// Nothing.
  public init() {}

  /// True without any record.
  public var isEmpty: Bool { entries.isEmpty }

  /// Adds one. Its field names are shared with others, so that it needs only the space of its values.
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

  /// The records of one kind, in order of place.
  public subscript(name: EventName) -> [Occurrence] { entries[name] ?? [] }

  /// The kinds that there are, in order of name.
  public var names: [EventName] { entries.keys.sorted() }
}

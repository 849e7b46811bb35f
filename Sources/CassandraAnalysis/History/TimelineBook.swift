// The timeline, short enough to read: repeats of one kind and subject within one run of the process are one
// entry with a count, so a busy log does not make a long timeline.

public import CassandraModel

/// The kind of an entry of the timeline.
public enum TimelineKind: String, Hashable, Sendable, CaseIterable {
  /// The process starts, is ready, or stops.
  case lifecycle
  /// Something failed.
  case failure
  /// A reaction of the disk-failure policy.
  case reaction
  /// A compaction was interrupted.
  case interrupted
  /// Scrub or verify.
  case scrub
  /// A command of an operator, or its effect.
  case operatorAction
  /// Peers, hints, streams, repairs.
  case cluster
}

/// One line of the timeline.
public struct TimelineEntry: Sendable, Hashable {
  /// The first time.
  public let first: Moment
  /// The last time; the same as `first` for a single event.
  public let last: Moment
  /// The kind of the entry.
  public let kind: TimelineKind
  /// Severity of the entry.
  public let severity: Severity
  /// Number of repeats, within one run of the process.
  public let count: Int
  /// The log's text, or the failure in one line.
  public let text: String
  /// Place of the first record.
  public let source: SourceLocation
  /// The category of a failure; nil for anything else.
  public let category: CategoryID?
  /// Tables that it names; empty when it names none.
  public let tables: [TableName]
}

/// Collects the timeline of one node.
struct TimelineBook: Sendable {
  private struct Key: Hashable {
    let kind: TimelineKind
    let subject: String
    let process: Int
  }
  private struct Entry {
    var first: LocalTime
    var last: LocalTime
    var severity: Severity
    var count = 1
    let text: String
    let source: SourceLocation
    var category: CategoryID?
    var tables: [TableName] = []

    mutating func again(_ at: LocalTime) {
      last = max(last, at)
      count += 1
    }
  }
  private var entries: [Key: Entry] = [:]
  /// Number of entries beyond the limit.
  private(set) var dropped = 0
  private static let limit = 20_000

  mutating func add(_ event: Event, _ kind: TimelineKind, _ subject: String, process: Int) {
    let key = Key(kind: kind, subject: subject, process: process)
    if again(key, event.at) { return }
    begin(
      key,
      Entry(
        first: event.at, last: event.at, severity: event.severity, text: event.message,
        source: event.source,
        tables: event.fields[.table].flatMap { TableName(dotted: $0.text) }.map { [$0] } ?? []))
  }

  mutating func add(_ failure: Failure, process: Int) {
    guard let evidence = failure.evidence.first else { return }
    let category = failure.classification.category
    let subject = failure.sstables.first.map { $0.base } ?? failure.table?.description ?? ""
    let key = Key(kind: .failure, subject: category.id.name + " " + subject, process: process)
    if again(key, failure.last) { return }
    let what =
      failure.sstables.first.map { sstable in
        ((sstable.table ?? failure.table).map { $0.description + " " } ?? "") + sstable.shortName
      }
      ?? failure.table?.description
    let entry = Entry(
      first: failure.first, last: failure.last, severity: category.severity,
      text: category.title + (what.map { ": " + $0 } ?? "") + " — " + failure.classification.rootCause,
      source: evidence.source, category: category.id,
      tables: (failure.table ?? failure.sstables.first?.table).map { [$0] } ?? [])
    begin(key, entry)
  }

  /// Counts a repeat, whose text is not needed; false if it is none.
  private mutating func again(_ key: Key, _ last: LocalTime) -> Bool {
    entries[key]?.again(last) != nil
  }

  private mutating func begin(_ key: Key, _ entry: Entry) {
    if entries.count < TimelineBook.limit { entries[key] = entry } else { dropped += 1 }
  }

  func entries(in zone: LogZone) -> [TimelineEntry] {
    entries.map { key, entry in
      TimelineEntry(
        first: zone.moment(entry.first), last: zone.moment(entry.last), kind: key.kind,
        severity: entry.severity, count: entry.count, text: entry.text, source: entry.source,
        category: entry.category, tables: entry.tables)
    }
    .sorted { a, b in
      a.first.sortKey != b.first.sortKey ? a.first.sortKey < b.first.sortKey : a.source < b.source
    }
  }
}

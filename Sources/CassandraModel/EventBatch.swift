// The events of a stretch of a log, packed. A busy node writes some frequent kinds of records by the hundred thousand;
// as an `Event` each is some ten values of their own, made in one task and given up in another. Here they are numbers
// in a few lists, with the text that their fields hold beside them, and become an `Event` when somebody asks for one.

/// What all events of one wording of a message share.
public struct EventKind: Sendable {
  /// Which message.
  public let name: EventName
  /// What the analysis does with it.
  public let role: EventRole
  /// How bad the message is by itself.
  public let severity: Severity
  /// Field names, in the order of the values.
  public let fields: [FieldName]

  /// What all events of a wording share.
  public init(name: EventName, role: EventRole, severity: Severity, fields: [FieldName]) {
    self.name = name
    self.role = role
    self.severity = severity
    self.fields = fields
  }
}

/// Events in order, as the reader of a log hands them on.
public struct EventBatch: RandomAccessCollection, Sendable {
  /// The value of a field.
  public enum Value: Sendable {
    /// A number or an id.
    case integer(Int64)
    /// A number with a fraction.
    case decimal(Double)
    /// A UUID.
    case uuid(TimeUUID)
    /// One of the names that repeat in a log: its number among the names.
    case name(Int32)
    /// Text of its own: where it stands in the batch's text, and, for a list of SSTables, how many it names.
    case text(start: Int32, count: Int32, items: Int32)
  }

  /// One event.
  public struct Record: Sendable {
    /// When, on the node's wall clock.
    public var at: LocalTime
    /// Its line, counted from the first of the batch, which is 1.
    public var line: Int32
    /// The number of its kind; of its event in `others` if that is not packed.
    public var number: Int32
    /// The number of its first value. Behind those of its fields is its message, if it has one.
    public var values: Int32
    /// The number of its thread's name.
    public var thread: Int32
    /// The number of its logger's name.
    public var logger: Int32
    /// The level logback printed.
    public var level: LogLevel
    /// What the analysis does with it.
    public var role: EventRole
    /// False for an event that is kept whole.
    public var isPacked: Bool
    /// True if a message is behind its values; false if its fields say everything, and for an event that is kept whole.
    public var hasMessage: Bool

    /// One event.
    public init(
      at: LocalTime, line: Int32, number: Int32, values: Int32, thread: Int32, logger: Int32, level: LogLevel,
      role: EventRole, isPacked: Bool, hasMessage: Bool
    ) {
      self.at = at
      self.line = line
      self.number = number
      self.values = values
      self.thread = thread
      self.logger = logger
      self.level = level
      self.role = role
      self.isPacked = isPacked
      self.hasMessage = hasMessage
    }
  }

  /// What the events are made of.
  public struct Parts: Sendable {
    /// The events.
    public var records: [Record] = []
    /// The values of all packed events, one after the other.
    public var values: [Value] = []
    /// The text of all values.
    public var text: [UInt8] = []
    /// Names that repeat.
    public var names: [String] = []
    /// True if one of the names may hold a secret.
    package var hasDoubtfulName = false
    /// Events that are not packed.
    public var others: [Event] = []
    /// Kinds of packed events; the numbers are the catalog's.
    public var kinds: [EventKind] = []
    /// The file that they stand in.
    public var file = ""

    /// No events.
    public init() {}
  }

  /// The parts, shared by all copies.
  @usableFromInline final class Storage: Sendable {
    @usableFromInline let parts: Parts
    init(_ parts: Parts) { self.parts = parts }
  }

  @usableFromInline let storage: Storage
  /// Lines of the file before the first of the batch.
  public var linesBefore = 0

  /// Events made of `parts`.
  public init(_ parts: Parts) { storage = Storage(parts) }

  /// Events that are not packed.
  public init(_ events: [Event] = []) {
    var parts = Parts()
    parts.others = events
    parts.records = events.enumerated().map { Record($1, number: $0) }
    self.init(parts)
  }

  /// The first event.
  @inlinable public var startIndex: Int { 0 }
  /// Behind the last event.
  @inlinable public var endIndex: Int { storage.parts.records.count }
  /// An event; a packed one is made for this.
  public subscript(index: Int) -> Event {
    let record = storage.parts.records[index]
    guard record.isPacked else {
      var event = storage.parts.others[Int(record.number)]
      event.source.line += linesBefore
      return event
    }
    return PackedEvent(self, index).event
  }

  /// The file that packed events stand in.
  package var file: String { storage.parts.file }
  /// True if a name that packed events share may hold a secret.
  package var hasDoubtfulName: Bool { storage.parts.hasDoubtfulName }

  /// The time of an event.
  @inlinable public func at(_ index: Int) -> LocalTime { storage.parts.records[index].at }
  /// True for an event that can be read without making an `Event` of it.
  @inlinable public func isPacked(_ index: Int) -> Bool { storage.parts.records[index].isPacked }
}

extension EventBatch.Record {
  /// The record of an event that is kept whole.
  public init(_ event: Event, number: Int) {
    self.init(
      at: event.at, line: 0, number: Int32(truncatingIfNeeded: number), values: 0, thread: 0, logger: 0,
      level: event.level, role: event.role, isPacked: false, hasMessage: false)
  }
}

/// A packed event, read in its place.
public struct PackedEvent: Sendable {
  @usableFromInline let batch: EventBatch
  @usableFromInline let record: EventBatch.Record

  /// The packed event at `index`.
  @inlinable public init(_ batch: EventBatch, _ index: Int) {
    self.batch = batch
    record = batch.storage.parts.records[index]
  }

  /// Which message.
  public var name: EventName { kind.name }
  /// When, on the node's wall clock.
  @inlinable public var at: LocalTime { record.at }
  /// What the analysis does with it.
  @inlinable public var role: EventRole { record.role }
  /// The thread that logged it.
  @inlinable public var thread: String { batch.storage.parts.names[Int(record.thread)] }
  /// Where the record starts.
  @inlinable public var source: SourceLocation {
    SourceLocation(file: batch.storage.parts.file, line: Int(record.line) + batch.linesBefore)
  }

  private var kind: EventKind { batch.storage.parts.kinds[Int(record.number)] }

  /// The record's first line after the head, as in `Event`.
  public var message: String {
    guard record.hasMessage else { return "" }
    let parts = batch.storage.parts
    guard case .text(let text) = fieldValue(parts.values[Int(record.values) + kind.fields.count]) else {
      return ""
    }
    return text
  }

  /// The value of `name`; nil if there is none.
  @inlinable func value(_ name: FieldName) -> EventBatch.Value? {
    let parts = batch.storage.parts
    let names = parts.kinds[Int(record.number)].fields
    for index in names.indices where names[index] == name { return parts.values[Int(record.values) + index] }
    return nil
  }

  /// The integer value of `name`; nil if there is none or it is not an integer.
  @inlinable public func integer(_ name: FieldName) -> Int64? {
    if case .integer(let value)? = value(name) { value } else { nil }
  }

  /// The UUID value of `name`; nil if there is none or it is not a UUID.
  @inlinable public func uuid(_ name: FieldName) -> TimeUUID? {
    if case .uuid(let value)? = value(name) { value } else { nil }
  }

  /// The text value of `name`; nil if there is none or it is not text.
  public func text(_ name: FieldName) -> String? {
    if case .text(let text)? = value(name).map(fieldValue) { text } else { nil }
  }

  /// How many SSTables the list `name` has; nil if there is none or it is no list of SSTables.
  @inlinable public func items(_ name: FieldName) -> Int64? {
    if case .text(_, _, let items)? = value(name) { Int64(items) } else { nil }
  }

  /// Lends the bytes of the text of `name`; not called if it has none of its own.
  public func withText(_ name: FieldName, _ body: (Span<UInt8>) -> Void) {
    guard case .text(let start, let count, _)? = value(name) else { return }
    let text = batch.storage.parts.text
    body(text.span.extracting(Int(start)..<Int(start + count)))
  }

  /// True if `body` is for the message or a text of its own among the values; not asked of lists of SSTables.
  package func hasText(where body: (Span<UInt8>) -> Bool) -> Bool {
    let parts = batch.storage.parts
    let count = parts.kinds[Int(record.number)].fields.count + (record.hasMessage ? 1 : 0)
    for value in parts.values[Int(record.values)..<(Int(record.values) + count)] {
      guard case .text(let start, let count, 0) = value else { continue }
      if body(parts.text.span.extracting(Int(start)..<Int(start + count))) { return true }
    }
    return false
  }

  /// The same event as a value of its own.
  public var event: Event {
    let parts = batch.storage.parts
    let kind = kind
    let first = Int(record.values)
    let values = parts.values[first..<(first + kind.fields.count)].map(fieldValue)
    return Event(
      name: kind.name, role: kind.role, severity: kind.severity, level: record.level, at: record.at,
      thread: thread, logger: parts.names[Int(record.logger)], message: message,
      fields: EventFields(names: kind.fields, values: values), throwable: nil, source: source)
  }

  private func fieldValue(_ value: EventBatch.Value) -> FieldValue {
    switch value {
    case .integer(let value): return .integer(value)
    case .decimal(let value): return .decimal(value)
    case .uuid(let value): return .uuid(value)
    case .name(let number): return .text(batch.storage.parts.names[Int(number)])
    case .text(let start, let count, _):
      let bytes = batch.storage.parts.text[Int(start)..<Int(start + count)]
      return .text(String(decoding: bytes, as: UTF8.self))
    }
  }
}

// A batch of a log's events, packed. A busy node writes frequent kinds of records by the hundred thousand. An
// `Event` is about ten heap values, allocated in one task and freed in another. A batch stores numbers in a
// few arrays and the text of the fields in one buffer, and makes an `Event` only on request.

/// The parts that all events of one wording of a message share.
public struct EventKind: Sendable {
  /// The message's id in the catalog.
  public let name: EventName
  /// The use in the analysis.
  public let role: EventRole
  /// Severity of the message without context.
  public let severity: Severity
  /// Field names, in the order of the values.
  public let fields: [FieldName]

  /// The shared parts of one wording.
  public init(name: EventName, role: EventRole, severity: Severity, fields: [FieldName]) {
    self.name = name
    self.role = role
    self.severity = severity
    self.fields = fields
  }
}

/// Events in file order, as the log reader delivers them.
public struct EventBatch: RandomAccessCollection, Sendable {
  /// The value of a field.
  public enum Value: Sendable {
    /// A number or an id.
    case integer(Int64)
    /// A number with a fraction.
    case decimal(Double)
    /// A UUID.
    case uuid(TimeUUID)
    /// A name that repeats in a log, as an index into `Parts.names`.
    case name(Int32)
    /// Text of one event only: its range in the batch's text, and the number of SSTables if it is a list of
    /// them.
    case text(start: Int32, count: Int32, items: Int32)
  }

  /// One event of the batch.
  public struct Record: Sendable {
    /// Time on the node's wall clock.
    public var at: LocalTime
    /// Line number, counted from the first line of the batch, which is 1.
    public var line: Int32
    /// The index of its kind, or its index in `others` if it is not packed.
    public var number: Int32
    /// The index of its first value. The message, if there is one, follows the values of the fields.
    public var values: Int32
    /// The index of its thread's name.
    public var thread: Int32
    /// The index of its logger's name.
    public var logger: Int32
    /// The level logback printed.
    public var level: LogLevel
    /// The use in the analysis.
    public var role: EventRole
    /// False for an event that is stored as an `Event`.
    public var isPacked: Bool
    /// True if a message follows the values; false if the fields hold all of it, and for an event that is not
    /// packed.
    public var hasMessage: Bool

    /// One event of the batch.
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

  /// The storage of a batch.
  public struct Parts: Sendable {
    /// The events, in order.
    public var records: [Record] = []
    /// Values of all packed events, concatenated.
    public var values: [Value] = []
    /// Text of all values, concatenated.
    public var text: [UInt8] = []
    /// Repeating names: threads, loggers, field values.
    public var names: [String] = []
    /// True if one of the names may hold a secret.
    package var hasDoubtfulName = false
    /// Events that are not packed.
    public var others: [Event] = []
    /// Kinds of packed events; the catalog assigns the indexes.
    public var kinds: [EventKind] = []
    /// The file of the packed events.
    public var file = ""

    /// Empty parts.
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
  /// The events whose times the clock had shown before.
  public var repeated: Range<Int> = 0..<0

  /// A batch over `parts`.
  public init(_ parts: Parts) { storage = Storage(parts) }

  /// A batch of events that are not packed.
  public init(_ events: [Event] = []) {
    var parts = Parts()
    parts.others = events
    parts.records = events.enumerated().map { Record($1, number: $0) }
    self.init(parts)
  }

  /// Index of the first event.
  @inlinable public var startIndex: Int { 0 }
  /// Index after the last event.
  @inlinable public var endIndex: Int { storage.parts.records.count }
  /// The event at `index`; an `Event` is made for a packed one.
  public subscript(index: Int) -> Event {
    let record = storage.parts.records[index]
    guard record.isPacked else {
      var event = storage.parts.others[Int(record.number)]
      event.source.line += linesBefore
      event.at = at(index)
      return event
    }
    return PackedEvent(self, index).event
  }

  /// The file of the packed events.
  package var file: String { storage.parts.file }
  /// True if a name shared by packed events may hold a secret.
  package var hasDoubtfulName: Bool { storage.parts.hasDoubtfulName }

  /// The time of the event at `index`.
  @inlinable public func at(_ index: Int) -> LocalTime {
    var at = storage.parts.records[index].at
    if repeated.contains(index) { at.isRepeated = true }
    return at
  }
  /// True for an event that can be read without making an `Event`.
  @inlinable public func isPacked(_ index: Int) -> Bool { storage.parts.records[index].isPacked }
}

extension EventBatch.Record {
  /// The record of an event that is not packed.
  public init(_ event: Event, number: Int) {
    self.init(
      at: event.at, line: 0, number: Int32(truncatingIfNeeded: number), values: 0, thread: 0, logger: 0,
      level: event.level, role: event.role, isPacked: false, hasMessage: false)
  }
}

/// A packed event, read without copying.
public struct PackedEvent: Sendable {
  @usableFromInline let batch: EventBatch
  @usableFromInline let record: EventBatch.Record
  /// Time on the node's wall clock.
  public let at: LocalTime

  /// The packed event at `index`.
  @inlinable public init(_ batch: EventBatch, _ index: Int) {
    self.batch = batch
    record = batch.storage.parts.records[index]
    at = batch.at(index)
  }

  /// The message's id in the catalog.
  public var name: EventName { kind.name }
  /// The use in the analysis.
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

  /// The number of SSTables in the list `name`; nil if there is none or it is not a list of SSTables.
  @inlinable public func items(_ name: FieldName) -> Int64? {
    if case .text(_, _, let items)? = value(name) { Int64(items) } else { nil }
  }

  /// Lends the bytes of the text of `name`. `body` is not called if the field has no text of its own.
  public func withText(_ name: FieldName, _ body: (Span<UInt8>) -> Void) {
    guard case .text(let start, let count, _)? = value(name) else { return }
    let text = batch.storage.parts.text
    body(text.span.extracting(Int(start)..<Int(start + count)))
  }

  /// True if `body` returns true for the message or for a text among the values; lists of SSTables are not
  /// tested.
  package func hasText(where body: (Span<UInt8>) -> Bool) -> Bool {
    let parts = batch.storage.parts
    let count = parts.kinds[Int(record.number)].fields.count + (record.hasMessage ? 1 : 0)
    for value in parts.values[Int(record.values)..<(Int(record.values) + count)] {
      guard case .text(let start, let count, 0) = value else { continue }
      if body(parts.text.span.extracting(Int(start)..<Int(start + count))) { return true }
    }
    return false
  }

  /// A copy as an `Event`.
  public var event: Event {
    let parts = batch.storage.parts
    let kind = kind
    let first = Int(record.values)
    let values = parts.values[first..<(first + kind.fields.count)].map(fieldValue)
    return Event(
      name: kind.name, role: kind.role, severity: kind.severity, level: record.level, at: at,
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

// Makes the events of one block: packed ones for frequent messages, whole ones for the rest.

package import CassandraModel

/// A record that further lines may belong to.
struct OpenRecord {
  let header: LogHeader
  /// All text after the head; `header.message` is the part before a trace.
  let rest: Range<Int>
  let line: Int
  /// The index of its kind; nil for a warning or error outside the catalog, and for a quiet record.
  let kind: Int?
  let fields: EventFields
}

/// Collects the events of one block.
struct EventWriter {
  /// Holds the values of the last match.
  var matcher = WordingMatcher()
  private var parts = EventBatch.Parts()
  /// True if every event has the text of its record.
  private let keepsText: Bool

  init(kinds: [EventKind], file: String, keepsText: Bool = false) {
    self.keepsText = keepsText
    parts.kinds = kinds
    parts.file = file
  }

  /// All events so far.
  mutating func finish() -> EventBatch {
    parts.names = matcher.strings.all
    // Uses the exact test: the quick one takes a thread name such as `PerDiskMemtableFlushWriter` for random
    // text, and all events of the block would be unpacked.
    parts.hasDoubtfulName = parts.names.contains { SecretScreen.hidden($0) != nil }
    return EventBatch(parts)
  }

  /// The fields of the last match.
  mutating func fields(of found: MessageCatalog.Match, _ bytes: Span<UInt8>) -> EventFields {
    EventFields(names: parts.kinds[found.kind].fields, values: matcher.values(bytes))
  }

  /// Adds the packed event of a record.
  mutating func pack(
    _ header: LogHeader, _ found: MessageCatalog.Match, line: Int, _ bytes: Span<UInt8>
  ) {
    let hasMessage = EventWriter.keepsMessage(header, found.role)
    parts.records.append(
      EventBatch.Record(
        at: header.at, line: Int32(truncatingIfNeeded: line),
        number: Int32(truncatingIfNeeded: found.kind), values: Int32(truncatingIfNeeded: parts.values.count),
        thread: matcher.strings.number(bytes, header.thread),
        logger: matcher.strings.number(bytes, header.logger), level: header.level, role: found.role,
        isPacked: true, hasMessage: hasMessage))
    matcher.pack(bytes, into: &parts)
    if hasMessage { parts.append(bytes.extracting(EventWriter.message(header))) }
  }

  /// Adds the event of a complete record.
  mutating func append(_ record: OpenRecord, _ throwable: Throwable?, _ bytes: Span<UInt8>) {
    let header = record.header
    let kind = record.kind.map { parts.kinds[$0] }
    let isBad = header.level == .error
    let keepsMessage = keepsText || kind.map { EventWriter.keepsMessage(header, $0.role) } ?? true
    append(
      Event(
        name: kind?.name ?? .unrecognized,
        role: kind?.role ?? (header.isLoud ? .unrecognized : .telemetry),
        severity: kind?.severity ?? (isBad ? .critical : header.isLoud ? .warning : .info),
        level: header.level, at: header.at, thread: matcher.strings.string(bytes, header.thread),
        logger: matcher.strings.string(bytes, header.logger),
        message: keepsMessage ? bytes.text(in: EventWriter.message(header)) : "", fields: record.fields,
        throwable: throwable, source: SourceLocation(file: parts.file, line: record.line)))
  }

  /// Adds the event of a line that the JVM printed, at or after `at`.
  mutating func append(
    _ bare: MessageCatalog.Match, _ fields: EventFields, at: LocalTime, line: Int, _ bytes: Span<UInt8>,
    _ range: Range<Int>
  ) {
    let kind = parts.kinds[bare.kind]
    append(
      Event(
        name: kind.name, role: kind.role, severity: kind.severity,
        level: kind.severity == .info ? .info : .error, at: at, thread: "",
        logger: "", message: bytes.text(in: range), fields: fields, throwable: nil,
        source: SourceLocation(file: parts.file, line: line)))
  }

  private mutating func append(_ event: Event) {
    parts.records.append(EventBatch.Record(event, number: parts.others.count))
    parts.others.append(event)
  }

  /// Adds an exception to the last event, which is packed.
  mutating func unpackLast(with throwable: Throwable) {
    parts.names = matcher.strings.all
    guard let packed = EventBatch(parts).last else { return }
    parts.records.removeLast()
    append(packed.with(throwable))
  }

  private static func message(_ header: LogHeader) -> Range<Int> {
    let range = header.message
    return range.lowerBound..<min(range.upperBound, range.lowerBound + Event.messageLimit)
  }

  /// False for frequent messages, whose fields hold all of the text.
  private static func keepsMessage(_ header: LogHeader, _ role: EventRole) -> Bool {
    if header.isLoud { return true }
    switch role {
    case .compactionStarted, .compactionFinished, .sstableOpened, .sstableDeleted, .flushStarted,
      .flushWriting, .flushFinished, .poolRow, .gcPause, .telemetry:
      return false
    default: return true
    }
  }

  /// True for roles so frequent that their events are packed.
  static func isPacked(_ role: EventRole) -> Bool {
    switch role {
    case .compactionStarted, .compactionFinished, .sstableDeleted, .flushStarted, .flushWriting,
      .flushFinished, .poolRow,
      .gcPause, .tombstoneWarning, .pressure:
      true
    default: false
    }
  }
}

extension LogHeader {
  /// True for a warning or an error.
  var isLoud: Bool { level == .warn || level == .error }
}

extension EventName {
  /// A warning or error that is not in the catalog.
  package static let unrecognized = EventName("log.unrecognized")
}

extension EventBatch.Parts {
  /// Appends text as a value.
  mutating func append(_ bytes: Span<UInt8>, items: Int32 = 0) {
    values.append(
      .text(
        start: Int32(truncatingIfNeeded: text.count), count: Int32(truncatingIfNeeded: bytes.count),
        items: items))
    text.append(bytes)
  }
}

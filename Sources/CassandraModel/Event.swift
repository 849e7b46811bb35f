// Events: log records whose message the catalog has, and warnings and errors that it does not have.

/// The use of an event in the analysis. Many messages share a role; a new message of an existing role needs
/// only an entry in the catalog.
public enum EventRole: UInt8, Hashable, Sendable, CaseIterable {
  /// A compaction began; carries `id` and `inputs`.
  case compactionStarted
  /// A compaction ended well; carries `id`, `bytes_in`, `bytes_out`, `duration_ms`.
  case compactionFinished
  /// A compaction was stopped on purpose. Never an error.
  case compactionInterrupted
  /// A compaction did not fit: one pass of reducing its scope.
  case spaceReduced
  /// A compaction was rejected: its scope could not be reduced further.
  case spaceRefused
  /// A figure or detail of a compaction that does not fit; belongs to the pass or rejection on the same
  /// thread.
  case spaceDetail
  /// An uncaught exception or another record whose throwable decides what failed.
  case failure
  /// A record that repeats or comments a failure on the same thread.
  case failureRepeat
  /// The disk-failure policy at work: transports or gossip stopped, a directory disallowed, the JVM killed.
  case policyReaction
  /// The JVM's last words on standard output.
  case processKilled
  /// A new process: the first line of a start.
  case processStarted
  /// The process is up and serving.
  case processReady
  /// An orderly stop has begun or ended.
  case processStopping
  /// A fact about the node: version, host id, configuration.
  case attributes
  /// An SSTable was opened at start-up; carries `path`.
  case sstableOpened
  /// An SSTable's files are deleted; carries `path`.
  case sstableDeleted
  /// An SSTable could not be loaded or lost its data; the record itself says so, without a throwable.
  case sstableLost
  /// Scrub or verify began on one SSTable; carries `path`.
  case scrubStarted
  /// Scrub or verify ended on one SSTable; carries `path`.
  case scrubFinished
  /// Scrub or verify found damage.
  case scrubDamage
  /// A reference was not released; names the file of an open that failed.
  case leak
  /// A read passed the tombstone warning threshold.
  case tombstoneWarning
  /// A read was aborted at the tombstone failure threshold.
  case tombstoneAbort
  /// A partition larger than the warning threshold.
  case largePartition
  /// A garbage-collection pause; carries `duration_ms`.
  case gcPause
  /// Messages dropped after their time-out.
  case droppedMessages
  /// A row of the thread-pool table that Cassandra prints under pressure.
  case poolRow
  /// A memtable flush was queued.
  case flushStarted
  /// A thread writes a memtable to disk.
  case flushWriting
  /// A memtable flush ended.
  case flushFinished
  /// Pressure worth counting: slow operations, commit-log lag, a local pause.
  case pressure
  /// A repair, validation or anticompaction step.
  case repair
  /// A repair, validation or anticompaction that failed.
  case repairFailed
  /// A streaming step.
  case stream
  /// A stream that failed.
  case streamFailed
  /// Hints stored, sent or lost.
  case hints
  /// A peer went up, down, or changed state.
  case membership
  /// An operator's command seen in the log: drain, cleanup, truncate, a changed setting.
  case operatorAction
  /// A warning or error that is not in the catalog: kept, never dropped.
  case unrecognized
  /// Normal activity that is only counted.
  case telemetry
}

/// The value of a captured field.
public enum FieldValue: Hashable, Sendable {
  /// A count, a size in bytes, or a duration in milliseconds: the field's name gives the unit.
  case integer(Int64)
  /// A number with a fraction.
  case decimal(Double)
  /// A UUID.
  case uuid(TimeUUID)
  /// Text as the record has it.
  case text(String)

  /// The value as plain text, the same in every output.
  public var text: String {
    switch self {
    case .integer(let value): String(value)
    case .decimal(let value): String(value)
    case .uuid(let value): value.description
    case .text(let value): value
    }
  }
}

/// The fields of an event, in the order of its message's template. All events of a message share the names.
public struct EventFields: Hashable, Sendable {
  /// Field names, shared by all events of a message.
  public let names: [FieldName]
  /// Values, one for each name.
  public let values: [FieldValue]

  /// No fields.
  public static let none = EventFields(names: [], values: [])

  /// Fields from names and the same number of values.
  public init(names: [FieldName], values: [FieldValue]) {
    precondition(names.count == values.count, "a field needs a name and a value")
    self.names = names
    self.values = values
  }

  /// The value of `name`, or nil.
  public subscript(name: FieldName) -> FieldValue? {
    for i in names.indices where names[i] == name { return values[i] }
    return nil
  }

  /// The integer value of `name`; nil if there is none or it is not an integer.
  public func integer(_ name: FieldName) -> Int64? {
    if case .integer(let value)? = self[name] { value } else { nil }
  }

  /// The UUID value of `name`; nil if there is none or it is not a UUID.
  public func uuid(_ name: FieldName) -> TimeUUID? {
    if case .uuid(let value)? = self[name] { value } else { nil }
  }

  /// The text value of `name`; nil if there is none or it is not text.
  public func text(_ name: FieldName) -> String? {
    if case .text(let value)? = self[name] { value } else { nil }
  }
}

/// One log record whose message is in the catalog, or a warning or error whose message is not.
public struct Event: Hashable, Sendable {
  /// The message's id in the catalog.
  public let name: EventName
  /// The use in the analysis.
  public let role: EventRole
  /// Severity of the message without context.
  public let severity: Severity
  /// The level logback printed.
  public let level: LogLevel
  /// Time on the node's wall clock.
  public internal(set) var at: LocalTime
  /// The thread that logged it, for example `CompactionExecutor:12`.
  public let thread: String
  /// The file name in the header, for example `CompactionTask.java`.
  public let logger: String
  /// The record's first line after the head, cut to `Event.messageLimit` bytes; empty for frequent records
  /// (progress of compactions and flushes), whose fields hold all of it.
  public let message: String
  /// Captured fields, in the order of the template.
  public let fields: EventFields
  /// The exception after the first line, outermost first; nil if there is none.
  public let throwable: Throwable?
  /// Where the record starts.
  public var source: SourceLocation

  /// Bytes kept of a message.
  public static let messageLimit = 2048

  /// An event from its parts.
  public init(
    name: EventName, role: EventRole, severity: Severity, level: LogLevel, at: LocalTime, thread: String,
    logger: String, message: String = "", fields: EventFields, throwable: Throwable?,
    source: SourceLocation
  ) {
    self.name = name
    self.role = role
    self.severity = severity
    self.level = level
    self.at = at
    self.thread = thread
    self.logger = logger
    self.message = message
    self.fields = fields
    self.throwable = throwable
    self.source = source
  }

  /// The same event with an exception.
  package func with(_ throwable: Throwable) -> Event {
    Event(
      name: name, role: role, severity: severity, level: level, at: at, thread: thread, logger: logger,
      message: message, fields: fields, throwable: throwable, source: source)
  }
}

// Operations with a first and a last log record: operators' commands on all SSTables of a table, index
// builds, repair sessions. Also bytes compacted, in short steps of time.

public import CassandraModel

/// One operation, from the log.
public struct LoggedOperation: Sendable, Hashable {
  /// `Scrub`, `Cleanup`, `Secondary index build`, `repair session`, ….
  public let kind: String
  /// Its table; nil when the log does not name it.
  public let table: TableName?
  /// Its first record.
  public let from: LocalTime
  /// Its last record.
  public internal(set) var to: LocalTime
  /// False when its end is not in the log.
  public internal(set) var hasEnded: Bool
  /// True when it met damage.
  public internal(set) var hasFailed = false
  /// True when records between its first and its last report progress.
  var isFollowed = false
  /// Place of the first record.
  public let source: SourceLocation
}

/// Collects them.
struct OperationBook: Sendable {
  private struct Key: Hashable {
    let kind: String
    let subject: String
  }

  private var open: [Key: LoggedOperation] = [:]
  private var closed: [LoggedOperation] = []
  /// Limit for a hostile log that begins an operation with every line.
  private static let limit = 2000

  /// All of them, in the order of time.
  var all: [LoggedOperation] {
    (closed + open.values).sorted { a, b in a.from != b.from ? a.from < b.from : a.source < b.source }
  }

  mutating func receive(_ event: Event) {
    let table = event.fields.text(.table).flatMap { TableName(dotted: $0) }
    switch event.name {
    case .taskStarted, .taskFinished:
      let kind = event.fields.text(FieldName("operation")) ?? ""
      note(kind, table, table?.description ?? "", event, ends: event.name == .taskFinished)
    case .indexStarted, .indexFinished:
      let index = event.fields.text(FieldName("index")) ?? ""
      note("Secondary index build", nil, index, event, ends: event.name == .indexFinished)
    default:
      guard event.role == .repair, let session = event.fields[FieldName("session")]?.text else { return }
      note("repair session", nil, session, event, ends: event.name == .repairSessionFinished)
    }
  }

  private mutating func note(
    _ kind: String, _ table: TableName?, _ subject: String, _ event: Event, ends: Bool
  ) {
    let key = Key(kind: kind, subject: subject)
    guard open.count + closed.count < OperationBook.limit || open[key] != nil else { return }
    var one =
      open[key]
      ?? LoggedOperation(
        kind: kind, table: table, from: event.at, to: event.at, hasEnded: false, source: event.source)
    one.to = max(one.to, event.at)
    one.hasEnded = ends
    if ends {
      open[key] = nil
      closed.append(one)
    } else {
      open[key] = one
    }
  }

  /// A scrub or verify of a table begins or ends with one of its SSTables.
  mutating func noteScrub(_ event: Event, of table: TableName?) {
    guard let table else { return }
    let kind = event.name.name.hasPrefix("verify.") ? "Verify" : "Scrub"
    update(kind, table) { one in
      one.to = max(one.to, event.at)
      one.isFollowed = true
    }
  }

  /// A scrub or verify met damage: its end may never be logged.
  mutating func failed(_ kind: String, _ table: TableName, at time: LocalTime) {
    update(kind, table) { one in
      one.to = max(one.to, time)
      one.hasFailed = true
    }
  }

  private mutating func update(
    _ kind: String, _ table: TableName, _ change: (inout LoggedOperation) -> Void
  ) {
    let key = Key(kind: kind, subject: table.description)
    guard var one = open[key] else { return }
    change(&one)
    open[key] = one
  }

  /// Ends the operations that were open in a process that is gone; their end is not in the log.
  mutating func newProcess(after last: LocalTime?) {
    for one in open.values {
      var one = one
      // A repair, a scrub and a verify log their progress; other commands only their beginning.
      if one.kind != "repair session", !one.isFollowed { one.to = max(one.to, last ?? one.to) }
      closed.append(one)
    }
    open = [:]
  }
}

/// Bytes of ended compactions in a step of time.
public struct CompactedStep: Sendable, Hashable {
  /// The end of the step.
  public let at: LocalTime
  /// Bytes read by the compactions that ended in it.
  public internal(set) var bytes: Int64
}

/// Adds up `Compacted` lines in steps, so that a long log of many small compactions stays small.
struct CompactedBook: Sendable {
  private var steps: [Step: Int64] = [:]
  /// Milliseconds of a step; it doubles when there are too many.
  private var step: Int64 = 10_000
  private static let limit = 1 << 16

  /// A step by its number; in a repeated hour the second pass has steps of its own.
  private struct Step: Hashable {
    var number: Int64
    var isRepeated: Bool
  }

  /// All steps, in the order of time.
  var all: [CompactedStep] {
    steps.map { place, bytes in
      let end = LocalTime(milliseconds: (place.number + 1) * step, isRepeated: place.isRepeated)
      return CompactedStep(at: end, bytes: bytes)
    }
    .sorted { $0.at < $1.at }
  }

  mutating func add(_ event: some LogRecord) {
    guard let bytes = event.integer(.bytesIn) else { return }
    let number = event.at.milliseconds.quotientAndRemainder(flooringBy: step).quotient
    let place = Step(number: number, isRepeated: event.at.isRepeated)
    steps[place] = (steps[place] ?? 0).addingClamped(bytes)
    if steps.count > CompactedBook.limit { coarsen() }
  }

  private mutating func coarsen() {
    var coarse: [Step: Int64] = [:]
    for (place, bytes) in steps {
      let number = place.number.quotientAndRemainder(flooringBy: 2).quotient
      let half = Step(number: number, isRepeated: place.isRepeated)
      coarse[half] = (coarse[half] ?? 0).addingClamped(bytes)
    }
    step *= 2
    steps = coarse
  }
}

extension EventName {
  static let indexStarted = EventName("index.build_started")
  static let indexFinished = EventName("index.build_finished")
  static let repairSessionFinished = EventName("repair.session_finished")
}

// The life of the process on a node, start by start. A start without an orderly stop before it is an event.

public import CassandraModel

/// One run of the Cassandra process, from its first line to its last.
public struct ProcessRun: Sendable {
  /// How a run ended.
  public enum End: Sendable, Hashable {
    /// The log ends while it runs, or after its last line nothing more is known.
    case unknown
    /// It was stopped in order (drain or shutdown hook).
    case orderly
    /// It refused to start, and said why.
    case refused
    /// It served, or had begun to, and ended itself: the log says why.
    case endedItself
    /// The JVM ended it (`ExitOnOutOfMemoryError` and kin); only standard output says so.
    case killedByJVM(reason: String, source: SourceLocation)
    /// The next start follows without any word: a kill, a crash, a power loss. The log cannot tell which.
    case abrupt
  }

  /// Number of the run in the log, from 1.
  public let number: Int
  /// Its first record.
  public let start: Moment
  /// When it was ready to serve; nil if it never said so.
  public let ready: Moment?
  /// Its last record.
  public let last: Moment
  /// How it ended.
  public let end: End
  /// Version it printed; nil if the banner is not in the log.
  public let version: String?
  /// True when the log begins in the middle of this run.
  public let beginsBeforeLog: Bool
  /// Compactions that were running when it ended without order: ids and tables.
  public let openCompactions: [OpenCompaction]
  /// The first record.
  public let source: SourceLocation
  /// The last record.
  public let lastSource: SourceLocation
}

/// A compaction that began and whose end is not in the log.
public struct OpenCompaction: Sendable, Hashable {
  /// Its id.
  public let id: TimeUUID
  /// Its table; nil when the record names no path that says so.
  public let table: TableName?
  /// Where its start stands.
  public let source: SourceLocation
}

/// Follows starts, stops and ends through a node's log.
struct ProcessTracker: Sendable {
  private struct Run {
    var start: LocalTime
    var ready: LocalTime?
    var last: LocalTime
    var end: ProcessRun.End = .unknown
    var version: String?
    var beginsBeforeLog: Bool
    var open: [OpenCompaction] = []
    var source: SourceLocation
    var lastSource: SourceLocation
    /// The last error that the thread of the start logged, while it was not ready.
    var startError: LocalTime?

    /// True from its first record until it serves.
    var isStarting: Bool { ready == nil && !beginsBeforeLog }

    /// True when its last words are an error of its start: a start that is refused says no more than that.
    var endsInError: Bool {
      startError.map { isStarting && last.milliseconds - $0.milliseconds <= 1000 } ?? false
    }
  }

  private var runs: [Run] = []
  /// Runs beyond the limit are counted, not kept: the earliest and the latest tell the story.
  private(set) var dropped = 0
  static let limit = 1000

  /// Number of the run that is going on, from 1; 0 before the first record.
  var number: Int { runs.count + dropped }

  /// Any record: the process lived at that time.
  mutating func saw(_ event: some LogRecord) {
    guard let last = runs.indices.last else {
      runs.append(
        Run(
          start: event.at, last: event.at, beginsBeforeLog: event.role != .processStarted,
          source: event.source, lastSource: event.source))
      return
    }
    runs[last].last = max(runs[last].last, event.at)
    runs[last].lastSource = event.source
  }

  /// A new process; `open` are the compactions that were running in the old one.
  mutating func started(_ event: Event, open: [OpenCompaction]) {
    if let last = runs.indices.last {
      if runs[last].end == .unknown { runs[last].end = runs[last].endsInError ? .refused : .abrupt }
      if runs[last].end != .orderly { runs[last].open = open }
    }
    if runs.count == ProcessTracker.limit {
      runs.remove(at: ProcessTracker.limit / 2)
      dropped += 1
    }
    runs.append(
      Run(
        start: event.at, last: event.at, beginsBeforeLog: false, source: event.source,
        lastSource: event.source))
  }

  mutating func ready(_ event: Event) {
    guard let last = runs.indices.last, runs[last].ready == nil else { return }
    runs[last].ready = event.at
  }

  mutating func stopping() {
    guard let last = runs.indices.last, runs[last].end == .unknown else { return }
    runs[last].end = .orderly
  }

  mutating func refused() {
    guard let last = runs.indices.last else { return }
    runs[last].end = .refused
  }

  /// The process ends itself, in its start or later.
  mutating func endedItself(_ event: Event) {
    guard let last = runs.indices.last else { return }
    let isStart = runs[last].isStarting || (runs[last].ready == nil && event.thread == Self.startThread)
    runs[last].end = isStart ? .refused : .endedItself
  }

  /// A failure: an error of the thread of the start may be its end.
  mutating func failed(_ event: Event) {
    guard event.level == .error, event.thread == Self.startThread, let last = runs.indices.last,
      runs[last].isStarting
    else { return }
    runs[last].startError = event.at
  }

  private static let startThread = "main"

  mutating func killed(_ event: Event) {
    guard let last = runs.indices.last else { return }
    let reason = event.fields.text(.reason) ?? event.fields.text(FieldName("command")) ?? event.name.name
    runs[last].end = .killedByJVM(reason: reason, source: event.source)
  }

  mutating func version(_ version: String) {
    guard let last = runs.indices.last, runs[last].version == nil else { return }
    runs[last].version = version
  }

  /// Starts that the log holds: first record, readiness, place.
  var starts: [(at: LocalTime, ready: LocalTime?, source: SourceLocation)] {
    runs.filter { !$0.beginsBeforeLog }.map { ($0.start, $0.ready, $0.source) }
  }

  /// The runs with their times in `zone`.
  func runs(in zone: LogZone) -> [ProcessRun] {
    runs.enumerated().map { index, run in
      ProcessRun(
        number: index + 1, start: zone.moment(run.start), ready: run.ready.map(zone.moment),
        last: zone.moment(run.last), end: run.end, version: run.version,
        beginsBeforeLog: run.beginsBeforeLog, openCompactions: run.open, source: run.source,
        lastSource: run.lastSource)
    }
  }
}

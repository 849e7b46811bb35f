// The runs of the process on a node, start by start. A start without a clean shutdown before it is an event.

public import CassandraModel

/// One run of the Cassandra process, from its first line to its last.
public struct ProcessRun: Sendable {
  /// The end of a run.
  public enum End: Sendable, Hashable {
    /// The log ends while it runs, or has no later records.
    case unknown
    /// A clean shutdown (drain or shutdown hook).
    case orderly
    /// Startup failed, with the reason in the log.
    case refused
    /// It served, or had begun to, and ended itself: the reason is in the log.
    case endedItself
    /// The JVM ended it (`ExitOnOutOfMemoryError` and kin); only standard output has it.
    case killedByJVM(reason: String, source: SourceLocation)
    /// The next start follows without a shutdown: a kill, a crash, a power loss. The log cannot distinguish
    /// them.
    case abrupt
  }

  /// Number of the run in the log, from 1.
  public let number: Int
  /// Its first record.
  public let start: Moment
  /// Time when it was ready to serve; nil if the log does not have it.
  public let ready: Moment?
  /// Place of that record.
  public let readySource: SourceLocation?
  /// Maximum heap in bytes; nil when the log does not have it.
  public let heapMaxBytes: Int64?
  /// Its last record.
  public let last: Moment
  /// The end of the run.
  public let end: End
  /// The version that it printed; nil if the banner is not in the log.
  public let version: String?
  /// True when the log begins in the middle of this run.
  public let beginsBeforeLog: Bool
  /// The last record of the thread that starts the process; nil without one.
  let startRecord: Moment?
  /// Compactions that were running at an unclean shutdown: ids and tables.
  public let openCompactions: [OpenCompaction]
  /// The first record.
  public let source: SourceLocation
  /// The last record.
  public let lastSource: SourceLocation
}

/// A compaction whose end is not in the log.
public struct OpenCompaction: Sendable, Hashable {
  /// Its id.
  public let id: TimeUUID
  /// Its table; nil when the record has no path that names it.
  public let table: TableName?
  /// Place of its start.
  public let source: SourceLocation
}

/// Follows starts, stops and ends through a node's log.
struct ProcessTracker: Sendable {
  private struct Run {
    var start: LocalTime
    var ready: Outcome.LocalEvidence?
    /// Time when it began to listen for clients: the only sign of readiness where the log has no other.
    var listening: Outcome.LocalEvidence?
    var heapMaxBytes: Int64?
    var last: LocalTime
    var end: ProcessRun.End = .unknown
    var version: String?
    var beginsBeforeLog: Bool
    var open: [OpenCompaction] = []
    var source: SourceLocation
    var lastSource: SourceLocation
    /// The last error that the thread of the start logged, while it was not ready.
    var startError: LocalTime?
    /// Number of records with the place of its configuration: DSE logs many at a start.
    var locations = 0
    /// Lines of this start that a process logs once.
    var onceLogged: Set<EventName> = []
    /// True once a thread other than that of the start has logged.
    var hasWorked = false
    /// The last record of the thread of the start.
    var startRecord: LocalTime?

    /// True from its first record until it serves.
    var isStarting: Bool { ready == nil && !beginsBeforeLog }

    /// True if it never served, and its log is no longer than a start takes: it was stopped while it started. Only a log
    /// with the other lines of the start would have its readiness, too.
    var endsInStart: Bool {
      isStarting && (version != nil || !onceLogged.isEmpty) && listening == nil
        && last.milliseconds - start.milliseconds <= ProcessTracker.longestUnreadyRun
    }

    /// True when its last record is an error of its start: a rejected start logs no more.
    var endsInError: Bool {
      startError.map { isStarting && last.milliseconds - $0.milliseconds <= 1000 } ?? false
    }
  }

  private var runs: [Run] = []
  /// Runs beyond the limit are counted, not kept: the earliest and the latest suffice.
  private(set) var dropped = 0
  static let limit = 1000

  /// Number of the current run, from 1; 0 before the first record.
  var number: Int { runs.count + dropped }

  /// Adds any record: the process was alive at that time.
  mutating func saw(_ event: some LogRecord) {
    guard let last = runs.indices.last else {
      runs.append(
        Run(
          start: event.at, last: event.at, beginsBeforeLog: true,
          source: event.source, lastSource: event.source))
      return
    }
    if !runs[last].hasWorked, event.thread != Self.startThread { runs[last].hasWorked = true }
    runs[last].last = max(runs[last].last, event.at)
    runs[last].lastSource = event.source
  }

  /// True when a new process begins with `event`. The line with the place of the configuration does not prove
  /// it: DSE logs it up to 16 times a start. Lines that a process logs once prove it, and so does silence: no
  /// JVM is up within a second.
  func begins(with event: Event) -> Bool {
    let isOnce = Self.onceNames.contains(event.name)
    guard event.role == .processStarted || isOnce else { return false }
    guard let run = runs.last else { return true }
    let silence = event.at.milliseconds - run.last.milliseconds
    if isOnce {
      if run.onceLogged.contains(event.name) { return true }
      return run.beginsBeforeLog && run.onceLogged.isEmpty
        && event.at.milliseconds - run.start.milliseconds > Self.longestStart
    }
    if run.end != .unknown || run.endsInError { return true }
    if silence >= 0, silence < Self.shortestSilence { return false }
    if run.beginsBeforeLog { return true }
    if run.onceLogged.isEmpty { return run.hasWorked || silence > Self.longestSilence }
    return run.locations < 2
  }

  /// Keeps the run's records about its start.
  mutating func note(_ event: Event) {
    guard let last = runs.indices.last else { return }
    if event.thread == Self.startThread { runs[last].startRecord = event.at }
    let isOnce = Self.onceNames.contains(event.name)
    guard event.role == .processStarted || isOnce else { return }
    if isOnce { runs[last].onceLogged.insert(event.name) } else { runs[last].locations += 1 }
    // DSE has a few lines before the first of these.
    if event.at.milliseconds - runs[last].start.milliseconds <= Self.longestStart {
      runs[last].beginsBeforeLog = false
    }
  }

  private static let onceNames: Set<EventName> = [EventName("config.jvm"), EventName("config.hostname")]
  private static let shortestSilence: Int64 = 1000
  private static let longestSilence: Int64 = 30_000
  private static let longestStart: Int64 = 60_000
  /// A longer run without a record of its readiness may have served: its log may lack that record.
  private static let longestUnreadyRun: Int64 = 300_000

  /// Begins a new process; `open` are the compactions that were running in the old one.
  mutating func started(_ event: Event, open: [OpenCompaction]) {
    if let last = runs.indices.last {
      if runs[last].end == .unknown {
        runs[last].end = runs[last].endsInError || runs[last].endsInStart ? .refused : .abrupt
      }
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
    runs[last].ready = Outcome.LocalEvidence(event)
  }

  mutating func stopping() {
    guard let last = runs.indices.last, runs[last].end == .unknown else { return }
    runs[last].end = .orderly
  }

  mutating func refused() {
    guard let last = runs.indices.last else { return }
    runs[last].end = .refused
  }

  /// The process ends itself, during its start or later.
  mutating func endedItself(_ event: Event) {
    guard let last = runs.indices.last else { return }
    let isStart = runs[last].isStarting || (runs[last].ready == nil && event.thread == Self.startThread)
    runs[last].end = isStart ? .refused : .endedItself
  }

  /// Adds a failure: an error of the thread of the start may be its end.
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

  /// Takes the maximum heap of the process from its start, and that it listens for clients.
  mutating func learn(_ event: Event) {
    guard let last = runs.indices.last else { return }
    if let bytes = event.fields.integer(FieldName("heap_max_bytes")), runs[last].heapMaxBytes == nil {
      runs[last].heapMaxBytes = bytes
    }
    if event.name == EventName("node.cql_address"), runs[last].listening == nil {
      runs[last].listening = Outcome.LocalEvidence(event)
    }
  }

  mutating func version(_ version: String) {
    guard let last = runs.indices.last, runs[last].version == nil else { return }
    runs[last].version = version
  }

  /// Starts in the log: first record, readiness, place.
  var starts: [(at: LocalTime, ready: LocalTime?, source: SourceLocation)] {
    runs.filter { !$0.beginsBeforeLog }.map { ($0.start, $0.ready?.at, $0.source) }
  }

  /// The runs with their times in `zone`.
  func runs(in zone: LogZone) -> [ProcessRun] {
    runs.enumerated().map { index, run in
      let ready = run.ready ?? run.listening
      return ProcessRun(
        number: index + 1, start: zone.moment(run.start), ready: (ready?.at).map(zone.moment),
        readySource: ready?.source, heapMaxBytes: run.heapMaxBytes, last: zone.moment(run.last), end: run.end,
        version: run.version,
        beginsBeforeLog: run.beginsBeforeLog, startRecord: run.startRecord.map(zone.moment),
        openCompactions: run.open, source: run.source,
        lastSource: run.lastSource)
    }
  }
}

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
  /// Where it said so.
  public let readySource: SourceLocation?
  /// The most that its heap may grow to; nil when the log does not say.
  public let heapMaxBytes: Int64?
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
    var ready: Outcome.LocalEvidence?
    /// When it began to listen for clients: the only sign of readiness where the log has no other.
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
    /// How often it has said where its configuration is: DSE does so many times a start.
    var locations = 0
    /// Lines that a process logs once, at its start.
    var onceLogged: Set<EventName> = []
    /// True once another thread than that of the start has logged.
    var hasWorked = false

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
          start: event.at, last: event.at, beginsBeforeLog: true,
          source: event.source, lastSource: event.source))
      return
    }
    if !runs[last].hasWorked, event.thread != Self.startThread { runs[last].hasWorked = true }
    runs[last].last = max(runs[last].last, event.at)
    runs[last].lastSource = event.source
  }

  /// True when a new process begins with `event`. A line that says where the configuration is does not prove it: DSE
  /// logs it up to 16 times a start. Lines that a process logs once prove it, and so does silence: no JVM is up within a
  /// second.
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

  /// Keeps what the run has said of its start.
  mutating func note(_ event: Event) {
    guard let last = runs.indices.last else { return }
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

  /// What a start says of the process: its heap, and that it listens for clients.
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

  /// Starts that the log holds: first record, readiness, place.
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
        beginsBeforeLog: run.beginsBeforeLog, openCompactions: run.open, source: run.source,
        lastSource: run.lastSource)
    }
  }
}

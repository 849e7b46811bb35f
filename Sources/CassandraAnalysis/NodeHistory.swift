// The data of one node, kept in a form that does not grow with the length of its logs: aggregated records,
// series of samples reduced to their ends and extremes, times of samples.

public import CassandraModel

/// Collects the facts of one node.
public struct NodeHistory: NodeSink {
  /// The fold over its log.
  public internal(set) var log: LogHistory
  /// All series of its captures.
  public private(set) var series = SeriesBook()
  /// A second destination for the samples of a series, by its number in `series`: a look-up for every sample
  /// would cost more than keeping it.
  private var destinations: [Destination] = []
  /// Every sample of the metrics that are evaluated over time; only the ends of each series once `trends`
  /// replaced them.
  private(set) var samples = SampleStore()
  /// Summaries of samples over weeks, by the names that the node may get; empty as long as all samples are
  /// kept.
  private(set) var trends: [NodeID: NodeTrend] = [:]
  /// Samples by command.
  private(set) var polls: [String: PollCounts] = [:]
  /// Attributes from captures.
  private(set) var attributes = CapturedAttributes()
  /// Switches of the node over time, from captured commands.
  private(set) var switches: [AttributeName: SwitchHistory] = [:]
  /// Rows of compactionhistory by id.
  private(set) var compactions: [TimeUUID: CompactionRow] = [:]
  /// The ring as this node last saw it, by address.
  private(set) var ring: [String: RingEntry] = [:]
  /// Times at which the node saw others up or down.
  private(set) var sightings = RingSightings()
  /// The last gossip entry of each node, by address.
  private(set) var gossip: [String: GossipEntry] = [:]
  /// Tables as the schema describes them.
  private(set) var schemas: [TableName: TableSchema] = [:]
  /// Events from sources other than the log, the earliest by place of each kind.
  private(set) var occurrences: [EventName: [Occurrence]] = [:]
  /// Limit on the events that are kept of one kind.
  private static let occurrenceLimit = 1000
  /// Pauses from the JVM's own logs.
  private(set) var gcPauses = PauseLog()
  /// Intervals of processor and device load.
  private(set) var load = LoadBook()
  /// Records that monitors wrote about themselves.
  public private(set) var monitors = MonitorBook()
  /// Problems in reading its files.
  package private(set) var diagnostics = DiagnosticLog()

  /// A destination for samples besides `series`.
  private enum Destination {
    case nowhere
    /// To `samples`; the number is the one of the series there, nil before its first dated sample.
    case samples(Int?)
  }

  /// Outcomes of one command.
  struct PollCounts: Sendable {
    var succeeded = 0
    var failed = 0
    var first: Instant?
    var last: Instant?
    /// Failures with their output, the earliest by place.
    var failures: [Poll] = []
    /// Times of the samples.
    var times = PollTimes()
    static let failureLimit = 5

    mutating func add(_ poll: Poll) {
      if poll.failure == nil { succeeded += 1 } else { failed += 1 }
      times.add(poll)
      if let at = poll.at {
        first = min(first ?? at, at)
        last = max(last ?? at, at)
      }
      if poll.failure != nil, failures.count < PollCounts.failureLimit { failures.append(poll) }
    }

    mutating func merge(_ other: PollCounts) {
      succeeded += other.succeeded
      failed += other.failed
      times.merge(other.times)
      first = [first, other.first].compactMap { $0 }.min()
      last = [last, other.last].compactMap { $0 }.max()
      let all = failures + other.failures
      failures = Array(all.sorted { $0.source < $1.source }.prefix(PollCounts.failureLimit))
    }
  }

  /// An empty history.
  ///
  /// - Parameters:
  ///   - zone: turns `since` and `until` into the log's own time; nil takes them as they are.
  ///   - givenZone: the zone of its clock that the user or a manifest gave; nil to infer it from the log.
  ///   - since: earlier records are not counted.
  ///   - until: records at this instant or later are not counted.
  public init(
    zone: ZoneRule? = nil, givenZone: ZoneRule? = nil, since: Instant? = nil, until: Instant? = nil
  ) {
    self.givenZone = givenZone
    self.since = since
    self.until = until
    let local = { (instant: Instant) in
      zone?.localTime(instant) ?? LocalTime(milliseconds: instant.milliseconds)
    }
    log = LogHistory(since: since.map(local), until: until.map(local))
  }

  let givenZone: ZoneRule?
  private let since: Instant?
  private let until: Instant?

  /// Events from the kernel log and JVM crash reports: I/O errors of devices, OOM kills, crashes; in order of
  /// time, undated ones last.
  var machineEvents: [Occurrence] {
    let names: [EventName] = [
      .kernelOutOfMemory, .kernelIOError, .kernelFileSystemError, .kernelReadOnly, .kernelHungTask,
      .kernelSegmentationFault, .jvmCrash, .jvmHeapDump,
    ]
    return names.flatMap { occurrences[$0] ?? [] }.sorted { a, b in
      let (left, right) = (a.at?.sortKey ?? .max, b.at?.sortKey ?? .max)
      return left != right ? left < right : a.source < b.source
    }
  }

  /// Events of these kinds from sources other than the log, in the order of time, then of place.
  func occurrences(of names: [String]) -> [Occurrence] {
    names.flatMap { occurrences[EventName($0)] ?? [] }.sorted { a, b in
      let (left, right) = (a.at?.sortKey ?? .max, b.at?.sortKey ?? .max)
      return left != right ? left < right : a.source < b.source
    }
  }

  /// Takes one fact; log records in the order of time.
  public mutating func receive(_ fact: Fact) {
    switch fact {
    case .event(let event): log.receive(event)
    case .sample(let sample): add(sample)
    case .attribute(let attribute): add(attribute)
    case .poll(let poll): add(poll)
    case .compaction(let row):
      if log.isCounted(row.compactedAt) {
        compactions[row.id] = compactions[row.id].map { min($0, row) } ?? row
      }
    case .ring(let entry): add(entry)
    case .gossip(let entry): add(entry)
    case .occurrence(let occurrence): add(occurrence)
    case .schema(let table): schemas[table.table] = schemas[table.table].map { min($0, table) } ?? table
    case .diagnostic(let diagnostic): diagnostics.report(diagnostic)
    case .coverage: break
    }
  }

  /// Takes log records in the order of time.
  public mutating func receive(events: Slice<EventBatch>) {
    for index in events.indices { log.receive(events.base, at: index) }
  }

  /// True when `moment` lies in the window.
  func isCounted(_ moment: Moment) -> Bool { moment.isCounted(since: since, until: until) }

  private func isCounted(_ instant: Instant?) -> Bool {
    guard let instant else { return true }
    return instant >= since ?? instant && until.map { instant < $0 } ?? true
  }

  /// Takes samples of captures.
  public mutating func receive(samples: ArraySlice<Sample>) {
    for sample in samples { add(sample) }
  }

  private mutating func add(_ sample: Sample) {
    guard isCounted(sample.at) else { return }
    let number = series.add(sample)
    if sample.metric == .gcPauseSeconds { gcPauses.add(sample) }
    if LoadBook.metrics.contains(sample.metric) { load.add(sample) }
    if number >= destinations.count {
      destinations += series.keys[destinations.count...].map {
        NodeHistory.judgedMetrics.contains($0.metric) ? .samples(nil) : .nowhere
      }
    }
    guard case .samples(let known) = destinations[number] else { return }
    if let known {
      samples.add(sample, toSeries: known)
    } else {
      destinations[number] = .samples(samples.add(sample))
    }
  }

  private mutating func add(_ attribute: Attribute) {
    attributes.add(attribute)
    guard attribute.name == .gossipActive || attribute.name == .nativeTransportActive,
      attribute.at.map(isCounted) ?? false
    else { return }
    switches[attribute.name, default: SwitchHistory()].add(attribute)
  }

  private mutating func add(_ poll: Poll) {
    guard isCounted(poll.at) else { return }
    // In place: copying its times at each sample would cost the square of their number.
    polls[poll.command, default: PollCounts()].add(poll)
  }

  private mutating func add(_ entry: RingEntry) {
    guard isCounted(entry.at) else { return }
    sightings.add(entry)
    keep(entry)
  }

  /// Only the last view of each node is kept.
  private mutating func keep(_ entry: RingEntry) {
    if let known = ring[entry.address], let at = known.at, entry.at ?? at < at { return }
    ring[entry.address] = entry.keepingHostID(of: ring[entry.address])
  }

  private mutating func add(_ entry: GossipEntry) {
    guard isCounted(entry.at) else { return }
    sightings.add(entry)
    keep(entry)
  }

  private mutating func keep(_ entry: GossipEntry) {
    if let known = gossip[entry.address], let at = known.at, entry.at ?? at < at { return }
    gossip[entry.address] = entry
  }

  private mutating func add(_ occurrence: Occurrence) {
    // Evidence about the clock counts outside the window, too.
    let isClock = occurrence.name == .clockStamped || occurrence.name == .clockStated
    if case .utc(let instant)? = occurrence.at, !isClock, !isCounted(instant) { return }
    if occurrence.name.isMonitor { return monitors.add(occurrence) }
    let known = occurrences[occurrence.name]?.count ?? 0
    if known < NodeHistory.occurrenceLimit { occurrences[occurrence.name, default: []].append(occurrence) }
  }

  /// Drops all data that grows with the number of samples; `trends` replaces it from now on.
  mutating func releaseSamples(for trends: [NodeID: NodeTrend]) {
    self.trends = trends
    samples = samples.ends
    for command in polls.keys { polls[command]?.times = PollTimes() }
  }

  /// To be called once after the last fact.
  public mutating func finish() {
    log.finish()
    log.ledger.finish()
    samples.finish()
  }

  /// Adds the values from other files of the node: everything but log records, which must come in order.
  public mutating func merge(captures other: NodeHistory) {
    series.merge(other.series)
    samples.merge(other.samples)
    attributes.merge(other.attributes)
    for (name, readings) in other.switches { switches[name, default: SwitchHistory()].merge(readings) }
    diagnostics.merge(other.diagnostics)
    for row in other.compactions.values { receive(.compaction(row)) }
    for entry in other.ring.values.sorted(by: { $0.source < $1.source }) { keep(entry) }
    sightings.merge(other.sightings)
    for (name, found) in other.occurrences {
      let all = ((occurrences[name] ?? []) + found).sorted { $0.source < $1.source }
      occurrences[name] = Array(all.prefix(NodeHistory.occurrenceLimit))
    }
    monitors.merge(other.monitors)
    gcPauses.merge(other.gcPauses)
    load.merge(other.load)
    for table in other.schemas.values { receive(.schema(table)) }
    for entry in other.gossip.values.sorted(by: { $0.source < $1.source }) { keep(entry) }
    for (command, counts) in other.polls { polls[command, default: PollCounts()].merge(counts) }
  }
}

/// The same row may be in several captures; the first place is cited.
private func min(_ a: CompactionRow, _ b: CompactionRow) -> CompactionRow { b.source < a.source ? b : a }

/// The same table may be in several captures of the schema; the first place is cited.
private func min(_ a: TableSchema, _ b: TableSchema) -> TableSchema { b.source < a.source ? b : a }

// Pauses counted by length, so that a few hundred numbers give any percentile of any number of pauses. A
// length is kept to three digits.

public import CassandraModel

/// A histogram of pause lengths.
public struct PauseHistogram: Sendable, Equatable {
  private var counts: [Int64: Int] = [:]
  /// Number of pauses.
  public private(set) var count = 0
  /// Number of pauses of a second or more.
  public private(set) var long = 0
  /// Their total in microseconds.
  public private(set) var total: Int64 = 0
  /// The longest in microseconds.
  public private(set) var longest: Int64 = 0
  /// Time of the longest, as in the log or file; nil when it has none.
  private(set) var longestAt: LocalTime?
  /// Place of the longest.
  public private(set) var source: SourceLocation
  /// Microseconds of pauses by minute since 1970.
  private var minutes: [Int64: Int64] = [:]
  /// Limit for a hostile file that dates each pause in another year.
  private static let minuteLimit = 100_000

  /// An empty histogram.
  init(source: SourceLocation) { self.source = source }

  /// Adds a pause of this many microseconds.
  mutating func add(_ microseconds: Int64, at: LocalTime?, _ place: SourceLocation) {
    let length = max(0, microseconds)
    counts[PauseHistogram.rounded(length), default: 0] += 1
    count += 1
    if length >= 1_000_000 { long += 1 }
    if let at {
      add(length, at.milliseconds.quotientAndRemainder(flooringBy: 60_000).quotient)
    }
    total = total.addingClamped(length)
    if length > longest || (length == longest && place < source) {
      (longest, longestAt, source) = (length, at, place)
    }
  }

  /// Adds all of `other`; the order does not matter.
  mutating func merge(_ other: PauseHistogram) {
    for (length, number) in other.counts { counts[length, default: 0] += number }
    count += other.count
    long += other.long
    for (minute, length) in other.minutes { add(length, minute) }
    total = total.addingClamped(other.total)
    if other.longest > longest || (other.longest == longest && other.source < source) {
      (longest, longestAt, source) = (other.longest, other.longestAt, other.source)
    }
  }

  private mutating func add(_ length: Int64, _ minute: Int64) {
    guard minutes[minute] != nil || minutes.count < PauseHistogram.minuteLimit else { return }
    minutes[minute] = (minutes[minute] ?? 0).addingClamped(length)
  }

  /// The start of the minute with the most pause time, as in the log or file, and that time in microseconds;
  /// nil without a dated pause.
  var busiestMinute: (at: Int64, total: Int64)? {
    minutes.max { a, b in a.value != b.value ? a.value < b.value : a.key > b.key }
      .map { (at: $0.key * 60_000, total: $0.value) }
  }

  /// The length that `share` of them do not exceed; nil without any.
  public func quantile(_ share: Double) -> TimeSpan? {
    guard count > 0 else { return nil }
    let rank = max(1, Int((Double(count) * share).rounded(.up)))
    var seen = 0
    for (length, number) in counts.sorted(by: { $0.key < $1.key }) {
      seen += number
      if seen >= rank { return TimeSpan(milliseconds: min(length, longest) / 1000) }
    }
    return nil
  }

  /// The length with three significant digits.
  private static func rounded(_ length: Int64) -> Int64 {
    var scale: Int64 = 1
    while length / scale >= 1000 { scale *= 10 }
    return (length / scale) * scale
  }
}

/// The pauses of one collector or kind in one run of the process.
public struct PauseSummary: Sendable {
  /// The source of the pauses.
  public enum Origin: String, Sendable, Hashable {
    /// GCInspector in Cassandra's log: only pauses longer than `gc_log_threshold`.
    case log = "system.log"
    /// The JVM's own log: all pauses.
    case gcLog = "gc.log"
  }

  /// The source of the pauses.
  public let origin: Origin
  /// Number of the run in the log; nil when it is not known.
  public let run: Int?
  /// The collector, or the kind of pause.
  public let kind: String
  /// Their lengths.
  public let pauses: PauseHistogram
  /// Time of the longest.
  public let longestAt: Moment?
  /// The minute with the most pause time, and that time; nil without a dated pause.
  public let busiest: (at: Moment, total: TimeSpan)?
  /// The time that they cover; nil when it is not known.
  public let span: TimeSpan?

  /// The share of that time in which the application was paused.
  public var share: Double? {
    guard let span, span.milliseconds > 0 else { return nil }
    return min(1, Double(pauses.total) / 1000 / Double(span.milliseconds))
  }
}

/// Pauses of one node's gc.log files, hour by hour, until each hour is assigned to a run of the process.
struct PauseLog: Sendable, Equatable {
  struct Key: Hashable, Sendable {
    let kind: String
    /// Hours since 1970; nil for pauses without a time.
    let hour: Int64?
  }

  struct Hour: Sendable, Equatable {
    var pauses: PauseHistogram
    var first: Int64?
    var last: Int64?
  }

  private(set) var hours: [Key: Hour] = [:]
  /// Limit for a hostile file that dates each pause in another year.
  private static let limit = 20_000

  mutating func add(_ sample: Sample) {
    let at = sample.at?.milliseconds
    var key = Key(
      kind: sample.labels["kind"] ?? "", hour: at?.quotientAndRemainder(flooringBy: 3_600_000).quotient)
    if hours[key] == nil, hours.count >= PauseLog.limit { key = Key(kind: key.kind, hour: nil) }
    let microseconds = Int64(clamping: sample.value * 1_000_000)
    var hour = hours[key] ?? Hour(pauses: PauseHistogram(source: sample.source))
    hour.pauses.add(microseconds, at: at.map { LocalTime(milliseconds: $0) }, sample.source)
    hour.first = [hour.first, at].compactMap { $0 }.min()
    hour.last = [hour.last, at].compactMap { $0 }.max()
    hours[key] = hour
  }

  mutating func merge(_ other: PauseLog) {
    for (key, hour) in other.hours {
      guard var own = hours[key] else {
        hours[key] = hour
        continue
      }
      own.pauses.merge(hour.pauses)
      own.first = [own.first, hour.first].compactMap { $0 }.min()
      own.last = [own.last, hour.last].compactMap { $0 }.max()
      hours[key] = own
    }
  }

  /// By run and kind, in their order.
  func summaries(_ runs: [ProcessRun]) -> [PauseSummary] {
    struct Group: Hashable {
      let run: Int?
      let kind: String
    }
    var groups: [Group: Hour] = [:]
    for (key, hour) in hours {
      let run = hour.first.flatMap { first in
        runs.last { run in
          if case .utc(let start) = run.start { start.milliseconds <= hour.last ?? first } else { false }
        }
      }
      let group = Group(run: run?.number, kind: key.kind)
      guard var own = groups[group] else {
        groups[group] = hour
        continue
      }
      own.pauses.merge(hour.pauses)
      own.first = [own.first, hour.first].compactMap { $0 }.min()
      own.last = [own.last, hour.last].compactMap { $0 }.max()
      groups[group] = own
    }
    return groups.map { group, hour in
      PauseSummary(
        origin: .gcLog, run: group.run, kind: group.kind, pauses: hour.pauses,
        longestAt: hour.pauses.longestAt.map { .utc(Instant(milliseconds: $0.milliseconds)) },
        busiest: hour.pauses.busiestMinute.map {
          (.utc(Instant(milliseconds: $0.at)), TimeSpan(milliseconds: $0.total / 1000))
        },
        span: hour.first.flatMap { first in
          hour.last.map { TimeSpan(milliseconds: $0 - first) }
        })
    }
    .sorted { a, b in
      (a.run ?? 0) != (b.run ?? 0) ? (a.run ?? 0) < (b.run ?? 0) : a.kind < b.kind
    }
  }
}

/// Pauses in Cassandra's log, by run and collector.
struct LoggedPauses: Sendable {
  private struct Key: Hashable {
    let run: Int
    let collector: String
  }

  private var all: [Key: PauseHistogram] = [:]
  /// Number of the current run.
  var run = 0

  mutating func add(_ event: some LogRecord, _ collector: String, milliseconds: Int64) {
    let key = Key(run: run, collector: collector)
    let (microseconds, overflow) = milliseconds.multipliedReportingOverflow(by: 1000)
    all[key, default: PauseHistogram(source: event.source)].add(
      overflow ? .max : microseconds, at: event.at, event.source)
  }

  /// In the order of runs, then of collectors.
  func summaries(_ runs: [ProcessRun], in zone: LogZone) -> [PauseSummary] {
    all.sorted { a, b in a.key.run != b.key.run ? a.key.run < b.key.run : a.key.collector < b.key.collector }
      .map { key, pauses in
        let run = runs.first { $0.number == max(1, key.run) }
        return PauseSummary(
          origin: .log, run: run?.number, kind: key.collector, pauses: pauses,
          longestAt: pauses.longestAt.map(zone.moment),
          busiest: pauses.busiestMinute.map {
            (zone.moment(LocalTime(milliseconds: $0.at)), TimeSpan(milliseconds: $0.total / 1000))
          },
          span: run.map { TimeSpan(milliseconds: $0.last.sortKey - $0.start.sortKey) })
      }
  }
}

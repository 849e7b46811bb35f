// The time zone of a node's log. Cassandra writes the wall clock without an offset, but the id of every
// compaction is a time UUID: its instant is known in UTC, 10 to 60 ms before the line that names it.

public import CassandraModel

/// The time zone of a log, and the reason for it.
public enum LogZone: Sendable, Equatable {
  /// Given on the command line.
  case given(String, ZoneRule)
  /// Given by a manifest of the capture.
  case declared(String, ZoneRule)
  /// The records themselves carry an offset.
  case stated(UTCOffset)
  /// Inferred from witnesses that agree. More than one offset means that the clock changed (daylight saving)
  /// or was set; each applies from its first witness on.
  case inferred([Witness], against: Int)
  /// Not in the capture.
  case unknown

  /// The kind of evidence for a clock's offset.
  public enum Basis: Sendable, Hashable {
    /// Ids of compactions, which hold the instant of their creation.
    case compactionIDs
    /// Starts of the process that match gossip's generation.
    case starts
    /// Times in UTC that a container runtime or the system's log put before records.
    case stamps
    /// Offsets in the heads of records.
    case heads
    /// The order of the log: the clock went back by an hour, early on a Sunday.
    case order
  }

  /// One offset with its evidence.
  public struct Witness: Sendable, Equatable {
    /// The kind of evidence.
    public let basis: Basis
    /// The offset of the wall clock from UTC.
    public let offset: UTCOffset
    /// Number of records that agree on it.
    public var count: Int
    /// The first of them, on the wall clock.
    public let first: LocalTime
    /// The record of the first of them.
    public let source: SourceLocation
    /// The last of them, on the wall clock.
    var last: LocalTime
    /// The instant from which the offset applies, where the order of the log shows it.
    var from: Instant?
    /// Records since the last evidence for the offset before, where nothing shows which of the two applies.
    var unplaced = 0
  }
}

/// Collects evidence about a log's clock from the compaction ids in it.
struct ZoneEvidence: Sendable {
  private let basis: LogZone.Basis
  private var witnesses: [LogZone.Witness] = []
  private var against = 0
  /// The passes of hours that the log has.
  private(set) var hours = LoggedHours()
  /// Where the clock was put back, after the last witness.
  private var step: LoggedHours.Step?
  /// Records after the last witness.
  private var unplaced = 0

  /// A quarter of an hour: offsets of real zones are multiples of it.
  private static let step: Int64 = 15 * 60_000
  /// Limit: no clock changes this often, so a log that seems to is no evidence.
  private static let witnessLimit = 64
  /// In milliseconds: a line may follow its id by this much (a busy node); a longer delay proves nothing.
  private static let slack: Int64 = 5 * 60_000

  /// No evidence yet.
  init(_ basis: LogZone.Basis = .compactionIDs) { self.basis = basis }

  /// Notes the time of a record; before its evidence is added, if it is any.
  mutating func saw(_ at: LocalTime, source: SourceLocation) {
    if at == .undated { return }
    unplaced += 1
    if let found = hours.add(at, source) { step = found }
  }

  /// Adds a compaction with `id` that was logged at `at`.
  mutating func add(_ id: TimeUUID, loggedAt at: LocalTime, source: SourceLocation) {
    if let made = id.instant { add(made, loggedAt: at, source: source) }
  }

  /// Adds an event of the instant `made` that was logged at `at`, at once or a little later.
  mutating func add(_ made: Instant, loggedAt at: LocalTime, source: SourceLocation) {
    let difference = at.milliseconds - made.milliseconds
    // Lines come after their id, so round down, allowing a second for clocks that differ in resolution.
    let quarters = floorDivision(difference + 1000, ZoneEvidence.step)
    guard difference - quarters * ZoneEvidence.step < ZoneEvidence.slack, abs(quarters) <= 14 * 4 else {
      against += 1
      return
    }
    add(UTCOffset(seconds: quarters * ZoneEvidence.step / 1000), at, source)
  }

  /// Adds a record of `at` with the stamp `stamp`, made at once or a little later.
  mutating func add(stamp: Instant, on at: LocalTime, source: SourceLocation) {
    let difference = at.milliseconds - stamp.milliseconds
    let quarters = -floorDivision(1000 - difference, ZoneEvidence.step)
    guard quarters * ZoneEvidence.step - difference < ZoneEvidence.slack, abs(quarters) <= 14 * 4 else {
      against += 1
      return
    }
    add(UTCOffset(seconds: quarters * ZoneEvidence.step / 1000), at, source)
  }

  /// Adds the clock's `offset` at `at`.
  mutating func add(_ offset: UTCOffset, _ at: LocalTime, _ source: SourceLocation) {
    defer { (step, unplaced) = (nil, 0) }
    if let last = witnesses.indices.last, witnesses[last].offset == offset {
      witnesses[last].count += 1
      witnesses[last].last = at
    } else if witnesses.count == ZoneEvidence.witnessLimit {
      against += 1
    } else {
      var witness = LogZone.Witness(
        basis: basis, offset: offset, count: 1, first: at, source: source, last: at)
      if let step, let before = witnesses.last?.offset, offset < before {
        witness.from = step.end(at: before)
      } else {
        witness.unplaced = max(0, unplaced - 1)
      }
      witnesses.append(witness)
    }
  }

  /// The zone that the ids agree on. A single id that differs between two runs of one offset is an outlier.
  var zone: LogZone {
    var kept: [LogZone.Witness] = []
    var outliers = against
    for (index, witness) in witnesses.enumerated() {
      let isBetween =
        index > 0 && index + 1 < witnesses.count && witnesses[index - 1].offset == witnesses[index + 1].offset
      if witness.count == 1, isBetween {
        outliers += 1
      } else if let last = kept.indices.last, kept[last].offset == witness.offset {
        kept[last].count += witness.count
        kept[last].last = witness.last
      } else {
        kept.append(witness)
      }
    }
    guard let last = kept.last else { return .unknown }
    if let step, step.isEndOfSummer {
      kept.append(
        LogZone.Witness(
          basis: .order, offset: UTCOffset(seconds: last.offset.seconds - 3600), count: 1, first: step.to,
          source: step.source, last: step.to, from: step.end(at: last.offset)))
    }
    return .inferred(kept, against: outliers)
  }

  /// A step back of the clock that nothing explains, with the records after it.
  var unexplainedStep: (step: LoggedHours.Step, records: Int)? {
    step.flatMap { $0.isEndOfSummer ? nil : ($0, unplaced) }
  }

  /// The offset with the most witnesses, for evidence that is not in order and partly wrong by nature;
  /// unknown when two offsets have as many.
  var majority: LogZone {
    var counts: [UTCOffset: LogZone.Witness] = [:]
    for witness in witnesses {
      if counts[witness.offset] == nil {
        counts[witness.offset] = witness
      } else {
        counts[witness.offset]?.count += witness.count
      }
    }
    let ranked = counts.values.sorted { $0.count != $1.count ? $0.count > $1.count : $0.offset < $1.offset }
    guard let first = ranked.first, ranked.count == 1 || ranked[1].count < first.count else {
      return .unknown
    }
    return .inferred([first], against: against + ranked.dropFirst().reduce(0) { $0 + $1.count })
  }
}

extension LogZone {
  /// The conversion of wall-clock times to instants; nil when the zone is unknown.
  public var rule: ZoneRule? {
    switch self {
    case .given(_, let rule), .declared(_, let rule): return rule
    case .stated(let offset): return ZoneRule(initial: offset)
    case .inferred(let witnesses, _):
      guard let first = witnesses.first else { return nil }
      return ZoneRule(
        initial: first.offset,
        changes: witnesses.dropFirst().map {
          .init(from: $0.from ?? $0.first.instant(at: $0.offset), offset: $0.offset)
        }
      )
    case .unknown: return nil
    }
  }

  /// The evidence for a zone that was inferred or stated; none for a zone that was given.
  var witnesses: [Witness] {
    if case .inferred(let witnesses, _) = self { witnesses } else { [] }
  }

  /// The moment of a log time: in UTC when the zone is known.
  public func moment(_ time: LocalTime) -> Moment {
    if time == .undated { return .local(time) }
    return rule.map { .utc($0.instant(time)) } ?? .local(time)
  }
}

extension Coverage {
  /// The same coverage, with its wall-clock times in UTC where the zone of its node is known.
  public func moved(by zone: LogZone) -> Coverage {
    let move = { (moment: Moment?) -> Moment? in
      if case .local(let time)? = moment { zone.moment(time) } else { moment }
    }
    return Coverage(
      file: file, format: format, bytes: bytes, lines: lines, first: move(first), last: move(last))
  }
}

func floorDivision(_ value: Int64, _ divisor: Int64) -> Int64 {
  let quotient = value / divisor
  return value % divisor < 0 ? quotient - 1 : quotient
}

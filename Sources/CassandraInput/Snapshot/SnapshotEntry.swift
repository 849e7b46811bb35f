// One output of a monitor, a snapshot or a line of its log, before its instant is determined.

import CassandraModel

/// The time that an entry itself gives.
enum SnapshotTime: Hashable {
  case utc(Instant)
  /// On the monitor's clock, whose offset from UTC the entry does not give.
  case local(LocalTime)
  /// No time.
  case unknown
}

/// One snapshot or one line of a log, with its facts.
struct SnapshotEntry {
  var time: SnapshotTime
  /// True for a start of the monitor: its interval is then unknown, and times are not interpolated across it.
  var startsRun = false
  /// The polling interval from here on.
  var interval: TimeSpan?
  private(set) var facts: [PendingFact] = []

  /// A fact without its instant.
  enum PendingFact {
    case sample(MetricName, Labels, Double, own: Instant?, line: Int)
    case occurrence(EventName, Severity, EventFields, message: String, own: Instant?, line: Int)
    case poll(command: String, failure: String?, line: Int)
    case diagnostic(Diagnostic)
  }

  init(_ time: SnapshotTime) { self.time = time }

  /// Adds a sample, unless the value is nil.
  ///
  /// - Parameter own: The time of the sample, if it may differ from the entry's.
  mutating func sample(
    _ metric: MetricName, _ labels: Labels = .none, _ value: Double?, own: Instant? = nil, line: Int
  ) {
    if let value, value.isFinite { facts.append(.sample(metric, labels, value, own: own, line: line)) }
  }

  /// Adds an occurrence.
  ///
  /// - Parameter own: The time of the occurrence, if it differs from the entry's.
  mutating func occurrence(
    _ name: EventName, _ severity: Severity, _ fields: EventFields = .none, message: String = "",
    own: Instant? = nil, line: Int
  ) {
    facts.append(.occurrence(name, severity, fields, message: message, own: own, line: line))
  }

  /// Adds a poll; a failed one if `failure` is not nil.
  mutating func poll(_ command: String, failure: String? = nil, line: Int) {
    facts.append(.poll(command: command, failure: failure, line: line))
  }

  mutating func report(_ diagnostic: Diagnostic) { facts.append(.diagnostic(diagnostic)) }
}

extension SnapshotTime {
  /// The time in a JSON value: ISO 8601, or seconds or milliseconds since 1970, between 2001 and 2100.
  ///
  /// - Parameter naiveIsUTC: A time without an offset is UTC.
  init(_ item: JSONItem?, naiveIsUTC: Bool = false) {
    self = .unknown
    if let text = item?.string {
      let bytes = Array(text.utf8)
      switch TimeMarker(bytes.span, in: bytes.span.all) {
      case .utc(let instant): self = .utc(instant)
      case .unknownOffset(let local):
        self = naiveIsUTC ? .utc(local.instant(at: UTCOffset(seconds: 0))) : .local(local)
      case nil: break
      }
    } else if let number = item?.number {
      let seconds = number >= 1e11 ? number / 1000 : number
      if (1_000_000_000..<4_102_444_800).contains(seconds) {
        self = .utc(Instant(milliseconds: Int64((seconds * 1000).rounded(.down))))
      }
    }
  }
}

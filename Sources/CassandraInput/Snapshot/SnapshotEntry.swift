// One thing that a monitor wrote, a snapshot or a line of its log, before its instant is known.

import CassandraModel

/// What an entry itself says of its time.
enum SnapshotTime: Hashable {
  case utc(Instant)
  /// On the monitor's clock, whose distance from UTC it does not say.
  case local(LocalTime)
  /// Nothing.
  case unknown
}

/// One snapshot or one line of a log, and the facts it gives.
struct SnapshotEntry {
  var time: SnapshotTime
  /// True if the monitor was started: nothing is known of the time before it.
  var startsRun = false
  /// The interval at which the monitor says it polls from here on.
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

  /// Adds a sample; none if there is no value.
  ///
  /// - Parameter own: when it was, if that may be another time than the entry's.
  mutating func sample(
    _ metric: MetricName, _ labels: Labels = .none, _ value: Double?, own: Instant? = nil, line: Int
  ) {
    if let value, value.isFinite { facts.append(.sample(metric, labels, value, own: own, line: line)) }
  }

  /// Adds an occurrence.
  ///
  /// - Parameter own: when it was, if that is another time than the entry's.
  mutating func occurrence(
    _ name: EventName, _ severity: Severity, _ fields: EventFields = .none, message: String = "",
    own: Instant? = nil, line: Int
  ) {
    facts.append(.occurrence(name, severity, fields, message: message, own: own, line: line))
  }

  /// Adds a poll; with `failure`, one that failed.
  mutating func poll(_ command: String, failure: String? = nil, line: Int) {
    facts.append(.poll(command: command, failure: failure, line: line))
  }

  mutating func report(_ diagnostic: Diagnostic) { facts.append(.diagnostic(diagnostic)) }
}

extension SnapshotTime {
  /// The time that a value of JSON gives: ISO 8601, or seconds or milliseconds since 1970, of 2001 to 2100.
  ///
  /// - Parameter naiveIsUTC: says that a time without an offset is UTC.
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

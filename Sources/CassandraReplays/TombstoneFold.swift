// The tombstone monitor's (004) decision on one table in one run, and its state: one time a table, without
// the severity.

import CassandraAnalysis
import CassandraModel

/// The monitor's severity.
enum TombstoneSeverity: String, Sendable {
  case warning = "WARNING"
  case critical = "CRITICAL"
}

/// A table at or over a threshold in one run.
struct TombstoneHit: Sendable {
  /// `keyspace.table`, or `keyspace.table.index` for an index.
  let table: String
  /// The most tombstones that one slice read in the last five minutes.
  let count: Double
  let source: SourceLocation
}

enum TombstoneOutcome: Equatable, Sendable {
  case sent
  /// The last alert of the table was at `since`, in seconds since 1970, and the cooldown is not over.
  case suppressed(since: Double)
  /// The webhook accepted no attempt, so that no cooldown begins.
  case undelivered
  /// A dry run would have sent it.
  case dryRun

  var words: String {
    switch self {
    case .sent: "sent"
    case .suppressed: "suppressed"
    case .undelivered: "not delivered"
    case .dryRun: "dry run"
    }
  }
}

struct TombstoneDecision: Equatable, Sendable {
  let table: String
  let severity: TombstoneSeverity
  let count: Double
  let threshold: Double
  let outcome: TombstoneOutcome
  /// True for a critical alert that the cooldown of a warning holds back.
  let isHiddenEscalation: Bool

  var decision: String { outcome.words + " " + severity.rawValue }

  /// The payload that would be posted, its keys in the script's order; `at` in seconds since 1970.
  func payload(at: Double?) -> [JSONMember] {
    [
      JSONMember("service", .text("cassandra-tombstone-monitor")), JSONMember("table", .text(table)),
      JSONMember("severity", .text(severity.rawValue)), JSONMember("tombstone_count", .whole(count)),
      JSONMember("threshold", .whole(threshold)), JSONMember("timestamp", .optional(at)),
    ]
  }
}

/// The state between runs.
struct TombstoneFold: Sendable {
  private let warning: Double
  private let critical: Double
  private let cooldown: Double
  /// The last alert of each table, in seconds since 1970.
  private(set) var times: [String: Double]
  private var severities: [String: TombstoneSeverity] = [:]

  init(_ settings: ReplaySettings, times: [String: Double]) {
    warning = settings.tombstoneWarning
    critical = settings.tombstoneCritical
    cooldown = Double(settings.tombstoneCooldown.milliseconds) / 1000
    self.times = times
  }

  /// The severity of `count` tombstones; nil below the thresholds. At the higher threshold it is critical
  /// only.
  func severity(_ count: Double) -> TombstoneSeverity? {
    count >= critical ? .critical : count >= warning ? .warning : nil
  }

  /// The outcome for `hit` at `now`, in seconds since 1970; nil below the thresholds.
  ///
  /// - Parameter isDelivered: whether the webhook takes an alert of this table.
  mutating func step(
    _ hit: TombstoneHit, at now: Double, isDryRun: Bool, isDelivered: (String) -> Bool
  ) -> TombstoneDecision? {
    guard let severity = severity(hit.count) else { return nil }
    var outcome = TombstoneOutcome.sent
    if let last = times[hit.table], now - last < cooldown {
      outcome = .suppressed(since: last)
    } else if isDryRun {
      outcome = .dryRun
    } else if !isDelivered(hit.table) {
      outcome = .undelivered
    }
    var isHidden = false
    if case .suppressed = outcome {
      isHidden = severity == .critical && severities[hit.table] == .warning
    } else if outcome == .sent {
      times[hit.table] = now
      severities[hit.table] = severity
    }
    return TombstoneDecision(
      table: hit.table, severity: severity, count: hit.count,
      threshold: severity == .critical ? critical : warning, outcome: outcome, isHiddenEscalation: isHidden)
  }
}

extension Instant {
  /// Seconds since 1970, as `time.time()` gives them.
  var pythonTime: Double { Double(milliseconds) / 1000 }
}

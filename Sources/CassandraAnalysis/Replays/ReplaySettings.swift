// The numbers of the replays: those of the scripts, unless a team sets others.

public import CassandraModel

/// The numbers that replays decide by.
public struct ReplaySettings: Sendable, Equatable {
  /// Tracker: a compaction that has been seen for longer is flagged (`max_latency_threshold`), and keeps a node from
  /// being decommissioned or rebuilt.
  public var latencyLimitSeconds = 300.0
  /// Tracker: below this mean of elapsed times a repair is let go; nil to take the median of calm samples.
  public var meanElapsedBaselineSeconds: Double?
  /// Tracker: how long after its death the service starts the script again (`RestartSec`).
  public var restartDelay = TimeSpan.seconds(10)
  /// Poll: more pending than this is outside limits.
  public var pollPendingLimit = 10.0
  /// Triage: `BACKLOG_THRESHOLD`.
  public var triagePendingLimit = 32.0
  /// Triage: `RATE_DECAY_RATIO`.
  public var decayRatio = 0.40
  /// Triage: how many rates the moving average has at most.
  public var averagedSamples = 120
  /// Triage: how far back the moving average goes at most.
  public var averagedSpan = TimeSpan.seconds(3600)
  /// Windows: fewer pending than this.
  public var windowPendingLimit = 8.0
  /// Windows: how far from its moving average a rate may be, as a share of it.
  public var stableShare = 0.20
  /// Tombstones: `--warn-threshold`.
  public var tombstoneWarning = 5000.0
  /// Tombstones: `--fail-threshold`.
  public var tombstoneCritical = 50_000.0
  /// Tombstones: how long the script stays silent of a table after an alert.
  public var tombstoneCooldown = TimeSpan.seconds(3600)
  /// Tombstones: when each table was last alerted of before the first run, in seconds since 1970.
  public var tombstoneTimes: [String: Double] = [:]
  /// Tombstones: nothing is sent, and nothing is remembered.
  public var isTombstoneDryRun = false
  /// Resolver: the rules that ask for an intervention, as a team set them.
  public var rules = RuleSettings.none

  /// The numbers of the scripts.
  public init() {}
}

extension ReplaySettings {
  /// The numbers of the scripts with what a team sets for `node`: those of the rules that a script decides by.
  public init(_ settings: RuleSettings, for node: NodeFindings) {
    self.init()
    let number = { (rule: String, parameter: String) in
      settings.change(of: rule, node: node.node.name, cluster: node.cluster).numbers[parameter]
    }
    latencyLimitSeconds = number("compaction-latency", "threshold") ?? latencyLimitSeconds
    pollPendingLimit = number("pending-high", "threshold") ?? pollPendingLimit
    triagePendingLimit = number("triage-throttle", "threshold") ?? triagePendingLimit
    decayRatio = number("triage-throttle", "decay") ?? decayRatio
    tombstoneWarning = number("tombstones-warning", "threshold") ?? tombstoneWarning
    tombstoneCritical = number("tombstones-critical", "threshold") ?? tombstoneCritical
    if let seconds = number("tombstones-warning", "cooldown") {
      tombstoneCooldown = TimeSpan(milliseconds: Int64(exactly: (seconds * 1000).rounded()) ?? .max)
    }
    rules = settings
    meanElapsedBaselineSeconds = settings.inputs(of: node.node.name).meanElapsedBaselineSeconds
  }
}

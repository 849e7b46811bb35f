// The numbers of the replays: those of the scripts, unless the team configures others.

public import CassandraAnalysis
public import CassandraModel

/// Numbers of the replays.
public struct ReplaySettings: Sendable, Equatable {
  /// Tracker: a compaction older than this is flagged (`max_latency_threshold`), and keeps a node from being
  /// decommissioned or rebuilt.
  public var latencyLimitSeconds = 300.0
  /// Tracker: a repair may run below this mean of elapsed times; nil to take the median of calm samples.
  public var meanElapsedBaselineSeconds: Double?
  /// Tracker: delay until the service restarts a dead script (`RestartSec`).
  public var restartDelay = TimeSpan.seconds(10)
  /// Poll: the highest number of pending tasks within limits.
  public var pollPendingLimit = 10.0
  /// Triage: `BACKLOG_THRESHOLD`.
  public var triagePendingLimit = 32.0
  /// Triage: `RATE_DECAY_RATIO`.
  public var decayRatio = 0.40
  /// Triage: the most rates in the moving average.
  public var averagedSamples = 120
  /// Triage: the longest span of the moving average.
  public var averagedSpan = TimeSpan.seconds(3600)
  /// Windows: pending tasks must be fewer.
  public var windowPendingLimit = 8.0
  /// Windows: the largest distance of a rate from its moving average, as a share of it.
  public var stableShare = 0.20
  /// Tombstones: `--warn-threshold`.
  public var tombstoneWarning = 5000.0
  /// Tombstones: `--fail-threshold`.
  public var tombstoneCritical = 50_000.0
  /// Tombstones: time of silence about a table after an alert.
  public var tombstoneCooldown = TimeSpan.seconds(3600)
  /// Tombstones: the last alert of each table before the first run, in seconds since 1970.
  public var tombstoneTimes: [String: Double] = [:]
  /// Tombstones: nothing is sent, and no state is kept.
  public var isTombstoneDryRun = false
  /// Resolver: the rules that ask for an intervention, with the team's settings.
  public var rules = RuleSettings.none

  /// The numbers of the scripts.
  public init() {}
}

extension ReplaySettings {
  /// The numbers of the scripts with the team's settings for `node`: those of the rules that a script decides
  /// by.
  public init(_ settings: RuleSettings, for node: NodeFindings) {
    self.init()
    let number = { (rule: RuleID, parameter: String) in
      settings.change(of: rule, node: node.node.name, cluster: node.cluster).numbers[parameter]
    }
    latencyLimitSeconds = number(.compactionLatency, "threshold") ?? latencyLimitSeconds
    pollPendingLimit = number(.pendingHigh, "threshold") ?? pollPendingLimit
    triagePendingLimit = number(.triageThrottle, "threshold") ?? triagePendingLimit
    decayRatio = number(.triageThrottle, "decay") ?? decayRatio
    tombstoneWarning = number(.tombstonesWarning, "threshold") ?? tombstoneWarning
    tombstoneCritical = number(.tombstonesCritical, "threshold") ?? tombstoneCritical
    if let seconds = number(.tombstonesWarning, "cooldown") {
      tombstoneCooldown = TimeSpan(milliseconds: Int64(exactly: (seconds * 1000).rounded()) ?? .max)
    }
    rules = settings
    meanElapsedBaselineSeconds = settings.inputs(of: node.node.name).meanElapsedBaselineSeconds
  }
}

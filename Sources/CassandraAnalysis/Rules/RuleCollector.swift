// Collection of an input of the rules: a command and its interval.

/// A command that a collector runs on a node.
public struct RuleCollector: Hashable, Sendable {
  /// The interval.
  public enum Interval: String, Sendable {
    /// Every ten seconds: figures that change within minutes.
    case tenSeconds
    /// Every minute: output that is long, or changes slowly.
    case minute
    /// Once, when the loop starts: settings.
    case start
    /// When the loop starts and when it is stopped: histories, which cover the time between.
    case startAndEnd
  }

  /// Name of the collector's file, also the name of its output when read.
  public let name: String
  /// As it is typed, without options of the connection.
  public let command: String
  /// True for a nodetool command.
  public let isNodetool: Bool
  /// The interval.
  public let interval: Interval

  private init(_ name: String, _ command: String, isNodetool: Bool = true, _ interval: Interval) {
    self.name = name
    self.command = command
    self.isNodetool = isNodetool
    self.interval = interval
  }
}

extension RuleCollector {
  static let compactionstats = RuleCollector("compactionstats", "compactionstats", .tenSeconds)
  static let tpstats = RuleCollector("tpstats", "tpstats", .tenSeconds)
  static let netstats = RuleCollector("netstats", "netstats", .minute)
  static let tablestats = RuleCollector("tablestats", "tablestats", .minute)
  static let proxyhistograms = RuleCollector("proxyhistograms", "proxyhistograms", .minute)
  static let repairAdmin = RuleCollector("repair_admin", "repair_admin list", .minute)
  static let getcompactionthroughput = RuleCollector(
    "getcompactionthroughput", "getcompactionthroughput", .minute)
  static let getconcurrentcompactors = RuleCollector(
    "getconcurrentcompactors", "getconcurrentcompactors", .minute)
  static let getstreamthroughput = RuleCollector("getstreamthroughput", "getstreamthroughput", .start)
  static let compactionhistory = RuleCollector("compactionhistory", "compactionhistory", .startAndEnd)
  static let df = RuleCollector("df", "df -kP", isNodetool: false, .minute)
  static let diskstats = RuleCollector("diskstats", "cat /proc/diskstats", isNodetool: false, .tenSeconds)
}

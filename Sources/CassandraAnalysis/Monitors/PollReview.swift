// The monitors themselves (000, 001, 004): how often each command was run, compared with the interval that
// the figures need, and why polls failed, with the remedies of the seeds.

public import CassandraModel

/// Polls of one command on one node.
public struct PollReview: Sendable {
  /// The node.
  public let node: NodeID
  /// The command, or the name of the monitor.
  public let command: String
  /// Polls that gave output.
  public let succeeded: Int
  /// Polls that failed.
  public let failed: Int
  /// The median interval; nil with fewer than two dated polls.
  public let interval: TimeSpan?
  /// The longest interval that its figures allow; nil where none is known.
  public let allowed: TimeSpan?
  /// Reasons for failed polls, the most frequent first, as far as their output names them.
  public let failures: [(kind: PollFailureKind, count: Int)]
  /// Place of the first failure.
  public let source: SourceLocation?

  /// True when it was run less often than its figures need.
  public var isTooSlow: Bool {
    guard let interval, let allowed else { return false }
    return interval.milliseconds > allowed.milliseconds
  }
}

/// Why a poll failed.
public enum PollFailureKind: String, Sendable, Hashable, CaseIterable {
  /// No credentials, or wrong ones.
  case authentication
  /// Nothing listens: the node is down, or its JMX port is another.
  case refused = "connection refused"
  /// No answer in time.
  case timedOut = "timed out"
  /// Its output was cut off or empty.
  case cut = "cut off"
  /// Anything else.
  case other

  /// The kind by the words of the failure.
  init(_ words: String) {
    let small = words.lowercased()
    let has = { (parts: [String]) in parts.contains { small.contains($0) } }
    if has(["authenticat", "credential", "unauthorized", "access denied", "securityexception"]) {
      self = .authentication
    } else if has(["refused", "failed to connect", "no route", "unknownhost", "unknown host"]) {
      self = .refused
    } else if has(["time-out", "timeout", "timed out", "time out"]) {
      self = .timedOut
    } else if has(["ends before", "empty", "cut"]) {
      self = .cut
    } else {
      self = .other
    }
  }

  /// The remedy; empty where none is known.
  public var remedy: String {
    switch self {
    case .authentication: "export JMX_USERNAME and JMX_PASSWORD, or nodetool -u USER -pwf FILE"
    case .refused: "nodetool status from another node; LOCAL_JMX and JMX_PORT in cassandra-env.sh"
    case .timedOut: "poll less often, one nodetool at a time; look for long pauses"
    case .cut: "redirect the whole output to the file, and look at its exit status"
    case .other: ""
    }
  }
}

extension NodeFindings {
  /// Longest intervals: compaction every 15 to 30 s (001), figures of the last five minutes every five.
  private static let allowed: [String: TimeSpan] = [
    "compactionstats": .seconds(30), "tpstats": .seconds(60), "tablestats": .seconds(300),
    "proxyhistograms": .seconds(300), "netstats": .seconds(60),
  ]

  /// Its polls, command by command.
  public var pollReviews: [PollReview] {
    polls.map { poll in
      var counts: [PollFailureKind: Int] = [:]
      for failure in poll.failures { counts[PollFailureKind(failure.failure ?? ""), default: 0] += 1 }
      let ordered = PollFailureKind.allCases.compactMap { kind in counts[kind].map { (kind: kind, count: $0) }
      }
      return PollReview(
        node: node, command: poll.command, succeeded: poll.succeeded, failed: poll.failed,
        interval: Cadence(poll.times).median, allowed: NodeFindings.allowed[poll.command],
        failures: ordered.sorted { $0.count > $1.count }, source: poll.failures.first?.source)
    }
  }
}

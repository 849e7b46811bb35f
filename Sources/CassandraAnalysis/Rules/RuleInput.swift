// Inputs that rules need: the metrics, the commands that give them, the rules that read them. A rule without
// its input is not evaluated and says so; `inspect` says so before the analysis.

public import CassandraModel

/// An input of rules.
public struct RuleInput: Sendable {
  /// A fact that gives the input.
  enum Fact: Sendable {
    /// A sample of the metric.
    case metric(MetricName)
    /// A sample of the metric for the thread pool.
    case pool(MetricName, String)
    /// The attribute, with a value.
    case attribute(AttributeName)
    /// The command answered with any text: for some commands an empty list is an answer.
    case answer(String)
    /// Compactions, by the log or by compactionhistory.
    case compactions
    /// There is a log.
    case log
  }

  /// Stable name, for example `pending`.
  public let id: String
  /// Title, in a few words.
  public let title: String
  /// Facts that give it; one is enough.
  let facts: [Fact]
  /// Samples that it takes: 2 where rules read a change.
  let samplesNeeded: Int
  /// Collectors that give it, the one to run first in front.
  public let collectors: [RuleCollector]
  /// The rules that need it.
  public var rules: [RuleID] { Rule.all.filter { $0.needs.contains { $0.id == id } }.map(\.id) }

  init(
    _ id: String, _ title: String, from facts: [Fact], samples: Int = 1, collectors: [RuleCollector]
  ) {
    self.id = id
    self.title = title
    self.facts = facts
    self.samplesNeeded = samples
    self.collectors = collectors
  }

  /// Whether a node's files have an input.
  public enum Presence: String, Sendable {
    /// Enough samples for the rules.
    case present
    /// One sample, where rules read a change.
    case once
    /// No sample.
    case missing
  }

  /// An input and its presence.
  public struct State: Sendable {
    /// The input.
    public let input: RuleInput
    /// Its presence.
    public let presence: Presence
  }
}

extension RuleInput {
  /// Every input, with its presence in the files of `node`.
  static func states(of node: NodeFindings) -> [State] {
    let known = KnownFacts(node)
    return all.map { input in
      let count = input.facts.map(known.count).max() ?? 0
      return State(
        input: input, presence: count == 0 ? .missing : count < input.samplesNeeded ? .once : .present)
    }
  }
}

/// Counts of the facts in a node's files.
private struct KnownFacts {
  private let node: NodeFindings
  private var metrics: [MetricName: Int] = [:]
  private var pools: [MetricName: [String: Int]] = [:]

  init(_ node: NodeFindings) {
    self.node = node
    for (key, summary) in node.series.all + node.logSeries.all {
      metrics[key.metric] = max(metrics[key.metric] ?? 0, summary.count)
      if let pool = key.labels["pool"] {
        pools[key.metric, default: [:]][pool] = max(pools[key.metric]?[pool] ?? 0, summary.count)
      }
    }
  }

  func count(_ fact: RuleInput.Fact) -> Int {
    switch fact {
    case .metric(let metric): return metrics[metric] ?? 0
    case .pool(let metric, let pool): return pools[metric]?[pool] ?? 0
    case .attribute(let name):
      // An unset setting is printed as `null`.
      return node.attributes[name]?.count { $0.value != "null" && !$0.value.isEmpty } ?? 0
    case .answer(let command): return node.polls.first { $0.command == command }?.succeeded ?? 0
    case .compactions: return node.activitySource == .none ? 0 : .max
    case .log: return node.processes.isEmpty ? 0 : .max
    }
  }
}

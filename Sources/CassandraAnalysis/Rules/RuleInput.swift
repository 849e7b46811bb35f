// What rules need to be evaluated at all: which facts, which command gives them, which rules ask for them. A rule
// without its input is not evaluated, and says so; `inspect` says so before anyone waits for it.

import CassandraModel

/// Something that rules look at.
public struct RuleInput: Sendable {
  /// A fact that gives the input.
  enum Fact: Sendable {
    /// A sample of the metric.
    case metric(MetricName)
    /// A sample of the metric for the thread pool.
    case pool(MetricName, String)
    /// The attribute, with a value.
    case attribute(AttributeName)
    /// The command answered, whatever it said: of some, "nothing" is an answer.
    case answer(String)
    /// The log tells what compactions did, or compactionhistory does.
    case compactions
    /// There is a log.
    case log
  }

  /// Stable name, for example `pending`.
  public let id: String
  /// In a few words.
  public let title: String
  /// Facts that give it; one is enough.
  let facts: [Fact]
  /// How many samples it takes: 2 where rules look at change.
  let samplesNeeded: Int
  /// What gives it, the one to collect first.
  public let collectors: [RuleCollector]
  /// Ids of the rules that need it.
  public let rules: [String]

  init(
    _ id: String, _ title: String, from facts: [Fact], samples: Int = 1, collectors: [RuleCollector],
    rules: [String]
  ) {
    self.id = id
    self.title = title
    self.facts = facts
    self.samplesNeeded = samples
    self.collectors = collectors
    self.rules = rules
  }

  /// Whether a node's files have an input.
  public enum Presence: String, Sendable {
    /// As often as rules need it.
    case present
    /// Once, and rules look at how it changes.
    case once
    /// Not at all.
    case missing
  }

  /// An input and whether it is there.
  public struct State: Sendable {
    /// The input.
    public let input: RuleInput
    /// Whether it is there.
    public let presence: Presence
  }
}

extension RuleInput {
  /// Every input, as far as the files of `node` have it.
  static func states(of node: NodeFindings) -> [State] {
    let known = KnownFacts(node)
    return all.map { input in
      let count = input.facts.map(known.count).max() ?? 0
      return State(
        input: input, presence: count == 0 ? .missing : count < input.samplesNeeded ? .once : .present)
    }
  }
}

/// How often a node's files have a fact.
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

// A rule as data. RuleEngine evaluates it, RuleState is its running state, RuleAlert its result.

public import CassandraModel

/// A decision of a monitor, made again over captured samples.
public struct Rule: Sendable {
  /// Stable, for example `pending-high`.
  public let id: RuleID
  /// A few plain words.
  public let title: String
  /// The condition that fires it, as a sentence.
  public let summary: String
  /// The severity of its alerts.
  public var severity: Severity
  /// The seed documents of the rule: `001`; empty for a rule of a team.
  public let seeds: [String]
  /// The subject of one alert.
  public let subject: RuleSubject
  /// When it holds.
  public let condition: RuleCondition
  /// How long it must hold before it fires: strictly more than this; nil to fire on the first sample.
  public var holdsFor: TimeSpan?
  /// How many samples in a row it must hold before it fires.
  public let holdsForSamples: Int
  /// How long the rule keeps firing after the condition ended; nil to resolve at once.
  public var keepsFiringFor: TimeSpan?
  /// Its numbers.
  public var parameters: [RuleParameter]
  /// Metrics that it reads.
  public let inputs: [MetricName]
  /// Data without which it is not evaluated.
  public let needs: [RuleInput]
  /// The kind of trouble that its alerts are a sign of.
  let about: RuleTopic
  /// Whether high or low values are the bad ones.
  public let badWhen: BadDirection
  /// Rules whose alerts it reads: it is evaluated after them.
  let after: [RuleID]
  /// Context that its alerts are checked for.
  let context: Set<RuleContext>
  /// The name of the notification route.
  public var route: String
  /// The runbook for it; nil without one.
  public let runbook: String?
  /// Prohibitions and checks for a person whom it calls.
  package let advice: [RuleAdvice]
  /// The command to capture, so that it can be evaluated.
  public let capture: String
  /// The team's message when it fires; empty without.
  public var text: String

  init(
    _ id: RuleID, _ title: String, _ severity: Severity, seeds: [String], subject: RuleSubject = .node,
    when condition: RuleCondition, for holdsFor: TimeSpan? = nil, forSamples: Int = 1,
    keepsFiringFor: TimeSpan? = nil, parameters: [RuleParameter] = [], inputs: [MetricName],
    needs: [RuleInput] = [], about: RuleTopic = .other, badWhen: BadDirection? = nil, after: [RuleID] = [],
    context: Set<RuleContext> = [], route: Route, runbook: String? = nil, advice: [RuleAdvice] = [],
    capture: String, summary: String
  ) {
    self.id = id
    self.title = title
    self.summary = summary
    self.severity = severity
    self.seeds = seeds
    self.subject = subject
    self.condition = condition
    self.holdsFor = holdsFor
    holdsForSamples = forSamples
    self.keepsFiringFor = keepsFiringFor
    self.parameters = parameters
    self.inputs = inputs
    self.needs = needs
    self.about = about
    self.badWhen = badWhen ?? condition.badWhen
    self.after = after
    self.context = context
    self.advice = RuleAdvice.all.filter(advice.contains)
    self.route = route.rawValue
    self.runbook = runbook
    self.capture = capture
    text = ""
  }

  /// The rule of a team; its condition must have been parsed.
  public init(_ own: OwnRule, condition: RuleCondition) {
    id = own.id
    title = own.id.name
    summary = condition.text
    severity = own.severity
    seeds = []
    subject = .node
    self.condition = condition
    holdsFor = own.holdsFor
    holdsForSamples = 1
    keepsFiringFor = own.keepsFiringFor
    parameters = []
    inputs = condition.metrics
    needs = []
    about = .other
    badWhen = condition.badWhen
    after = []
    context = []
    advice = []
    route = own.route
    runbook = nil
    capture = "captures that hold " + condition.metrics.map(\.name).joined(separator: ", ")
    text = own.text
  }

  /// The number of the parameter `name`; nil when none is given.
  public func number(_ name: String) -> Double? { parameters.first { $0.name == name }?.value }

  /// This rule with the team's changes.
  public func changed(by change: RuleChange) -> Rule {
    var rule = self
    rule.severity = change.severity ?? severity
    // A `for` of 0 is no wait: the first sample is enough, however far apart samples are.
    rule.holdsFor = (change.holdsFor ?? holdsFor).flatMap { $0.milliseconds > 0 ? $0 : nil }
    rule.keepsFiringFor = change.keepsFiringFor ?? keepsFiringFor
    rule.route = change.route ?? route
    rule.text = change.text ?? text
    for index in rule.parameters.indices {
      rule.parameters[index].value =
        change.numbers[rule.parameters[index].name] ?? rule.parameters[index].value
    }
    return rule
  }
}

/// The subject of an alert of a rule.
public enum RuleSubject: String, Sendable, Hashable, CaseIterable {
  /// The node as a whole.
  case node
  /// One table of the node.
  case table
  /// One running compaction.
  case compaction
  /// One thread pool.
  case pool
}

/// The kind of trouble that alerts of a rule are a sign of.
enum RuleTopic: Sendable {
  /// Compaction is behind.
  case backlog
  /// An effect of a backlog, or a command during one.
  case backlogEffect
  /// Reads over so many tombstones that they fail or nearly do.
  case tombstoneOverload
  /// Nothing that alone makes an incident.
  case other
}

/// The values of a rule that are the bad ones.
public enum BadDirection: Sendable {
  /// High values.
  case high
  /// Low values.
  case low
}

/// Context that changes how an alert is to be read.
enum RuleContext: Sendable {
  /// The counter of compacted bytes moves only when a compaction ends.
  case counter
  /// Operations that ran at the same time.
  case concurrentWork
  /// The disk may be the limit.
  case disk
  /// TimeWindowCompactionStrategy has more to compact when a window ends.
  case windowRollover
}

/// A number in a rule that a team may change.
public struct RuleParameter: Sendable, Hashable {
  /// Stable, in snake case.
  public let name: String
  /// The number; nil if a team must configure it, and the rule is not evaluated until then.
  public var value: Double?
  /// The unit; empty for a count or a ratio.
  public let unit: String
  /// Explanation for the report.
  public let meaning: String

  /// A number of a rule.
  public init(_ name: String, _ value: Double?, unit: String = "", _ meaning: String) {
    self.name = name
    self.value = value
    self.unit = unit
    self.meaning = meaning
  }
}

// When a rule holds: terms over metrics, or a predicate by name where terms are not enough.

public import CassandraModel

/// The condition of a rule.
public enum RuleCondition: Sendable, Equatable {
  /// Every term holds.
  case all([RuleTerm])
  /// Any term holds.
  case any([RuleTerm])
  /// The built-in predicate of the rule.
  case builtIn(RuleID)

  /// The terms; none for a predicate.
  public var terms: [RuleTerm] {
    switch self {
    case .all(let terms), .any(let terms): terms
    case .builtIn: []
    }
  }

  /// The bad values, by the first term; high ones for a predicate, whose rule may say otherwise.
  var badWhen: BadDirection { terms.first.map { $0.comparison.isBelow ? .low : .high } ?? .high }

  /// The metrics that it reads, each once, in order; none for a predicate, whose rule lists them.
  public var metrics: [MetricName] {
    var metrics: [MetricName] = []
    for term in terms {
      for operand in [term.left, term.right].compactMap({ $0 }) where !metrics.contains(operand.metric) {
        metrics.append(operand.metric)
      }
    }
    return metrics
  }

  /// The condition with the numbers of `rule` in place of their names.
  public func filled(by rule: Rule) -> RuleCondition {
    let fill = { (term: RuleTerm) -> RuleTerm in
      var term = term
      if case .parameter(let name) = term.number, let value = rule.number(name) {
        term.number = .literal(value)
      }
      return term
    }
    switch self {
    case .all(let terms): return .all(terms.map(fill))
    case .any(let terms): return .any(terms.map(fill))
    case .builtIn: return self
    }
  }
}

/// `left OP number × right`.
public struct RuleTerm: Sendable, Equatable {
  /// The value that is compared.
  public var left: RuleOperand
  /// The comparison.
  public var comparison: RuleComparison
  /// The number to compare with, or the factor before `right`.
  public var number: RuleNumber
  /// A metric that the number is multiplied by; nil for the number alone.
  public var right: RuleOperand?

  /// A term.
  public init(
    _ left: RuleOperand, _ comparison: RuleComparison, _ number: RuleNumber, times right: RuleOperand? = nil
  ) {
    self.left = left
    self.comparison = comparison
    self.number = number
    self.right = right
  }
}

/// A metric of a term, with the function over its samples.
public struct RuleOperand: Sendable, Equatable {
  /// The metric.
  public var metric: MetricName
  /// Labels that a series must have; it may have others.
  public var labels: Labels
  /// Function over its samples.
  public var function: RuleFunction

  /// A metric of a term.
  public init(_ metric: MetricName, _ labels: Labels = .none, _ function: RuleFunction = .value) {
    self.metric = metric
    self.labels = labels
    self.function = function
  }
}

/// A function over the samples of a series.
public enum RuleFunction: Sendable, Equatable {
  /// The sample itself.
  case value
  /// Growth since the sample before; none across a counter's restart.
  case delta
  /// Growth a second since the sample before; none across a counter's restart.
  case rate
  /// The mean of the samples of the last span.
  case mean(TimeSpan)
  /// The largest of the samples of the last span.
  case max(TimeSpan)
}

/// How two values are compared.
public enum RuleComparison: String, Sendable, Equatable, CaseIterable {
  /// At least.
  case atLeast = ">="
  /// At most.
  case atMost = "<="
  /// The same.
  case equal = "=="
  /// Not the same.
  case different = "!="
  /// Strictly more.
  case more = ">"
  /// Strictly less.
  case less = "<"

  /// Whether it holds.
  @inline(__always)
  func holds(_ a: Double, _ b: Double) -> Bool {
    switch self {
    case .more: a > b
    case .less: a < b
    case .atLeast: a >= b
    case .atMost: a <= b
    case .equal: a == b
    case .different: a != b
    }
  }

  /// True when small values are the bad ones.
  var isBelow: Bool { self == .less || self == .atMost }
}

/// A number of a term.
public enum RuleNumber: Sendable, Equatable {
  /// A literal number.
  case literal(Double)
  /// The rule's parameter of this name, written `$name`.
  case parameter(String)
}

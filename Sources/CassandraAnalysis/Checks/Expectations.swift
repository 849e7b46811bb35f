// A team's expectations of a capture. A file of expectations is read into this; without a file the seeds'
// gate holds.

package import CassandraModel

/// Expectations, checked as a whole.
package struct Expectations: Sendable {
  /// Findings that must or must not appear.
  package struct Appearance: Sendable {
    /// Its place in its file, for example `must_appear[0]`.
    package let id: String
    package let selector: FindingSelector
    /// The reason, in the team's words.
    package let reason: String?

    package init(id: String, selector: FindingSelector, reason: String? = nil) {
      self.id = id
      self.selector = selector
      self.reason = reason
    }
  }

  /// A bound of a figure.
  package struct Budget: Sendable {
    /// The limit that a value is compared with.
    package enum Limit: Sendable, Hashable {
      case atMost(Double)
      case atLeast(Double)
      case below(Double)
      case above(Double)
    }

    package let id: String
    package let name: String?
    package let figure: CheckFigure
    package let limits: [Limit]
    package let reason: String?
    /// True if a capture without the figure passes.
    package let isOptional: Bool

    package init(
      id: String, name: String? = nil, figure: CheckFigure, limits: [Limit], reason: String? = nil,
      isOptional: Bool = false
    ) {
      self.id = id
      self.name = name
      self.figure = figure
      self.limits = limits
      self.reason = reason
      self.isOptional = isOptional
    }
  }

  /// The allowed difference between a figure and that of the baseline.
  package struct Tolerance: Sendable {
    /// The direction that is worse.
    package enum Direction: String, Sendable, CaseIterable {
      case higherIsWorse = "higher_is_worse"
      case lowerIsWorse = "lower_is_worse"
      case both
    }

    package let id: String
    package let figure: CheckFigure
    package let absolute: Double
    /// A share of the baseline's value; 0.1 is a tenth.
    package let relative: Double
    package let direction: Direction

    package init(
      id: String, figure: CheckFigure, absolute: Double, relative: Double, direction: Direction
    ) {
      self.id = id
      self.figure = figure
      self.absolute = absolute
      self.relative = relative
      self.direction = direction
    }
  }

  /// Data that a capture must have before it is judged.
  package struct CoverageDemands: Sendable {
    /// The required number of samples of a metric, or of runs of a command with output, on each node.
    package struct Count: Sendable {
      package enum Subject: Sendable, Hashable {
        case metric(MetricName)
        case command(String)
      }

      package let id: String
      package let subject: Subject
      package let samples: Int
      /// The nodes, by name; empty for all.
      package let nodes: [String]

      package init(id: String, subject: Subject, samples: Int, nodes: [String]) {
        self.id = id
        self.subject = subject
        self.samples = samples
        self.nodes = nodes
      }
    }

    /// The longest allowed silence of a command.
    package struct Gap: Sendable {
      package let id: String
      package let command: String
      package let longest: TimeSpan

      package init(id: String, command: String, longest: TimeSpan) {
        self.id = id
        self.command = command
        self.longest = longest
      }
    }

    package var counts: [Count] = []
    package var gaps: [Gap] = []
    /// No input file is damaged or unreadable.
    package var everythingReadable = true
    /// Every node has a log.
    package var logs = false

    package init() {}
  }

  /// A finding that is accepted until a date.
  package struct Exception: Sendable {
    package let id: String
    package let selector: FindingSelector
    package let reason: String
    /// The exception does not apply to data that ends at this instant or later.
    package let until: Instant
    /// The date as it is written in the file.
    package let untilText: String

    package init(id: String, selector: FindingSelector, reason: String, until: Instant, untilText: String) {
      self.id = id
      self.selector = selector
      self.reason = reason
      self.until = until
      self.untilText = untilText
    }
  }

  package var mustNotAppear: [Appearance] = []
  package var mustAppear: [Appearance] = []
  package var budgets: [Budget] = []
  package var tolerances: [Tolerance] = []
  /// New errors and alerts of this severity and worse fail; nil if none do.
  package var newFindings: Severity? = .warning
  package var coverage = CoverageDemands()
  package var exceptions: [Exception] = []

  /// Expects only that all input can be read.
  package init() {}

  /// The log messages that the expectations name.
  package var events: Set<String> {
    let selectors = (mustNotAppear + mustAppear).map(\.selector) + exceptions.map(\.selector)
    return Set(selectors.compactMap { if case .event(let id) = $0.subject { id } else { nil } })
  }

  /// The gate of 002: pending at most 150, no critical finding, everything readable. With a baseline only
  /// findings that are not in it count as new, so the known ones pass.
  package static func seedGate(withBaseline: Bool) -> Expectations {
    var gate = Expectations()
    gate.budgets = [
      Budget(
        id: "gate.pending", name: "pending compactions",
        figure: CheckFigure(.figure(.pendingPeak)), limits: [.atMost(150)])
    ]
    if !withBaseline {
      gate.mustNotAppear = [
        Appearance(id: "gate.critical", selector: FindingSelector(.anything, severity: .critical))
      ]
    }
    return gate
  }
}

extension Expectations.Budget.Limit {
  func holds(_ value: Double) -> Bool {
    switch self {
    case .atMost(let limit): value <= limit
    case .atLeast(let limit): value >= limit
    case .below(let limit): value < limit
    case .above(let limit): value > limit
    }
  }

  func text(unit: String) -> String {
    switch self {
    case .atMost(let limit): "at most " + CheckNumber.text(limit, unit: unit)
    case .atLeast(let limit): "at least " + CheckNumber.text(limit, unit: unit)
    case .below(let limit): "below " + CheckNumber.text(limit, unit: unit)
    case .above(let limit): "above " + CheckNumber.text(limit, unit: unit)
    }
  }
}

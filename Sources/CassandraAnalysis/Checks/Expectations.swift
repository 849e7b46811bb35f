// What a team expects of a capture. A file of expectations is read into this; without a file the seeds' gate holds.

package import CassandraModel

/// Expectations, checked as a whole.
package struct Expectations: Sendable {
  /// What must or must not appear.
  package struct Appearance: Sendable {
    /// Where it stands in its file, for example `must_appear[0]`.
    package let id: String
    package let selector: FindingSelector
    /// Why it is expected, in the team's words.
    package let reason: String?

    package init(id: String, selector: FindingSelector, reason: String? = nil) {
      self.id = id
      self.selector = selector
      self.reason = reason
    }
  }

  /// A bound of a figure.
  package struct Budget: Sendable {
    /// What a value is compared with.
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
    /// Whether a capture without the figure is good enough.
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

  /// How far a figure may be from that of the baseline.
  package struct Tolerance: Sendable {
    /// Which way is worse.
    package enum Direction: String, Sendable, CaseIterable {
      case higherIsWorse = "higher_is_worse"
      case lowerIsWorse = "lower_is_worse"
      case both
    }

    package let id: String
    package let figure: CheckFigure
    package let absolute: Double
    /// Of the baseline's value; 0.1 is a tenth.
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

  /// What has to be in a capture before it is judged.
  package struct CoverageDemands: Sendable {
    /// So many samples of a metric, or polls of a command that gave output, on each node.
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

    /// No longer silence of a command.
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
    /// No file of ours is damaged or unreadable.
    package var everythingReadable = true
    /// Every node has a log.
    package var logs = false

    package init() {}
  }

  /// A finding that is accepted for a time.
  package struct Exception: Sendable {
    package let id: String
    package let selector: FindingSelector
    package let reason: String
    /// Data that end at this instant or later are no longer excepted.
    package let until: Instant
    /// As it is written.
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
  /// New faults and fired rules of this severity and worse fail; nil if none do.
  package var newFindings: Severity? = .warning
  package var coverage = CoverageDemands()
  package var exceptions: [Exception] = []

  /// Nothing but that everything can be read.
  package init() {}

  /// The messages of logs that are asked for.
  package var events: Set<String> {
    let selectors = (mustNotAppear + mustAppear).map(\.selector) + exceptions.map(\.selector)
    return Set(selectors.compactMap { if case .event(let id) = $0.subject { id } else { nil } })
  }

  /// The gate of 002: pending at most 150, no critical finding, everything readable. With a baseline its findings are
  /// what new ones are told from, and so the known ones pass.
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

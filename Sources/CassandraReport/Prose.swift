// A piece of running text: words, and the values in them.

/// Running text as a row of runs. Written as a string with interpolations, every run stays what it is and each
/// renderer gives it its form:
///
///     let text: Prose = "\(strong: "Refused") \(3) compactions of \(.bytes(size)), first \(code: id)."
public struct Prose: Hashable, Sendable {
  /// A stretch of one kind.
  public enum Run: Hashable, Sendable {
    /// Words.
    case plain(String)
    /// Words that matter most.
    case strong(String)
    /// A value, in the form that the renderer gives to values.
    case value(Cell)
  }

  /// The runs, in reading order.
  public var runs: [Run]

  /// Text from its runs.
  public init(_ runs: [Run]) { self.runs = runs }

  /// Plain words.
  public init(_ text: String) { runs = [.plain(text)] }

  /// The words and values without markup, for places that take no prose. Times stand by themselves.
  var plainText: String { text(.full) }

  /// The words and values without markup, times as `clock` shows them.
  func text(_ clock: PageClock) -> String {
    runs.map { run in
      switch run {
      case .plain(let text), .strong(let text): text
      case .value(let cell): HumanText.cell(cell, clock)
      }
    }.joined()
  }
}

extension Prose: ExpressibleByStringInterpolation {
  /// Text from a literal without interpolations.
  public init(stringLiteral value: String) { self.init(value) }

  /// Text from a literal with interpolations.
  public init(stringInterpolation: Interpolation) { self.init(stringInterpolation.runs) }

  /// Collects the runs of a literal.
  public struct Interpolation: StringInterpolationProtocol {
    fileprivate var runs: [Run] = []

    /// No runs yet.
    public init(literalCapacity: Int, interpolationCount: Int) {
      runs.reserveCapacity(2 * interpolationCount + 1)
    }

    /// The words between two interpolations.
    public mutating func appendLiteral(_ literal: String) {
      if !literal.isEmpty { runs.append(.plain(literal)) }
    }

    /// Words from elsewhere.
    public mutating func appendInterpolation(_ text: String) { runs.append(.plain(text)) }
    /// How many.
    public mutating func appendInterpolation(_ count: Int) { runs.append(.value(.count(Int64(count)))) }
    /// A value.
    public mutating func appendInterpolation(_ value: Cell) { runs.append(.value(value)) }
    /// Words that matter most.
    public mutating func appendInterpolation(strong text: String) { runs.append(.strong(text)) }
    /// A name or a value of a machine.
    public mutating func appendInterpolation(code text: String) { runs.append(.value(.code(text))) }
    /// Another piece of text, run by run.
    public mutating func appendInterpolation(_ prose: Prose) { runs += prose.runs }
  }
}

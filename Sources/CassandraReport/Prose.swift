// Running text: words with embedded values.

/// Text as a sequence of runs. Written as a string with interpolations; every run keeps its kind, and each
/// renderer chooses its form:
///
///     let text: Prose = "\(strong: "Refused") \(3) compactions of \(.bytes(size)), first \(code: id)."
public struct Prose: Hashable, Sendable {
  /// A run of one kind.
  public enum Run: Hashable, Sendable {
    /// Plain words.
    case plain(String)
    /// Emphasised words.
    case strong(String)
    /// A value; the renderer formats it.
    case value(Cell)
  }

  /// The runs, in reading order.
  public var runs: [Run]

  /// Text from its runs.
  public init(_ runs: [Run]) { self.runs = runs }

  /// Plain words.
  public init(_ text: String) { runs = [.plain(text)] }

  /// The text without markup, for places that take no prose. Times are written in full.
  var plainText: String { text(.full) }

  /// The text without markup; `clock` formats the times.
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

    /// Plain words.
    public mutating func appendInterpolation(_ text: String) { runs.append(.plain(text)) }
    /// A count.
    public mutating func appendInterpolation(_ count: Int) { runs.append(.value(.count(Int64(count)))) }
    /// A value.
    public mutating func appendInterpolation(_ value: Cell) { runs.append(.value(value)) }
    /// Emphasised words.
    public mutating func appendInterpolation(strong text: String) { runs.append(.strong(text)) }
    /// An identifier or value from the machine.
    public mutating func appendInterpolation(code text: String) { runs.append(.value(.code(text))) }
    /// Another piece of text, run by run.
    public mutating func appendInterpolation(_ prose: Prose) { runs += prose.runs }
  }
}

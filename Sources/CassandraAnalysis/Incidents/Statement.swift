// A sentence about a capture whose values stay typed: each report formats them in its own way, and redaction
// can distinguish a name from a word.

public import CassandraModel

/// A row of words and values. It is written as a string with interpolations:
///
///     let text: Statement = "the compaction of \(name: table) failed \(3) times"
public struct Statement: Hashable, Sendable {
  /// A part of one kind.
  public enum Part: Hashable, Sendable {
    /// Words.
    case words(String)
    /// A name or a machine's text: a table, an address, a record.
    case name(String)
    /// A number of things.
    case count(Int64)
    /// A size in bytes.
    case bytes(Int64)
    /// Bytes a second.
    case rate(Double)
    /// A share of a whole.
    case share(Double)
    /// A duration.
    case span(TimeSpan)
    /// A time.
    case moment(Moment)
  }

  /// The parts, in reading order.
  public let parts: [Part]

  /// A statement from its parts.
  public init(_ parts: [Part]) { self.parts = parts }
}

extension Statement: ExpressibleByStringInterpolation {
  /// A statement of words alone.
  public init(stringLiteral value: String) { parts = [.words(value)] }

  /// A statement from a literal with interpolations.
  public init(stringInterpolation: Interpolation) { parts = stringInterpolation.parts }

  /// Collects the parts of a literal.
  public struct Interpolation: StringInterpolationProtocol {
    fileprivate var parts: [Part] = []

    /// Nothing yet.
    public init(literalCapacity: Int, interpolationCount: Int) {
      parts.reserveCapacity(2 * interpolationCount + 1)
    }

    /// The words between two interpolations.
    public mutating func appendLiteral(_ literal: String) {
      if !literal.isEmpty { parts.append(.words(literal)) }
    }

    /// Words.
    public mutating func appendInterpolation(_ words: String) { parts.append(.words(words)) }
    /// A name or a machine's text.
    public mutating func appendInterpolation(name: String) { parts.append(.name(name)) }
    /// A number.
    public mutating func appendInterpolation(_ count: Int) { parts.append(.count(Int64(count))) }
    /// A number with its noun.
    public mutating func appendInterpolation(_ count: Int, _ noun: String) {
      parts.append(.count(Int64(count)))
      parts.append(.words(" " + noun + (count == 1 ? "" : "s")))
    }
    /// Inserts a part unchanged.
    public mutating func appendInterpolation(_ part: Part) { parts.append(part) }
    /// Another statement.
    public mutating func appendInterpolation(_ other: Statement) { parts += other.parts }
    /// A list of names in a sentence; beyond `limit` the rest is counted.
    public mutating func appendInterpolation(names: [String], atMost limit: Int = 3) {
      let shown = names.prefix(limit)
      for (index, name) in shown.enumerated() {
        if index > 0 {
          parts.append(.words(index == shown.count - 1 && names.count <= limit ? " and " : ", "))
        }
        parts.append(.name(name))
      }
      if names.count > limit {
        parts.append(.words(" and "))
        parts.append(.count(Int64(names.count - limit)))
        parts.append(.words(" more"))
      }
    }
  }
}

extension Statement {
  /// Words and unformatted numbers, for machine-readable output.
  package var plainText: String {
    parts.map { part in
      switch part {
      case .words(let text), .name(let text): text
      case .count(let number), .bytes(let number): String(number)
      case .rate(let number), .share(let number): String(number)
      case .span(let span): String(span.milliseconds / 1000) + " s"
      case .moment(let moment): moment.text
      }
    }.joined()
  }
}

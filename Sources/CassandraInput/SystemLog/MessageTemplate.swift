// A log message as data: the wording of Cassandra's source with named holes, and its meaning.
//
// A template is matched from the start of the message. Literal text matches itself; one space in it matches
// one or more spaces (Cassandra prints two after most full stops). A hole is `{name:kind}`:
//
//   int       digits with or without grouping, an optional minus; grouping may be `,` `.` or U+202F
//   digits    plain digits, no grouping: for `ops,bytes`, where the mark between two numbers does not group
//   decimal   a Java number, with `,` or `.` before the fraction
//   size      bytes: `5.000GiB`, `12.5 GiB`, `512 bytes`, `121.808945MiB`, `1.1773757E7MiB`, `0B`
//   uuid      36 characters
//   word      up to the next space, or to the literal after the hole
//   text      up to the first occurrence of the next literal; at the end of the template: the rest of the line
//   greedy    up to the last occurrence of the next literal (for user data, which may contain anything)
//   table     `ks.tbl` or `ks/tbl`, as text `ks.tbl`
//   pair      `ks, tbl`, as text `ks.tbl`
//   sstable   one path; also gives the field `table`
//   sstables  a list of paths or readers up to the next literal; also gives `table` (of the first)
//
// Text after the end of a template is not compared, and spaces at the end of the line are not part of a hole
// that ends the template.

package import CassandraModel

package struct MessageTemplate: Sendable {
  /// Stable id, `family.message`.
  package let name: EventName
  /// The use in the analysis.
  package let role: EventRole
  /// Severity without context.
  package let severity: Severity
  /// The files that log it, over all versions; empty means any.
  package let loggers: [String]
  /// Prefixes of the threads on which it has this meaning; empty means any.
  package let threads: [String]
  /// Wordings, tried in order.
  package let wordings: [String]
  /// True for a line without any head, as the JVM prints it.
  package let isBare: Bool
  /// The source of the fact: Cassandra's class and versions.
  package let origin: String
  /// Real or exact lines; each must match this entry and no other.
  package let samples: [String]

  package init(
    _ name: String, _ role: EventRole, _ severity: Severity, in loggers: [String] = [],
    on threads: [String] = [], bare isBare: Bool = false, origin: String, _ wordings: [String],
    samples: [String]
  ) {
    self.name = EventName(name)
    self.role = role
    self.severity = severity
    self.loggers = loggers
    self.threads = threads
    self.wordings = wordings
    self.isBare = isBare
    self.origin = origin
    self.samples = samples
  }
}

/// The text that a hole accepts.
enum HoleKind: String {
  case int, digits, decimal, size, uuid, word, text, greedy, table, pair, sstable, sstables
}

/// A wording parsed for matching. A class, so that a comparison does not copy its arrays.
final class Wording: Sendable {
  /// Literal text, or a hole and the literal text after it.
  struct Step: Sendable {
    /// Nil for literal text.
    let hole: HoleKind?
    /// The range of the text in `literals`; empty for a hole that ends the wording.
    let literal: Range<Int>

    /// The same step with its text moved by `count` bytes.
    func moved(by count: Int) -> Step {
      Step(hole: hole, literal: (literal.lowerBound + count)..<(literal.upperBound + count))
    }
  }

  let steps: [Step]
  /// The first bytes, to reject a message quickly.
  var beginning: Beginning {
    guard let first = steps.first, first.hole == nil else { return Beginning([]) }
    return Beginning(literals[first.literal])
  }

  /// The first bytes of a message, at most eight.
  struct Beginning: Sendable {
    private let word: UInt64
    private let mask: UInt64

    /// The beginning of `literal`; its first space matches one or more.
    init(_ literal: ArraySlice<UInt8>) {
      var (word, mask): (UInt64, UInt64) = (0, 0)
      for (place, byte) in literal.prefix(8).enumerated() {
        word |= UInt64(byte) << (8 * UInt64(place))
        mask |= 0xFF << (8 * UInt64(place))
        if byte == UInt8(ascii: " ") { break }
      }
      self.word = word
      self.mask = mask
    }

    /// True if a message with these first bytes (little-endian, zeros where it is shorter) has this
    /// beginning.
    @inline(__always)
    func fits(_ first: UInt64) -> Bool { first & mask == word }
  }

  /// The literal text of all steps, concatenated.
  let literals: [UInt8]
  /// Field names, in the order of capture.
  let fields: [FieldName]

  /// A wording from its text. A test over the whole catalog checks its form.
  init(_ text: String) {
    var pieces: [(hole: HoleKind?, text: [UInt8])] = []
    var fields: [FieldName] = []
    var literal: [UInt8] = []
    // Byte by byte: every start parses all wordings.
    let bytes = text.utf8Span.span
    var index = 0
    while index < bytes.count {
      if let hole = Hole(bytes, at: index) {
        if !literal.isEmpty { pieces.append((nil, literal)) }
        literal = []
        pieces.append((hole.kind, []))
        fields.append(FieldName(hole.name))
        if hole.kind == .sstable || hole.kind == .sstables { fields.append(.table) }
        index = hole.end
      } else {
        literal.append(bytes[index])
        index += 1
      }
    }
    if !literal.isEmpty { pieces.append((nil, literal)) }

    var literals: [UInt8] = []
    var steps: [Step] = []
    for (hole, text) in pieces {
      let range = literals.count..<(literals.count + text.count)
      literals += text
      if hole == nil, let before = steps.last, before.hole != nil {
        steps[steps.count - 1] = Step(hole: before.hole, literal: range)
      }
      steps.append(Step(hole: hole, literal: range))
    }
    self.steps = steps
    self.literals = literals
    self.fields = fields
  }
}

/// A hole in a wording's text, `{name:kind}`.
private struct Hole {
  let name: String
  let kind: HoleKind
  /// The index after its brace.
  let end: Int

  /// Nil if there is none.
  init?(_ bytes: Span<UInt8>, at start: Int) {
    guard bytes[start] == UInt8(ascii: "{"),
      let close = bytes.firstIndex(of: UInt8(ascii: "}"), in: start..<bytes.count),
      let colon = bytes.firstIndex(of: UInt8(ascii: ":"), in: start..<close),
      let kind = HoleKind(rawValue: bytes.text(in: (colon + 1)..<close))
    else { return nil }
    name = bytes.text(in: (start + 1)..<colon)
    self.kind = kind
    end = close + 1
  }
}

// The text form of a condition:
//
//     rate(compaction_bytes_compacted_total) < 0.3 * compaction_throughput_limit_bytes_per_second
//     mean(compaction_pending_tasks, 15m) > 32 and pool_active{pool="CompactionExecutor"} == concurrent_compactors
//
// Terms are joined by `and` or by `or`, never by both; a predicate is `built-in NAME`. The printed form
// parses back to the same condition.

import CassandraModel

/// The reason why a text is not a condition.
public struct RuleConditionError: Error, Sendable, Equatable {
  /// The error, as a sentence.
  public let message: String
  /// Offset of the error, in bytes from the start of the text.
  public let offset: Int
}

extension RuleCondition {
  /// Parses `text`.
  public init(parsing text: String) throws(RuleConditionError) {
    var parser = ConditionParser(text)
    self = try parser.condition()
  }

  /// The condition in its text form.
  public var text: String {
    switch self {
    case .all(let terms): terms.map(\.text).joined(separator: " and ")
    case .any(let terms): terms.map(\.text).joined(separator: " or ")
    case .builtIn(let name): ConditionParser.predicateWord + " " + name.name
    }
  }
}

extension RuleTerm {
  /// The term in its text form.
  public var text: String {
    let start = left.text + " " + comparison.rawValue + " "
    guard let right else { return start + number.text }
    return start + (number == .literal(1) ? "" : number.text + " * ") + right.text
  }
}

extension RuleNumber {
  fileprivate var text: String {
    switch self {
    case .literal(let value): RuleNumber.text(value)
    case .parameter(let name): "$" + name
    }
  }

  /// The shortest text that parses to the same number; whole numbers without a point.
  static func text(_ value: Double) -> String {
    guard value.magnitude < 1e15, value == value.rounded() else { return value.description }
    return String(Int64(value))
  }
}

extension RuleOperand {
  /// The operand in its text form.
  public var text: String {
    var series = metric.name
    if !labels.pairs.isEmpty {
      series += "{" + labels.pairs.map { $0.name + "=" + RuleOperand.quoted($0.value) }.joined(separator: ",")
      series += "}"
    }
    switch function {
    case .value: return series
    case .delta: return "delta(" + series + ")"
    case .rate: return "rate(" + series + ")"
    case .mean(let span): return "mean(" + series + ", " + span.prometheusText + ")"
    case .max(let span): return "max(" + series + ", " + span.prometheusText + ")"
    }
  }

  private static func quoted(_ value: String) -> String {
    "\"" + value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}

/// Reads a condition from its bytes, from left to right, without recursion.
private struct ConditionParser {
  static let predicateWord = "built-in"
  /// A condition of more terms is a mistake.
  private static let termLimit = 100

  private let bytes: [UInt8]
  private var index = 0

  init(_ text: String) { bytes = Array(text.utf8) }

  mutating func condition() throws(RuleConditionError) -> RuleCondition {
    if word(ahead: ConditionParser.predicateWord) {
      let name = name { $0 == UInt8(ascii: "-") }
      guard !name.isEmpty, isAtEnd else { throw error("a name should stand after \u{201C}built-in\u{201D}") }
      return .builtIn(RuleID(name))
    }
    var terms = [try term()]
    var joint: String?
    while !isAtEnd {
      let next = word(ahead: "and") ? "and" : word(ahead: "or") ? "or" : nil
      guard let next else {
        throw error("\u{201C}and\u{201D}, \u{201C}or\u{201D} or the end should stand here")
      }
      if let joint, joint != next {
        throw error("\u{201C}and\u{201D} and \u{201C}or\u{201D} cannot be mixed")
      }
      joint = next
      terms.append(try term())
      guard terms.count <= ConditionParser.termLimit else { throw error("there are too many terms") }
    }
    return joint == "or" ? .any(terms) : .all(terms)
  }

  private mutating func term() throws(RuleConditionError) -> RuleTerm {
    let left = try operand()
    guard let comparison = RuleComparison.allCases.first(where: { symbol($0.rawValue) }) else {
      throw error("one of >, <, >=, <=, ==, != should stand here")
    }
    skipBlanks()
    guard let next = peek else { throw error("a number or a metric is missing") }
    var number = RuleNumber.literal(1)
    if next == UInt8(ascii: "$") {
      index += 1
      let name = name { _ in false }
      guard !name.isEmpty else { throw error("a name should stand after $") }
      number = .parameter(name)
    } else if isDigit(next) || next == UInt8(ascii: "-") || next == UInt8(ascii: ".") {
      number = .literal(try decimal())
    } else {
      return RuleTerm(left, comparison, number, times: try operand())
    }
    guard symbol("*") else { return RuleTerm(left, comparison, number) }
    return RuleTerm(left, comparison, number, times: try operand())
  }

  private mutating func operand() throws(RuleConditionError) -> RuleOperand {
    let first = name { _ in false }
    guard !first.isEmpty else { throw error("the name of a metric should stand here") }
    guard peek == UInt8(ascii: "(") else {
      return RuleOperand(MetricName(first), try labels())
    }
    index += 1
    let metric = name { _ in false }
    guard !metric.isEmpty else { throw error("the name of a metric should stand in the parentheses") }
    let labels = try labels()
    var span: TimeSpan?
    if symbol(",") {
      skipBlanks()
      let text = name { _ in false }
      guard let given = TimeSpan(prometheus: text), given > TimeSpan(milliseconds: 0) else {
        throw error("a span such as 15m should stand here")
      }
      span = given
    }
    guard symbol(")") else { throw error("a ) is missing") }
    let function: RuleFunction
    switch (first, span) {
    case ("delta", nil): function = .delta
    case ("rate", nil): function = .rate
    case ("mean", let span?): function = .mean(span)
    case ("max", let span?): function = .max(span)
    case ("mean", nil), ("max", nil): throw error(first + " needs a span, as in " + first + "(…, 15m)")
    case ("delta", _), ("rate", _): throw error(first + " takes no span")
    default: throw error("there is no function " + first + ": there are delta, rate, mean and max")
    }
    return RuleOperand(MetricName(metric), labels, function)
  }

  private mutating func labels() throws(RuleConditionError) -> Labels {
    guard symbol("{") else { return .none }
    var pairs: [(name: String, value: String)] = []
    while !symbol("}") {
      if !pairs.isEmpty, !symbol(",") { throw error("a , or } should stand here") }
      let name = name { _ in false }
      guard !name.isEmpty, symbol("="), symbol("\"") else {
        throw error("a label should stand here, as in {pool=\"CompactionExecutor\"}")
      }
      pairs.append((name, try quoted()))
    }
    return Labels(pairs)
  }

  /// The rest of a quoted text.
  private mutating func quoted() throws(RuleConditionError) -> String {
    var value: [UInt8] = []
    while let byte = peek, byte != UInt8(ascii: "\"") {
      index += 1
      if byte == UInt8(ascii: "\\"), let next = peek {
        value.append(next)
        index += 1
      } else {
        value.append(byte)
      }
    }
    guard peek != nil else { throw error("a \" is missing") }
    index += 1
    return String(decoding: value, as: UTF8.self)
  }

  private mutating func decimal() throws(RuleConditionError) -> Double {
    let start = index
    while let byte = peek, isNumberByte(byte, after: index > start ? bytes[index - 1] : nil) { index += 1 }
    guard let value = Double(String(decoding: bytes[start..<index], as: UTF8.self)), value.isFinite else {
      index = start
      throw error("this is not a number")
    }
    return value
  }

  private func isNumberByte(_ byte: UInt8, after last: UInt8?) -> Bool {
    if isDigit(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "e") { return true }
    // A sign is allowed at the start and after the exponent's letter.
    let isSign = byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
    return isSign && (last == nil || last == UInt8(ascii: "e"))
  }

  // MARK: Words

  private var peek: UInt8? { index < bytes.count ? bytes[index] : nil }

  private var isAtEnd: Bool {
    mutating get {
      skipBlanks()
      return peek == nil
    }
  }

  private func error(_ message: String) -> RuleConditionError {
    RuleConditionError(message: message, offset: index)
  }

  private mutating func skipBlanks() {
    while let byte = peek, byte == UInt8(ascii: " ") || (9...13).contains(byte) { index += 1 }
  }

  /// Takes `text` if it comes next after blanks.
  private mutating func symbol(_ text: String) -> Bool {
    skipBlanks()
    guard bytes[index...].starts(with: text.utf8) else { return false }
    index += text.utf8.count
    return true
  }

  /// Takes `text` if it comes next and no other letter follows it.
  private mutating func word(ahead text: String) -> Bool {
    let start = index
    if symbol(text), peek.map({ !isNameByte($0) }) ?? true { return true }
    index = start
    return false
  }

  /// The letters, digits, underscores and bytes that `isExtra` allows from here on, after blanks.
  private mutating func name(_ isExtra: (UInt8) -> Bool) -> String {
    skipBlanks()
    let start = index
    while let byte = peek, isNameByte(byte) || isExtra(byte) { index += 1 }
    return String(decoding: bytes[start..<index], as: UTF8.self)
  }

  private func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

  private func isNameByte(_ byte: UInt8) -> Bool {
    isDigit(byte) || byte == UInt8(ascii: "_")
      || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }
}

// Parsed texts of the mix, and direct writing of numbers and times into a buffer.

/// The replacement of a `$(…)`.
enum Hole {
  case date, thread, table, keyspace, name, folder
  case id, inputs, outputs, count, input, readers, reader, read, written, percent, took, new
  case number(ClosedRange<UInt64>, NumberStyle)
}

/// The format of a number.
enum NumberStyle {
  case plain, grouped, thousandths
  case padded(Int)
}

/// A text ready to be written.
struct MessageText {
  enum Part {
    case literal([UInt8])
    case hole(Hole)
  }

  /// The index of its kind among the kinds of the mix.
  let kind: Int
  let parts: [Part]
  let lines: Int64
  /// Number of its lines that a manual text search finds.
  let hits: Int64
  let isDebug: Bool
  let isPerInput: Bool

  /// - Parameter kinds: The kinds known so far; a new one is added.
  init(_ message: Message, kinds: inout [String]) throws(BenchmarkError) {
    if !kinds.contains(message.kind) { kinds.append(message.kind) }
    kind = kinds.firstIndex(of: message.kind) ?? 0
    var parts: [Part] = []
    var rest = message.text[...]
    while let start = rest.firstRange(of: "$("), let end = rest[start.upperBound...].firstIndex(of: ")") {
      parts.append(.literal(Array(rest[..<start.lowerBound].utf8)))
      parts.append(.hole(try MessageText.hole(rest[start.upperBound..<end])))
      rest = rest[rest.index(after: end)...]
    }
    parts.append(.literal(Array((rest + "\n").utf8)))
    self.parts = parts
    let lines = message.text.split(separator: "\n", omittingEmptySubsequences: false)
    self.lines = Int64(lines.count)
    hits = Int64(lines.count { Truth.isHit($0) })
    isDebug = message.text.hasPrefix("DEBUG")
    isPerInput = message.isPerInput
  }

  /// True if it names a new file.
  var makesFile: Bool {
    parts.contains { if case .hole(.new) = $0 { true } else { false } }
  }

  private static func hole(_ text: Substring) throws(BenchmarkError) -> Hole {
    switch text {
    case "date": return .date
    case "thread": return .thread
    case "table": return .table
    case "keyspace": return .keyspace
    case "name": return .name
    case "folder": return .folder
    case "id": return .id
    case "inputs": return .inputs
    case "outputs": return .outputs
    case "count": return .count
    case "input": return .input
    case "readers": return .readers
    case "reader": return .reader
    case "read": return .read
    case "written": return .written
    case "percent": return .percent
    case "took": return .took
    case "new": return .new
    default: break
    }
    guard let dots = text.firstRange(of: ".."), let low = UInt64(text[..<dots.lowerBound]) else {
      throw BenchmarkError("the mix has a hole $(" + text + ") that is none")
    }
    let rest = text[dots.upperBound...]
    let digits = rest.prefix { $0.isNumber }
    guard let high = UInt64(digits), low <= high else {
      throw BenchmarkError("the mix has a hole $(" + text + ") without a range")
    }
    return .number(low...high, try style(rest[digits.endIndex...]))
  }

  private static func style(_ text: Substring) throws(BenchmarkError) -> NumberStyle {
    switch text {
    case "": return .plain
    case "g": return .grouped
    case "d": return .thousandths
    default:
      guard text.hasPrefix(">"), let width = Int(text.dropFirst()) else {
        throw BenchmarkError("the mix has a number with the style " + text)
      }
      return .padded(width)
    }
  }
}

extension [UInt8] {
  /// Appends a number.
  mutating func append(_ value: UInt64, _ style: NumberStyle = .plain) {
    switch style {
    case .plain: append(digits: value, atLeast: 1)
    case .thousandths:
      append(digits: value / 1000, atLeast: 1)
      append(UInt8(ascii: "."))
      append(digits: value % 1000, atLeast: 3)
    case .grouped:
      if value >= 1000 {
        append(value / 1000, .grouped)
        append(UInt8(ascii: ","))
        append(digits: value % 1000, atLeast: 3)
      } else {
        append(digits: value, atLeast: 1)
      }
    case .padded(let width):
      let start = count
      append(digits: value, atLeast: 1)
      let missing = width - (count - start)
      if missing > 0 { insert(contentsOf: repeatElement(UInt8(ascii: " "), count: missing), at: start) }
    }
  }

  /// Appends a number, padded with zeros to `width` digits.
  mutating func append(digits value: UInt64, atLeast width: Int) {
    var divisor: UInt64 = 1
    var count = 1
    while count < width || value / divisor >= 10 {
      divisor *= 10
      count += 1
    }
    while divisor > 0 {
      append(UInt8(ascii: "0") + UInt8(value / divisor % 10))
      divisor /= 10
    }
  }

  /// Appends the lowest `count` hexadecimal digits.
  mutating func append(hexadecimal value: UInt64, _ count: Int) {
    for digit in (0..<count).reversed() {
      let nibble = UInt8(truncatingIfNeeded: value >> UInt64(4 * digit)) & 0xF
      append(nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") + nibble - 10)
    }
  }
}

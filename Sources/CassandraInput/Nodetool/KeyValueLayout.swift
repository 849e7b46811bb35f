// Outputs of lines with a label and a value: tablestats, info, parts of other outputs.

import CassandraModel

/// The labels of an output and the meaning of their values.
struct KeyValueLayout: Sendable {
  enum Meaning: Sendable {
    /// A sample.
    case sample(MetricName, Quantity)
    /// A sample with one more label, such as a time window.
    case labelled(MetricName, Quantity, label: String, value: String)
    /// An attribute of the node.
    case attribute(AttributeName)
    /// Known, but not kept.
    case unused
  }

  private struct Entry: Sendable {
    let label: StaticString
    let meaning: Meaning

    var documentKey: String {
      let words = label.description.lowercased().split { !$0.isLetter && !$0.isNumber }
      let key = words.joined(separator: "_")
      if case .sample(_, .milliseconds) = meaning { return key + "_ms" }
      return key
    }
  }
  private let entries: [Entry]

  var isEmpty: Bool { entries.isEmpty }

  /// Labels in their usual order of printing.
  init(_ entries: KeyValuePairs<StaticString, Meaning>) {
    self.entries = entries.map { Entry(label: $0.key, meaning: $0.value) }
  }

  /// The start of the search for a label: lines mostly follow the layout's order, so the next label is nearly
  /// always found at the first comparison.
  struct Cursor {
    fileprivate var next = 0
  }

  /// The meaning of the label in `range`; nil if the layout does not have it.
  func meaning(of label: Range<Int>, _ text: Span<UInt8>, _ cursor: inout Cursor) -> Meaning? {
    var i = cursor.next < entries.count ? cursor.next : 0
    for _ in entries.indices {
      if text.equals(entries[i].label, in: label) {
        cursor.next = i + 1
        return entries[i].meaning
      }
      i = i + 1 < entries.count ? i + 1 : 0
    }
    return nil
  }

  /// Splits `line` after its longest known label that is followed by a space.
  func splitAfterLabel(
    _ line: Range<Int>, _ text: Span<UInt8>
  ) -> (label: Range<Int>, value: Range<Int>)? {
    var longest = 0
    for entry in entries
    where entry.label.utf8CodeUnitCount > longest && text.hasPrefix(entry.label, in: line) {
      let end = line.lowerBound + entry.label.utf8CodeUnitCount
      if end < line.upperBound, isBlank(text[end]) { longest = entry.label.utf8CodeUnitCount }
    }
    guard longest > 0 else { return nil }
    let end = line.lowerBound + longest
    return (line.lowerBound..<end, text.trimmed(end..<line.upperBound))
  }

  /// Splits `line` at the first colon that is followed by a space or by nothing, into the trimmed label and
  /// value.
  static func split(_ line: Range<Int>, _ text: Span<UInt8>) -> (label: Range<Int>, value: Range<Int>)? {
    var i = line.lowerBound
    while i < line.upperBound {
      if text[i] == UInt8(ascii: ":"), i + 1 == line.upperBound || isBlank(text[i + 1]) {
        return (text.trimmed(line.lowerBound..<i), text.trimmed((i + 1)..<line.upperBound))
      }
      i += 1
    }
    return nil
  }

  /// The same meanings by the keys of JSON and YAML, which are the labels in snake case: `Space used (live)`
  /// is `space_used_live` there; values in milliseconds have a suffix: `local_read_latency_ms`.
  var documentMeanings: [String: Meaning] {
    var meanings: [String: Meaning] = [:]
    for entry in entries { meanings[entry.documentKey] = entry.meaning }
    return meanings
  }

  /// Reads one split line: marks it and adds its fact.
  func read(
    _ label: Range<Int>, _ value: Range<Int>, of text: Span<UInt8>, line i: Int, command: String,
    labels: Labels = .none, cursor: inout Cursor, into reading: inout OutputReading
  ) {
    switch meaning(of: label, text, &cursor) {
    case .sample(let metric, let quantity):
      Self.add(metric, labels, quantity.value(text, in: value), i, command, &reading)
    case .labelled(let metric, let quantity, let name, let labelValue):
      let more = Labels([(name, labelValue)])
      Self.add(metric, more, quantity.value(text, in: value), i, command, &reading)
    case .attribute(let name):
      reading.mark(i, .known)
      reading.attribute(name, text.text(in: value), line: i)
    case .unused:
      reading.mark(i, .known)
    case nil:
      reading.mark(i, .unknown)
      reading.report(.nodetoolColumn, ["name": text.text(in: label), "command": command], line: i)
    }
  }

  private static func add(
    _ metric: MetricName, _ labels: Labels, _ value: Quantity.Value, _ i: Int, _ command: String,
    _ reading: inout OutputReading
  ) {
    switch value {
    case .number(let number):
      reading.mark(i, .known)
      reading.sample(metric, labels, number, line: i)
    case .missing:
      reading.mark(i, .known)
    case .malformed:
      reading.report(.nodetoolRow, ["command": command], line: i)
    }
  }
}

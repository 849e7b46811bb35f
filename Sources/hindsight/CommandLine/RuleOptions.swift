// Options of the commands about rules.

import CassandraAnalysis
import CassandraModel

struct RuleOptions: Sendable {
  /// The output of `rules`.
  enum ListForm: String, CaseIterable, Sendable {
    case text
    case json
    case prometheus
  }

  /// The output of `sweep`.
  enum SweepForm: String, CaseIterable, Sendable {
    case table
    case csv
    case json
  }

  var listForm = ListForm.text
  var sweepForm = SweepForm.table
  /// True if `rules` prints the packs next to the built-in rules.
  var showsPacks = false
  /// Packs whose rules are added.
  var packs: [RulePack] = []
  /// The node; nil for all.
  var node: NodeID?
  /// The thresholds to try; nil for the rule's own.
  var thresholds: [Double]?
  /// The durations to try; nil for the rule's own.
  var spans: [TimeSpan]?
  var at: Instant?
  /// The width of the shown window; half of it is before the instant.
  var window: TimeSpan?
  static let defaultWindow = TimeSpan.seconds(600)
}

enum RangeArgument {
  static let limit = 1000

  /// The numbers of `10..50` in ten steps, of `10..50/5` in steps of five, and of `10`; nil for anything
  /// else.
  static func numbers(_ text: String) -> [Double]? {
    guard let parts = parts(text, number) else { return nil }
    guard let last = parts.last else { return [parts.first] }
    let step = parts.step ?? (last - parts.first) / 10
    guard last > parts.first, step > 0, (last - parts.first) / step < Double(limit) else { return nil }
    let count = Int(((last - parts.first) / step + 1e-9).rounded(.down))
    return (0...count).map { parts.first + Double($0) * step }
  }

  /// The durations of `0s..30m`, `0s..30m/5m` and `15m`, in the same way.
  static func spans(_ text: String) -> [TimeSpan]? {
    guard let parts = parts(text, { TimeSpan(prometheus: $0) }) else { return nil }
    let first = parts.first.milliseconds
    guard let last = parts.last?.milliseconds else { return [parts.first] }
    let step = parts.step?.milliseconds ?? (last - first) / 10
    guard last > first, step > 0, (last - first) / step < Int64(limit) else { return nil }
    return (0...(last - first) / step).map { TimeSpan(milliseconds: first + $0 * step) }
  }

  private static func number(_ text: Substring) -> Double? {
    guard let value = Double(text), value.isFinite, value >= 0 else { return nil }
    return value
  }

  private static func parts<Value>(
    _ text: String, _ value: (Substring) -> Value?
  ) -> (first: Value, last: Value?, step: Value?)? {
    let halves = text.split(separator: "/", omittingEmptySubsequences: false)
    guard let range = halves.first, halves.count <= 2 else { return nil }
    guard let dots = range.firstRange(of: "..") else {
      guard halves.count == 1, let only = value(range) else { return nil }
      return (only, nil, nil)
    }
    guard let first = value(range[..<dots.lowerBound]), let last = value(range[dots.upperBound...]) else {
      return nil
    }
    guard halves.count == 2 else { return (first, last, nil) }
    guard let step = value(halves[1]) else { return nil }
    return (first, last, step)
  }
}

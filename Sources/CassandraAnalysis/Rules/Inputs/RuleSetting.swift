// Settings: the value of a limit at an instant. A setting holds until it is changed, so the nearest sample
// gives it, however far away it is.

public import CassandraModel

/// A setting of one node over time, with its source.
public struct RuleSetting: Sendable {
  /// Samples of captures, in the order of time; empty when `constant` is the only source.
  public let samples: [SamplePoint]
  /// The value without samples.
  public let constant: Double?
  /// The source in words: `captures`, `the log`, `cassandra.yaml`, `the configuration`.
  public let origin: String
  /// Place of a constant; nil for samples and for our configuration.
  public let source: SourceLocation?
  /// Each sample at the instant from which on it is the nearest.
  let steps: RuleSeries

  init(samples: [SamplePoint]) {
    self.samples = samples
    constant = nil
    origin = "captures"
    source = nil
    var steps: [SamplePoint] = []
    for (index, sample) in samples.enumerated() {
      guard index > 0 else {
        steps.append(SamplePoint(at: Instant(milliseconds: .min), value: sample.value, place: sample.place))
        continue
      }
      let before = samples[index - 1].at.milliseconds
      // The earlier of two equally near samples wins.
      let middle = before + (sample.at.milliseconds - before) / 2 + 1
      steps.append(
        SamplePoint(at: Instant(milliseconds: middle), value: sample.value, place: sample.place))
    }
    self.steps = RuleSeries(steps: steps)
  }

  init(constant: Double, origin: String, source: SourceLocation?) {
    samples = []
    self.constant = constant
    self.origin = origin
    self.source = source
    let place = SamplePlace(file: 0, line: 0, kind: .content)
    steps = RuleSeries(steps: [
      SamplePoint(at: Instant(milliseconds: .min), value: constant, place: place)
    ])
  }

  /// The points at which it is evaluated: its samples; a constant once, at `end`.
  func judged(until end: Instant?) -> [SamplePoint] {
    guard samples.isEmpty, let constant, let end else { return samples }
    return [SamplePoint(at: end, value: constant, place: SamplePlace(file: .max, line: 0, kind: .content))]
  }

  /// Its value at `instant`: that of the nearest sample.
  public func value(at instant: Instant) -> Double? {
    var low = 0
    var high = steps.points.count
    while low < high {
      let middle = (low + high) / 2
      if steps.points[middle].at <= instant { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? nil : steps.points[low - 1].value
  }
}

extension RuleSetting {
  /// The setting `metric` of `node`: from captures, the log's `Node configuration`, cassandra.yaml, our
  /// configuration; nil when none of them has it.
  ///
  /// - Parameters:
  ///   - name: its name in cassandra.yaml and the log, with the size of one unit.
  ///   - given: the team's configured value.
  init?(
    _ metric: MetricName, of node: NodeFindings, named names: [(name: String, unit: Double)], given: Double?
  ) {
    let captured = node.samples[metric]?.points.filter { !node.samples.source(of: $0).isConfiguration } ?? []
    if !captured.isEmpty {
      self.init(samples: captured)
      return
    }
    var written: [(value: Double, source: SourceLocation)] = []
    for (name, unit) in names {
      for attribute in node.attributes[AttributeName("config_" + name)] ?? [] {
        guard let value = RuleSetting.number(attribute.value, unit: unit) else { continue }
        written.append((value, attribute.source))
      }
    }
    if let last = written.last(where: { !$0.source.isConfiguration }) {
      self.init(constant: last.value, origin: "the log", source: last.source)
    } else if let last = written.last {
      self.init(constant: last.value, origin: "cassandra.yaml", source: last.source)
    } else if let given {
      self.init(constant: given, origin: "the configuration", source: nil)
    } else {
      return nil
    }
  }

  /// `2`, `64MiB/s`, `64.0MiB/s`; nil for `null`, which means that it is not set.
  private static func number(_ text: String, unit: Double) -> Double? {
    if let plain = Double(text) { return plain.isFinite ? plain * unit : nil }
    let suffixes: [(String, Double)] = [("MiB/s", 1_048_576), ("KiB/s", 1024), ("B/s", 1)]
    for (suffix, factor) in suffixes where text.hasSuffix(suffix) {
      return Double(text.dropLast(suffix.count)).flatMap { $0.isFinite ? $0 * factor : nil }
    }
    return nil
  }
}

extension SourceLocation {
  /// True for a place in a `cassandra.yaml`: the configured value, which may not be in force.
  var isConfiguration: Bool { file.hasSuffix(".yaml") || file.hasSuffix(".yml") }
}

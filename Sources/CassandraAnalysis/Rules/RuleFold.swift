// From evaluated samples to alerts: the machine decides where one begins and ends, the fold keeps its peak,
// its numbers and its places.

public import CassandraModel

/// One evaluated sample, as `explain` shows it.
public struct RuleReading: Sendable, Hashable {
  /// The instant.
  public let at: Instant
  /// Whether the condition held; nil when it could not be evaluated.
  public let holds: Bool?
  /// The evaluated value; nil when it could not be evaluated.
  public let value: Double?
  /// The threshold; nil when there is no single number.
  public let threshold: Double?
  /// The state of the rule after it.
  public let state: RuleState
  /// Why it could not be evaluated.
  public let reason: String?
}

/// Folds the samples of one subject.
struct RuleFold {
  let rule: Rule
  let subject: RuleAlert.Subject
  private let node: NodeFindings
  private let counterSource: String?
  private let unit: String
  private var machine: RuleMachine
  private(set) var alerts: [RuleAlert] = []
  /// Samples that could not be evaluated, by the number of the reason.
  private(set) var skipped: [Int]
  private(set) var judged = 0
  private let reasons: [String]
  /// All samples; nil unless the caller asks for them.
  private(set) var readings: [RuleReading]?

  private var first = SamplePlace(file: 0, line: 0, kind: .content)
  private var last = SamplePlace(file: 0, line: 0, kind: .content)
  private var peak = SamplePoint(
    at: Instant(milliseconds: 0), value: 0, place: SamplePlace(file: 0, line: 0, kind: .content))
  private var peakThreshold = Double.nan
  private var samples = 0
  private var detail: String?
  /// Places that are not in the store of samples: lines of the log.
  private var others: [SourceLocation] = []

  init(
    _ rule: Rule, _ subject: RuleAlert.Subject, node: NodeFindings, like series: RuleSeries, unit: String,
    counterSource: String?, reasons: [String], isRecording: Bool
  ) {
    self.rule = rule
    self.subject = subject
    self.node = node
    self.unit = unit
    self.counterSource = counterSource
    self.reasons = reasons
    skipped = [Int](repeating: 0, count: reasons.count)
    machine = RuleMachine(
      holdsFor: rule.holdsFor, samples: rule.holdsForSamples, keepsFiringFor: rule.keepsFiringFor,
      maximumGap: series.maximumGap, medianInterval: series.medianInterval)
    readings = isRecording ? [] : nil
  }

  /// A sample that could not be evaluated, for the reason of this number.
  mutating func skip(_ point: SamplePoint, _ reason: Int) {
    skipped[reason] += 1
    if readings != nil {
      readings?.append(
        RuleReading(
          at: point.at, holds: nil, value: nil, threshold: nil, state: machine.state, reason: reasons[reason])
      )
    }
  }

  /// A point at `instant` with the place `source`, which is not a sample's.
  mutating func point(_ instant: Instant, _ value: Double, at source: SourceLocation) -> SamplePoint {
    others.append(source)
    let file = UInt32.max - UInt32(others.count)
    return SamplePoint(
      at: instant, value: value, place: SamplePlace(file: file, line: source.line, kind: .content))
  }

  /// An evaluated sample: whether the condition holds, the value, and the threshold (NaN: none).
  @inline(__always)
  mutating func take(
    _ point: SamplePoint, _ holds: Bool, value: Double, threshold: Double,
    detail: @autoclosure () -> String? = nil
  ) {
    judged &+= 1
    if machine.isGap(before: point.at) {
      if machine.pendingSince != nil, let seen = machine.lastJudged { close(.unknown(seen)) }
      machine.lose()
    }
    let steps = machine.take(point.at, holds)
    if steps.contains(.holds) {
      if steps.contains(.began) {
        first = point.place
        peak = SamplePoint(at: point.at, value: value, place: point.place)
        peakThreshold = threshold
        samples = 0
        self.detail = detail()
      } else if rule.badWhen == .low ? value < peak.value : value > peak.value {
        peak = SamplePoint(at: point.at, value: value, place: point.place)
        peakThreshold = threshold
      }
      samples &+= 1
      last = point.place
    } else if steps.contains(.resolved) {
      close(.resolved(point.at))
      machine.lose()
    }
    if readings != nil { record(point, holds, value, threshold) }
  }

  private mutating func record(_ point: SamplePoint, _ holds: Bool, _ value: Double, _ threshold: Double) {
    readings?.append(
      RuleReading(
        at: point.at, holds: holds, value: value, threshold: threshold.isNaN ? nil : threshold,
        state: machine.state, reason: nil))
  }

  /// To be called once after the last sample.
  ///
  /// - Parameter end: the last sample of the series, evaluated or not.
  mutating func finish(at end: Instant?) {
    guard machine.pendingSince != nil, let seen = machine.lastJudged else { return }
    close(end.map { machine.isGap(before: $0) } ?? false ? .unknown(seen) : .open)
    machine.lose()
  }

  private mutating func close(_ end: RuleAlert.End) {
    guard let since = machine.pendingSince else { return }
    alerts.append(
      RuleAlert(
        rule: rule.id, severity: rule.severity, route: rule.route, node: node.node, subject: subject,
        pendingSince: since, firingSince: machine.firingSince, lastSeen: machine.lastTrue, end: end,
        isPossibleOnly: machine.isPossible,
        peak: RuleAlert.Peak(value: peak.value, at: peak.at, source: source(peak.place)),
        threshold: peakThreshold.isNaN ? nil : peakThreshold, unit: unit, samples: samples,
        marks: detail.map { [.detail($0)] } ?? [], first: source(first), last: source(last),
        counterSource: counterSource))
  }

  private func source(_ place: SamplePlace) -> SourceLocation {
    let number = Int(UInt32.max - place.file)
    if number > 0, number <= others.count { return others[number - 1] }
    return node.samples.source(of: SamplePoint(at: Instant(milliseconds: 0), value: 0, place: place))
  }
}

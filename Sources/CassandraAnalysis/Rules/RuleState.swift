// The state machine of every rule, sample by sample. It knows no rule and reads no clock: all times are those of the
// samples.
//
//     inactive ──true──▶ pending ──still true, strictly more than `for` later──▶ firing ──false──▶ resolved
//         ▲                 │ false                                               │ a gap: unknown
//         └─────────────────┴─────────────────────────────────────────────────────┘

public import CassandraModel

/// The state of a rule at a sample.
public enum RuleState: Sendable, Hashable {
  /// The condition does not hold.
  case inactive
  /// It has held since then, for less than the required time.
  case pending(since: Instant)
  /// It has held for long enough; it fired then.
  case firing(since: Instant)
}

/// One run of the machine, for one rule and one subject.
struct RuleMachine {
  /// Milliseconds that must be exceeded; nil to fire at once.
  let holdsFor: Int64?
  /// Samples in a row that must hold.
  let samples: Int
  /// Milliseconds that it keeps firing without the condition.
  let keepsFiringFor: Int64
  /// Milliseconds. Samples further apart than this leave the state between them unknown.
  let maximumGap: Int64
  /// True when samples are so far apart that two of them prove nothing about the time between.
  let isSparse: Bool

  /// The first sample of the run; nil while the condition does not hold.
  private(set) var pendingSince: Instant?
  /// When it fired.
  private(set) var firingSince: Instant?
  /// True when it would have fired, had the samples been closer.
  private(set) var isPossible = false
  /// The last sample at which the condition held.
  private(set) var lastTrue = Instant(milliseconds: 0)
  /// The last sample that was evaluated; nil before the first.
  private(set) var lastJudged: Instant?
  private var inARow = 0

  init(
    holdsFor: TimeSpan?, samples: Int = 1, keepsFiringFor: TimeSpan? = nil, maximumGap: TimeSpan,
    medianInterval: TimeSpan?
  ) {
    self.holdsFor = holdsFor?.milliseconds
    self.samples = samples
    self.keepsFiringFor = keepsFiringFor?.milliseconds ?? 0
    self.maximumGap = maximumGap.milliseconds
    isSparse = holdsFor.map { held in medianInterval.map { $0 > held } ?? false } ?? false
  }

  /// Effects of one sample on the run.
  struct Steps: OptionSet {
    let rawValue: UInt8
    /// A run ended in a gap before this sample.
    static let lost = Steps(rawValue: 1)
    /// A run ended at this sample.
    static let resolved = Steps(rawValue: 2)
    /// A run began.
    static let began = Steps(rawValue: 4)
    /// The condition holds.
    static let holds = Steps(rawValue: 8)
  }

  /// True when the time from the last evaluated sample to `instant` is too long to know the state between
  /// them.
  @inline(__always)
  func isGap(before instant: Instant) -> Bool {
    guard let lastJudged else { return false }
    return instant.milliseconds &- lastJudged.milliseconds > maximumGap
  }

  /// Ends the run because of a gap; to be called before `take` when `isGap` says so.
  mutating func lose() {
    pendingSince = nil
    firingSince = nil
    isPossible = false
    inARow = 0
  }

  /// Takes an evaluated sample. Samples that could not be evaluated are not passed in: they change nothing.
  @inline(__always)
  mutating func take(_ at: Instant, _ isTrue: Bool) -> Steps {
    lastJudged = at
    guard isTrue else {
      guard pendingSince != nil else { return [] }
      inARow = 0
      if firingSince != nil, keepsFiringFor > 0,
        at.milliseconds &- lastTrue.milliseconds < keepsFiringFor
      {
        return []
      }
      return .resolved
    }
    var steps = Steps.holds
    if pendingSince == nil {
      pendingSince = at
      steps.insert(.began)
    }
    lastTrue = at
    inARow &+= 1
    if firingSince == nil, inARow >= samples, let since = pendingSince,
      holdsFor.map({ at.milliseconds &- since.milliseconds > $0 }) ?? true
    {
      if isSparse { isPossible = true } else { firingSince = at }
    }
    return steps
  }

  /// The state.
  var state: RuleState {
    if let firingSince { return .firing(since: firingSince) }
    return pendingSince.map { .pending(since: $0) } ?? .inactive
  }
}

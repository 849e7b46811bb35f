// Times of a log that a change of its clock makes ambiguous, where neither the order of its records nor an id
// shows which of two instants is meant.

public import CassandraModel

/// Times on a node's clock that may be an hour wrong in UTC.
public struct UncertainTimes: Sendable, Hashable {
  /// The first of them.
  public let from: LocalTime
  /// The end of them.
  public let to: LocalTime
  /// A record near them.
  public let source: SourceLocation
}

extension NodeHistory {
  /// `rule`, with each hour that the clock showed twice and the log has once at the pass that ids show.
  public func placed(_ rule: ZoneRule) -> ZoneRule {
    var changes = rule.changes
    for index in changes.indices {
      guard let times = rule.repeated(at: index), pass(of: times, rule, index) == .second else { continue }
      let length = times.upperBound.milliseconds - times.lowerBound.milliseconds
      let from = Instant(milliseconds: changes[index].from.milliseconds - length)
      changes[index] = ZoneRule.Change(from: from, offset: changes[index].offset)
    }
    return ZoneRule(initial: rule.initial, changes: changes)
  }

  /// Times that may be an hour wrong in `zone`, in ascending order.
  public func uncertainTimes(in zone: LogZone) -> [UncertainTimes] {
    switch zone {
    case .given(_, let rule), .declared(_, let rule):
      return rule.changes.indices.compactMap { index in
        guard let times = rule.repeated(at: index), pass(of: times, rule, index) == .unknown,
          let source = log.zone.hours.first
        else { return nil }
        return UncertainTimes(from: times.lowerBound, to: times.upperBound, source: source)
      }
    case .inferred(let witnesses, _):
      var uncertain = zip(witnesses, witnesses.dropFirst()).compactMap { before, after in
        after.isUncertain(after: before)
          ? UncertainTimes(from: before.last, to: after.first, source: after.source) : nil
      }
      if let found = log.zone.unexplainedStep, let last = log.lastAt, found.records > 0 {
        uncertain.append(UncertainTimes(from: found.step.to, to: last, source: found.step.source))
      }
      return uncertain
    case .stated, .unknown: return []
    }
  }

  private enum Pass { case none, first, second, unknown }

  /// The pass of `times`, which change `index` of `rule` repeats, that the log has: `first` where it has both.
  private func pass(of times: Range<LocalTime>, _ rule: ZoneRule, _ index: Int) -> Pass {
    guard log.zone.hours.hasOnePass(in: times) else { return .none }
    let later = rule.changes[index].offset
    let inside = log.zone.zone.witnesses.filter { times.contains($0.first) || times.contains($0.last) }
    switch (inside.contains { $0.offset != later }, inside.contains { $0.offset == later }) {
    case (true, false): return .first
    case (false, true): return .second
    default: return .unknown
    }
  }
}

extension LogZone.Witness {
  /// True if records between the evidence for `before` and this one may be on either offset. A clock that was
  /// put forward leaves a gap in the log that places those within the hour before this evidence.
  fileprivate func isUncertain(after before: LogZone.Witness) -> Bool {
    guard unplaced > 0 else { return false }
    if offset < before.offset { return true }
    let ahead = (offset.seconds - before.offset.seconds) * 1000
    return first.milliseconds - before.last.milliseconds > ahead + 3_600_000
  }
}

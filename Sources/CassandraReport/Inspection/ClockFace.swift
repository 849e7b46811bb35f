// Times in the shortest form that their span allows: within one day, the time of day is enough.

import CassandraModel

struct ClockFace {
  private enum Form {
    case timeOfDay
    case dayAndTime
    case full
  }

  private let form: Form
  /// True if every time is on the node's own clock; the span has the remark then.
  private let isAllLocal: Bool

  /// For times within `span`; nil gives the full form.
  init(_ span: (first: Moment, last: Moment)?) {
    guard let span else {
      (form, isAllLocal) = (.full, false)
      return
    }
    if case (.local, .local) = span { isAllLocal = true } else { isAllLocal = false }
    let (first, last) = (ClockFace.face(span.first), ClockFace.face(span.last))
    if first.prefix(10) == last.prefix(10) {
      form = .timeOfDay
    } else {
      form = first.prefix(4) == last.prefix(4) ? .dayAndTime : .full
    }
  }

  /// `05:08:11`, `11-21 05:08` or `2026-11-21 05:08`, followed by ` local` for a time on the node's own
  /// clock.
  func text(_ moment: Moment) -> String {
    if moment == .local(.undated) { return "time not known" }
    let face = ClockFace.face(moment)
    if !moment.isDated { return String(face.suffix(12).prefix(8)) }
    let text: Substring =
      switch form {
      case .timeOfDay: face.dropFirst(11).prefix(8)
      case .dayAndTime: face.dropFirst(5).prefix(11)
      case .full: face.prefix(16)
      }
    if case .local = moment, !isAllLocal { return text + " local" }
    return String(text)
  }

  /// `05:08:11 – 05:41:04`, or one time if both are the same.
  func text(_ first: Moment?, _ last: Moment?) -> String {
    guard let first, let last else { return HumanText.missing }
    let (from, to) = (text(first), text(last))
    return from == to ? from : from + " – " + to
  }

  /// `2026-11-21 05:08:11 – 05:41:04 UTC (32 min 53 s)`.
  static func whole(_ span: (first: Moment, last: Moment)) -> String {
    let (first, last) = (face(span.first), face(span.last))
    guard span.first.isDated || span.last.isDated else { return short(span) }
    let isOneDay = first.prefix(10) == last.prefix(10)
    let (from, to) = (first.prefix(19), isOneDay ? last.dropFirst(11).prefix(8) : last.prefix(19))
    let length = TimeSpan(
      milliseconds: span.last.sortKey.subtractingReportingOverflow(span.first.sortKey).partialValue)
    switch (span.first, span.last) {
    case (.utc, .utc): return from + " – " + to + " UTC (" + HumanText.duration(length) + ")"
    case (.local, .local):
      return from + " – " + to + " on the node's own clock, zone not known (" + HumanText.duration(length)
        + ")"
    default: return from + clock(span.first) + " – " + last.prefix(19) + clock(span.last)
    }
  }

  /// `2026-11-21 05:08 – 05:41`; over several days `2026-09-01 – 2026-10-15`.
  static func short(_ span: (first: Moment, last: Moment)) -> String {
    let (first, last) = (face(span.first), face(span.last))
    guard span.first.isDated || span.last.isDated else {
      return first.suffix(12).prefix(8) + " – " + last.suffix(12).prefix(8) + " (no date)"
    }
    guard first.prefix(10) == last.prefix(10) else { return first.prefix(10) + " – " + last.prefix(10) }
    return first.prefix(16) + " – " + last.dropFirst(11).prefix(5)
  }

  private static func clock(_ moment: Moment) -> String {
    if case .local = moment { " local" } else { " UTC" }
  }

  private static func face(_ moment: Moment) -> String { LocalTime(milliseconds: moment.sortKey).text }
}

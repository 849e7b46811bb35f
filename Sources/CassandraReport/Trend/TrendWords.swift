// The words and cells of trends.

import CassandraAnalysis
import CassandraModel

enum TrendWords {
  /// A size in whole bytes; missing for a value that cannot be a size.
  static func size(_ value: Double) -> Cell {
    // Beyond this, a double does not fit Int64.
    guard value.magnitude < 0x1p62 else { return .missing(reason: "out of range") }
    return .bytes(Int64(clamping: value))
  }

  /// `12.4 GiB`.
  static func bytes(_ value: Double) -> String { HumanText.cell(size(value)) }

  /// `2026-11-21`: dates of trends have no time of day.
  static func isoDay(_ at: Instant) -> String { String(at.iso8601.prefix(10)) }

  /// `3 Nov`, with the year if it is not the year of `now`.
  static func day(_ at: Instant, from now: Instant? = nil) -> String {
    let day = isoDay(at)
    return PageClock.date(day, withYear: now.map { isoDay($0).prefix(4) != day.prefix(4) } ?? true)
  }

  /// `18 days`; nil without `now`.
  static func days(_ at: Instant, from now: Instant?) -> String? {
    now.map { now in
      let days = HumanText.decimal(max(0, at.days - now.days), digits: 0)
      return days + (days == "1" ? " day" : " days")
    }
  }

  /// `21 Nov, in 26 days (18 Nov to 26 Nov)`, `passed on 2 Oct`, `not within ten years`; counted from `now`.
  static func date(_ date: TrendDate, from now: Instant?) -> String {
    switch date {
    case .passed(let at): return "passed on " + day(at, from: now)
    case .expected(let at, let earliest, let latest):
      let count = days(at, from: now).map { ", in " + $0 }
      let span =
        day(earliest, from: now) + " to " + (latest.map { day($0, from: now) } ?? "not within ten years")
      return day(at, from: now) + (count ?? "") + " (" + span + ")"
    case .notInSight(let earliest):
      return "not within ten years" + (earliest.map { ", at the earliest " + day($0, from: now) } ?? "")
    }
  }

  /// The cells of a date: in words, days from `now`, likely, earliest, latest.
  static func cells(_ date: TrendDate?, from now: Instant?, reason: String? = nil) -> [Cell] {
    guard let date else { return [.missing(reason: reason), .missing, .missing, .missing, .missing] }
    var (likely, earliest, latest): (Instant?, Instant?, Instant?) = (date.order, nil, nil)
    switch date {
    case .passed: break
    case .expected(let at, let first, let last): (likely, earliest, latest) = (at, first, last)
    case .notInSight(let first): earliest = first
    }
    var days: Double?
    if let likely, let now { days = likely.days - now.days }
    let moments = [likely, earliest, latest].map { at -> Cell in .optional(at) { .moment(.utc($0)) } }
    return [.text(Self.date(date, from: now)), .optional(days) { .decimal($0, digits: 1) }] + moments
  }

  /// The columns of `cells`; the page shows the first.
  static func columns(_ id: String, _ title: String, _ meaning: String) -> [Column] {
    [
      Column(
        id, title, .text,
        meaning: meaning + " In words, counted from the last sample, with earliest and latest."),
      Column(
        id + "_in", title + ", in days", .decimal(unit: "days"),
        meaning: "Days from the last sample until then; negative when it is passed.", isDataOnly: true),
      Column(id + "_likely", title, .moment, meaning: meaning, isDataOnly: true),
      Column(
        id + "_earliest", title + ", earliest", .moment, meaning: "The same at the earliest.",
        isDataOnly: true),
      Column(
        id + "_latest", title + ", latest", .moment,
        meaning: "The same at the latest; empty when not within ten years.", isDataOnly: true),
    ]
  }

  /// A figure, or the reason for its absence.
  static func cell(_ figure: TrendFigure, _ make: (Double) -> Cell) -> Cell {
    switch figure {
    case .known(let value): make(value)
    case .unknown(let reason): .missing(reason: reason)
    }
  }

  static func text(_ value: Double, _ unit: TrendMeasure.Unit) -> String {
    switch unit {
    case .bytes: bytes(value)
    case .bytesPerDay: bytes(value) + " a day"
    case .count: HumanText.decimal(value, digits: 1)
    case .ratio: HumanText.percent(ratio: value)
    case .seconds: HumanText.decimal(value * 1000, digits: 2) + " ms"
    }
  }

  /// The name of a disk level: `85%`.
  static func level(_ level: Double) -> String { HumanText.decimal(level * 100, digits: 0) + "%" }
}

extension TrendAction {
  var words: String {
    switch kind {
    case .disk(let mount, let level): mount + " is " + TrendWords.level(level) + " full"
    case .space(let mount, let table):
      "too little headroom on " + mount + " for the largest compaction (" + table.description + ")"
    case .pending(let limit, let hours):
      "more than " + HumanText.decimal(limit, digits: 0) + " compactions were pending for "
        + HumanText.decimal(hours, digits: 0) + " hours"
    case .shareOfDisk(let share):
      "compaction takes " + HumanText.percent(ratio: share) + " of the disk's throughput"
    case .controller(let share):
      "compaction takes " + HumanText.percent(ratio: share) + " of the disk controller's throughput"
    case .limit(let share):
      "compaction works at " + HumanText.percent(ratio: share) + " of its limit, day and night"
    }
  }
}

extension NodeTrend {
  /// True if a snapshot explains the fuller disk; the report names the snapshot separately.
  func hadSnapshot(at outlier: TrendOutlier, of subject: TrendSubject) -> Bool {
    guard case .disk = subject, outlier.value > outlier.expected else { return false }
    return events.contains { event in
      guard case .snapshot(_, let cleared) = event.kind else { return false }
      return event.at <= outlier.first && outlier.last <= cleared ?? outlier.last
    }
  }
}

extension TrendEvent {
  var words: String {
    switch kind {
    case .gap(let usual):
      "no sample for "
        + HumanText.duration(TimeSpan(milliseconds: to.milliseconds - at.milliseconds))
        + "; usually there is one every " + HumanText.duration(usual)
    case .restart(let byUptime):
      byUptime ? "restart" : "counters fell: restart between two samples"
    case .clockStep(let step): "the clock was set by " + HumanText.duration(step)
    case .snapshot(let bytes, let cleared):
      "snapshots hold " + TrendWords.bytes(bytes) + " more; "
        + (cleared.map { "cleared on " + TrendWords.day($0) } ?? "not cleared")
    }
  }

  var id: String {
    switch kind {
    case .gap: "gap"
    case .restart: "restart"
    case .clockStep: "clock_step"
    case .snapshot: "snapshot"
    }
  }
}

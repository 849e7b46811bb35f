// Times on a page: the day and the zone once in the heading, then only the parts that differ.

import CassandraAnalysis
import CassandraModel

/// The form of times on one page.
struct PageClock: Hashable, Sendable {
  /// The days in the heading, as `2026-11-21`; nil for times written in full.
  private let days: ClosedRange<String>?
  /// True if the heading's zone is UTC, false if it is a node's own clock; times of the other kind are
  /// marked.
  private let isUTC: Bool
  /// True if the times of the main subject have no date.
  private let isUndated: Bool

  /// Times in full: with day, milliseconds and zone.
  static let full = PageClock()

  private init() {
    days = nil
    isUTC = true
    isUndated = false
  }

  /// The clock of a page.
  ///
  /// - Parameters:
  ///   - leading: times of the page's main subject; their days are the heading's.
  ///   - all: all times on the page.
  init(leading: [Moment], all: [Moment]) {
    let timed = leading.filter { $0 != .local(.undated) }
    let dated = timed.filter(\.isDated)
    isUndated = dated.isEmpty && !timed.isEmpty
    let days = dated.map { PageClock.parts($0).day }
    let zones = Set((timed + all).filter { $0 != .local(.undated) }.map(\.isUTC))
    isUTC = (dated.first ?? timed.first)?.isUTC ?? !zones.contains(false)
    if let first = dated.min(by: { $0.sortKey < $1.sortKey }),
      let last = dated.max(by: { $0.sortKey < $1.sortKey }), !days.isEmpty
    {
      let (from, to) = (PageClock.parts(first).day, PageClock.parts(last).day)
      self.days = from <= to ? from...to : to...from
    } else {
      self.days = nil
    }
  }

  /// `05:33:21` on the single day of the heading, else `21 Nov 05:33:21`; with the year if years differ. Times
  /// without a date: `05:33:21`, on later days `day 2 05:33:21`.
  func text(_ moment: Moment) -> String {
    if moment == .local(.undated) { return "no time" }
    let (day, time) = PageClock.parts(moment)
    if case .timeOfDay(let number) = moment.dating {
      let isPlain = days == nil && isUndated
      return (number > 1 ? "day " + String(number) + " " : "") + (isPlain ? time.short : time.full)
        + (isPlain ? "" : " (no date)")
    }
    guard let days else { return day + " " + time.full + (moment.isUTC ? " UTC" : " (node's local time)") }
    let zone = moment.isUTC == isUTC ? "" : moment.isUTC ? " UTC" : " local"
    if days.lowerBound == days.upperBound, day == days.lowerBound { return time.short + zone }
    let isSameYear = [days.lowerBound, days.upperBound].allSatisfy { $0.prefix(4) == day.prefix(4) }
    return PageClock.date(day, withYear: !isSameYear) + " " + time.short + zone
  }

  /// `21 Nov 2026, times UTC`; empty for a page without times.
  var heading: String {
    guard let days else { return isUndated ? "no date, times of day only" : "" }
    let last = PageClock.date(days.upperBound, withYear: true)
    let isSameYear = days.lowerBound.prefix(4) == days.upperBound.prefix(4)
    let first = PageClock.date(days.lowerBound, withYear: !isSameYear)
    let date = days.lowerBound == days.upperBound ? last : first + " to " + last
    return date + (isUTC ? ", times UTC" : ", times local")
  }

  /// `21 Nov`, or `21 Nov 2026`.
  static func date(_ day: String, withYear: Bool) -> String {
    let parts = day.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, let month = Int(parts[1]), months.indices.contains(month - 1),
      let number = Int(parts[2])
    else { return day }
    let year = parts[0] == String(Moment.yearlessYear) ? "(year not known)" : parts[0]
    return String(number) + " " + months[month - 1] + (withYear ? " " + year : "")
  }

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// The day, and the time of day with and without milliseconds.
  private static func parts(_ moment: Moment) -> (day: String, time: (full: String, short: String)) {
    let text =
      switch moment {
      case .utc(let instant): LocalTime(milliseconds: instant.milliseconds).text
      case .local(let time): time.text
      }
    let time = String(text.suffix(12))
    return (String(text.dropLast(13)), (time, String(time.prefix(8))))
  }
}

extension Report {
  /// The visible times in `sections`, in reading order.
  static func shownMoments(in sections: [Section], _ screen: FirstScreen?) -> [Moment] {
    var moments: [Moment] = []
    func visit(_ cell: Cell) {
      switch cell {
      case .moment(let moment): moments.append(moment)
      case .list(let cells): cells.forEach(visit)
      case .prose(let prose): visit(prose)
      default: break
      }
    }
    func visit(_ prose: Prose) {
      for run in prose.runs { if case .value(let cell) = run { visit(cell) } }
    }
    func visit(_ blocks: [Block]) {
      for block in blocks {
        switch block {
        case .paragraph(let prose), .callout(_, let prose): visit(prose)
        case .bullets(let items), .numbered(let items, _): items.forEach(visit)
        case .table(let table):
          let columns = table.columns.indices.filter { !table.columns[$0].isDataOnly }
          for row in table.rows.prefix(table.visibleRows ?? table.rows.count) {
            for column in columns { visit(row[column]) }
          }
        case .chart: break
        case .details(_, _, let inner), .group(_, _, let inner): visit(inner)
        }
      }
    }
    if let screen { screen.parts.flatMap(\.lines).forEach(visit) }
    for section in sections { visit(section.blocks) }
    return moments
  }
}

// The first screen of a trend: the disks and the dates of their levels, in order of arrival, and actions by
// then.

import CassandraAnalysis
import CassandraModel

extension FirstScreen {
  /// The first screen on `trend`.
  init(_ trend: TrendFindings) { self = TrendScreenBuilder(trend: trend).screen }
}

private struct TrendScreenBuilder {
  let trend: TrendFindings

  private struct Arrival {
    let node: NodeID
    let disk: DiskTrend
    let dates: DiskDates
  }

  private static let diskLimit = 8
  private static let actionLimit = 3
  /// The levels in a first line: too little room to work, and full.
  private static let told = [0.9, 1.0]

  var screen: FirstScreen {
    let dated = trend.actions.filter { $0.date != nil }
    let severity = dated.map(\.severity).max()
    let status = severity.map { $0.rawValue.uppercased() } ?? (arrivals.isEmpty ? "UNKNOWN" : "HEALTHY")
    return FirstScreen(
      severity: severity, headline: [status, "Capacity trend", nodes], period: period, story: story,
      parts: [
        FirstScreen.Part("Disks", Array(arrivals.prefix(Self.diskLimit).dropFirst().map(line))),
        FirstScreen.Part("Do first", actions, isNumbered: true), growth, basis,
      ])
  }

  private var nodes: String { "\(trend.nodes.count) \(trend.nodes.count == 1 ? "node" : "nodes")" }

  private var period: String {
    guard let period = trend.period else { return "" }
    let (first, last) = (TrendWords.isoDay(period.lowerBound), TrendWords.isoDay(period.upperBound))
    let isSameYear = first.prefix(4) == last.prefix(4)
    return PageClock.date(first, withYear: !isSameYear) + " to " + PageClock.date(last, withYear: true)
      + ", times UTC"
  }

  /// Disks with dates, in order of arrival.
  private var arrivals: [Arrival] {
    trend.nodes.flatMap { node in
      node.disks.compactMap { disk in
        disk.dates.map { Arrival(node: node.node, disk: disk, dates: $0) }
      }
    }
    .sorted { a, b in
      let (left, right) = (order(a), order(b))
      return left != right ? left < right : (a.node, a.disk.mount) < (b.node, b.disk.mount)
    }
  }

  private func order(_ arrival: Arrival) -> Instant {
    arrival.dates.passes.compactMap { $0.order }.max() ?? Instant(milliseconds: .max)
  }

  private var story: Prose {
    guard trend.period != nil else { return "No sample with a time was read" }
    guard let first = arrivals.first else {
      return "Too little data of disks: a trend needs \(TrendResult.leastDays) days with samples over a week"
    }
    return line(first)
  }

  /// `10.20.30.13 reaches 90% on 3 Nov (18 days) and is full on 14 Nov (30 days)`.
  private func line(_ arrival: Arrival) -> Prose {
    let now = trend.period?.upperBound
    let parts = Self.told.compactMap { level -> Prose? in
      guard let index = DiskTrend.levels.firstIndex(of: level) else { return nil }
      let verb = level == 1 ? "is full" : "reaches " + TrendWords.level(level)
      switch arrival.dates.passes[index] {
      case .passed(let at):
        return
          "\(level == 1 ? "was full" : "passed " + TrendWords.level(level)) on \(TrendWords.day(at, from: now))"
      case .expected(let at, _, _):
        return
          "\(verb) on \(TrendWords.day(at, from: now))\(TrendWords.days(at, from: now).map { " (" + $0 + ")" } ?? "")"
      case .notInSight: return nil
      }
    }
    let mounts = trend.nodes.first { $0.node == arrival.node }?.disks.filter { $0.dates != nil }.count ?? 0
    let place: Prose = mounts > 1 ? " \(code: arrival.disk.mount)" : ""
    let words: Prose = parts.isEmpty ? "is not full within ten years" : parts.listed
    return "\(code: arrival.node.name)\(place) \(words)"
  }

  // MARK: Actions

  private var actions: [Prose] {
    var all: [Prose] = []
    let now = trend.period?.upperBound
    if let first = arrivals.first, let limit = deadline(first) {
      all.append(
        "Add capacity to \(code: first.node.name) by \(TrendWords.day(limit, from: now)): a node, or a larger \(code: first.disk.mount)"
      )
    }
    if let fastest = trend.growth.first, fastest.perDay > 0, let share = fastest.share {
      all.append(
        "Set a TTL on \(code: fastest.table.description), or drop old data\(arrivals.first.flatMap(deadline).map { " by " + TrendWords.day($0, from: now) } ?? ""): \(TrendWords.size(fastest.perDay)) a day, \(.percent(ratio: share)) of all growth"
      )
    }
    let spaces = arrivals.compactMap { arrival -> (at: Instant, arrival: Arrival)? in
      arrival.dates.compaction?.date.order.map { ($0, arrival) }
    }
    if let space = spaces.min(by: { $0.at < $1.at }), let need = space.arrival.dates.need {
      all.append(
        "Keep \(TrendWords.size(need)) free on \(code: space.arrival.node.name) for its largest compaction, from \(TrendWords.day(space.at, from: now)) without room: smaller SSTables by another compaction strategy"
      )
    }
    return Array(all.prefix(Self.actionLimit))
  }

  /// The date when a disk passes 90%, or when its largest compaction has no room, whichever is earlier.
  private func deadline(_ arrival: Arrival) -> Instant? {
    let index = DiskTrend.levels.firstIndex(of: 0.9)
    let level = index.flatMap { arrival.dates.passes[$0].order }
    return [level, arrival.dates.compaction?.date.order].compactMap(\.self).min()
  }

  // MARK: Basis

  private var growth: FirstScreen.Part {
    guard let fastest = trend.growth.first, fastest.perDay > 0 else { return FirstScreen.Part("Growth", []) }
    let limited = trend.selected.map { $0.leftOut.tables > 0 } ?? false
    return FirstScreen.Part(
      "Growth",
      [
        "\(limited ? "of the selected tables " : "")\(code: fastest.table.description) grows fastest: \(TrendWords.size(fastest.perDay)) a day on \(fastest.nodes, "node")"
      ])
  }

  private var basis: FirstScreen.Part {
    guard let period = trend.period else {
      return FirstScreen.Part("Data gaps", ["df, tablestats and compactionstats with times"])
    }
    let length = Cell.duration(
      TimeSpan(milliseconds: period.upperBound.milliseconds &- period.lowerBound.milliseconds))
    let assumed = trend.assumption.map { " Assumed: " + $0.words.joined(separator: "; ") } ?? ""
    return FirstScreen.Part(
      "Basis", ["\(nodes) over \(length); 99 % interval, at the current growth.\(assumed)"])
  }
}

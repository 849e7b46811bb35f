// When was each entry? Snapshots give their time in UTC, log lines give that of the monitor's own clock, and a
// snapshot of nothing gives none. What stands side by side tells the rest:
//
//     05:10:03,476 [INFO] Starting …          local ┐ one clock, so the offset that a later pair tells
//     {"compactions": [], …}                  ?     │ between its neighbours
//     {"compactions": [], …}                  ?     │
//     05:13:42,686 [WARNING] timed out …      local ┤ a pair: a quarter of an hour is the step of all offsets
//     {… "timestamp_utc": "…T05:13:51Z" …}    utc   ┘
//
// Entries wait for what comes after them, at most `entryLimit` of them with at most `factLimit` facts: beyond that,
// or at the end, an entry without an instant is given as it is.

import CassandraModel

/// Gives entries their instants, in order.
struct SnapshotClock {
  /// How many entries wait.
  static let entryLimit = 4096
  /// How many facts they hold together.
  static let factLimit = 1 << 16

  /// How far the log's clock is from UTC; nil while nothing tells.
  private(set) var offset: UTCOffset?
  /// True if a local time could not be placed in UTC.
  private(set) var hasUnplaced = false

  private var held: [SnapshotEntry] = []
  private var heldFacts = 0
  private var heldLocals = 0
  private var interval: TimeSpan?
  /// The last instant that was known, and how many entries without one came after it.
  private var last: (instant: Instant, steps: Int64)?
  /// An offset that a pair told which was far apart.
  private var candidate: UTCOffset?
  /// Entries that gave no time, over all.
  private var undated = 0
  private var hasAnchor = false

  /// An entry whose instant was looked for.
  struct Placed {
    let entry: SnapshotEntry
    let time: CaptureTime?
  }

  /// Takes the next entry; gives those whose turn has come.
  mutating func add(_ entry: SnapshotEntry) -> [Placed] {
    if let before = held.last { learn(before.time, entry.time) }
    held.append(entry)
    heldFacts += entry.facts.count
    if case .local = entry.time { heldLocals += 1 }
    if case .unknown = entry.time { undated += 1 }
    // The last one stays: what comes next may tell the offset of its clock.
    if isAnchor(entry), offset != nil || heldLocals == 0 { return release(held.count - 1) }
    let isFull = held.count > Self.entryLimit || heldFacts > Self.factLimit
    return isFull ? release(held.count - 1) : []
  }

  /// Gives all that still wait.
  ///
  /// - Parameter fallback: what is known of the file as a whole; it holds for its only entry.
  mutating func finish(fallback: CaptureTime?) -> [Placed] {
    let single = undated == 1 && !hasAnchor && heldLocals == 0 && held.count == 1
    let placed = release(held.count)
    guard single, let fallback else { return placed }
    return placed.map { Placed(entry: $0.entry, time: $0.time ?? fallback) }
  }

  // MARK: Offset

  /// One of the pair on the clock, one in UTC: how far apart they are says how the clock stands, but for the time
  /// between them.
  private mutating func learn(_ a: SnapshotTime, _ b: SnapshotTime) {
    let difference: Int64
    switch (a, b) {
    case (.local(let local), .utc(let instant)), (.utc(let instant), .local(let local)):
      difference = local.milliseconds - instant.milliseconds
    default: return
    }
    let step: Int64 = 15 * 60_000
    let quarters = ((Double(difference) / Double(step)).rounded())
    guard abs(quarters) <= 14 * 4 else { return }
    let rest = abs(difference - Int64(quarters) * step)
    let told = UTCOffset(seconds: Int64(quarters) * 15 * 60)
    // Printed together, or so close that the next pair must say the same.
    if rest <= 2000 || (rest <= 120_000 && (offset == nil || candidate == told)) { offset = told }
    if rest <= 120_000 { candidate = told }
  }

  // MARK: Instants

  private func isAnchor(_ entry: SnapshotEntry) -> Bool {
    if case .unknown = entry.time { false } else { true }
  }

  private func instant(_ entry: SnapshotEntry) -> Instant? {
    switch entry.time {
    case .utc(let instant): instant
    case .local(let local): offset.map { local.instant(at: $0) }
    case .unknown: nil
    }
  }

  private mutating func release(_ count: Int) -> [Placed] {
    var placed: [Placed] = []
    var i = 0
    while i < count {
      let entry = held[i]
      if isAnchor(entry) {
        let instant = instant(entry)
        if let instant {
          last = (instant, 0)
          hasAnchor = true
        } else {
          hasUnplaced = true
          last = nil
        }
        if entry.startsRun { interval = nil }
        interval = entry.interval ?? interval
        placed.append(Placed(entry: entry, time: instant.map { CaptureTime($0, .content) }))
        i += 1
        continue
      }
      // A run of entries that say nothing, to the next one that does or to the end of those at hand.
      var end = i
      while end < held.count, !isAnchor(held[end]) { end += 1 }
      let next = end < held.count ? held[end] : nil
      let stop = min(end, count)
      for place in i..<stop {
        placed.append(
          Placed(
            entry: held[place],
            time: between(step: Int64(place - i + 1), of: Int64(end - i + 1), next).map {
              CaptureTime($0, .interpolated)
            }))
      }
      if let known = last { last = (known.instant, known.steps + Int64(stop - i)) }
      i = stop
    }
    for entry in held.prefix(count) {
      heldFacts -= entry.facts.count
      if case .local = entry.time { heldLocals -= 1 }
    }
    held.removeFirst(count)
    return placed
  }

  /// The instant of the entry `step` of `steps` equal ones between the last known instant and that of `next`. Where
  /// nothing comes after it, or a new start, or an earlier time, the monitor's interval counts from the one known.
  private func between(step: Int64, of steps: Int64, _ next: SnapshotEntry?) -> Instant? {
    let after = next.flatMap { instant($0) }
    if let known = last, let after, known.steps == 0, next?.startsRun != true, after >= known.instant {
      let length = after.milliseconds - known.instant.milliseconds
      let part = Double(length) * Double(step) / Double(steps)
      return Instant(milliseconds: known.instant.milliseconds + Int64(part))
    }
    guard let interval else { return nil }
    if let known = last {
      return Instant(milliseconds: known.instant.milliseconds + (known.steps + step) * interval.milliseconds)
    }
    guard let after, next?.startsRun != true else { return nil }
    return Instant(milliseconds: after.milliseconds - (steps - step) * interval.milliseconds)
  }
}

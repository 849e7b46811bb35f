// The time of each entry. Snapshots give their time in UTC, log lines on the monitor's own clock, and a
// snapshot without rows gives none. Neighbouring entries supply the rest:
//
//     05:10:03,476 [INFO] Starting …          local ┐ one clock, so the offset of a later pair holds; the
//     {"compactions": [], …}                  ?     │ entries in between are interpolated
//     {"compactions": [], …}                  ?     │
//     05:13:42,686 [WARNING] timed out …      local ┤ a pair: all offsets are multiples of 15 minutes
//     {… "timestamp_utc": "…T05:13:51Z" …}    utc   ┘
//
// Entries wait for later entries, at most `entryLimit` of them with at most `factLimit` facts. Beyond that,
// or at the end, an entry without an instant is returned without one.

import CassandraModel

/// Assigns instants to entries, in order.
struct SnapshotClock {
  /// Number of entries that may wait.
  static let entryLimit = 4096
  /// Number of facts in the waiting entries together.
  static let factLimit = 1 << 16

  /// The offset of the log's clock from UTC; nil while it is not known.
  private(set) var offset: UTCOffset?
  /// True if a local time could not be converted to UTC.
  private(set) var hasUnplaced = false

  private var held: [SnapshotEntry] = []
  private var heldFacts = 0
  private var heldLocals = 0
  private var interval: TimeSpan?
  /// The last known instant, and the number of entries without one after it.
  private var last: (instant: Instant, steps: Int64)?
  /// An offset from a pair that was far apart; the next pair must confirm it.
  private var candidate: UTCOffset?
  /// Number of entries without a time, in total.
  private var undated = 0
  private var hasAnchor = false

  /// An entry after its instant was determined, or given up.
  struct Placed {
    let entry: SnapshotEntry
    let time: CaptureTime?
  }

  /// Adds the next entry; returns the entries that need not wait any longer.
  mutating func add(_ entry: SnapshotEntry) -> [Placed] {
    if let before = held.last { learn(before.time, entry.time) }
    held.append(entry)
    heldFacts += entry.facts.count
    if case .local = entry.time { heldLocals += 1 }
    if case .unknown = entry.time { undated += 1 }
    // The last one stays: the next entry may give the offset of its clock.
    if isAnchor(entry), offset != nil || heldLocals == 0 { return release(held.count - 1) }
    let isFull = held.count > Self.entryLimit || heldFacts > Self.factLimit
    return isFull ? release(held.count - 1) : []
  }

  /// Returns all waiting entries.
  ///
  /// - Parameter fallback: The time of the file as a whole; it applies to a single entry only.
  mutating func finish(fallback: CaptureTime?) -> [Placed] {
    let single = undated == 1 && !hasAnchor && heldLocals == 0 && held.count == 1
    let placed = release(held.count)
    guard single, let fallback else { return placed }
    return placed.map { Placed(entry: $0.entry, time: $0.time ?? fallback) }
  }

  // MARK: Offset

  /// A pair of times, one on the clock and one in UTC: their difference is the clock's offset plus the time
  /// between the two.
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
    // Printed together, or so close that the next pair must confirm the offset.
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
      // A run of entries without a time, up to the next one with a time or to the last waiting entry.
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

  /// The instant of the entry `step` of `steps` equal ones between the last known instant and that of `next`.
  /// If no entry follows, or a new start, or an earlier time, the monitor's interval is added to the known
  /// instant.
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

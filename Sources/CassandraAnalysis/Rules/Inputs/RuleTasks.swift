// Running operations, by rows of compactionstats: how long each was there, the work left, and their progress
// together.

package import CassandraModel

/// The operations of one node over time.
struct RuleTasks {
  /// One operation, from its first good sample to the last one without a break.
  struct Task {
    let id: TimeUUID?
    let kind: String
    let table: TableName?
    /// The samples that have it.
    var points: [SamplePoint]
    /// The first good sample after them; nil at the end of data.
    var gone: Instant?
  }

  /// Good samples of compactionstats, by the number of its rows.
  let polls: RuleSeries
  /// In the order of time, then of labels.
  private(set) var tasks: [Task] = []
  /// Bytes left at each good sample.
  private(set) var remaining: [SamplePoint] = []
  /// Progress since the first good sample: Σ Δcompleted of each, and the rest of those that ended in between.
  private(set) var progress: [SamplePoint] = []

  /// The operations in `store`; nil without a good sample.
  init?(_ store: SampleStore) {
    guard let polls = RuleSeries(store[.compactionActive]) else { return nil }
    self.polls = polls
    var left = [Double](repeating: 0, count: polls.points.count)
    var rows = [Int32](repeating: 0, count: polls.points.count)
    var made = left
    let pairs: [(done: MetricName, all: MetricName, isBytes: Bool)] = [
      (.compactionTaskCompletedBytes, .compactionTaskTotalBytes, true),
      (.compactionTaskCompletedUnits, .compactionTaskTotalUnits, false),
    ]
    for pair in pairs {
      for series in store.all(of: pair.done) {
        let totals = store[pair.all, series.key.labels]?.points ?? []
        add(series, totals, pair.isBytes, &left, &made, &rows)
      }
    }
    tasks.sort { $0.points[0].at < $1.points[0].at }
    var sum = 0.0
    for (index, poll) in polls.points.enumerated() {
      sum += made[index]
      progress.append(SamplePoint(at: poll.at, value: sum, place: poll.place))
      // A count of rows without the rows, from another source, does not give the bytes left.
      if poll.value == 0 || rows[index] > 0 {
        remaining.append(SamplePoint(at: poll.at, value: left[index], place: poll.place))
      }
    }
  }

  private mutating func add(
    _ series: SampleSeries, _ totals: [SamplePoint], _ isBytes: Bool, _ left: inout [Double],
    _ made: inout [Double], _ rows: inout [Int32]
  ) {
    let labels = series.key.labels
    let table = labels["keyspace"].flatMap { keyspace in
      labels["table"].map { TableName(keyspace: keyspace, table: $0) }
    }
    var open = Task(
      id: labels["id"].flatMap { TimeUUID($0) }, kind: labels["kind"] ?? "", table: table, points: [])
    var poll = lowerBound(polls.points, series.points[0].at)
    var total = 0
    /// Progress at the sample before, and the number of that sample.
    var last: (done: Double, left: Double, poll: Int)?
    for point in series.points {
      while poll < polls.points.count, polls.points[poll].at < point.at { poll += 1 }
      guard poll < polls.points.count, polls.points[poll].at == point.at else { continue }
      while total < totals.count, totals[total].at < point.at { total += 1 }
      let all = total < totals.count && totals[total].at == point.at ? totals[total].value : point.value
      let rest = max(0, all - point.value)
      rows[poll] += 1
      if let before = last, before.poll + 1 < poll { close(&open, before, isBytes, &made) }
      if open.points.isEmpty { last = nil }
      if isBytes {
        left[poll] += rest
        let done = last?.done ?? 0
        if poll > 0, point.value > done { made[poll] += point.value - done }
      }
      open.points.append(point)
      last = (point.value, rest, poll)
    }
    if let last { close(&open, last, isBytes, &made) }
  }

  /// The operation ended between the sample `last` and the next one, which lacks it.
  private mutating func close(
    _ open: inout Task, _ last: (done: Double, left: Double, poll: Int), _ isBytes: Bool,
    _ made: inout [Double]
  ) {
    guard !open.points.isEmpty else { return }
    if last.poll + 1 < polls.points.count {
      open.gone = polls.points[last.poll + 1].at
      if isBytes { made[last.poll + 1] += last.left }
    }
    tasks.append(open)
    open.points = []
    open.gone = nil
  }
}

/// The index of the first point at `instant` or later.
package func lowerBound(_ points: [SamplePoint], _ instant: Instant) -> Int {
  var (low, high) = (0, points.count)
  while low < high {
    let middle = (low + high) / 2
    if points[middle].at < instant { low = middle + 1 } else { high = middle }
  }
  return low
}

// One output of compactionstats, put together from its samples: the rows that it has, and the rows that it
// lacks. A poll without rows is known by its own sample; a poll that failed is absent.

import CassandraAnalysis
import CassandraModel

/// One running operation in one poll.
struct PolledTask: Sendable, Equatable {
  /// Empty when the operation has no id.
  let id: String
  /// As printed: `Major compaction`.
  let kind: String
  /// Empty, as is the table, for an operation on no table.
  let keyspace: String
  let table: String
  /// `bytes`, `keys`, `ranges` or `token range parts`.
  let unit: String
  /// In `unit`.
  let completed: Double
  /// In `unit`.
  let total: Double

  init(_ labels: Labels, completed: Double, total: Double) {
    id = labels["id"] ?? ""
    kind = labels["kind"] ?? ""
    keyspace = labels["keyspace"] ?? ""
    table = labels["table"] ?? ""
    unit = labels["unit"] ?? "bytes"
    self.completed = completed
    self.total = total
  }

  /// The share done, in percent with two decimals as it is printed; nil where it is printed as `n/a`.
  var progress: Double? { total == 0 ? nil : PythonNumber.round(completed / total * 100, 2) }
}

/// One good poll of compactionstats.
struct CompactionPoll: Sendable {
  /// nil without a date.
  let at: Instant?
  let source: SourceLocation
  /// nil where the source lacks it.
  let pending: Double?
  /// In the order in which they were printed.
  let tasks: [PolledTask]
  /// The form of the text; nil for other sources than nodetool.
  let form: CompactionStatsForm?
}

/// The form of an output of compactionstats: a script that parses text sees no more than that.
struct CompactionStatsForm: Sendable, Hashable {
  /// True if `pending tasks` has a colon (up to 4.1).
  let hasColons: Bool
  /// The form of its rows.
  let rows: Rows
  /// True if decimals have a comma, as in some locales.
  let hasCommas: Bool

  enum Rows: String, Sendable {
    /// Plain numbers.
    case plain
    /// `-H`: `8.87 MiB`.
    case rounded
    /// `-V`: the columns of a virtual table.
    case view
  }

  init?(_ labels: Labels) {
    guard let form = labels["form"], let rows = labels["rows"].flatMap({ Rows(rawValue: $0) }) else {
      return nil
    }
    hasColons = form == "colons"
    self.rows = rows
    hasCommas = labels["decimals"] == "comma"
  }

  init(hasColons: Bool, rows: Rows, hasCommas: Bool = false) {
    self.hasColons = hasColons
    self.rows = rows
    self.hasCommas = hasCommas
  }
}

/// The files of a feed.
struct FeedFiles {
  private let numbers: Set<UInt32>
  private let isExcluding: Bool

  /// - Parameter others: further files that are not captures.
  init(_ feed: ReplayFeed, of node: NodeFindings, but others: Set<String> = []) {
    switch feed {
    case .captures:
      numbers = node.samples.numbers(
        of: others.reduce(node.recordedStreams) { $0.union(node.files(ofText: $1)) })
      isExcluding = true
    case .stream(let file):
      numbers = node.samples.numbers(of: node.files(ofText: file))
      isExcluding = false
    }
  }

  func contains(_ point: SamplePoint) -> Bool { numbers.contains(point.place.file) != isExcluding }
}

extension CompactionPoll {
  /// Time and place of a poll or a row: rows of one poll share its instant and its file.
  private struct Place: Hashable, Comparable {
    let at: Instant
    let file: UInt32

    init(_ point: SamplePoint) {
      at = point.at
      file = point.place.file
    }

    static func < (a: Place, b: Place) -> Bool { a.at != b.at ? a.at < b.at : a.file < b.file }
  }

  private struct Row {
    let place: Place
    let line: Int
    let task: PolledTask
  }

  /// The polls of `feed`, in order of time; of two at one instant the one with the more exact instant is
  /// kept.
  static func all(of node: NodeFindings, _ feed: ReplayFeed) -> [CompactionPoll] {
    let store = node.samples
    guard let active = store[.compactionActive] else { return [] }
    let files = FeedFiles(feed, of: node)
    let pending = values(of: .compactionPendingTasks, in: store, files)
    var forms: [Place: CompactionStatsForm] = [:]
    for series in store.all(of: .compactionStatsForm) {
      guard let form = CompactionStatsForm(series.key.labels) else { continue }
      for point in store.everyPoint(of: series) where files.contains(point) { forms[Place(point)] = form }
    }
    let rows = rows(in: store, files)
    var next = 0
    var polls: [CompactionPoll] = []
    for point in store.everyPoint(of: active) where files.contains(point) && point.at != polls.last?.at {
      let place = Place(point)
      while next < rows.count, rows[next].place < place { next += 1 }
      var tasks: [PolledTask] = []
      // Two outputs of one loop may fall into the same second: take no more rows than this one had.
      while next < rows.count, rows[next].place == place {
        if Double(tasks.count) < point.value { tasks.append(rows[next].task) }
        next += 1
      }
      polls.append(
        CompactionPoll(
          at: point.at, source: store.source(of: point), pending: pending[place], tasks: tasks,
          form: forms[place]))
    }
    return polls
  }

  private static func values(
    of metric: MetricName, in store: SampleStore, _ files: FeedFiles
  ) -> [Place: Double] {
    var values: [Place: Double] = [:]
    guard let series = store[metric] else { return values }
    for point in store.everyPoint(of: series) where files.contains(point) {
      let place = Place(point)
      if values[place] == nil { values[place] = point.value }
    }
    return values
  }

  private static func rows(in store: SampleStore, _ files: FeedFiles) -> [Row] {
    var rows: [Row] = []
    for (done, all): (MetricName, MetricName) in [
      (.compactionTaskCompletedBytes, .compactionTaskTotalBytes),
      (.compactionTaskCompletedUnits, .compactionTaskTotalUnits),
    ] {
      for series in store.all(of: done) {
        guard let other = store[all, series.key.labels] else { continue }
        var totals: [Place: Double] = [:]
        for point in store.everyPoint(of: other) where files.contains(point) && totals[Place(point)] == nil {
          totals[Place(point)] = point.value
        }
        var before: Place?
        for point in store.everyPoint(of: series) where files.contains(point) {
          let place = Place(point)
          guard place != before, let total = totals[place] else { continue }
          before = place
          let task = PolledTask(series.key.labels, completed: point.value, total: total)
          rows.append(Row(place: place, line: point.place.line, task: task))
        }
      }
    }
    return rows.sorted { a, b in
      if a.place != b.place { return a.place < b.place }
      return a.line != b.line ? a.line < b.line : a.task.id < b.task.id
    }
  }
}

extension CompactionPoll {
  /// True if `feed` has any poll.
  static func isFed(_ node: NodeFindings, _ feed: ReplayFeed) -> Bool {
    let files = FeedFiles(feed, of: node)
    if let active = node.samples[.compactionActive],
      node.samples.everyPoint(of: active).contains(where: { files.contains($0) })
    {
      return true
    }
    return !undated(of: node, feed).isEmpty
  }

  /// The undated polls, in the order of files and lines. Their rows follow them.
  static func undated(of node: NodeFindings, _ feed: ReplayFeed) -> [CompactionPoll] {
    guard feed == .captures else { return [] }
    var heads: [SourceLocation: (form: CompactionStatsForm, pending: Double?)] = [:]
    var rows: [SourceLocation: (labels: Labels, completed: Double?, total: Double?)] = [:]
    let streams = node.recordedStreams
    let samples = node.samples.undated.filter { !streams.contains($0.source.file) }
    for sample in samples where sample.metric == .compactionStatsForm {
      if let form = CompactionStatsForm(sample.labels) { heads[sample.source] = (form, nil) }
    }
    for sample in samples {
      switch sample.metric {
      case .compactionPendingTasks where sample.labels.pairs.isEmpty:
        heads[sample.source]?.pending = sample.value
      case .compactionTaskCompletedBytes, .compactionTaskCompletedUnits:
        rows[sample.source, default: (sample.labels, nil, nil)].completed = sample.value
      case .compactionTaskTotalBytes, .compactionTaskTotalUnits:
        rows[sample.source, default: (sample.labels, nil, nil)].total = sample.value
      default: break
      }
    }
    let ordered = rows.sorted { $0.key < $1.key }
    var next = 0
    let places = heads.keys.sorted()
    return places.indices.compactMap { i in
      let place = places[i]
      guard let head = heads[place] else { return nil }
      while next < ordered.count, ordered[next].key < place { next += 1 }
      var tasks: [PolledTask] = []
      while next < ordered.count, ordered[next].key.file == place.file,
        i + 1 == places.count || ordered[next].key < places[i + 1]
      {
        let row = ordered[next].value
        if let completed = row.completed, let total = row.total {
          tasks.append(PolledTask(row.labels, completed: completed, total: total))
        }
        next += 1
      }
      return CompactionPoll(at: nil, source: place, pending: head.pending, tasks: tasks, form: head.form)
    }
  }
}

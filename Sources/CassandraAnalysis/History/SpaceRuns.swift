// Compactions that do not fit. A compaction that is too large is reduced pass by pass, two to four warnings a
// pass, and then either runs or is rejected: all passes are one event. No record names the compaction before
// its start line, which a rejected one never gets, so the lines of a thread are joined.

import CassandraModel

/// The passes of one compaction that did not fit.
struct SpaceRun: Sendable {
  var first: LocalTime
  var last: LocalTime
  var passes = 0
  var records = 0
  var compaction: TimeUUID?
  var table: TableName?
  var places = DiskPlaces()
  var figures: [Fault.Figure] = []
  var evidence: [Failure.Record] = []
  /// The line of the first pass that reduced the scope.
  var reduced: Failure.Record?
  let thread: String

  init(_ event: Event) {
    first = event.at
    last = event.at
    thread = event.thread
  }
}

/// Follows the passes thread by thread.
struct SpaceRuns: Sendable {
  private var open: [String: SpaceRun] = [:]

  /// In milliseconds: passes of one task follow within milliseconds; a busy node may need longer.
  private static let window: Int64 = 5000

  /// Adds a line of a pass. Returns the earlier run of its thread if this line does not belong to it.
  mutating func add(_ event: Event) -> SpaceRun? {
    var complete: SpaceRun?
    let id = event.fields.uuid(.id)
    if let run = open[event.thread] {
      let isOther = id != nil && run.compaction != nil && id != run.compaction
      if isOther || event.at.milliseconds - run.last.milliseconds > SpaceRuns.window {
        complete = open.removeValue(forKey: event.thread)
      }
    }
    var run = open[event.thread] ?? SpaceRun(event)
    run.last = max(run.last, event.at)
    run.records += 1
    if event.role == .spaceReduced {
      run.passes += 1
      run.reduced = run.reduced ?? Failure.Record(event)
    }
    run.compaction = run.compaction ?? id
    run.places.formUnion(DiskPlaces(of: event))
    run.table = run.table ?? event.fields.text(.table).flatMap { TableName(dotted: $0) }
    for (title, name) in SpaceRuns.figures {
      guard let value = event.fields[FieldName(name)], !run.figures.contains(where: { $0.title == title })
      else {
        continue
      }
      run.figures.append(Fault.Figure(title: title, value: value))
    }
    if run.evidence.count < 3 { run.evidence.append(Failure.Record(event)) }
    open[event.thread] = run
    return complete
  }

  /// The run of `thread`, which is over: its compaction has started or was rejected.
  mutating func close(_ thread: String) -> SpaceRun? {
    open.isEmpty ? nil : open.removeValue(forKey: thread)
  }

  /// All runs, at the end of the log, in the order in which they began.
  mutating func closeAll() -> [SpaceRun] {
    defer { open = [:] }
    return open.sorted {
      $0.value.first != $1.value.first ? $0.value.first < $1.value.first : $0.key < $1.key
    }
    .map(\.value)
  }

  /// Figures to report: the required and the available space.
  private static let figures = [
    ("bytes required", "required_bytes"), ("bytes needed", "needed_bytes"),
    ("bytes available", "available_bytes"), ("bytes expected to write", "expected_bytes"),
    ("estimated SSTables", "estimated_sstables"),
  ]
}

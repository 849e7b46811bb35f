// A kind of monitor as data: how its JSON is recognised and read, and the meaning of its log lines.

import CassandraModel

struct MonitorKind: Sendable {
  /// The name that users know.
  let name: String
  /// The command of its polls.
  let command: String
  /// Lines of its log, tried in order.
  let messages: [MonitorMessage]
  /// True if a JSON value is of this kind. Also called for values whose end is missing.
  let takes: @Sendable (JSONItem) -> Bool
  /// Reads such a value.
  let read: @Sendable (JSONItem, inout MonitorState) -> SnapshotEntry

  init(
    name: String, command: String, messages: [MonitorMessage] = [],
    takes: @escaping @Sendable (JSONItem) -> Bool = { _ in false },
    read: @escaping @Sendable (JSONItem, inout MonitorState) -> SnapshotEntry = { _, _ in
      SnapshotEntry(.unknown)
    }
  ) {
    self.name = name
    self.command = command
    self.messages = messages
    self.takes = takes
    self.read = read
  }
}

/// State that earlier entries leave for later ones.
struct MonitorState {
  let file: String
  /// Pending tasks in a snapshot of the triage, until its verdict repeats them.
  var triaged: Int64?
  /// The line of the start of a run whose result is not known yet.
  var openRun: Int?

  init(file: String) { self.file = file }
}

struct MonitorMessage: Sendable {
  enum Meaning: Sendable {
    /// An action of the monitor.
    case event(EventName, Severity)
    /// A start of the monitor; the field `interval_seconds`, if present, is its polling interval.
    case start(EventName)
    /// A successful poll, and the field that is a sample.
    case poll(EventName, Severity, sample: (FieldName, MetricName)?)
    /// A verdict; ignored if the snapshot before it gave the same.
    case verdict(EventName, Severity)
    /// The start of a run; a later line reports its result.
    case run(EventName)
    /// An action that shows that the run succeeded.
    case result(EventName, Severity)
    /// A poll that failed.
    case failure
    /// A failed poll that ended the monitor's work.
    case abort(EventName, Severity)
  }

  let wording: Wording
  let meaning: Meaning

  /// - Parameter wording: With holes as in `MessageTemplate`.
  init(_ wording: String, _ meaning: Meaning) {
    self.wording = Wording(wording)
    self.meaning = meaning
  }

  /// The entry for a line with this message.
  func entry(
    _ kind: MonitorKind, _ time: SnapshotTime, _ fields: EventFields, text: String, line: Int,
    _ state: inout MonitorState
  ) -> SnapshotEntry {
    var entry = SnapshotEntry(time)
    switch meaning {
    case .event(let name, let severity): entry.occurrence(name, severity, fields, line: line)
    case .start(let name):
      entry.startsRun = true
      if case .decimal(let seconds)? = fields[.intervalSeconds], seconds > 0, seconds < 86_400 {
        entry.interval = TimeSpan(milliseconds: Int64(seconds * 1000))
      }
      entry.occurrence(name, .info, fields, line: line)
    case .poll(let name, let severity, let sample):
      entry.poll(kind.command, line: line)
      if let (field, metric) = sample, let value = fields.integer(field) {
        entry.sample(metric, .none, Double(value), line: line)
      }
      entry.occurrence(name, severity, fields, line: line)
      state.openRun = nil
    case .verdict(let name, let severity):
      let pending = fields.integer(.pendingTasks)
      if state.triaged == nil || state.triaged != pending {
        entry.poll(kind.command, line: line)
        entry.sample(.compactionPendingTasks, .none, pending.map { Double($0) }, line: line)
      }
      state.triaged = nil
      entry.occurrence(name, severity, fields, line: line)
    case .run(let name):
      if let open = state.openRun { entry.poll(kind.command, failure: Self.unanswered, line: open) }
      state.openRun = line
      entry.occurrence(name, .info, fields, line: line)
    case .result(let name, let severity):
      if let open = state.openRun { entry.poll(kind.command, line: open) }
      state.openRun = nil
      if let table = fields.text(.table).flatMap({ TableName(dotted: $0) }),
        let tombstones = fields.integer(.tombstones)
      {
        entry.sample(.tableTombstonesPerSliceMax, Labels(table), Double(tombstones), line: line)
      }
      entry.occurrence(name, severity, fields, line: line)
    case .failure: fail(kind, text, line, &entry, &state)
    case .abort(let name, let severity):
      fail(kind, text, line, &entry, &state)
      entry.occurrence(name, severity, fields, line: line)
    }
    return entry
  }

  /// The failure of a run whose result is missing.
  static let unanswered = "nothing is said of how it ended"

  private func fail(
    _ kind: MonitorKind, _ text: String, _ line: Int, _ entry: inout SnapshotEntry,
    _ state: inout MonitorState
  ) {
    entry.poll(kind.command, failure: text, line: line)
    entry.occurrence(
      .monitorPollFailed, .warning, EventFields(names: [.command], values: [.text(kind.command)]),
      message: text, line: line)
    state.openRun = nil
  }
}

/// Keys of a JSON object that become fields of an occurrence under their own names.
struct MonitorFields: Sendable {
  private let keys: [String]
  private let names: [FieldName]

  init(_ keys: [String]) {
    self.keys = keys
    names = keys.map { FieldName($0) }
  }

  /// The fields of `item`; values other than numbers, strings and booleans are skipped.
  func read(_ item: JSONItem) -> EventFields {
    var found: [FieldName] = []
    var values: [FieldValue] = []
    for (key, name) in zip(keys, names) {
      guard let value = item[key].flatMap({ FieldValue($0) }) else { continue }
      found.append(name)
      values.append(value)
    }
    // Occurrences that have all names share one array.
    return EventFields(names: found.count == names.count ? names : found, values: values)
  }
}

extension FieldValue {
  /// A JSON value; true is 1. Nil for an object, an array, null and a number beyond Double.
  init?(_ item: JSONItem) {
    if let integer = item.integer {
      self = .integer(integer)
    } else if let number = item.number {
      self = .decimal(number)
    } else if let text = item.string {
      self = TimeUUID(text).map { .uuid($0) } ?? .text(text)
    } else if let truth = item.truth {
      self = .integer(truth ? 1 : 0)
    } else {
      return nil
    }
  }
}

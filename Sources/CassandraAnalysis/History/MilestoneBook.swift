// Log records of a node about its peers, streams and repairs, long pauses and settings by operators: each as
// one entry with its first and last time, because incidents across nodes need the time when each began and
// ended.

public import CassandraModel

/// One such event, with its repeats.
public struct Milestone: Sendable, Hashable {
  /// The name of its first message.
  public let name: EventName
  /// The peer's address, the session, the collector, the table.
  public let subject: String
  /// The kind of stream, the keyspace of a repair, the state that a node jumped to.
  public internal(set) var operation: String
  /// The first record.
  public let first: LocalTime
  /// The last record.
  public internal(set) var last: LocalTime
  /// Number of records.
  public internal(set) var count: Int
  /// True when its end was logged.
  public internal(set) var hasEnded: Bool
  /// True when it failed.
  public internal(set) var hasFailed: Bool
  /// Run of the process, from 1.
  public let process: Int
  /// Addresses of peers that it names, at most eight.
  public internal(set) var peers: [String]
  /// The longest pause in milliseconds; the earliest time in names of hint files; the limit that was set, in bytes a
  /// second, 0 for none.
  public internal(set) var value: Int64?
  /// The limit before, in bytes a second; nil when the log does not have it.
  public let previous: Int64?
  /// The text of the first record.
  public let text: String
  /// Place of the first record.
  public let source: SourceLocation
  /// Place of the last record.
  public internal(set) var lastSource: SourceLocation
}

/// Collects milestones. Memory is bounded: repeats that follow each other are one entry.
struct MilestoneBook: Sendable {
  private struct Key: Hashable {
    let group: String
    let subject: String
  }

  private(set) var all: [Milestone] = []
  /// The latest entry of each key, which may still grow.
  private var open: [Key: Int] = [:]
  /// Repair sessions by the command that started them.
  private var parents: [String: String] = [:]
  private static let limit = 5000
  private static let peerLimit = 8

  /// Adds a record, if its role makes a milestone.
  mutating func receive(_ event: Event, process: Int) {
    switch event.role {
    case .gcPause:
      guard MilestoneBook.isLongPause(event), let pause = event.integer(.durationMilliseconds) else { return }
      let index = note(event, "pause", event.fields.text(FieldName("collector")) ?? "", 60_000, process)
      update(index) { $0.value = max($0.value ?? 0, pause) }
    case .membership:
      let own = peer(event)
      let state = event.fields.text(FieldName("state")) ?? ""
      let index = note(event, event.name.name + " " + state, own, 1000, process)
      update(index) { $0.operation = String(state.prefix(60)) }
    case .hints: hints(event, process)
    case .stream, .streamFailed: stream(event, process)
    case .repair, .repairFailed: repair(event, process)
    case .compactionInterrupted:
      note(event, event.name.name, event.fields.text(.table) ?? "", 60_000, process)
    case .operatorAction: setting(event, process)
    default: break
    }
  }

  private func peer(_ event: Event) -> String {
    let text = event.fields.text(FieldName("peer")) ?? event.fields.text(FieldName("address")) ?? ""
    return NodeNames.plain(text)
  }

  /// True for a pause that is long enough to report; most are not.
  static func isLongPause(_ event: some LogRecord) -> Bool {
    (event.integer(.durationMilliseconds) ?? 0) >= 1000
  }

  @discardableResult
  private mutating func note(
    _ event: Event, _ group: String, _ subject: String, _ gap: Int64?, _ process: Int
  ) -> Int? {
    let key = Key(group: group, subject: subject)
    if let index = open[key], all[index].process == process,
      gap.map({ event.at.milliseconds - all[index].last.milliseconds <= $0 }) ?? true
    {
      all[index].last = max(all[index].last, event.at)
      all[index].count += 1
      all[index].lastSource = event.source
      return index
    }
    guard all.count < MilestoneBook.limit else { return nil }
    open[key] = all.count
    let rate = MilestoneBook.limits(event)
    all.append(
      Milestone(
        name: event.name, subject: subject, operation: "", first: event.at, last: event.at, count: 1,
        hasEnded: false, hasFailed: false, process: process, peers: [], value: rate.limit,
        previous: rate.previous, text: event.message, source: event.source, lastSource: event.source))
    return all.count - 1
  }

  private mutating func update(_ index: Int?, _ change: (inout Milestone) -> Void) {
    if let index { change(&all[index]) }
  }

  private mutating func addPeer(_ index: Int?, _ peer: String) {
    update(index) { one in
      if !peer.isEmpty, one.peers.count < MilestoneBook.peerLimit, !one.peers.contains(peer) {
        one.peers.append(peer)
      }
    }
  }

  // MARK: Kinds

  /// `379c5c86-b7ce-4bce-b1c3-c09eb96b52a5-1795239264773-2.hints`: the host id, when the file was begun, a version.
  private mutating func hints(_ event: Event, _ process: Int) {
    // Deleting a file is logged as well as sending it.
    guard event.name != EventName("hints.file_deleted") else { return }
    let index = note(event, event.name.name, peer(event), 600_000, process)
    addPeer(index, peer(event))
    let parts = (event.fields.text(FieldName("file")) ?? "").split(separator: "-")
    guard parts.count == 7, let begun = Int64(parts[5]), begun > 0, begun < 1 << 45 else { return }
    update(index) { $0.value = min($0.value ?? begun, begun) }
  }

  private mutating func stream(_ event: Event, _ process: Int) {
    guard let session = event.fields[FieldName("session")]?.text else { return }
    let index = note(event, "stream", session, nil, process)
    addPeer(index, peer(event))
    update(index) { one in
      if one.operation.isEmpty, let operation = event.fields.text(FieldName("operation")) {
        one.operation = String(operation.prefix(60))
      }
      if event.name == EventName("stream.finished") { one.hasEnded = true }
      if event.role == .streamFailed { one.hasFailed = true }
    }
  }

  /// Only records of a repair's coordinator; peers log streams and trees.
  private mutating func repair(_ event: Event, _ process: Int) {
    guard MilestoneBook.repairNames.contains(event.name.name) else { return }
    let session = event.fields[FieldName("session")]?.text
    let parent = event.fields[FieldName("parent")]?.text ?? session.flatMap { parents[$0] }
    if let session, let parent, parents.count < MilestoneBook.limit { parents[session] = parent }
    guard let subject = parent ?? session else { return }
    let index = note(event, "repair", subject, nil, process)
    let words = event.fields.text(FieldName("peers")) ?? ""
    for word in words.split(whereSeparator: { $0 == "," || $0 == " " }) {
      addPeer(index, NodeNames.plain(String(word)))
    }
    update(index) { one in
      if one.operation.isEmpty { one.operation = event.fields.text(FieldName("keyspace")) ?? "" }
      switch event.name.name {
      case "repair.command_finished": one.hasEnded = true
      // Before 4.0 a command names no session: the last session that ends is its end.
      case "repair.session_finished": one.hasEnded = one.name != EventName("repair.command_started")
      case "repair.command_failed", "repair.session_failed": one.hasFailed = true
      default: break
      }
    }
  }

  private static let repairNames: Set<String> = [
    "repair.command_started", "repair.command_finished", "repair.command_failed", "repair.session_started",
    "repair.session_finished", "repair.session_failed",
  ]

  private mutating func setting(_ event: Event, _ process: Int) {
    guard event.name.name.hasPrefix("config.") || event.name.name.hasPrefix("operator.") else { return }
    note(event, event.name.name, event.fields.text(.table) ?? "", 1000, process)
  }

  private static func limits(_ event: Event) -> (limit: Int64?, previous: Int64?) {
    let mebibyte: Int64 = 1 << 20
    if let megabits = event.fields.integer(FieldName("limit_megabits_per_s")) {
      var before: Int64?
      if case .decimal(let value)? = event.fields[FieldName("previous_megabits_per_s")] {
        before = Int64(exactly: (value * 125_000).rounded())
      }
      return (megabits.multipliedReportingOverflow(by: 125_000).partialValue, before)
    }
    guard let limit = event.fields.integer(FieldName("limit_mib_per_s")) else { return (nil, nil) }
    var before: Int64?
    if case .decimal(let value)? = event.fields[FieldName("previous_mib_per_s")] {
      before = Int64(exactly: (value * Double(mebibyte)).rounded())
    }
    return (limit.multipliedReportingOverflow(by: mebibyte).partialValue, before)
  }
}

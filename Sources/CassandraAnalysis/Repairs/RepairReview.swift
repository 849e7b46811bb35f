// Review of repairs (000, 001, 002, 003): each repair, decommission, rebuild and cleanup that ran, against
// the gates of the seeds at its start, against other repairs, and against the writes of its time.

public import CassandraModel

/// One gate at the start of an operation.
public struct RepairGate: Sendable, Hashable {
  /// The kind of gate.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// Fewer than 8 compactions pending (003).
    case pending = "pending < 8"
    /// No compaction active (000).
    case active = "no active compaction"
    /// No compaction longer than 300 s (000: decommission and rebuild wait for it).
    case latency = "no compaction over 300 s"
    /// No other repair (002).
    case alone = "no other repair"
    /// Writes at most at the 75th percentile of the capture (002: off-peak).
    case offPeak = "off-peak writes"
  }

  /// The kind of gate.
  public let kind: Kind
  /// True if it was open; nil when the capture does not show it.
  public let isOpen: Bool?
  /// The measured value; nil without one.
  public let value: Double?
}

/// One operation that moves or validates large amounts of data.
public struct RepairReview: Sendable {
  /// `repair`, `cleanup`, `decommission`, `rebuild`.
  public let kind: String
  /// Its keyspace or table; nil when not known.
  public let subject: String?
  /// The node that ran or coordinated it.
  public let node: NodeID
  /// Its start.
  public let from: Moment
  /// Its last record or sample.
  public let to: Moment
  /// The result.
  public let result: Result
  /// `-pr`, `--full`, `-seq`, `--in-local-dc` as far as the log has the options; nil when it has none.
  public let options: RepairOptions?
  /// Gates at its start.
  public let gates: [RepairGate]
  /// Read p99 at its start and the highest while it ran, in seconds; nil without both.
  public let readLatency: (before: Double, during: Double)?
  /// Place of its start.
  public let source: SourceLocation

  /// The result of an operation.
  public enum Result: String, Sendable, Hashable {
    /// It ended well: exit status 0.
    case finished
    /// It failed.
    case failed
    /// Its end is not in the capture.
    case unknown = "no end in the capture"
  }

  /// True when at least one gate was closed.
  public var isUntimely: Bool { gates.contains { $0.isOpen == false } }
  /// True when reads became twice as slow while it ran: then the seed asks to stop it (`nodetool stop
  /// VALIDATION`).
  public var hasSlowedReads: Bool { readLatency.map { $0.during > 2 * $0.before } ?? false }
}

/// Options of a repair in Cassandra's form: `parallelism: parallel, primary range: false, incremental: true,
/// …`.
public struct RepairOptions: Sendable, Hashable {
  /// True with `-pr`.
  public let isPrimaryRange: Bool?
  /// True with `-seq`, false for the default.
  public let isSequential: Bool?
  /// False with `--full`.
  public let isIncremental: Bool?
  /// True with `--in-local-dc` or `-dc`.
  public let isLocal: Bool?

  /// nil when `text` has no options.
  init?(_ text: String) {
    let value = { (name: String) -> Substring? in
      guard let range = text.range(of: name) else { return nil }
      return text[range.upperBound...].prefix { $0 != "," && $0 != ")" }
    }
    guard let parallelism = value("parallelism: ") else { return nil }
    isSequential = parallelism == "sequential" || parallelism == "dc_parallel"
    isPrimaryRange = value("primary range: ").map { $0 == "true" }
    isIncremental = value("incremental: ").map { $0 == "true" }
    isLocal = value("dataCenters: [").map { !$0.hasPrefix("]") && !$0.isEmpty }
  }

  /// Options that the seeds advise and the repair lacks.
  public var missing: [String] {
    var missing: [String] = []
    if isPrimaryRange == false { missing.append("-pr") }
    if isSequential == false, isIncremental == false { missing.append("-seq") }
    return missing
  }
}

extension String {
  /// The first occurrence of `text`, without Foundation.
  fileprivate func range(of text: String) -> Range<String.Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
      start = index(after: start)
    }
    return nil
  }
}

extension Findings {
  /// Operations on the nodes, in the order of time.
  public var repairReviews: [RepairReview] {
    let engine = RuleEngine(settings: settings)
    let all = nodes.flatMap { node in node.repairRuns.map { (node: node, run: $0) } }
    // nodetool's output is often saved outside the folders of nodes: the coordinator's log tells the node.
    let logged = Set(all.filter { !$0.run.isOutput }.compactMap { $0.run.command })
    let runs = all.filter { !($0.run.isOutput && $0.run.command.map(logged.contains) == true) }
    return runs.map { one in
      let others = runs.filter { $0.run.kind == "repair" && $0.run.source != one.run.source }
      let isAlone = !others.contains { other in
        other.run.from.isUTC == one.run.from.isUTC
          && other.run.from.sortKey <= one.run.from.sortKey && other.run.to.sortKey > one.run.from.sortKey
      }
      return RepairReview(one.run, on: one.node, engine.inputs(of: one.node), isAlone: isAlone)
    }
    .sorted { a, b in
      a.from.sortKey != b.from.sortKey ? a.from.sortKey < b.from.sortKey : a.source < b.source
    }
  }
}

/// One operation, from a log or from an output.
struct RepairRun {
  let kind: String
  let subject: String?
  let from: Moment
  let to: Moment
  let result: RepairReview.Result
  let words: String
  let source: SourceLocation
  /// True if it is known from the output of nodetool only.
  var isOutput = false

  /// The id of the command in `Starting repair command #1 (5d0e1f20-…), repairing keyspace shop`.
  var command: TimeUUID? {
    for part in words.split(separator: "(").dropFirst() {
      if let id = TimeUUID(String(part.prefix(36))) { return id }
    }
    return nil
  }
}

extension NodeFindings {
  /// Repairs that the node coordinated, and operators' operations on it.
  fileprivate var repairRuns: [RepairRun] {
    var runs: [RepairRun] = []
    for one in milestones where one.name.name.hasPrefix("repair.") {
      runs.append(
        RepairRun(
          kind: "repair", subject: one.operation.isEmpty ? nil : one.operation, from: zone.moment(one.first),
          to: zone.moment(one.last), result: one.hasFailed ? .failed : one.hasEnded ? .finished : .unknown,
          words: one.text, source: one.source))
    }
    for one in operations where one.kind == "Cleanup" {
      runs.append(
        RepairRun(
          kind: "cleanup", subject: one.table?.description, from: zone.moment(one.from),
          to: zone.moment(one.to),
          result: one.hasEnded ? .finished : .unknown, words: "", source: one.source))
    }
    let leaving = milestones.filter {
      $0.name.name == "operator.leaving" || $0.name.name == "operator.decommissioned"
    }
    if let first = leaving.first, let last = leaving.last {
      let isDone = last.name.name == "operator.decommissioned"
      runs.append(
        RepairRun(
          kind: "decommission", subject: nil, from: zone.moment(first.first), to: zone.moment(last.last),
          result: isDone ? .finished : .unknown, words: "", source: first.source))
    }
    for one in milestones where one.name == EventName("stream") || one.name.name.hasPrefix("stream.") {
      guard one.operation == "Rebuild" else { continue }
      runs.append(
        RepairRun(
          kind: "rebuild", subject: nil, from: zone.moment(one.first), to: zone.moment(one.last),
          result: one.hasFailed ? .failed : one.hasEnded ? .finished : .unknown, words: "", source: one.source
        ))
    }
    // A repair that nodetool reported and the coordinator's own log lacks.
    for run in repairOutputs where !runs.contains(where: { isSame($0, run) }) { runs.append(run) }
    return runs
  }

  private func isSame(_ a: RepairRun, _ b: RepairRun) -> Bool {
    a.kind == b.kind && a.from.isUTC == b.from.isUTC && abs(a.from.sortKey - b.from.sortKey) <= 5000
  }

  /// Repairs in outputs of `nodetool repair`.
  private var repairOutputs: [RepairRun] {
    var runs: [RepairRun] = []
    var open: Occurrence?
    for one in repairOccurrences {
      switch one.name.name {
      case "repair.command_started":
        if let before = open { runs.append(run(before, to: nil)) }
        open = one
      default:
        guard let start = open else { continue }
        runs.append(run(start, to: one))
        open = nil
      }
    }
    if let open { runs.append(run(open, to: nil)) }
    return runs
  }

  private func run(_ start: Occurrence, to end: Occurrence?) -> RepairRun {
    let from = start.at ?? .local(.undated)
    return RepairRun(
      kind: "repair", subject: start.fields.text(FieldName("keyspace")), from: from, to: end?.at ?? from,
      result: end.map { $0.name.name == "repair.command_finished" ? .finished : .failed } ?? .unknown,
      words: start.message, source: start.source, isOutput: true)
  }
}

extension RepairReview {
  fileprivate init(_ run: RepairRun, on node: NodeFindings, _ inputs: ResolvedInputs, isAlone: Bool) {
    kind = run.kind
    subject = run.subject
    self.node = node.node
    (from, to, result, source) = (run.from, run.to, run.result, run.source)
    options = RepairOptions(run.words)
    let start: Instant? = if case .utc(let instant) = run.from { instant } else { nil }
    let value = { (series: RuleSeries?) -> Double? in
      guard let start, let series else { return nil }
      let index = lowerBound(series.points, Instant(milliseconds: start.milliseconds &+ 1))
      guard index > 0,
        start.milliseconds - series.points[index - 1].at.milliseconds <= series.maximumGap.milliseconds
      else { return nil }
      return series.points[index - 1].value
    }
    let pending = value(inputs.pending)
    let active = value(inputs.tasks?.polls)
    let writes = value(inputs.writeRate)
    let heavy = inputs.writeRate?.points.map(\.value).quantile(0.75)
    let longest = start.flatMap { start in
      inputs.tasks.map { tasks in
        tasks.tasks.filter { task in
          guard let last = task.points.last else { return false }
          return task.points[0].at <= start && (task.gone ?? last.at) >= start
        }
        .map { Double(start.milliseconds - $0.points[0].at.milliseconds) / 1000 }.max() ?? 0
      }
    }
    var gates = [
      RepairGate(kind: .pending, isOpen: pending.map { $0 < 8 }, value: pending),
      RepairGate(kind: .alone, isOpen: isAlone, value: nil),
      RepairGate(
        kind: .offPeak, isOpen: writes.flatMap { now in heavy.map { now <= $0 } }, value: writes),
    ]
    if run.kind == "decommission" || run.kind == "rebuild" {
      gates.append(RepairGate(kind: .latency, isOpen: longest.map { $0 <= 300 }, value: longest))
    } else {
      gates.append(RepairGate(kind: .active, isOpen: active.map { $0 == 0 }, value: active))
    }
    self.gates = gates
    let during = inputs.readLatency?.points.filter {
      $0.at.milliseconds > run.from.sortKey && $0.at.milliseconds <= run.to.sortKey
    }.map(\.value).max()
    readLatency = value(inputs.readLatency).flatMap { before in during.map { (before, $0) } }
  }
}

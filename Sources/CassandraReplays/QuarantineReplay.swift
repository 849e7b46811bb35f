// Quarantine (003): the files of a corrupt SSTable that have to be set aside together, and the next time at
// which an operator could have scrubbed. No script of 003 does this; nothing here moves a file.

import CassandraAnalysis
import CassandraModel

extension Replay {
  static let quarantine = Replay(
    id: "quarantine", title: "Quarantine", seed: "003",
    needs: "a log with failures that name a corrupt SSTable", style: .spaced,
    feeds: { node in QuarantinedSSTable.all(of: node).isEmpty ? [] : [.captures] },
    run: { input, each in
      let windows = QuietSamples(input) { _ in }.windows.sorted { $0.from < $1.from }
      var notes: [ReplayNote] = []
      for sstable in QuarantinedSSTable.all(of: input.node) {
        let window = sstable.nextWindow(of: windows)
        each(
          ReplayStep(at: sstable.first, source: sstable.source, decision: sstable.decision) {
            sstable.members(window)
          })
        if notes.count < TrackerAudit.noteLimit {
          notes.append(
            ReplayNote(
              .quarantine, from: sstable.first, to: sstable.last, subject: sstable.name.base,
              text: sstable.words(window), source: sstable.source))
        }
      }
      notes.append(
        ReplayNote(
          .promised, subject: "quarantine",
          text:
            "corrupt files set aside by themselves: no script does it, and files of a running node must not be moved"
        ))
      return ReplayEnd(notes: notes)
    })
}

struct QuarantinedSSTable: Sendable {
  let name: SSTableName
  let components: SSTableComponents
  /// When it first failed, if the log's clock is known.
  let first: Instant?
  let last: Instant?
  let source: SourceLocation
  private let failures: Int
  private let categories: [String]
  private let outcomes: [Outcome]
  private let runbook: String?

  /// All of a node, in order of path; SSTables without a dated first failure come last.
  static func all(of node: NodeFindings) -> [QuarantinedSSTable] {
    var groups: [String: [Fault]] = [:]
    for fault in node.faults where fault.category.family == .corruption {
      guard case .sstable(let base) = fault.subject else { continue }
      groups[base, default: []].append(fault)
    }
    return groups.compactMap { base, faults in QuarantinedSSTable(base, faults, node) }.sorted { a, b in
      switch (a.first, b.first) {
      case (let a?, let b?) where a != b: a < b
      case (_?, nil): true
      case (nil, _?): false
      default: a.name.base < b.name.base
      }
    }
  }

  private init?(_ base: String, _ faults: [Fault], _ node: NodeFindings) {
    let named = faults.flatMap(\.sstables).filter { $0.base == base }
    guard let name = named.first ?? SSTableName(path: base),
      let source = faults.lazy.compactMap({ $0.evidence.first?.source }).min()
    else { return nil }
    let rule = node.zone.rule
    let instant = { (moment: Moment) -> Instant? in
      if case .utc(let instant) = moment { instant } else { rule?.instant(moment) }
    }
    self.name = name
    self.source = source
    first = faults.compactMap { instant($0.first) }.min()
    last = faults.compactMap { instant($0.last) }.max()
    failures = faults.reduce(0) { $0 + $1.failures }
    categories = Set(faults.map(\.category.title)).sorted()
    outcomes = faults.map(\.outcome)
    runbook = faults.compactMap { $0.category.runbook?.id }.min()
    let texts = faults.flatMap { $0.evidence.map(\.text) + [$0.rootCause] }
    // Only compressed data have blocks with their own checksums.
    components = SSTableComponents(
      of: name,
      faults.contains { $0.category.id == .corruptionBlockChecksum }
        ? .on : QuarantinedSSTable.compression(name.table, texts, node),
      named: Set(named.compactMap(\.component)).union(texts.flatMap { QuarantinedSSTable.list($0, of: base) })
    )
  }

  /// Compression by the reader that failed, else by tablestats of the table.
  private static func compression(
    _ table: TableName?, _ texts: [String], _ node: NodeFindings
  ) -> SSTableComponents.Compression {
    if texts.contains(where: { $0.contains("Compressor") || $0.contains("CompressedChunkReader") }) {
      return .on
    }
    guard let table else { return .unknown }
    let ratios = node.series.all.filter {
      $0.key.metric == .tableCompressionRatio && $0.key.labels["keyspace"] == table.keyspace
        && $0.key.labels["table"] == table.table
    }
    // nodetool prints -1 for a table without compressed SSTables, and for a table without SSTables.
    return ratios.contains { ($0.summary.maximum?.value ?? -1) > 0 } ? .on : .unknown
  }

  /// The components that `Corrupt sstable <base>=[Data.db, …]; skipping table` lists.
  private static func list(_ text: String, of base: String) -> [String] {
    guard let start = text.firstRange(of: base + "=[") else { return [] }
    let rest = text.utf8.dropFirst(start.upperBound)
    guard let end = rest.firstIndex(of: UInt8(ascii: "]")) else { return [] }
    let list = String(decoding: rest[..<end], as: UTF8.self)
    return list.split(separator: ",").map { $0.drop { $0 == " " } }.filter(isComponent).map(String.init)
  }

  private static func isComponent(_ name: Substring) -> Bool {
    !name.isEmpty && name.utf8.count < 100
      && name.utf8.allSatisfy { ($0 | 0x20) &- UInt8(ascii: "a") < 26 || ".+-_0123456789".utf8.contains($0) }
  }

  var decision: String {
    let wasSkipped = outcomes.contains { outcome in
      if case .open(let reason, _) = outcome { reason != .noEnd } else { false }
    }
    if wasSkipped { return "not ended" }
    return outcomes.allSatisfy { $0.end != nil } ? "ended" : "open"
  }

  /// The first window that ends after the first failure, from that failure on.
  func nextWindow(of windows: [StateSpan<Bool>]) -> (from: Instant, to: Instant)? {
    guard let first, let window = windows.first(where: { $0.to > first }) else { return nil }
    return (max(first, window.from), window.to)
  }

  private var outcomeWords: [String] {
    outcomes.compactMap { outcome in
      switch outcome {
      case .open(.noEnd, _), .unknown: nil
      case .open, .resolved, .resolvedWithLoss, .contradicted: OutcomeText.sentence(outcome).plainText
      }
    }
  }

  func members(_ window: (from: Instant, to: Instant)?) -> [JSONMember] {
    let path = { (component: String) in JSONValue.text(name.base + "-" + component) }
    return [
      JSONMember("timestamp", .optional(first?.iso8601)), JSONMember("last", .optional(last?.iso8601)),
      JSONMember("table", .optional(name.table?.description)), JSONMember("sstable", .text(name.base)),
      JSONMember("version", .text(name.version)), JSONMember("format", .text(name.format)),
      JSONMember("failures", .integer(Int64(failures))),
      JSONMember("categories", .array(categories.map { .text($0) })),
      JSONMember("files", .array(components.certain.map(path))),
      JSONMember("possible_files", .array(components.possible.map(path))),
      JSONMember("also", .text(name.base + "-*")),
      JSONMember("decision", .text(decision)),
      JSONMember("outcome", .array(outcomeWords.map { .text($0) })),
      JSONMember(
        "next_window",
        window.map { .object(["from": .text($0.from.iso8601), "to": .text($0.to.iso8601)]) } ?? .null),
      JSONMember("scrub", .text(QuarantinedSSTable.scrub)),
      JSONMember("runbook", .optional(runbook)),
    ]
  }

  private static let scrub =
    "drops the rows and partitions that it cannot read; first a whole replica, or a snapshot of the files"

  func words(_ window: (from: Instant, to: Instant)?) -> String {
    var text = "\(decision)"
    if !outcomeWords.isEmpty { text += " (\(outcomeWords.joined(separator: "; ")))" }
    text += "; its files: " + components.certain.joined(separator: ", ")
    if !components.possible.isEmpty {
      text += ", and one of " + components.possible.joined(separator: ", ")
    }
    text += ", and whatever else begins with \(name.shortName); scrub "
    text +=
      window.map { "could run from \($0.from.iso8601) to \($0.to.iso8601)" }
      ?? "could run in no window that the samples show"
    return text + ", it \(QuarantinedSSTable.scrub)" + (runbook.map { " (\($0))" } ?? "")
  }
}

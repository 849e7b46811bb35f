// Replays: what the monitors' scripts would have decided. The page has a row for each; decisions as they changed, and
// all notes, are for data formats.

import CassandraAnalysis
import CassandraModel

extension ReportSection {
  static let replays = ReportSection("replays", "Replays") { findings in
    let nodes = findings.nodes.map { NodeReplays($0, of: findings) }
    let runs = nodes.flatMap { node in
      node.runs.map { (node: node.node.node, replay: $0.replay, run: $0.run) }
    }
    guard !runs.isEmpty else {
      return [.paragraph("None: no capture holds dated samples that a replay could be fed with.")]
    }
    var blocks: [Block] = [
      .paragraph(
        "What the monitors' scripts would have decided at each captured instant, by what their text means. Where a script as it is written would have done something else, the row says so."
      ),
      .table(
        Table(
          name: "replays", columns: columns,
          rows: runs.map { row($0.node, $0.replay, $0.run) }, visibleRows: 60)),
    ]
    let promised = runs.flatMap { $0.run.notes.filter { $0.kind == .promised } }
    var said: [String] = []
    for note in promised where !said.contains(note.text) { said.append(note.text) }
    let notes = runs.flatMap { one in
      one.run.notes.filter { $0.kind != .promised }.map { note(one.node, one.replay, one.run, $0) }
    }
    let changes = runs.flatMap { one in one.run.changes.map { change(one.node, one.replay, one.run, $0) } }
    var details: [Block] = []
    if !notes.isEmpty {
      details.append(
        .table(
          Table(name: "replay_notes", title: "Notes", columns: noteColumns, rows: notes, visibleRows: 20)))
    }
    if !said.isEmpty {
      details.append(.paragraph("Promised by the text, and not in the script:"))
      details.append(.bullets(said.map { Prose($0) }))
    }
    if !details.isEmpty { blocks.append(.details(title: "Audits, gates and windows", blocks: details)) }
    blocks.append(
      .table(
        Table(
          name: "replay_changes", title: "Decisions as they changed", columns: changeColumns, rows: changes,
          visibleRows: 0)))
    return blocks
  }

  private static let nodeColumn = Column("node", "Node", .text, meaning: "The node.")
  private static let replayColumn = Column(
    "replay", "Replay", .text, meaning: "Which decision procedure, as hindsight replay calls it.")
  private static let feedColumn = Column(
    "feed", "Fed with", .text,
    meaning: "captures, or the file that the script itself wrote, whose own samples are replayed.")

  private static let columns = [
    nodeColumn, replayColumn, feedColumn,
    Column("instants", "Instants", .count, meaning: "Captured instants that were decided."),
    Column("first", "From", .moment, meaning: "The first of them."),
    Column("last", "To", .moment, meaning: "The last of them."),
    Column(
      "decisions", "Decided", .text,
      meaning: "How often each decision was made; empty where there was nothing to decide."),
    Column(
      "marks", "Marked", .text,
      meaning: "How often a decision was marked: restart, idle, artefact, escalation, unlimited or lowered."),
    Column(
      "compared", "Compared", .count,
      meaning: "Instants at which the script itself wrote what it decided; empty where it wrote nothing."),
    Column("agreed", "Agreed", .count, meaning: "Of these, instants at which the replay decides the same."),
    Column(
      "as_written", "As written", .text,
      meaning: "How often the script as it is written did something else, what, and why; empty if never."),
  ]

  private static func row(_ node: NodeID, _ replay: Replay, _ run: ReplayRun) -> [Cell] {
    [
      .code(node.name), .code(replay.id), .code(run.feed.name), .count(Int64(run.steps)),
      .optional(run.first) { .moment(.utc($0)) }, .optional(run.last) { .moment(.utc($0)) },
      run.decisions.isEmpty ? .missing : .text(run.decisionWords),
      run.marks.isEmpty
        ? .missing : .text(run.marks.map { "\($0.count) \($0.mark.rawValue)" }.joined(separator: ", ")),
      .optional(run.agreement) { .count(Int64($0.compared)) },
      .optional(run.agreement) { .count(Int64($0.agreed)) },
      run.differences.isEmpty ? .missing : .text(run.differenceWords),
    ]
  }

  private static let noteColumns = [
    nodeColumn, replayColumn, feedColumn,
    Column("kind", "Kind", .text, meaning: "audit, gate, window, quarantine, missing or disagreement."),
    Column("from", "From", .moment, meaning: "From when; empty when it is about no time."),
    Column("to", "To", .moment, meaning: "To when: the last sample that shows it."),
    Column("subject", "About", .text, meaning: "Compaction, table, SSTable, gate or input that it is about."),
    Column("text", "What", .text, meaning: "In words and numbers."),
    Column("source", "Source", .text, meaning: "File and line of the first sample."),
  ]

  private static func note(_ node: NodeID, _ replay: Replay, _ run: ReplayRun, _ note: ReplayNote) -> [Cell] {
    [
      .code(node.name), .code(replay.id), .code(run.feed.name), .text(note.kind.rawValue),
      .optional(note.from) { .moment(.utc($0)) }, .optional(note.to) { .moment(.utc($0)) },
      .code(note.subject), .text(note.text), .optional(note.source) { .source($0) },
    ]
  }

  private static let changeColumns = [
    nodeColumn, replayColumn, feedColumn,
    Column(
      "at", "Time", .moment,
      meaning: "The first instant at which it was so; empty when nothing dates the sample."),
    Column("decision", "Decision", .text, meaning: "What is decided by what the script's text means."),
    Column("marks", "Marks", .text, meaning: "What speaks against taking the decision at its word."),
    Column(
      "as_written", "As written", .text,
      meaning: "What the script as written did; empty where it did the same."),
    Column("cause", "Because", .text, meaning: "Why it did."),
    Column("source", "Source", .text, meaning: "File and line of the sample."),
  ]

  private static func change(_ node: NodeID, _ replay: Replay, _ run: ReplayRun, _ step: ReplayStep) -> [Cell]
  {
    [
      .code(node.name), .code(replay.id), .code(run.feed.name), .optional(step.at) { .moment(.utc($0)) },
      .text(step.decision),
      step.marks.isEmpty ? .missing : .text(step.marks.map(\.rawValue).joined(separator: ", ")),
      .optional(step.asWritten) { .text($0.decision) }, .optional(step.asWritten) { .text($0.cause) },
      .source(step.source),
    ]
  }
}

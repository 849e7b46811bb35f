// Monitoring-procedure replays: the decisions of the monitoring procedures at each captured instant. The page
// has one row for each procedure; changes of the decision, and all notes, are for data formats.

import CassandraAnalysis
import CassandraReplays
import CassandraModel

extension ReportSection {
  static func procedureReplays(_ findings: Findings) -> [Block] {
    let nodes = findings.nodes.map { NodeReplays($0, of: findings) }
    let runs = nodes.flatMap { node in
      node.runs.map { (node: node.node.node, replay: $0.replay, run: $0.run) }
    }
    guard !runs.isEmpty else { return [] }
    let notes = runs.flatMap { one in
      one.run.notes.map { note(one.node, one.replay, one.run, $0) }
    }
    let changes = runs.flatMap { one in one.run.changes.map { change(one.node, one.replay, one.run, $0) } }
    return [
      .details(
        title: "Monitoring-procedure replays",
        blocks: [
          .table(
            Table(
              name: "procedure_replays", columns: columns,
              rows: runs.map { row($0.node, $0.replay, $0.run) }, visibleRows: Table.pageLimit)),
          .table(
            Table(
              name: "procedure_notes", title: "Notes", columns: noteColumns, rows: notes,
              visibleRows: Table.pageLimit)),
        ]),
      .table(
        Table(name: "procedure_decisions", columns: changeColumns, rows: changes, visibleRows: 0)),
    ]
  }

  private static let nodeColumn = Column("node", "Node", .text, meaning: "The node.")
  private static let replayColumn = Column(
    "procedure", "Procedure", .text, meaning: "The procedure, as hindsight replay calls it.")
  private static let feedColumn = Column(
    "input", "Input", .text,
    meaning: "captures, or the file that the procedure's script wrote.")

  private static let columns = [
    nodeColumn, replayColumn, feedColumn,
    Column("instants", "Instants", .count, meaning: "Captured instants with a decision."),
    Column("first", "From", .moment, meaning: "The first instant."),
    Column("last", "To", .moment, meaning: "The last instant."),
    Column(
      "decisions", "Decisions", .text,
      meaning: "Count of each decision; empty without any."),
    Column(
      "marks", "Marks", .text,
      meaning: "Count of each mark: restart, idle, artefact, escalation, unlimited or lowered."),
    Column(
      "compared", "Compared", .count,
      meaning: "Instants with a decision written by the script itself; empty without any."),
    Column("agreed", "Agreed", .count, meaning: "Compared instants with the same decision."),
    Column(
      "as_written", "As written", .text,
      meaning: "Instants at which the script as written decides otherwise, and why; empty without any."),
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
    Column(
      "kind", "Kind", .text, meaning: "audit, gate, window, quarantine, missing, promised or disagreement."),
    Column("from", "From", .moment, meaning: "Start; empty without a time."),
    Column("to", "To", .moment, meaning: "Time of the last sample that shows it."),
    Column("subject", "Subject", .text, meaning: "Compaction, table, SSTable, gate or input."),
    Column("text", "Note", .text, meaning: "In words and numbers."),
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
      meaning: "The first instant of the decision; empty for an undated sample."),
    Column("decision", "Decision", .text, meaning: "The decision by the meaning of the procedure."),
    Column("marks", "Marks", .text, meaning: "Reasons to doubt the decision."),
    Column(
      "as_written", "As written", .text,
      meaning: "The decision of the script as written; empty where it is the same."),
    Column("cause", "Because", .text, meaning: "Why it differs."),
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

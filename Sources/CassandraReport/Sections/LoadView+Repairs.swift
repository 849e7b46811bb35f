// Views of repair sessions, of tombstones until their removal, and of the monitors themselves.

import CassandraAnalysis
import CassandraModel

extension LoadView {
  private static let node = Column("node", "Node", .text, meaning: "The node.")

  static let repairs = LoadView(
    title: "Repairs and other operations as they ran",
    missing: { findings in
      findings.nodesWithLog.isEmpty && findings.repairReviews.isEmpty
        ? "system.log, or the output of nodetool repair" : nil
    },
    blocks: { findings in
      let reviews = findings.repairReviews
      guard !reviews.isEmpty else { return [] }
      var advice: [Prose] = []
      if reviews.contains(where: { $0.hasSlowedReads && $0.kind == "repair" }) {
        advice.append(
          "A repair that slows reads: \(code: "nodetool stop VALIDATION") on the node stops it; Ctrl-C does not. It starts again from the beginning."
        )
      }
      if reviews.contains(where: { !($0.options?.missing.isEmpty ?? true) }) {
        advice.append(
          "A full repair of all nodes with \(code: "-pr") reads each range once; \(code: "--in-local-dc -seq") keeps one replica free of it."
        )
      }
      let table = Table(
        name: "repair_reviews", columns: repairColumns, rows: reviews.map(row), visibleRows: 3)
      return [.table(table)] + (advice.isEmpty ? [] : [.bullets(advice)])
    })

  private static let repairColumns =
    [
      Column("from", "From", .moment, meaning: "When it began."),
      Column("to", "To", .moment, meaning: "Last seen.", isDataOnly: true), node,
      Column("kind", "Operation", .text, meaning: "repair, cleanup, decommission or rebuild."),
      Column("subject", "Subject", .text, meaning: "Its keyspace or table; empty when not told."),
      Column("result", "Result", .text, meaning: "finished, failed, or no end in the capture."),
      Column("closed", "Gates closed", .list, meaning: "Gates of the seeds that were closed at its start."),
      Column(
        "unknown", "Not known", .list, meaning: "Gates that the capture does not tell.", isDataOnly: true),
      Column("pending", "Pending", .count, meaning: "Pending compactions at its start."),
      Column("advised", "Advised", .list, meaning: "Options that the seeds advise and it did not have."),
      Column(
        "read_before", "Read p99 before", .duration, meaning: "Read p99 at its start.", isDataOnly: true),
      Column(
        "read_during", "Read p99 in it", .duration, meaning: "The highest read p99 while it ran.",
        isDataOnly: true),
      Column("source", "Source", .text, meaning: "File and line where it begins.", isDataOnly: true),
    ]

  private static func row(_ one: RepairReview) -> [Cell] {
    let gates = { (isOpen: Bool?) -> Cell in
      .list(one.gates.filter { $0.isOpen == isOpen }.map { .text($0.kind.rawValue) })
    }
    let seconds = { (value: Double) -> Cell in
      Int64(exactly: (value * 1000).rounded()).map { .duration(TimeSpan(milliseconds: $0)) } ?? .missing
    }
    return [
      .moment(one.from), .moment(one.to), .code(one.node.name), .text(one.kind),
      .optional(one.subject) { .code($0) }, .text(one.result.rawValue), gates(false), gates(nil),
      .optional(one.gates.first { $0.kind == .pending }?.value) { .count(Int64(clamping: $0)) },
      .optional(one.options) { .list($0.missing.map { .code($0) }) },
      .optional(one.readLatency?.before) { seconds($0) }, .optional(one.readLatency?.during) { seconds($0) },
      .source(one.source),
    ]
  }

  static let tombstones = LoadView(
    title: "Tombstones to their end", isOnPage: false,
    missing: { findings in
      findings.nodesWithLog.isEmpty
        && findings.nodes.allSatisfy { $0.samples.all(of: .tableTombstonesPerSliceMax).isEmpty }
        ? "system.log and nodetool tablestats" : nil
    },
    blocks: { findings in
      let reviews = findings.tombstoneReviews
      guard !reviews.isEmpty else { return [] }
      let rows = reviews.map { one -> [Cell] in
        [
          .code(one.node.name), .code(one.table.description),
          .optional(one.most) { .count(Int64(clamping: $0)) },
          .optional(one.warnings) { .count(Int64(clamping: $0)) },
          .optional(one.aborts) { .count(Int64(clamping: $0)) },
          .optional(one.unseen) { .count(Int64(clamping: $0)) }, .optional(one.warnThreshold) { .count($0) },
          .optional(one.failureThreshold) { .count($0) }, .optional(one.grace) { .duration($0) },
          .optional(one.repaired) { .percent(ratio: $0) },
          .optional(one.lastRepair, reason: "none in the capture") { .moment($0) },
          .optional(one.isRepairLate) {
            .text($0 ? "longer than gc_grace_seconds ago" : "within gc_grace_seconds")
          },
          .optional(one.compaction) { .moment($0.end) },
          .optional(one.compaction?.before) { .count(Int64(clamping: $0)) },
          .optional(one.compaction?.after) { .count(Int64(clamping: $0)) },
        ]
      }
      return [
        .table(Table(name: "tombstone_reviews", columns: tombstoneColumns, rows: rows, visibleRows: 3))
      ]
    })

  private static let tombstoneColumns = [
    node, Column("table", "Table", .text, meaning: "The table."),
    Column("most", "Most in one slice", .count, meaning: "By tablestats; empty without it."),
    Column(
      "warnings", "Warnings", .count,
      meaning: "Reads over the warning threshold in the log; empty without one."),
    Column("aborts", "Aborted", .count, meaning: "Reads aborted at the failure threshold."),
    Column(
      "unseen", "Seen by no poll", .count,
      meaning: "Warnings after which no tablestats was taken within five minutes: no monitor could see them."),
    Column("warn_threshold", "Warn at", .count, meaning: "The node's own tombstone_warn_threshold."),
    Column(
      "failure_threshold", "Abort at", .count, meaning: "The node's own tombstone_failure_threshold.",
      isDataOnly: true),
    Column("grace", "gc_grace", .duration, meaning: "gc_grace_seconds of the schema.", isDataOnly: true),
    Column("repaired", "Repaired", .percent, meaning: "Share of the data that is repaired."),
    Column("last_repair", "Last repair", .moment, meaning: "The last repair of it that ended well."),
    Column(
      "late", "Repair", .text, meaning: "Whether that is longer ago than gc_grace_seconds.", isDataOnly: true),
    Column(
      "compacted", "Last compaction", .moment, meaning: "The last compaction of it that ended well.",
      isDataOnly: true),
    Column(
      "before", "Before it", .count, meaning: "Most tombstones in the last sample before that compaction."),
    Column("after", "After it", .count, meaning: "The same in the first sample five minutes after it."),
  ]

  static let monitors = LoadView(
    title: "Samples by command", isOnPage: false,
    missing: { findings in findings.nodes.allSatisfy(\.polls.isEmpty) ? "captures of commands" : nil },
    blocks: { findings in
      let all = findings.nodes.flatMap(\.pollReviews)
      let odd = all.filter { $0.isTooSlow || $0.failed > 0 }
      let table = { (rows: [PollReview], visible: Int) in
        Table(name: "poll_reviews", columns: pollColumns, rows: rows.map(row), visibleRows: visible)
      }
      guard !odd.isEmpty else { return all.isEmpty ? [] : [.table(table(all, 0))] }
      let rest = all.filter { !($0.isTooSlow || $0.failed > 0) }
      return [.table(table(odd + rest, min(5, odd.count)))]
    })

  private static let pollColumns = [
    node, Column("command", "Command", .text, meaning: "The command, or the monitor."),
    Column("succeeded", "Answered", .count, meaning: "Samples with output."),
    Column("failed", "Failed", .count, meaning: "Failed samples."),
    Column("interval", "Interval", .duration, meaning: "The median time between two samples."),
    Column("allowed", "Needed", .duration, meaning: "The longest interval that its figures allow."),
    Column("failures", "Why", .list, meaning: "Kinds of failure, as far as their words tell."),
    Column("remedy", "Do", .text, meaning: "Remedy of the most frequent kind."),
    Column("source", "First at", .text, meaning: "File and line of the first failure.", isDataOnly: true),
  ]

  private static func row(_ one: PollReview) -> [Cell] {
    let remedy = one.failures.first?.kind.remedy ?? ""
    return [
      .code(one.node.name), .code(one.command), .count(Int64(clamping: one.succeeded)),
      .count(Int64(clamping: one.failed)),
      .optional(one.interval) { .duration($0) }, .optional(one.allowed) { .duration($0) },
      .list(one.failures.map { .text($0.kind.rawValue) }),
      !remedy.isEmpty ? .text(remedy) : one.isTooSlow ? .text("poll it more often") : .missing,
      .optional(one.source) { .source($0) },
    ]
  }
}

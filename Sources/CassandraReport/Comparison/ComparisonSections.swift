// The sections of a comparison after its summary: findings, figures that differ, and data that one side
// lacks.

import CassandraAnalysis
import CassandraModel

extension ComparisonSection {
  static let faults = ComparisonSection("errors", "Errors and warnings") { comparison in
    let rows = comparison.findings.filter { $0.area == .faults }
    guard !rows.isEmpty else {
      return [
        .paragraph(
          comparison.isJudged(.faults)
            ? "Neither side has one." : "Unknown: no node has a log on both sides.")
      ]
    }
    return [.table(ComparisonTables.findings(rows))]
  }

  static let alerts = ComparisonSection("alerts", "Alerts and tiers") { comparison in
    let rows = comparison.findings.filter { $0.area == .alerts }
    let tiers = ComparisonTables.changed(comparison, [.alerts])
    let found: Block =
      rows.isEmpty
      ? .paragraph("No rule fired on either side, as far as they could be evaluated.")
      : .table(ComparisonTables.findings(rows))
    return [found] + (tiers.rows.isEmpty ? [] : [.table(tiers)])
  }

  static let settings = section("settings", "Settings and versions", [.settings])
  static let rates = section("rates", "Rates, backlog and tombstones", [.rates, .backlog, .tombstones])
  static let sizes = section("sizes", "Disks and sizes", [.disk, .sizes])

  private static func section(_ id: String, _ title: String, _ areas: [ComparisonArea]) -> ComparisonSection {
    ComparisonSection(id, title) { comparison in
      let known = comparison.figures.count { figure in
        figure.change.isKnown && figure.measure.area.map(areas.contains) ?? false
      }
      guard known > 0 else { return [.paragraph("Unknown: no figure of it on both sides.")] }
      let table = ComparisonTables.changed(comparison, areas)
      return table.rows.isEmpty
        ? [
          .paragraph(
            "The same: \(known, "figure") \(known == 1 ? "does" : "do") not differ by more than the tolerance."
          )
        ]
        : [.table(table)]
    }
  }

  static let oneSided = ComparisonSection("one_sided", "On one side only") { comparison in
    struct Key: Hashable {
      let measure: ComparisonMeasure
      let change: FigureChange.Change
    }
    let alone = comparison.figures.filter { !$0.change.isKnown }
    guard !alone.isEmpty else { return [.paragraph("Both sides have the same measures.")] }
    let groups = Dictionary(grouping: alone) { Key(measure: $0.measure, change: $0.change) }
    let order = ComparisonMeasure.all
    let rows = groups.sorted { a, b in
      let (left, right) = (order.firstIndex(of: a.key.measure) ?? 0, order.firstIndex(of: b.key.measure) ?? 0)
      return left != right ? left < right : a.key.change.rawValue < b.key.change.rawValue
    }.map { key, figures -> [Cell] in
      let names = distinct(figures.map(\.of).filter { !$0.isEmpty })
      return [
        .text(key.measure.title), .text(key.change == .onlyBefore ? "before" : "after"),
        .list(distinct(figures.map(\.match.after)).map { .code($0) }), .count(Int64(figures.count)),
        names.isEmpty
          ? .missing
          : .list(
            names.prefix(5).map { .code($0) }
              + (names.count > 5 ? [.text("and \(names.count - 5) more")] : [])),
      ]
    }
    return [
      .paragraph(
        "A figure that one side lacks is unknown there: neither zero nor a change."
      ),
      .table(
        Table(
          name: "one_sided",
          columns: [
            Column("measure", "Measure", .text, meaning: "The measure in words."),
            Column("known", "Known", .text, meaning: "The side: before or after."),
            Column("nodes", "Nodes", .list, meaning: "The nodes."),
            Column("figures", "Figures", .count, meaning: "Number of figures."),
            Column("of", "Subjects", .list, meaning: "Tables, settings or rules, the first five."),
          ], rows: rows)),
    ]
  }

  static let nodes = ComparisonSection("nodes", "Nodes") { comparison in
    // By measure and node: a search for each node would read all figures of all nodes each time.
    let spans = [comparison.before, comparison.after].map { side in
      Dictionary(
        grouping: side.figures.filter { ["covered_from", "covered_to"].contains($0.measure) },
        by: { $0.measure + "\n" + $0.node })
    }
    let covered = { (side: Int, node: String, measure: String) -> Cell in
      guard case .text(let text)? = spans[side][measure + "\n" + node]?.first?.value else { return .missing }
      return .text(text)
    }
    let row = { (before: String?, after: String?, why: String) -> [Cell] in
      [
        .optional(before) { .code($0) }, .optional(after) { .code($0) }, .text(why),
        .optional(before) { covered(0, $0, "covered_from") },
        .optional(before) { covered(0, $0, "covered_to") },
        .optional(after) { covered(1, $0, "covered_from") },
        .optional(after) { covered(1, $0, "covered_to") },
      ]
    }
    var rows = comparison.matches.map { match in
      row(
        match.before, match.after,
        match.basis.rawValue + (match.isAnotherHost ? "; host ids differ: another host, or set up anew" : ""))
    }
    rows += comparison.nodesGone.map {
      row($0, nil, "only before: none of its host id, name or address after")
    }
    rows += comparison.nodesNew.map {
      row(nil, $0, "only after: none of its host id, name or address before")
    }
    guard !rows.isEmpty else { return [.paragraph("No node on either side.")] }
    return [
      .table(
        Table(
          name: "matched_nodes",
          columns: [
            Column("before", "Before", .text, meaning: "The node before; empty for a new one."),
            Column("after", "After", .text, meaning: "The same node after; empty for one that is gone."),
            Column("because", "Because", .text, meaning: "Why the two are one node."),
            Column("before_from", "Before from", .text, meaning: "First moment of the earlier side."),
            Column("before_to", "Before to", .text, meaning: "Last moment of the earlier side."),
            Column("after_from", "After from", .text, meaning: "First moment of the later side."),
            Column("after_to", "After to", .text, meaning: "Last moment of the later side."),
          ], rows: rows))
    ]
  }

  static let everything = ComparisonSection("figures", "All figures") { comparison in
    guard !comparison.figures.isEmpty else { return [.paragraph("There is none.")] }
    return [.table(ComparisonTables.figures("compared_figures", comparison.figures, visibleRows: 0))]
  }
}

enum ComparisonTables {
  static func changed(_ comparison: Comparison, _ areas: [ComparisonArea]) -> Table {
    let changed = comparison.figures.filter { figure in
      figure.change.isChange && figure.measure.area.map(areas.contains) ?? false
    }
    return figures("changed_figures", changed, visibleRows: 60)
  }

  static func figures(_ name: String, _ figures: [FigureChange], visibleRows: Int) -> Table {
    Table(
      name: name,
      columns: [
        Column("node", "Node", .text, meaning: "The node, as the later side calls it."),
        Column("title", "Title", .text, meaning: "The measure in words."),
        Column("measure", "Measure", .text, meaning: "Stable name of the measure.", isDataOnly: true),
        Column(
          "of", "Subject", .text, meaning: "A table, setting, disk, request or rule; empty for the node."),
        Column(
          "before", "Before", .text,
          meaning: "Before: a plain number in the unit of the measure's name, or words; empty when unknown."
        ),
        Column("after", "After", .text, meaning: "After, likewise."),
        Column(
          "relative", "By", .percent,
          meaning: "The difference as a share of the value before; empty for words, and from zero."),
        Column(
          "change", "Change", .text, meaning: "worse, better, changed, same, or unknown before or after."),
        Column("before_source", "Source before", .text, meaning: "File and line.", isDataOnly: true),
        Column("source", "Source after", .text, meaning: "File and line of the later value."),
      ],
      rows: figures.map { one in
        [
          .code(one.match.after), .text(one.measure.title), .code(one.measure.id),
          one.of.isEmpty ? .missing : .code(one.of), ComparisonWords.cell(one.before, one.measure),
          ComparisonWords.cell(one.after, one.measure), .optional(one.relative) { .percent(ratio: $0) },
          .text(one.change.rawValue), source(one.sourceBefore), source(one.sourceAfter),
        ]
      }, visibleRows: visibleRows)
  }

  private static func source(_ text: String) -> Cell { text.isEmpty ? .missing : .code(text) }

  static func findings(_ findings: [FindingChange]) -> Table {
    Table(
      name: "finding_changes",
      columns: [
        Column(
          "change", "Change", .text,
          meaning: "new, new on a node, unknown before, known, gone, or unknown after."),
        Column("severity", "Severity", .text, meaning: "info, warning or critical."),
        Column("kind", "Kind", .text, meaning: "category, rule or warning.", isDataOnly: true),
        Column("id", "Id", .text, meaning: "Id of the category, rule or sign.", isDataOnly: true),
        Column("title", "Title", .text, meaning: "The same in words."),
        Column("tables", "Tables", .list, meaning: "Affected tables."),
        Column("nodes_before", "On before", .list, meaning: "Nodes that had it."),
        Column("nodes_after", "On after", .list, meaning: "Nodes that have it."),
        Column("count_before", "Before", .count, meaning: "Errors, alerts or warnings before."),
        Column("count_after", "After", .count, meaning: "The same after."),
        Column("failures_before", "Failed before", .count, meaning: "Failed operations before; of errors."),
        Column("failures_after", "Failed after", .count, meaning: "The same after."),
        Column("message", "In words", .text, meaning: "One sentence.", isDataOnly: true),
        Column("source", "Source", .text, meaning: "File and line, of the later side where it is there."),
        Column(
          "fingerprint", "Fingerprint", .text, meaning: "The same on both sides.", isDataOnly: true),
      ],
      rows: findings.map { one in
        let isFault = one.kind == "category"
        return [
          .text(one.change.rawValue), .severity(one.severity), .text(one.kind), .code(one.id),
          .text(one.title),
          one.tables.isEmpty ? .missing : .list(one.tables.map { .code($0) }),
          .list(one.nodesBefore.map { .code($0) }), .list(one.nodesAfter.map { .code($0) }),
          .count(Int64(one.countBefore)), .count(Int64(one.countAfter)),
          isFault ? .count(one.failuresBefore) : .missing, isFault ? .count(one.failuresAfter) : .missing,
          .text(one.message), source(one.source), .code(one.fingerprint),
        ]
      }, visibleRows: 100)
  }
}

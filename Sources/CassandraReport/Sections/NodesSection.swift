// Nodes and settings: version, cluster, clock and time covered of each node, restarts, changed settings, the
// ring.

import CassandraAnalysis
import CassandraModel

extension ReportSection {
  static let nodes = ReportSection("nodes", "Nodes and settings") { findings in
    guard !findings.nodes.isEmpty else { return [] }
    let all = findings.nodes.map { row($0, span: findings.span(of: $0)) }
    let changes = findings.nodes.flatMap { node in node.changes.map { change($0, on: node) } }
    let hasNodes = findings.nodes.count > 1
    let skews = findings.clockSkews.map(words)
    let attributes = attributeTable(findings)
    let ring = ringTable(findings)
    let skipped = hasNodes ? 0 : 1
    let changed = Table.excerpt(
      "setting_changes", title: "Changed settings", columns: Array(changeColumns.dropFirst(skipped)),
      rows: changes.lazy.map { Array($0.dropFirst(skipped)) }, of: changes.count)
    return [
      .table(
        Table.excerpt(
          "nodes", columns: pageColumns,
          rows: findings.nodes.lazy.map { pageRow($0, span: findings.span(of: $0)) }, of: all.count)),
      .bullets(skews),
      // Without an incident, changed settings explain nothing and are collapsed.
      findings.incidents.isEmpty
        ? .details(title: "Changed settings", blocks: [.table(changed)]) : .table(changed),
    ] + restarts(findings) + [
      .details(title: "Settings and identity", blocks: attributes.rows.isEmpty ? [] : [.table(attributes)]),
      .details(title: "Ring", blocks: ring.rows.isEmpty ? [] : [.table(ring)]),
      .details(title: "Known bugs in the logs", blocks: findings.knownIssueTable.map { [.table($0)] } ?? []),
      .table(Table(name: "nodes", columns: columns, rows: all, visibleRows: 0)),
      .table(Table(name: "setting_changes", columns: changeColumns, rows: changes, visibleRows: 0)),
    ]
  }

  private static let pageColumns = [
    Column("node", "Node", .text, meaning: "The node as this report calls it."),
    Column("version", "Version", .list, meaning: "Cassandra versions that ran, in order."),
    Column("address", "Address", .list, meaning: "Address that other nodes use."),
    Column("zone", "Clock", .text, meaning: "Offset of its clock from UTC, and its evidence."),
    Column("time", "Time covered", .text, meaning: "First and last moment in its files."),
    Column("records", "Log records", .count, meaning: "Log records of the events this report is about."),
  ]

  private static func pageRow(_ node: NodeFindings, span: (first: Moment, last: Moment)?) -> [Cell] {
    [
      .code(node.node.name), values(.version, node), values(.address, node), .prose(node.zoneEvidence),
      span.map { .prose("\(.moment($0.first))–\(.moment($0.last))") } ?? .missing,
      !node.processes.isEmpty ? .count(Int64(node.logRecords)) : .missing,
    ]
  }

  private static func values(_ name: AttributeName, _ node: NodeFindings) -> Cell {
    let all = distinct(node.attributes[name]?.map(\.value) ?? [])
    return all.isEmpty ? .missing : .list(all.map { .code($0) })
  }

  private static let changeColumns = [
    Column("node", "Node", .text, meaning: "The node."),
    Column("at", "Time", .moment, meaning: "When, or the first sample that has it."),
    Column("setting", "Setting", .text, meaning: "The setting."),
    Column("before", "Before", .text, meaning: "Its value before; empty when unknown."),
    Column("after", "After", .text, meaning: "Its value since then."),
    Column("basis", "Known from", .text, meaning: "log, samples or restart."),
    Column("source", "Source", .text, meaning: "File and line."),
  ]

  private static func change(_ one: SettingChange, on node: NodeFindings) -> [Cell] {
    let words = { (value: SettingChange.Value) -> Cell in
      .text(Prose(SettingChange.words(value)).plainText)
    }
    return [
      .code(node.node.name), .moment(one.at), .code(one.setting.rawValue), .optional(one.before, words),
      words(one.after), .text(one.basis.rawValue), .source(one.source),
    ]
  }

  private static let columns = [
    Column("node", "Node", .text, meaning: "The node as this report calls it."),
    Column("version", "Version", .list, meaning: "Versions that ran, in order."),
    Column("cluster", "Cluster", .list, meaning: "Cluster name."),
    Column("dc", "Data center", .list, meaning: "Data center."),
    Column("rack", "Rack", .list, meaning: "Rack."),
    Column("address", "Address", .list, meaning: "Address that other nodes use."),
    Column("host_id", "Host id", .list, meaning: "Cassandra's own id of the node."),
    Column("zone", "Clock", .text, meaning: "Offset of its clock from UTC; empty when unknown."),
    Column(
      "zone_evidence", "Clock evidence", .text, meaning: "The evidence for the offset.", isDataOnly: true),
    Column(
      "first", "Covered from", .moment, meaning: "First moment in its files, within the time asked for."),
    Column(
      "last", "Covered to", .moment, meaning: "Last moment in its files, within the time asked for."),
    Column(
      "records", "Log records", .count,
      meaning: "Log records of the events this report is about; empty without a log."),
  ]

  private static func row(_ node: NodeFindings, span: (first: Moment, last: Moment)?) -> [Cell] {
    let values = { (name: AttributeName) -> Cell in Self.values(name, node) }
    return [
      .code(node.node.name), values(.version),
      node.clusters.isEmpty ? .missing : .list(node.clusters.map { .code($0) }), values(.dataCenter),
      values(.rack),
      values(.address), values(.hostID), .optional(node.offsetWords) { .text($0) },
      .text(node.zoneEvidence.plainText), .optional(span?.first) { .moment($0) },
      .optional(span?.last) { .moment($0) },
      !node.processes.isEmpty ? .count(Int64(node.logRecords)) : .missing,
    ]
  }

  private static func words(_ skew: ClockSkew) -> Prose {
    "\(strong: "Clock skew"): \(code: skew.behind.name) is at least \(.duration(skew.atLeast)) behind \(code: skew.ahead.name): \(.source(skew.source)) names \(code: skew.id.description), which \(code: skew.ahead.name) made later."
  }

  private static func attributeTable(_ findings: Findings) -> Table {
    Table(
      name: "settings",
      columns: [
        Column("node", "Node", .text, meaning: "The node."),
        Column("name", "Name", .text, meaning: "Stable name; config_ is a setting of cassandra.yaml."),
        Column("value", "Value", .text, meaning: "Its value, one row for each it had."),
        Column("at", "Since", .moment, meaning: "When it was first seen; empty when unknown."),
        Column("source", "Source", .text, meaning: "File and line."),
      ],
      rows: findings.nodes.flatMap { node in
        node.attributes.sorted { $0.key < $1.key }.flatMap { name, values in
          values.map { value -> [Cell] in
            [
              .code(node.node.name), .code(name.name), .code(value.value),
              .optional(value.at) { .moment($0) }, .source(value.source),
            ]
          }
        }
      }, visibleRows: 150)
  }

  private static func ringTable(_ findings: Findings) -> Table {
    Table(
      name: "ring",
      columns: [
        Column("seen_by", "Seen by", .text, meaning: "The node that reports it."),
        Column("address", "Address", .text, meaning: "Address of the node."),
        Column("state", "State", .text, meaning: "Up or down, then normal, leaving, joining or moving."),
        Column("load", "Load", .bytes, meaning: "Bytes of data, from gossip."),
        Column("owns", "Owns", .percent, meaning: "Share of the ring."),
        Column("dc", "Data center", .text, meaning: "Its data center."),
        Column("rack", "Rack", .text, meaning: "Its rack."),
        Column("host_id", "Host id", .text, meaning: "Its host id."),
        Column("at", "At", .moment, meaning: "When; empty when unknown."),
        Column("source", "Source", .text, meaning: "File and line."),
      ],
      rows: findings.nodes.flatMap { node in
        node.ring.map { entry -> [Cell] in
          [
            .code(node.node.name), .code(entry.address), .code(entry.state),
            .optional(entry.loadBytes) { .bytes($0) }, .optional(entry.ownsRatio) { .percent(ratio: $0) },
            .code(entry.dataCenter), .code(entry.rack), .optional(entry.hostID) { .code($0) },
            .optional(entry.at) { .moment(.utc($0)) }, .source(entry.source),
          ]
        }
      }, visibleRows: 100)
  }
}

extension NodeFindings {
  /// The names of the node's cluster: from nodetool, else from the configuration in its log.
  var clusters: [String] {
    let values = attributes[.cluster] ?? attributes[AttributeName("config_cluster_name")] ?? []
    return distinct(values.map(\.value))
  }
}

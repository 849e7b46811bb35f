// The nodes: who they are, how they are set, how their clocks stand to UTC.

import CassandraAnalysis
import CassandraModel

extension ReportSection {
  static let nodes = ReportSection("nodes", "Nodes") { findings in
    guard !findings.nodes.isEmpty else { return [.paragraph("None: nothing was read that tells of a node.")] }
    var blocks: [Block] = [
      .table(
        Table(
          name: "nodes", columns: columns,
          rows: findings.nodes.map { row($0, span: findings.span(of: $0)) })),
      .bullets(
        findings.nodes.map { "\(strong: "Clock") of \(code: $0.node.name): \($0.zoneEvidence)." }
          + findings.clockSkews.map(words)),
    ]
    if let issues = findings.knownIssueTable {
      blocks += [.paragraph("Known bugs in the logs:"), .table(issues)]
    }
    let attributes = attributeTable(findings)
    if !attributes.rows.isEmpty {
      blocks.append(
        .details(title: "Identity and settings, with every value seen", blocks: [.table(attributes)]))
    }
    let ring = ringTable(findings)
    if !ring.rows.isEmpty { blocks.append(.details(title: "The ring as last seen", blocks: [.table(ring)])) }
    return blocks
  }

  private static let columns = [
    Column("node", "Node", .text, meaning: "The node as this report calls it."),
    Column("version", "Version", .list, meaning: "Versions that ran, in order."),
    Column("cluster", "Cluster", .list, meaning: "Cluster name."),
    Column("dc", "Data center", .list, meaning: "Data center."),
    Column("rack", "Rack", .list, meaning: "Rack."),
    Column("address", "Address", .list, meaning: "Address that other nodes use."),
    Column("host_id", "Host id", .list, meaning: "Cassandra's own id of the node."),
    Column("zone", "Clock", .text, meaning: "Offset of its clock from UTC; empty when not known."),
    Column("zone_evidence", "Clock, because", .text, meaning: "What the offset rests on.", isDataOnly: true),
    Column(
      "first", "Covered from", .moment, meaning: "First moment its files tell of, within the time asked for."),
    Column(
      "last", "Covered to", .moment, meaning: "Last moment its files tell of, within the time asked for."),
    Column(
      "records", "Log records", .count,
      meaning: "Records of its log that bear on this report; empty without a log."),
  ]

  private static func row(_ node: NodeFindings, span: (first: Moment, last: Moment)?) -> [Cell] {
    let values = { (name: AttributeName) -> Cell in
      let values = distinct(node.attributes[name]?.map(\.value) ?? [])
      return values.isEmpty ? .missing : .list(values.map { .code($0) })
    }
    return [
      .code(node.node.name), values(.version),
      node.clusters.isEmpty ? .missing : .list(node.clusters.map { .code($0) }), values(.dataCenter),
      values(.rack),
      values(.address), values(.hostID), .optional(node.offsetWords, reason: "not known") { .text($0) },
      .text(node.zoneEvidence.plainText), .optional(span?.first) { .moment($0) },
      .optional(span?.last) { .moment($0) },
      !node.processes.isEmpty ? .count(Int64(node.logRecords)) : .missing,
    ]
  }

  private static func words(_ skew: ClockSkew) -> Prose {
    "\(strong: "Clocks apart"): that of \(code: skew.behind.name) is behind that of \(code: skew.ahead.name) by at least \(.duration(skew.atLeast)): \(.source(skew.source)) names \(code: skew.id.description), which \(code: skew.ahead.name) made later."
  }

  /// The attributes of more nodes than this would bury what comes after them.
  private static let attributesLimit = 3

  private static func attributeTable(_ findings: Findings) -> Table {
    Table(
      name: "attributes",
      columns: [
        Column("node", "Node", .text, meaning: "The node."),
        Column("name", "Name", .text, meaning: "Stable name of the attribute; config_ is a setting."),
        Column("value", "Value", .text, meaning: "Its value, one row for each it had."),
        Column("at", "Since", .moment, meaning: "When it was first seen; empty when nothing says so."),
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
      }, visibleRows: findings.nodes.count > attributesLimit ? 0 : 150)
  }

  private static func ringTable(_ findings: Findings) -> Table {
    Table(
      name: "ring",
      columns: [
        Column("seen_by", "Seen by", .text, meaning: "The node that was asked."),
        Column("address", "Address", .text, meaning: "Address of the node that is told of."),
        Column("state", "State", .text, meaning: "Up or down, then normal, leaving, joining or moving."),
        Column("load", "Load", .bytes, meaning: "Bytes of data as gossip last said."),
        Column("owns", "Owns", .percent, meaning: "Share of the ring."),
        Column("dc", "Data center", .text, meaning: "Its data center."),
        Column("rack", "Rack", .text, meaning: "Its rack."),
        Column("host_id", "Host id", .text, meaning: "Its host id."),
        Column("at", "At", .moment, meaning: "When it was seen so; empty when nothing says so."),
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
  /// Names of its cluster: what nodetool says, else what the configuration in its log says.
  var clusters: [String] {
    let values = attributes[.cluster] ?? attributes[AttributeName("config_cluster_name")] ?? []
    return distinct(values.map(\.value))
  }
}

// A small report with every kind of block and of cell, for the golden files.

import CassandraModel
import CassandraReport

enum SampleReport {
  static let utc = Moment.utc(Instant(milliseconds: 1_795_237_393_130))
  static let local = Moment.local(LocalTime(milliseconds: 1_795_241_254_633))
  static let source = SourceLocation(file: "node1/logs.zip!system.log", line: 4411)

  static let incidents = Table(
    name: "incidents", title: "Incidents by table",
    columns: [
      Column("incident", "Incident", .text, meaning: "Id of the incident.", isDataOnly: true),
      Column("table", "Table", .text, meaning: "Keyspace and table."),
      Column("severity", "Severity", .text, meaning: "info, warning or critical."),
      Column("first", "First", .moment, meaning: "First record."),
      Column("failures", "Failures", .count, meaning: "Compactions that failed."),
      Column("written", "Written", .bytes, meaning: "What they had written."),
      Column("throughput", "Rate", .bytesPerSecond, meaning: "Mean rate of what they wrote."),
      Column("took", "Took", .duration, meaning: "Time they took in all."),
      Column("lost", "Lost", .percent, meaning: "Share of all compaction time."),
      Column("pending", "Pending", .decimal(unit: "tasks"), meaning: "Mean number of pending tasks."),
      Column("nodes", "Nodes", .list, meaning: "Nodes on which it happened."),
      Column("source", "Source", .text, meaning: "First record."),
    ],
    rows: [
      [
        .text("I1"), .code("shop.orders"), .severity(.critical), .moment(utc), .count(1234),
        .bytes(13_002_342), .bytesPerSecond(17_091_788.8), .duration(TimeSpan(milliseconds: 133_130)),
        .percent(ratio: 0.8731), .decimal(12.5, digits: 1), .list([.code("node1"), .code("node2")]),
        .source(source),
      ],
      [
        .text("I2"), .code("shop.carts"), .severity(.warning), .moment(local), .count(0),
        .missing(reason: "not logged before 4.1"), .missing, .duration(TimeSpan(milliseconds: 405)),
        .percent(ratio: 0.0001), .decimal(.nan, digits: 1), .list([]), .missing,
      ],
    ])

  private static let start = Int64(1_795_237_200_000)
  private static func point(_ minute: Int64, _ value: Double) -> Chart.Point {
    Chart.Point(
      at: Instant(milliseconds: start + minute * 60_000), value: value,
      source: SourceLocation(file: "node1/compactionstats.log", line: Int(minute) + 1))
  }
  private static func instant(_ minute: Int64) -> Instant { Instant(milliseconds: start + minute * 60_000) }

  /// A line with a gap, a stepped one, a limit, and a band with every state.
  static let chart = Chart(
    title: "Pending compactions · node1", summary: "What is left to do.", span: instant(0)...instant(60),
    lines: [
      Chart.Line(
        name: "pending",
        stretches: [
          [point(2, 0), point(5, 12), point(20, 640)], [point(40, 300), point(50, 20)], [point(58, 4)],
        ]),
      Chart.Line(name: "compactors", stretches: [[point(0, 2), point(30, 4)]], isStepped: true),
    ],
    limits: [Chart.Limit(name: "intervention", value: 200, severity: .critical)],
    bands: [
      Chart.Band(
        name: "tier",
        spans: [
          Chart.Span(from: instant(0), to: instant(10), severity: nil, text: "Healthy"),
          Chart.Span(from: instant(10), to: instant(20), severity: .warning, text: "Warning"),
          Chart.Span(
            from: instant(20), to: instant(45), severity: .critical, text: "Critical", source: source),
          Chart.Span(from: instant(50), to: instant(60), severity: .info, text: "Unknown"),
        ])
    ])

  static let report = Report(
    title: "Compaction incidents of cluster shop",
    facts: [
      .init("Nodes", .count(3)),
      .init("From", .moment(utc)),
      .init("Node clock", .moment(local)),
      .init("Zone", .missing(reason: "no capture tells it")),
    ],
    sections: [
      Section(
        id: "summary", title: "Summary",
        blocks: [
          .callout(.critical, "The disk of \(code: "node1") is full."),
          .paragraph(
            "\(strong: "Refused") \(3) compactions of \(.bytes(13_002_342)) in \(.duration(.seconds(133))). Clock: \(.moment(local))."
          ),
          .bullets([
            "Pending tasks grew from \(12) to \(4811).", "2. This is not a numbered list.",
            "Throughput was \(.bytesPerSecond(17_091_788.8)).",
          ]),
          .numbered(["The disk filled.", "3. Nothing \(strong: "moved")."], first: 1),
          .paragraph("Nine steps are left out."),
          .numbered(["It was freed at \(.moment(local))."], first: 12),
        ]),
      Section(
        id: "incidents", title: "Incidents",
        blocks: [
          .table(incidents),
          .group(
            id: "I1", title: "I1 · \(code: "node1")",
            blocks: [
              .bullets([
                "Error: \(.reference("E1")), \(.prose("first at \(.moment(utc))")), \(.link("https://example.com/a"))"
              ])
            ]),
          .chart(chart),
          .details(
            title: "Evidence: 2 records of <shop>",
            blocks: [
              .table(
                Table(
                  name: "records", columns: [Column("id", "Id", .text, meaning: "Id.")], rows: [[.text("r1")]]
                ))
            ]),
        ]),
    ])
}

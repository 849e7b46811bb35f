// The view of block devices: utilization, wait time, throughput.

import CassandraAnalysis
import CassandraModel

extension LoadView {
  static let disks = LoadView(
    title: "Disks", isOnPage: false,
    missing: { findings in
      findings.nodes.allSatisfy { $0.diskLoads.isEmpty && $0.loadFigures.isEmpty }
        ? "iostat -x, sar -d or /proc/diskstats over time" : nil
    },
    blocks: { findings in
      var rows: [(busy: Double, row: [Cell])] = []
      for node in findings.nodes {
        let loads = node.diskLoads
        let inputs = RuleEngine(settings: findings.settings).inputs(of: node)
        let data = node.dataDisk(of: inputs.dataVolume, among: loads)?.device
        for load in loads {
          let busy = load.peak(\.busy)
          let all = load.intervals.first.flatMap { first in load.intervals.last.map { first.at...$0.at } }
          let mean = { (value: (DiskLoad.Interval) -> Double?) in all.flatMap { load.mean(in: $0, value) } }
          // An idle device has no row.
          guard (busy?.value ?? 0) > 0 || (load.peak(\.rate)?.value ?? 0) > 0 else { continue }
          rows.append(
            (
              (load.device == data ? 2 : 0) + (mean(\.busy) ?? 0),
              [
                .code(node.node.name), .code(load.device), .text(load.device == data ? "data" : ""),
                .optional(mean(\.busy)) { .percent(ratio: $0) },
                .optional(busy) { .percent(ratio: $0.value) }, .optional(busy) { .moment(.utc($0.at)) },
                .optional(mean(\.queue)) { .decimal($0, digits: 1) },
                .optional(mean(\.readWait)) { .decimal($0 * 1000, digits: 1) },
                .optional(mean(\.writeWait)) { .decimal($0 * 1000, digits: 1) },
                .optional(mean(\.readRate)) { .bytesPerSecond($0) },
                .optional(mean(\.writeRate)) { .bytesPerSecond($0) },
                .optional(load.peak(\.rate)) { .bytesPerSecond($0.value) }, .source(load.source),
              ]
            ))
        }
      }
      let percentiles = intervals(findings)
      guard !rows.isEmpty else { return percentiles }
      let ordered = rows.enumerated().sorted { a, b in
        a.element.busy != b.element.busy ? a.element.busy > b.element.busy : a.offset < b.offset
      }
      return [
        .table(
          Table(name: "disk_load", columns: diskColumns, rows: ordered.map(\.element.row), visibleRows: 5))
      ] + percentiles
    })

  /// Percentiles over the intervals of iostat, sar and vmstat, for data formats.
  private static func intervals(_ findings: Findings) -> [Block] {
    let rows = findings.nodes.flatMap { node in
      node.loadFigures.map { one -> [Cell] in
        let isTime = one.kind == .readWait || one.kind == .writeWait
        return [
          .code(node.node.name), .code(one.subject),
          .text(isTime ? one.kind.rawValue + " (ms)" : one.kind.rawValue), .count(Int64(clamping: one.count)),
          .optional(one.overLimit) { .percent(ratio: $0) },
        ] + one.quantiles.map { .decimal(isTime ? $0 * 1000 : $0, digits: 3) }
      }
    }
    guard !rows.isEmpty else { return [] }
    let quantile = { (id: String, title: String, words: String) in
      Column(id, title, .decimal(unit: "see figure"), meaning: words)
    }
    return [
      .table(
        Table(
          name: "machine_load",
          columns: [
            Column("node", "Node", .text, meaning: "The node."),
            Column("subject", "Subject", .text, meaning: "cpu, or the device."),
            Column(
              "figure", "Figure", .text,
              meaning:
                "busy and iowait are shares of processor time, bottleneck is 1 where either is over its limit, queue is requests."
            ), Column("intervals", "Intervals", .count, meaning: "Intervals with the figure."),
            Column(
              "over", "Over the limit", .percent,
              meaning: "Share of intervals with busy over 50 %, iowait over 5 %, or a queue of at least 1."),
            quantile("least", "Least", "The least."), quantile("p25", "p25", "Percentile 25."),
            quantile("p50", "p50", "Percentile 50."), quantile("p75", "p75", "Percentile 75."),
            quantile("p99", "p99", "Percentile 99."), quantile("most", "Most", "The most."),
          ], rows: rows, visibleRows: 0))
    ]
  }

  private static let diskColumns = [
    Column("node", "Node", .text, meaning: "The node."),
    Column("device", "Device", .text, meaning: "As the kernel calls it."),
    Column(
      "holds", "Holds", .text, meaning: "data for the device that holds the data directory; empty otherwise."),
    Column("busy", "Busy", .percent, meaning: "Share of the time in which it had anything to do."),
    Column("busy_peak", "Busiest", .percent, meaning: "The same in its busiest interval."),
    Column("busy_peak_at", "Busiest at", .moment, meaning: "The end of that interval."),
    Column("queue", "Queue", .decimal(unit: "requests"), meaning: "Mean length of its queue."),
    Column(
      "read_wait", "Read ms", .decimal(unit: "milliseconds"),
      meaning: "Mean time of a read, waiting included."),
    Column(
      "write_wait", "Write ms", .decimal(unit: "milliseconds"),
      meaning: "Mean time of a write, waiting included."),
    Column("read_rate", "Read", .bytesPerSecond, meaning: "Bytes read a second.", isDataOnly: true),
    Column("write_rate", "Written", .bytesPerSecond, meaning: "Bytes written a second.", isDataOnly: true),
    Column(
      "rate_peak", "Most moved", .bytesPerSecond, meaning: "Bytes moved a second in its fullest interval."),
    Column("source", "Source", .text, meaning: "File and line of its last sample.", isDataOnly: true),
  ]
}

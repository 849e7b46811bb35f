// Samples as OpenMetrics text.

import CassandraModel
import Foundation
import TestSupport
import Testing

@testable import CassandraReport

@Suite struct OpenMetricsTests {
  private func sample(
    _ metric: String, _ labels: [(name: String, value: String)] = [], _ value: Double, at: Int64?,
    line: Int = 1
  ) -> Sample {
    Sample(
      at: at.map { Instant(milliseconds: $0) }, atKind: .content, metric: MetricName(metric),
      labels: Labels(labels),
      value: value, source: SourceLocation(file: "f", line: line))
  }

  private var metrics: OpenMetricsText {
    var metrics = OpenMetricsText()
    metrics.add(sample("pool_blocked_total", [("pool", "a")], 5, at: 1000), of: "n2")
    metrics.add(sample("table_live_bytes", [("table", "quo\"te\\\nx")], 1.5, at: 2001), of: "n1")
    metrics.add(sample("pool_blocked", [("pool", "a")], 0, at: 3000), of: "n1")
    metrics.add(
      sample("table_live_bytes", [("table", "quo\"te\\\nx")], 9_007_199_254_740_991, at: 2000), of: "n1")
    metrics.add(sample("reads_total", [("node", "other")], 1, at: -1500), of: "n1")
    metrics.add(sample("pool_blocked", [("pool", "a")], 7, at: 3000, line: 2), of: "n1")
    metrics.add(sample("odd name", [("a b", "")], .infinity, at: 0), of: "n1")
    metrics.add(sample("undated", [], 1, at: nil), of: "n1")
    return metrics
  }

  @Test func familiesStandTogetherAndTimesAscend() {
    let (text, contradicted) = metrics.render()
    #expect(contradicted == 1 && metrics.undated == 1)
    #expect(
      String(decoding: text, as: UTF8.self) == #"""
        # TYPE odd_name gauge
        odd_name{a_b="",node="n1"} +Inf 0
        # TYPE pool_blocked gauge
        pool_blocked{node="n1",pool="a"} 0 3
        # TYPE pool_blocked_total unknown
        pool_blocked_total{node="n2",pool="a"} 5 1
        # TYPE reads counter
        reads_total{exported_node="other",node="n1"} 1 -1.500
        # TYPE table_live_bytes gauge
        # UNIT table_live_bytes bytes
        table_live_bytes{node="n1",table="quo\"te\\\nx"} 9007199254740991 2
        table_live_bytes{node="n1",table="quo\"te\\\nx"} 1.5 2.001
        # EOF

        """#)
  }

  @Test func theOrderOfMergingChangesNothing() {
    var a = metrics
    var other = OpenMetricsText()
    other.add(sample("reads_total", [], 2, at: 5), of: "n3")
    var b = other
    a.merge(other)
    b.merge(metrics)
    #expect(a.render().text == b.render().text)
  }

  @Test(.needs(.promtool)) func promtoolTakesIt() throws {
    let folder = try TestFolder()
    try Data(metrics.render().text).write(to: URL(filePath: folder.path("samples.openmetrics")))
    let run = try OutsideProgram.promtool.run([
      "tsdb", "create-blocks-from", "openmetrics", folder.path("samples.openmetrics"), folder.path("data"),
    ])
    #expect(run.status == 0, "\(run.errors)")
  }
}

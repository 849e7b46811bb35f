// The trend over 45 days of three simulated nodes. TRUTH.json in the capture has the planted values; only
// this test reads it.

import CassandraAnalysis
import CassandraModel
import CassandraReport
import Foundation
import Testing

@Suite(.enabled(if: Captures.arePresent, "needs Tests/Captures"))
struct CapturedTrendTests {
  private struct Truth: Decodable {
    struct Step: Decodable {
      let day: Int
      let table: String
      let bytes: Double
    }
    struct Gap: Decodable {
      let day: Int
      let days: Int
    }
    struct Outlier: Decodable {
      let hour: Int
      let table: String
      let factor: Double
    }
    struct Snapshot: Decodable {
      let day: Int
      let bytes: Double
      let days: Double
    }
    struct Node: Decodable {
      let slope_bytes_per_day: [String: Double]
      let load_step: Step?
      let gap: Gap?
      let outlier: Outlier?
      let restart_day: Int
      let snapshot: Snapshot?
      let used_at_end: Double
      let days_after_end_until: [String: Double]
    }
    let nodes: [String: Node]
    let days: Int
  }

  /// 2026-09-01 in days since 1970-01-01: the first day of the truth.
  private static let start = 20_697.0

  private static func truth() throws -> Truth {
    try JSONDecoder().decode(
      Truth.self, from: Data(contentsOf: Captures.folder.appending(path: "trend-45d/TRUTH.json")))
  }

  private static func nodes() async throws -> [(trend: NodeTrend, truth: Truth.Node)] {
    let trend = TrendFindings(try await Captures.findings("trend-45d"))
    let truth = try truth()
    try #require(trend.nodes.count == truth.nodes.count)
    return try trend.nodes.map { ($0, try #require(truth.nodes[$0.node.name])) }
  }

  @Test func everySlopeIsWithinItsBand() async throws {
    for (node, truth) in try await Self.nodes() {
      for (name, slope) in truth.slope_bytes_per_day {
        let subject = TableName(dotted: name).map { TrendSubject.table($0) } ?? .node
        let series = try #require(node.series(subject == .node ? .load : .live, subject))
        let fit = try #require(series.result.fit)
        #expect(fit.band.contains(slope), "\(node.node.name) \(name): \(fit.band) without \(slope)")
        // A band that is too wide would always contain the truth.
        let width = (fit.band.upperBound - fit.band.lowerBound) / slope
        #expect(width < (name == "ledger.balances" ? 0.25 : 0.08), "\(node.node.name) \(name): \(width)")
      }
    }
  }

  @Test func whatWasPlantedIsNamedAndNothingElse() async throws {
    for (node, truth) in try await Self.nodes() {
      let name = node.node.name
      var gaps: [(Double, Double)] = []
      var restarts: [Int] = []
      var snapshots: [(Double, Double, Double)] = []
      for event in node.events {
        let from = event.at.days - Self.start
        switch event.kind {
        case .gap: gaps.append((from, event.to.days - Self.start))
        case .restart: restarts.append(Int(from.rounded()))
        case .snapshot(let bytes, let cleared):
          snapshots.append((event.to.days - Self.start, bytes, (cleared?.days ?? 0) - event.to.days))
        case .clockStep: Issue.record("\(name): no clock was set")
        }
      }
      #expect(restarts == [truth.restart_day], "\(name)")
      #expect(gaps.count == (truth.gap == nil ? 0 : 1), "\(name)")
      if let gap = truth.gap, let found = gaps.first {
        #expect((found.0 - Double(gap.day)).magnitude < 0.5)
        #expect((found.1 - found.0 - Double(gap.days)).magnitude < 0.5)
      }
      #expect(snapshots.count == (truth.snapshot == nil ? 0 : 1), "\(name)")
      if let snapshot = truth.snapshot, let found = snapshots.first {
        #expect((found.0 - Double(snapshot.day)).magnitude < 0.5)
        #expect((found.1 - snapshot.bytes).magnitude < 0.01 * snapshot.bytes)
        #expect((found.2 - snapshot.days).magnitude < 0.5)
      }
      for series in node.series where series.measure == .live {
        guard case .table(let table) = series.subject else { continue }
        let shifts = series.result.fit?.shifts ?? []
        let step = truth.load_step.flatMap { $0.table == table.description ? $0 : nil }
        #expect(shifts.count == (step == nil ? 0 : 1), "\(name) \(table)")
        if let step, let shift = shifts.first {
          #expect(Int(shift.at.days - Self.start) == step.day)
          #expect((shift.size - step.bytes).magnitude < 0.05 * step.bytes)
        }
        let outlier = truth.outlier.flatMap { $0.table == table.description ? $0 : nil }
        #expect(series.outliers.count == (outlier == nil ? 0 : 1), "\(name) \(table)")
        if let outlier, let found = series.outliers.first {
          #expect(((found.first.days - Self.start) * 24 - Double(outlier.hour)).magnitude < 3)
          #expect((found.value / found.expected - outlier.factor).magnitude < 0.1)
          #expect(found.source.file.contains("20260917T0"))
        }
      }
      let load = try #require(node.series(.load)?.result.fit)
      #expect(load.shifts.count == (truth.load_step == nil ? 0 : 1), "\(name)")
    }
  }

  @Test func datesAreWithinTenPercentOrTwoDays() async throws {
    let end = Self.start + Double(try Self.truth().days)
    for (node, truth) in try await Self.nodes() {
      let dates = try #require(node.disks.first?.dates)
      for (level, date) in zip(DiskTrend.levels, dates.passes) {
        let expected = try #require(truth.days_after_end_until[String(Int((level * 100).rounded()))])
        let at: Instant
        switch date {
        case .passed(let instant):
          #expect(expected <= 2, "\(node.node.name) \(level)")
          at = instant
        case .expected(let instant, let earliest, let latest):
          at = instant
          #expect(earliest <= instant && instant <= latest ?? instant)
        case .notInSight:
          Issue.record("\(node.node.name) \(level) is in sight")
          continue
        }
        let error = (at.days - end - expected).magnitude
        #expect(error <= max(2, 0.1 * expected), "\(node.node.name) \(level): off by \(error) days")
      }
      // Compaction runs out of room before the disk is full.
      let compaction = try #require(dates.compaction?.date.order)
      #expect(compaction < (try #require(dates.passes.last?.order)))
    }
  }

  @Test func theReportSaysItInEveryFormat() async throws {
    let findings = try await Captures.findings("trend-45d")
    let assumption = TrendAssumption(
      diskBytes: 0x1p40, dropped: [TableName(keyspace: "telemetry", table: "rollup_1h")])
    let report = Report.trendReport(TrendFindings(findings, assumption: assumption))
    for format in ReportFormat.all {
      let files = format.render(report)
      #expect(!files.isEmpty && files.allSatisfy { !$0.bytes.isEmpty }, "\(format.id)")
    }
    let page = String(decoding: ReportFormat.markdown.render(report).flatMap(\.bytes), as: UTF8.self)
    // The node that is fullest grows fastest.
    #expect(page.contains("reaches 90% on 3 Nov"))
    #expect(page.contains("telemetry.points\\_1m") || page.contains("telemetry.points_1m"))
    #expect(page.contains("Under the assumption"))
    let other = Report.trendReport(
      TrendFindings(try await Captures.findings("trend-45d", jobs: 1), assumption: assumption))
    #expect(other == report, "the number of jobs changes nothing")
  }

  @Test func theProgramSaysItWithoutKeepingSamples() async throws {
    let report = Report.trendReport(TrendFindings(try await Captures.findings("trend-45d")))
    let page = String(decoding: ReportFormat.markdown.render(report).flatMap(\.bytes), as: UTF8.self)
    let run = try Program.run(["trend", Captures.folder.appending(path: "trend-45d").path, "--quiet"])
    #expect(run.output == page)
  }
}

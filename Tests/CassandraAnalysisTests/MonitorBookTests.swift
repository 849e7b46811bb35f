// The output of monitors is kept whole, and is not an event of the node.

import CassandraModel
import Testing

@testable import CassandraAnalysis

@Suite("What monitors wrote")
struct MonitorBookTests {
  private func occurrence(_ name: EventName, file: String = "tracker.log", line: Int) -> Occurrence {
    Occurrence(
      name: name, severity: .critical, at: .utc(Instant(milliseconds: Int64(line) * 1000)), fields: .none,
      source: SourceLocation(file: file, line: line))
  }

  @Test func allOfItIsKeptAndNoneOfItIsAFinding() {
    var history = NodeHistory()
    for line in 1...3000 { history.receive(.occurrence(occurrence(.monitorTrackerRow, line: line))) }
    history.finish()
    #expect(history.monitors[.monitorTrackerRow].count == 3000)
    let findings = NodeFindings(NodeID("a"), history)
    #expect(findings.monitors.names == [.monitorTrackerRow])
    #expect(findings.faults.isEmpty)
    #expect(findings.strains.isEmpty)
    #expect(findings.timeline.isEmpty)
  }

  @Test func theOrderOfMergingDoesNotMatter() {
    let files = ["b.log", "a.log", "c.log"].map { file in
      var part = NodeHistory()
      for line in [1, 2] { part.receive(.occurrence(occurrence(.monitorTriage, file: file, line: line))) }
      return part
    }
    let merged = [files, files.reversed()].map { parts in
      var history = NodeHistory()
      for part in parts { history.merge(captures: part) }
      return history.monitors[.monitorTriage].map(\.source.description)
    }
    #expect(merged[0] == ["a.log:1", "a.log:2", "b.log:1", "b.log:2", "c.log:1", "c.log:2"])
    #expect(merged[0] == merged[1])
  }

  @Test func theWindowHoldsForThemToo() {
    var history = NodeHistory(
      since: Instant(milliseconds: 10_000), until: Instant(milliseconds: 20_000))
    for line in [9, 10, 19, 20] { history.receive(.occurrence(occurrence(.monitorTriage, line: line))) }
    #expect(history.monitors[.monitorTriage].map(\.source.line) == [10, 19])
  }

  /// An undated figure may be of any time, so it is not the last value.
  @Test func theLastValueOfASeriesIsADatedOne() {
    let samples: [(Int64?, Double, Int)] = [(nil, 72, 3), (1000, 1, 1), (2000, 2, 2)]
    for order in [samples, samples.reversed()] {
      var summary = SeriesSummary()
      for (at, value, line) in order {
        summary.add(
          Sample(
            at: at.map { Instant(milliseconds: $0) }, atKind: nil, metric: .compactionPendingTasks,
            value: value,
            source: SourceLocation(file: "f", line: line)))
      }
      #expect(summary.first?.value == 1)
      #expect(summary.last?.value == 2)
      #expect(summary.maximum?.value == 72)
    }
  }
}

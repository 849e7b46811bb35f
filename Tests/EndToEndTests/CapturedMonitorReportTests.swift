// The monitors' output in a report: its figures and samples count, its errors do not.

import CassandraAnalysis
import CassandraInput
import CassandraModel
import Foundation
import Testing

@Suite("Monitors in a capture")
struct CapturedMonitorReportTests {
  @Test(.enabled(if: Captures.arePresent, "needs Tests/Captures"))
  func theirPollsCountAndTheirDecisionsAreNoFaults() async throws {
    let all = try await Captures.findings("backlog-4.1")
    let node = try #require(all.nodes.first)
    let failed = Dictionary(uniqueKeysWithValues: node.polls.map { ($0.command, [$0.succeeded, $0.failed]) })
    // Counted in the files: snapshots and time-outs, figures and failures, samples and failures, answers, runs.
    #expect(failed["tracker"] == [301, 6])
    #expect(failed["poller"] == [45, 6])
    #expect(failed["triage"] == [58, 5])
    #expect(failed["metrics"] == [123, 0])
    #expect(failed["tombstones"] == [10, 0])
    #expect(node.monitors[.monitorTrackerRow].count == 426)
    #expect(node.monitors[.monitorTrackerWarning].count == 89)
    #expect(node.monitors[.monitorTombstoneSent].count == 1)

    // None of it is in the report's errors of the node.
    #expect(!node.faults.flatMap(\.evidence).contains { $0.source.file.hasPrefix("monitors/") })
    #expect(!node.timeline.contains { $0.source.file.hasPrefix("monitors/") })
    #expect(!node.strains.contains { $0.source.file.hasPrefix("monitors/") })
  }

  /// A shape that the user maps is found by the search for files, like any other.
  @Test func aMappingReachesItsFiles() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "hindsight-" + UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(#"{"when": 1795238055, "waiting": 7}"#.utf8).write(to: folder.appending(path: "agent.json"))
    let mapping = SnapshotMapping(
      name: "agent", files: ["agent*.json"], time: "$.when", timeForm: .epoch,
      measures: [.init(path: "$.waiting", metric: .compactionPendingTasks)])
    for (mappings, format) in [([mapping], "agent"), ([], nil)] as [([SnapshotMapping], String?)] {
      let reader = try CaptureReader([.path(folder.path)], options: CaptureOptions(mappings: mappings))
      let contents = await reader.read { _ in NodeHistory() }
      #expect(contents.coverage.map(\.format) == [format])
      #expect(
        contents.nodes.first?.sink.series[.compactionPendingTasks]?.last?.value
          == (mappings.isEmpty ? nil : 7))
    }
  }
}

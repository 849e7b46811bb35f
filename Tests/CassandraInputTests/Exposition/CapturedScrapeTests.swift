// The scrapes of a real node, compared with numbers that a script counted in them.

import CassandraModel
import Foundation
import TestSupport
import Testing

@testable import CassandraInput

private let folder = RealCaptures.folder.appendingPathComponent("backlog-4.1/prometheus")

/// Keeps all facts of a node.
private struct NodeRecorder: NodeSink {
  var samples: [Sample] = []
  var polls: [Poll] = []

  mutating func receive(_ fact: Fact) {
    switch fact {
    case .sample(let sample): samples.append(sample)
    case .poll(let poll): polls.append(poll)
    default: break
    }
  }

  mutating func merge(captures other: NodeRecorder) {
    samples += other.samples
    polls += other.polls
  }

  mutating func finish() {}
}

@Suite(
  "Real scrapes",
  .enabled(if: RealCaptures.arePresent, "needs Tests/Captures")
)
struct CapturedScrapeTests {
  private func contents() async throws -> CaptureContents<NodeRecorder> {
    await (try CaptureReader([.path(folder.path)])).read { _ in NodeRecorder() }
  }

  @Test func everyLineAndEveryInstantIsKnown() async throws {
    let contents = try await contents()
    #expect(contents.nodes.count == 1)
    #expect(contents.coverage.count == 65)
    #expect(contents.coverage.allSatisfy { $0.format == "prometheus" })
    var lines = LineCounts()
    for file in contents.coverage { lines += file.lines }
    // 131 series each; 28 of them are known metrics.
    #expect(lines.decoration == 8970)
    #expect(lines.known == 30 * 65)
    #expect(lines.unknown == 101 * 65)
    #expect(lines.total == 8970 + 8515)
    #expect(contents.diagnostics.entries.isEmpty)
    let node = try #require(contents.nodes.first?.sink)
    #expect(node.polls.count == 65)
    for poll in node.polls {
      #expect(poll.failure == nil)
      #expect(poll.atKind == .name)
      let epoch = poll.source.file.filter(\.isNumber)
      #expect(poll.at.map { String($0.milliseconds / 1000) } == epoch)
    }
    #expect(node.samples.allSatisfy { $0.atKind == .name })
  }

  /// The first and the last value, the sum and the maximum, in the metric's units.
  @Test(
    arguments: [
      (MetricName.compactionPendingTasks, Labels.none, [0, 0, 22335, 834]),
      (
        .compactionPendingTasks, Labels([("keyspace", "shop"), ("table", "orders")]), [0, 0, 22120, 826]
      ),
      (
        .compactionBytesCompactedTotal, Labels([("source", "prometheus")]),
        [91575, 10_421_968_011, 174_681_887_930, 10_421_968_011]
      ),
      (.compactionTasksCompletedTotal, .none, [66, 2265, 44251, 2265]),
      (.poolPending, Labels([("pool", "CompactionExecutor")]), [0, 0, 1543, 48]),
      (.heapUsedBytes, .none, [116_620_496, 640_138_112, 30_737_999_120, 807_208_688]),
      (.nodeLoadBytes, .none, [77914, 1_341_437_473, 66_857_383_229, 1_819_293_048]),
      (.gcCollectionsTotal, Labels([("collector", "ParNew")]), [5, 376, 8556, 376]),
      (
        .requestLatencySeconds, Labels([("quantile", "0.99"), ("request", "read")]),
        [0.073457, 0.00077, 4.765402, 0.315852]
      ),
      // 1795237804 and 1795239734 less 1795237763.948.
      (.nodeUptimeSeconds, .none, [40.052, 1970.052, 65378.38, 1970.052]),
    ] as [(MetricName, Labels, [Double])])
  func seriesHaveTheValuesThatWereCounted(_ metric: MetricName, _ labels: Labels, _ expected: [Double])
    async throws
  {
    let node = try #require(try await contents().nodes.first?.sink)
    let series = node.samples.filter { $0.metric == metric && $0.labels == labels }
    let values = series.sorted { ($0.at?.milliseconds ?? 0) < ($1.at?.milliseconds ?? 0) }.map(\.value)
    #expect(values.count == 65)
    let found = [values.first ?? -1, values.last ?? -1, values.reduce(0, +), values.max() ?? -1]
    for (found, expected) in zip(found, expected) {
      #expect(abs(found - expected) <= 1e-9 * max(1, abs(expected)) + 1e-6)
    }
  }
}

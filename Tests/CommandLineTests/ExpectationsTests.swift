// Files of expectations and baselines: their contents, and all mistakes at once with their positions.

import CassandraAnalysis
import CassandraInput
import CassandraModel
import CassandraReport
import Foundation
import Testing

@testable import hindsight
import TestSupport

@Suite struct ExpectationsTests {
  private static let package = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()
    .deletingLastPathComponent()

  private func read(_ body: String) throws -> Expectations {
    try ExpectationsReader.read(
      Array(("{\"schema\": \"hindsight/expectations/1\", " + body + "}").utf8), file: "e.json")
  }

  private func mistakes(_ body: String) -> [String] {
    do throws(DocumentError) {
      _ = try ExpectationsReader.read(
        Array(("{\"schema\": \"hindsight/expectations/1\", " + body + "}").utf8), file: "e.json")
      return []
    } catch { return error.mistakes.map(\.description) }
  }

  @Test func theExampleIsReadAsItIsWritten() throws {
    let bytes = try Data(contentsOf: Self.package.appending(path: "SampleData/expectations.json"))
    let example = try ExpectationsReader.read(Array(bytes), file: "expectations.json")
    #expect(example.mustNotAppear.map(\.selector.subject).contains(.family("memory")))
    #expect(example.mustAppear.count == 4)
    #expect(example.budgets.map(\.limits)[2] == [.atMost(600)])
    #expect(example.budgets[3].isOptional && example.budgets[3].figure.threshold == 32)
    #expect(example.tolerances.map(\.relative) == [0.5, 0.25])
    #expect(example.tolerances.map(\.direction) == [.higherIsWorse, .both])
    #expect(example.coverage.logs && example.coverage.everythingReadable)
    #expect(example.coverage.counts.map(\.samples) == [1, 10])
    // 2027-01-01T00:00:00Z, from date(1).
    #expect(example.exceptions.allSatisfy { $0.until.milliseconds == 1_798_761_600_000 })
    #expect(example.events == ["compaction.space_refused", "process.starting"])
  }

  @Test func everyMistakeIsSaidAtOnceWithItsPlace() {
    let found = mistakes(
      """
      "must_appear": [{"category": "disk.no_spaec"}, {"rule": "pending-hihg"}, {}],
      "budgets": [{"metric": "compaction_pending_task", "aggregate": "max", "at_most": 1},
        {"metric": "table_read_latency_seconds", "aggregate": "p95", "at_most": "1s"},
        {"figure": "failures", "aggregate": "max", "at_most": 1},
        {"figure": "failures"}],
      "coverage": {"no_gap_over": {"compactionstat": "5m"}},
      "exceptions": [{"category": "disk.*", "until": "soon", "reason": "x"}],
      "bugdets": []
      """)
    let text = found.joined(separator: "\n")
    for place in [
      "$.must_appear[0].category: \"disk.no_spaec\" is no category", "did you mean disk.no_space?",
      "$.must_appear[1].rule: \"pending-hihg\" is no rule", "did you mean pending-high?",
      "$.must_appear[2]: needs category, rule, event or severity",
      "$.budgets[0].metric: ", "did you mean compaction_pending_tasks?",
      "$.budgets[1].aggregate: is unknown for table_read_latency_seconds",
      "$.budgets[2].aggregate: is for a metric", "$.budgets[3]: needs a bound",
      "$.coverage.no_gap_over.compactionstat: ", "did you mean compactionstats?",
      "$.exceptions[0].until: must be a time", "$.bugdets: ", "did you mean budgets?",
    ] {
      #expect(text.contains(place), "\(place) is not in\n\(text)")
    }
  }

  @Test func amountsHaveTheUnitOfTheirFigure() throws {
    let budgets = try read(
      """
      "budgets": [{"metric": "table_live_bytes", "aggregate": "max", "at_most": "2 MiB"},
        {"figure": "longest_compaction_seconds", "below": "1m30s"},
        {"metric": "compaction_pending_tasks", "aggregate": "last", "at_least": 0, "at_most": 3}]
      """
    ).budgets
    #expect(budgets.map(\.limits) == [[.atMost(2_097_152)], [.below(90)], [.atMost(3), .atLeast(0)]])
    #expect(mistakes("\"budgets\": [{\"figure\": \"failures\", \"at_most\": \"5m\"}]").count == 1)
  }

  @Test func anotherSchemaIsAMistake() {
    #expect(throws: DocumentError.self) {
      try ExpectationsReader.read(Array("{\"schema\": \"hindsight/baseline/1\"}".utf8), file: "e.json")
    }
    #expect(throws: DocumentError.self) {
      try BaselineReader.read(Array("{\"schema\": \"hindsight/baseline/2\"}".utf8), file: "b.json")
    }
  }

  @Test func aBaselineIsReadAsItWasWritten() throws {
    var baseline = Baseline()
    baseline.clusters = ["a\"b\n"]
    baseline.versions = ["4.1.10"]
    baseline.findings = [
      .init(fingerprint: "0f", kind: "category", id: "disk.no_space", severity: .critical, tables: ["k.t"])
    ]
    baseline.figures = [
      .init(id: "failures", labels: .none, value: 3),
      .init(id: "table_live_bytes.max", labels: Labels([("keyspace", "k"), ("table", "t")]), value: 1.5e300),
    ]
    let text = BaselineJSON.render(baseline)
    let again = try BaselineReader.read(Array(text.utf8), file: "b.json")
    #expect(again.clusters == baseline.clusters && again.versions == baseline.versions)
    #expect(again.findings == baseline.findings && again.figures == baseline.figures)
  }

  @Test func everyMetricOfTheVocabularyCanBeNamed() throws {
    let folder = Self.package.appending(path: "Sources/CassandraModel")
    let known = Set(MetricName.all.map(\.name))
    var declared = 0
    for file in try FileManager.default.contentsOfDirectory(atPath: folder.path)
    where file.hasPrefix("MetricNames") {
      let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
      for part in text.components(separatedBy: "= MetricName(").dropFirst() {
        let name = part.components(separatedBy: "\"")[1]
        declared += 1
        #expect(known.contains(name), "\(name) is not in MetricName.all")
      }
    }
    #expect(declared == MetricName.all.count)
  }

  @Test func placesAreThoseThatCISees() {
    let one = { (path: String, isFolder: Bool) in
      CheckedPath([.path(path)], isFolder: { _ in isFolder }).path(of: "logs/system.log")
    }
    #expect(one("bundle/", true) == "bundle/logs/system.log")
    #expect(one("./a/bundle", true) == "a/bundle/logs/system.log")
    #expect(one(".", true) == "logs/system.log")
    #expect(
      CheckedPath([.path("a/b.tgz")], isFolder: { _ in false }).path(of: "b.tgz!x.log") == "a/b.tgz!x.log")
    let two = CheckedPath([.path("a/n1"), .path("b/n2")], isFolder: { _ in true })
    #expect(two.path(of: "n2/system.log") == "b/n2/system.log")
    #expect(two.path(of: "n3/system.log") == "n3/system.log")
    #expect(CheckedPath([.standardInput]).path(of: "-") == "-")
  }
}

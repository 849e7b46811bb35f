// The configuration: its settings, and all its mistakes at once.

import CassandraAnalysis
import CassandraInput
import CassandraModel
import Foundation
import Testing

@testable import hindsight
import TestSupport

@Suite struct ConfigurationTests {
  static let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  private func read(_ text: String) throws -> Configuration {
    try Configuration.read(Array(text.utf8), file: "c.json")
  }

  private func mistakes(_ text: String) -> [String] {
    do throws(DocumentError) {
      _ = try Configuration.read(Array(text.utf8), file: "c.json")
      return []
    } catch {
      return error.mistakes.map(\.description)
    }
  }

  @Test func theExampleIsValidAndSaysWhatItSays() throws {
    let bytes = try Data(contentsOf: Self.package.appending(path: "SampleData/hindsight.json"))
    let example = try Configuration.read(Array(bytes), file: "hindsight.json")
    let settings = example.rules
    #expect(settings.rules["stream-throttle-low"]?.isOn == false)
    #expect(settings.rules["pending-high"]?.holdsFor == .seconds(120))
    #expect(settings.rules["pending-high"]?.keepsFiringFor == .seconds(300))
    let threshold = { (node: String, cluster: String?) in
      settings.change(of: "pending-high", node: node, cluster: cluster).numbers["threshold"]
    }
    #expect(threshold("other", nil) == 20)
    #expect(threshold("other", "payments") == 40)
    #expect(threshold("pay-a1", "payments") == 60)
    // Settings without an entry for the node keep the values for all nodes.
    #expect(settings.change(of: "pending-high", node: "pay-a1", cluster: nil).severity == .info)
    #expect(
      settings.own.map(\.id) == ["heap-nearly-full", "orders-behind"] + RulePack.all[0].rules.map(\.id))
    let inputs = settings.inputs(of: "pay-a1")
    #expect(inputs.diskSizeBytes == 2e12)
    #expect(inputs.diskBandwidthBytesPerSecond == 2e8)
    #expect(inputs.compactionThroughputBytesPerSecond == 67_108_864)
    #expect(inputs.readLatencyBaselineSeconds == 0.012)
    #expect(inputs.maintenanceWindow == .seconds(1800))
    #expect(settings.inputs(of: "other").diskSizeBytes == nil)
    let source = try #require(example.sources.first)
    #expect(source.name == "our-agent" && source.time == "$.collected" && source.timeForm == .epoch)
    #expect(
      source.measures.map(\.metric.name) == [
        "compaction_pending_tasks", "heap_used_bytes", "pool_pending",
      ])
    #expect(source.measures[1].scale == 1_048_576)
    #expect(
      source.measures[2].labels == [.init("pool", .constant("ReadStage")), .init("host", .path("$.host"))])
    #expect(example.zones.byNode[NodeID("pay-b1")]?.initial.seconds == 7200)
    #expect(example.runbooks["RB-7"] == "https://wiki.example.com/cassandra/backlog")
    #expect(example.routes["page"] == "the storage pager")
  }

  @Test func theExampleHasEveryKey() throws {
    let bytes = try Data(contentsOf: Self.package.appending(path: "SampleData/hindsight.json"))
    guard case .object(let fields) = try JSONDocument.parse(Array(bytes)).kind else {
      Issue.record("no object")
      return
    }
    #expect(Set(fields.map(\.name)) == Set(["schema"] + ConfigurationReader.keys))
  }

  @Test func theExampleInTheArticleIsValid() throws {
    let file = Self.package.appending(path: "Sources/hindsight/Documentation.docc/RulesAndAlertReplay.md")
    let fenced = try String(contentsOf: file, encoding: .utf8).components(separatedBy: "```jsonc\n")
    try #require(fenced.count == 2)
    let example = try #require(fenced[1].components(separatedBy: "\n```").first)
    let settings = try read(example).rules
    #expect(settings.rules["pending-high"]?.numbers == ["threshold": 20])
    #expect(settings.own.map(\.id) == ["heap-nearly-full"])
    #expect(settings.inputs.diskBandwidthBytesPerSecond == 2e8)
  }

  @Test func anEmptyConfigurationChangesNothing() throws {
    #expect(try read("{\"schema\": \"hindsight/config/1\"}").rules == .none)
  }

  @Test func allMistakesAreSaidAtOnce() {
    let text = """
      {
        "schema": "hindsight/config/1", "rulez": {},
        "rules": {
          "pending-hi": {},
          "pending-high": {"numbers": {"threshold": "ten", "treshold": 1}, "for": "-5m", "route": "pager"},
          "rate-decay": {"numbers": {"decay": -0.5}}, "disk-and-pending": {"numbers": {"disk": 85}},
          "pending-high": {}
        },
        "own_rules": [
          {"id": "pending-high", "condition": "compaction_pending_tasks > 1"}, {"condition": "heap_used_bytes >"},
          {"id": "no good", "condition": "heap_used_bytes > $x"}, {"id": "b", "condition": "built-in undrainable"},
          {"id": "m", "condition": "compaction_pending_task > 1"}, {"id": "m", "condition": "heap_used_bytes > 1"}
        ],
        "disks": {"*": {"bandwidth": "fast", "size": -1}},
        "inputs": {"n": {"concurrent_compactors": 0, "read_latency_baseline": "0s"}},
        "zones": {"n": "Nowhere/At all"}, "packs": ["grafana"],
        "runbooks": {"RB-77": "javascript:alert(1)"}
      }
      """
    let found = mistakes(text)
    let expected = [
      "c.json:2: error: $.rulez: is not known here; did you mean rules? [config.unknown]",
      "c.json:4: error: $.rules.pending-hi: is no rule; did you mean pending-high? [config.rule]",
      "c.json:5: error: $.rules.pending-high.for: must be a length of time such as \"90s\", \"15m\" or \"1h30m\", or "
        + "a number of seconds, is \"-5m\" [config.type]",
      "c.json:5: error: $.rules.pending-high.numbers.threshold: must be a number, is \"ten\" [config.type]",
      "c.json:5: error: $.rules.pending-high.numbers.treshold: is no number of this rule; did you mean threshold? "
        + "[config.number]",
      "c.json:5: error: $.rules.pending-high.route: is no route; did you mean page? [config.route]",
      "c.json:6: error: $.rules.rate-decay.numbers.decay: must be from 0 to 1, is -0.5 [config.range]",
      "c.json:6: error: $.rules.disk-and-pending.numbers.disk: must be from 0 to 1, is 85 [config.range]",
      "c.json:7: error: $.rules.pending-high: is there already, on line 5 [config.duplicate]",
      "c.json:10: error: $.own_rules[0].id: is a rule that is there already; $.rules changes it [config.id]",
      "c.json:10: error: $.own_rules[1].id: is missing [config.missing]",
      "c.json:10: error: $.own_rules[1].condition: is no condition: a number or a metric is missing (character 18) "
        + "[config.condition]",
      "c.json:11: error: $.own_rules[2].id: must be at most 64 small letters, digits and hyphens, is \"no good\" "
        + "[config.id]",
      "c.json:11: error: $.own_rules[2].condition: has $x; write the number itself [config.condition]",
      "c.json:11: error: $.own_rules[3].condition: has the predicate undrainable, which is for the rule that is "
        + "built in [config.condition]",
      "c.json:12: error: $.own_rules[5].id: is the id of a rule before it [config.id]",
      "c.json:12: error: $.own_rules[4].condition: needs compaction_pending_task, which no capture gives; did you "
        + "mean compaction_pending_tasks? [config.input]",
      "c.json:14: error: $.disks[\"*\"].bandwidth: must be a number of bytes a second or a text such as "
        + "\"200 MB/s\", is \"fast\" [config.type]",
      "c.json:14: error: $.disks[\"*\"].size: must be from 1 to 1e+18, is -1 [config.range]",
      "c.json:15: error: $.inputs.n.concurrent_compactors: must be from 1 to 1024, is 0 [config.range]",
      "c.json:15: error: $.inputs.n.read_latency_baseline: must be more than nothing [config.range]",
      "c.json:16: error: $.packs[0]: is no rule pack; there are grafana-mixin, awesome-criteo, "
        + "awesome-instaclustr, axonops-examples, axonops-guide [config.pack]",
      "c.json:16: error: $.zones.n: 'Nowhere/At all' is not a time zone (UTC, +02:00 or Europe/Berlin) "
        + "[config.zone]",
      "c.json:17: error: $.runbooks.RB-77: is neither a runbook, a category, a rule nor a route [config.unknown]",
      "c.json:17: error: $.runbooks.RB-77: must be an address that begins with https:// or http:// [config.value]",
    ]
    #expect(found.sorted() == expected.sorted())
    for (line, other) in zip(found, found.dropFirst()) {
      let number = { (text: String) in Int(text.split(separator: ":")[1]) ?? 0 }
      #expect(number(line) <= number(other), "in the order of their lines")
    }
  }

  @Test func mistakesOfSourcesAreSaid() {
    let found = mistakes(
      """
      {"schema": "hindsight/config/1", "sources": [{"name": "a", "records": "a.b", "time_form": "unix", "measures": [
      {"path": "$[", "metric": "compaction_pending_task", "scale": 0, "labels": {"x": 1}}]}, {"keys": ["k"]}]}
      """)
    #expect(
      found.map { String($0.split(separator: " ", maxSplits: 2)[2]) } == [
        "$.sources[0].records: is no path; write it as in $.a.b, $.a[*].b or $['a.b'] [config.path]",
        "$.sources[0].time_form: must be one of iso8601, utc, epoch, is \"unix\" [config.value]",
        "$.sources[0]: needs files or keys: nothing tells which files it is for [config.empty]",
        "$.sources[0].measures[0].path: is no path; write it as in $.a.b, $.a[*].b or $['a.b'] [config.path]",
        "$.sources[0].measures[0].metric: is no metric that rules look at; did you mean "
          + "compaction_pending_tasks? [config.metric]",
        "$.sources[0].measures[0].scale: must be from 1e-12 to 1000000000000, is 0 [config.range]",
        "$.sources[0].measures[0].labels.x: must be an object, is 1 [config.type]",
        "$.sources[1].name: is missing [config.missing]",
        "$.sources[1].measures: is missing [config.missing]",
      ])
  }

  @Test(arguments: [
    (
      "a > 1",
      ["$.own_rules[0].condition: is circular: a needs a; a rule takes metrics only [config.circular]"]
    ),
    (
      "pending_high > 1",
      [
        "$.own_rules[0].condition: needs pending-high, which is a rule; a rule takes metrics only [config.input]"
      ]
    ),
    (
      "heap_used_bytes > 1 and b < 3",
      [
        "$.own_rules[0].condition: is circular: a needs b needs a; a rule takes metrics only [config.circular]",
        "$.own_rules[1].condition: is circular: b needs a needs b; a rule takes metrics only [config.circular]",
      ]
    ),
  ])
  func aRuleIsNoInputOfARule(condition: String, expected: [String]) {
    let found = mistakes(
      """
      {"schema": "hindsight/config/1", "own_rules": [{"id": "a", "condition": "\(condition)"},
      {"id": "b", "condition": "\(expected.count > 1 ? "a > 2" : "heap_used_bytes > 2")"}]}
      """)
    #expect(found.map { String($0.split(separator: " ", maxSplits: 2)[2]) } == expected)
  }

  @Test(arguments: ["", "{", "[]", "{}", "null", "{\"schema\": \"hindsight/baseline/1\"}", "\u{0}"])
  func anythingElseIsAMistake(text: String) {
    #expect(mistakes(text).count == 1)
  }

  /// A damaged file is read or rejected.
  @Test func damagedFilesNeverTrap() throws {
    let bytes = Array(try Data(contentsOf: Self.package.appending(path: "SampleData/hindsight.json")))
    var state: UInt64 = 42
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(bound))
    }
    for _ in 0..<300 {
      var damaged = bytes
      for _ in 0..<1 + next(3) {
        let at = next(damaged.count)
        switch next(3) {
        case 0: damaged[at] = UInt8(truncatingIfNeeded: next(256))
        case 1: damaged.removeSubrange(at..<min(damaged.count, at + 1 + next(20)))
        default: damaged.insert(damaged[next(damaged.count)], at: at)
        }
      }
      do throws(DocumentError) { _ = try Configuration.read(damaged, file: "c.json") } catch {
        #expect(!error.mistakes.isEmpty)
      }
    }
  }

  @Test func theCommandLineComesBeforeTheConfiguration() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "hindsight-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "c.json").path
    try Data("{\"schema\": \"hindsight/config/1\", \"zones\": {\"a\": \"+01:00\", \"*\": \"+03:00\"}}".utf8)
      .write(to: URL(filePath: file))
    func zones(_ line: [String]) throws -> LogZones {
      guard case .run(_, let options) = try CommandLine.parse(["report", "x", "--config", file] + line) else {
        throw CancellationError()
      }
      return try options.configured().logZones
    }
    let configured = try zones([])
    #expect(configured[NodeID("a")]?.initial.seconds == 3600)
    #expect(configured[NodeID("b")]?.initial.seconds == 10_800)
    let given = try zones(["--log-zone", "b=UTC"])
    #expect(given[NodeID("a")]?.initial.seconds == 3600)
    #expect(given[NodeID("b")]?.initial.seconds == 0)
    #expect(try zones(["--log-zone", "+02:00"])[NodeID("a")]?.initial.seconds == 7200)
  }
}

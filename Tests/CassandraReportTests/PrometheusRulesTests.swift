// The rules as a rule file for Prometheus.

import CassandraAnalysis
import CassandraModel
import Foundation
import TestSupport
import Testing

@testable import CassandraReport

@Suite struct PrometheusRulesTests {
  private func file(_ settings: RuleSettings = .none, runbooks: [String: String] = [:]) -> PrometheusRules {
    PrometheusRules(settings.effectiveRules(), inputs: settings.inputs, runbooks: runbooks)
  }

  /// The expression of `rule` in the file.
  private func expression(_ rule: String, _ settings: RuleSettings = .none) -> String? {
    let lines = file(settings).text.components(separatedBy: "\n")
    guard let index = lines.firstIndex(of: "      - alert: \"" + rule + "\"") else { return nil }
    return lines[index + 1].trimmingCharacters(in: .whitespaces)
  }

  @Test(arguments: [
    ("pending-high", "cassandra_compaction_pendingtasks_value > 10"),
    (
      "pending-saturated",
      "cassandra_compaction_pendingtasks_value > on (instance) "
        + "(2 * cassandra_threadpools_maxpoolsize_value{pool=\"CompactionExecutor\"})"
    ),
    (
      "compactors-idle",
      "(cassandra_threadpools_activetasks_value{pool=\"CompactionExecutor\"} == 0) and on (instance) "
        + "(cassandra_threadpools_pendingtasks_value{pool=\"CompactionExecutor\"} > 0)"
    ),
    ("tombstones-warning", "cassandra_table_tombstonescannedhistogram_max >= 5000"),
    (
      "disk-and-pending",
      "((1 - node_filesystem_avail_bytes{mountpoint=\"/var/lib/cassandra\"} / "
        + "node_filesystem_size_bytes{mountpoint=\"/var/lib/cassandra\"}) > 0.85) and on (instance) "
        + "(cassandra_compaction_pendingtasks_value > 16)"
    ),
  ])
  func conditionsBecomeExpressions(rule: String, expected: String) {
    #expect(expression(rule) == "expr: '" + expected + "'")
  }

  @Test func everyRuleIsInTheFileOrSaidToBeMissing() {
    for settings in [RuleSettings.none, Self.given] {
      let file = file(settings)
      for rule in Rule.all {
        let isThere = file.text.contains("- alert: \"" + rule.id.name + "\"\n")
        let reason = file.missing.first { $0.rule == rule.id.name }?.reason
        #expect(isThere == (reason == nil), "\(rule.id)")
        if let reason { #expect(file.text.contains("#   " + rule.id.name + ": " + reason + "\n")) }
      }
    }
  }

  /// Values without an exporter may be configured.
  private static let given = RuleSettings(
    inputs: NodeInputs(
      controllerLimitBytesPerSecond: 5e8, readLatencyBaselineSeconds: 0.01, concurrentCompactors: 4,
      compactionThroughputBytesPerSecond: 67_108_864, dataDirectory: "/data"))

  @Test func whatTheConfigurationGivesIsANumber() {
    #expect(expression("velocity-low") == nil)
    #expect(expression("backlog-critical") == nil)
    #expect(
      expression("pending-saturated", Self.given) == "expr: 'cassandra_compaction_pendingtasks_value > 8'")
    #expect(
      expression("velocity-low", Self.given)
        == "expr: 'rate(cassandra_compaction_bytescompacted_count[1m]) < 20132659.2 and on (instance) "
        + "cassandra_compaction_pendingtasks_value > 0'")
    #expect(expression("backlog-critical", Self.given)?.contains("> 0.02)") == true)
  }

  private static let hostile = RuleSettings(
    rules: [
      "pending-high": RuleChange(
        holdsFor: .seconds(90), keepsFiringFor: .seconds(60), route: "a: \"b\"\n- c",
        text: "{{ $labels }} \"quoted\" \\ #no comment\u{1b}\u{2028}end"),
      "pending-gate": RuleChange(isOn: false),
    ],
    own: [
      OwnRule(
        id: "ours", condition: "compaction_pending_tasks{keyspace=\"it's\", table=\"a\\\"b\"} > 1",
        text: "it's"),
      OwnRule(id: "sizes", condition: "mean(table_live_bytes, 1h) > 2 * node_load_bytes"),
      OwnRule(
        id: "grows", condition: "delta(table_writes_total) > 5 or rate(compaction_bytes_compacted_total) < 1"),
      OwnRule(id: "rows", condition: "compaction_active > 3"),
    ] + RulePack.all.flatMap(\.rules))

  @Test func textOfATeamCannotBreakTheFile() {
    let text = file(Self.hostile, runbooks: ["pending-high": "https://a/{{b}}"]).text
    #expect(
      text.contains(
        """
              - alert: "pending-high"
                expr: 'cassandra_compaction_pendingtasks_value > 10'
                for: 1m30s
                keep_firing_for: 1m
                labels:
                  severity: warning
                  route: "a: \\"b\\"\\n- c"
                annotations:
                  summary: "{{ \\"{{\\" }} $labels }} \\"quoted\\" \\\\ #no comment\\u001b\\u2028end"
                  description: "pending compactions > 10"
                  runbook_url: "https://a/{{ \\"{{\\" }}b}}"

        """))
    #expect(!text.contains("pending-gate"))
    #expect(
      text.contains(
        "expr: 'cassandra_table_pendingcompactions_value{keyspace=\"it''s\",table=\"a\\\"b\"} > 1'"))
    #expect(
      text.contains(
        "expr: 'avg_over_time(cassandra_table_livediskspaceused_count[1h]) > on (instance) group_left () "
          + "(2 * cassandra_storage_load_count)'"))
  }

  @Test(.needs(.promtool), arguments: [RuleSettings.none, given, hostile])
  func promtoolAcceptsTheFile(settings: RuleSettings) throws {
    let folder = try TestFolder()
    let file = folder.path("rules.yml")
    let text = self.file(settings, runbooks: ["pending-high": "https://a/{{b}}"]).text
    try Data(text.utf8).write(to: URL(filePath: file))
    let run = try OutsideProgram.promtool.run(["check", "rules", file])
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.contains("SUCCESS"))
  }
}

@Suite struct RuleTextTests {
  @Test func theTableNamesEveryRuleAndMarksChanges() {
    let settings = RuleSettings(
      rules: [
        "pending-high": RuleChange(numbers: ["threshold": 77]), "rate-decay": RuleChange(isOn: false),
      ], own: [OwnRule(id: "ours", condition: "heap_used_bytes > 1", holdsFor: .seconds(90))])
    let lines = RuleText.render(settings.effectiveRules()).components(separatedBy: "\n")
    for rule in Rule.all where rule.id != "rate-decay" {
      #expect(lines.contains { $0.hasPrefix(rule.id.name + " ") }, "\(rule.id)")
    }
    let changed = lines.first { $0.hasPrefix("pending-high") }
    #expect(changed?.hasPrefix("pending-high *") == true)
    #expect(changed?.hasSuffix("compaction_pending_tasks > 77") == true)
    #expect(lines.first { $0.hasPrefix("ours") }?.contains("> 1m30s") == true)
    #expect(lines.contains("Off: rate-decay"))
    #expect(lines.contains("* changed by the configuration"))
  }

  @Test func withoutAConfigurationNothingIsChanged() {
    let text = RuleText.render(RuleSettings.none.effectiveRules())
    #expect(!text.contains("*\n") && !text.contains("Off:") && !text.contains("changed by"))
  }

  @Test func theJSONHasEveryNumber() {
    let json = RuleJSON.render(RuleSettings.none.effectiveRules())
    for rule in Rule.all {
      #expect(json.contains("\"id\": \"" + rule.id.name + "\""))
      for parameter in rule.parameters { #expect(json.contains("\"name\": \"" + parameter.name + "\"")) }
    }
  }

  @Test func packsStandBesideTheSeedsWithTheirSources() {
    let text = RulePackText.render()
    for pack in RulePack.all {
      #expect(text.contains(pack.id))
      for word in pack.source.split(separator: " ") { #expect(text.contains(word)) }
      for alert in pack.alerts { #expect(text.contains(alert.rule.condition), "\(alert.name)") }
    }
    #expect(text.contains("pending-sustained"))
    #expect(text.contains("disk-and-pending"))
  }
}

@Suite struct ExplanationTests {
  @Test func aRuleHasItsNumbersAndWhatNeverToDo() {
    for effective in RuleSettings.none.effectiveRules() {
      let page = ExplanationText.page(of: effective)
      let words = page.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      #expect(words.contains(effective.rule.summary.split(separator: " ").joined(separator: " ")))
      for parameter in effective.rule.parameters { #expect(words.contains(parameter.meaning)) }
      if let id = effective.rule.runbook { #expect(page.contains("Runbook " + id + ":")) }
    }
  }

  /// The prohibitions and checks of the seeds, each on the page of a rule that it affects.
  @Test(arguments: [
    ("pending-intervention", "Do not run scrub, cleanup"), ("throughput-over-disk", "above half"),
    ("stream-throttle-low", "below 50 MB/s"), ("repair-during-backlog", "nodetool stop VALIDATION"),
    ("tombstones-warning", "for corruption"), ("settings-not-restored", "reloadyaml"),
    ("read-latency", "read_repair_chance"), ("triage-throttle", "state UN"),
    ("repair-sessions", "compactionstats before a repair"),
    ("tombstones-critical", "did the tombstones fall"),
    ("compaction-latency", "compactionhistory and nodetool tpstats"), ("rate-decay", "Uptime that fell"),
    ("compaction-stalled", "once, again and again"),
  ])
  func theSeedsProhibitionsAreThere(rule: RuleID, sentence: String) throws {
    let effective = try #require(RuleSettings.none.effectiveRules().first { $0.rule.id == rule })
    let page = ExplanationText.page(of: effective)
    #expect(page.split(whereSeparator: \.isWhitespace).joined(separator: " ").contains(sentence))
  }

  @Test func categoriesAndRunbooksHaveAPage() throws {
    for category in ErrorCategory.all {
      let words = ExplanationText.page(of: category).split(whereSeparator: \.isWhitespace)
        .joined(separator: " ")
      for line in category.check + category.run + category.never + [category.meaning] {
        #expect(words.contains(line.split(separator: " ").joined(separator: " ")), "\(category.id)")
      }
    }
    for runbook in Runbook.all {
      let page = ExplanationText.page(
        of: runbook, team: ExplanationText.Team(runbooks: [runbook.id: "https://wiki/x"]))
      #expect(page.contains("https://wiki/x"))
      #expect(page.contains("  \(runbook.steps.count)."))
    }
  }

  @Test func aTeamsNamesAndPagesAreShown() throws {
    let effective = try #require(RuleSettings.none.effectiveRules().first { $0.rule.id == "pending-gate" })
    let team = ExplanationText.Team(
      routes: ["review": "the queue"], runbooks: ["review": "https://a/q", "pending-gate": "https://a/p"])
    let page = ExplanationText.page(of: effective, team: team)
    #expect(page.contains("Route       review: the queue, https://a/q\n"))
    #expect(page.contains("Page        https://a/p\n"))
  }

  @Test func aPackSaysWhereItsNumbersAreFrom() throws {
    let settings = RuleSettings(own: RulePack.all.flatMap(\.rules))
    let all = settings.effectiveRules()
    let effective = try #require(all.first { $0.rule.id == "awesome-criteo-tombstones" })
    let words = ExplanationText.page(of: effective).split(whereSeparator: \.isWhitespace)
      .joined(separator: " ")
    #expect(words.contains("github.com/samber/awesome-prometheus-alerts"))
    #expect(words.contains("not the same measure"))
  }
}

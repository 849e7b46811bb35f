// The built program, run as a user runs it: exit status, streams, and bad input of every kind.

import Foundation
import Testing
import TestSupport

@Suite struct ProgramTests {
  private func hindsight(_ arguments: [String], input: Data? = nil) throws -> Program.Run {
    try Program.run(arguments, input: input)
  }

  private static let healthy =
    "INFO  [main] 2026-11-21 05:00:00,000 CassandraDaemon.java:1 - Startup complete\n"
  private static let failing =
    "ERROR [CompactionExecutor:1] 2026-11-21 05:00:01,000 CassandraDaemon.java:577 - Exception in thread "
    + "Thread[CompactionExecutor:1,1,main]\njava.lang.OutOfMemoryError: Java heap space\n"

  @Test func aFolderWithNothingOfOursIsNothingToJudge() throws {
    try withFolder { folder in
      #expect(try hindsight(["report", folder.path]).status == 3)
      try Data("groceries\n".utf8).write(to: folder.appending(path: "list.txt"))
      #expect(try hindsight(["report", folder.path]).status == 3)
    }
  }

  @Test func oneNodeOfSeveralIsItsOwnReport() throws {
    try withFolder { folder in
      for (node, text) in [("n1", Self.healthy + Self.failing), ("n2", Self.healthy)] {
        let logs = folder.appending(path: node)
        try FileManager.default.createDirectory(at: logs, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: logs.appending(path: "system.log"))
      }
      let one = try hindsight(["report", folder.path, "--node", "n2"])
      #expect(one.status == 0)
      #expect(one.output.contains("n2") && !one.output.contains("n1"))
      #expect(try hindsight(["report", folder.path, "--node", "n2", "--fail-on", "critical"]).status == 0)
      #expect(try hindsight(["report", folder.path, "--node", "n1", "--fail-on", "critical"]).status == 1)
      let none = try hindsight(["report", folder.path, "--node", "n3"])
      #expect(none.status == 2 && none.errors.contains("its nodes are n1, n2"))
    }
  }

  @Test func aReleaseThatIsNotKnownIsSaidAndItsLogRead() throws {
    try withFolder { folder in
      let version = "INFO  [main] 2026-11-21 05:00:00,100 StorageService.java:1 - Cassandra version: 7.1.0\n"
      try Data((Self.healthy + version + Self.failing).utf8).write(to: folder.appending(path: "system.log"))
      let run = try hindsight(["report", folder.path])
      #expect(run.status == 0)
      #expect(run.errors.contains("system.log:2: warning: Cassandra 7.1.0: read where its formats agree"))
      #expect(run.errors.contains("[version.unknown]"))
      #expect(run.output.contains("read where its formats agree with those of 3.11 to 6.0"))
      #expect(run.output.contains("Java heap space"))
    }
  }

  @Test func inspectEndsWithTheStatusOfItsInput() throws {
    try withFolder { folder in
      #expect(try hindsight(["inspect", folder.path]).status == 3, "there is nothing")
      try Data("groceries\n".utf8).write(to: folder.appending(path: "list.txt"))
      let none = try hindsight(["inspect", folder.path])
      #expect(none.status == 3, "there is nothing of ours")
      #expect(none.output.contains("list.txt"))
      try Data(Self.failing.utf8).write(to: folder.appending(path: "system.log"))
      #expect(try hindsight(["inspect", folder.path]).status == 0, "what is not recognised is a note")
      let json = try hindsight(["inspect", folder.path, "--format", "json"])
      #expect(json.output.hasPrefix("{\n  \"schema\": \"hindsight/inspection/1\""))
      #expect(try hindsight(["inspect", folder.path, "--missing"]).output.hasPrefix("#!/bin/sh\n"))
      // The first bytes of bzip2.
      try Data("BZh91AY&SY".utf8).write(to: folder.appending(path: "system.log.1.bz2"))
      let packed = try hindsight(["inspect", folder.path])
      #expect(packed.status == 3, "something of ours cannot be read")
      #expect(packed.output.contains("unpack it with bunzip2"))
    }
    #expect(try hindsight(["inspect", "/no/such/path"]).status == 2)
  }

  @Test func aPathThatDoesNotExistIsWrongUsage() throws {
    let run = try hindsight(["report", "/no/such/path"])
    #expect(run.status == 2)
    #expect(run.errors.contains("/no/such/path"))
    #expect(run.output.isEmpty)
  }

  @Test func findingsDecideTheStatusOnlyWhenAsked() throws {
    try withFolder { folder in
      let log = folder.appending(path: "system.log")
      try Data((Self.healthy + Self.failing).utf8).write(to: log)
      #expect(try hindsight(["report", log.path]).status == 0)
      #expect(try hindsight(["report", log.path, "--fail-on", "critical"]).status == 1)
      try Data(Self.healthy.utf8).write(to: log)
      #expect(try hindsight(["report", log.path, "--fail-on", "critical"]).status == 0)
    }
  }

  @Test func standardInputIsRead() throws {
    let run = try hindsight(["report", "-"], input: Data((Self.healthy + Self.failing).utf8))
    #expect(run.status == 0)
    #expect(run.output.contains("OutOfMemoryError"))
  }

  @Test func oddBytesGiveADiagnosticAndLoseNothing() throws {
    try withFolder { folder in
      let log = folder.appending(path: "system.log")
      let text = Self.healthy + Self.failing
      let cases: [(name: String, data: Data, code: String?)] = [
        ("CRLF", Data(text.replacingOccurrences(of: "\n", with: "\r\n").utf8), nil),
        ("NULs", Data(repeating: 0, count: 5000) + Data(text.utf8), "log.nul"),
        ("not UTF-8", Data(Self.healthy.utf8) + Data([0xFF, 0xFE, 0x0A]) + Data(Self.failing.utf8), nil),
        (
          "no such date", Data((Self.healthy.replacingOccurrences(of: "11-21", with: "02-30") + text).utf8),
          "log.date"
        ),
        (
          "a long line",
          Data(Self.healthy.utf8) + Data(repeating: 0x78, count: 3_000_000) + Data("\n".utf8)
            + Data(Self.failing.utf8), "log.long_line"
        ),
      ]
      for odd in cases {
        try odd.data.write(to: log)
        let run = try hindsight(["report", log.path])
        #expect(run.status == 0, "\(odd.name)")
        #expect(run.output.contains("OutOfMemoryError"), "\(odd.name)")
        if let code = odd.code { #expect(run.errors.contains("[\(code)]"), "\(odd.name): \(run.errors)") }
      }
    }
  }

  @Test func replayPrintsWhatTheScriptPrints() throws {
    try withFolder { folder in
      let text = "2026-11-21T05:10:03Z\npending tasks: 12\n\n2026-11-21T05:10:13Z\npending tasks: 3\n\n"
      for node in ["node1", "node2"] {
        let own = folder.appending(path: node)
        try FileManager.default.createDirectory(at: own, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: own.appending(path: "compactionstats.log"))
        try Data(Self.healthy.utf8).write(to: own.appending(path: "system.log"))
      }
      let one = try hindsight(["replay", "tracker", folder.path + "/node1"])
      #expect(one.status == 0)
      let empty = "{\n  \"compactions\": [],\n  \"active_count\": 0\n}\n"
      #expect(one.output == empty + empty)
      // Several nodes: each document begins with its node.
      let both = try hindsight(["replay", "poll", folder.path])
      let lines = both.output.split(separator: "\n")
      #expect(
        lines.map { $0.prefix(32) } == [
          #"{"node": "node1", "pending": 12,"#, #"{"node": "node1", "pending": 3, "#,
          #"{"node": "node2", "pending": 12,"#, #"{"node": "node2", "pending": 3, "#,
        ])
      let page = try hindsight(["replay", "poll", folder.path, "--format", "text"])
      #expect(page.output.contains("Async poll (001) on node2, input: captures\n  2 instants from"))
      #expect(page.output.contains("1 over limits, 1 within limits."))
      // Without input for the replay, there is no decision.
      let none = try hindsight(["replay", "triage", folder.path])
      #expect(none.status == 3 && none.output.isEmpty)
      #expect(none.errors.contains("nothing to replay: triage needs the counter BytesCompacted"))
    }
  }

  @Test func theStateFileIsNeverLost() throws {
    let table =
      "\tTable: orders\n\t\tSSTable count: 1\n\t\tMaximum tombstones per slice (last five minutes): 6000\n\n----------------\n"
    let text =
      "2026-11-21T05:10:03Z\nTotal number of tables: 1\n----------------\nKeyspace : shop\n\tRead Count: 1\n"
    try withFolder { folder in
      let capture = folder.appending(path: "capture")
      try FileManager.default.createDirectory(at: capture, withIntermediateDirectories: true)
      try Data((text + "\t" + table).utf8).write(to: capture.appending(path: "tablestats.log"))
      let state = folder.appending(path: "state.json")
      let run = { (arguments: [String]) in
        try hindsight(["replay", "tombstones", capture.path, "--state-file", state.path] + arguments)
      }
      let content = { try String(contentsOf: state, encoding: .utf8) }
      let dry = try run(["--dry-run"])
      #expect(dry.status == 0 && dry.output.contains("\"decision\": \"dry run WARNING\""))
      #expect(!FileManager.default.fileExists(atPath: state.path))
      let first = try run([])
      #expect(first.status == 0 && first.output.contains("\"decision\": \"sent WARNING\""))
      #expect(try content() == "{\n  \"shop.orders\": 1795237803.0\n}")
      let second = try run([])
      #expect(second.output.contains("\"decision\": \"suppressed WARNING\""))
      // Other tables keep their times, even one in the future.
      try Data("{\"shop.a\": 9999999999.5, \"shop.orders\": 5}".utf8).write(to: state)
      let third = try run(["--format", "text"])
      #expect(
        third.output.contains("shop.a: its last alert in the state file is later than the end of the data"))
      #expect(try content() == "{\n  \"shop.a\": 9999999999.5,\n  \"shop.orders\": 1795237803.0\n}")
      for damaged in ["", "{\"shop.orders\": ", "[1]", "{\"shop.orders\": \"x\"}", "{} x"] {
        try Data(damaged.utf8).write(to: state)
        let failed = try run([])
        #expect(failed.status == 2 && failed.output.isEmpty && failed.errors.contains("is damaged"))
        #expect(try content() == damaged)
      }
      // Files of the capture are evidence and must not be overwritten.
      let inside = capture.appending(path: "state.json").path
      let refused = try hindsight(["replay", "tombstones", capture.path, "--state-file", inside])
      #expect(refused.status == 2 && refused.errors.contains("never written"))
      let other = try hindsight(["replay", "poll", capture.path, "--state-file", state.path])
      #expect(other.status == 2 && other.errors.contains("--state-file applies to replay tombstones only"))
    }
  }

  @Test func whatCannotBeWrittenIsSaid() throws {
    try withFolder { folder in
      let log = folder.appending(path: "system.log")
      try Data(Self.healthy.utf8).write(to: log)
      let run = try hindsight(["report", log.path, "--output", "/proc/no-such-folder/x"])
      #expect(run.status == 4)
      #expect(!run.errors.isEmpty)
    }
  }

  @Test func aConfigurationWithMistakesIsWrongUsage() throws {
    try withFolder { folder in
      let file = folder.appending(path: "c.json")
      try Data("{\"schema\": \"hindsight/config/1\",\n\"rules\": {\"nope\": {}}, \"x\": 1}".utf8).write(
        to: file)
      for command in [["rules"], ["report", folder.path], ["explain", "RB-1"]] {
        let run = try hindsight(command + ["--config", file.path])
        #expect(run.status == 2 && run.output.isEmpty)
        #expect(run.errors.contains("c.json:2: error: $.rules.nope: is no rule"))
        #expect(run.errors.contains("there are 2 mistakes in"))
      }
      #expect(try hindsight(["rules", "--config", folder.path + "/none"]).status == 2)
    }
  }

  @Test func theConfigurationHoldsForReports() throws {
    try withFolder { folder in
      let capture = folder.appending(path: "compactionstats_1795237804.txt")
      try Data("pending tasks: 15\n".utf8).write(to: capture)
      let config = folder.appending(path: "hindsight.json")
      let text =
        "{\"schema\": \"hindsight/config/1\", \"rules\": {\"pending-high\": {\"numbers\": {\"threshold\": 15}}}}"
      try Data(text.utf8).write(to: config)
      #expect(try hindsight(["report", capture.path, "--fail-on", "warning"]).status == 1)
      #expect(
        try hindsight(["report", capture.path, "--fail-on", "warning", "--config", config.path]).status == 0)
    }
  }

  @Test func aSourceThatOnlyTheTeamKnowsIsRead() throws {
    try withFolder { folder in
      let text = (0..<5).map {
        "{\"collected\": \(1_795_237_800 + $0 * 60), \"queues\": {\"compaction\": \(8 + $0)}}"
      }
      try Data(text.joined(separator: "\n").utf8).write(to: folder.appending(path: "agent-1.json"))
      let config = Captures.package.appending(path: "SampleData/hindsight.json").path
      let plain = try hindsight([
        "explain", "grafana-mixin-pending", folder.path, "--at", "2026-11-21T05:14:00Z",
      ])
      #expect(plain.status == 2, "the pack is in the configuration alone")
      let run = try hindsight([
        "explain", "pending-gate", folder.path, "--at", "2026-11-21T05:14:00Z", "--config", config,
      ])
      #expect(run.output.contains("agent-1.json:5"), "\(run.output)\(run.errors)")
    }
  }

  @Test func rulesTestFailsWhenAStateIsNotMet() throws {
    try withFolder { folder in
      let file = folder.appending(path: "t.json")
      let test = """
        {"schema": "hindsight/rules-test/1", "tests": [{"name": "n", "input_series": [
        {"series": "compaction_pending_tasks", "values": "11"}], "alert_rule_test": [
        {"alertname": "pending-high", "exp_states": {"0s": "STATE"}}]}]}
        """
      try Data(test.replacingOccurrences(of: "STATE", with: "firing").utf8).write(to: file)
      #expect(try hindsight(["rules", "test", file.path]).status == 0)
      try Data(test.replacingOccurrences(of: "STATE", with: "inactive").utf8).write(to: file)
      let run = try hindsight(["rules", "test", file.path])
      #expect(run.status == 1 && run.output.contains("pending-high is firing, expected inactive"))
      try Data(test.utf8).write(to: file)
      #expect(try hindsight(["rules", "test", file.path]).status == 2)
      #expect(try hindsight(["rules", "test"]).status == 2)
      #expect(try hindsight(["rules", "tset"]).status == 2)
    }
  }

  @Test func whatCannotBeExplainedIsWrongUsage() throws {
    #expect(try hindsight(["explain", "pending-high"]).output.contains("pending compactions > 10"))
    #expect(try hindsight(["explain", "rb-7"]).output.hasPrefix("Runbook RB-7"))
    #expect(try hindsight(["explain", "pending-hihg"]).errors.contains("did you mean pending-high?"))
    for words in [
      ["pending-hihg"], ["pending-high", "."], ["pending-high", "--at", "2026-11-21"], ["RB-7", "."],
    ] {
      #expect(try hindsight(["explain"] + words).status == 2, "\(words)")
    }
    #expect(try hindsight(["sweep", "nope", "."]).status == 2)
    #expect(try hindsight(["sweep", "forbidden-operation", ".", "--threshold", "1"]).status == 2)
  }

  @Test func aLogThatLiesOutsideOfTheWindowIsALogAllTheSame() throws {
    let sample = Captures.package.appending(path: "SampleData/rotated-3.11").path
    for window in [["--until", "2026-11-21T05:00"], ["--since", "2026-11-22"]] {
      let run = try hindsight(["report", sample, "--quiet"] + window)
      #expect(run.text.contains("No log record in the time asked for"))
      #expect(!run.text.contains("there is no log") && !run.text.contains("there is no Cassandra log"))
    }
  }

  @Test func theWindowCountsOnlyWhatLiesInIt() throws {
    try withFolder { folder in
      let log = folder.appending(path: "system.log")
      try Data((Self.healthy + Self.failing).utf8).write(to: log)
      let before = try hindsight(["report", log.path, "--until", "2026-11-21T05:00:00Z", "--fail-on", "info"])
      #expect(before.status == 0, "the failure comes later")
      let after = try hindsight([
        "report", log.path, "--log-zone", "+02:00", "--since", "2026-11-21T03:00:01Z", "--fail-on",
        "critical",
      ])
      #expect(after.status == 1, "05:00:01 at +02:00 is 03:00:01 in UTC")
    }
  }
}

// Replays over captures of real nodes, compared with the output of the scripts' own functions for the same
// text, and with the scripts' output while the captures were made.

import CassandraAnalysis
import CassandraReplays
import CassandraModel
import Foundation
import Testing
import TestSupport

@Suite(.enabled(if: Captures.arePresent, "needs Tests/Captures"))
struct CapturedReplayTests {
  private static let fixtures = Captures.package.appending(path: "Tests/EndToEndTests/Fixtures")

  /// Steps of the feed named `feed`, and its run.
  private func steps(
    _ id: String, _ capture: String, feed: String = "captures"
  ) async throws -> (steps: [ReplayStep], run: ReplayRun) {
    let node = try #require(try await Captures.findings(capture).nodes.first)
    let replay = try #require(Replay.named(id))
    var steps: [ReplayStep] = []
    let runs = replay.replay(node) { fed, step in if fed.name == feed { steps.append(step) } }
    return (steps, try #require(runs.first { $0.feed.name == feed }))
  }

  /// The output of the script as written, or the reason why it has none.
  private func written(_ step: ReplayStep) -> String {
    guard step.asWritten != nil, case .object(let members) = step.document(),
      let value = members.first(where: { $0.name == "as_written" })?.value
    else { return step.document().compactText }
    guard case .object(let inner) = value, let first = inner.first else { return value.compactText }
    if first.name == "died", case .text(let error) = first.value { return "died " + error }
    return first.name == "not_running_since" ? "not running" : value.compactText
  }

  /// The fixtures hold the output of the tracker's own functions for the same files (Python 3.11), one
  /// snapshot a line.
  @Test(arguments: [
    ("backlog-4.1/nodetool/compactionstats.log", "tracker-backlog-4.1.jsonl"),
    ("cluster-4.1/poll/127.0.0.33/compactionstats.log", "tracker-cluster-4.1.jsonl"),
  ])
  func trackerPrintsWhatTheScriptPrints(capture: String, fixture: String) async throws {
    let expected = try String(contentsOf: Self.fixtures.appending(path: fixture), encoding: .utf8)
      .split(separator: "\n").map(String.init)
    let steps = try await steps("tracker", capture).steps
    #expect(steps.map(written) == expected)
  }

  /// The same functions for each single output of 5.0, plain, with -H and with -V.
  @Test(arguments: [
    ("compactionstats.txt", "died ValueError: could not convert string to float: 'bytes'"),
    ("compactionstats-V.txt", #"{"compactions":[],"active_count":0}"#),
  ])
  func trackerOn5IsSaidAsWritten(file: String, expected: String) async throws {
    let steps = try await steps("tracker", "snap-5.0/busy/" + file).steps
    #expect(steps.map(written) == [expected])
    #expect(steps.first?.document().compactText.contains(#""type":"Major compaction""#) == true)
  }

  @Test func pollerOn5TakesPendingForZero() async throws {
    let step = try #require(try await steps("poll", "snap-5.0/busy/compactionstats.txt").steps.first)
    #expect(
      step.document().compactText.hasPrefix(#"{"pending":8,"active":[{"keyspace":"shop","table":"orders""#))
    #expect(written(step) == #"{"pending":0,"active":[],"within_limits":true}"#)
  }

  /// The tracker's output, as another program reads it, next to the replay of the same input: same ids, keys
  /// and flags at every instant, figures within 5 % or the effect of one second.
  @Test func trackerAgreesWithWhatItWroteAtEveryInstant() async throws {
    let url = Captures.folder.appending(path: "backlog-4.1/monitors/compaction-tracker.log")
    let text = try String(contentsOf: url, encoding: .utf8)
    var recorded: [[[String: Any]]] = []
    for piece in text.components(separatedBy: "\n{\n").dropFirst() {
      let body = piece.components(separatedBy: "\n}").first ?? ""
      let object = try JSONSerialization.jsonObject(with: Data(("{" + body + "\n}").utf8))
      recorded.append(try #require((object as? [String: Any])?["compactions"] as? [[String: Any]]))
    }
    #expect(recorded.count == 301)
    let (steps, run) = try await steps("tracker", "backlog-4.1", feed: "monitors/compaction-tracker.log")
    #expect(run.agreement?.compared == 301 && run.agreement?.agreed == 301)
    #expect(run.notes.allSatisfy { $0.kind != .disagreement })
    #expect(steps.count == 301)
    for (step, rows) in zip(steps, recorded) {
      let object = try JSONSerialization.jsonObject(with: Data(step.document().compactText.utf8))
      let ours = try #require((object as? [String: Any])?["compactions"] as? [[String: Any]])
      #expect(ours.map { Set($0.keys) } == rows.map { Set($0.keys) })
      for (own, theirs) in zip(ours, rows) {
        for key in ["id", "keyspace", "table", "type", "timestamp_utc"] {
          #expect(own[key] as? String == theirs[key] as? String)
        }
        #expect(own["latency_alert"] as? Bool == theirs["latency_alert"] as? Bool)
        for key in ["progress_pct", "completed_bytes", "total_bytes"] {
          #expect(own[key] as? Double == theirs[key] as? Double)
        }
        let elapsed = try #require(own["elapsed_sec"] as? Double)
        let theirElapsed = try #require(theirs["elapsed_sec"] as? Double)
        #expect(abs(elapsed - theirElapsed) <= 1)
        let throughput = try #require(own["throughput_bytes_sec"] as? Double)
        let theirThroughput = try #require(theirs["throughput_bytes_sec"] as? Double)
        // The effect of one second in the elapsed time.
        let slack = max(0.05 * abs(theirThroughput), abs(throughput) / max(elapsed - 1, 0.1) * 1.05)
        #expect(abs(throughput - theirThroughput) <= slack)
      }
    }
    // Counted by grep in the log: 89 flagged rows.
    #expect(steps.count { $0.decision == "alert" } == 89)
  }

  @Test func triageAgreesWithWhatItWroteAtEveryInstant() async throws {
    let url = Captures.folder.appending(path: "backlog-4.1/monitors/triage.log")
    let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n").map(String.init)
    let verdicts = lines.filter { $0.contains("Backlog ") }.map {
      $0.contains("critical") ? "triggered" : "nominal"
    }
    let (steps, run) = try await steps("triage", "backlog-4.1", feed: "monitors/compaction-metrics.jsonl")
    #expect(steps.map(\.decision) == verdicts)
    #expect(run.agreement?.compared == 58 && run.agreement?.agreed == 58)
    let figures = lines.filter { $0.hasPrefix("{") }
    #expect(figures.count == steps.count)
    for (step, line) in zip(steps, figures) {
      let theirs = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      let object = try JSONSerialization.jsonObject(with: Data(step.document().compactText.utf8))
      let ours = try #require(object as? [String: Any])
      #expect(ours["pending_tasks"] as? Int == theirs["pending_tasks"] as? Int)
      for key in ["rate_mb_sec", "decay_ratio"] {
        let (own, other) = (try #require(ours[key] as? Double), try #require(theirs[key] as? Double))
        #expect(abs(own - other) <= 0.05 * abs(other), "\(key) at \(line)")
      }
    }
  }

  @Test func pollerAgreesWithItsLog() async throws {
    let url = Captures.folder.appending(path: "backlog-4.1/monitors/poll.log")
    let warned = try String(contentsOf: url, encoding: .utf8).split(separator: "\n").compactMap {
      $0.contains("High pending") ? $0.split(separator: " ").last.flatMap { Int64($0) } : nil
    }
    let (steps, run) = try await steps("poll", "backlog-4.1", feed: "monitors/poll.log")
    #expect(steps.count == warned.count && run.agreement?.agreed == warned.count)
    for (step, pending) in zip(steps, warned) {
      #expect(step.decision == "over limits")
      #expect(
        step.document().compactText.hasPrefix("{\"pending\":\(pending),\"active\":[],\"within_limits\":false")
      )
    }
    // While captures show more than the limit, the poller never stopped for long.
    let captures = try await self.steps("poll", "backlog-4.1").run
    #expect(captures.notes.allSatisfy { $0.kind != .disagreement })
  }

  @Test func windowsLieOutsideThePressure() async throws {
    let run = try await steps("windows", "backlog-4.1").run
    let windows = run.notes.filter { $0.kind == .window }
    #expect(!windows.isEmpty)
    // The notes of the capture: pressure on at 05:14:04, drained towards 05:38.
    for window in windows {
      let (from, to) = (try #require(window.from).iso8601, try #require(window.to).iso8601)
      #expect(to < "2026-11-21T05:14:10" || from > "2026-11-21T05:38:00")
    }
    let lengths = windows.map { ($0.to?.milliseconds ?? 0) - ($0.from?.milliseconds ?? 0) }
    #expect(lengths == lengths.sorted(by: >))
  }

  /// Captures show the first warning 172 s before the monitor asked, and the critical alert that its cooldown hid.
  @Test func theCriticalAlertThatTheCooldownHidIsFound() async throws {
    let (steps, run) = try await steps("tombstones", "backlog-4.1")
    // Counted in tablestats.log: 9 outputs with 6866, 13 with 61214, 10 with less. One more has no time.
    #expect(steps.count == 33 && run.undated == 1)
    #expect(
      run.decisions.map { "\($0.count) \($0.decision)" } == [
        "11 no alert", "1 sent WARNING", "8 suppressed WARNING", "13 suppressed CRITICAL",
      ])
    #expect(run.alertTimes == ["shop.cart_items": 1_795_238_283])
    let hidden = run.notes.filter { $0.text.hasPrefix("escalation hidden by cooldown") }
    #expect(hidden.map(\.subject) == ["shop.cart_items"])
    #expect(hidden[0].from?.iso8601 == "2026-11-21T05:27:03.000Z")
    #expect(hidden[0].text.contains("61214 tombstones in 13 runs"))
    let differences = run.notes.filter { $0.kind == .disagreement }
    #expect(differences.count == 1 && differences[0].text.contains("the monitor asked at other instants"))
  }

  @Test func tombstonesAgreeWithTheMonitorsLog() async throws {
    let (steps, run) = try await steps("tombstones", "backlog-4.1", feed: "monitors/tombstones.log")
    // Ten runs, one alert: grep in the log.
    #expect(run.agreement?.compared == 10 && run.agreement?.agreed == 10)
    #expect(run.notes.allSatisfy { $0.kind != .disagreement })
    let url = Captures.folder.appending(path: "backlog-4.1/monitors/webhook.jsonl")
    let posted = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any])
    let sent = try #require(steps.first { $0.decision == "sent WARNING" })
    let ours = try #require(
      try JSONSerialization.jsonObject(with: Data(sent.document().compactText.utf8)) as? [String: Any])
    for key in ["service", "table", "severity"] { #expect(ours[key] as? String == posted[key] as? String) }
    for key in ["tombstone_count", "threshold"] { #expect(ours[key] as? Int == posted[key] as? Int) }
    let (own, theirs) = (
      try #require(ours["timestamp"] as? Double), try #require(posted["timestamp"] as? Double)
    )
    #expect(abs(own - theirs) <= 1)
    #expect(run.notes.contains { $0.text.contains("escalation hidden by cooldown: CRITICAL with 61214") })
  }

  @Test func theResolverPlansAtThePressure() async throws {
    let (steps, run) = try await steps("resolver", "backlog-4.1")
    let texts = steps.map { $0.document().compactText }
    // Throughput 1 and two compactors while the pressure was on; 64 and 4 after the operator at 05:33:05.
    let during = zip(steps, texts).filter { ($0.0.at?.iso8601 ?? "") < "2026-11-21T05:32:00" }.map(\.1)
    #expect(!during.isEmpty)
    #expect(during.allSatisfy { $0.contains(#""target":{"throughput_mb_sec":2,"threads":4}"#) })
    let after = zip(steps, texts).filter { ($0.0.at?.iso8601 ?? "") > "2026-11-21T05:35:00" }.map(\.1)
    #expect(after.contains { $0.contains(#""target":{"throughput_mb_sec":128,"threads":6}"#) })
    // 118 outputs of compactionstats have more than 200, by grep.
    var (time, expected) = ("", Set<String>())
    for line in try Captures.lines("backlog-4.1/nodetool/compactionstats.log") {
      if line.hasPrefix("2026-") { time = line }
      let words = line.split(separator: " ")
      if line.hasPrefix("pending tasks: "), let pending = words.last.flatMap({ Int($0) }), pending > 200 {
        expected.insert(time.replacing("Z", with: ".000Z"))
      }
    }
    #expect(expected.count == 118 && expected.isSubset(of: steps.compactMap { $0.at?.iso8601 }))
    #expect(texts.allSatisfy { $0.contains("pending-intervention") })
    // By hand: 05:20:53 has 481067718 left at 05:21:43 and 436533614 at 05:22:23.
    let one = try #require(texts.first { $0.hasPrefix(#"{"timestamp":"2026-11-21T05:20:53"#) })
    #expect(one.contains(#""remaining_bytes":481067718"#) && one.contains(#""remaining_bytes":436533614"#))
    #expect(one.contains(#""reduction_percent":9.26,"decision":"would have rolled back""#))
    #expect(run.differences.allSatisfy { $0.decision == "died" })
    #expect(run.notes.contains { $0.kind == .gate && $0.text.contains("UN") })
  }

  @Test(arguments: [
    ("corrupt-4.0", ["events_by_day-c1b18410e56511f1ad0d271e37d728ec/nb-2-big"]),
    (
      "corrupt-5.0",
      [
        "events_by_day-68132d10e56911f192fb0b29f5aa2829/nb-2-big",
        "orders-67cf1f30e56911f192fb0b29f5aa2829/nb-1-big",
      ]
    ),
  ])
  func quarantineListsTheFilesOfWhatIsCorrupt(capture: String, bases: [String]) async throws {
    let (steps, _) = try await steps("quarantine", capture)
    let texts = steps.map { $0.document().compactText }
    for base in bases {
      let text = try #require(
        texts.first { $0.contains("\"sstable\":\"/var/lib/cassandra/data/shop/" + base + "\"") })
      for component in [
        "Data.db", "Index.db", "Filter.db", "Statistics.db", "Summary.db", "CompressionInfo.db",
        "Digest.crc32", "TOC.txt",
      ] {
        #expect(text.contains(base + "-" + component + "\""), "\(component) of \(base)")
      }
      #expect(!text.contains("Partitions.db") && text.contains(#""runbook":"RB-1"#))
    }
  }
}

// The first screens of real captures, compared with the notes of each capture.

import CassandraAnalysis
import CassandraReport
import Testing

@Suite(.enabled(if: Captures.arePresent, "needs Tests/Captures"))
struct FirstScreenTruthTests {
  /// Times and operations of NOTES.txt; the log has them to the second.
  static let facts: [(capture: String, facts: [String])] = [
    (
      "backlog-4.1",
      [
        "CRITICAL · OPEN", "Compaction backlog → No space left on device (ENOSPC) → Node out of service",
        "No CQL or gossip since 05:33:21 (disk_failure_policy=stop)", "drained 05:42:21", "834 pending",
        "lowered from 16.0 MiB/s to 1.0 MiB/s at 05:14:04", "Aggravated: nodetool scrub shop events_by_day",
        "Backlog drained after",
      ]
    ),
    (
      "corrupt-5.0",
      [
        "2 corrupt SSTables since 05:07:34", "one-node ring", "5 compactions and 1 read failed",
        "558 partitions lost", "4 restarts: the error came again",
        "nodetool scrub shop events_by_day reported success but skipped nb-2-big", "sstablescrub",
      ]
    ),
    (
      "iofaults-4.0",
      [
        "I/O error from the device (EIO) since 05:29:35", "shop.events_by_day nb-13-big", "resolved 05:27:52",
        "EMFILE",
      ]
    ),
    (
      "cluster-4.1",
      [
        "WARNING · RESOLVED", "127.0.0.33: down 05:34:06 to 05:35:53", "killed (SIGKILL, OOM killer)",
        "Started again and ready (05:35:53)", "times UTC",
      ]
    ),
    ("snap-4.1", ["HEALTHY", "No errors, 05:22:33 to 05:24:29"]),
    (
      "enospc-4.1",
      ["CRITICAL · RESOLVED", "No CQL or gossip 05:03:13 to 05:03:52, 39 s", "another program's file"]
    ),
    ("oom-4.0", ["CRITICAL · OPEN", "max heap lowered from 1.4 GiB to 156.0 MiB", "-Xmx1500M"]),
  ]

  @Test("the first screen has the facts of the notes", arguments: facts)
  func firstScreenHasTheFacts(capture: String, facts: [String]) async throws {
    let findings = try await Captures.findings(capture).evaluated(by: RuleEngine())
    let screen = try #require(Report.incidentReport(findings, hasData: false).summary)
    let lines = screen.split(separator: "\n")
    #expect(lines.count <= 25 && lines.allSatisfy { $0.count <= 100 }, "\(screen)")
    let text = lines.map { $0.drop { $0 == " " } }.joined(separator: " ")
    for fact in facts { #expect(text.contains(fact), "\(fact) is not in:\n\(screen)") }
  }
}

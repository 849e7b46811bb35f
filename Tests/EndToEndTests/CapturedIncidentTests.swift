// Incidents of real nodes: each step and each piece of evidence has a source, in time order.
// CapturedTruthTests has the expected incidents.

import CassandraAnalysis
import CassandraModel
import Foundation
import Testing
import TestSupport

@Suite(.enabled(if: Captures.arePresent, "needs Tests/Captures"))
struct CapturedIncidentTests {
  private func incidents(_ capture: String) async throws -> (Findings, [Incident]) {
    let findings = try await Captures.findings(capture).evaluated(by: RuleEngine())
    return (findings, findings.incidents)
  }

  @Test(arguments: CapturedTruthTests.truths.map(\.capture))
  func everyStepAndEveryEvidenceCanBeLookedUp(capture: String) async throws {
    let (findings, incidents) = try await incidents(capture)
    let files = Set(findings.coverage.map(\.file))
    for incident in incidents {
      #expect(incident.steps == incident.steps.sorted { $0.at.sortKey < $1.at.sortKey })
      #expect(incident.steps.count { $0.role == .firstSymptom } == 1)
      for step in incident.steps {
        let source = try #require(step.source, "\(step.text)")
        #expect(files.contains(source.file) && source.line > 0)
      }
      for cause in incident.causes {
        #expect(cause.evidence.contains { $0.isFor }, "\(cause.id)")
        for evidence in cause.evidence where evidence.isFor { #expect(evidence.source != nil) }
      }
      // The most likely cause comes first.
      #expect(incident.causes.map(\.confidence) == incident.causes.map(\.confidence).sorted(by: >))
    }
  }

  /// Throughput 1 MiB/s at 05:14:04, backlog, scrub at 05:22:23, disk at 0.942, throughput 64 at 05:33:05, drained.
  @Test func theBacklogIsOneSequence() async throws {
    let (findings, incidents) = try await incidents("backlog-4.1")
    let incident = try #require(incidents.first)
    #expect(incidents.count == 1)
    #expect(incident.kind == "backlog")
    #expect(incident.severity == .critical)
    let faults = Set(incident.faults.map { findings.nodes[0].faults[$0.index].category.id })
    #expect(
      faults == ["disk.no_space", "disk.compaction_refused", "disk.scope_reduced", "tombstones.warning"])
    let story = incident.steps.map { (role: $0.role, text: words($0.text)) }
    let order = [
      (Incident.Role.cause, "the limit was lowered"), (.firstSymptom, "pending compactions rising (3)"),
      (.effect, "Tombstone warnings (tombstone_warn_threshold)"),
      (.reaction, "nodetool scrub shop events_by_day"),
      (.effect, "tier emergency"), (.effect, "peak: 834"),
      (.reaction, "setcompactionthroughput 64"), (.effect, "No space left on device (ENOSPC)"),
      (.effect, "disk_failure_policy=stop"), (.effect, "Compaction rejected: not enough disk space"),
      (.end, "backlog drained"),
    ]
    var at = story.startIndex
    for (role, text) in order {
      let found = story[at...].firstIndex { $0.role == role && $0.text.contains(text) }
      at = try #require(found, "\(role.rawValue): \(text)")
    }
    // It drained, but CQL and gossip stay stopped.
    #expect(incident.status.isOpen)
    #expect(incident.causes.first?.id == "backlog.throttle")
    #expect(incident.causes.first?.confidence == .likely)
    let scrub = try #require(incident.causes.first { $0.id == "backlog.operation" })
    #expect(scrub.confidence == .unlikely, "the backlog began before the scrub")
  }

  /// 05:34:07 killed, 05:35:04 started, 05:36:17 full repair, 05:38:31 incremental repair, 05:39:09 decommission.
  @Test func theDeathOfANodeIsToldAcrossThreeNodes() async throws {
    let (_, incidents) = try await incidents("cluster-4.1")
    let incident = try #require(incidents.first)
    #expect(incidents.count == 1, "the decommission is an operator's work")
    #expect(incident.kind == "process.ended")
    #expect(incident.nodes.map(\.name) == ["127.0.0.33", "127.0.0.31", "127.0.0.32"])
    let story = incident.steps.map { $0.node.name.suffix(2) + " " + words($0.text) }
    let order = [
      "33 unclean shutdown", "31 stores hints for 127.0.0.33", "31 127.0.0.33 seen down",
      "32 127.0.0.33 seen down", "33 restarted", "31 127.0.0.33 seen up",
      "32 127.0.0.33 seen up", "31 sends the hints to 127.0.0.33", "33 a repair of keyspace shop",
      "32 streams data (repair)",
    ]
    var at = story.startIndex
    for text in order {
      at = try #require(story[at...].firstIndex { $0.hasPrefix(text) }, "\(text)")
    }
    #expect(
      story.count { $0.contains("a repair of keyspace") } == 1, "the second repair is not about the death")
    // According to the notes it was up at 05:35:53.
    #expect(incident.status.end?.at.text == "2026-11-21T05:35:53.138Z")
  }

  @Test func sharedAddressesOfUnrelatedNodesLinkNothing() async throws {
    let findings = try await Captures.findings(at: Captures.package.appending(path: "SampleData"))
      .evaluated(by: RuleEngine())
    #expect(!findings.incidents.isEmpty)
    for incident in findings.incidents { #expect(incident.nodes.count == 1, "\(incident.title)") }
    #expect(!findings.incidents.contains { $0.nodes.map(\.name) == ["healthy-4.0"] })
  }

  @Test(arguments: ["cluster-4.1", "backlog-4.1"])
  func theNumberOfJobsChangesNoIncident(capture: String) async throws {
    let one = try await Captures.findings(capture, jobs: 1).evaluated(by: RuleEngine()).incidents
    let many = try await Captures.findings(capture, jobs: 8).evaluated(by: RuleEngine()).incidents
    #expect(one.map { "\($0)" } == many.map { "\($0)" })
  }

  private func words(_ statement: Statement) -> String {
    statement.parts.map { part in
      switch part {
      case .words(let text), .name(let text): text
      case .count(let number): String(number)
      case .bytes, .rate, .share, .span, .moment: "…"
      }
    }.joined()
  }
}

extension Substring {
  fileprivate func trimmingCharacters() -> String { String(drop { $0 == " " }) }
}

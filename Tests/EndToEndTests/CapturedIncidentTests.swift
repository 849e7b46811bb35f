// Each fault that was really made, and left a trace, is the root of one incident, with its repeats, retries and restarts
// inside; what an operator stopped, truncated or decommissioned is none. What is expected was put down by hand from the
// notes beside the captures and from their logs.

import CassandraAnalysis
import CassandraModel
import Foundation
import Testing

@Suite(.enabled(if: Captures.arePresent, "needs the captures of real nodes beside the package"))
struct CapturedIncidentTests {
  /// One incident as the notes and the logs have it.
  struct Expected: CustomStringConvertible, Sendable, Equatable {
    let kind: String
    let nodes: [String]
    /// Categories of its faults, in order of name.
    let faults: [String]
    /// Roles of its steps, in order, those that repeat as one.
    let roles: [String]
    let end: String

    var description: String { "\(kind) \(nodes) \(faults) \(roles) \(end)" }

    init(_ kind: String, on nodes: [String], _ faults: [String], _ roles: String, _ end: String) {
      self.kind = kind
      self.nodes = nodes
      self.faults = faults
      self.roles = roles.split(separator: ",").map { $0.trimmingCharacters() }
      self.end = end
    }

    init(_ incident: Incident, _ findings: Findings) {
      kind = incident.kind
      nodes = incident.nodes.map(\.name)
      faults = incident.faults.map { key in
        findings.nodes.first { $0.node == key.node }?.faults[key.index].category.id ?? "?"
      }.sorted()
      var roles: [String] = []
      for step in incident.steps where roles.last != step.role.rawValue { roles.append(step.role.rawValue) }
      self.roles = roles
      switch incident.end {
      case .ended: end = "ended"
      case .partly: end = "partly"
      case .notEnded: end = "not ended"
      case .notSeen: end = "not seen"
      }
    }
  }

  static let expected: [(capture: String, incidents: [Expected])] = [
    (
      "corrupt-4.0",
      [
        // 04:41:53 flipped bytes: fails at every start, and once in a read; scrub passes the suspect over.
        Expected(
          "corruption.block_checksum", on: ["127.0.0.5"], ["corruption.block_checksum"],
          "first symptom, reaction, effect, reaction", "not ended"),
        // 04:43:22 cut off: the compaction takes the process with it; the next starts cannot load the file.
        Expected(
          "corruption.sstable_not_loaded", on: ["127.0.0.5"],
          ["corruption.sstable_not_loaded", "process.abrupt_stop"],
          "first symptom, reaction, effect, reaction, effect, reaction", "not ended"),
      ]
    ),
    (
      "corrupt-5.0",
      [
        Expected(
          "corruption.block_checksum", on: ["127.0.0.5"], ["corruption.block_checksum"],
          "first symptom, reaction, effect, reaction", "not ended"),
        // 05:10:44 scrub exits with 2, but the log tells of the rewritten SSTable and of what was lost.
        Expected(
          "corruption.truncated", on: ["127.0.0.5"], ["corruption.truncated"],
          "first symptom, reaction, effect, reaction, end", "ended"),
      ]
    ),
    (
      "corrupt_meta-4.1",
      [
        // Statistics.db flipped: the start is refused, and started again.
        Expected(
          "corruption.metadata", on: ["127.0.0.5"], ["corruption.metadata"],
          "first symptom, effect, reaction", "not seen"),
        // CompressionInfo.db flipped, Index.db flipped, Data.db removed: each put back before the next.
        Expected(
          "corruption.sstable_not_loaded", on: ["127.0.0.5"], ["corruption.sstable_not_loaded"],
          "first symptom, reaction", "not seen"),
        Expected(
          "corruption.index", on: ["127.0.0.5"], ["corruption.index"], "first symptom, reaction", "not seen"),
        Expected(
          "corruption.data_file_lost", on: ["127.0.0.5"], ["corruption.data_file_lost"], "first symptom",
          "not seen"),
      ]
    ),
    (
      "diskfull-4.1",
      [
        Expected(
          "disk.compaction_refused", on: ["127.0.0.5"], ["disk.compaction_refused", "disk.scope_reduced"],
          "first symptom, effect", "not seen")
      ]
    ),
    (
      "enospc-4.1",
      [
        // The other file was removed, the node killed and started; the same compaction then ends.
        Expected(
          "disk.no_space", on: ["127.0.0.7"], ["disk.no_space", "process.abrupt_stop"],
          "first symptom, reaction, end", "ended")
      ]
    ),
    (
      "iofaults-4.0",
      [
        // The stopped compaction of 05:26:40 and the truncated table of 05:26:49 are none.
        Expected(
          "io.read_only", on: ["127.0.0.9"], ["io.read_only", "process.abrupt_stop"],
          "first symptom, reaction", "not seen"),
        Expected(
          "io.too_many_open_files", on: ["127.0.0.9"], ["io.too_many_open_files", "process.abrupt_stop"],
          "first symptom, reaction, end", "ended"),
        Expected("io.device", on: ["127.0.0.9"], ["io.device"], "first symptom", "not seen"),
      ]
    ),
    // The heap was lowered before: the cause has a time of its own.
    (
      "oom-4.0",
      [Expected("memory.heap", on: ["127.0.0.5"], ["memory.heap"], "cause, first symptom", "not seen")]
    ),
    (
      "oom-5.0",
      [Expected("memory.heap", on: ["127.0.0.5"], ["memory.heap"], "cause, first symptom", "not seen")]
    ),
    (
      "oom_exit-3.11",
      [
        Expected(
          "memory.process_exit", on: ["127.0.0.7"], ["memory.process_exit"],
          "cause, first symptom, effect, reaction, end", "ended")
      ]
    ),
    (
      "rotated-3.11",
      [
        Expected(
          "corruption.block_checksum", on: ["127.0.0.9"], ["corruption.block_checksum"],
          "first symptom, reaction, effect, reaction", "not ended"),
        Expected(
          "corruption.sstable_not_loaded", on: ["127.0.0.9"],
          ["corruption.sstable_not_loaded", "process.abrupt_stop"],
          "first symptom, reaction, effect, reaction, effect, reaction", "not ended"),
      ]
    ),
    (
      "tombstones-3.11",
      [
        Expected(
          "tombstones.overload", on: ["127.0.0.5"], ["tombstones.overload"], "first symptom, effect",
          "not seen")
      ]
    ),
    ("snap-3.11", []), ("snap-4.0", []), ("snap-4.1", []), ("snap-5.0", []), ("snap-6.0", []),
    ("sessions", []),
  ]

  private func incidents(_ capture: String) async throws -> (Findings, [Incident]) {
    let findings = try await Captures.findings(capture).evaluated(by: RuleEngine())
    return (findings, findings.incidents)
  }

  @Test(arguments: expected.map(\.capture))
  func eachFaultThatWasMadeIsOneIncident(capture: String) async throws {
    let expected = try #require(Self.expected.first { $0.capture == capture }).incidents
    let (findings, incidents) = try await incidents(capture)
    #expect(incidents.map { Expected($0, findings) } == expected)
  }

  @Test(arguments: expected.map(\.capture) + ["backlog-4.1", "cluster-4.1"])
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
      // The likeliest comes first.
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
      (Incident.Role.cause, "the limit was lowered"), (.firstSymptom, "more compactions are pending"),
      (.effect, "Tombstone warnings (tombstone_warn_threshold)"), (.reaction, "somebody runs scrub"),
      (.effect, "tier emergency"), (.effect, "at its largest: 834"),
      (.reaction, "sets compaction throughput"), (.effect, "No space left on device (ENOSPC)"),
      (.reaction, "takes the node out of service"), (.effect, "Compaction rejected: not enough disk space"),
      (.end, "worked off"),
    ]
    var at = story.startIndex
    for (role, text) in order {
      let found = story[at...].firstIndex { $0.role == role && $0.text.contains(text) }
      at = try #require(found, "\(role.rawValue): \(text)")
    }
    // It drained, but nothing shows that the disk-full fault ended: clients and gossip stay stopped.
    guard case .partly(_, _, let open) = incident.end else {
      Issue.record("the end is \(incident.end)")
      return
    }
    #expect(open.contains { findings.nodes[0].faults[$0.index].category.id == "disk.no_space" })
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
      "33 the log stops without a shutdown", "31 stores hints for 127.0.0.33", "31 sees 127.0.0.33 down",
      "32 sees 127.0.0.33 down", "33 the process is started again", "31 sees 127.0.0.33 up",
      "32 sees 127.0.0.33 up", "31 sends the hints to 127.0.0.33", "33 a repair of keyspace shop",
      "32 streams data (repair)",
    ]
    var at = story.startIndex
    for text in order {
      at = try #require(story[at...].firstIndex { $0.hasPrefix(text) }, "\(text)")
    }
    #expect(
      story.count { $0.contains("a repair of keyspace") } == 1, "the second repair is not about the death")
    guard case .ended(let end, _) = incident.end else {
      Issue.record("the end is \(incident.end)")
      return
    }
    // The notes have it up at 05:35:53.
    #expect(end.text == "2026-11-21T05:35:53.138Z")
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

// Zones from the command line, from manifests and from evidence: precedence, and the diagnostics about the
// others.

import CassandraAnalysis
import CassandraModel
import Foundation
import Testing

@testable import hindsight

@Suite struct NodeZonesTests {
  /// A log on a clock at +01:00, with evidence from compaction ids or stamps, or without any.
  enum Evidence { case ids, stamps, both, none }

  private static func log(_ evidence: Evidence) -> String {
    // The id was made at 05:07:08.391 in UTC.
    let id = "66c80f70-e569-11f1-8b9f-b1d1a3d1a7b4"
    let lines = [
      "INFO  [main] 2026-11-21 06:07:08,300 CassandraDaemon.java:1 - Startup complete",
      evidence == .ids || evidence == .both
        ? "INFO  [CompactionExecutor:1] 2026-11-21 06:07:08,405 CompactionTask.java:1 - Compacting (\(id)) [/d/ks/t-1b2/nb-1-big-Data.db:level=0, ]"
        : "INFO  [main] 2026-11-21 06:07:08,400 A.java:1 - x",
    ]
    switch evidence {
    case .stamps: return lines.map { "2026-11-21T05:07:09.000000000Z \($0)\n" }.joined()
    // The stamps are in UTC.
    case .both: return lines.map { "2026-11-21T06:07:09.000000000Z \($0)\n" }.joined()
    default: return lines.map { $0 + "\n" }.joined()
    }
  }

  private func findings(
    _ evidence: Evidence, manifest zone: String? = nil, capture: String? = nil,
    _ change: (inout Options) -> Void = { _ in }
  ) async throws -> Findings {
    let folder = FileManager.default.temporaryDirectory.appending(path: "hindsight-" + UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(Self.log(evidence).utf8).write(to: folder.appending(path: "system.log"))
    if let capture {
      try Data(capture.utf8).write(to: folder.appending(path: "compactionstats.log"))
    }
    if let zone {
      let manifest = #"{"schema": "hindsight/manifest/1", "files": [{"path": "*", "zone": "\#(zone)"}]}"#
      try Data(manifest.utf8).write(to: folder.appending(path: "hindsight-manifest.json"))
    }
    var options = Options()
    options.paths = [.path(folder.path)]
    change(&options)
    return try await Ingest(options: options).findings(progress: nil)
  }

  private func codes(_ findings: Findings) -> [String] {
    findings.diagnostics.entries.map(\.diagnostic.code.name)
  }

  private func first(_ findings: Findings) -> String? { findings.nodes.first?.processes.first?.start.text }

  @Test func aZoneOfAManifestWinsOverEvidence() async throws {
    let inferred = try await findings(.ids)
    #expect(first(inferred) == "2026-11-21T05:07:08.300Z")
    let declared = try await findings(.ids, manifest: "+05:30")
    guard case .declared("+05:30", _)? = declared.nodes.first?.zone else {
      Issue.record("not declared: \(String(describing: declared.nodes.first?.zone))")
      return
    }
    #expect(first(declared) == "2026-11-21T00:37:08.300Z")
    #expect(codes(declared) == ["zone.manifest_contradicted"])
    #expect(codes(try await findings(.ids, manifest: "+01:00")).isEmpty)
  }

  @Test func theCommandLineWinsOverAManifest() async throws {
    let findings = try await findings(.none, manifest: "+05:30") {
      $0.logZones.everywhere = GivenZone(name: "+02:00", initial: UTCOffset(seconds: 7200), transitions: [])
    }
    guard case .given("+02:00", _)? = findings.nodes.first?.zone else {
      Issue.record("not given")
      return
    }
    #expect(first(findings) == "2026-11-21T04:07:08.300Z")
  }

  @Test func aZoneOfAManifestHoldsForTheWindow() async throws {
    let since = try #require(CivilTime(year: 2026, month: 11, day: 21, hour: 5, minute: 8))
    let findings = try await findings(.none, manifest: "+01:00") {
      $0.since = Instant(milliseconds: since.milliseconds)
    }
    #expect(findings.nodes.first?.logRecords == 0)
  }

  @Test func aZoneThatNobodyKnowsIsAnErrorThatNamesTheForm() async throws {
    let findings = try await findings(.ids, manifest: "Middle/Earth")
    let entry = try #require(findings.diagnostics.entries.first?.diagnostic)
    #expect(entry.code.name == "manifest.zone")
    #expect(entry.code.severity == .error)
    #expect(entry.source.file == "hindsight-manifest.json")
    #expect(entry.message.contains("Middle/Earth"))
    #expect(entry.message.contains("+02:00"))
    #expect(first(findings) == "2026-11-21T05:07:08.300Z", "the evidence is still there")
  }

  @Test func stampsInUTCTellTheZone() async throws {
    let findings = try await findings(.stamps)
    #expect(first(findings) == "2026-11-21T05:07:08.300Z")
    guard case .inferred(let witnesses, against: 0)? = findings.nodes.first?.zone else {
      Issue.record("not inferred")
      return
    }
    #expect(witnesses.map(\.basis) == [.stamps])
    #expect(witnesses.map(\.count) == [2])
    #expect(codes(findings).isEmpty)
  }

  @Test func stampsTellTheZoneOfAWindowAfterThem() async throws {
    let since = try #require(CivilTime(year: 2026, month: 11, day: 21, hour: 5, minute: 7, second: 30))
    let findings = try await findings(.stamps) { $0.since = Instant(milliseconds: since.milliseconds) }
    #expect(first(findings) == "2026-11-21T05:07:08.300Z")
    #expect(findings.nodes.first?.logRecords == 0)
  }

  @Test func evidenceThatDisagreesIsSaid() async throws {
    let findings = try await findings(.both)
    #expect(first(findings) == "2026-11-21T05:07:08.300Z", "ids are stronger than stamps")
    #expect(codes(findings) == ["zone.disagreement"])
  }

  // MARK: Captures of commands

  /// A loop that ran `date` on a machine in Berlin.
  private static let loop = """
    Sat Nov 21 06:10:00 CET 2026
    pending tasks: 7

    2026-11-21 06:11:00
    pending tasks: 8

    """

  private func sampled(_ findings: Findings) -> [String] {
    findings.nodes.flatMap { $0.samples.all(of: .compactionPendingTasks) }.flatMap(\.points).map(\.at.iso8601)
  }

  private static let inUTC = ["2026-11-21T05:10:00.000Z", "2026-11-21T05:11:00.000Z"]

  @Test func timesOfALoopWithoutAZoneAreOfTheClockThatTheLogTells() async throws {
    let findings = try await findings(.ids, capture: Self.loop)
    #expect(sampled(findings) == Self.inUTC)
    #expect(codes(findings) == ["nodetool.clock"])
    #expect(sampled(try await self.findings(.stamps, capture: Self.loop)) == Self.inUTC)
    // A declared zone takes precedence.
    let declared = try await self.findings(.ids, manifest: "+02:00", capture: Self.loop)
    #expect(sampled(declared) == ["2026-11-21T04:10:00.000Z", "2026-11-21T04:11:00.000Z"])
  }

  @Test func timesOfALoopWithoutAZoneAreOfTheZoneThatIsGiven() async throws {
    let berlin = GivenZone(name: "+01:00", initial: UTCOffset(seconds: 3600), transitions: [])
    let everywhere = try await findings(.none, capture: Self.loop) { $0.logZones.everywhere = berlin }
    #expect(sampled(everywhere) == Self.inUTC)
    let name = try #require(everywhere.nodes.first?.node)
    #expect(
      sampled(try await findings(.none, capture: Self.loop) { $0.logZones.byNode[name] = berlin })
        == Self.inUTC)
    let windowed = try await findings(.none, capture: Self.loop) {
      $0.logZones.everywhere = berlin
      $0.since = Instant(milliseconds: 1_795_237_860_000)
    }
    #expect(sampled(windowed) == ["2026-11-21T05:11:00.000Z"])
  }

  @Test func timesOfALoopWithoutAZoneStayUnknownWhereNothingTellsTheClock() async throws {
    let findings = try await findings(.none, capture: Self.loop)
    #expect(sampled(findings).isEmpty)
    #expect(codes(findings) == ["nodetool.zone", "nodetool.zone"])
  }
}

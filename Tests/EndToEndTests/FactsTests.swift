// The output of `extract` replaces the capture: the same options give the same bytes of the same reports.

import CassandraAnalysis
import CassandraInput
import CassandraModel
import CassandraReport
import Foundation
import TestSupport
import Testing

@testable import hindsight

@Suite struct FactsTests {
  private func options(_ paths: [String], jobs: Int, _ change: (inout Options) -> Void = { _ in }) -> Options
  {
    var options = Options()
    options.paths = paths.map { .path($0) }
    options.jobs = jobs
    options.isQuiet = true
    change(&options)
    return options
  }

  /// A report before rendering, and the printed diagnostics.
  private func report(_ options: Options) async throws -> (report: Report, said: String) {
    let findings = try await Ingest(options: options).findings(progress: nil)
    let said = DiagnosticText.lines(of: findings.diagnostics, warnings: true, isColored: false)
    return (Report.incidentReport(findings), said)
  }

  /// Extracts into a new file and returns its path.
  private func extract(
    _ options: Options, into folder: TestFolder, _ name: String = "facts", merging: Bool = false
  ) async throws -> String {
    var options = options
    options.output = folder.path(name)
    let status = await ExtractCommand(options: options, takesOnlyFacts: merging).run()
    #expect(status == .done || status == .input)
    let file = folder.path(name + ".jsonl")
    try FileManager.default.moveItem(atPath: folder.path(name + "/facts.jsonl"), toPath: file)
    return file
  }

  private static let sample = Captures.package.appending(path: "SampleData").path
  private static let captures =
    (try? FileManager.default.contentsOfDirectory(atPath: Captures.folder.path))?.filter {
      !$0.contains(".md")
    }.sorted()
    ?? []

  private func expectSameReports(_ path: String, jobs: Int, _ change: ((inout Options) -> Void)? = nil)
    async throws
  {
    let folder = try TestFolder()
    let given = change ?? { _ in }
    let direct = try await report(options([path], jobs: jobs, given))
    let facts = try await extract(options([path], jobs: jobs, given), into: folder)
    var readings = [options([facts], jobs: jobs, given)]
    // Without options on the command line: the header of the facts has them.
    if change != nil { readings.append(options([facts], jobs: jobs)) }
    for reading in readings {
      let again = try await report(reading)
      for (section, other) in zip(direct.report.sections, again.report.sections) where section != other {
        Issue.record("\(section.title) differs")
      }
      let isSame = direct == again
      #expect(isSame)
    }
  }

  @Test(arguments: [1, 4])
  func theSampleDataGivesTheSameReports(jobs: Int) async throws {
    try await expectSameReports(Self.sample, jobs: jobs)
  }

  @Test func soItDoesWithAWindowAndAZone() async throws {
    try await expectSameReports(Self.sample, jobs: 2) { options in
      options.since = Instant(milliseconds: 1_795_237_200_000)  // 2026-11-21T05:00Z
      options.until = Instant(milliseconds: 1_795_238_400_000)
      options.logZones.byNode[NodeID("rotated-3.11")] = try? ZoneArgument.zone("+05:30", in: .system)
    }
  }

  @Test(
    .enabled(if: Captures.arePresent, "needs Tests/Captures"),
    arguments: captures)
  func aCaptureGivesTheSameReports(capture: String) async throws {
    try await expectSameReports(Captures.folder.appending(path: capture).path, jobs: 4)
  }

  @Test(
    .enabled(if: Captures.arePresent, "needs Tests/Captures"),
    arguments: ["cluster-4.1", "corrupt-5.0", "rotated-3.11", "sessions"])
  func soItDoesInAWindow(capture: String) async throws {
    try await expectSameReports(Captures.folder.appending(path: capture).path, jobs: 1) { options in
      options.since = Instant(milliseconds: 1_795_237_500_000)
      options.until = Instant(milliseconds: 1_795_238_700_000)
    }
  }

  /// Instants are computed at extraction, on the same clock as in reports.
  @Test(arguments: [nil, "+05:30"])
  func timesWithoutAZoneGiveTheSameReports(given: String?) async throws {
    let folder = try TestFolder()
    let files = [
      "system.log": """
      INFO  [main] 2026-11-21 06:07:08,300 CassandraDaemon.java:1 - Startup complete
      INFO  [CompactionExecutor:1] 2026-11-21 06:07:08,405 CompactionTask.java:1 - Compacting \
      (66c80f70-e569-11f1-8b9f-b1d1a3d1a7b4) [/d/ks/t-1b2/nb-1-big-Data.db:level=0, ]

      """,
      "compactionstats.log": "Sat Nov 21 06:10:00 CET 2026\npending tasks: 300\n\n",
      "getconcurrentcompactors_20261121_061000.txt":
        "Current concurrent compactors in the system is: \n4\n",
    ]
    let capture = folder.url.appending(path: "capture")
    try FileManager.default.createDirectory(at: capture, withIntermediateDirectories: true)
    for (name, text) in files { try Data(text.utf8).write(to: capture.appending(path: name)) }
    let zone = try given.map { try ZoneArgument.zone($0, in: .system) }
    try await expectSameReports(capture.path, jobs: 1) { $0.logZones.everywhere = zone }
    let findings = try await Ingest(
      options: options([capture.path], jobs: 1) { $0.logZones.everywhere = zone }
    ).findings(progress: nil)
    let codes = findings.diagnostics.entries.map(\.diagnostic.code.name)
    #expect(codes.contains("nodetool.clock") && codes.contains("name.clock"))
  }

  @Test func whatIsExtractedFromFactsIsTheSameFacts() async throws {
    let folder = try TestFolder()
    let first = try await extract(options([Self.sample], jobs: 1), into: folder, "first")
    let second = try await extract(options([first], jobs: 4), into: folder, "second")
    #expect(FileManager.default.contentsEqual(atPath: first, andPath: second))
  }

  /// A capture in parts, by nodes, and a node whose logs and captures are in different parts.
  @Test(arguments: [1, 2, 3])
  func partsMergeToTheWholeInAnyOrder(seed: UInt64) async throws {
    var random = SeededRandom(seed: seed)
    let folder = try TestFolder()
    let whole = try await extract(options([Self.sample], jobs: 2), into: folder, "whole")
    var parts: [String] = []
    let nodes = try FileManager.default.contentsOfDirectory(atPath: Self.sample).shuffled(using: &random)
    for (i, own) in [nodes[..<3], nodes[3..<7], nodes[7...]].enumerated() {
      for node in own {
        let place = folder.path("part\(i)/\(node)")
        try FileManager.default.createDirectory(
          atPath: folder.path("part\(i)"), withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: Self.sample + "/" + node, toPath: place)
      }
      // One of the nodes comes in two parts: its nodetool output and its logs are separate.
      if own.contains("healthy-4.0") {
        let other = folder.path("part\((i + 1) % 3)/healthy-4.0")
        try FileManager.default.createDirectory(atPath: other, withIntermediateDirectories: true)
        try FileManager.default.moveItem(
          atPath: folder.path("part\(i)/healthy-4.0/nodetool"), toPath: other + "/nodetool")
      }
    }
    for i in 0..<3 {
      parts.append(try await extract(options([folder.path("part\(i)")], jobs: 2), into: folder, "facts\(i)"))
    }
    parts.shuffle(using: &random)
    let all = try await extract(options(parts, jobs: 2), into: folder, "all", merging: true)
    #expect(FileManager.default.contentsEqual(atPath: whole, andPath: all))
    let two = try await extract(options([parts[1], parts[2]], jobs: 1), into: folder, "two", merging: true)
    let nested = try await extract(options([two, parts[0]], jobs: 1), into: folder, "nested", merging: true)
    #expect(FileManager.default.contentsEqual(atPath: whole, andPath: nested))
    let twice = try await extract(options([all, parts[0]], jobs: 1), into: folder, "twice", merging: true)
    #expect(FileManager.default.contentsEqual(atPath: whole, andPath: twice))
  }

  /// Bundles extracted independently on several machines: nodes of one cluster, one in a deeper folder, two
  /// that only their names distinguish, a single log, and a damaged file.
  @Test func bundlesExtractedOneByOneMergeToTheWhole() async throws {
    let folder = try TestFolder()
    let all = folder.path("all")
    var bundles: [String] = []
    func add(_ name: String, _ files: [String], from source: String) throws {
      for file in files {
        let place = all + "/" + name + (file.isEmpty ? "" : "/" + file)
        let parent = URL(filePath: place).deletingLastPathComponent()
        try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
        try FileManager.default.copyItem(
          atPath: Self.sample + "/" + source + (file.isEmpty ? "" : "/" + file), toPath: place)
      }
      bundles.append(name)
    }
    let nodes = try FileManager.default.contentsOfDirectory(atPath: Self.sample).filter {
      !$0.contains("json")
    }
    for node in nodes { try add(node == "rotated-3.11" ? "more/" + node : node, [""], from: node) }
    let outputs = ["tpstats.txt", "compactionstats.txt", "compactionhistory.txt"]
    try add("unnamed-a", outputs, from: "corrupt-sstable-5.0/after")
    try add("unnamed-b", outputs, from: "healthy-4.0/nodetool")
    try add("lonely.log.gz", [""], from: "healthy-4.0/logs/system.log.gz")
    let whole = try Data(contentsOf: URL(filePath: Self.sample + "/io-faults-4.0/logs/system.log.gz"))
    try FileManager.default.createDirectory(atPath: all + "/cut", withIntermediateDirectories: true)
    try whole.prefix(whole.count / 2).write(to: URL(filePath: all + "/cut/system.log.gz"))
    bundles.append("cut")

    let paths = bundles.map { all + "/" + $0 }
    let together = options(paths, jobs: 2) { $0.root = all }
    let direct = try await extract(together, into: folder, "direct")
    var parts: [String] = []
    for (i, bundle) in bundles.enumerated() {
      let part = options([all + "/./" + bundle], jobs: 2) { $0.root = all + "/" }
      parts.append(try await extract(part, into: folder, "part\(i)"))
    }
    let merged = try await extract(options(parts.reversed(), jobs: 2), into: folder, "merged", merging: true)
    #expect(FileManager.default.contentsEqual(atPath: direct, andPath: merged))
    let (one, other) = (try await report(together), try await report(options([merged], jobs: 2)))
    #expect(one.said == other.said)
    for format in ReportFormat.all {
      let isSame = format.render(one.report) == format.render(other.report)
      #expect(isSame, "\(format.id)")
    }
    #expect(other.said.contains("cut/system.log.gz: error:"), "what was damaged is still said")
  }

  @Test func aPartLiesInItsRoot() async throws {
    for root in ["/no/such/root", Self.sample + "/healthy-4.0/logs", "SampleData"] {
      let status = await ExtractCommand(options: options([Self.sample], jobs: 1) { $0.root = root }).run()
      #expect(status == .usage, "\(root)")
    }
  }

  @Test func mergeTakesNothingElse() async throws {
    let status = await ExtractCommand(options: options([Self.sample], jobs: 1), takesOnlyFacts: true).run()
    #expect(status == .usage)
  }

  @Test func tablesHaveOneRowAFactAndAsManyFieldsAsColumns() async throws {
    let folder = try TestFolder()
    let facts = try await extract(options([Self.sample], jobs: 2), into: folder)
    let status = await ExtractCommand(
      options: options([facts], jobs: 1) {
        $0.factsFormat = .csv
        $0.output = folder.path("tables")
      }
    ).run()
    #expect(status == .done)
    var lines: [String: Int] = [:]
    for line in try String(contentsOfFile: facts, encoding: .utf8).split(separator: "\n") {
      lines[String(line.dropFirst(6).prefix { $0 != "\"" }), default: 0] += 1
    }
    for (kind, file) in [
      ("sample", "samples.csv"), ("event", "events.csv"), ("poll", "polls.csv"), ("coverage", "coverage.csv"),
    ] {
      let text = try String(contentsOfFile: folder.path("tables/" + file), encoding: .utf8)
      // No field holds a line end: line ends are made visible.
      let records = text.split(separator: "\r\n")
      #expect(records.count == 1 + (lines[kind] ?? 0), "\(file)")
      if kind == "sample" { #expect(records[0] == "node,at,at_kind,metric,labels,value,src") }
    }
  }
}

// A cache changes how long a run takes, and nothing else: reports are the same without one, with an empty one, with one
// that fits, and with one that is damaged, foreign or of files that have changed since.

import CassandraAnalysis
import CassandraInput
import CassandraModel
import CassandraReport
import Foundation
import TestSupport
import Testing

@testable import hindsight

@Suite("The cache") struct CacheTests {
  /// A report in every word, how many states it was made from, and what was said of the cache.
  private func report(
    _ path: String, _ cache: String?, verifies: Bool = false, jobs: Int = 2,
    _ change: (inout Options) -> Void = { _ in }
  ) async throws -> (text: Told, restored: Int, warnings: [String]) {
    var options = Options()
    options.paths = [.path(path)]
    options.jobs = jobs
    options.cache = cache
    options.verifiesCache = verifies
    change(&options)
    let ingest = Ingest(options: options)
    let findings = try await ingest.findings(progress: nil)
    let said = DiagnosticText.lines(of: findings.diagnostics, warnings: true, isColored: false)
    let text = Told(report: Report.incidentReport(findings), said: said)
    return (text, ingest.cache?.restored ?? 0, ingest.cache?.warnings ?? [])
  }

  /// A report before it is written, of which every format is a function, and what was wrong with the input.
  private struct Told: Equatable {
    let report: Report
    let said: String
  }

  /// Those with logs of every kind: cut by rotation, packed, of several nodes, of several files at once.
  private static let captures =
    ["SampleData"]
    + (Captures.arePresent ? ["cluster-4.1", "corrupt-5.0", "oom-4.0", "rotated-3.11", "sessions"] : [])

  private func url(_ capture: String) -> URL {
    capture == "SampleData"
      ? Captures.package.appending(path: capture) : Captures.folder.appending(path: capture)
  }

  @Test("of every capture: the same report without, with an empty and with a full cache", arguments: captures)
  func reportsAreTheSame(_ capture: String) async throws {
    let folder = try TestFolder()
    let path = url(capture).path
    let plain = try await report(path, nil)
    let first = try await report(path, folder.path("cache"))
    let second = try await report(path, folder.path("cache"), jobs: 1)
    #expect(first.text == plain.text)
    #expect(second.text == plain.text)
    let hasStates = !(try FileManager.default.contentsOfDirectory(atPath: folder.path("cache")).isEmpty)
    #expect(first.restored == 0 && (second.restored > 0) == hasStates)
    #expect(first.warnings.isEmpty && second.warnings.isEmpty)
  }

  @Test("within a window, too")
  func aWindowHasStatesOfItsOwn() async throws {
    let folder = try TestFolder()
    let path = Self.node
    let whole = try await report(path, folder.path("cache"))
    let change = { (options: inout Options) in
      options.since = TimeArgument.instant("2026-11-21T05:40:00Z")
      options.until = TimeArgument.instant("2026-11-21T05:53:41Z")
    }
    let plain = try await report(path, nil, change)
    for _ in 0..<2 {
      let cached = try await report(path, folder.path("cache"), change)
      #expect(cached.text == plain.text && cached.text != whole.text && cached.restored > 0)
    }
  }

  /// The logs of a node that rotates: `parts` stretches of a log, the oldest first.
  private func parts(_ count: Int, of path: String) throws -> [String] {
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(
      separator: "\n", omittingEmptySubsequences: false)
    // A stretch begins with a record.
    var cuts = (1..<count).map { lines.count * $0 / count }
    for index in cuts.indices {
      while cuts[index] < lines.count,
        !lines[cuts[index]].contains(" - ") || !"IWDE".contains(lines[cuts[index]].prefix(1))
      {
        cuts[index] += 1
      }
    }
    let ends = cuts + [lines.count]
    return zip([0] + cuts, ends).map {
      lines[$0..<$1].joined(separator: "\n") + ($1 < lines.count ? "\n" : "")
    }
  }

  /// A node whose logs were rotated.
  private static let node = Captures.package.appending(path: "SampleData/rotated-3.11").path
  private static let log = node + "/logs/debug.log"

  @Test("rotation renames files and brings new ones: what was read is not read again, nor counted twice")
  func rotationGoesOn() async throws {
    let folder = try TestFolder()
    let parts = try parts(7, of: Self.log)
    try FileManager.default.createDirectory(atPath: folder.path("logs"), withIntermediateDirectories: true)
    let cache = folder.path("cache")
    for day in parts.indices {
      // system.log is the newest; every day the others move down by one.
      for (age, part) in parts[...day].reversed().enumerated() {
        let name = age == 0 ? "system.log" : "system.log.\(age)"
        try Data(part.utf8).write(to: folder.url.appending(path: "logs/" + name))
      }
      let plain = try await report(folder.path("logs"), nil)
      let cached = try await report(folder.path("logs"), cache)
      #expect(cached.text == plain.text)
      // The first two may meet in one millisecond; then there is nothing before them to go on from.
      #expect(cached.restored <= 1 && (cached.restored == 1 || day < 2) && cached.warnings.isEmpty)
    }
  }

  @Test("a log that grows between two runs is gone on from where its older files end")
  func aGrowingLogIsReadAgain() async throws {
    let folder = try TestFolder()
    let parts = try parts(3, of: Self.log)
    try FileManager.default.createDirectory(atPath: folder.path("logs"), withIntermediateDirectories: true)
    try Data(parts[0].utf8).write(to: folder.url.appending(path: "logs/system.log.1"))
    for text in [parts[1], parts[1] + parts[2]] {
      try Data(text.utf8).write(to: folder.url.appending(path: "logs/system.log"))
      let plain = try await report(folder.path("logs"), nil)
      let cached = try await report(folder.path("logs"), folder.path("cache"))
      #expect(cached.text == plain.text)
      #expect(cached.restored == (text == parts[1] ? 0 : 1))
    }
  }

  @Test("two logs side by side: files that are open at a checkpoint go on at their next record")
  func overlappingLogsGoOn() async throws {
    let folder = try TestFolder()
    let log = try String(contentsOfFile: Self.log, encoding: .utf8)
    let parts = try parts(3, of: Self.log)
    try FileManager.default.createDirectory(atPath: folder.path("logs"), withIntermediateDirectories: true)
    try Data(log.utf8).write(to: folder.url.appending(path: "logs/debug.log"))
    for (index, part) in parts.enumerated() {
      try Data(part.utf8).write(to: folder.url.appending(path: "logs/system.log." + "\(9 - index)"))
      let plain = try await report(folder.path("logs"), nil)
      let cached = try await report(folder.path("logs"), folder.path("cache"))
      #expect(cached.text == plain.text)
    }
    let again = try await report(folder.path("logs"), folder.path("cache"))
    #expect(again.restored == 1)
  }

  @Test("a changed byte in the middle of a log of the same size is seen with --cache-verify")
  func verifyingSeesEveryByte() async throws {
    let folder = try TestFolder()
    var bytes = try Data(contentsOf: URL(filePath: Self.log))
    try FileManager.default.createDirectory(atPath: folder.path("logs"), withIntermediateDirectories: true)
    let file = folder.url.appending(path: "logs/system.log")
    try bytes.write(to: file)
    let first = try await report(folder.path("logs"), folder.path("cache"), verifies: true)
    // A compaction of the middle has no beginning then.
    let start = try #require(bytes.range(of: Data(" - Compacting (".utf8), in: 100..<bytes.count))
    bytes.replaceSubrange(start, with: Data(" - Computing  (".utf8))
    try bytes.write(to: file)
    let plain = try await report(folder.path("logs"), nil)
    #expect(plain.text != first.text)
    let verified = try await report(folder.path("logs"), folder.path("cache"), verifies: true)
    #expect(verified.text == plain.text && verified.restored == 0)
    #expect(try await report(folder.path("logs"), folder.path("cache"), verifies: true).restored == 1)
  }

  private func states(_ folder: TestFolder) throws -> [URL] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path("cache")).sorted().map {
      folder.url.appending(path: "cache/" + $0)
    }
  }

  @Test(
    "a damaged cache is not used, said so, and mended",
    arguments: ["flipped", "cut", "empty", "foreign", "older"])
  func aDamagedCacheIsLeftAlone(_ damage: String) async throws {
    let folder = try TestFolder()
    let path = Self.node
    let plain = try await report(path, nil)
    _ = try await report(path, folder.path("cache"))
    for state in try states(folder) {
      var bytes = try Data(contentsOf: state)
      switch damage {
      case "flipped": bytes[bytes.count / 2] ^= 1
      case "cut": bytes.removeLast(bytes.count / 3)
      case "empty": bytes = Data()
      case "foreign": bytes = Data("<html></html>\n".utf8)
      default: bytes = Data("hindsight state 0\n0.0.1\n0 0\n".utf8)
      }
      try bytes.write(to: state)
    }
    let damaged = try await report(path, folder.path("cache"))
    #expect(damaged.text == plain.text && damaged.restored == 0)
    #expect(damaged.warnings.contains { $0.contains(damage == "older" ? "another version" : "damaged") })
    let mended = try await report(path, folder.path("cache"))
    #expect(mended.text == plain.text && mended.restored > 0 && mended.warnings.isEmpty)
  }

  @Test("several runs at once use one cache")
  func runsAtOnceAreSafe() async throws {
    let folder = try TestFolder()
    let path = Self.node
    let plain = try await report(path, nil).text
    try await withThrowingTaskGroup(of: Told.self) { group in
      for _ in 0..<4 { group.addTask { try await self.report(path, folder.path("cache")).text } }
      for try await text in group { #expect(text == plain) }
    }
    #expect(try await report(path, folder.path("cache")).warnings.isEmpty)
  }

  @Test("a run that is killed leaves nothing but whole states")
  func aKilledRunLeavesAGoodCache() async throws {
    let folder = try TestFolder()
    let cache = folder.path("cache")
    for wanted in 1...3 {
      let process = Program.make(["report", Self.node, "--cache", cache, "--quiet"])
      try process.run()
      while process.isRunning, (try? states(folder).count) ?? 0 < wanted { usleep(200) }
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      for state in try states(folder) {
        let lines = try Data(contentsOf: state).split(
          separator: 10, maxSplits: 3, omittingEmptySubsequences: false)
        let size = String(decoding: lines[2], as: UTF8.self).split(separator: " ").last
        #expect(state.pathExtension == "state" && size == "\(lines[3].count)")
      }
    }
    let path = Self.node
    let after = try Program.run(["report", path, "--cache", cache, "--quiet"])
    #expect(after.output == (try Program.run(["report", path, "--quiet"])).output)
    #expect(!(try Program.run(["report", path, "--cache", cache])).errors.contains("the cache"))
  }

  @Test("a cache that cannot be written costs a sentence, not the report")
  func anUnwritableCacheIsSaid() throws {
    let folder = try TestFolder()
    try Data("in the way".utf8).write(to: folder.url.appending(path: "cache"))
    let plain = try Program.run(["report", Self.node])
    let run = try Program.run(["report", Self.node, "--cache", folder.path("cache")])
    #expect(run.output == plain.output && run.status == plain.status)
    #expect(run.errors.contains("cannot be written: "))
    #expect(try String(contentsOfFile: folder.path("cache"), encoding: .utf8) == "in the way")
  }

  @Test("a cache in the capture itself is no part of it")
  func aCacheInTheCaptureIsNotRead() async throws {
    let folder = try TestFolder()
    try FileManager.default.createDirectory(atPath: folder.path("logs"), withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: Self.log, toPath: folder.path("logs/system.log"))
    let plain = try await report(folder.path("logs"), nil)
    for _ in 0..<2 {
      #expect(try await report(folder.path("logs"), folder.path("logs/cache")).text == plain.text)
    }
  }

  @Test("when a cache is too large, what was of no use for longest goes, and nothing of others")
  func oldStatesGo() async throws {
    let folder = try TestFolder()
    let path = Self.node
    _ = try await report(path, folder.path("cache"))
    try Data("mine".utf8).write(to: folder.url.appending(path: "cache/notes.state"))
    let all = try states(folder).filter { $0.lastPathComponent != "notes.state" }
    try #require(all.count > 2)
    for (age, state) in all.enumerated() {
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSince1970: 1_000_000 + Double(age))], ofItemAtPath: state.path)
    }
    let size = try Data(contentsOf: #require(all.last)).count
    CaptureCache(folder.path("cache"), program: "p", sizeLimit: Int64(size)).prune()
    #expect(
      Set(try states(folder).map(\.lastPathComponent)) == [
        try #require(all.last).lastPathComponent, "notes.state",
      ])
  }
}

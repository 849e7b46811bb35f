// `inspect` over the sample data and over captures of real nodes, and the output of its script.

import CassandraAnalysis
import CassandraModel
import CassandraReport
import Foundation
import TestSupport
import Testing

@testable import hindsight

@Suite struct InspectionTests {
  static func inspection(_ url: URL, jobs: Int = 2) async throws -> CaptureInspection {
    var options = Options()
    options.paths = [.path(url.path)]
    options.jobs = jobs
    return CaptureInspection(try await Ingest(options: options).findings(progress: nil))
  }

  private static let sample = Captures.package.appending(path: "SampleData")

  private func expect(_ text: String, equals name: String) throws {
    try Golden.expect(Array(text.utf8), equals: name)
  }

  @Test(arguments: [1, 8])
  func manyNodesAreATableOfContents(jobs: Int) async throws {
    let text = InspectionText.render(try await Self.inspection(Self.sample, jobs: jobs))
    try expect(text, equals: "inspect-sample-data.txt")
    #expect(!text.contains(Captures.package.path))
  }

  @Test func oneNodeIsAScreen() async throws {
    let inspection = try await Self.inspection(Self.sample.appending(path: "corrupt-sstable-5.0"))
    try expect(InspectionText.render(inspection), equals: "inspect-one-node.txt")
    try expect(PageOutline.json(InspectionJSON.render(inspection)), equals: "inspect-one-node.outline.txt")
  }

  @Test func theScriptIsWhatWasAgreed() async throws {
    let inspection = try await Self.inspection(Self.sample.appending(path: "disk-full-4.1"))
    try expect(CollectorScript.render(inspection), equals: "inspect-missing.sh")
  }

  @Test func linesAreNotWiderThanATerminalWhereNamesAllowIt() async throws {
    let inspection = try await Self.inspection(Self.sample.appending(path: "healthy-4.0"))
    for line in InspectionText.render(inspection).split(separator: "\n") {
      #expect(line.count <= 80, "\(line)")
    }
  }

  @Test func theJSONSaysWhatTheTextSays() async throws {
    let inspection = try await Self.inspection(Self.sample)
    let data = Data(InspectionJSON.render(inspection).utf8)
    let root = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(root["schema"] as? String == "hindsight/inspection/1")
    let nodes = try #require(root["nodes"] as? [[String: Any]])
    #expect(nodes.map { $0["node"] as? String } == inspection.nodes.map(\.node.name))
    #expect(root["files"] as? Int == inspection.files)
  }
}

// MARK: - Names meant to do harm

@Suite struct HostileInspectionTests {
  @Test func namesOfFilesAreShownAndNeverObeyed() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    // A node's folder whose name would end a comment, ring a bell, and write from right to left.
    let node = folder.appending(path: "10.0.0.1\n$(touch gone)\u{7}\u{202E}/logs")
    let other = folder.appending(path: "10.0.0.2/logs")
    for (url, text) in [(node, "a"), (other, "b")] {
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
      try Data(
        "INFO  [main] 2026-11-21 05:00:00,000 CassandraDaemon.java:1 - Startup complete \(text)\n".utf8
      )
      .write(to: url.appending(path: "system.log"))
    }
    try Data("x\n".utf8).write(to: folder.appending(path: "list\n\u{1B}[2J.txt"))
    let inspection = try await InspectionTests.inspection(folder)
    #expect(inspection.nodes.count == 2)
    for text in [InspectionText.render(inspection), CollectorScript.render(inspection)] {
      #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || ($0.value >= 0x20 && $0.value != 0x202E) })
    }
    // Every word from the capture in the script is in a comment.
    let script = CollectorScript.render(inspection)
    for line in script.split(separator: "\n") where line.contains("touch gone") {
      #expect(line.drop { $0 == " " }.hasPrefix("#"), "\(line)")
    }
  }
}

// MARK: - The script

@Suite struct CollectorScriptTests {
  private func run(_ arguments: [String], in folder: URL, path: String? = nil) throws -> Process {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    if let path { process.environment = ["PATH": path] }
    try process.run()
    return process
  }

  /// The script's output is read back: every command is recognised, its instants come from the lines before
  /// the samples, and a command that fails is a failed sample.
  @Test func whatItCollectsIsRead() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    let bin = folder.appending(path: "bin")
    try FileManager.default.createDirectory(at: bin, withIntermediateDirectories: true)
    let fixtures = Captures.package.appending(path: "Tests/CassandraInputTests/Nodetool/Fixtures").path
    let nodetool = """
      #!/bin/sh
      case "$1" in
      compactionhistory) cat \(fixtures)/compactionhistory-4.1.txt ;;
      compactionstats) printf 'pending tasks: 0\\n\\n' ;;
      tpstats) cat \(fixtures)/tpstats-4.1.txt ;;
      netstats) tail -n +2 \(fixtures)/netstats-4.1.txt ;;
      tablestats) cat \(fixtures)/tablestats-4.1.txt ;;
      proxyhistograms) cat \(fixtures)/proxyhistograms-4.1.txt ;;
      getcompactionthroughput) echo 'Current compaction throughput: 16 MB/s' ;;
      getconcurrentcompactors) printf 'Current concurrent compactors in the system is: \\n2\\n' ;;
      getstreamthroughput) echo 'Current stream throughput: 200 Mb/s' ;;
      repair_admin) echo 'no sessions' ;;
      *) echo 'nodetool: Found unexpected parameters' >&2; exit 1 ;;
      esac
      """
    // Time passes faster, so that the loop goes round a few times.
    for (name, text) in [("nodetool", nodetool), ("sleep", "#!/bin/sh\nexec /bin/sleep 0.2\n")] {
      let file = bin.appending(path: name)
      try Data((text + "\n").utf8).write(to: file)
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
    }
    // A node with almost no data in the capture lacks every input.
    let known = folder.appending(path: "known")
    try FileManager.default.createDirectory(at: known, withIntermediateDirectories: true)
    try Data("ReleaseVersion: 4.1.10\n".utf8).write(to: known.appending(path: "version.txt"))
    let inspection = try await InspectionTests.inspection(known)
    let lacking = try #require(inspection.nodes.first).lacking
    #expect(lacking.count == RuleInput.all.count)

    let script = folder.appending(path: "collect.sh")
    try Data(CollectorScript.render(inspection).utf8).write(to: script)
    let check = try run(["-n", script.path], in: folder)
    check.waitUntilExit()
    #expect(check.terminationStatus == 0, "the script is a script")

    let path = bin.path + ":" + (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin")
    let loop = try run([script.path, "out"], in: folder, path: path)
    // Until the loop has run twice; a minute is for the slowest machine.
    let output = folder.appending(path: "out")
    for _ in 0..<600 where markers(in: output.appending(path: "compactionstats.log")) < 2 {
      try await Task.sleep(for: .milliseconds(100))
    }
    loop.terminate()
    loop.waitUntilExit()
    #expect(loop.terminationStatus == 0, "it ends in order when it is stopped")

    let collected = try await InspectionTests.inspection(output)
    #expect(collected.leftOut.isEmpty)
    #expect(collected.unread.isEmpty)
    let node = try #require(collected.nodes.first)
    let expected = Set(RuleInput.all.flatMap(\.collectors).map(\.name))
    #expect(Set(node.sources.map(\.name)) == expected, "every command is recognised, and goes by its name")
    for source in node.sources {
      let polls = try #require(source.polls)
      #expect(polls.succeeded > 0 && polls.failed == 0 && polls.times.undated == 0, "\(source.name)")
      #expect(polls.times.kinds == [.marker: polls.succeeded], "\(source.name)")
    }
    #expect(node.sources.first { $0.name == "compactionhistory" }?.polls?.succeeded == 2, "start and end")
    // Inputs sampled once a minute have one sample; no other input is missing.
    #expect(node.lacking.allSatisfy { $0.presence == .once }, "\(node.lacking.map(\.input.id))")
  }

  private func markers(in file: URL) -> Int {
    let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").count { $0.hasPrefix("20") && $0.hasSuffix("Z") }
  }

  @Test func whenNothingIsLackingItIsAComment() throws {
    let none = CaptureInspection(Findings(nodes: [], coverage: [], diagnostics: DiagnosticLog()))
    let script = CollectorScript.render(none)
    #expect(script.split(separator: "\n").allSatisfy { $0.hasPrefix("#") })
  }
}

// MARK: - Captures of real nodes

@Suite(.enabled(if: Captures.arePresent, "needs Tests/Captures"))
struct CapturedInspectionTests {
  /// Files of the captures that no parser reads, by the end of their path; shorten the list when a parser is
  /// added.
  static let notRead = [
    // Notes for people about the captures.
    "NOTES.txt", "README.md", "TRUTH.json",
  ]

  /// All files below the captures' folder, as another program lists them; archives by name.
  private static func files() throws -> [String] {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["find", ".", "-type", "f"]
    process.currentDirectoryURL = Captures.folder
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self).split(separator: "\n").map { String($0.dropFirst(2)) }
  }

  @Test func everyFileIsReadOrListedWithAReason() async throws {
    let inspection = try await InspectionTests.inspection(Captures.folder)
    let left = Set(inspection.leftOut.map(\.file))
    let expected = Set(try Self.files().filter { file in Self.notRead.contains { file.hasSuffix($0) } })
    #expect(left == expected)
    #expect(inspection.leftOut.allSatisfy { !$0.reason.isEmpty && $0.code != nil })
    let read = Set(inspection.nodes.flatMap { $0.sources.flatMap(\.files) })
    for file in try Self.files() where !left.contains(file) {
      // An archive is read as its members.
      #expect(
        read.contains(file) || read.contains { $0.hasPrefix(file + "!") }, "\(file) is in no source")
    }
    #expect(inspection.nodes.reduce(left.count) { $0 + $1.files } == inspection.files)
  }

  /// The captures by folder: the number of nodes, and the release in the node's log.
  @Test(arguments: [
    ("backlog-4.1", 1), ("cluster-4.1", 4), ("corrupt-5.0", 1), ("oom_exit-3.11", 1), ("rotated-3.11", 1),
    ("snap-6.0", 1), ("sessions", 2), ("trend-45d", 3),
  ])
  func nodesAndVersionsAreThoseOfTheLog(capture: String, nodes: Int) async throws {
    let inspection = try await InspectionTests.inspection(Captures.folder.appending(path: capture))
    #expect(inspection.nodes.count == nodes)
    let logs = try Self.files().filter {
      $0 == capture + "/logs/system.log" || $0 == capture + "/logs/debug.log"
    }
    var versions: Set<String> = []
    for log in logs {
      for line in try Captures.lines(log) where line.contains(" - Cassandra version: ") {
        versions.insert(String(line.split(separator: " ").last ?? ""))
      }
    }
    if versions.isEmpty { return }
    let found = inspection.nodes.flatMap { $0.findings.attributes[.version] ?? [] }.map(\.value)
    #expect(Set(found) == versions)
  }

  /// First and last time of a log as another program sees them: both nodes' clocks were at UTC.
  @Test(arguments: ["backlog-4.1", "diskfull-4.1", "tombstones-3.11"])
  func aLogCoversFromItsFirstRecordToItsLast(capture: String) async throws {
    let inspection = try await InspectionTests.inspection(Captures.folder.appending(path: capture))
    let node = try #require(inspection.nodes.first)
    let source = try #require(node.sources.first { $0.name == "system.log" })
    let all = try Self.files().filter { $0.hasPrefix(capture + "/logs/system.log") }
    #expect(source.files.count == all.count)
    var times: [String] = []
    for file in all {
      for line in try Captures.lines(file) {
        let words = line.split(separator: " ")
        guard ["INFO", "WARN", "ERROR"].contains(words.first) else { continue }
        guard let i = words.firstIndex(where: { $0.hasPrefix("2026-") }), i + 1 < words.count else {
          continue
        }
        times.append(words[i] + "T" + words[i + 1].replacing(",", with: ".") + "Z")
      }
    }
    #expect(source.first?.text == times.min())
    #expect(source.last?.text == times.max())
  }

  /// Samples, first and last of a loop, compared with the lines with times in its file.
  @Test(arguments: ["compactionstats", "tpstats", "df", "getcompactionthroughput", "proxyhistograms"])
  func aLoopHasASampleForEachOfItsMarkers(command: String) async throws {
    let inspection = try await InspectionTests.inspection(
      Captures.folder.appending(path: "backlog-4.1/nodetool"))
    let source = try #require(inspection.nodes.first?.sources.first { $0.name == command })
    let markers = try Captures.lines("backlog-4.1/nodetool/" + command + ".log").filter {
      $0.count == 20 && $0.hasPrefix("2026-") && $0.hasSuffix("Z")
    }
    let polls = try #require(source.polls)
    #expect(markers.count > 20)
    #expect(polls.succeeded + polls.failed == markers.count)
    #expect(source.first?.text == markers.first.map { $0.dropLast() + ".000Z" })
    #expect(source.last?.text == markers.last.map { $0.dropLast() + ".000Z" })
    let median = try #require(source.cadence?.median)
    #expect((command.hasSuffix("stats") ? 9...12 : 55...65).contains(median.milliseconds / 1000))
  }

  @Test func theGapOfTheSimulatedNodeIsFound() async throws {
    let inspection = try await InspectionTests.inspection(Captures.folder.appending(path: "trend-45d"))
    let truth = try String(
      contentsOf: Captures.folder.appending(path: "trend-45d/TRUTH.json"), encoding: .utf8)
    #expect(truth.contains("gap"))
    let gaps = inspection.nodes.map { node in
      (node.node.name, Set(node.sources.flatMap { $0.cadence?.gaps ?? [] }))
    }
    #expect(gaps.filter { !$0.1.isEmpty }.map(\.0) == ["10.20.30.12"])
    #expect(gaps.flatMap(\.1).allSatisfy { (70...90).contains($0.length.milliseconds / 3_600_000) })
  }
}

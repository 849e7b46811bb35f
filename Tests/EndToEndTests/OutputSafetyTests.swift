// Interrupted or failed output: the old report stays whole, no part of the new one is left, and the status
// shows it.

import Foundation
import Testing

@Suite("Output that fails or is ended") struct OutputSafetyTests {
  private static let log =
    "INFO  [main] 2026-11-21 05:00:00,000 CassandraDaemon.java:1 - Startup complete\n"
    + "ERROR [CompactionExecutor:1] 2026-11-21 05:00:01,000 CassandraDaemon.java:577 - Exception in thread "
    + "Thread[CompactionExecutor:1,1,main]\njava.lang.OutOfMemoryError: Java heap space\n"
  private static let formats = "markdown,csv,html,json"

  /// True if this process may mount a file system.
  private static let canMount: Bool = {
    guard getuid() == 0, let mount = Program.find("mount"), let unmount = Program.find("umount"),
      let folder = try? TemporaryFolder(),
      let run = try? Program.run(["-t", "tmpfs", "none", folder.url.path], mount), run.status == 0
    else { return false }
    return (try? Program.run([folder.url.path], unmount))?.status == 0
  }()

  // MARK: Failures

  @Test(.enabled(if: canMount, "only root may mount a file system to fill"))
  func aFullDiskLeavesTheOldReport() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.log, to: "logs/system.log")
    let disk = folder.path("disk")
    try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
    let mount = try #require(Program.find("mount"))
    try #require(try Program.run(["-t", "tmpfs", "-o", "size=256k", "none", disk], mount).status == 0)
    defer { _ = Program.find("umount").map { try? Program.run([disk], $0) } }
    let first = try Program.run(["report", folder.path("logs"), "--output", disk, "--format", "markdown,csv"])
    #expect(first.status == 0, "\(first.errors)")
    let before = try folder.contents("disk")
    // Larger than the disk.
    let full = try Program.run([
      "report", Program.sampleData, "--output", disk, "--format", Self.formats, "--quiet",
    ])
    #expect(full.status == 4)
    #expect(full.errors.contains("No space left on device"))
    #expect(try folder.contents("disk") == before)
    let facts = try Program.run(["extract", Program.sampleData, "--output", disk, "--quiet"])
    #expect(facts.status == 4)
    #expect(try folder.contents("disk") == before)
  }

  @Test func oneFileThatCannotBeReplacedLeavesAllOfTheOldReport() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.log, to: "logs/system.log")
    let arguments = ["--output", folder.path("out"), "--format", Self.formats]
    #expect(try Program.run(["report", folder.path("logs")] + arguments).status == 0)
    try FileManager.default.removeItem(atPath: folder.path("out/report.json"))
    try folder.write("in the way", to: "out/report.json/inner")
    let before = try folder.contents("out")
    try folder.write(Self.log + Self.log.replacing("05:00", with: "06:00"), to: "logs/system.log")
    let run = try Program.run(["report", folder.path("logs")] + arguments)
    #expect(run.status == 4 && run.errors.contains("report.json: Is a directory"))
    #expect(try folder.contents("out") == before)
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "needs /dev/full"))
  func standardOutputThatIsFullIsSaid() throws {
    let process = Program.make(["report", Program.sampleData, "--quiet"])
    process.standardOutput = FileHandle(forWritingAtPath: "/dev/full")
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 4)
  }

  @Test(arguments: ["report", "extract", "rules", "inspect"])
  func aReaderThatGoesAwayIsQuiet(_ command: String) throws {
    let path = command == "rules" ? [] : [Program.sampleData]
    let process = Program.make([command] + path + ["--quiet"])
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    try output.fileHandleForReading.close()
    let said = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationReason == .exit && process.terminationStatus == 0)
    #expect(said.isEmpty)
  }

  // MARK: Signals

  /// Starts `extract` over an old result, and sends `signal` while the new one is being written.
  private func end(by signal: Int32, in folder: TemporaryFolder) throws -> Process {
    try folder.write("old\n", to: "out/facts.jsonl")
    let process = Program.make(["extract", Program.sampleData, "--output", folder.path("out"), "--quiet"])
    try process.run()
    let part = ".facts.jsonl.\(process.processIdentifier).part"
    while process.isRunning, !FileManager.default.fileExists(atPath: folder.path("out/" + part)) {
      usleep(2000)
    }
    kill(process.processIdentifier, signal)
    process.waitUntilExit()
    return process
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
  func aSignalLeavesTheOldResultAndNothingElse(_ signal: Int32) throws {
    let folder = try TemporaryFolder()
    let process = try end(by: signal, in: folder)
    // Shells show this as 128 plus the signal: 130, 143, 129.
    #expect(process.terminationReason == .uncaughtSignal && process.terminationStatus == signal)
    #expect(try folder.contents("out") == ["facts.jsonl": Data("old\n".utf8)])
  }

  @Test func aKilledRunLeavesTheOldResultAndTheNextRunClearsUp() throws {
    let folder = try TemporaryFolder()
    let process = try end(by: SIGKILL, in: folder)
    #expect(process.terminationReason == .uncaughtSignal)
    let left = try folder.contents("out")
    #expect(left["facts.jsonl"] == Data("old\n".utf8))
    #expect(Set(left.keys) == ["facts.jsonl", ".facts.jsonl.\(process.processIdentifier).part"])
    // A file with a similar name stays.
    try folder.write("", to: "out/.facts.jsonl.x.part")
    try folder.write("", to: "out/.other.jsonl.999999999.part")
    try folder.write(Self.log, to: "logs/system.log")
    #expect(try Program.run(["extract", folder.path("logs"), "--output", folder.path("out")]).status == 0)
    let after = try folder.contents("out")
    #expect(Set(after.keys) == ["facts.jsonl", ".facts.jsonl.x.part", ".other.jsonl.999999999.part"])
    #expect(after["facts.jsonl"]?.count ?? 0 > 100)
  }

  // MARK: Progress

  @Test(.enabled(if: Program.find("script") != nil, "needs script, which makes a terminal"))
  func progressIsForTerminalsOnly() throws {
    let script = try #require(Program.find("script"))
    let line = { (words: String) in "'\(Program.path)' extract '\(Program.sampleData)' \(words)> /dev/null" }
    let shown = try Program.run(["-qec", line(""), "/dev/null"], script)
    #expect(shown.status == 0)
    #expect(shown.output.contains(" files read, ") && shown.output.contains("iB/s"))
    #expect(shown.output.contains("\u{1B}[K"))
    #expect(
      !(try Program.run(["-qec", line("--quiet "), "/dev/null"], script)).output.contains("files read"))
    #expect(!(try Program.run(["extract", Program.sampleData])).errors.contains("files read"))
  }
}

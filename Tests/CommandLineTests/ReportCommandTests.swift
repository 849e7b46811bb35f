// The exit status of a run, and its messages about the input.

import CassandraModel
import Foundation
import Testing

@testable import hindsight

@Suite struct ReportCommandTests {
  /// Runs over a folder with one file, with the report in a sibling folder.
  private func run(_ text: String, _ change: (inout Options) -> Void = { _ in }) async throws -> (
    status: hindsight.ExitStatus, files: Set<String>
  ) {
    let folder = FileManager.default.temporaryDirectory.appending(path: "hindsight-" + UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    let input = folder.appending(path: "in")
    try FileManager.default.createDirectory(at: input, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: input.appending(path: "system.log"))
    var options = Options()
    options.paths = [.path(input.path)]
    options.output = folder.appending(path: "out").path
    options.isQuiet = true
    change(&options)
    let status = await ReportCommand(options: options).run()
    let files = try? FileManager.default.contentsOfDirectory(atPath: options.output ?? "")
    return (status, Set(files ?? []))
  }

  private static let healthy = """
    INFO  [main] 2026-11-21 05:03:13,130 CassandraDaemon.java:500 - Startup complete

    """
  private static let failing = """
    ERROR [CompactionExecutor:2] 2026-11-21 05:03:13,130 JVMStabilityInspector.java:72 - Exception in \
    thread Thread[CompactionExecutor:2,5,main]
    java.lang.OutOfMemoryError: Java heap space

    """

  @Test func aHealthyLogIsDone() async throws {
    let (status, files) = try await run(Self.healthy) { $0.failOn = .info }
    #expect(status == .done)
    #expect(files == ["report.md"])
  }

  @Test func aFindingCountsOnlyWhenAskedFor() async throws {
    #expect(try await run(Self.failing).status == .done)
    #expect(try await run(Self.failing) { $0.failOn = .critical }.status == .finding)
  }

  @Test func nothingIsWrittenForAPathThatIsNoCapture() async throws {
    let (status, files) = try await run("a shopping list\n")
    #expect(status == .input)
    #expect(files.isEmpty)
  }

  @Test func outputThatCannotBeWrittenWinsOverAFinding() async throws {
    let (status, _) = try await run(Self.failing) {
      $0.failOn = .critical
      $0.output = "/dev/null/folder"
    }
    #expect(status == .output)
  }

  @Test func aPathThatDoesNotExistIsWrongUsage() async throws {
    let (status, files) = try await run("") { $0.paths = [.path("/nonexistent/capture")] }
    #expect(status == .usage)
    #expect(files.isEmpty)
  }
}

@Suite struct DiagnosticTextTests {
  private var log: DiagnosticLog {
    var log = DiagnosticLog()
    let error = DiagnosticCode("gzip.truncated", .error, "ends too early")
    for line in 1...7 { log.report(Diagnostic(error, at: SourceLocation(file: "a\u{1b}.gz", line: line))) }
    let source = SourceLocation(file: "b", line: 2)
    log.report(Diagnostic(DiagnosticCode("x.odd", .warning, "is {what}"), at: source, ["what": "odd\u{7}"]))
    log.report(Diagnostic(DiagnosticCode("x.note", .note, "is noted"), at: source))
    return log
  }

  @Test func linesHaveTheFormThatEditorsKnow() {
    let lines = DiagnosticText.lines(of: log, warnings: true, isColored: false).split(separator: "\n")
    #expect(lines.count == 6, "five of a kind, one warning, no note")
    #expect(lines[0] == "a\\x1b.gz:1: error: ends too early [gzip.truncated]")
    #expect(lines[4] == "a\\x1b.gz:5: error: ends too early [gzip.truncated] and 2 more like it")
    #expect(lines[5] == "b:2: warning: is odd\\x07 [x.odd]")
  }

  @Test func errorsArePrintedWithoutWarnings() {
    let text = DiagnosticText.lines(of: log, warnings: false, isColored: false)
    #expect(text.contains("error:") && !text.contains("warning:"))
  }

  @Test func colourMarksTheSeverityAlone() {
    let text = DiagnosticText.lines(of: log, warnings: true, isColored: true)
    #expect(text.hasPrefix("a\\x1b.gz:1: \u{1b}[1;31merror\u{1b}[0m: ends"))
    #expect(text.contains("\u{1b}[1;33mwarning\u{1b}[0m"))
  }
}

// Completed compactions of real nodes, compared with the ids in the logs, the history and compactionstats.

import CassandraAnalysis
import CassandraModel
import Foundation
import Testing

@Suite(.enabled(if: Captures.arePresent, "needs Tests/Captures"))
struct CapturedLedgerTests {
  /// Ids after `marker` in all logs of a capture, as another program finds them.
  private func ids(behind marker: String, in capture: String) throws -> Set<String> {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    let logs = Captures.folder.appending(path: capture).appending(path: "logs").path
    process.arguments = [
      "bash", "-c",
      "zcat -f \"$1\"/*.log* | grep -aoE \"$2[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\" | grep -oE '[0-9a-f-]{36}'",
      "ids", logs, marker,
    ]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Set(String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init))
  }

  @Test(arguments: ["backlog-4.1", "iofaults-4.0", "corrupt-4.0", "snap-3.11", "oom-5.0"])
  func everyCompactionOfTheLogIsThereOnce(capture: String) async throws {
    let rows = try await Captures.findings(capture).nodes.flatMap(\.ledger)
    #expect(Set(rows.map(\.id)).count == rows.count)
    let done = Set(rows.filter { $0.result == .done && $0.sources.contains(.log) }.map(\.id.description))
    let finished = try ids(behind: #"Compacted \((task id: )?"#, in: capture)
    #expect(!finished.isEmpty)
    #expect(done == finished)
    let started = try ids(behind: #"Compacting \("#, in: capture)
    #expect(Set(rows.filter { $0.sources.contains(.log) }.map(\.id.description)).isSuperset(of: started))
  }

  @Test func sourcesAreJoined() async throws {
    let rows = try await Captures.findings("backlog-4.1").nodes.flatMap(\.ledger)
    let all = try #require(rows.first { $0.sources == [.log, .history, .stats] })
    // The id is made when the task begins, so start and id agree, and all samples lie within.
    let (start, end) = (try #require(all.start), try #require(all.end))
    let progress = try #require(all.progress)
    let made = try #require(all.id.instant)
    #expect(abs(start.sortKey - made.milliseconds) < 1000)
    #expect(progress.first.milliseconds >= start.sortKey - 1000)
    #expect(progress.last.milliseconds <= end.sortKey + 1000)
    #expect(rows.count { $0.result == .failed } == 1)
  }
}

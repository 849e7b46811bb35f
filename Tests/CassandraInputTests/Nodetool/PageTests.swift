// Pages with outputs in code blocks: prose is no command, titles are no machines, and what stands behind a
// block belongs to no output.

import CassandraModel
import Testing

@testable import CassandraInput

@Suite("Outputs in pages") struct PageTests {
  private static let output = """
    nodetool compactionstats
    pending tasks: 7
    - shop.orders: 7

    id                                   compaction type keyspace table  completed  total       unit  progress
    1b0c8440-9c3e-11e7-a54d-09e2b6277f36 Compaction      shop     orders 1073741824 42949672960 bytes 2.50%
    Active compaction remaining time :   0h12m34s

    """

  @Test("text behind the end of a block belongs to no output") func behindABlock() {
    let reading = Reading(
      "It is broken\n\n```\n" + Self.output + "```\n\njohn · comment\nCan you reproduce it?\n")
    #expect(reading.recorder.polls.map(\.failure) == [nil])
    #expect(reading.recorder.diagnostics.filter { $0.code.name != "nodetool.unparsed" } == [])
    #expect(reading.counts.total == reading.lineCount)
  }

  @Test(
    "a sentence about a command is no command",
    arguments: [
      "nodetool compactionstats shows that nothing moves", "nodetool tpstats and the log are below",
      "I see wrong output in `nodetool compactionstats -H`:",
    ])
  func sentences(_ line: String) {
    let bytes = Array(line.utf8)
    if case .prompt = SessionLine(bytes.span, bytes.span.all) { Issue.record("\(line)") }
  }

  @Test("the command in the report of a library is one") func libraries() {
    let bytes = Array("Command: '/usr/bin/nodetool  repair -pr '".utf8)
    #expect(CommandLine.parse(bytes.span, bytes.span.all)?.nodetool == "repair")
  }

  @Test("its exit status before the output is not the failure's text") func statusFirst() {
    let reading = Reading(
      "Command: 'nodetool info'\nExit code: 2\nStdout:\nStderr:\nerror: it failed\n-- StackTrace --\n")
    #expect(reading.recorder.polls.map(\.failure) == ["error: it failed"])
  }

  @Test(
    "a title above an output is no machine",
    arguments: [
      ["## Example", "## Human-Readable"], ["Stdout:", "Stderr:"], ["## JSON", "## Format"],
      ["Interpreting:", "Before:"],
    ])
  func titles(_ titles: [String]) async {
    let other = "Pool Name  Active   Pending  Completed   Blocked  All time blocked\nReadStage 0 0 1 0 0\n"
    let text = titles[0] + "\n\n```\n" + Self.output + "```\n\n" + titles[1] + "\n\n```\n" + other + "```\n"
    let reading = await CollectedReading(text)
    #expect(Set(reading.nodes.keys).isDisjoint(with: titles.map { $0.trimmingTitle }))
  }

  @Test("plain words above the same output of each are machines") func plainWords() async {
    let reading = await CollectedReading(
      "alpha:\npending tasks: 1\n\nbeta:\npending tasks: 2\n\n")
    #expect(Set(reading.nodes.keys) == ["alpha", "beta"])
  }
}

extension String {
  fileprivate var trimmingTitle: String { String(drop { "# ".contains($0) }).replacing(":", with: "") }
}

// Text around an output is not part of it: pages, mails, later text, and times before or after it.

import CassandraModel
import Testing

@testable import CassandraInput

@Suite("What stands around outputs")
struct SurroundingsTests {
  private static let output = """
    pending tasks: 12
    - shop.orders: 12

    id                                   compaction type keyspace table  completed  total       unit  progress
    1b0c8440-9c3e-11e7-a54d-09e2b6277f36 Compaction      shop     orders 1073741824 42949672960 bytes 2.50%  
    Active compaction remaining time :   0h12m34s

    """

  @Test(
    "what follows an output leaves its sample good",
    arguments: [
      "```\n", "~~~\n", "</pre>\n", "{noformat}\n", "[root@cass1 ~]#\n", "$\n", "db1$ \n", "rc=0\n",
      "exit status 0\n",
      "real\t0m1.204s\nuser\t0m2.1s\nsys\t0m0.2s\n", "real 0m1.204s\nuser 0m2.1s\nsys 0m0.2s\n",
      "Connection to cass1 closed.\n", "logout\n", "-- \nJohn\n", "Thanks in advance!\n", "EOF\n",
      "(5 rows affected)\n",
      "command terminated with exit code 0\n", "",
    ])
  func whatFollows(_ rest: String) async {
    for text in [Self.output + rest, Self.output + "\n" + rest, Self.output + String(rest.dropLast())] {
      let reading = await CollectedReading(text)
      let node = reading.nodes.keys.first ?? ""
      #expect(reading.pending(node) == [12])
      #expect(
        reading.nodes[node]?.samples.contains { $0.metric == .compactionActive && $0.value == 1 } == true)
      #expect(reading.failures(node) == [])
    }
  }

  @Test("the line that is not understood is said once, with what was read before it")
  func theRestIsSaid() {
    let reading = Reading(Self.output + "Thanks in advance!\nJohn\n")
    #expect(reading.codes == ["nodetool.rest"])
    #expect(
      reading.recorder.diagnostics.map(\.message) == [
        "compactionstats: line 7 not understood; the 4 rows before it were read."
      ])
    #expect(reading.counts.unparsed == 2)
    #expect(reading.counts.total == reading.lineCount)
  }

  @Test("a failure that nothing printed is not given as the words of a command")
  func ownWordsAreNotReported() {
    let cut = Reading(Self.output.split(separator: "\n").dropLast().joined(separator: "\n"))
    #expect(cut.recorder.polls.map(\.failure) == ["compactionstats: it is cut off"])
    #expect(cut.recorder.polls.map(\.isReported) == [false])
    let refused = Reading(
      "nodetool: Failed to connect to '127.0.0.1:7199' - ConnectException: 'x'.\n", file: "info.txt")
    #expect(refused.recorder.polls.map(\.isReported) == [true])
  }

  @Test(
    "an output is read behind any margin",
    arguments: ["    ", "\t", "> ", "> > ", ">", "  ", "| ", "        "])
  func margins(_ margin: String) async {
    let plain = Reading(Self.output)
    let lines = CollectorForm.prefixed(Self.output, margin)
    let reading = await CollectedReading("He wrote:\n\n" + lines + "\nThat is all.\n")
    #expect(reading.values("") == CollectedReading.values(plain.recorder))
    #expect(reading.failures("") == [])
    let stripped = lines.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      String(line.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
    }
    let bare = await CollectedReading(stripped.joined(separator: "\n"))
    #expect(bare.values("") == CollectedReading.values(plain.recorder))
  }

  @Test("an output in a list is read")
  func lists() async {
    let lines = Self.output.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    let item = lines.enumerated().map { ($0 == 0 ? "- " : "  ") + $1 + "\n" }.joined()
    let reading = await CollectedReading(item)
    #expect(reading.pending("") == [12])
    #expect(reading.failures("") == [])
  }

  // MARK: Times

  private static func stats(_ n: Int) -> String { "pending tasks: \(n)\n- shop.orders: \(n)\n\n" }
  private static let times = [
    ["2026-11-21T04:00:00Z", "2026-11-21T05:00:00Z", "2026-11-21T06:00:00Z"],
    ["Sat Nov 21 04:00:00 UTC 2026", "Sat Nov 21 05:00:00 UTC 2026", "Sat Nov 21 06:00:00 UTC 2026"],
    ["1795233600", "1795237200", "1795240800"],
    [
      "===== 2026-11-21 04:00:00 UTC =====", "===== 2026-11-21 05:00:00 UTC =====",
      "===== 2026-11-21 06:00:00 UTC =====",
    ],
  ]

  private func series(_ text: String) async -> (points: [String], codes: [String]) {
    let reading = await CollectedReading(text)
    let facts = reading.nodes[""]
    let points = (facts?.samples ?? []).filter {
      $0.metric == .compactionPendingTasks && $0.labels.pairs.isEmpty
    }
    .map { "\(Int($0.value)) \($0.at.map { String($0.iso8601.dropFirst(11).prefix(5)) } ?? "-")" }
    return (points, facts?.diagnostics.map(\.code.name) ?? [])
  }

  @Test(
    "a first output without a time and a last time without an output: times stand after", arguments: times)
  func timesAfter(_ times: [String]) async {
    let text = zip([5, 50, 500], times).map { Self.stats($0) + $1 + "\n" }.joined()
    let found = await series(text)
    #expect(found.points == ["5 04:00", "50 05:00", "500 06:00"])
    #expect(found.codes == [])
  }

  @Test("times stand before outputs otherwise", arguments: times)
  func timesBefore(_ times: [String]) async {
    let text = zip([5, 50, 500], times).map { $1 + "\n" + Self.stats($0) }.joined()
    #expect(await series(text).points == ["5 04:00", "50 05:00", "500 06:00"])
    // The loop was stopped while the command ran.
    #expect(await series(text + "2026-11-21T07:00:00Z\n").points == ["5 04:00", "50 05:00", "500 06:00"])
  }

  @Test("where both fit no instant is given, and that is said")
  func bothFit() async {
    let text =
      Self.stats(5) + "2026-11-21T04:00:00Z\n" + Self.stats(50) + "2026-11-21T05:00:00Z\n" + Self.stats(500)
    let found = await series(text)
    #expect(found.points == ["5 -", "50 -", "500 -"])
    #expect(found.codes == ["nodetool.order"])
    // A command line gives the order.
    let loop = "$ while true; do nodetool compactionstats; date -u +%FT%TZ; sleep 3600; done\n"
    #expect(await series(loop + text).points == ["5 04:00", "50 05:00", "500 -"])
  }

  @Test("several commands of a cycle have the time that stands after them")
  func severalCommandsBeforeATime() async throws {
    let tpstats = String(decoding: try Texts.fixture("tpstats-4.1.txt"), as: UTF8.self)
    let cycle = { (n: Int, time: String) in Self.stats(n) + tpstats + time + "\n" }
    let reading = await CollectedReading(cycle(1, "2026-11-21T04:00:00Z") + cycle(2, "2026-11-21T05:00:00Z"))
    let polls = reading.nodes[""]?.polls.map { $0.command + " " + ($0.at?.iso8601.prefix(16) ?? "-") }
    #expect(
      polls == [
        "compactionstats 2026-11-21T04:00", "tpstats 2026-11-21T04:00", "compactionstats 2026-11-21T05:00",
        "tpstats 2026-11-21T05:00",
      ])
  }

  @Test("a time before the headings of all machines is everyone's")
  func sharedTimes() async {
    let text = ["04", "05"].map { hour in
      "2026-11-21T\(hour):00:00Z\n=== cass1 ===\n" + Self.stats(1) + "=== cass2 ===\n" + Self.stats(2)
    }.joined()
    let reading = await CollectedReading(text)
    for host in ["cass1", "cass2"] {
      #expect(
        reading.nodes[host]?.polls.map { $0.at?.iso8601.prefix(13) ?? "-" } == [
          "2026-11-21T04", "2026-11-21T05",
        ])
    }
    #expect(reading.lineCount == text.count { $0 == "\n" })
  }
}

// Several files of one node as one history.

import CassandraModel
import Testing

@testable import CassandraInput

/// Keeps events; the node's sink of these tests.
struct EventRecorder: NodeSink {
  var events: [Event] = []
  mutating func receive(_ fact: Fact) {
    if case .event(let event) = fact { events.append(event) }
  }
  mutating func merge(captures other: EventRecorder) {}
  mutating func finish() {}
}

@Suite struct NodeLogReaderTests {
  private func line(_ second: Int, _ text: String, _ level: String = "ERROR") -> String {
    "\(level) [main] 2026-11-21 05:00:\(second < 10 ? "0" : "")\(second),000 Some.java:1 - \(text)\n"
  }

  private func read(
    _ files: [(name: String, text: String)], jobs: Int = 1
  ) async throws -> (events: [Event], account: NodeLogAccount) {
    let logs = try files.map { file in
      let bytes = Array(file.text.utf8)
      return try #require(LogFile(InputFile(StoredBytes(bytes), name: file.name), head: bytes))
    }
    var sink = EventRecorder()
    let reader = NodeLogReader(logs, catalog: .all, workers: jobs, options: CaptureOptions(jobs: jobs))
    let account = await reader.read(into: &sink)
    return (sink.events, account)
  }

  @Test func rotatedFilesAreOrderedByTheirContent() async throws {
    // `.1` is the newest archive, and `.10` sorts before `.2` by name.
    let files = [
      ("system.log", line(9, "d")), ("system.log.1.zip", line(6, "c")), ("system.log.10.zip", line(1, "a")),
      ("system.log.2.zip", line(3, "b")),
    ]
    let (events, _) = try await read(files)
    #expect(events.map(\.message) == ["a", "b", "c", "d"])
  }

  @Test func aRecordInTwoFilesIsOneRecord() async throws {
    let both = line(1, "a") + line(2, "b") + line(2, "b") + line(4, "d")
    let debug = line(1, "a") + line(1, "noise", "DEBUG") + line(2, "b") + line(2, "b") + line(3, "c")
    let (events, account) = try await read([("logs/system.log", both), ("logs/debug.log", debug)], jobs: 2)
    #expect(events.map(\.message) == ["a", "b", "b", "c", "d"], "two equal records of one file are two")
    #expect(account.copies == 3)
  }

  @Test func aTraceThatRotationCutIsOneRecord() async throws {
    let trace = "org.x.FirstException: outer\n\tat org.x.A.b(A.java:1)\n"
    let rest = "\tat org.x.B.c(B.java:2)\nCaused by: org.x.SecondException: inner\n"
    for jobs in [1, 2] {
      let (events, account) = try await read(
        [("system.log.1.zip", line(1, "Exception") + trace), ("system.log", rest + line(2, "next"))],
        jobs: jobs)
      #expect(events.count == 2)
      #expect(events.first?.throwable?.links.map(\.simpleName) == ["FirstException", "SecondException"])
      #expect(account.coverage.map(\.lines.total) == [3, 3], "the cut lines are counted where they stand")
      #expect(account.coverage.map(\.lines.continuation) == [2, 2])
    }
  }

  @Test func aClockThatStepsBackLosesNothing() async throws {
    let text = line(30, "a") + line(31, "b") + line(5, "c") + line(6, "d")
    let (events, _) = try await read([("system.log", text), ("debug.log", text)], jobs: 2)
    #expect(events.map(\.message) == ["a", "b", "c", "d"])
  }

  /// The end of summer time in a log and its copy: the hour from two to three occurs twice.
  private static let autumn = [
    (1, "a"), (2, "b"), (2, "c"), (3, "d"),
  ].enumerated().map { index, record in
    "ERROR [main] 2026-10-25 0\(record.0):\(index == 1 ? 50 : 20):00,000 Some.java:1 - \(record.1)\n"
  }.joined()

  @Test(arguments: [1, 2]) func anHourThatRepeatsKeepsTheOrderOfTheFileAndIsSaid(jobs: Int) async throws {
    let (events, account) = try await read([("system.log", Self.autumn)], jobs: jobs)
    #expect(events.map(\.message) == ["a", "b", "c", "d"])
    let copied = try await read([("system.log", Self.autumn), ("debug.log", Self.autumn)], jobs: jobs)
    #expect(copied.events.map(\.message) == ["a", "b", "c", "d"])
    #expect(copied.account.copies == 4)
    let found = try #require(account.diagnostics.entries.first?.diagnostic)
    #expect(
      found.description.hasPrefix("system.log:3: warning: an hour repeats here, from 2026-10-25 02:50:00"))
    #expect(account.diagnostics.entries.count == 1)
  }

  @Test func aClockThatIsSetBackIsSaidWhereItWas() async throws {
    let text = line(30, "a") + line(31, "b").replacing("05:00", with: "05:09") + line(5, "c") + line(6, "d")
    // In one block, and cut before each record.
    for size in [10_000, 80] {
      let reader = LogFileReader(
        BlockReader(ByteSource(StoredBytes(Array(text.utf8)), name: "x"), size: size), file: "x",
        parser: LogBlockParser(catalog: .all), tail: [], isParallel: false)
      while await reader.next() != nil {}
      let found = await reader.diagnostics.entries.map {
        "\($0.diagnostic.source) \($0.diagnostic.code.name)"
      }
      #expect(found == ["x:3 log.clock_back"], "blocks of \(size) bytes")
    }
    // Threads overtake each other.
    let (_, quiet) = try await read([("system.log", line(30, "a") + line(5, "b"))])
    #expect(quiet.diagnostics.entries.isEmpty)
  }

  @Test func nulsPartWhatWasWrittenBeforeACrashFromWhatCameAfter() async throws {
    let nuls = String(repeating: "\0", count: 300)
    let text =
      line(1, "a") + String(line(2, "b").dropLast()) + nuls + line(3, "c") + nuls + "\n" + nuls + line(4, "d")
    let (events, account) = try await read([("system.log", text)])
    #expect(events.map(\.message) == ["a", "b", "c", "d"])
    #expect(account.coverage.first?.lines.total == 4, "lines end with a newline, whatever else is in them")
    #expect(account.diagnostics.entries.map(\.diagnostic.code.name) == ["log.nul"])
  }

  @Test func everyLineIsAccountedFor() async throws {
    let text =
      "OpenJDK 64-Bit Server VM warning: x\nnothing of ours\n" + line(1, "a") + "\n\tat x\n"
      + "INFO  [main] 2026-02-30 00:00:00,000 A.java:1 - x\n"
      + line(2, "b", "INFO")
    let (_, account) = try await read([("stdout.log", text)])
    let lines = try #require(account.coverage.first).lines
    #expect(lines.total == 7)
    #expect(lines.known == 1, "what the JVM says at the top of standard output")
    #expect(lines.blank == 1)
    #expect(lines.continuation == 1)
    #expect(lines.unknown == 2)
    #expect(lines.unparsed == 2, "text above the first head, and a date that does not exist")
    #expect(account.diagnostics.count(.warning) == 1)
  }
}

@Suite struct LogBlockParserTests {
  private let text = """
    INFO  [main] 2026-11-21 05:00:00,000 A.java:1 - start
    ERROR [CompactionExecutor:1] 2026-11-21 05:00:01,000 A.java:1 - Exception
    org.x.FirstException: outer
    \tat org.x.A.b(A.java:1)
    Caused by: org.x.SecondException: inner

    WARN  [main] 2026-11-21 05:00:02,000 A.java:1 - odd \u{FC} text
    \ttail
    INFO  [main] 2026-11-21 05:00:03,000 A.java:1 - end
    """

  /// The results that must not depend on the cuts of the file.
  private func summary(blockSize: Int, jobs: Int) async throws -> (events: [Event], lines: LineCounts) {
    let reader = LogFileReader(
      BlockReader(ByteSource(StoredBytes(Array(text.utf8)), name: "x"), size: blockSize), file: "x",
      parser: LogBlockParser(catalog: .all), tail: [], isParallel: jobs > 1)
    var events: [Event] = []
    // Each block keeps its last record, whatever it is: their number depends on the blocks.
    while let block = await reader.next() { events += block.events.filter { $0.role != .telemetry } }
    return (events, await reader.coverage.lines)
  }

  @Test func everyBlockSizeThatHoldsARecordGivesTheSameEvents() async throws {
    let whole = try await summary(blockSize: 10_000, jobs: 1)
    #expect(whole.events.count == 2)
    #expect(whole.lines.total == 9)
    for size in 240...500 {
      let cut = try await summary(blockSize: size, jobs: 2)
      #expect(cut.events == whole.events, "blocks of \(size) bytes")
      #expect(cut.lines == whole.lines, "blocks of \(size) bytes")
    }
  }

  @Test func everyBlockSizeAccountsForEveryLine() async throws {
    for size in 1...240 {
      let cut = try await summary(blockSize: size, jobs: 1)
      #expect(cut.lines.total == 9, "blocks of \(size) bytes")
    }
  }
}

// Logs from a container runtime or the system's log are read like the node's own file, and each line of the
// file is counted.

import CassandraModel
import TestSupport
import Testing

@testable import CassandraInput

@Suite struct WrappedLogTests {
  /// A log as the node wrote it, on a clock at +02:00: two records, the first with a trace.
  private static let plain = [
    "WARN  [main] 2026-07-21 07:10:00,001 A.java:1 - start",
    "ERROR [CompactionExecutor:1] 2026-07-21 07:10:01,002 A.java:1 - Exception | with a bar: and \"quotes\"",
    "org.x.FirstException: outer",
    "\tat org.x.A.b(A.java:1)",
    "Caused by: org.x.SecondException: inner",
    "",
    "WARN  [main] 2026-07-21 07:10:03,004 A.java:1 - odd ü text",
  ]

  /// The envelope of line `i`, added at 05:10:0i in UTC.
  private static let forms: [(name: String, wrap: @Sendable (Int, String) -> String)] = [
    ("docker logs -t", { "2026-07-21T05:10:0\($0).123456789Z \($1)" }),
    ("a runtime on local time", { "2026-07-21T07:10:0\($0).123456789+02:00 stdout F \($1)" }),
    ("CRI", { "2026-07-21T05:10:0\($0).123456789Z stdout F \($1)" }),
    ("compose", { "cassandra-1  | \($1)" }),
    ("compose -t", { "cassandra-1  | 2026-07-21T05:10:0\($0).123456789Z \($1)" }),
    ("compose in colours", { "\u{1B}[36mcassandra-1  |\u{1B}[0m \($1)" }),
    ("kubectl --prefix", { "[pod/cassandra-0/cassandra] \($1)" }),
    ("kubectl --prefix --timestamps", { "[pod/cassandra-0/server] 2026-07-21T05:10:0\($0).1Z \($1)" }),
    ("journalctl", { "Jul 21 07:10:0\($0) db1 cassandra[42]: \($1)" }),
    ("journalctl -o short-precise", { "Jul 21 07:10:0\($0).123456 db1 cassandra[42]: \($1)" }),
    ("journalctl -o short-iso", { "2026-07-21T07:10:0\($0)+0200 db1 cassandra[42]: \($1)" }),
    ("journalctl -o short-iso-precise", { "2026-07-21T07:10:0\($0).123456+02:00 db1 cassandra[42]: \($1)" }),
    ("journalctl -o short-full", { "Tue 2026-07-21 05:10:0\($0) UTC db1 cassandra[42]: \($1)" }),
    ("journalctl -o short-unix", { "178461060\($0).123456 db1 cassandra[42]: \($1)" }),
    ("journalctl -o short-monotonic", { "[ 123.45678\($0)] db1 cassandra[42]: \($1)" }),
    ("rsyslog", { "Jul 21 07:10:0\($0) db1 cassandra: \($1.replacing("\t", with: "#011"))" }),
    ("syslog with its priority", { "<13>Jul 21 07:10:0\($0) db1 cassandra[42]: \($1)" }),
    ("json-file", { #"{"log":"\#(escaped($1))\n","stream":"stdout","time":"2026-07-21T05:10:0\#($0).1Z"}"# }),
    (
      "json-file with labels",
      {
        #"{"log":"\#(escaped($1))\n","stream":"stdout","attrs":{"log":"x"},"time":"2026-07-21T05:10:0\#($0).1Z"}"#
      }
    ),
    (
      "journalctl -o json",
      {
        #"{"_HOSTNAME":"db1","__REALTIME_TIMESTAMP":"178461060\#($0)123456","SYSLOG_IDENTIFIER":"cassandra","MESSAGE":"\#(escaped($1))"}"#
      }
    ),
    (
      "journalctl -o json, as bytes",
      {
        #"{"MESSAGE":[\#($1.utf8.map(String.init).joined(separator: ","))],"__REALTIME_TIMESTAMP":"178461060\#($0)123456"}"#
      }
    ),
    ("colours", { "\u{1B}[32m\($1)\u{1B}[0m" }),
  ]

  private static func escaped(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\t", with: "\\t")
      .replacing("ü", with: "\\u00fc")
  }

  /// The result of reading a text with one log.
  private func read(
    _ text: String, name: String = "app.log", blockSize: Int? = nil
  ) async throws -> (events: [Event], lines: LineCounts, clock: [ClockReading], codes: [String]) {
    let log = try #require(logs(text, name: name).first)
    return await read(log, text, blockSize)
  }

  private func logs(_ text: String, name: String = "app.log") -> [LogFile] {
    let bytes = Array(text.utf8)
    return LogFile.all(in: InputFile(StoredBytes(bytes), name: name), head: bytes)
  }

  private func read(
    _ log: LogFile, _ text: String, _ blockSize: Int? = nil
  ) async -> (events: [Event], lines: LineCounts, clock: [ClockReading], codes: [String]) {
    let source = ByteSource(StoredBytes(Array(text.utf8)), name: log.input.name)
    let reader = LogFileReader(
      BlockReader(source, size: blockSize ?? 100_000), file: log.input.name, wrapping: log.wrapping,
      parser: LogBlockParser(catalog: .all), tail: [], isParallel: false)
    var events: [Event] = []
    while let block = await reader.next() { events += block.events }
    let codes = await reader.diagnostics.entries.map(\.diagnostic.code.name)
    return (events, await reader.coverage.lines, await reader.clock, codes)
  }

  @Test(arguments: forms.indices)
  func everyFormGivesTheRecordsOfThePlainLog(index: Int) async throws {
    let (name, wrap) = Self.forms[index]
    let plain = try await read(Self.plain.map { $0 + "\n" }.joined())
    let text = Self.plain.enumerated().map { wrap($0, $1) + "\n" }.joined()
    let wrapped = try await read(text)
    #expect(wrapped.events == plain.events, "\(name)")
    #expect(wrapped.events.map(\.source.line) == [1, 2, 7])
    #expect(wrapped.events.dropFirst().first?.throwable?.links.count == 2)
    #expect(wrapped.lines == plain.lines, "\(name)")
    #expect(wrapped.codes.isEmpty)
  }

  @Test(arguments: forms.indices)
  func theLinesEndsOfWindowsChangeNothing(index: Int) async throws {
    let text = Self.plain.enumerated().map { Self.forms[index].wrap($0, $1) + "\r\n" }.joined()
    let wrapped = try await read(text)
    #expect(wrapped.lines.total == 7)
    #expect(wrapped.events.map(\.source.line) == [1, 2, 7])
  }

  @Test func timesInUTCAreEvidenceForTheClock() async throws {
    let stamped = Self.forms.filter {
      $0.name != "syslog with its priority" && $0.name != "rsyslog" && $0.name != "colours"
        && $0.name != "compose"
        && $0.name != "compose in colours" && $0.name != "kubectl --prefix" && $0.name != "journalctl"
        && $0.name != "journalctl -o short-precise" && $0.name != "journalctl -o short-monotonic"
    }
    #expect(stamped.count == 13)
    for (name, wrap) in stamped {
      let clock = try await read(Self.plain.enumerated().map { wrap($0, $1) + "\n" }.joined()).clock
      #expect(
        clock.map(\.wallClock.text) == [
          "2026-07-21 07:10:00.001", "2026-07-21 07:10:01.002", "2026-07-21 07:10:03.004",
        ], "\(name)")
      #expect(clock.allSatisfy { $0.utc.iso8601.hasPrefix("2026-07-21T05:10:0") && !$0.isStated }, "\(name)")
    }
    // A clock without its zone gives no evidence.
    let local = try await read(Self.plain.map { "Jul 21 07:10:00 db1 cassandra[42]: \($0)\n" }.joined())
    #expect(local.clock.isEmpty)
  }

  @Test func headsThatGiveTheirOffsetAreEvidenceByThemselves() async throws {
    let clock = try await read("WARN  [main] 2026-07-21T07:10:00.001+02:00 A.java:1 - x\n").clock
    #expect(clock.map(\.utc.iso8601) == ["2026-07-21T05:10:00.001Z"])
    #expect(clock.map(\.isStated) == [true])
  }

  @Test func partialLinesAreJoined() async throws {
    let cri = """
      2026-07-21T05:10:00.1Z stdout F WARN  [main] 2026-07-21 05:10:00,001 A.java:1 - start
      2026-07-21T05:10:01.1Z stdout P ERROR [main] 2026-07-21 05:10:01,001 A.java:1 - one
      2026-07-21T05:10:01.1Z stdout P , two
      2026-07-21T05:10:01.1Z stdout F , three
      2026-07-21T05:10:02.1Z stdout F ERROR [main] 2026-07-21 05:10:02,001 A.java:1 - next
      """
    let json = """
      {"log":"WARN  [main] 2026-07-21 05:10:00,001 A.java:1 - start\\n","stream":"stdout","time":"2026-07-21T05:10:00.1Z"}
      {"log":"ERROR [main] 2026-07-21 05:10:01,001 A.java:1 - one","stream":"stdout","time":"2026-07-21T05:10:01.1Z"}
      {"log":", two","stream":"stdout","time":"2026-07-21T05:10:01.1Z"}
      {"log":", three\\n","stream":"stdout","time":"2026-07-21T05:10:01.1Z"}
      {"log":"ERROR [main] 2026-07-21 05:10:02,001 A.java:1 - next\\n","stream":"stdout","time":"2026-07-21T05:10:02.1Z"}
      """
    for text in [cri, json] {
      let (events, lines, _, _) = try await read(text)
      #expect(events.map(\.message) == ["start", "one, two, three", "next"])
      #expect(events.map(\.source.line) == [1, 2, 5], "lines are those of the file")
      #expect(lines.continuation == 2)
      #expect(lines.total == 5)
    }
  }

  /// Found by damage: a line that continues in an object whose text ends it and begins another.
  @Test func aPartialLineThatEndsWithinTheNextTextIsCountedOnce() async throws {
    let text = #"""
      {"log":"WARN  [main] 2026-07-21 05:10:00,001 A.java:1 - one","stream":"stdout"}
      {"log":", two\n\tat a.B.c(D.java:1)\n","stream":"stdout"}
      {"log":"WARN  [main] 2026-07-21 05:10:02,001 A.java:1 - next\n","stream":"stdout"}
      """#
    let (events, lines, _, _) = try await read(text)
    #expect(events.map(\.message) == ["one, two", "next"])
    #expect(events.map(\.source.line) == [1, 3])
    #expect(lines.total == 3)
  }

  @Test func linesOfOthersInAJournalAreCountedAndNotRead() async throws {
    let text = """
      -- Logs begin at Mon 2026-07-20 00:00:00 UTC. --
      Jul 21 05:09:59 db1 systemd[1]: Started Cassandra.
      Jul 21 05:10:00 db1 cassandra[42]: WARN  [main] 2026-07-21 05:10:00,001 A.java:1 - start
      Jul 21 05:10:01 db1 sshd[7]: Accepted publickey
      Jul 21 05:10:01 db1 cassandra[42]: ERROR [main] 2026-07-21 05:10:01,001 A.java:1 - Exception
                                         org.x.FirstException: outer
                                         \tat org.x.A.b(A.java:1)
      nothing of ours

      -- Boot 0123456789abcdef --
      """
    let (events, lines, _, codes) = try await read(text)
    #expect(events.map(\.message) == ["start", "Exception"])
    #expect(events.last?.throwable?.links.map(\.simpleName) == ["FirstException"])
    #expect(events.map(\.source.line) == [3, 5])
    #expect(lines.total == 10)
    #expect(lines.unknown == 4, "two of other programs, two records of no known message")
    #expect(lines.continuation == 2)
    #expect(lines.unparsed == 1)
    #expect(lines.blank == 1)
    #expect(lines.decoration == 2)
    #expect(codes == ["log.stranger"])
  }

  @Test(arguments: [
    "", "2026-07-21T05:10:03.1Z stdout F ", "cassandra-1  | ", "Jul 21 05:10:03 db1 cassandra[42]: ",
  ])
  func recordsThatAreJSONAreReadWhateverIsAroundThem(prefix: String) async throws {
    let text = [
      #"{"@timestamp":"2026-07-21T07:10:00.001+02:00","@version":"1","message":"odd \u00fc \"text\"","logger_name":"org.apache.cassandra.db.X$Y","thread_name":"main","level":"WARN","level_value":30000}"#,
      #"{"timestamp":"2026-07-21T05:10:01.002Z","loglevel":"ERROR","thread":"CompactionExecutor:1","class":"A.java","line":"1","message":"Exception","stack_trace":"org.x.FirstException: outer\n\tat org.x.A.b(A.java:1)\nCaused by: org.x.SecondException: inner\n"}"#,
      #"{"@timestamp":"2026-07-21T05:10:02Z","log.level":"ERROR","log.logger":"a.B","process.thread.name":"t","message":"two\nlines"}"#,
      #"{"status":"not a record"}"#,
    ].map { prefix + $0 + "\n" }.joined()
    let (events, lines, clock, _) = try await read(text)
    #expect(events.map(\.message) == ["odd ü \"text\"", "Exception", "two"])
    #expect(events.map(\.logger) == ["X.java", "A.java", "B.java"])
    #expect(events.map(\.thread) == ["main", "CompactionExecutor:1", "t"])
    #expect(events.map(\.level) == [.warn, .error, .error])
    #expect(events.map(\.source.line) == [1, 2, 3])
    #expect(events[1].throwable?.links.map(\.simpleName) == ["FirstException", "SecondException"])
    #expect(lines.total == 4)
    #expect(
      clock.map(\.utc.iso8601) == [
        "2026-07-21T05:10:00.001Z", "2026-07-21T05:10:01.002Z", "2026-07-21T05:10:02.000Z",
      ])
    #expect(clock.allSatisfy { $0.isStated })
  }

  @Test("a JSON line that holds a whole record is one, whatever its key", arguments: ["a", "log", "body"])
  func aRecordUnderAnyKey(key: String) throws {
    let text = "{\"\(key)\":\"WARN  [main] 2026-07-21 05:10:00,001 A.java:1 - x\"}\n"
    let log = try #require(logs(text).first)
    #expect(log.first.text == "2026-07-21 05:10:00.001")
  }

  @Test func aLogAndWhatTheContainerPrintedAreOneHistory() async throws {
    let plain = Array((Self.plain.joined(separator: "\n") + "\n").utf8)
    let wrapped = Array(Self.plain.map { "2026-07-21T05:10:03.1Z stdout F \($0)\n" }.joined().utf8)
    let files = [("pods/0.log", wrapped), ("system.log", plain)].flatMap { name, bytes in
      LogFile.all(in: InputFile(StoredBytes(bytes), name: name), head: bytes)
    }
    var sink = EventRecorder()
    let account = await NodeLogReader(files, catalog: .all, workers: 1, options: CaptureOptions()).read(
      into: &sink)
    #expect(sink.events.map(\.source.file) == ["system.log", "system.log", "system.log"])
    #expect(account.copies == 3)
    #expect(account.clock.count == 3)
  }

  @Test func severalContainersInOneFileAreSeveralLogs() async throws {
    var text = "Attaching to cassandra-1, cassandra-2\n"
    for i in 0..<9 {
      let node = i % 2 + 1
      text += "cassandra-\(node)  | ERROR [main] 2026-07-21 05:10:0\(i),001 A.java:1 - \(node)\n"
      text += "cassandra-\(node)  | org.x.FirstException: outer\n"
    }
    text += "prometheus-1  | level=info\n"
    let logs = logs(text, name: "all.log")
    #expect(logs.map(\.input.name) == ["all.log!cassandra-1", "all.log!cassandra-2"])
    var total = 0
    for (node, log) in zip(1..., logs) {
      let (events, lines, _, _) = await read(log, text)
      #expect(Set(events.map(\.message)) == [String(node)])
      #expect(events.count == (node == 1 ? 5 : 4))
      #expect(events.first?.source.line == node * 2, "lines are those of the file")
      total += lines.total
    }
    #expect(total == 20, "each line of the file is counted once")
    let scopes = CaptureScopes(logs.map { CaptureItem(name: $0.input.name, log: $0) })
    #expect(scopes.items.keys.sorted() == ["all.log!cassandra-1", "all.log!cassandra-2"])
  }

  @Test(arguments: forms.indices)
  func everyBlockSizeThatHoldsARecordGivesTheSameEvents(index: Int) async throws {
    let text = Self.plain.enumerated().map { Self.forms[index].wrap($0, $1) + "\n" }.joined()
    let whole = try await read(text)
    for size in stride(from: 1, to: 4000, by: 37) {
      let cut = try await read(text, blockSize: size)
      #expect(cut.lines.total == 7, "blocks of \(size) bytes")
      if size > 2000 {
        #expect(cut.events.filter { $0.level != .info } == whole.events.filter { $0.level != .info })
      }
    }
  }

  /// A log of a real node with a trace of hundreds of lines, in every form.
  @Test(
    .enabled(if: Texts.hasCaptures, "needs Tests/Captures"),
    arguments: forms.indices)
  func aRealLogGivesTheSameRecordsInEveryForm(index: Int) async throws {
    let whole = String(decoding: try Texts.capture("corrupt-5.0/logs/system.log"), as: UTF8.self)
    let lines = whole.split(separator: "\n", omittingEmptySubsequences: false).prefix(1000).map(String.init)
    let plain = try await read(lines.map { $0 + "\n" }.joined(), blockSize: 1 << 22)
    #expect(plain.events.count > 20)
    let wrapped = try await read(
      lines.map { Self.forms[index].wrap(1, $0) + "\n" }.joined(), blockSize: 1 << 22)
    let differs = zip(wrapped.events, plain.events).first { $0 != $1 }
    #expect(differs == nil && wrapped.events.count == plain.events.count)
    #expect(wrapped.lines == plain.lines)
  }

  @Test(arguments: 1...200 as ClosedRange<UInt64>)
  func damageNeverTrapsAndEveryLineIsCounted(seed: UInt64) async throws {
    let wrap = Self.forms[Int(seed) % Self.forms.count].wrap
    let good = (0..<5).flatMap { _ in Self.plain.enumerated().map { wrap($0, $1) + "\n" } }.joined()
    let log = try #require(logs(good).first)
    let bytes = mutated(Array(good.utf8), interesting: Array("\"\\{}[]|:FP".utf8), seed: seed)
    let lines =
      bytes.count { $0 == UInt8(ascii: "\n") } + (bytes.last == UInt8(ascii: "\n") || bytes.isEmpty ? 0 : 1)
    let reader = LogFileReader(
      BlockReader(ByteSource(StoredBytes(bytes), name: "x"), size: 700), file: "x", wrapping: log.wrapping,
      parser: LogBlockParser(catalog: .all), tail: [], isParallel: false)
    while await reader.next() != nil {}
    #expect(await reader.coverage.lines.total == lines, "seed \(seed)")
    _ = LogFile.all(in: InputFile(StoredBytes(bytes), name: "x"), head: bytes)
  }

  @Test(arguments: [
    "", "{}", "{\"log\":1}",
    "| WARN  [main] 2026-07-21 05:10:00,001 A.java:1 - x",
    "see: WARN  [main] 2026-07-21 05:10:00,001 A.java:1 - x",
    "Jul 21 05:10:00 db1 sshd[7]: Accepted", "2026-07-21T05:10:00.1Z stdout F hello",
  ])
  func otherTextIsNoWrappedLog(text: String) {
    #expect(logs(text + "\n").isEmpty)
  }
}

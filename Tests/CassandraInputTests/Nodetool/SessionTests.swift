// Cutting: markers, prompts, failures, neighbours.

import CassandraModel
import Testing

@testable import CassandraInput

@Suite("Sessions")
struct SessionTests {
  @Test func aRecordedTerminalIsReadThroughItsColours() throws {
    let bytes = try Texts.fixture("session-4.1.txt")
    #expect(bytes.contains(0x1B) && bytes.contains(0x0D))
    let reading = Reading(bytes)
    #expect(
      reading.recorder.polls.map(\.command) == [
        "version", "status", "info", "compactionstats", "compactionstats", "getcompactionthroughput",
        "getstreamthroughput", "netstats", "proxyhistograms", "nosuchcommand",
      ])
    #expect(
      reading.recorder.polls.compactMap(\.failure) == [
        "error: Use the -d flag to quiet this error and get the exact throughput in megabits/s",
        "nodetool: Found unexpected parameters: [nosuchcommand]",
      ])
    #expect(reading.attribute(.rack) == "r1")
    #expect(reading.recorder.ring.map(\.rack) == ["r1"], "no carriage return in the last column")
    #expect(reading.counts.unparsed == 0)
    #expect(reading.counts.total == reading.lineCount)
  }

  @Test func aTraceOfTheShellGivesCommandsAndTimes() {
    let text = """
      Script started on 2026-11-21 05:24:10+00:00 [TERM="xterm-256color"]
      + date -u +%FT%TZ
      2026-11-21T05:24:40Z
      + nodetool -h 10.0.0.1 -pw secret statusbinary
      running
      + date -u +%FT%TZ
      2026-11-21T05:24:47Z
      + nodetool getconcurrentcompactors
      Current concurrent compactors in the system is: 
      2
      + nodetool flush
      + nodetool info
      + exit
      """
    let reading = Reading(text)
    #expect(
      reading.recorder.polls.map(\.command) == ["statusbinary", "getconcurrentcompactors", "flush", "info"])
    #expect(reading.recorder.polls.map(\.failure) == [nil, nil, nil, "info: no output"])
    #expect(reading.recorder.samples.map(\.at) == [Instant(milliseconds: 1_795_238_687_000)])
    #expect(reading.recorder.samples.map(\.atKind) == [.marker])
    #expect(reading.first == Instant(milliseconds: 1_795_238_680_000))
    #expect(reading.last == Instant(milliseconds: 1_795_238_687_000))
  }

  @Test func failuresOfALoopAreFailedPollsAtTheirInstants() throws {
    let reading = Reading(try Texts.fixture("loop-failures-4.0.txt"))
    let mbean = "error: org.apache.cassandra.metrics:type=Compaction,name=PendingTasksByTableName"
    #expect(reading.recorder.polls.map(\.failure) == [nil, nil, "compactionstats: no output", mbean, mbean])
    #expect(reading.recorder.polls.map(\.command) == Array(repeating: "compactionstats", count: 5))
    #expect(
      reading.recorder.polls.map { $0.at?.iso8601 } == [
        nil, "2026-11-21T05:28:23.000Z", "2026-11-21T05:28:28.000Z", "2026-11-21T05:28:42.000Z",
        "2026-11-21T05:28:43.000Z",
      ])
  }

  @Test func anErrorAfterGoodLinesFailsTheirOutput() {
    let text = """
      ID                     : c3c536c2-0847-422e-baf2-c30507a80d36
      Load                   : 108.94 KiB
      error: null
      -- StackTrace --
      java.lang.NullPointerException
      \tat org.apache.cassandra.tools.nodetool.Info.execute(Info.java:1)
      """
    let reading = Reading(text)
    #expect(reading.recorder.polls.map(\.failure) == ["error: null"])
    #expect(reading.recorder.polls.map(\.command) == ["info"])
    #expect(reading.counts.known == 3)
    #expect(reading.counts.continuation == 3)
  }

  /// The trace names a different command than the output before it.
  @Test func anErrorOfAnotherCommandDoesNotFailItsNeighbour() throws {
    let bytes =
      try Texts.fixture("getcompactionthroughput-6.0.txt")
      + Texts.fixture("getstreamthroughput-failed-4.1.txt")
    let polls = Reading(bytes).recorder.polls
    #expect(polls.map(\.command) == ["getcompactionthroughput", "getstreamthroughput"])
    #expect(polls.map { $0.failure == nil } == [true, false])
  }

  @Test func everyRefusalIsAPollOfItsOwn() {
    let line = "nodetool: Failed to connect to '127.0.0.1:7199' - ConnectException: 'Connection refused'.\n"
    let reading = Reading(line + line + line, file: "node1/tpstats.log")
    #expect(reading.recorder.polls.map(\.command) == ["tpstats", "tpstats", "tpstats"])
    #expect(reading.recorder.polls.allSatisfy { $0.failure?.hasPrefix("nodetool: Failed") == true })
  }

  @Test(arguments: [
    "-bash: nodetool: command not found", "Cassandra 5.0 requires Java 11 or Java 17.", "Killed",
    "Command '['nodetool', 'info']' timed out after 10 seconds",
    "timeout: sending signal TERM to command 'nodetool'",
  ])
  func whatTheShellSaysIsAFailure(_ line: String) {
    let reading = Reading(line, file: "info.txt")
    #expect(reading.recorder.polls.map(\.failure) == [line])
    #expect(reading.recorder.polls.map(\.command) == ["info"])
  }

  @Test func outputsWithoutAnythingBetweenAreCutByTheirFirstLines() throws {
    let files = [
      "tablestats-5.0.txt", "info-5.0.txt", "gossipinfo.txt", "status-4.1.txt", "ring.txt",
      "compactionstats-6.0.txt", "tpstats-3.11.txt", "netstats-4.1.txt", "compactionhistory-4.1.txt",
    ]
    var bytes: [UInt8] = []
    var alone: [Sample] = []
    for file in files {
      bytes += try Texts.fixture(file)
      alone += Reading(try Texts.fixture(file), file: "x").recorder.samples
    }
    let reading = Reading(bytes, file: "x")
    #expect(
      reading.commands == [
        "tablestats", "info", "gossipinfo", "status", "ring", "compactionstats", "tpstats", "netstats",
        "compactionhistory",
      ])
    #expect(reading.recorder.samples.map(\.value) == alone.map(\.value))
    #expect(reading.recorder.samples.map(\.labels) == alone.map(\.labels))
    #expect(reading.counts.unparsed == 0)
    #expect(reading.codes == [])
  }

  @Test func noiseOfTheVirtualMachineBelongsToNobody() {
    let text = """
      Picked up JAVA_TOOL_OPTIONS: -Dcom.sun.jndi.rmiURLParsing=legacy
      WARN  12:34:56,789 something about a class
      pending tasks: 3
      OpenJDK 64-Bit Server VM warning: Option UseConcMarkSweepGC was deprecated in version 9.0
      - shop.orders: 3

      """
    let reading = Reading(text)
    #expect(reading.values(.compactionPendingTasks) == ["3", "keyspace=shop,table=orders 3"])
    #expect(reading.counts.decoration == 3)
  }

  @Test func howACommandEndedIsAFailureWhereNothingElseSaysSo() {
    let text = """
      $ nodetool info
      exit code: 124
      $ nodetool compactionstats
      pending tasks: 3
      rc=0
      $ nodetool compactionstats
      pending tasks: 4
      [exit status 143]
      $ nodetool tpstats
      nodetool: Failed to connect to '127.0.0.1:7199' - ConnectException: 'Connection refused'.
      command terminated with exit code 1

      real\t0m1.234s
      user\t0m0.534s
      sys\t0m0.1s
      """
    let reading = Reading(text)
    #expect(
      reading.recorder.polls.map(\.command) == ["info", "compactionstats", "compactionstats", "tpstats"])
    #expect(
      reading.recorder.polls.map(\.failure) == [
        "exit code: 124", nil, "[exit status 143]",
        "nodetool: Failed to connect to '127.0.0.1:7199' - ConnectException: 'Connection refused'.",
      ])
    #expect(reading.values(.compactionPendingTasks) == ["3", "4"], "what was printed before it ended counts")
    #expect(reading.counts.unparsed == 0)
    #expect(reading.counts.total == 15)
  }

  @Test(arguments: ["exit", "exits 1", "exit codes: 1 2", "rc1", "exit code 12345", "Exit: a", "exit -1"])
  func otherLinesAreNoStatus(_ line: String) {
    let bytes = Array(line.utf8)
    if case .exit = SessionLine(bytes.span, 0..<bytes.count) {
      Issue.record("\(line) was taken for a status")
    }
  }

  /// A table truncated by a full disk, or because a collector was killed.
  @Test func aTableThatIsCutOffKeepsItsRows() throws {
    let whole = try Texts.fixture("tpstats-4.1.txt")
    let all = Reading(whole, file: "tpstats.txt").recorder.samples
    for cut in stride(from: 200, to: whole.count - 1, by: 41) {
      let reading = Reading(Array(whole.prefix(cut)), file: "tpstats.txt")
      #expect(reading.recorder.polls.map(\.command) == ["tpstats"])
      #expect(reading.counts.total == reading.lineCount)
      // The last row may be cut within a number; the rows before it are unchanged.
      let sure = reading.recorder.samples.filter { $0.source.line < reading.lineCount }
      #expect(sure == Array(all.prefix(sure.count)), "cut at \(cut)")
    }
  }

  @Test func aMarkerHoldsForOneOutputOfEachCommand() {
    let text = """
      2026-11-21T05:24:40Z
      pending tasks: 1

      Current compaction throughput: 16 MB/s
      pending tasks: 2

      """
    let reading = Reading(text)
    #expect(reading.recorder.polls.map { $0.at == nil } == [false, false, true])
    #expect(reading.codes == ["nodetool.time"])
  }

  @Test func aTimeWithoutItsOffsetGivesNoInstantAndSaysSo() {
    let reading = Reading("Sat Nov 21 05:10:09 CET 2026\npending tasks: 1\n\n")
    #expect(reading.recorder.polls.map(\.at) == [nil])
    #expect(reading.codes == ["nodetool.zone"])
    #expect(reading.first == nil)
  }

  @Test func aTimeWithoutItsOffsetIsOfTheNodesClockIfThatIsKnown() {
    let text = """
      Sat Nov 21 06:10:09 CET 2026
      pending tasks: 1

      2026-11-21 06:11:09
      pending tasks: 2

      """
    let reading = Reading(text) { $0.instant(at: UTCOffset(seconds: 3600)) }
    let first = Instant(milliseconds: 1_795_237_809_000)
    #expect(reading.recorder.polls.map(\.at) == [first, Instant(milliseconds: first.milliseconds + 60_000)])
    #expect(reading.recorder.polls.map(\.atKind) == [.marker, .marker])
    #expect(reading.codes == ["nodetool.clock"], "once a file")
    #expect(reading.first == first)
  }

  @Test func whatSSHAndEditorsAddIsNoiseAndDoesTheOutputNoHarm() {
    let text = """
      Warning: Permanently added 'cass-01' (ED25519) to the list of known hosts.\r
      \u{FEFF}pending tasks: 3\r
      \r
      Connection to cass-01 closed.\r

      """
    let reading = Reading(text)
    #expect(reading.values(.compactionPendingTasks) == ["3"])
    #expect(reading.recorder.polls.map(\.failure) == [nil])
    #expect(reading.codes == [] && reading.counts.decoration == 2)
    let bytes = Array("\u{FEFF}pending tasks: 3\n\n".utf8)
    #expect(NodetoolReader.recognises(bytes.span, file: "x.txt") == "compactionstats")
  }

  @Test func theTimeOfTheFileHoldsUntilAMarker() {
    let time = CaptureTime(Instant(milliseconds: 5), .name)
    let reading = Reading("pending tasks: 1\n\n2026-11-21T05:24:40Z\npending tasks: 2\n\n", time: time)
    #expect(reading.recorder.polls.map(\.atKind) == [.name, .marker])
    #expect(reading.first == Instant(milliseconds: 5))
  }

  @Test func anEmptyFileIsAFailedPollUnlessSilenceIsSuccess() {
    #expect(
      Reading("", file: "a/tpstats.txt").recorder.polls.map(\.failure) == ["tpstats: the file is empty"])
    #expect(Reading("", file: "a/scrub.log").recorder.polls.map(\.failure) == [nil])
    #expect(Reading("", file: "a/whatever.log").recorder.polls.isEmpty)
  }

  @Test func linesOfNobodyAreCountedAndReportedOnce() {
    let reading = Reading("hello\nworld\n\npending tasks: 1\n\n")
    #expect(reading.counts.unparsed == 2)
    #expect(reading.counts.blank == 2)
    #expect(reading.codes == ["nodetool.unparsed"])
    #expect(reading.values(.compactionPendingTasks) == ["1"])
  }

  @Test func aBannerAfterAPromptIsNotTheOutput() {
    let reading = Reading("$ nodetool info\nConnecting to 10.0.0.1\nReleaseVersion: 4.1.10\n")
    #expect(reading.recorder.polls.map(\.command) == ["version"])
    #expect(reading.counts.unparsed == 1)
  }

  /// The line that exceeds the limit ends reading, whatever its kind.
  @Test(arguments: ["\t3096365660935041872", "error: null", "nodetool: Unknown keyspace: x"])
  func anOutputWithoutEndIsReadUpToTheLimit(_ line: String) {
    var reader = NodetoolReader(file: "x", time: nil, outputLimit: 100)
    var recorder = FactRecorder()
    let long = line + String(repeating: " x", count: 60)
    let lines =
      ["RangeKeySample: "] + Array(repeating: "\t1234567890123456789", count: 3) + [
        long, line, "ReleaseVersion: 4.1.10",
      ]
    for (i, line) in lines.enumerated() {
      let bytes = Array(line.utf8)
      reader.consume(bytes.span, number: i + 1, into: &recorder)
    }
    reader.finish(into: &recorder)
    #expect(recorder.polls.first?.command == "rangekeysample")
    #expect(recorder.polls.last?.failure == nil)
    #expect(recorder.polls.dropLast().contains { $0.failure != nil })
    #expect(reader.lines.total == lines.count)
    #expect(recorder.attributes.map(\.value) == ["4.1.10"])
  }
}

@Suite("Recognising nodetool")
struct RecognitionTests {
  private func recognises(_ text: String, _ file: String = "capture.txt") -> String? {
    let bytes = Array(text.utf8)
    return NodetoolReader.recognises(bytes.span, file: file)
  }

  @Test(arguments: [
    "compactionstats", "compactionhistory", "tpstats", "tablestats", "info", "status", "netstats",
    "proxyhistograms", "gcstats", "describecluster", "df", "gossipinfo", "ring", "getcompactionthroughput",
  ])
  func contentTellsTheCommand(_ command: String) throws {
    let fixtures = [
      "compactionstats": "compactionstats-5.0.txt", "compactionhistory": "compactionhistory-4.1.txt",
      "tpstats": "tpstats-4.1.txt", "tablestats": "tablestats-sort-6.0.txt", "info": "info-3.11.txt",
      "status": "status-3.11.txt", "netstats": "netstats-4.1.txt",
      "proxyhistograms": "proxyhistograms-4.1.txt",
      "gcstats": "gcstats-4.1.txt", "describecluster": "describecluster-6.0.txt", "df": "df.txt",
      "gossipinfo": "gossipinfo.txt", "ring": "ring.txt",
      "getcompactionthroughput": "getcompactionthroughput-6.0.txt",
    ]
    let bytes = try Texts.fixture(try #require(fixtures[command]))
    #expect(NodetoolReader.recognises(bytes.span, file: "renamed.txt") == command)
  }

  @Test func theNameDecidesOnlyWhereTheTextSaysNothing() {
    #expect(recognises("running\n", "n1/statusbinary.txt") == "statusbinary")
    #expect(recognises("running\n", "n1/notes.txt") == nil)
    #expect(recognises("", "n1/tpstats-H.txt") == "tpstats")
    #expect(recognises("pending tasks: 0\n\n", "n1/tpstats.txt") == "compactionstats")
    #expect(recognises("some words\n", "n1/info.txt") == nil)
  }

  @Test func whatARepairPrintsIsOneOfItsOutputs() {
    #expect(recognises("[2026-11-21 05:36:26,480] Starting repair command #1") == "repair")
  }

  @Test func promptsAreASession() {
    #expect(recognises("oncall@cass-01:~$ nodetool version\nReleaseVersion: 4.1.10\n") == "session")
    #expect(recognises("+ nodetool info\n") == "session")
  }

  @Test(arguments: [
    "INFO  [main] 2026-11-21 05:10:03,476 CassandraDaemon.java:1 - pending tasks: 4",
    "2026-11-21 05:10:03,476 [INFO] Starting compaction latency tracker.",
    "{\n  \"compactions\": []\n}", "# cassandra.yaml\ncluster_name: shop\n", "NAME\n",
    "/10.0.0.1\n/10.0.0.2\n",
    "   7       0 loop0 45134 16 1130880",
  ])
  func whatOthersWriteIsNotNodetool(_ text: String) {
    #expect(recognises(text) == nil)
  }
}

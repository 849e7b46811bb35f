// Traces and records as pages and mails break them.

import CassandraModel
import Testing

@testable import CassandraInput

@Suite struct PastedTraceTests {
  private func frames(_ text: String) -> [String] {
    let bytes = Array(text.utf8)
    var lines: [Range<Int>] = []
    var start = 0
    for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
      lines.append(start..<(start + line.count))
      start += line.count + 1
    }
    return ThrowableParser.parse(bytes.span, lines)?.links.first?.frames ?? []
  }

  @Test(
    "a frame that a line break moved behind its `at` has its name alone",
    arguments: ["\tat \norg.a.B.c(B.java:1)", "        at\norg.a.B.c(B.java:1)", "\tat  org.a.B.c(B.java:1)"])
  func brokenFrames(_ frame: String) {
    #expect(
      frames("java.lang.AssertionError: x\n" + frame + "\n\tat org.d.E.f(E.java:2)") == [
        "org.a.B.c", "org.d.E.f",
      ])
  }

  @Test("text after an `at` that is no frame is none") func noFrame() {
    #expect(frames("java.lang.AssertionError: x\n\tat \nthe end (of it)") == [])
  }

  @Test(
    "the thread in an uncaught exception's message is found",
    arguments: [
      ("Exception in thread Thread[CompactionExecutor:6,1,main]", "CompactionExecutor:6"),
      ("Exception in thread Thread[#35,CompactionExecutor:6,5,main] x", "CompactionExecutor:6"),
      ("Exception in thread \"ReadStage-2\" java.lang.Error: x", "ReadStage-2"),
      ("Exception in thread Thread[", nil), ("In thread Thread[a,1,main]", nil),
    ] as [(String, String?)])
  func statedThreads(_ message: String, _ thread: String?) {
    let bytes = Array(message.utf8)
    #expect(ThreadName.stated(bytes.span, bytes.span.all).map { bytes.span.text(in: $0) } == thread)
  }

  private func logs(_ text: String) -> [LogFile] {
    let bytes = Array(text.utf8)
    let input = InputFile(StoredBytes(bytes), name: "paste.txt")
    let logs = LogFile.all(in: input, head: bytes)
    if !logs.isEmpty { return logs }
    let laidOut = LogFile.all(laidOut: input, head: bytes)
    return laidOut.isEmpty ? LogFile.headless(in: input, head: bytes).map { [$0] } ?? [] : laidOut
  }

  private static let pages: [String] = [
    """
    Look:

    ```json
    {"_source":{"log":"INFO  [A:1] 2018-06-29 22:06:04,370 X.java:76 - a","level":"x"}}
    ```

    """,
    #"2018-10-16T16:13:41.607Z {"message":"4055 o.a.c.r.Rmv - x","timestamp":{"seconds":1539706421},"severity":"ERROR"}"#,
    """
    It stops:
    > java.lang.OutOfMemoryError: Java heap space
    \tat java.nio.HeapByteBuffer.duplicate(HeapByteBuffer.java:107)
    \tat org.apache.cassandra.db.X.y(X.java:1)

    """,
    "INFO  22:24:47 Node /172.20.0.2 state jump to NORMAL\nINFO  22:24:55 No gossip backlog; proceeding\n",
  ]

  @Test(
    "records are found below text of a page, behind times, and under a mark of quotation",
    arguments: PastedTraceTests.pages)
  func recordsAreFound(_ text: String) {
    #expect(logs(text).count == 1)
  }
}

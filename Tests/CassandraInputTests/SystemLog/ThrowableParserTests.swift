// Stack traces as logback prints them.

import CassandraModel
import Testing

@testable import CassandraInput

@Suite struct ThrowableParserTests {
  private func parse(_ text: String) -> Throwable? {
    let bytes = Array(text.utf8)
    var lines: [Range<Int>] = []
    var start = 0
    for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
      lines.append(start..<index)
      start = index + 1
    }
    lines.append(start..<bytes.count)
    return ThrowableParser.parse(bytes.span, lines)
  }

  @Test func causesAndSuppressedKeepTheirOrder() throws {
    let throwable = try #require(
      parse(
        """
        org.apache.cassandra.io.FSWriteError: java.io.IOException: No space left on device
        \tat org.apache.cassandra.io.compress.CompressedSequentialWriter.flushData(CompressedSequentialWriter.java:192)
        \tat java.base/java.lang.Thread.run(Thread.java:829)
        \tSuppressed: java.lang.RuntimeException: while closing
        \t\tat org.apache.cassandra.utils.Throwables.maybeFail(Throwables.java:1)
        \tCaused by: java.lang.IllegalStateException: null
        \t\t... 3 common frames omitted
        Caused by: java.io.IOException: No space left on device
        \t... 23 common frames omitted
        """))
    #expect(
      throwable.links.map(\.simpleName) == [
        "FSWriteError", "RuntimeException", "IllegalStateException", "IOException",
      ])
    #expect(throwable.links.map(\.isSuppressed) == [false, true, true, false])
    #expect(throwable.root.message == "No space left on device")
    #expect(throwable.links[2].message == "", "logback prints `null` for no message")
    #expect(
      throwable.outermost.frames == [
        "org.apache.cassandra.io.compress.CompressedSequentialWriter.flushData", "java.lang.Thread.run",
      ])
  }

  @Test func aHeadThatIsTheThrowablesOwnTextIsOne() {
    let cause = "\n\tat a.b.C.d(C.java:1)\nCaused by: java.io.IOException: No space left on device"
    let named = parse("FSWriteError Failed to write in /d/x" + cause)
    #expect(named?.links.map(\.simpleName) == ["FSWriteError", "IOException"])
    let unknown = parse("Something else went wrong" + cause)
    #expect(unknown?.links.map(\.text) == ["IOException: No space left on device"], "its cause is one")
    #expect(parse("FSWriteError happens often in tests") == nil)
  }

  @Test func aThrowableNeedsNoFrame() {
    #expect(parse("java.lang.OutOfMemoryError: Java heap space")?.root.simpleName == "OutOfMemoryError")
    #expect(parse("java.lang.NullPointerException: null")?.root.message == "")
  }

  @Test func anOverriddenToStringIsRead() {
    let throwable = parse("FSWriteError in /var/lib/cassandra/data/x\n\tat a.b.C.d(C.java:1)")
    #expect(throwable?.root.simpleName == "FSWriteError")
    #expect(throwable?.root.message == "in /var/lib/cassandra/data/x")
  }

  @Test(arguments: ["CREATE TABLE shop.orders (", "  min = 4", "<SELECT * FROM x>, time 812 msec", ""])
  func otherTextUnderAHeadIsNoThrowable(text: String) {
    #expect(parse(text) == nil)
  }

  @Test func aFrameLongerThanAnyRealOneIsCut() {
    // A slash far after the limit once reversed the range.
    let frame = "\tat " + String(repeating: "a", count: 600) + "/b"
    #expect(parse("java.lang.RuntimeException: x\n" + frame)?.root.frames == ["b"])
    let long = "\tat " + String(repeating: "a.", count: 600) + "b(C.java:1)"
    #expect(parse("java.lang.RuntimeException: x\n" + long)?.root.frames.first?.utf8.count == 512)
  }

  @Test func aMessageMayHaveSeveralLines() {
    let throwable = parse("java.lang.RuntimeException: first\nsecond\n\tat a.b.C.d(C.java:1)")
    #expect(throwable?.root.message == "first\nsecond")
    #expect(throwable?.root.frames.count == 1)
  }
}

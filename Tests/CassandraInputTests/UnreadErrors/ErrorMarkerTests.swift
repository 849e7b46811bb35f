// Lines with the sign of an error, and lines that only contain its words.

import Testing

@testable import CassandraInput

@Suite("Marks of errors") struct ErrorMarkerTests {
  @Test(
    "a head of a record is one wherever its parts stand",
    arguments: [
      ("db-1 | ERROR [main] 2026-11-21 05:07:34,633 A.java:1 - x", ErrorMarker.prefixed),
      ("ERROR [main] 2026-11-21 05:0", .otherLayout),
      ("2026-11-21 05:07:34,633 [main] ERROR o.a.c.db.Keyspace - x", .otherLayout),
      ("05:07:34.633 ERROR x", .otherLayout), ("ERROR 05:07:34,633 x", .otherLayout),
      ("2026-11-21T05:07:34Z,FATAL,main,x", .otherLayout), ("ERROR o.a.c.db.Keyspace - x", .otherLayout),
      (#"{"a":{"severity":"Critical","m":"x"}}"#, .json), ("level=error msg=x", .json),
      (#"{"log":"ERROR [main] 2026-11-21 05:07:34,633 A.java:1 - x\n"}"#, .json),
    ])
  func headsAreFound(_ line: String, _ marker: ErrorMarker) {
    let bytes = Array(line.utf8)
    #expect(ErrorMarker.record(bytes.span, bytes.span.all) == marker)
  }

  @Test(
    "words are no heads",
    arguments: [
      "At 05:07:34 the node wrote an ERROR", "an ERROR was seen at 05:07:34", "# ERROR handling",
      "see [ERROR](https://a.b/c)", "ROOT      ERROR", "Errors: 0", "ERRORS [main] 05:07:34",
      "my.ERROR [main]",
      "<level>ERROR</level>", "INFO  [main] 2026-11-21 05:07:34,633 A.java:1 - no error", "level: none", "",
    ])
  func wordsAreNone(_ line: String) {
    let bytes = Array(line.utf8)
    #expect(ErrorMarker.record(bytes.span, bytes.span.all) == nil)
  }

  @Test(
    "frames, causes and classes at the beginning of a line are parts of a trace in any text",
    arguments: [
      "at a.b.C.d(C.java:1)", "\tat java.base/java.lang.Thread.run(Thread.java:829) [na]",
      "x at a.b.C.<init>(C.java:1)",
      "Caused by: java.io.IOException: Input/output error", "java.lang.OutOfMemoryError: Java heap space",
      "Exception in thread \"main\" java.lang.OutOfMemoryError", "at a.b.C.d(Native Method)",
    ])
  func tracesAreFound(_ line: String) {
    let bytes = Array(line.utf8)
    #expect(ErrorMarker.printedTrace(bytes.span, bytes.span.all) == .trace)
  }

  @Test(
    "a class in a sentence is no trace",
    arguments: [
      "We saw java.io.IOException: Input/output error", "-XX:+ExitOnOutOfMemoryError",
      "see C.java:12 (line 3)",
      "'class': 'org.apache.cassandra.db.compaction.LeveledCompactionStrategy'", "f(a.b, c.java)",
      "json.decoder.JSONDecodeError: Expecting value",
    ])
  func sentencesAreNone(_ line: String) {
    let bytes = Array(line.utf8)
    #expect(ErrorMarker.printedTrace(bytes.span, bytes.span.all) == nil)
  }

  @Test(
    "a level in the configuration of logback or log4j is no record, one in an XML record is",
    arguments: [
      (#"  <logger name="com.thinkaurelius.thrift" level="ERROR"/>"#, false),
      (#"<root level="ERROR">"#, false),
      (#"<log4j:event logger="a.B" timestamp="1" level="ERROR" thread="main">"#, true),
      (#"{"level":"error","ts":1795237654,"msg":"x"}"#, true),
    ])
  func configuration(line: String, isRecord: Bool) {
    let bytes = Array(line.utf8)
    #expect((ErrorMarker.record(bytes.span, bytes.indices) != nil) == isRecord)
  }
}

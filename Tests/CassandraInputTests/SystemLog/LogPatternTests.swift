// Patterns of logback and log4j are layouts.

import CassandraModel
import Testing

@testable import CassandraInput

@Suite struct LogPatternTests {
  private func head(_ line: String, _ pattern: String) throws -> [String?]? {
    let bytes = Array(line.utf8)
    let span = bytes.span
    guard let parts = try LogPattern(pattern).layout.match(span, span.all) else { return nil }
    let text = { (range: Range<Int>?) in range.map { bytes.span.text(in: $0) } }
    return [parts.level?.name, text(parts.thread), text(parts.logger), text(parts.message)]
  }

  @Test(
    "a pattern reads the heads that it writes",
    arguments: [
      (
        "%-5level [%thread] %date{ISO8601} %F:%L - %msg%n",
        "WARN  [a b:1] 2021-06-14 11:20:01,117 Keyspace.java:12 - text - more",
        ["WARN", "a b:1", "Keyspace.java", "text - more"]
      ),
      (
        "%5p [%t] %d{ISO8601} %F (line %L) %m%n", " INFO [main] 2021-06-14 11:20:01,117 A.java (line 1) text",
        ["INFO", "main", "A.java", "text"]
      ),
      (
        "%d{\"yyyy-MM-dd'T'HH:mm:ss,SSS\", UTC} %highlight(%-5level) %cyan(%logger{15}): %m%n%ex",
        "2021-06-14T11:20:01,117 ERROR o.a.c.d.Keyspace: text", ["ERROR", nil, "o.a.c.d.Keyspace", "text"]
      ),
      (
        "%X{host} \\(%p\\) 100%% %d{HH:mm:ss.SSS} <%10.20t> %msg",
        "db1 (INFO) 100% 11:20:01.117 <      main> text",
        ["INFO", "main", nil, "text"]
      ),
    ])
  func heads(pattern: String, line: String, parts: [String?]) throws {
    #expect(try head(line, pattern) == parts)
  }

  @Test(
    "what is no pattern is refused",
    arguments: [
      ("%level %wrong %msg", LogPattern.Failure.unknownWord("wrong")), ("%level %date", .noMessage),
      ("%date %msg", .noLevel), ("%date{ISO8601 %level %msg", .unclosed), ("", .noMessage),
      ("%", .unknownWord("")),
    ])
  func noPattern(text: String, failure: LogPattern.Failure) {
    #expect(throws: failure) { try LogPattern(text) }
  }

  @Test("a pattern makes a log of what nothing else shows to be one")
  func aGivenLayoutComesFirst() throws {
    let bytes = Array("WARN~main~2021-06-14 11:20:01~text\n".utf8)
    let input = InputFile(StoredBytes(bytes), name: "app.log")
    #expect(LogFile.all(laidOut: input, head: bytes).isEmpty)
    let given = try LogPattern("%p~%t~%d~%m%n").layout
    #expect(
      LogFile.all(laidOut: input, head: bytes, given: [given]).map(\.first.text) == [
        "2021-06-14 11:20:01.000"
      ])
  }
}

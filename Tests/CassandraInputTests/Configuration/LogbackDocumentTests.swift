// Layouts from a configuration of logback in the capture.

import CassandraModel
import Testing

@testable import CassandraInput

@Suite struct LogbackDocumentTests {
  private static let document = """
    <configuration scan="true">
      <!-- <pattern>%level old %msg%n</pattern> -->
      <appender name="FILE" class="ch.qos.logback.core.rolling.RollingFileAppender">
        <encoder><pattern>%p~%t~%d~&lt;%c{0}&gt;~%m%n</pattern></encoder>
      </appender>
      <appender name="X"><encoder><pattern>%wrong</pattern></encoder></appender>
    </configuration>

    """
  private static let log = "WARN~main~2021-06-14 11:20:01~<A>~text\nINFO~main~2021-06-14 11:20:09~<A>~text\n"

  @Test("its patterns are read outside comments, with their entities decoded") func patterns() {
    #expect(LogbackDocument.patterns(in: Array(Self.document.utf8)).map(\.text) == ["%p~%t~%d~<%c{0}>~%m%n"])
  }

  @Test("a page with such a document in it is none") func pages() {
    let page = Array(("# Logging\n\n" + Self.document).utf8)
    let document = Array(Self.document.utf8)
    let isRecognised = [page, document].map { LogbackDocument.recognises($0.span) }
    #expect(isRecognised == [false, true])
  }

  @Test(
    "an unfinished comment, entity or pattern is no trap",
    arguments: ["<!-- ", "&#x110000;", "&lt", "<pattern>"])
  func damage(_ end: String) {
    let text = "<configuration><pattern>%p %d %m " + end
    #expect(LogbackDocument.patterns(in: Array(text.utf8)) == [])
    #expect(LogbackDocument.patterns(in: Array((text + "</pattern>").utf8)).count <= 1)
  }

  @Test(
    "a log that nothing else explains is read with them, wherever the configuration is",
    arguments: [true, false])
  func theLogIsRead(isFirst: Bool) async {
    let files = [
      HeldFile(name: isFirst ? "a/logback.xml" : "z/logback.xml", bytes: Array(Self.document.utf8)),
      HeldFile(name: "m/app.out", bytes: Array(Self.log.utf8)),
    ]
    let inventory = await CaptureInventory(
      [], held: isFirst ? files : files.reversed(), standardInput: nil, options: CaptureOptions())
    #expect(inventory.items.compactMap(\.log).map(\.first.text) == ["2021-06-14 11:20:01.000"])
    #expect(inventory.coverage.map(\.format) == [LogbackDocument.format])
    #expect(inventory.coverage.first?.lines.known == 7)
  }
}

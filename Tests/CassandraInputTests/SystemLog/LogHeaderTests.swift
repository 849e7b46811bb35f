// Heads of records in every layout.

import CassandraModel
import Testing

@testable import CassandraInput

@Suite struct LogHeaderTests {
  private struct Head: Equatable {
    var level: LogLevel
    var thread: String
    var time: String
    var logger: String
    var message: String
  }

  private func head(_ line: String) -> Head? {
    let bytes = Array(line.utf8)
    var parser = LogHeaderParser()
    guard case .head(let header) = parser.parse(bytes.span, 0..<bytes.count) else { return nil }
    let text = { (range: Range<Int>) in bytes.span.text(in: range) }
    return Head(
      level: header.level, thread: text(header.thread), time: header.at.text, logger: text(header.logger),
      message: text(header.message))
  }

  @Test func theDefaultLayoutIsTakenApart() {
    #expect(
      head("INFO  [CompactionExecutor:12] 2024-05-12 03:12:51,702 CompactionTask.java:164 - Compacting (x")
        == Head(
          level: .info, thread: "CompactionExecutor:12", time: "2024-05-12 03:12:51.702",
          logger: "CompactionTask.java", message: "Compacting (x"))
  }

  @Test func aThreadNameMayHoldBracketsAndBlanks() {
    let line =
      "WARN  [Stream-Deserializer-/[2001:db8:0:0:0:0:0:2]:7000-a1b2c3d4] 2024-05-12 03:12:51,702 A.java:1 - x"
    #expect(head(line)?.thread == "Stream-Deserializer-/[2001:db8:0:0:0:0:0:2]:7000-a1b2c3d4")
  }

  @Test(arguments: [
    "ERROR [main] 2024-05-12T03:12:51.702 A.java:1 - x",
    "ERROR [main] 2024-05-12 03:12:51,702123456 A.java:1 - x",
    "ERROR [main] 2024-05-12T03:12:51.702Z A.java:1 - x",
    "ERROR [main] 2024-05-12 03:12:51,702+02:00 A.java:1 - x",
    "ERROR [main] 2024-05-12T03:12:51.702+0200 A.java:1 - x",
    "ERROR [main] 2024-05-12T03:12:51,702-03:30 A.java:1 - x",
    "ERROR [main] 2024-05-12 03:12:51,702  A.java:1 - x",
    "ERROR] [main] 2024-05-12 03:12:51,702 A.java:1 - x",
    "ERROR [main] 2024-05-12 03:12:51,702 solr_core A.java:1 - x",
    "ERROR [main] 2024-05-12 03:12:51,702 A.java (line 1) x",
  ])
  func otherLayoutsOfTheSameRecordAreRead(line: String) {
    let expected = Head(
      level: .error, thread: "main", time: "2024-05-12 03:12:51.702", logger: "A.java", message: "x")
    #expect(head(line) == expected)
  }

  @Test func aLogWithoutCallersHasNoFile() {
    #expect(head("ERROR [main] 2024-05-12 03:12:51,702 ?:? - x")?.logger == "?")
    #expect(head("ERROR [main] 2024-05-12 03:12:51,702 ?:? - x")?.message == "x")
  }

  @Test(arguments: [
    "", "INFO", "INFO  [", "INFO  [main]", "INFO  [main] 2024-05-12 03:12", "\tat org.x.Y.z(Y.java:1)",
    "INFORMATION [main] 2024-05-12 03:12:51,702 A.java:1 - x", "2024-05-12 03:12:51,702 INFO main",
    "INFO  2024-05-27 17:21:56,102 [shard 23:comp] compaction - [Compact ks.tbl x] Compacting",
  ])
  func otherLinesAreNotHeads(line: String) {
    #expect(head(line) == nil)
  }

  @Test(arguments: ["2024-02-30 03:12:51,702", "2024-13-01 03:12:51,702", "2024-05-12 24:00:00,000"])
  func aDateThatDoesNotExistIsToldApartFromAContinuation(date: String) {
    let bytes = Array("INFO  [main] \(date) A.java:1 - x".utf8)
    var parser = LogHeaderParser()
    guard case .impossibleDate = parser.parse(bytes.span, 0..<bytes.count) else {
      Issue.record("\(date) was taken for a date")
      return
    }
  }
}

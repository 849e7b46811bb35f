// Frequent records are packed: they must have the same content as whole events.

import CassandraModel
import Testing

@testable import CassandraInput

@Suite struct PackedEventTests {
  private static let frequent: Set<EventRole> = [
    .compactionStarted, .compactionFinished, .sstableDeleted, .flushStarted, .flushWriting, .flushFinished,
    .poolRow,
    .gcPause, .tombstoneWarning, .pressure,
  ]
  private static let samples = MessageCatalog.messages.filter { frequent.contains($0.role) && !$0.isBare }
    .flatMap(\.samples)

  private func events(_ text: String) -> EventBatch {
    let position = BlockPosition(file: "system.log", isFirst: true, continuesLine: false)
    return LogBlockParser(catalog: .all).parse(Array(text.utf8), at: position).events
  }

  @Test(arguments: samples)
  func aPackedRecordHasTheFieldsOfItsMessage(sample: String) throws {
    let batch = events(sample + "\n")
    try #require(batch.count == 1)
    #expect(batch.isPacked(0))
    let whole = try #require(MatchedLine(sample))
    let packed = PackedEvent(batch, 0)
    let event = batch[0]
    #expect(event.fields == whole.fields)
    #expect(event.name == whole.entry.message.name && event.role == whole.entry.message.role)
    #expect(event.severity == whole.entry.message.severity)
    #expect(event.source == SourceLocation(file: "system.log", line: 1))
    #expect(packed.source == event.source && packed.thread == event.thread && packed.at == event.at)
    #expect(packed.name == event.name && packed.message == event.message)
    for name in event.fields.names {
      #expect(packed.integer(name) == event.fields.integer(name), "\(name)")
      #expect(packed.uuid(name) == event.fields.uuid(name), "\(name)")
      #expect(packed.text(name) == event.fields.text(name), "\(name)")
    }
  }

  @Test func aWarningKeepsItsWordsAsFarAsWordsAreKept() throws {
    let query = "SELECT * FROM shop.carts WHERE user = '" + String(repeating: "ü", count: 1500) + "'"
    let words = "Read 3 live rows and 5001 tombstone cells for query " + query
    let head = "WARN  [ReadStage-1] 2026-11-21 05:03:53,197 ReadCommand.java:605 - "
    let batch = events(head + words + " (see tombstone_warn_threshold)\n")
    try #require(batch.count == 1 && batch.isPacked(0))
    let message = PackedEvent(batch, 0).message
    #expect(message == String(decoding: Array(words.utf8.prefix(Event.messageLimit)), as: UTF8.self))
    #expect(batch[0].message == message && batch[0].fields.integer(FieldName("tombstones")) == 5001)
  }

  @Test func aTraceUnderAFrequentWarningIsItsOwn() throws {
    let line =
      "WARN  [GossipTasks:1] 2026-11-21 05:03:53,197 FailureDetector.java:335 - Not marking nodes down due to local "
      + "pause of 6000000001ns > 5000000000ns"
    let batch = events(line + "\njava.lang.OutOfMemoryError: Java heap space\n\tat a.B.c(B.java:1)\n")
    try #require(batch.count == 1)
    #expect(!batch.isPacked(0) && batch[0].throwable?.root.text == "OutOfMemoryError: Java heap space")
    #expect(batch[0].message.hasPrefix("Not marking nodes down"))
  }

  @Test func listsOfSSTablesSayHowManyTheyName() throws {
    let head = "INFO  [CompactionExecutor:1] 2026-11-21 05:03:53,197 CompactionTask.java:173 - Compacting "
    let id = "(f26faac0-e568-11f1-9f27-759c370bf6a3)"
    let path = "/var/lib/cassandra/data/shop/orders-c659f620e56811f196b455ed4e545efd/nb-6-big-Data.db:level=1"
    for (list, count) in [("", 0), (path, 1), (path + ", ", 1), (path + ", " + path + ", ", 2), (", ,", 0)] {
      let batch = events(head + id + " [" + list + "]\n")
      try #require(batch.count == 1 && batch.isPacked(0))
      #expect(PackedEvent(batch, 0).items(FieldName("inputs")) == Int64(count), "\(list)")
    }
  }

  @Test func anExceptionUnderAFrequentRecordIsKept() throws {
    let line =
      "INFO  [NonPeriodicTasks:1] 2026-11-21 05:03:53,197 SSTable.java:127 - Deleting sstable: /d/shop/o/nb-6-big"
    let batch = events(line + "\njava.io.IOException: gone\n\tat a.B.c(B.java:1)\n" + line + "\n")
    try #require(batch.count == 2)
    #expect(!batch.isPacked(0) && batch.isPacked(1))
    #expect(batch[0].throwable?.root.text == "IOException: gone")
    #expect(batch[0].fields == batch[1].fields)
    #expect(batch.map(\.source.line) == [1, 4])
  }

  @Test func linesCountFromTheFirstOfTheFile() {
    var batch = events(
      PackedEventTests.samples[0] + "\nERROR [main] 2026-11-21 05:03:54,197 A.java:1 - new\n")
    batch.linesBefore = 10
    #expect(batch.map(\.source.line) == [11, 12])
    #expect(PackedEvent(batch, 0).source.line == 11)
  }
}

// Detection of the layout of records and of the prefixes of lines.

import CassandraModel
import Testing

@testable import CassandraInput

@Suite struct LogLayoutTests {
  private func logs(_ text: String, name: String = "app.log") -> [LogFile] {
    let bytes = Array(text.utf8)
    let input = InputFile(StoredBytes(bytes), name: name)
    let plain = LogFile.all(in: input, head: bytes)
    return plain.isEmpty ? LogFile.all(laidOut: input, head: bytes) : plain
  }

  private func read(
    _ log: LogFile, _ text: String, blockSize: Int = 100_000
  ) async -> (events: [Event], lines: LineCounts, codes: [String]) {
    let source = ByteSource(StoredBytes(Array(text.utf8)), name: log.input.name)
    let reader = LogFileReader(
      BlockReader(source, size: blockSize), file: log.input.name, wrapping: log.wrapping,
      layouts: log.layouts,
      parser: LogBlockParser(catalog: .all), tail: [], isParallel: false)
    var events: [Event] = []
    while let block = await reader.next() { events += block.events }
    return (events, await reader.coverage.lines, await reader.diagnostics.entries.map(\.diagnostic.code.name))
  }

  private func read(_ text: String) async throws -> (events: [Event], lines: LineCounts, codes: [String]) {
    let found = logs(text)
    return await read(try #require(found.first), text)
  }

  @Test("a log says the same in every layout behind every prefix", arguments: LaidOutLog.layouts.indices)
  func everyLayoutBehindEveryPrefix(index: Int) async throws {
    let layout = LaidOutLog.layouts[index]
    for prefix in LaidOutLog.prefixes {
      let text = LaidOutLog.text(layout, prefix)
      let comment: Comment = "\(layout.name) behind \(prefix.name)"
      let found = logs(text)
      #expect(found.count == 1, comment)
      guard let log = found.first else { continue }
      let (events, lines, codes) = await read(log, text)
      #expect(events.count == 3, comment)
      #expect(lines.total == 7, comment)
      #expect(lines.continuation == 4, comment)
      #expect(codes.isEmpty, comment)
      guard events.count == 3 else { continue }
      for (event, record) in zip(events, LaidOutLog.records) {
        let time = record.clock + "." + (layout.hasMilliseconds ? record.milliseconds : "000")
        #expect(event.at.text == "2021-06-14 " + time, comment)
        #expect(event.level.name == record.level, comment)
        // The message of an uncaught exception names the thread, too.
        let isStated = layout.hasThread || record.message.contains("Thread[" + record.thread)
        #expect(event.thread == (isStated ? record.thread : ""), comment)
        switch layout.source {
        case .file: #expect(event.logger == record.name + ".java", comment)
        case .type: #expect(event.logger.hasSuffix(record.name), comment)
        case .none: #expect(event.logger.isEmpty, comment)
        }
      }
      #expect(events[0].role == .compactionStarted, comment)
      #expect(events[1].message == LaidOutLog.records[1].message, comment)
      #expect(
        events[1].throwable?.links.map(\.simpleName) == ["CorruptSSTableException", "CorruptBlockException"],
        comment)
      #expect(events[1].throwable?.links.first?.message == "Corrupted: " + LaidOutLog.sstable, comment)
      #expect(events[2].role == .tombstoneWarning, comment)
      #expect(events.map(\.source.line) == [1, 2, 7], comment)
    }
  }

  @Test("small blocks change nothing, in any layout")
  func smallBlocksChangeNothing() async throws {
    for layout in LaidOutLog.layouts {
      for prefix in LaidOutLog.prefixes {
        let text = LaidOutLog.text(layout, prefix)
        guard let log = logs(text).first else { continue }
        let whole = await read(log, text)
        let parts = await read(log, text, blockSize: 1100)
        // The last quiet record of each block becomes an event, too.
        #expect(
          parts.events.filter { $0.role != .telemetry } == whole.events.filter { $0.role != .telemetry },
          "\(layout.name) behind \(prefix.name)")
        #expect(parts.lines == whole.lines, "\(layout.name) behind \(prefix.name)")
      }
    }
  }

  @Test("a layout that follows another one in a file is read, too")
  func aFileThatChangesItsLayout() async throws {
    for first in LaidOutLog.layouts {
      for second in LaidOutLog.layouts {
        let nothing = LaidOutLog.prefixes[0]
        let text = LaidOutLog.text(first, nothing) + LaidOutLog.text(second, nothing)
        let (events, _, _) = try await read(text)
        #expect(
          events.compactMap(\.throwable).count == 2, "\(first.name), then \(second.name)")
      }
    }
  }

  @Test("a prefix that begins in the middle of a file is found")
  func aPrefixThatBeginsLater() async throws {
    let layout = LaidOutLog.layouts[0]
    for prefix in LaidOutLog.prefixes {
      let text = LaidOutLog.text(layout, LaidOutLog.prefixes[0]) + "--\n" + LaidOutLog.text(layout, prefix)
      let (events, _, _) = try await read(text)
      #expect(events.compactMap(\.throwable).count == 2, "\(prefix.name)")
    }
  }

  @Test("single lines, as grep leaves them, are a log")
  func singleLines() async throws {
    for layout in LaidOutLog.layouts {
      let line = layout.print(LaidOutLog.records[1])
      let (events, lines, _) = try await read("system.log:\(line)\nsystem.log:\(line)\n")
      #expect(events.count == 2, "\(layout.name)")
      #expect(events.allSatisfy { $0.level == .error }, "\(layout.name)")
      #expect(lines.total == 2, "\(layout.name)")
    }
  }

  @Test("lines of several hosts are a log each")
  func severalHosts() async throws {
    for layout in LaidOutLog.layouts where layout.name != "bars" {
      var text = ""
      for record in LaidOutLog.records {
        for line in [layout.print(record)] + record.trace { text += "db-1: \(line)\ndb-2: \(line)\n" }
      }
      let found = logs(text)
      #expect(found.map(\.input.name) == ["app.log!db-1", "app.log!db-2"], "\(layout.name)")
      var total = 0
      for log in found {
        let (events, lines, _) = await read(log, text)
        #expect(events.count == 3, "\(layout.name)")
        #expect(events.compactMap(\.throwable).first?.links.count == 2, "\(layout.name)")
        total += lines.total
      }
      #expect(total == 14, "\(layout.name)")
    }
  }

  @Test("times without a date take it from a compaction's id, and midnight is the next day")
  func daysOfTimesWithoutDates() async throws {
    let text = """
      INFO  23:59:58 Compacting (ca590b60-cd6c-11eb-9d25-3f6d1a2b3c4d) [/var/lib/cassandra/data/a/b-1/nb-1-big-Data.db:level=0, ]
      ERROR 23:59:59 Exception in thread Thread[CompactionExecutor:1,1,main]
      ERROR 00:00:01 Exception in thread Thread[CompactionExecutor:2,1,main]
      """
    let (events, _, codes) = try await read(text)
    #expect(
      events.map(\.at.text) == [
        "2021-06-14 23:59:58.000", "2021-06-14 23:59:59.000", "2021-06-15 00:00:01.000",
      ])
    #expect(codes.isEmpty)
  }

  @Test("where nothing shows the date, that is said")
  func noDateAtAll() async throws {
    let text = "ERROR 23:59:59 Exception in thread Thread[CompactionExecutor:1,1,main]\n"
    let (events, _, codes) = try await read(text)
    #expect(events.count == 1)
    #expect(codes == ["log.undated"])
  }

  @Test(
    "text that only looks like a log is none",
    arguments: [
      "INFO 2021-06-14 11:20:01 some other program\nERROR 2021-06-14 11:20:02 that failed\n",
      "2021-06-14 11:20:01,117 INFO [main] o.e.j.Server - started\n",
      "nodetool said ERROR about cassandra\n", "cassandra WARN\n", "ERROR\n\ncassandra", "",
    ])
  func noLog(text: String) { #expect(logs(text).isEmpty) }
}

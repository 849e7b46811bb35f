// One log with a corrupt SSTable, and the damage that a text suffers until it is pasted. Every damage is a
// function of the node's lines, so that the events of the damaged text can be compared with the original
// ones.

import CassandraModel

@testable import CassandraInput

/// A log, and the events read from a damaged copy.
enum DamagedLog {
  static let id = "4e1f5c70a1b911eb8d0d3f6d1a2b3c4d"
  private static let path = "/var/lib/cassandra/data/shop/orders-\(id)/nb-41-big-Data.db"

  /// The record of the failure, and its trace.
  static let failure = [
    "ERROR [CompactionExecutor:4] 2021-06-14 11:20:03,501 CassandraDaemon.java:579 - "
      + "Exception in thread Thread[CompactionExecutor:4,1,main]",
    "org.apache.cassandra.io.sstable.CorruptSSTableException: Corrupted: \(path)",
    "\tat org.apache.cassandra.io.util.CompressedChunkReader$Mmap.readChunk(CompressedChunkReader.java:241)",
    "\tat org.apache.cassandra.io.util.SimpleChunkReader.<init>(SimpleChunkReader.java:79)",
    "\tat java.base/java.lang.Thread.run(Thread.java:829)",
    "Caused by: org.apache.cassandra.io.compress.CorruptBlockException: (\(path)): corruption detected, "
      + "chunk at 196608 of length 16391.",
    "\tat org.apache.cassandra.io.util.CompressedChunkReader$Mmap.readChunk(CompressedChunkReader.java:222)",
    "\t... 12 common frames omitted",
  ]

  /// A node's log with that failure between two other records.
  static let lines =
    [
      "INFO  [CompactionExecutor:4] 2021-06-14 11:20:01,117 CompactionTask.java:150 - Compacting "
        + "(0b0b1870-cd03-11eb-9d25-3f6d1a2b3c4d) [\(path):level=0, "
        + "/var/lib/cassandra/data/shop/orders-\(id)/nb-42-big-Data.db:level=0, ]"
    ] + failure + [
      "INFO  [CompactionExecutor:3] 2021-06-14 11:20:09,112 CompactionTask.java:241 - Compacted "
        + "(0f0b1870-cd03-11eb-9d25-3f6d1a2b3c4d) 4 sstables to [/var/lib/cassandra/data/shop/carts-\(id)/"
        + "nb-55-big,] to level=0.  10.974KiB to 9.671KiB (~88% of original) in 85ms.  Read Throughput = "
        + "11.397KiB/s, Write Throughput = 7.854KiB/s, Row Throughput = ~2/s.  4 total partitions merged "
        + "to 4.  Partition merge counts were {1:4, }"
    ]

  /// The content of a record, without its place.
  struct Saying: Equatable {
    let name: EventName
    let level: LogLevel
    let at: LocalTime
    let thread: String
    let logger: String
    let fields: EventFields
    var throwable: Throwable?

    /// The same without the release that jars name.
    var withoutRelease: Saying {
      var saying = self
      saying.throwable = throwable.flatMap { Throwable(links: $0.links) }
      return saying
    }

    init(_ event: Event) {
      (name, level, at, thread) = (event.name, event.level, event.at, event.thread)
      (logger, fields, throwable) = (event.logger, event.fields, event.throwable)
    }
  }

  /// The result of reading a text.
  struct Reading {
    var events: [Event] = []
    var lines = LineCounts()
    var clock: [ClockReading] = []
    var codes: [String] = []

    var sayings: [Saying] { events.map { Saying($0) } }
  }

  /// The text of `lines`.
  static func text(_ lines: [String], end: String = "\n") -> [UInt8] {
    Array(lines.map { $0 + end }.joined().utf8)
  }

  /// Reads `bytes` as the logs of one file, in blocks of `blockSize`.
  ///
  /// - Parameter headless: True if it is a trace without a head.
  static func read(_ bytes: [UInt8], blockSize: Int = 100_000, headless: Bool = false) async -> Reading {
    let input = InputFile(StoredBytes(bytes), name: "app.log")
    var reading = Reading()
    guard var reader = try? input.open(limit: ExpansionLimit()) else { return reading }
    let head = reader.peek(FileInspection.headSize)
    let logs =
      headless
      ? [LogFile.headless(in: input, head: head)].compactMap { $0 } : LogFile.all(in: input, head: head)
    for log in logs {
      guard let blocks = try? log.input.open(limit: ExpansionLimit(), blockSize: blockSize) else { continue }
      let file = LogFileReader(
        blocks, file: log.input.name, wrapping: log.wrapping, pasted: log.pasted,
        parser: LogBlockParser(catalog: .all), tail: [], headlessAt: headless ? log.first : nil,
        isParallel: false)
      while let block = await file.next() { reading.events += block.events }
      reading.lines += await file.coverage.lines
      reading.clock += await file.clock
      reading.codes += await file.diagnostics.entries.map(\.diagnostic.code.name)
    }
    return reading
  }
}

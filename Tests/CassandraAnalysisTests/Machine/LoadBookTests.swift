// Percentiles of processor and device load, and StatusLogger's tables over time.

import CassandraModel
import Testing

@testable import CassandraAnalysis

@Suite struct LoadBookTests {
  private func sample(
    _ metric: MetricName, _ value: Double, _ labels: [(name: String, value: String)], line: Int
  ) -> Sample {
    Sample(
      at: nil, atKind: nil, metric: metric, labels: Labels(labels), value: value,
      source: SourceLocation(file: "iostat.txt", line: line))
  }

  private func book(_ intervals: [(idle: Double, wait: Double)], window: String = "interval") -> LoadBook {
    var book = LoadBook()
    for (index, one) in intervals.enumerated() {
      book.add(sample(.cpuRatio, one.wait, [("mode", "iowait"), ("window", window)], line: index))
      book.add(sample(.cpuRatio, one.idle, [("mode", "idle"), ("window", window)], line: index))
    }
    return book
  }

  @Test("intervals without a time give percentiles and the share over the limit; the mean since boot is none")
  func processors() throws {
    let figures = book([(0.9, 0.0), (0.2, 0.7), (0.3, 0.05), (0.5, 0.0)]).figures
    let busy = try #require(figures.first { $0.kind == .busy })
    #expect(busy.count == 4)
    // 0.1, 0.1, 0.65 and exactly 0.5, which is not over 0.5.
    #expect(busy.overLimit == 0.25)
    #expect(busy.quantiles.last == 0.65)
    #expect(figures.first { $0.kind == .ioWait }?.overLimit == 0.25)
    #expect(figures.first { $0.kind == .bottleneck }?.overLimit == 0.5)
    #expect(book([(0.1, 0.8)], window: "boot").figures.isEmpty)
  }

  @Test("a queue of one request is over the limit, a shorter one is not; parts add up in any order")
  func devices() throws {
    func part(_ values: [Double]) -> LoadBook {
      var book = LoadBook()
      for (index, value) in values.enumerated() {
        book.add(sample(.diskQueue, value, [("device", "sda"), ("window", "interval")], line: index))
      }
      return book
    }
    var (first, second) = (part([0.99, 1]), part([90]))
    first.merge(second)
    second.merge(part([0.99, 1]))
    #expect(first == second)
    let queue = try #require(first.figures.first)
    #expect(queue.subject == "sda" && queue.kind == .queue)
    #expect(queue.overLimit.map { ($0 * 3).rounded() } == 2)
    #expect(queue.quantiles.last == 90)
  }

  @Test("the pauses of the busiest minute are one sum")
  func busiestMinute() {
    let source = SourceLocation(file: "gc.log", line: 1)
    var pauses = PauseHistogram(source: source)
    for (at, length) in [(0, 300_000), (59_000, 300_000), (60_000, 500_000)] as [(Int64, Int64)] {
      pauses.add(length, at: LocalTime(milliseconds: at), source)
    }
    #expect(pauses.busiestMinute?.at == 0)
    #expect(pauses.busiestMinute?.total == 600_000)
    #expect(pauses.quantile(0) == TimeSpan(milliseconds: 300))
  }

  @Test("StatusLogger's pools are kept over time, an idle one is not; of a memtable the most counts")
  func status() {
    var log = Log()
    func pool(_ active: Int64, _ pending: Int64, at time: Int64) {
      log.add(
        .poolRow, "status.pool", at: time, level: .info,
        [
          ("pool", .text("MutationStage")), ("active", .integer(active)), ("pending", .integer(pending)),
          ("completed", .integer(9)), ("blocked", .integer(0)), ("all_time_blocked", .integer(0)),
        ])
    }
    func memtable(_ operations: Int64, _ bytes: Int64, at time: Int64) {
      log.add(
        .poolRow, "status.memtable", at: time, level: .info,
        [("table", .text("shop.orders")), ("operations", .integer(operations)), ("bytes", .integer(bytes))])
    }
    pool(32, 4410, at: 0)
    memtable(772, 3_212_982, at: 1)
    pool(0, 0, at: 5000)
    pool(1, 0, at: 10_000)
    memtable(900, 100, at: 10_001)
    let book = log.history.pressure.status
    let rows = book.samples(in: LogZone.unknown)
    #expect(rows.map(\.pending) == [4410, 0])
    #expect(rows.map(\.pool) == ["MutationStage", "MutationStage"])
    #expect(book.largest.map(\.operations) == [900])
    #expect(book.largest.map(\.bytes) == [3_212_982])
    #expect(book.leftOut == 0)
  }
}

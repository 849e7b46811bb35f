// promtool's notation of series.

import CassandraModel
import TestSupport
import Testing

@testable import CassandraAnalysis

@Suite struct SeriesNotationTests {
  /// Each form as promtool's documentation defines it.
  @Test(arguments: [
    ("5", [5.0]), ("10x3", [10, 10, 10, 10]), ("5+1x3", [5, 6, 7, 8]), ("5-1x3", [5, 4, 3, 2]),
    ("-2+4x3", [-2, 2, 6, 10]), ("1.5e1-0.5x1", [15, 14.5]), ("1e-1+1e+1x1", [0.1, 10.1]), ("7x0", [7]),
    ("", []), ("1 2\n3", [1, 2, 3]), ("-3x1", [-3, -3]), ("1--2x1", [1, 3]),
  ])
  func valuesAreRead(text: String, values: [Double]) throws {
    let read = try SeriesNotation.values(text)
    #expect(read.compactMap { $0 } == values)
    #expect(read.count == values.count)
  }

  @Test func missingSamplesAreNil() throws {
    #expect(try SeriesNotation.values("1 _ 2 _x3 stale 4x1") == [1, nil, 2, nil, nil, nil, nil, 4, 4])
  }

  @Test(arguments: ["a", "1+1", "1x", "1x-1", "x3", "1+x3", "1x2x3", "inf", "NaN", "1,2", "_x", "0x1p3x"])
  func anythingElseIsAnError(text: String) {
    #expect(throws: SeriesNotation.Failure.form(text)) { try SeriesNotation.values(text) }
  }

  @Test func aSeriesHasALimit() {
    #expect(throws: SeriesNotation.Failure.length) { try SeriesNotation.values("1x700000 1x700000") }
    #expect(throws: SeriesNotation.Failure.form("1x99999999999")) {
      try SeriesNotation.values("1x99999999999")
    }
  }

  @Test(arguments: [
    "compaction_pending_tasks", "pool_active{pool=\"CompactionExecutor\"}",
    "compaction_pending_tasks{keyspace=\"shop\",table=\"a\\\"b\\\\c\"}",
  ])
  func namesAreReadAsTheyAreWritten(text: String) throws {
    #expect(try #require(SeriesBook.Key(text)).text == text)
  }

  @Test func blanksAndTheOrderOfLabelsDoNotMatter() throws {
    let key = try #require(SeriesBook.Key(" a { z = \"1\" , b=\"2\", } "))
    #expect(key.metric.name == "a" && key.text == "a{b=\"2\",z=\"1\"}")
  }

  @Test(arguments: ["", "1a", "a{", "a{b}", "a{b=1}", "a{b=\"1\"", "a b", "a{b=\"1\"}}", "{a=\"1\"}", "a{,}"])
  func anythingElseIsNoName(text: String) {
    #expect(SeriesBook.Key(text) == nil)
  }

  @Test func damagedTextsNeverTrap() {
    let text = Array("a{b=\"c\\\"d\", e=\"f\"} 1 _x5 5+1x10 1e-5-2x4 stale".utf8)
    var random = SeededRandom(seed: 11)
    for _ in 0..<2000 {
      var bytes = text
      for _ in 0..<3 {
        let at = Int.random(in: 0..<bytes.count, using: &random)
        bytes[at] = text[Int.random(in: 0..<text.count, using: &random)]
      }
      let damaged = String(decoding: bytes, as: UTF8.self)
      _ = SeriesBook.Key(damaged)
      _ = try? SeriesNotation.values(damaged)
    }
  }
}

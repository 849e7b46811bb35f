// Entries of completed compactions survive packing unchanged.

import CassandraModel
import Testing
import TestSupport

@testable import CassandraAnalysis

@Suite struct PackedEntriesTests {
  private static let values: [Int64?] = [nil, 0, 1, -1, 127, 128, 300_000, .max, .min]

  /// Entries in which every value is missing, small, large, or the maximum.
  private static func entries(_ count: Int) -> [(id: TimeUUID, entry: LedgerEntry)] {
    var random = SeededRandom(seed: 7)
    return (0..<count).map { number in
      func value() -> Int64? { values.randomElement(using: &random) ?? nil }
      var entry = LedgerEntry(
        source: SourceLocation(file: "logs/system.log." + String(number % 3), line: number))
      entry.table = ["", "shop.orders", "shop.orders.by_customer"][number % 3]
      entry.kind = number % 5 == 0 ? "Major compaction" : nil
      entry.start = value().map { LocalTime(milliseconds: $0) }
      entry.end = value().map { LocalTime(milliseconds: $0) }
      entry.result = CompactionResult.allCases[number % CompactionResult.allCases.count]
      entry.inputs = value()
      entry.outputs = value()
      entry.bytesIn = value()
      entry.bytesOut = value()
      entry.partitionsIn = value()
      entry.partitionsOut = value()
      entry.milliseconds = value()
      let id = TimeUUID(high: random.next(), low: UInt64(number % 4))
      entry.historyID = number % 7 == 0 ? TimeUUID(high: random.next(), low: random.next()) : nil
      return (id, entry)
    }
  }

  @Test func everyEntryComesOutAsItWentIn() {
    let entries = PackedEntriesTests.entries(3000)
    var packed = PackedEntries()
    for (id, entry) in entries { packed.add(id, entry) }
    #expect(packed.count == 3000)
    for (number, (id, entry)) in entries.enumerated() {
      #expect(packed[id] == entry)
      #expect(packed[number].id == id && packed[number].entry == entry)
      #expect(packed.texts[packed[number].table] == entry.table)
      let times = packed.times(of: number)
      #expect(times?.id == id && times?.start == entry.start && times?.end == entry.end)
      let row = LedgerDraft().row(id, entry, table: nil, nil)
      #expect(packed.figures(of: number, nil) == LedgerFigures(row))
    }
    #expect(packed[TimeUUID(high: 1, low: 9)] == nil)
  }

  @Test func whatIsTakenOutIsGoneUntilItComesBack() {
    let entries = PackedEntriesTests.entries(500)
    var packed = PackedEntries()
    for (id, entry) in entries { packed.add(id, entry) }
    for (id, entry) in entries.prefix(200) {
      #expect(packed.remove(id) == entry)
      #expect(packed.remove(id) == nil && packed[id] == nil)
    }
    #expect(packed.count == 300)
    for (id, entry) in entries.prefix(100) {
      var changed = entry
      changed.bytesIn = 42
      packed.add(id, changed)
      #expect(packed[id] == changed)
    }
    var ids: Set<TimeUUID> = []
    packed.forEach { ids.insert($0.id) }
    #expect(ids == Set((entries.prefix(100) + entries.suffix(300)).map(\.id)))
    // Growth counts only existing entries.
    for (id, entry) in PackedEntriesTests.entries(3000).dropFirst(500) { packed.add(id, entry) }
    #expect(packed[entries[150].id] == nil && packed[entries[50].id]?.bytesIn == 42)
  }

  @Test func idsThatWereForgottenAreKnownAgainWhenAnEntryIsAdded() {
    let entries = PackedEntriesTests.entries(500)
    var packed = PackedEntries()
    for (id, entry) in entries.dropLast() { packed.add(id, entry) }
    packed.forgetIDs()
    #expect(packed.count == 499 && packed[entries[3].id] == nil && packed[3].entry == entries[3].entry)
    for (id, entry) in entries.suffix(1) { packed.add(id, entry) }
    for (id, entry) in entries { #expect(packed[id] == entry) }
  }

  @Test func aCompactionTakesLittle() {
    var random = SeededRandom(seed: 3)
    var bytes: [UInt8] = []
    var words = PackedWords()
    for number in 0..<1000 {
      // A version 1 id, five seconds after the previous one.
      let ticks = 0x01F1_2DD2_1381_4000 + UInt64(number) * 50_000_000
      let high = (ticks & 0xFFFF_FFFF) << 32 | (ticks >> 32 & 0xFFFF) << 16 | 0x1000 | ticks >> 48 & 0xFFF
      let id = TimeUUID(high: high, low: 0x9F27_759C_370B_F6A3)
      var entry = LedgerEntry(source: SourceLocation(file: "debug.log", line: 3_000_000 + number))
      entry.table = "shop.orders"
      entry.result = .done
      entry.start = id.instant.map { LocalTime(milliseconds: $0.milliseconds + 7_200_015) }
      entry.end = entry.start.map { LocalTime(milliseconds: $0.milliseconds + 40_000) }
      (entry.inputs, entry.outputs) = (4, 1)
      entry.bytesIn = Int64.random(in: 1_000_000...5_000_000_000, using: &random)
      entry.bytesOut = Int64.random(in: 1_000_000...5_000_000_000, using: &random)
      (entry.partitionsIn, entry.partitionsOut, entry.milliseconds) = (400_000, 300_000, 39_990)
      PackedWriter.write(id, entry, &words, to: &bytes)
    }
    #expect(bytes.count < 50_000)
  }
}

@Suite struct LedgerOrderTests {
  /// Times of our days, with some that no clock shows, and a number that is too high.
  @Test(arguments: [false, true]) func rowsPseudonymOrderOfTimeAndOfId(isHostile: Bool) {
    var random = SeededRandom(seed: 5)
    let days = (0..<40).map { 1_800_000_000_000 + Int64($0) * 1000 }
    let times: [Int64?] = days + [nil, 0] + (isHostile ? [.max, .min, -1, 1 << 42] : [])
    var rows: [Int: (at: Int64, id: TimeUUID)] = [:]
    var order = LedgerOrder(capacity: 0)
    for row in 0..<2000 {
      let number = isHostile && row == 7 ? 1 << 23 : row
      let at = times.randomElement(using: &random) ?? nil
      rows[number] = (at ?? .max, TimeUUID(high: random.next() % 8, low: random.next()))
      order.add(number, at: at)
    }
    let expected = rows.keys.sorted { a, b in
      guard let left = rows[a], let right = rows[b], left.at == right.at else {
        return rows[a]?.at ?? 0 < rows[b]?.at ?? 0
      }
      return left.id.description < right.id.description
    }
    let none = TimeUUID(high: 0, low: 0)
    #expect(order.numbers { rows[$0]?.id ?? none } == expected.map { Int32($0) })
  }
}

@Suite struct PathFilterTests {
  @Test func noListThatNamesOneIsRuledOut() {
    let folder = "/var/lib/cassandra/data/shop/orders-c659f620e56811f196b455ed4e545efd/"
    var (some, others) = (PathFilter(), PathFilter())
    some.add(folder + "nb-17-big")
    others.add(folder + "nb-400-big")
    let mayName = { (list: String) in PathFilter.mayName(list.utf8Span.span, some, others) }
    let mayBe = { (path: String) in some.mayBe(path.utf8Span.span) }
    for number in 0..<1000 {
      let list = folder + "nb-5-big-Data.db:level=1, " + folder + "nb-\(number)-big-Data.db, "
      let isNamed = number == 17 || number == 400
      #expect(!isNamed || mayName(list))
      let path = folder + "nb-\(number)-big"
      #expect(number != 17 || (mayBe(path) && mayBe(path + "-Data.db")))
    }
    // Sixteen thousand bits for two names: other names match about once in eight thousand times.
    #expect((0..<1000).count { mayName(folder + "nb-\($0)-big-Data.db") } < 20)
    #expect((0..<1000).count { mayBe(folder + "nb-\($0)-big") } < 20)
    some.add("short")
    #expect(mayName("") && mayBe(""))
  }
}

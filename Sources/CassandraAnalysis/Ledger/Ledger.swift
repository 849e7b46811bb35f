// Every compaction of a node, joined from log, compactionhistory and compactionstats by its id. Rows are put together
// when they are asked for: kept, a row takes some 400 bytes, and what it is made from some 60.

import CassandraModel

/// Every compaction of a node once, in the order in which they began.
public struct Ledger: RandomAccessCollection, Sendable {
  private let packed: PackedEntries
  /// What other sources say, by the id that the log has.
  private let others: [TimeUUID: LedgerDraft]
  /// Those that no log tells of.
  private let lone: [LedgerRow]
  /// For each row the number of its entry, or of its lone row with all bits turned.
  private var order: [Int32]
  /// By the number of their name.
  private let tables: [TableName?]
  /// Of the log; nil when it is not known.
  private let zone: ZoneRule?

  /// - Parameters:
  ///   - others: what other sources say, by the id that the log has.
  ///   - isTask: whether ids of compactionhistory are made when a task begins.
  init(_ packed: PackedEntries, _ others: [TimeUUID: LedgerDraft], zone: LogZone, isTask: Bool) {
    let rule = zone.rule
    let milliseconds = { (time: LocalTime) in rule?.instant(time).milliseconds ?? time.milliseconds }
    var places: [(at: Int64, number: Int32)] = []
    places.reserveCapacity(packed.count + others.count)
    for number in 0..<packed.rowCount {
      guard let (id, start, end) = packed.times(of: number) else { continue }
      // The same as the start of the row, or its end.
      let at =
        start.map(milliseconds) ?? id.instant?.milliseconds
        ?? (end ?? others[id]?.history?.compactedAt).map(milliseconds)
      places.append((at ?? .max, Int32(truncatingIfNeeded: number)))
    }
    var lone: [LedgerRow] = []
    for (id, draft) in others where packed[id] == nil {
      guard let source = draft.source else { continue }
      let row = draft.row(id: id, source: source, rule, isTask: isTask)
      places.append(((row.start ?? row.end)?.sortKey ?? .max, ~Int32(truncatingIfNeeded: lone.count)))
      lone.append(row)
    }
    places.sort { a, b in
      if a.at != b.at { return a.at < b.at }
      let (left, right) = (Ledger.id(a.number, packed, lone), Ledger.id(b.number, packed, lone))
      // In the order of their text.
      return left.high != right.high ? left.high < right.high : left.low < right.low
    }
    self.packed = packed
    self.others = others
    self.lone = lone
    order = places.map(\.number)
    tables = packed.texts.map { TableName(dotted: $0) }
    self.zone = rule
  }

  private static func id(_ number: Int32, _ packed: PackedEntries, _ lone: [LedgerRow]) -> TimeUUID {
    number < 0 ? lone[Int(~number)].id : packed.id(of: Int(number))
  }

  /// The rows that `isWanted`, in the same order.
  func only(where isWanted: (LedgerRow) -> Bool) -> Ledger {
    var part = self
    part.order = indices.filter { isWanted(self[$0]) }.map { order[$0] }
    return part
  }

  /// The first row.
  public var startIndex: Int { 0 }
  /// Behind the last row.
  public var endIndex: Int { order.count }

  /// A row, put together for this.
  public subscript(index: Int) -> LedgerRow {
    let number = Int(order[index])
    if number < 0 { return lone[~number] }
    let packed = packed[number]
    let draft = others.isEmpty ? nil : others[packed.id]
    return (draft ?? LedgerDraft()).row(packed, table: tables[packed.table], zone)
  }
}

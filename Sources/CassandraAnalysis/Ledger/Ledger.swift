// Every compaction of a node, joined from log, compactionhistory and compactionstats by its id. Rows are
// built on demand: a stored row takes some 400 bytes, the values that it is built from some 60.

import CassandraModel

/// Every compaction of a node once, in the order in which they began.
public struct Ledger: RandomAccessCollection, Sendable {
  private let packed: PackedEntries
  /// Values from sources other than the log, by the id that the log has.
  private let others: [TimeUUID: LedgerDraft]
  /// Compactions that are not in the log, and those whose end is not in it.
  private let lone: [LedgerRow]
  /// For each row the number of its entry, or of its lone row; lone rows are numbered after the entries.
  private var order: [Int32]
  /// Tables by the number of their name.
  private let tables: [TableName?]
  /// The zone of the log; nil when it is not known.
  private let zone: ZoneRule?

  /// - Parameters:
  ///   - book: the compactions of the log.
  ///   - others: values from other sources, by the id that the log has.
  ///   - isTask: whether ids of compactionhistory are made when a task begins.
  init(_ book: LedgerBook, _ others: [TimeUUID: LedgerDraft], zone: LogZone, isTask: Bool) {
    let rule = zone.rule
    let packed = book.packed
    let rowCount = packed.rowCount
    var order = LedgerOrder(capacity: packed.count + book.open.count + others.count)
    let milliseconds = { (time: LocalTime, made: Instant?) in
      rule?.instant(time, madeAt: made).milliseconds ?? time.milliseconds
    }
    // Compactions of the log that other sources have as well. The log has more compactions than other
    // sources, so it is not asked for each.
    var known: Set<TimeUUID> = []
    for number in 0..<rowCount {
      guard let (id, start, end) = packed.times(of: number) else { continue }
      let other = others.isEmpty ? nil : others[id]
      if other != nil { known.insert(id) }
      // The same as the start of the row, or its end.
      let at =
        start.map { milliseconds($0, id.instant) } ?? id.instant?.milliseconds
        ?? (end ?? other?.history?.compactedAt).map { milliseconds($0, nil) }
      order.add(number, at: at)
    }
    var lone: [LedgerRow] = []
    // Open compactions are not packed for this: packing would copy all of the entries.
    for (id, entry) in book.open {
      known.insert(id)
      lone.append((others[id] ?? LedgerDraft()).row(id, entry, table: TableName(dotted: entry.table), rule))
    }
    for (id, draft) in others where !known.contains(id) {
      guard let source = draft.source else { continue }
      lone.append(draft.row(id: id, source: source, rule, isTask: isTask))
    }
    for (number, row) in lone.enumerated() {
      order.add(rowCount + number, at: (row.start ?? row.end)?.sortKey)
    }
    self.order = order.numbers { $0 < rowCount ? packed.id(of: $0) : lone[$0 - rowCount].id }
    self.packed = packed
    self.others = others
    self.lone = lone
    tables = packed.texts.map { TableName(dotted: $0) }
    self.zone = rule
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

  /// The figures that all rows are asked for at once: building a whole row takes several times as long.
  public func figures(_ index: Int) -> LedgerFigures {
    let number = Int(order[index])
    guard number < packed.rowCount, others.isEmpty else { return LedgerFigures(self[index]) }
    return packed.figures(of: number, zone)
  }

  /// A row, built on demand.
  public subscript(index: Int) -> LedgerRow {
    let number = Int(order[index])
    if number >= packed.rowCount { return lone[number - packed.rowCount] }
    let packed = packed[number]
    let draft = others.isEmpty ? nil : others[packed.id]
    return (draft ?? LedgerDraft()).row(packed.id, packed.entry, table: tables[packed.table], zone)
  }
}

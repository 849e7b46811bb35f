// The table of running operations in compactionstats, in its usual form and in that of `-V` (4.1 and later).
// Up to 2.2 its cells are right-aligned, and up to 2.1 operations have no id.

import CassandraModel

/// The header of the table, and the layout of its rows.
struct CompactionTaskTable {
  private enum Column: String, CaseIterable {
    case id
    case kind = "compaction type"
    case keyspace
    case table
    case completed
    case total
    case unit
    case progress
  }

  /// `-V`: the columns of system_views.sstable_tasks. Here `progress` is the completed amount.
  private enum ViewColumn: String, CaseIterable {
    case keyspace
    case table
    case id = "task id"
    case ratio = "completion ratio"
    case kind
    case completed = "progress"
    case sstables
    case total
    // 5.0.9
    case compressed = "total compressed"
    case unit
    // 5.0 (CASSANDRA-13010)
    case target = "target directory"
  }

  private enum Columns {
    case usual(LocatedColumns<Column>)
    /// Right-aligned, so that titles and cells begin at different offsets.
    case words
    case view(LocatedColumns<ViewColumn>)
  }
  private let columns: Columns

  private static let usual = ColumnLayout<Column>()
  private static let view = ColumnLayout<ViewColumn>()

  /// The table with the header `line`; nil if it is not one.
  init?(header line: Range<Int>, _ text: Span<UInt8>) {
    guard let first = text.firstWord(in: line) else { return nil }
    let hasID = text.equals("id", in: first)
    if hasID || text.hasPrefix("compaction type", in: text.trimmed(line)),
      text.contains("compaction type", in: line), text.contains("completed", in: line)
    {
      columns = first.lowerBound > line.lowerBound || !hasID ? .words : .usual(Self.usual.locate(line, text))
    } else if text.hasPrefix("keyspace ", in: line), text.contains("task id", in: line) {
      columns = .view(Self.view.locate(line, text))
    } else {
      return nil
    }
  }

  /// True for the table of `-V`.
  var isView: Bool { if case .view = columns { true } else { false } }

  /// The form of the numbers in rows.
  struct Look {
    /// `8.87 MiB` (`-H`).
    private(set) var isRounded = false
    /// `74,71%`, as some locales print it.
    private(set) var hasCommas = false

    private static let roundedUnits: [StaticString] = ["KiB", "MiB", "GiB", "TiB"]

    /// Inspects a row. A name contains neither spaces nor percent signs.
    mutating func add(_ row: Range<Int>, _ text: Span<UInt8>) {
      var plainUnits = 0
      for word in text.words(in: row) {
        for unit in Self.roundedUnits where text.equals(unit, in: word) { isRounded = true }
        // `0 bytes` next to the unit.
        if text.equals("bytes", in: word) { plainUnits += 1 }
        if text.hasSuffix("%", in: word), text.firstIndex(of: UInt8(ascii: ","), in: word) != nil {
          hasCommas = true
        }
      }
      if plainUnits > 1 { isRounded = true }
    }
  }

  func reportUnknown(_ text: Span<UInt8>, line i: Int, command: String, into reading: inout OutputReading) {
    switch columns {
    case .words: break
    case .usual(let columns): columns.reportUnknown(text, line: i, command: command, into: &reading)
    case .view(let columns): columns.reportUnknown(text, line: i, command: command, into: &reading)
    }
  }

  /// Reads one row; false if it does not fit the table.
  func read(_ row: Range<Int>, _ text: Span<UInt8>, line i: Int, into reading: inout OutputReading) -> Bool {
    guard let task = task(row, text) else { return false }
    task.add(to: &reading, text, line: i)
    reading.mark(i, .known)
    return true
  }

  private func task(_ row: Range<Int>, _ text: Span<UInt8>) -> CompactionTask? {
    switch columns {
    case .words: return CompactionTask(words: row, text)
    case .usual(let columns):
      guard columns.fit(row, text) else { return CompactionTask(words: row, text) }
      return CompactionTask(
        id: columns.cell(.id, in: row, text), kind: columns.cell(.kind, in: row, text),
        keyspace: columns.cell(.keyspace, in: row, text), table: columns.cell(.table, in: row, text),
        completed: columns.cell(.completed, in: row, text), total: columns.cell(.total, in: row, text),
        unit: columns.cell(.unit, in: row, text), text) ?? CompactionTask(words: row, text)
    case .view(let columns):
      guard columns.fit(row, text),
        var task = CompactionTask(
          id: columns.cell(.id, in: row, text), kind: columns.cell(.kind, in: row, text),
          keyspace: columns.cell(.keyspace, in: row, text), table: columns.cell(.table, in: row, text),
          completed: columns.cell(.completed, in: row, text), total: columns.cell(.total, in: row, text),
          unit: columns.cell(.unit, in: row, text), text)
      else { return nil }
      task.compressed = columns.cell(.compressed, in: row, text).flatMap { text.bytes(in: $0) }
      task.sstables = columns.cell(.sstables, in: row, text).flatMap { text.integer(in: $0) }
      return task
    }
  }
}

/// One running operation.
private struct CompactionTask {
  /// Empty when the operation has no id.
  let id: Range<Int>
  let kind: Range<Int>
  /// Empty, as is the table, for an operation on no table (`Index summary redistribution`).
  let keyspace: Range<Int>
  let table: Range<Int>
  let completed: Double
  let total: Double
  let unit: Range<Int>
  var compressed: Double?
  var sstables: Int64?

  /// A task from its cells; nil if one of them is missing or invalid.
  init?(
    id: Range<Int>?, kind: Range<Int>?, keyspace: Range<Int>?, table: Range<Int>?, completed: Range<Int>?,
    total: Range<Int>?, unit: Range<Int>?, _ text: Span<UInt8>
  ) {
    guard var id, let kind, !kind.isEmpty,
      let keyspace, let table, keyspace.isEmpty == table.isEmpty, let unit, Self.isUnit(unit, text),
      let completed = completed.flatMap({ text.bytes(in: $0) }),
      let total = total.flatMap({ text.bytes(in: $0) })
    else { return nil }
    // Scylla prints `<none>`.
    if text.equals("<none>", in: id) || text.equals("null", in: id) { id = id.lowerBound..<id.lowerBound }
    guard id.isEmpty || TimeUUID(ascii: text.extracting(id)) != nil else { return nil }
    self.id = id
    self.kind = kind
    self.keyspace = keyspace
    self.table = table
    self.completed = completed
    self.total = total
    self.unit = unit
  }

  /// Units of all versions: CompactionInfo.Unit.
  private static let units: [StaticString] = ["token range parts", "bytes", "ranges", "keys"]

  private static func isUnit(_ range: Range<Int>, _ text: Span<UInt8>) -> Bool {
    for unit in units where text.equals(unit, in: range) { return true }
    return false
  }

  /// All kinds of more than one word (OperationType.java, 3.11 to 6.0), for rows that lost their spaces.
  private static let longKinds: [StaticString] = [
    "Relocate sstables to correct disk", "Index summary redistribution", "Anticompaction after repair",
    "Unknown compaction type", "Secondary index build", "Tombstone Compaction", "Remove deleted data",
    "Counter cache save", "Major compaction", "Upgrade sstables", "Key cache save", "Row cache save",
    "View build",
  ]

  /// A task from a row whose runs of spaces were collapsed, so that offsets do not apply: read from both
  /// ends.
  init?(words row: Range<Int>, _ text: Span<UInt8>) {
    var rest = text.trimmed(row)
    // progress
    guard let progress = Self.lastWord(&rest, text), Quantity.percent.value(text, in: progress) != .malformed,
      let unitName = Self.units.first(where: { text.hasSuffix($0, in: rest) })
    else { return nil }
    let unit = (rest.upperBound - unitName.utf8CodeUnitCount)..<rest.upperBound
    rest = text.trimmed(rest.lowerBound..<unit.lowerBound)
    guard let total = Self.lastAmount(&rest, text), let completed = Self.lastAmount(&rest, text) else {
      return nil
    }
    var id = rest.lowerBound..<rest.lowerBound
    if let word = text.firstWord(in: rest),
      TimeUUID(ascii: text.extracting(word)) != nil || text.equals("<none>", in: word)
        || text.equals("null", in: word)
    {
      id = word
      rest = text.trimmed(word.upperBound..<rest.upperBound)
    }
    guard var kind = text.firstWord(in: rest) else { return nil }
    if let long = Self.longKinds.first(where: { text.hasPrefix($0, in: rest) }) {
      kind = rest.lowerBound..<(rest.lowerBound + long.utf8CodeUnitCount)
    }
    var names = text.words(in: kind.upperBound..<rest.upperBound)
    // An unknown kind of several words: the names are the last two words.
    if names.count > 2 {
      kind = kind.lowerBound..<names[names.count - 3].upperBound
      names = Array(names.suffix(2))
    } else if names.count == 1 {
      kind = kind.lowerBound..<names[0].upperBound
      names = []
    }
    let none = rest.upperBound..<rest.upperBound
    self.init(
      id: id, kind: kind, keyspace: names.first ?? none, table: names.last ?? none, completed: completed,
      total: total, unit: unit, text)
  }

  private static func lastWord(_ rest: inout Range<Int>, _ text: Span<UInt8>) -> Range<Int>? {
    guard let word = text.words(in: rest).last else { return nil }
    rest = text.trimmed(rest.lowerBound..<word.lowerBound)
    return word
  }

  /// `9296692` or `8.87 MiB` at the end of `rest`.
  private static func lastAmount(_ rest: inout Range<Int>, _ text: Span<UInt8>) -> Range<Int>? {
    guard let last = lastWord(&rest, text) else { return nil }
    guard digit(text[last.lowerBound]) == nil else { return last }
    guard let number = lastWord(&rest, text) else { return nil }
    return number.lowerBound..<last.upperBound
  }

  func add(to reading: inout OutputReading, _ text: Span<UInt8>, line i: Int) {
    var pairs: [(name: String, value: String)] = [
      ("kind", text.text(in: kind)), ("unit", text.text(in: unit)),
    ]
    if !id.isEmpty { pairs.append(("id", text.text(in: id))) }
    if !keyspace.isEmpty {
      pairs.append(("keyspace", text.text(in: keyspace)))
      pairs.append(("table", text.text(in: table)))
    }
    let labels = Labels(pairs)
    let isBytes = text.equals("bytes", in: unit)
    reading.sample(
      isBytes ? .compactionTaskCompletedBytes : .compactionTaskCompletedUnits, labels, completed, line: i)
    reading.sample(isBytes ? .compactionTaskTotalBytes : .compactionTaskTotalUnits, labels, total, line: i)
    reading.sample(.compactionTaskCompressedBytes, labels, compressed, line: i)
    reading.sample(.compactionTaskSSTables, labels, sstables.map(Double.init), line: i)
  }
}

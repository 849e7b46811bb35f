// Logs as tables: exports of Kibana, Splunk, Datadog or a database as text with commas, semicolons or TABs. A
// cell may contain a whole record with its trace, over several lines of the file (RFC 4180).

import CassandraModel

struct RecordTable: Hashable, Sendable {
  private let delimiter: UInt8
  /// Column names from the first line; numbers if there are none.
  private let names: [String]
  private let hasHeading: Bool
  let keys: RecordKeys
  /// True if the newest record is first.
  private(set) var isNewestFirst = false

  /// A longer row is not a row.
  private static let longestRow = 1 << 20
  private static let sampleSize = 200

  /// The table that begins with `head`; nil if it is not one that contains a log.
  init?(_ head: Span<UInt8>) {
    let end = head.firstIndex(of: UInt8(ascii: "\n"), in: head.all) ?? head.count
    guard end < 4096, head.firstWord(in: 0..<end) != nil else { return nil }
    for delimiter in [UInt8(ascii: ","), UInt8(ascii: "\t"), UInt8(ascii: ";")] {
      if let table = RecordTable(head, delimiter) {
        self = table
        return
      }
    }
    return nil
  }

  private init?(_ head: Span<UInt8>, _ delimiter: UInt8) {
    self.delimiter = delimiter
    guard let first = RecordTable.row(head, 0, delimiter), !first.cells.isEmpty else { return nil }
    let texts = first.cells.map { $0.text(head) }
    let isName = { (text: String) in text.utf8.count <= 60 && !text.contains { $0.isNewline } && !text.isEmpty
    }
    let mayBeHeading = texts.allSatisfy(isName) && !texts.contains(where: RecordKeys.beginsWithHead)
    // A log whose lines contain commas has no quotation mark at its start, and no line of names.
    guard mayBeHeading || head[0] == UInt8(ascii: "\"") || delimiter == UInt8(ascii: "\t"),
      mayBeHeading || texts.count > 1 || head[0] == UInt8(ascii: "\"")
    else { return nil }
    // A single column is a table only if it is quoted.
    if texts.count == 1, head[0] != UInt8(ascii: "\""), !head.matches("\"", at: first.end, before: head.count)
    {
      return nil
    }
    hasHeading = mayBeHeading && texts.allSatisfy { RecordTime.text($0) == nil }
    names = hasHeading ? texts : texts.indices.map(String.init)
    var sample: [[RecordField]] = []
    var position = hasHeading ? first.end : 0
    while position < head.count, sample.count < RecordTable.sampleSize,
      let row = RecordTable.row(head, position, delimiter)
    {
      if let fields = RecordTable.fields(row, names, head) { sample.append(fields) }
      position = row.end
    }
    guard let keys = RecordKeys(sample) else { return nil }
    self.keys = keys
    let times = sample.compactMap { keys.order(of: $0) }
    isNewestFirst = isDescending(times)
  }

  // MARK: Rows

  private struct Cell {
    /// Without its quotation marks.
    let range: Range<Int>
    let isQuoted: Bool

    func text(_ bytes: Span<UInt8>) -> String {
      let text = bytes.text(in: range)
      return isQuoted ? text.replacing("\"\"", with: "\"") : text
    }
  }

  private struct Row {
    var cells: [Cell] = []
    /// The index after its line end.
    var end = 0
  }

  /// The row at `start`; nil if a quotation mark in it is not closed.
  private static func row(_ bytes: Span<UInt8>, _ start: Int, _ delimiter: UInt8) -> Row? {
    var row = Row()
    var index = start
    let limit = min(bytes.count, start + longestRow)
    while true {
      if index < limit, bytes[index] == UInt8(ascii: "\"") {
        guard let close = closingQuote(bytes, index + 1, limit) else { return nil }
        row.cells.append(Cell(range: (index + 1)..<close, isQuoted: true))
        index = close + 1
        // Text after a closed cell is not part of it.
        while index < limit, bytes[index] != delimiter, bytes[index] != UInt8(ascii: "\n") { index += 1 }
      } else {
        let first = index
        while index < limit, bytes[index] != delimiter, bytes[index] != UInt8(ascii: "\n") { index += 1 }
        row.cells.append(Cell(range: first..<bytes.withoutReturn(first..<index), isQuoted: false))
      }
      guard index < limit, bytes[index] == delimiter else { break }
      index += 1
    }
    row.end = min(index + 1, bytes.count)
    return row
  }

  private static func closingQuote(_ bytes: Span<UInt8>, _ start: Int, _ limit: Int) -> Int? {
    var index = start
    while let quote = bytes.firstIndex(of: UInt8(ascii: "\""), in: index..<limit) {
      guard quote + 1 < limit, bytes[quote + 1] == UInt8(ascii: "\"") else { return quote }
      index = quote + 2
      if index > limit { return nil }
    }
    return nil
  }

  /// The named values of `row`; nil unless it has as many cells as there are names. An unquoted last column
  /// includes its own commas.
  private static func fields(_ row: Row, _ names: [String], _ bytes: Span<UInt8>) -> [RecordField]? {
    guard row.cells.count >= names.count else { return nil }
    var fields: [RecordField] = []
    for (index, name) in names.enumerated() {
      var cell = row.cells[index]
      if index == names.count - 1, row.cells.count > names.count {
        guard !cell.isQuoted, let last = row.cells.last else { return nil }
        cell = Cell(
          range: cell.range.lowerBound..<max(cell.range.lowerBound, last.range.upperBound), isQuoted: false)
      }
      fields.append(RecordField(name: name, value: cell.text(bytes)))
    }
    return fields
  }

  // MARK: Blocks

  /// The records of a block that begins with a row.
  func records(in bytes: Span<UInt8>, isFirst: Bool) -> [ExportedRecord] {
    var records: [ExportedRecord] = []
    var position = 0
    var line = 1
    var isHeading = isFirst && hasHeading
    while position < bytes.count {
      let start = position
      let row = RecordTable.row(bytes, position, delimiter)
      let end =
        row?.end ?? bytes.firstIndex(of: UInt8(ascii: "\n"), in: position..<bytes.count).map { $0 + 1 }
        ?? bytes.count
      if !isHeading {
        if let row, let fields = RecordTable.fields(row, names, bytes), let text = keys.text(of: fields) {
          // Each line of a multi-line message is on its own line of the file.
          let cell = names.firstIndex(of: keys.message).map { row.cells[$0] }
          let isSpread = cell?.isQuoted == true && keys.isWhole
          let above = cell.map { bytes.lineEnds(in: start..<$0.range.lowerBound) } ?? 0
          records.append(ExportedRecord(text: text, line: line + (isSpread ? above : 0), isSpread: isSpread))
        } else if bytes.firstWord(in: start..<end) != nil {
          var text: [UInt8] = []
          text.append(bytes.extracting(start..<bytes.withoutEnd(start..<end)))
          records.append(ExportedRecord(text: text, line: line, isSpread: true))
        }
      }
      isHeading = false
      line += bytes.lineEnds(in: start..<end)
      position = end
    }
    return isNewestFirst ? records.reversed() : records
  }

  /// True if a record of the log begins at `start`, the start of a line.
  func startsRecord(_ bytes: Span<UInt8>, _ start: Int) -> Bool {
    guard let row = RecordTable.row(bytes, start, delimiter),
      let fields = RecordTable.fields(row, names, bytes), keys.text(of: fields) != nil
    else { return false }
    return keys.order(of: fields) != nil
  }
}

/// A record from an export.
struct ExportedRecord {
  let text: [UInt8]
  /// The line number of the first of them in the block, from 1.
  let line: Int
  /// True if each further line is on its own line of the file.
  let isSpread: Bool
}

/// True if more times step back than forward.
func isDescending(_ times: [String]) -> Bool {
  let pairs = zip(times, times.dropFirst())
  return pairs.count { $0 > $1 } > pairs.count { $0 < $1 }
}

extension Span<UInt8> {
  /// Number of line ends in `range`.
  func lineEnds(in range: Range<Int>) -> Int {
    var count = 0
    var search = range
    while let end = firstIndex(of: UInt8(ascii: "\n"), in: search) {
      count += 1
      search = (end + 1)..<range.upperBound
    }
    return count
  }

  /// The end of `range` without a carriage return.
  func withoutReturn(_ range: Range<Int>) -> Int {
    range.upperBound > range.lowerBound && self[range.upperBound - 1] == UInt8(ascii: "\r")
      ? range.upperBound - 1 : range.upperBound
  }

  /// The end of `range` without a line end.
  func withoutEnd(_ range: Range<Int>) -> Int {
    guard range.upperBound > range.lowerBound, self[range.upperBound - 1] == UInt8(ascii: "\n") else {
      return range.upperBound
    }
    return withoutReturn(range.lowerBound..<(range.upperBound - 1))
  }
}

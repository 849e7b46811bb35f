// Parses one block of a log independently.
//
// A block is cut where a record starts, so blocks can be parsed in parallel and concatenated: line numbers
// are counted from the block's first line, and the reader of the whole file adds the rest. For each line the
// parser finds its end, reads its head, and looks up its logger. Only a line that matches an entry of the
// catalog, or a warning or error that matches none, makes an event; frequent kinds make packed events.

import CassandraModel

/// Parses blocks of one log against a catalog.
package struct LogBlockParser: LogParser {
  private let catalog: MessageCatalog
  /// True if the heads of records are compared with those of other files.
  private let comparesHeads: Bool
  /// True if every record becomes an event with its text.
  private let keepsEveryRecord: Bool

  package init(catalog: MessageCatalog, comparesHeads: Bool = true, keepsEveryRecord: Bool = false) {
    self.catalog = catalog
    self.comparesHeads = comparesHeads
    self.keepsEveryRecord = keepsEveryRecord
  }

  package var countsLines: Bool { true }

  package func split(_ bytes: Span<UInt8>) -> Int { LogBlockParser.lastRecordStart(bytes) }

  /// The position to cut a buffer so that the next block starts with a record: the start of the last head, or
  /// 0 when there is none after the first line.
  package static func lastRecordStart(_ bytes: Span<UInt8>) -> Int {
    var heads = LogHeaderParser()
    var end = bytes.count
    while let newline = bytes.lastIndex(of: newline, in: 0..<end) {
      let start = newline + 1
      if LogHeaderParser.mayStartRecord(bytes, at: start) {
        let lineEnd = bytes.firstIndex(of: LogBlockParser.newline, in: start..<bytes.count) ?? bytes.count
        if case .head = heads.parse(bytes, start..<lineEnd) { return start }
      }
      end = newline
    }
    return 0
  }

  /// The time of the last record; nil if there is none in the last lines.
  static func lastRecordTime(_ bytes: Span<UInt8>) -> LocalTime? {
    var heads = LogHeaderParser()
    var end = bytes.count
    while end > 0, bytes.count - end < 16 * 1024 {
      let start = bytes.lastIndex(of: newline, in: 0..<end).map { $0 + 1 } ?? 0
      if LogHeaderParser.mayStartRecord(bytes, at: start) {
        let lineEnd = bytes.firstIndex(of: newline, in: start..<bytes.count) ?? bytes.count
        if case .head(let header) = heads.parse(bytes, start..<lineEnd) { return header.at }
      }
      end = max(0, start - 1)
      if start == 0 { break }
    }
    return nil
  }

  /// Parses `bytes`. `tail` is the beginning of the node's next file when rotation cut the last record of
  /// this one: its lines complete that record and are counted in their own file.
  package func parse(_ bytes: [UInt8], at position: BlockPosition, tail: [UInt8] = []) -> ParsedBlock {
    if tail.isEmpty { return parse(bytes.span, own: bytes.count, at: position) }
    let joined = bytes + tail
    return parse(joined.span, own: bytes.count, at: position)
  }

  private func parse(_ bytes: Span<UInt8>, own: Int, at position: BlockPosition) -> ParsedBlock {
    var run = BlockRun(
      catalog, position, comparesHeads: comparesHeads, keepsEveryRecord: keepsEveryRecord)
    run.block.bytes = Int64(own)
    let hasNuls = bytes.firstIndex(of: 0, in: 0..<bytes.count) != nil
    var start = 0
    if position.continuesLine {
      // The rest of a line that began in the previous block: counted there.
      start = bytes.firstIndex(of: LogBlockParser.newline, in: 0..<bytes.count).map { $0 + 1 } ?? bytes.count
      run.reportLongLine()
    }
    while start < bytes.count {
      let end = bytes.firstIndex(of: LogBlockParser.newline, in: start..<bytes.count) ?? bytes.count
      run.isOwn = start < own
      run.line(bytes, start..<end, counts: start < own, hasNuls: hasNuls)
      start = end + 1
    }
    run.finishRecord(bytes)
    run.tellQuiet(bytes)
    run.checkEncoding(bytes.extracting(0..<own))
    return run.finish()
  }

  /// Parses an unwrapped block. Lines keep their numbers in the file.
  ///
  /// - Parameter isRewritten: True if its heads were rewritten into the default layout.
  func parse(
    _ unwrapped: UnwrappedBlock, at position: BlockPosition, tail: [UInt8], isRewritten: Bool = false
  ) -> ParsedBlock {
    let joined = unwrapped.bytes + tail
    let bytes = joined.span
    var run = BlockRun(
      catalog, position, comparesHeads: comparesHeads, keepsEveryRecord: keepsEveryRecord)
    let hasNuls = bytes.firstIndex(of: 0, in: bytes.all) != nil
    run.looksForHeads = !isRewritten
    if position.continuesLine { run.reportLongLine() }
    var start = 0
    var next = 0
    var number = 0
    while start < bytes.count {
      let end = bytes.firstIndex(of: LogBlockParser.newline, in: start..<bytes.count) ?? bytes.count
      var counts = false
      run.stamp = nil
      if start < unwrapped.bytes.count, next < unwrapped.numbers.count {
        // If several lines were one line of the file, the first one counts.
        counts = unwrapped.numbers[next] != number
        number = unwrapped.numbers[next]
        run.stamp = unwrapped.stamps[next]
        next += 1
      }
      if counts { run.block.lineCount = number - 1 }
      run.isOwn = start < unwrapped.bytes.count
      run.line(bytes, start..<end, counts: counts, hasNuls: hasNuls)
      start = end + 1
    }
    run.finishRecord(bytes)
    run.tellQuiet(bytes)
    run.checkEncoding(bytes.extracting(0..<unwrapped.bytes.count))
    if let foreignLine = unwrapped.foreignLine { run.report(foreignLine) }
    for found in unwrapped.unread { run.report(unread: found) }
    if let line = unwrapped.undated { run.reportUndated(line) }
    run.block.lines += unwrapped.others
    run.block.lineCount = unwrapped.lineCount
    run.block.bytes = unwrapped.countedBytes
    return run.finish()
  }

  private static let newline = UInt8(ascii: "\n")
}

// Converts a pasted or exported log to the lines that the node wrote. The conversion is chosen once, from the
// beginning of a file; a plain log skips this stage.
//
//   export      tables and JSON: RecordTable, RecordObjects
//   markup      HTML, wikis, Markdown: TextMarkup
//   wrapping    lines broken at a width: LineWrap
//
// The result is lines with their numbers in the file. Prefixes, containers and layouts are handled later.

import CassandraModel

/// Changes of a log's text by pasting or exporting.
struct PastedText: Hashable, Sendable {
  private enum Export: Hashable {
    case table(RecordTable)
    case objects(RecordObjects)
  }

  private let export: Export?
  private let markup: TextMarkup?
  private let wrap: LineWrap?
  /// True if the wrapped lines were quoted as mail programs do, with `> `.
  private let isQuoted: Bool

  /// Size of blocks of pasted text: nearly all of it is read whole, as text that begins with the newest
  /// record must be.
  static let blockSize = 8 << 20
  /// Number of lines in the sample that shows the width.
  private static let sampleSize = 2000
  /// Longer lines are not joined with the next.
  private static let longestLine = 64 * 1024

  /// The changes of the text that begins with `head`, except objects; nil if there are none.
  init?(_ head: Span<UInt8>) {
    if let table = RecordTable(head) {
      (export, markup, wrap, isQuoted) = (.table(table), nil, nil, false)
      return
    }
    export = nil
    let markup = TextMarkup(head)
    var lines: [[UInt8]] = []
    var isWhole = true
    PastedText.forEachLine(head) { range in
      guard lines.count < PastedText.sampleSize, isWhole else { return }
      let line = range.lowerBound..<head.withoutReturn(range)
      // Such wide lines are not wrapped.
      if line.count > 4 * 240 { isWhole = false }
      var text: [UInt8] = []
      if markup?.append(head.extracting(line), to: &text) ?? true {
        if markup == nil { text.append(head.extracting(line)) }
        lines.append(text)
      }
    }
    self.markup = markup
    // Quotation alone is an ordinary prefix.
    let quoted = lines.count { $0.first == UInt8(ascii: ">") }
    let isQuoted = quoted * 10 > lines.count * 9
    wrap = isWhole ? LineWrap(isQuoted ? lines.map(PastedText.unquoted) : lines) : nil
    self.isQuoted = isQuoted && wrap != nil
    if markup == nil, wrap == nil { return nil }
  }

  /// The objects in the text that begins with `head`; nil if it does not consist of objects.
  init?(objects head: Span<UInt8>) {
    guard let objects = RecordObjects(head) else { return nil }
    (export, markup, wrap, isQuoted) = (.objects(objects), nil, nil, false)
  }

  /// The lines of `block`, which begins with a record or with the file.
  func lines(of block: Span<UInt8>, isFirst: Bool, continuesLine: Bool) -> UnwrappedBlock {
    switch export {
    case .table(let table): exported(table.records(in: block, isFirst: isFirst), block)
    case .objects(let objects): exported(objects.records(in: block, isFirst: isFirst), block)
    case nil: plain(block, continuesLine: continuesLine)
    }
  }

  private func exported(_ records: [ExportedRecord], _ block: Span<UInt8>) -> UnwrappedBlock {
    var lines = PastedLines(block)
    for record in records {
      var number = record.line
      for line in record.text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
        lines.add(Array(line), number: number)
        if record.isSpread { number += 1 }
      }
    }
    return lines.finish()
  }

  private func plain(_ block: Span<UInt8>, continuesLine: Bool) -> UnwrappedBlock {
    var lines = PastedLines(block)
    var number = 0
    var isRest = continuesLine
    // The line that the next one may continue.
    var open: (text: [UInt8], piece: [UInt8], number: Int)?
    PastedText.forEachLine(block) { range in
      // The end of a line from the previous block is counted there.
      guard !isRest else {
        isRest = false
        return
      }
      number += 1
      let line = block.extracting(range.lowerBound..<block.withoutReturn(range))
      var text: [UInt8] = []
      if let markup {
        guard markup.append(line, to: &text) else { return lines.countDecoration() }
      } else {
        text.append(line)
      }
      guard let wrap else { return lines.add(text, number: number) }
      if isQuoted { text = PastedText.unquoted(text) }
      // A block that ends in a long line has no next one.
      if let before = open, before.text.count < PastedText.longestLine,
        let gap = wrap.gap(before.piece, text, isFrame: PastedText.isFrame(before.text))
      {
        // The blank at which a line was broken may be at its end, too.
        let start = gap.isEmpty ? before.text : LineWrap.trimmedEnd(before.text)
        open = (start + gap + text.drop { !gap.isEmpty && isBlank($0) }, text, before.number)
        return lines.countContinuation()
      }
      if let open { lines.add(open.text, number: open.number) }
      open = (text, text, number)
    }
    if let open { lines.add(open.text, number: open.number) }
    return lines.finish()
  }

  private static func unquoted(_ line: [UInt8]) -> [UInt8] {
    var rest = line[...]
    while rest.first == UInt8(ascii: ">") {
      rest = rest.dropFirst()
      if rest.first == UInt8(ascii: " ") { rest = rest.dropFirst() }
    }
    return rest.count == line.count ? line : Array(rest)
  }

  /// True for a complete frame of a trace.
  private static func isFrame(_ line: [UInt8]) -> Bool {
    let bytes = line.span
    let ink = bytes.trimmed(bytes.all)
    return bytes.hasPrefix("at ", in: ink) && bytes.firstIndex(of: UInt8(ascii: ")"), in: ink) != nil
      || bytes.hasPrefix("... ", in: ink)
  }

  /// The position to cut `bytes` so that the next block begins with a record; 0 if there is none.
  func lastRecordStart(_ bytes: Span<UInt8>) -> Int {
    var end = bytes.count
    while let newline = bytes.lastIndex(of: UInt8(ascii: "\n"), in: 0..<end) {
      end = newline
      let start = newline + 1
      guard start < bytes.count else { continue }
      switch export {
      case .table(let table): if table.startsRecord(bytes, start) { return start }
      case .objects(let objects): if let place = objects.recordStart(bytes, start) { return place }
      case nil: if startsRecord(bytes, start) { return start }
      }
    }
    return 0
  }

  private func startsRecord(_ bytes: Span<UInt8>, _ start: Int) -> Bool {
    let end = bytes.firstIndex(of: UInt8(ascii: "\n"), in: start..<bytes.count) ?? bytes.count
    var text: [UInt8] = []
    if let markup {
      guard markup.append(bytes.extracting(start..<end), to: &text) else { return false }
    } else {
      text.append(bytes.extracting(start..<end))
    }
    return LineStart(isQuoted ? PastedText.unquoted(text) : text) == .record
  }

  private static func forEachLine(_ bytes: Span<UInt8>, _ body: (Range<Int>) -> Void) {
    var start = 0
    while start < bytes.count {
      let end = bytes.firstIndex(of: UInt8(ascii: "\n"), in: start..<bytes.count) ?? bytes.count
      body(start..<end)
      start = end + 1
    }
  }
}

/// Lines taken from a block, with the counts of the others.
private struct PastedLines {
  private var block = UnwrappedBlock()
  private var counted = 0
  private var last = 0

  init(_ bytes: Span<UInt8>) {
    let ends = bytes.lineEnds(in: bytes.all)
    // A line that is cut by a block is counted with the block in which it begins.
    let isOpen = bytes.count > 0 && bytes[bytes.count - 1] != UInt8(ascii: "\n")
    block.lineCount = ends + (isOpen ? 1 : 0)
    block.countedBytes = Int64(bytes.count)
  }

  /// Adds line `number` of the block, or one of several lines in it.
  mutating func add(_ text: [UInt8], number: Int) {
    for part in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      if number != last { counted += 1 }
      last = number
      block.numbers.append(number)
      block.stamps.append(nil)
      appendPlain(Array(part).span, to: &block.bytes)
      block.bytes.append(UInt8(ascii: "\n"))
    }
  }

  mutating func countDecoration() {
    counted += 1
    block.others.decoration += 1
  }

  mutating func countContinuation() {
    counted += 1
    block.others.continuation += 1
  }

  /// The block; lines that were not taken are around the records.
  mutating func finish() -> UnwrappedBlock {
    block.others.decoration += max(0, block.lineCount - counted)
    return block
  }
}

// The first two stages of reading a log file: a feed that reads and decompresses block after block, one at a
// time, and the parsing of a block, which is independent of other blocks and can run in any task.

import CassandraModel

/// A block before parsing, and its position in its file.
struct RawBlock: Sendable {
  /// Consecutive, from 0.
  let number: Int
  let block: Block
  let position: BlockPosition
  /// Lines of the next file that complete its last record.
  let tail: [UInt8]
  /// The position of reading after this block.
  let reach: (decoded: Int64, stored: Int64)
  /// The block in the default layout, if that depends on earlier blocks.
  let rewritten: UnwrappedBlock?
  /// The time of the last record before it, if it is known.
  let after: LocalTime?
}

/// A parsed block, and its position.
struct NumberedBlock: Sendable {
  let number: Int
  let block: ParsedBlock
  /// The position of reading after this block.
  let reach: (decoded: Int64, stored: Int64)
}

/// Reads the blocks of one file.
actor BlockFeed {
  private var reader: BlockReader
  private let file: String
  private let stage: ParsingStage
  /// Lines of the next file that complete this file's last record.
  private let tail: [UInt8]
  private let headlessAt: LocalTime?
  /// The last block read, held until it is known whether it is the file's last one.
  private var held: Block?
  private var count = 0
  private var isAtEnd = false
  /// Tracks the day of the last record, where heads have no date.
  private var rewriter: LayoutRewriter?
  /// The time of the last record in the default layout.
  private var last: LocalTime?

  init(
    _ reader: consuming BlockReader, file: String, stage: ParsingStage, tail: [UInt8], headlessAt: LocalTime?
  ) {
    self.headlessAt = headlessAt
    rewriter = stage.rewriterInOrder
    self.reader = reader
    self.file = file
    self.stage = stage
    self.tail = tail
  }

  /// The next block; nil at the end.
  func take() -> RawBlock? {
    guard !isAtEnd else { return nil }
    if tail.isEmpty { return numbered(read(), tail: []) }
    // Two blocks at the start, then one: a block is returned when the next one shows that it is not the last.
    if held == nil { held = read() }
    let following = read()
    let block = numbered(held, tail: following == nil ? tail : [])
    held = following
    isAtEnd = following == nil
    return block
  }

  private func numbered(_ block: Block?, tail: [UInt8]) -> RawBlock? {
    guard let block else {
      isAtEnd = true
      return nil
    }
    var position = BlockPosition(file: file, isFirst: count == 0, continuesLine: block.continuesLine)
    if count == 0 { position.headlessAt = headlessAt }
    count += 1
    let after = last
    last = stage.lastTime(in: block.bytes.span) ?? last
    let rewritten =
      rewriter == nil
      ? nil : stage.unwrap(block, isFirst: position.isFirst).map { rewriter?.rewrite($0) ?? $0 }
    return RawBlock(
      number: count - 1, block: block, position: position, tail: tail, reach: reader.position,
      rewritten: rewritten, after: after)
  }

  private func read() -> Block? { reader.next(splitAt: stage.split) }

  /// Diagnostics of the file's bytes so far.
  var diagnostics: DiagnosticLog { reader.diagnostics }
}

/// Parses blocks of a file in any paste, envelope, prefix or layout. These are undone in this order: paste,
/// envelope, prefix, layout.
struct ParsingStage: Sendable {
  private let parser: any LogParser
  /// Set for logs, because only they can be pasted, wrapped or in another layout; nil for facts.
  private let logParser: LogBlockParser?
  private let unwrapper: LogUnwrapper?
  private let layouts: LogLayouts?
  private let pasted: PastedText?

  init(_ parser: any LogParser, _ wrapping: LogWrapping?, _ layouts: LogLayouts?, _ pasted: PastedText?) {
    self.parser = parser
    logParser = parser as? LogBlockParser
    unwrapper = wrapping.map { LogUnwrapper($0) }
    self.layouts = layouts
    self.pasted = pasted
  }

  /// True if line numbers of events count from the block's first line.
  var countsLines: Bool { parser.countsLines }

  /// Rewrites blocks into the default layout one after the other; nil if each block can be rewritten alone.
  var rewriterInOrder: LayoutRewriter? {
    layouts.flatMap { $0.isUndated ? LayoutRewriter($0) : nil }
  }

  /// The position to cut a buffer so that the next block begins with a record; 0 when there is none.
  func split(_ bytes: Span<UInt8>) -> Int {
    if let pasted { return pasted.lastRecordStart(bytes) }
    guard logParser != nil else { return parser.split(bytes) }
    if unwrapper == nil, layouts == nil {
      let start = parser.split(bytes)
      // A record in another layout may follow the last one in the default layout.
      return start > 0 && bytes.count - start < ParsingStage.longestRecord
        ? start : max(start, RecordStarts(unwrapper, LogLayouts()).last(in: bytes))
    }
    return RecordStarts(unwrapper, layouts ?? LogLayouts()).last(in: bytes)
  }

  /// Records are seldom longer.
  private static let longestRecord = 64 * 1024

  /// The time of the last record in the default layout; nil if none is near the end.
  func lastTime(in bytes: Span<UInt8>) -> LocalTime? {
    guard logParser != nil, unwrapper == nil, layouts == nil, pasted == nil else { return nil }
    return LogBlockParser.lastRecordTime(bytes)
  }

  /// A block of a log without changes by pasting and without envelopes.
  func unwrap(_ block: Block, isFirst: Bool) -> UnwrappedBlock? {
    guard logParser != nil else { return nil }
    let bytes = block.bytes.span
    guard let pasted else {
      return (unwrapper ?? LogUnwrapper(.none)).unwrap(bytes, continuesLine: block.continuesLine)
    }
    let lines = pasted.lines(of: bytes, isFirst: isFirst, continuesLine: block.continuesLine)
    return unwrapper?.unwrap(lines.bytes.span, continuesLine: false).placed(in: lines) ?? lines
  }

  func parse(_ raw: RawBlock) -> ParsedBlock {
    guard let logParser else { return parser.parse(raw.block.bytes, at: raw.position, tail: raw.tail) }
    if let rewritten = raw.rewritten { return logParser.parse(rewritten, at: raw.position, tail: raw.tail) }
    if layouts == nil {
      let parsed =
        unwrapper == nil && pasted == nil
        ? parser.parse(raw.block.bytes, at: raw.position, tail: raw.tail)
        : unwrap(raw.block, isFirst: raw.position.isFirst).map {
          logParser.parse($0, at: raw.position, tail: raw.tail)
        }
      if let parsed, !parsed.hasOtherHeads { return parsed }
    }
    var rewriter = LayoutRewriter(layouts ?? LogLayouts(), after: raw.after)
    let rewritten =
      unwrap(raw.block, isFirst: raw.position.isFirst).map { rewriter.rewrite($0) } ?? UnwrappedBlock()
    return logParser.parse(rewritten, at: raw.position, tail: raw.tail, isRewritten: true)
  }
}

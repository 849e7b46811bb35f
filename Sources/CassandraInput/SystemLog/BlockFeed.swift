// The first two stages of reading a log file: a feed that reads and unpacks block after block, one at a time, and the
// parsing of a block, which needs nothing else and so can be done by whoever has taken it.

import CassandraModel

/// A block that nobody has parsed yet, and its place among those of its file.
struct RawBlock: Sendable {
  /// From 0 on, without a gap.
  let number: Int
  let block: Block
  let position: BlockPosition
  /// Lines of the next file that complete its last record.
  let tail: [UInt8]
  /// How far the file was read for it.
  let reach: (decoded: Int64, stored: Int64)
}

/// A block that was parsed, and its place.
struct NumberedBlock: Sendable {
  let number: Int
  let block: ParsedBlock
  /// How far the file was read for it.
  let reach: (decoded: Int64, stored: Int64)
}

/// Reads the blocks of one file.
actor BlockFeed {
  private var reader: BlockReader
  private let file: String
  private let stage: ParsingStage
  /// Lines of the next file that complete this file's last record.
  private let tail: [UInt8]
  /// The block read last, held until it is known whether it is the file's last one.
  private var held: Block?
  private var count = 0
  private var isAtEnd = false

  init(_ reader: consuming BlockReader, file: String, stage: ParsingStage, tail: [UInt8]) {
    self.reader = reader
    self.file = file
    self.stage = stage
    self.tail = tail
  }

  /// The next block; nil at the end.
  func take() -> RawBlock? {
    guard !isAtEnd else { return nil }
    if tail.isEmpty { return numbered(read(), tail: []) }
    // Two blocks at the start, then one: a block is handed out when the next one shows that it is not the last.
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
    let position = BlockPosition(file: file, isFirst: count == 0, continuesLine: block.continuesLine)
    count += 1
    return RawBlock(
      number: count - 1, block: block, position: position, tail: tail, reach: reader.position)
  }

  private func read() -> Block? { reader.next(splitAt: stage.split) }

  /// What was wrong with the file's bytes so far.
  var diagnostics: DiagnosticLog { reader.diagnostics }
}

/// Parses blocks of a file, whatever its lines are wrapped in.
struct ParsingStage: Sendable {
  private let parser: any LogParser
  private let unwrapping: (unwrapper: LogUnwrapper, parser: LogBlockParser)?

  init(_ parser: any LogParser, _ wrapping: LogWrapping?) {
    self.parser = parser
    // Only logs are wrapped, never facts.
    unwrapping = (parser as? LogBlockParser).flatMap { parser in
      wrapping.map { (LogUnwrapper($0), parser) }
    }
  }

  /// True if places of events count from the block's first line.
  var countsLines: Bool { parser.countsLines }

  /// Where to cut a buffer so that the next block begins with a record; 0 when there is no such place.
  func split(_ bytes: Span<UInt8>) -> Int {
    if let unwrapping { return unwrapping.unwrapper.lastRecordStart(bytes) }
    return parser.split(bytes)
  }

  func parse(_ raw: RawBlock) -> ParsedBlock {
    guard let unwrapping else { return parser.parse(raw.block.bytes, at: raw.position, tail: raw.tail) }
    let unwrapped = unwrapping.unwrapper.unwrap(
      raw.block.bytes.span, continuesLine: raw.block.continuesLine)
    return unwrapping.parser.parse(unwrapped, at: raw.position, tail: raw.tail)
  }
}

// Reads one log file: parallel tasks each take a block from the feed and parse it, and the blocks are
// delivered in order.
//
//   feed        |--1--|--2--|--3--|--4--|       one at a time: reads and decompresses
//   a task            |----1----|--4--|----4-   continues with the block it has just decompressed,
//   a task                  |----2----|         while its bytes are in the cache
//   delivered                       1    2
//
// On one core the stages alternate; on two they overlap, so that parsing runs while zlib decompresses.

package import CassandraModel

/// Reads the blocks of one log file in order.
package actor LogFileReader {
  private let feed: BlockFeed
  private let stage: ParsingStage
  private let file: String
  private let isParallel: Bool

  private var inFlight: [Task<HandOver<NumberedBlock>, Never>] = []
  /// Parsed blocks that are not yet next.
  private var early: [NumberedBlock] = []
  /// The index of the next block.
  private var turn = 0
  private var ready: [ParsedBlock] = []
  private var isAtEnd = false
  private var linesBefore: Int
  /// The last line reported as too long.
  private var longLine: Int?

  /// The position of reading after the delivered blocks.
  private(set) var position: (decoded: Int64, stored: Int64) = (0, 0)
  private var lines = LineCounts()
  private var bytes: Int64 = 0
  private var first: LocalTime?
  private var last: LocalTime?
  /// Readings of the node's clock in the file: enough to be accepted, and every change.
  private(set) var clock: [ClockReading] = []
  private var blockDiagnostics = DiagnosticLog()

  /// Number of blocks between reading and the consumer.
  private static let depth = 4

  /// - Parameters:
  ///   - linesBefore: Number of lines of the file before the first one read.
  ///   - isParallel: False parses each block when it is requested, and nothing ahead.
  package init(
    _ reader: consuming BlockReader, file: String, parser: any LogParser, tail: [UInt8],
    linesBefore: Int = 0, isParallel: Bool
  ) {
    self.init(
      reader, file: file, wrapping: nil, parser: parser, tail: tail, linesBefore: linesBefore,
      isParallel: isParallel)
  }

  /// - Parameters:
  ///   - wrapping: The envelope of the lines; nil for a log as the node wrote it.
  ///   - layouts: The prefixes and layouts found at the file's beginning; nil for the default layout.
  ///   - pasted: Changes of the text by pasting; nil for a log as the node wrote it.
  ///   - tail: Lines of the next file that complete this file's last record.
  ///   - headlessAt: The assumed time of a trace without a head at the top of the file; nil where it belongs
  ///     to a record of another file.
  init(
    _ reader: consuming BlockReader, file: String, wrapping: LogWrapping?, layouts: LogLayouts? = nil,
    pasted: PastedText? = nil, parser: any LogParser, tail: [UInt8], headlessAt: LocalTime? = nil,
    linesBefore: Int = 0, isParallel: Bool
  ) {
    stage = ParsingStage(parser, wrapping, layouts, pasted)
    feed = BlockFeed(reader, file: file, stage: stage, tail: tail, headlessAt: headlessAt)
    self.file = file
    self.linesBefore = linesBefore
    self.isParallel = isParallel
  }

  /// The next block with line numbers of the whole file; nil at the end.
  package func next() async -> ParsedBlock? {
    if !ready.isEmpty { return ready.removeFirst() }
    guard var block = await nextParsed() else { return nil }
    if stage.countsLines { block.events.linesBefore = linesBefore }
    account(for: block)
    return block
  }

  /// The next block in file order.
  private func nextParsed() async -> ParsedBlock? {
    while true {
      if let index = early.firstIndex(where: { $0.number == turn }) {
        let next = early.remove(at: index)
        turn += 1
        position = next.reach
        if isParallel { fill(to: LogFileReader.depth) }
        return next.block
      }
      fill(to: isParallel ? LogFileReader.depth : 1)
      if inFlight.isEmpty { return nil }
      if let block = await inFlight.removeFirst().value.take() { early.append(block) } else { isAtEnd = true }
    }
  }

  /// Starts tasks until `count` blocks are in progress.
  private func fill(to count: Int) {
    let (feed, stage) = (feed, stage)
    while !isAtEnd, inFlight.count + early.count < count {
      inFlight.append(
        Task.detached {
          guard let raw = await feed.take() else { return HandOver(nil) }
          return HandOver(NumberedBlock(number: raw.number, block: stage.parse(raw), reach: raw.reach))
        })
    }
  }

  /// Reads ahead until about `limit` events wait, the file ends, or the task is cancelled. Must have returned
  /// before `next` is called again.
  package func readAhead(upTo limit: Int) async {
    var waiting = ready.reduce(0) { $0 + $1.events.count }
    var taken: [ParsedBlock] = []
    let before = ready
    ready = []
    while waiting < limit, !Task.isCancelled, let block = await next() {
      waiting += block.events.count + 64
      taken.append(block)
    }
    ready = before + taken
  }

  /// The coverage of the file; final when `next` has returned nil.
  package var coverage: Coverage {
    Coverage(
      file: file, format: Coverage.log, bytes: bytes, lines: lines, first: first.map { .local($0) },
      last: last.map { .local($0) })
  }

  /// The diagnostics of the file; final when `next` has returned nil.
  package var diagnostics: DiagnosticLog {
    get async {
      var log = await feed.diagnostics
      log.merge(blockDiagnostics)
      return log
    }
  }

  private func account(for block: ParsedBlock) {
    lines += block.lines
    bytes += block.bytes
    linesBefore += block.lineCount
    for reading in block.clock where reading.isWorthKeeping(after: clock) {
      clock.append(reading.moved(down: linesBefore - block.lineCount))
    }
    // A block begins with a record, except the first of the file.
    if let first = block.first, let last, first.milliseconds < last.milliseconds - ClockStep.limit {
      let step = ClockStep(from: last, to: first, line: linesBefore - block.lineCount + 1)
      blockDiagnostics.report(step.diagnostic(in: file))
    }
    if first == nil { first = block.first }
    last = block.last ?? last
    for diagnostic in block.diagnostics {
      let source = SourceLocation(file: file, line: diagnostic.source.line + linesBefore - block.lineCount)
      // A line of several blocks is one long line.
      if diagnostic.code == .logLongLine, source.line == longLine { continue }
      if diagnostic.code == .logLongLine { longLine = source.line }
      blockDiagnostics.report(Diagnostic(diagnostic.code, at: source, diagnostic.fields))
    }
  }
}

// Reads one log file: tasks side by side each take a block from the feed and parse it, and the blocks come out in order.
//
//   feed        |--1--|--2--|--3--|--4--|       one at a time: reads and unpacks
//   a task            |----1----|--4--|----4-   goes on with the block that it has just unpacked
//   a task                  |----2----|         so that its bytes are still at hand
//   delivered                       1    2
//
// On one core the stages take turns; on two they overlap, so that parsing hides behind zlib.

package import CassandraModel

/// Reads the blocks of one log file in order.
package actor LogFileReader {
  private let feed: BlockFeed
  private let stage: ParsingStage
  private let file: String
  private let isParallel: Bool

  private var inFlight: [Task<HandOver<NumberedBlock>, Never>] = []
  /// Blocks whose turn has not come.
  private var early: [NumberedBlock] = []
  /// The number of the block whose turn is next.
  private var turn = 0
  private var ready: [ParsedBlock] = []
  private var isAtEnd = false
  private var linesBefore: Int
  /// The last line that was reported as too long.
  private var longLine: Int?

  /// How far the blocks that were delivered reach.
  private(set) var position: (decoded: Int64, stored: Int64) = (0, 0)
  private var lines = LineCounts()
  private var bytes: Int64 = 0
  private var first: LocalTime?
  private var last: LocalTime?
  /// What the file says of the node's clock: enough to be believed, and every change of it.
  private(set) var clock: [ClockReading] = []
  private var blockDiagnostics = DiagnosticLog()

  /// Blocks on their way between reading and the consumer.
  private static let depth = 4

  /// - Parameters:
  ///   - linesBefore: how many lines of the file come before the first that is read.
  ///   - isParallel: false parses each block when it is asked for, and nothing ahead.
  package init(
    _ reader: consuming BlockReader, file: String, parser: any LogParser, tail: [UInt8],
    linesBefore: Int = 0, isParallel: Bool
  ) {
    self.init(
      reader, file: file, wrapping: nil, parser: parser, tail: tail, linesBefore: linesBefore,
      isParallel: isParallel)
  }

  /// - Parameters:
  ///   - wrapping: what the lines are wrapped in; nil for a log as the node wrote it.
  ///   - layouts: the prefixes and layouts that the file's beginning shows; nil for the default layout.
  ///   - pasted: what was done to the text; nil for a log as the node wrote it.
  ///   - tail: lines of the next file that complete this file's last record.
  ///   - headlessAt: when a trace without a head at the top of the file is taken to have been logged; nil where it
  ///     belongs to a record of another file.
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

  /// The block whose turn it is.
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

  /// Keeps tasks at work until `count` blocks are on their way.
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

  /// Reads ahead until about `limit` events wait, the file ends, or the task is cancelled. Must have
  /// returned before `next` is called again.
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

  /// The account of the file; final when `next` has returned nil.
  package var coverage: Coverage {
    Coverage(
      file: file, format: Coverage.log, bytes: bytes, lines: lines, first: first.map { .local($0) },
      last: last.map { .local($0) })
  }

  /// What was wrong with the file; final when `next` has returned nil.
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
    // A block begins with a record, but for the first of the file.
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

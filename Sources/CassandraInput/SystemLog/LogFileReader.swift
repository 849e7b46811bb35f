// Reads one log file as two stages: this actor reads and unpacks block after block, tasks beside it parse
// them, and the blocks come out in order. On one core the stages take turns; on two they overlap, so that
// parsing hides behind zlib.

package import CassandraModel

/// Reads the blocks of one log file in order.
package actor LogFileReader {
  private var reader: BlockReader
  private let parser: any LogParser
  private let unwrapping: (unwrapper: LogUnwrapper, parser: LogBlockParser)?
  private let file: String
  /// Lines of the next file that complete this file's last record.
  private let tail: [UInt8]
  private let isParallel: Bool

  private var inFlight: [Task<HandOver<ParsedBlock>, Never>] = []
  private var ready: [ParsedBlock] = []
  private var isFirst = true
  private var isAtEnd = false
  private var isFilling = false
  private var linesBefore: Int
  /// The last line that was reported as too long.
  private var longLine: Int?
  /// The block read last, held until it is known whether it is the file's last one.
  private var held: Block?

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

  /// - Parameter wrapping: what the lines are wrapped in; nil for a log as the node wrote it.
  init(
    _ reader: consuming BlockReader, file: String, wrapping: LogWrapping?, parser: any LogParser,
    tail: [UInt8], linesBefore: Int = 0, isParallel: Bool
  ) {
    // Only logs are wrapped, never facts.
    unwrapping = (parser as? LogBlockParser).flatMap { parser in
      wrapping.map { (LogUnwrapper($0), parser) }
    }
    self.reader = reader
    self.file = file
    self.parser = parser
    self.tail = tail
    self.linesBefore = linesBefore
    self.isParallel = isParallel
  }

  /// The next block with line numbers of the whole file; nil at the end.
  package func next() async -> ParsedBlock? {
    if !ready.isEmpty { return ready.removeFirst() }
    if inFlight.isEmpty { readBlock() }
    guard !inFlight.isEmpty else { return nil }
    let task = inFlight.removeFirst()
    refill()
    guard var block = await task.value.take() else { return nil }
    if parser.countsLines { block.events.linesBefore = linesBefore }
    account(for: block)
    return block
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
      file: file, format: "log", bytes: bytes, lines: lines, first: first.map { .local($0) },
      last: last.map { .local($0) })
  }

  /// How far the first stage has read.
  var position: (decoded: Int64, stored: Int64) { reader.position }

  /// What was wrong with the file; final when `next` has returned nil.
  package var diagnostics: DiagnosticLog {
    var log = reader.diagnostics
    log.merge(blockDiagnostics)
    return log
  }

  /// Keeps the first stage going while the consumer is busy; one block a turn, so that `next` gets its own.
  private func refill() {
    guard isParallel, !isFilling, !isAtEnd, inFlight.count < LogFileReader.depth else { return }
    isFilling = true
    Task {
      self.readBlock()
      self.isFilling = false
      self.refill()
    }
  }

  /// Reads one block and starts to parse it. The last block gets the tail.
  private func readBlock() {
    guard !isAtEnd else { return }
    if tail.isEmpty {
      guard let block = nextBlock() else {
        isAtEnd = true
        return
      }
      parse(block, tail: [])
      return
    }
    // Two blocks at the start, then one: a block is parsed when the next one shows that it is not the last.
    if held == nil { held = nextBlock() }
    let following = nextBlock()
    if let block = held { parse(block, tail: following == nil ? tail : []) }
    held = following
    isAtEnd = following == nil
  }

  private func nextBlock() -> Block? {
    if let unwrapping { return reader.next(splitAt: unwrapping.unwrapper.lastRecordStart) }
    return reader.next(splitAt: parser.split)
  }

  private func parse(_ block: Block, tail: [UInt8]) {
    let position = BlockPosition(file: file, isFirst: isFirst, continuesLine: block.continuesLine)
    isFirst = false
    let parser = parser
    let unwrapping = unwrapping
    inFlight.append(
      Task.detached {
        guard let unwrapping else { return HandOver(parser.parse(block.bytes, at: position, tail: tail)) }
        let unwrapped = unwrapping.unwrapper.unwrap(block.bytes.span, continuesLine: block.continuesLine)
        return HandOver(unwrapping.parser.parse(unwrapped, at: position, tail: tail))
      })
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

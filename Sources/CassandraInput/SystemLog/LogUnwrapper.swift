// Removes the envelope from a block of a log. Each remaining line keeps its line number in the file; removed
// lines are counted here.

import CassandraModel

/// A block without envelopes.
struct UnwrappedBlock: Sendable {
  /// Lines as the node wrote them.
  var bytes: [UInt8] = []
  /// For each line of `bytes` its line number in the block, counted from 1. Several lines from one line share
  /// its number.
  var numbers: [Int] = []
  /// For each line of `bytes` that may begin a record, the time in its envelope.
  var stamps: [Instant?] = []
  /// Number of lines that start in the block.
  var lineCount = 0
  /// Counts of the lines that are not in `bytes`.
  var others = LineCounts()
  /// Bytes of the counted lines.
  var countedBytes: Int64 = 0
  /// The first line of another program: its number and the name of the program.
  var foreignLine: (line: Int, name: String)?
  /// Lines outside of the log that look like errors.
  var unread: [(line: Int, marker: ErrorMarker, sample: String)] = []
  /// The first line of a record without a known date.
  var undated: Int?
}

extension UnwrappedBlock {
  /// A block without an envelope.
  init(plain block: Span<UInt8>, continuesLine: Bool) {
    self = LogUnwrapper(.none).unwrap(block, continuesLine: continuesLine)
  }
}

extension UnwrappedBlock {
  /// The same block with its line numbers mapped to those of `lines`.
  func placed(in lines: UnwrappedBlock) -> UnwrappedBlock {
    var block = self
    let place = { (number: Int) in
      lines.numbers.indices.contains(number - 1) ? lines.numbers[number - 1] : number
    }
    block.numbers = numbers.map(place)
    block.foreignLine = foreignLine.map { (place($0.line), $0.name) }
    block.others += lines.others
    block.lineCount = lines.lineCount
    block.countedBytes = lines.countedBytes
    return block
  }
}

/// Removes the envelopes from the blocks of one log.
struct LogUnwrapper: Sendable {
  private let wrapping: LogWrapping

  /// Limit of error-like lines kept of one block.
  private static let unreadLimit = 8
  private static let newline = UInt8(ascii: "\n")
  private static let escape: UInt8 = 0x1B

  init(_ wrapping: LogWrapping) { self.wrapping = wrapping }

  /// The position to cut a buffer so that the next block starts with a record of the log: the start of the
  /// last head, or 0 when there is none after the first line.
  func lastRecordStart(_ bytes: Span<UInt8>) -> Int {
    var plain: [UInt8] = []
    var end = bytes.count
    while let newline = bytes.lastIndex(of: LogUnwrapper.newline, in: 0..<end) {
      let start = newline + 1
      let lineEnd = bytes.firstIndex(of: LogUnwrapper.newline, in: start..<bytes.count) ?? bytes.count
      plain.removeAll(keepingCapacity: true)
      appendPlain(bytes.extracting(start..<lineEnd), to: &plain)
      if let line = WrappedLine(plain.span, wrapping.form), line.isOf(wrapping.source, plain.span),
        line.isHead(plain.span)
      {
        return start
      }
      end = newline
    }
    return 0
  }

  /// Appends the content of `line`; nothing for a line of another log.
  func append(_ line: Span<UInt8>, to bytes: inout [UInt8]) {
    var plain: [UInt8] = []
    appendPlain(line, to: &plain)
    guard let wrapped = WrappedLine(plain.span, wrapping.form), wrapped.isOf(wrapping.source, plain.span)
    else {
      return
    }
    wrapped.append(plain.span, to: &bytes)
  }

  /// Unwraps `block`. A line continued from the previous block is skipped up to its end.
  func unwrap(_ block: Span<UInt8>, continuesLine: Bool) -> UnwrappedBlock {
    var unwrapped = UnwrappedBlock()
    unwrapped.bytes.reserveCapacity(block.count)
    var state = Lines(wrapping: wrapping, block: unwrapped)
    var plain: [UInt8] = []
    var start = 0
    if continuesLine {
      start = block.firstIndex(of: LogUnwrapper.newline, in: block.all).map { $0 + 1 } ?? block.count
    }
    while start < block.count {
      let end = block.firstIndex(of: LogUnwrapper.newline, in: start..<block.count) ?? block.count
      let length = min(end + 1, block.count) - start
      if block.firstIndex(of: LogUnwrapper.escape, in: start..<end) == nil {
        state.add(block.extracting(start..<end), length: length)
      } else {
        plain.removeAll(keepingCapacity: true)
        appendPlain(block.extracting(start..<end), to: &plain)
        state.add(plain.span, length: length)
      }
      start = end + 1
    }
    return state.finished
  }

  /// The state of unwrapping a block.
  private struct Lines {
    let wrapping: LogWrapping
    var block: UnwrappedBlock
    /// True while the previous line is incomplete.
    private var isOpen = false
    /// True after a line of the log: lines without a syslog head belong to it.
    private var isOwn = true

    init(wrapping: LogWrapping, block: UnwrappedBlock) {
      self.wrapping = wrapping
      self.block = block
    }

    mutating func add(_ whole: Span<UInt8>, length: Int) {
      block.lineCount += 1
      let isReturned = whole.count > 0 && whole[whole.count - 1] == UInt8(ascii: "\r")
      let line = isReturned ? whole.extracting(0..<(whole.count - 1)) : whole
      guard let wrapped = WrappedLine(line, wrapping.form) else { return stray(line, length) }
      isOwn = wrapped.isOf(wrapping.source, line)
      guard isOwn else { return other(wrapped, line, length) }
      block.countedBytes += Int64(length)
      let continues = isOpen
      if !continues { begin(wrapped, line) }
      let start = block.bytes.count
      wrapped.append(line, to: &block.bytes)
      if block.bytes.count > start, block.bytes.last == LogUnwrapper.newline { block.bytes.removeLast() }
      isOpen = wrapped.isPartial
      // A content of several lines gives several lines.
      let ends = block.bytes[start...].count { $0 == LogUnwrapper.newline }
      for _ in 0..<ends { continueLine() }
      // A continuation of the previous line is counted with it.
      if continues, ends == 0 { block.others.continuation += 1 }
      if !isOpen { block.bytes.append(LogUnwrapper.newline) }
    }

    private mutating func begin(_ wrapped: WrappedLine, _ line: Span<UInt8>) {
      block.numbers.append(block.lineCount)
      block.stamps.append(wrapped.instant(line))
    }

    private mutating func continueLine() {
      block.numbers.append(block.lineCount)
      block.stamps.append(nil)
    }

    /// A line of another program, or of another log of the file, which counts it itself.
    private mutating func other(_ wrapped: WrappedLine, _ line: Span<UInt8>, _ length: Int) {
      if wrapping.siblings.contains(where: { wrapped.isOf($0, line) }) || !wrapping.countsStrays { return }
      block.countedBytes += Int64(length)
      block.others.unknown += 1
      keep(
        ErrorMarker.record(line, line.all, isJava: true) ?? ErrorMarker.printedTrace(line, line.all)
          ?? ErrorMarker.printedSystemError(line, line.all), line)
      if block.foreignLine == nil {
        let source = wrapped.source(line)
        block.foreignLine = (
          block.lineCount, source.name(among: [source, wrapping.source] + wrapping.siblings)
        )
      }
    }

    /// A line without an envelope.
    private mutating func stray(_ line: Span<UInt8>, _ length: Int) {
      // journalctl writes the further lines of a message below the first, indented.
      if wrapping.form == .syslog, isOwn,
        let first = line.all.first(where: { line[$0] != UInt8(ascii: " ") }),
        first > 0
      {
        block.countedBytes += Int64(length)
        continueOwn(line.extracting(first..<line.count))
        return
      }
      guard wrapping.countsStrays else { return }
      block.countedBytes += Int64(length)
      if line.firstWord(in: line.all) == nil {
        block.others.blank += 1
      } else if line.hasPrefix("-- ", in: line.all) {
        block.others.decoration += 1
      } else {
        block.others.unparsed += 1
        keep(
          ErrorMarker.record(line, line.all) ?? ErrorMarker.trace(line, line.all)
            ?? ErrorMarker.systemError(line, line.all), line)
      }
    }

    /// Keeps a line that looks like an error, the first one of each error.
    private mutating func keep(_ marker: ErrorMarker?, _ line: Span<UInt8>) {
      guard let marker, block.unread.count < LogUnwrapper.unreadLimit else { return }
      if marker == .trace || marker == .systemError, let last = block.unread.last,
        last.line + 200 > block.lineCount
      {
        return
      }
      block.unread.append((block.lineCount, marker, ErrorSample.text(line, line.trimmed(line.all))))
    }

    private mutating func continueOwn(_ line: Span<UInt8>) {
      continueLine()
      block.bytes.append(line)
      block.bytes.append(LogUnwrapper.newline)
    }

    var finished: UnwrappedBlock {
      var block = block
      if isOpen { block.bytes.append(LogUnwrapper.newline) }
      return block
    }
  }
}

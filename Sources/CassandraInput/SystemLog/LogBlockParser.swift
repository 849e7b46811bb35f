// One block of a log, parsed on its own.
//
// A block is cut where a record starts, so blocks can be parsed side by side and put together in order:
// line numbers are counted from the block's first line, and the reader of the whole file adds the rest.
// The cost of a line is: find its end, read its head, look up its logger. Only a line that matches an
// entry of the catalog, or a warning or error that matches none, makes an event; the frequent kinds make
// packed ones.

package import CassandraModel

/// Parses blocks of one log against a catalog.
package struct LogBlockParser: LogParser {
  private let catalog: MessageCatalog
  /// Whether the heads of records are compared with those of other files.
  private let comparesHeads: Bool

  package init(catalog: MessageCatalog, comparesHeads: Bool = true) {
    self.catalog = catalog
    self.comparesHeads = comparesHeads
  }

  package var countsLines: Bool { true }

  package func split(_ bytes: Span<UInt8>) -> Int { LogBlockParser.lastRecordStart(bytes) }

  /// Where to cut a buffer so that the next block starts with a record: the start of the last head, or 0
  /// when there is none after the first line.
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

  /// Parses `bytes`. `tail` is the beginning of the node's next file when rotation cut the last record of
  /// this one: its lines complete that record and are counted where they stand.
  package func parse(_ bytes: [UInt8], at position: BlockPosition, tail: [UInt8] = []) -> ParsedBlock {
    if tail.isEmpty { return parse(bytes.span, own: bytes.count, at: position) }
    let joined = bytes + tail
    return parse(joined.span, own: bytes.count, at: position)
  }

  private func parse(_ bytes: Span<UInt8>, own: Int, at position: BlockPosition) -> ParsedBlock {
    var run = BlockRun(catalog, position, comparesHeads: comparesHeads)
    run.block.bytes = Int64(own)
    let hasNuls = bytes.firstIndex(of: 0, in: 0..<bytes.count) != nil
    var start = 0
    if position.continuesLine {
      // The rest of a line that began in the block before: counted there.
      start = bytes.firstIndex(of: LogBlockParser.newline, in: 0..<bytes.count).map { $0 + 1 } ?? bytes.count
      run.reportLongLine()
    }
    while start < bytes.count {
      let end = bytes.firstIndex(of: LogBlockParser.newline, in: start..<bytes.count) ?? bytes.count
      run.line(bytes, start..<end, counts: start < own, hasNuls: hasNuls)
      start = end + 1
    }
    run.finishRecord(bytes)
    run.tellQuiet(bytes)
    run.checkEncoding(bytes.extracting(0..<own))
    return run.finish()
  }

  /// Parses a block that was unwrapped. Lines keep the numbers that they have in the file.
  func parse(_ unwrapped: UnwrappedBlock, at position: BlockPosition, tail: [UInt8]) -> ParsedBlock {
    let joined = unwrapped.bytes + tail
    let bytes = joined.span
    var run = BlockRun(catalog, position, comparesHeads: comparesHeads)
    let hasNuls = bytes.firstIndex(of: 0, in: bytes.all) != nil
    if position.continuesLine { run.reportLongLine() }
    var start = 0
    var next = 0
    var number = 0
    while start < bytes.count {
      let end = bytes.firstIndex(of: LogBlockParser.newline, in: start..<bytes.count) ?? bytes.count
      var counts = false
      run.stamp = nil
      if start < unwrapped.bytes.count, next < unwrapped.numbers.count {
        // Of several lines that were one the first counts.
        counts = unwrapped.numbers[next] != number
        number = unwrapped.numbers[next]
        run.stamp = unwrapped.stamps[next]
        next += 1
      }
      if counts { run.block.lineCount = number - 1 }
      run.line(bytes, start..<end, counts: counts, hasNuls: hasNuls)
      start = end + 1
    }
    run.finishRecord(bytes)
    run.tellQuiet(bytes)
    run.checkEncoding(bytes.extracting(0..<unwrapped.bytes.count))
    if let stranger = unwrapped.stranger { run.report(stranger) }
    run.block.lines += unwrapped.others
    run.block.lineCount = unwrapped.lineCount
    run.block.bytes = unwrapped.countedBytes
    return run.finish()
  }

  private static let newline = UInt8(ascii: "\n")
}

/// The state while one block is parsed.
private struct BlockRun {
  /// A record that is still open: its head, and the lines under it so far.
  private struct Record {
    let header: LogHeader
    let line: Int
    /// The number of its kind; nil for a warning or error that is none of the catalog, and for what is quiet.
    let kind: Int?
    let fields: EventFields
  }

  let catalog: MessageCatalog
  let position: BlockPosition
  private let comparesHeads: Bool
  var block = ParsedBlock()
  private var parts = EventBatch.Parts()
  private var heads = LogHeaderParser()
  private var matcher = WordingMatcher()
  private var record: Record?
  /// True while the last event is packed and may get lines under it.
  private var isPacked = false
  /// The last record, if it is one that makes no event.
  private var quiet: Record?
  private var below: [Range<Int>] = []
  private var hasRecord: Bool
  private var reported: Set<String> = []
  /// The latest time of a head since the clock last stepped back.
  private var reached = Int64.min / 2
  /// When the line at hand passed what wrapped the log; nil in a plain log.
  var stamp: Instant?

  /// More lines than this under one head are counted but not looked at.
  private static let belowLimit = 2000

  init(_ catalog: MessageCatalog, _ position: BlockPosition, comparesHeads: Bool) {
    self.catalog = catalog
    self.position = position
    self.comparesHeads = comparesHeads
    parts.file = position.file
    parts.kinds = catalog.kinds
    // A block that is not the first begins inside a record only if that record was longer than a block.
    hasRecord = !position.isFirst
  }

  /// The block, once all its lines were taken.
  mutating func finish() -> ParsedBlock {
    parts.names = matcher.strings.all
    block.events = EventBatch(parts)
    return block
  }

  mutating func line(_ bytes: Span<UInt8>, _ whole: Range<Int>, counts: Bool, hasNuls: Bool) {
    if counts { block.lineCount += 1 }
    var line = whole
    if line.upperBound > line.lowerBound, bytes[line.upperBound - 1] == UInt8(ascii: "\r") {
      line = line.lowerBound..<(line.upperBound - 1)
      if counts { report(.logCarriageReturn) }
    }
    var isCounted = counts
    // A run of NULs parts what was written before a crash from what was written after it.
    while hasNuls, let nul = bytes.firstIndex(of: 0, in: line) {
      report(.logNul)
      if nul > line.lowerBound {
        piece(bytes, line.lowerBound..<nul, counts: isCounted)
        isCounted = false
      }
      let rest = (nul..<line.upperBound).first { bytes[$0] != 0 } ?? line.upperBound
      line = rest..<line.upperBound
    }
    // A line that ends in NULs is over; one of nothing else is blank.
    if line.isEmpty, !whole.isEmpty, !isCounted { return }
    piece(bytes, line, counts: isCounted)
  }

  /// A line, or what stands between NULs in one.
  private mutating func piece(_ bytes: Span<UInt8>, _ line: Range<Int>, counts: Bool) {
    switch heads.parse(bytes, line) {
    case .head(let header):
      finishRecord(bytes)
      begin(header, bytes, line, counts: counts)
    case .impossibleDate:
      finishRecord(bytes)
      if counts {
        block.lines.unparsed += 1
        block.diagnostics.append(
          Diagnostic(.logDate, at: SourceLocation(file: position.file, line: block.lineCount)))
      }
      hasRecord = false
    case .other:
      continuation(bytes, line, counts: counts)
    }
  }

  private mutating func begin(_ header: LogHeader, _ bytes: Span<UInt8>, _ line: Range<Int>, counts: Bool) {
    hasRecord = true
    if block.first == nil { block.first = header.at }
    block.last = header.at
    if header.at.milliseconds < reached - ClockStep.limit {
      if counts {
        report(ClockStep(from: LocalTime(milliseconds: reached), to: header.at, line: block.lineCount))
      }
      reached = header.at.milliseconds
    } else if header.at.milliseconds > reached {
      reached = header.at.milliseconds
    }
    if header.offset != nil || stamp != nil { read(clockOf: header, counts: counts) }
    let isLoud = header.level == .warn || header.level == .error
    let found = catalog.find(bytes, header, &matcher)
    if counts { if found == nil { block.lines.unknown += 1 } else { block.lines.known += 1 } }
    // Most lines of a log say nothing but that the process lives: only the last of a run of them is told.
    if !isLoud, found == nil || found?.role == .telemetry {
      quiet = Record(header: header, line: block.lineCount, kind: found?.kind, fields: .none)
      return
    }
    if found?.role == .processStarted { tellQuiet(bytes) }
    quiet = nil
    block.hashes.append(identity(bytes, line))
    if let found, !isLoud, BlockRun.isPacked(found.role) {
      pack(header, found, bytes)
    } else {
      let fields = found.map { found in
        EventFields(names: catalog.kinds[found.kind].fields, values: matcher.values(bytes))
      }
      record = Record(header: header, line: block.lineCount, kind: found?.kind, fields: fields ?? .none)
    }
  }

  private mutating func pack(_ header: LogHeader, _ found: MessageCatalog.Match, _ bytes: Span<UInt8>) {
    parts.records.append(
      EventBatch.Record(
        at: header.at, line: Int32(truncatingIfNeeded: block.lineCount),
        number: Int32(truncatingIfNeeded: found.kind), values: Int32(truncatingIfNeeded: parts.values.count),
        thread: matcher.strings.number(bytes, header.thread),
        logger: matcher.strings.number(bytes, header.logger), level: header.level, role: found.role,
        isPacked: true))
    matcher.pack(bytes, into: &parts)
    isPacked = true
  }

  /// Makes an event of the last quiet record, so that the end of a process is known to the line.
  mutating func tellQuiet(_ bytes: Span<UInt8>) {
    guard let quiet = quiet.take() else { return }
    let start = quiet.header.thread.lowerBound
    block.hashes.append(identity(bytes, start..<quiet.header.message.upperBound))
    record = quiet
    finishRecord(bytes)
  }

  private mutating func continuation(_ bytes: Span<UInt8>, _ line: Range<Int>, counts: Bool) {
    guard let first = line.first(where: { !isBlank(bytes[$0]) && bytes[$0] != UInt8(ascii: "\r") }) else {
      if counts { block.lines.blank += 1 }
      return
    }
    // Under a warning or an error an exception's class begins its trace; anywhere else the JVM printed it.
    let isTrace = isLoud && ThrowableParser.isHead(bytes, line)
    if first == line.lowerBound, !isTrace, let bare = catalog.findBare(bytes, line, &matcher) {
      if counts { block.lines.known += 1 }
      let fields = EventFields(names: catalog.kinds[bare.kind].fields, values: matcher.values(bytes))
      finishRecord(bytes)
      appendBare(catalog.kinds[bare.kind], fields, bytes, line)
      return
    }
    if counts {
      if hasRecord || looksLikeTrace(bytes, first..<line.upperBound) {
        block.lines.continuation += 1
      } else {
        block.lines.unparsed += 1
      }
    }
    if record != nil || isPacked, below.count < BlockRun.belowLimit { below.append(line) }
  }

  /// What tells a record from others of its millisecond: the beginning of its head line, and its length.
  private func identity(_ bytes: Span<UInt8>, _ line: Range<Int>) -> UInt64 {
    guard comparesHeads else { return 0 }
    let beginning = line.lowerBound..<min(line.upperBound, line.lowerBound + 256)
    return bytes.hash(in: beginning) ^ UInt64(truncatingIfNeeded: line.count) &* 0x9E37_79B9_7F4A_7C15
  }

  /// Makes the event of the open record, now that its last line is known.
  mutating func finishRecord(_ bytes: Span<UInt8>) {
    if isPacked {
      isPacked = false
      if !below.isEmpty, let throwable = ThrowableParser.parse(bytes, below) { unpackLast(with: throwable) }
    } else if let record = record.take() {
      finish(record, bytes)
    }
    below.removeAll(keepingCapacity: true)
  }

  private mutating func finish(_ record: Record, _ bytes: Span<UInt8>) {
    let header = record.header
    let kind = record.kind.map { catalog.kinds[$0] }
    let isBad = header.level == .error
    let isLoud = isBad || header.level == .warn
    append(
      Event(
        name: kind?.name ?? .unrecognized,
        role: kind?.role ?? (isLoud ? .unrecognized : .telemetry),
        severity: kind?.severity ?? (isBad ? .critical : isLoud ? .warning : .info), level: header.level,
        at: header.at,
        thread: matcher.strings.string(bytes, header.thread),
        logger: matcher.strings.string(bytes, header.logger), message: words(of: header, kind?.role, bytes),
        fields: record.fields,
        throwable: below.isEmpty ? nil : ThrowableParser.parse(bytes, below),
        source: SourceLocation(file: position.file, line: record.line)))
  }

  private mutating func append(_ event: Event) {
    parts.records.append(EventBatch.Record(event, number: parts.others.count))
    parts.others.append(event)
  }

  /// The last event has an exception, against its kind's habit.
  private mutating func unpackLast(with throwable: Throwable) {
    var own = parts
    own.names = matcher.strings.all
    guard let packed = EventBatch(own).last else { return }
    parts.records.removeLast()
    append(packed.with(throwable))
  }

  /// True under a record that may have a trace.
  private var isLoud: Bool { record.map { $0.header.level == .warn || $0.header.level == .error } ?? false }

  /// The words of a record, unless it is one of the frequent kinds.
  private func words(of header: LogHeader, _ role: EventRole?, _ bytes: Span<UInt8>) -> String {
    let isLoud = header.level == .warn || header.level == .error
    if let role, !isLoud, BlockRun.isFrequent(role) { return "" }
    let range = header.message
    return bytes.text(in: range.lowerBound..<min(range.upperBound, range.lowerBound + Event.messageLimit))
  }

  /// A line of the JVM has no time of its own: it came at or after the record above it.
  private mutating func appendBare(
    _ kind: EventKind, _ fields: EventFields, _ bytes: Span<UInt8>, _ line: Range<Int>
  ) {
    guard let at = block.last else { return }
    append(
      Event(
        name: kind.name, role: kind.role, severity: kind.severity, level: .error, at: at,
        thread: "", logger: "", message: bytes.text(in: line), fields: fields, throwable: nil,
        source: SourceLocation(file: position.file, line: block.lineCount)))
    block.hashes.append(bytes.hash(in: line) ^ UInt64(bitPattern: at.milliseconds))
  }

  /// Keeps what a head says of the clock.
  private mutating func read(clockOf header: LogHeader, counts: Bool) {
    guard counts else { return }
    let utc = header.offset.map { header.at.instant(at: $0) } ?? stamp
    guard let utc else { return }
    let reading = ClockReading(
      wallClock: header.at, utc: utc, isStated: header.offset != nil,
      source: SourceLocation(file: position.file, line: block.lineCount))
    if reading.isWorthKeeping(after: block.clock) { block.clock.append(reading) }
  }

  private mutating func report(_ step: ClockStep) {
    block.diagnostics.append(step.diagnostic(in: position.file))
  }

  mutating func report(_ stranger: (line: Int, name: String)) {
    block.diagnostics.append(
      Diagnostic(
        .logStranger, at: SourceLocation(file: position.file, line: stranger.line), ["name": stranger.name]))
  }

  mutating func reportLongLine() { report(.logLongLine) }

  mutating func checkEncoding(_ bytes: Span<UInt8>) {
    if bytes.hasNonASCII, (try? UTF8Span(validating: bytes)) == nil { report(.logEncoding) }
  }

  /// Each code once a block; the log of diagnostics counts the rest.
  private mutating func report(_ code: DiagnosticCode) {
    guard reported.insert(code.name).inserted else { return }
    block.diagnostics.append(
      Diagnostic(code, at: SourceLocation(file: position.file, line: block.lineCount)))
  }

  /// At the top of a file, before any head: the rest of a trace that rotation cut.
  private func looksLikeTrace(_ bytes: Span<UInt8>, _ line: Range<Int>) -> Bool {
    bytes[line.lowerBound - (line.lowerBound > 0 ? 1 : 0)] == UInt8(ascii: "\t")
      || BlockRun.traceStarts.contains { bytes.matches($0, at: line.lowerBound) }
  }

  private static let traceStarts = ["at ", "... ", "Caused by: ", "Suppressed: "].map { Array($0.utf8) }

  /// What comes so often that its events are packed.
  private static func isPacked(_ role: EventRole) -> Bool {
    switch role {
    case .compactionStarted, .compactionFinished, .sstableDeleted, .flushStarted, .flushFinished: true
    default: false
    }
  }

  /// What comes so often that its fields must say everything.
  private static func isFrequent(_ role: EventRole) -> Bool {
    switch role {
    case .sstableOpened, .poolRow, .gcPause, .telemetry: true
    default: isPacked(role)
    }
  }
}

extension EventName {
  /// A warning or error that no entry of the catalog knows.
  package static let unrecognized = EventName("log.unrecognized")
}

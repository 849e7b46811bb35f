// Parses the lines of one block in order: lines that begin a record, lines that continue one, records that
// become events, and records that are only counted.

import CassandraModel

/// The state of parsing one block.
struct BlockRun {
  private let catalog: MessageCatalog
  private let position: BlockPosition
  private let comparesHeads: Bool
  private let keepsEveryRecord: Bool
  var block = ParsedBlock()
  private var events: EventWriter
  private var heads = LogHeaderParser()
  /// The record that further lines may belong to; nil if its event is packed.
  private var record: OpenRecord?
  /// True while the last event is packed and further lines may belong to it.
  private var isPacked = false
  /// True below a warning or an error.
  private var isLoud = false
  /// The last record, if it does not become an event.
  private var quiet: OpenRecord?
  private var below: [Range<Int>] = []
  private var hasRecord: Bool
  private var reported: Set<String> = []
  /// The latest time of a head since the clock last stepped back.
  private var reached = Int64.min / 2
  /// False in a block whose heads were all rewritten into the default layout.
  var looksForHeads = true
  /// The time at which the envelope was added to the current line; nil in a plain log.
  var stamp: Instant?
  /// False for lines of the next file that complete the last record of this one: they are counted there.
  var isOwn = true
  private var unread = UnreadLogLines()

  /// More lines than this below one head are counted but not parsed.
  private static let belowLimit = 2000

  init(_ catalog: MessageCatalog, _ position: BlockPosition, comparesHeads: Bool, keepsEveryRecord: Bool) {
    self.keepsEveryRecord = keepsEveryRecord
    self.catalog = catalog
    self.position = position
    self.comparesHeads = comparesHeads
    events = EventWriter(kinds: catalog.kinds, file: position.file, keepsText: keepsEveryRecord)
    // A block after the first begins inside a record only if that record was longer than a block.
    hasRecord = !position.isFirst
  }

  /// The result, after the last line.
  mutating func finish() -> ParsedBlock {
    block.events = events.finish()
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
    // A run of NULs separates text written before a crash from text written after it.
    while hasNuls, let nul = bytes.firstIndex(of: 0, in: line) {
      report(.logNul)
      if nul > line.lowerBound {
        piece(bytes, line.lowerBound..<nul, counts: isCounted)
        isCounted = false
      }
      let rest = (nul..<line.upperBound).first { bytes[$0] != 0 } ?? line.upperBound
      line = rest..<line.upperBound
    }
    // A line that ends in NULs is complete; one that contains only NULs is blank.
    if line.isEmpty, !whole.isEmpty, !isCounted { return }
    piece(bytes, line, counts: isCounted)
  }

  /// A line, or the part of one between NULs.
  private mutating func piece(_ bytes: Span<UInt8>, _ line: Range<Int>, counts: Bool) {
    switch heads.parse(bytes, line) {
    case .head(let header):
      finishRecord(bytes)
      begin(header, bytes, line, counts: counts)
    case .impossibleDate:
      // A time without milliseconds belongs to another layout.
      if looksForHeads, !block.hasOtherHeads {
        block.hasOtherHeads = hasTime(bytes, line) && FoundHead(bytes, line) != nil
      }
      finishRecord(bytes)
      if counts {
        block.lines.unparsed += 1
        block.diagnostics.append(
          Diagnostic(.logDate, at: SourceLocation(file: position.file, line: block.lineCount)))
      }
      lookForError(bytes, line)
      hasRecord = false
    case .other:
      continuation(bytes, line, counts: counts)
    }
  }

  /// True if a valid time follows the thread.
  private func hasTime(_ bytes: Span<UInt8>, _ line: Range<Int>) -> Bool {
    var search = line
    while let close = bytes.firstIndex(of: UInt8(ascii: "]"), in: search) {
      if close + 2 < line.upperBound, bytes[close + 1] == UInt8(ascii: " "), digit(bytes[close + 2]) != nil {
        guard let time = HeadTime(bytes, at: close + 2, before: line.upperBound) else { return false }
        if case .full = time.day { return true }
        return false
      }
      search = (close + 1)..<line.upperBound
    }
    return false
  }

  private mutating func begin(_ parsed: LogHeader, _ bytes: Span<UInt8>, _ line: Range<Int>, counts: Bool) {
    var header = parsed
    unread.recordBegins()
    let rest = header.message
    if header.isLoud { header.message = ThrowableParser.words(bytes, of: rest) }
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
    let isLoud = header.isLoud
    if isLoud, header.thread.isEmpty, let thread = ThreadName.stated(bytes, rest) { header.thread = thread }
    let found = catalog.find(bytes, header, &events.matcher)
    if counts { if found == nil { block.lines.unknown += 1 } else { block.lines.known += 1 } }
    // Most lines of a log only show that the process is running: only the last of a run of them becomes an
    // event.
    if !isLoud, found == nil || found?.role == .telemetry, !keepsEveryRecord {
      quiet = OpenRecord(
        header: header, rest: rest, line: block.lineCount, kind: found?.kind, fields: .none)
      return
    }
    if found?.role == .processStarted { tellQuiet(bytes) }
    quiet = nil
    self.isLoud = isLoud
    block.hashes.append(identity(bytes, line))
    if let found, EventWriter.isPacked(found.role), !keepsEveryRecord {
      events.pack(header, found, line: block.lineCount, bytes)
      isPacked = true
    } else {
      record = OpenRecord(
        header: header, rest: rest, line: block.lineCount, kind: found?.kind,
        fields: found.map { events.fields(of: $0, bytes) } ?? .none)
    }
  }

  /// Begins a record whose head is missing: only its trace is there.
  private mutating func beginHeadless(
    _ at: LocalTime, _ bytes: Span<UInt8>, _ line: Range<Int>, counts: Bool
  ) {
    hasRecord = true
    isLoud = true
    let message = bytes.trimmed(line)
    let nothing = message.lowerBound..<message.lowerBound
    let header = LogHeader(
      level: .error, thread: ThreadName.stated(bytes, message) ?? nothing, at: at, logger: nothing,
      message: ThrowableParser.words(bytes, of: message))
    if counts {
      block.lines.unknown += 1
      report(.logHeadless)
    }
    block.hashes.append(identity(bytes, line))
    record = OpenRecord(header: header, rest: message, line: block.lineCount, kind: nil, fields: .none)
  }

  /// Makes an event of the last quiet record, so that the end of a process is exact to the line.
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
    if looksForHeads, !block.hasOtherHeads, LogLayouts.mayHoldHead(bytes, line) {
      block.hasOtherHeads = FoundHead(bytes, line) != nil
    }
    if !hasRecord, let at = position.headlessAt, ThrowableParser.beginsTrace(bytes, line) {
      return beginHeadless(at, bytes, line, counts: counts)
    }
    // Below a warning or an error an exception's class begins its trace; anywhere else the JVM printed it.
    let isTrace = isLoud && ThrowableParser.isHead(bytes, line)
    if first == line.lowerBound, !isTrace, let bare = catalog.findBare(bytes, line, &events.matcher) {
      if counts { block.lines.known += 1 }
      let fields = events.fields(of: bare, bytes)
      finishRecord(bytes)
      // A line of the JVM has no time of its own: it was printed at or after the record above it.
      if let at = block.last {
        events.append(bare, fields, at: at, line: block.lineCount, bytes, line)
        block.hashes.append(bytes.hash(in: line) ^ UInt64(bitPattern: at.milliseconds))
      }
      return
    }
    lookForError(bytes, line)
    if counts {
      if hasRecord || looksLikeTrace(bytes, first..<line.upperBound) {
        block.lines.continuation += 1
      } else {
        block.lines.unparsed += 1
      }
    }
    if record != nil || isPacked, below.count < BlockRun.belowLimit { below.append(line) }
  }

  /// Distinguishes a record from others of its millisecond: the beginning of its head line, and its length.
  private func identity(_ bytes: Span<UInt8>, _ line: Range<Int>) -> UInt64 {
    guard comparesHeads else { return 0 }
    let beginning = line.lowerBound..<min(line.upperBound, line.lowerBound + 256)
    return bytes.hash(in: beginning) ^ UInt64(truncatingIfNeeded: line.count) &* 0x9E37_79B9_7F4A_7C15
  }

  /// Makes the event of the open record, after its last line.
  mutating func finishRecord(_ bytes: Span<UInt8>) {
    let throwable = throwable(bytes)
    if isPacked {
      isPacked = false
      // Events of this kind rarely have an exception.
      if let throwable { events.unpackLast(with: throwable) }
    } else if let record = record.take() {
      events.append(record, throwable, bytes)
    }
    isLoud = false
    below.removeAll(keepingCapacity: true)
  }

  /// The exception of the open record.
  private func throwable(_ bytes: Span<UInt8>) -> Throwable? {
    if let record, record.header.isLoud {
      let isShort = record.rest == record.header.message
      // For an error recognised by its message, the exception in the message is part of that text.
      let mayPseudonymWords =
        record.header.level == .error
        && (record.kind.map { catalog.kinds[$0].role == .failure } ?? true)
      if !isShort || mayPseudonymWords,
        let throwable = ThrowableParser.parse(bytes, inMessage: record.rest, below)
      {
        return throwable
      }
    }
    return below.isEmpty ? nil : ThrowableParser.parse(bytes, below)
  }

  /// Keeps the clock reading of a head.
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

  mutating func report(_ foreignLine: (line: Int, name: String)) {
    block.diagnostics.append(
      Diagnostic(
        .logForeignLine, at: SourceLocation(file: position.file, line: foreignLine.line),
        ["name": foreignLine.name]))
  }

  mutating func report(unread found: (line: Int, marker: ErrorMarker, sample: String)) {
    block.diagnostics.append(UnreadLogLines.diagnostic(found, in: position.file))
  }

  /// Keeps a line that is not a record and looks like an error, unless it is the trace of an understood
  /// record.
  private mutating func lookForError(_ bytes: Span<UInt8>, _ line: Range<Int>) {
    guard isOwn, let marker = unread.marker(bytes, line, isUnderError: isLoud) else { return }
    report(unread: (block.lineCount, marker, ErrorSample.text(bytes, bytes.trimmed(line))))
  }

  mutating func reportUndated(_ line: Int) {
    block.diagnostics.append(Diagnostic(.logUndated, at: SourceLocation(file: position.file, line: line)))
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
}

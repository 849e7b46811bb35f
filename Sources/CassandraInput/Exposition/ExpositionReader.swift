// Reads responses of metrics endpoints: one scrape or many in a file. A scrape ends with `# EOF`, with a line
// that has a time, or where its first series repeats. A series with a time stamp has that time; all others
// have the time before the scrape or in the file's name.

import CassandraModel

struct ExpositionReader: CaptureTextReader {
  /// The command name of an endpoint's polls.
  static let command = "metrics"
  let formatName = "prometheus"
  private(set) var lines = LineCounts()
  private(set) var period: (first: Moment?, last: Moment?) = (nil, nil)

  private let file: String
  private let heldLimit: Int
  private var names = SeriesNames()
  private var clock: CaptureClock
  /// The node's own clock; nil while it is not known.
  private var wallClock: WallClock?
  private var scrape = Scrape()
  private var lineNumber = 0
  /// The last line of a block, until the next block shows that it is complete.
  private var open: [UInt8]?
  private var isOverlong = false
  private var polls = 0
  private var strays = 0
  private var firstStray = 0
  private var isMixedTold = false
  private var isClockTold = false

  init(file: String, time: CaptureTime?, heldLimit: Int = Scrape.limit) {
    self.file = file
    self.heldLimit = heldLimit
    clock = CaptureClock(fallback: time)
  }

  mutating func setClock(_ clock: WallClock?) { wallClock = clock }

  mutating func consume(_ block: Span<UInt8>, continuesLine: Bool, into sink: inout some FactSink) {
    let newline = UInt8(ascii: "\n")
    var start = 0
    if continuesLine {
      isOverlong = true
      guard let end = block.firstIndex(of: newline, in: block.all) else { return }
      closeOverlong()
      start = end + 1
    } else if let line = open {
      open = nil
      read(line.span, into: &sink)
    }
    while start < block.count {
      lineNumber += 1
      guard let end = block.firstIndex(of: newline, in: start..<block.count) else {
        var line: [UInt8] = []
        line.append(block.extracting(start..<block.count))
        open = line
        return
      }
      read(block.extracting(start..<end), into: &sink)
      start = end + 1
    }
  }

  mutating func finish(into sink: inout some FactSink) {
    if isOverlong {
      closeOverlong()
    } else if let line = open {
      // Pasted text and truncated files lack the last line end. A number that may have lost digits is not
      // used; the lines before it are. Java ends a whole number with `.0`.
      let content = line.span.trimmed(line.span.all)
      if ExpositionLine(line.span, in: content) == nil || line.span.hasSuffix(".0", in: content) {
        read(line.span, into: &sink)
      } else {
        stray(line.span, line.span.all)
        begin()
      }
    }
    open = nil
    if scrape.firstLine > 0 || scrape.isAnnounced || polls == 0 {
      close(failure: nil, into: &sink)
    }
    if strays > 0 {
      report(.expositionLine, ["count": String(strays)], line: firstStray, into: &sink)
    }
  }

  // MARK: Lines

  private mutating func read(_ line: Span<UInt8>, into sink: inout some FactSink) {
    var content = line.trimmed(line.all)
    if let last = content.last, line[last] == UInt8(ascii: "\r") {
      content = line.trimmed(content.lowerBound..<last)
    }
    if lineNumber == 1, line.matches([0xEF, 0xBB, 0xBF], at: content.lowerBound) {
      content = line.trimmed((content.lowerBound + 3)..<content.upperBound)
    }
    guard let first = content.first else { return lines.count(.blank) }
    if line[first] == UInt8(ascii: "#") {
      lines.count(.decoration)
      if line.equals("# EOF", in: content) {
        close(failure: nil, into: &sink)
      } else if !line.hasPrefix("# HELP ", in: content), !line.hasPrefix("# TYPE ", in: content),
        let marker = TimeMarker(line, in: content)
      {
        begin(marker, line.text(in: content), into: &sink)
      } else {
        begin()
      }
    } else if let series = ExpositionLine(line, in: content) {
      read(series, line, into: &sink)
    } else if let marker = TimeMarker(line, in: content) {
      lines.count(.decoration)
      begin(marker, line.text(in: content), into: &sink)
    } else if CommandLine.parse(line, content) != nil {
      lines.count(.decoration)
      if scrape.firstLine > 0 { close(failure: nil, into: &sink) }
      scrape.isAnnounced = true
    } else {
      begin()
      stray(line, content)
    }
  }

  private mutating func read(_ series: ExpositionLine, _ text: Span<UInt8>, into sink: inout some FactSink) {
    let family = names.family(text, series.name)
    switch family {
    case .unknown:
      begin()
      scrape.seriesLines += 1
      return lines.count(.unknown)
    case .exporter:
      begin()
      scrape.seriesLines += 1
      scrape.exporter = SeriesLabels(text, in: series.labels)?["name"] ?? scrape.exporter
      return lines.count(.unknown)
    case .mbean, .path, .dotted, .plain: break
    }
    guard let labels = SeriesLabels(text, in: series.labels) else {
      begin()
      return stray(text, text.all)
    }
    guard let (target, number) = names.target(family, labels) else {
      begin()
      scrape.seriesLines += 1
      return lines.count(.unknown)
    }
    if series.at == nil {
      let hash = text.hash(in: series.name.lowerBound..<series.labels.upperBound)
      if !scrape.isFirst(hash) {
        close(failure: nil, into: &sink)
        _ = scrape.isFirst(hash)
      }
    }
    begin()
    scrape.seriesLines += 1
    if let instance = labels["instance"] { scrape.note(instance: instance) }
    var plain: PlainSeries?
    if case .plain(let found) = family { plain = found }
    scrape.held.append(
      Scrape.Held(
        target: target, value: series.value.flatMap { number.value($0) }, at: series.at, line: lineNumber,
        reading: plain?.reading ?? .value, isOfProcess: plain?.isOfProcess ?? false,
        hasInstance: labels["instance"] != nil))
    if scrape.held.count >= heldLimit { passOn(failure: nil, into: &sink) }
  }

  private mutating func stray(_ text: Span<UInt8>, _ range: Range<Int>) {
    lines.count(.unparsed)
    strays += 1
    if strays == 1 { firstStray = lineNumber }
    if scrape.stray == nil { scrape.stray = text.text(in: range.prefix(Self.longestReason)) }
  }

  /// Failures are quoted up to this many bytes.
  private static let longestReason = 300

  /// No endpoint has a line of that length.
  private mutating func closeOverlong() {
    if let line = open { stray(line.span, line.span.all) }
    open = nil
    isOverlong = false
  }

  // MARK: Scrapes

  /// The line belongs to a scrape.
  private mutating func begin() { if scrape.firstLine == 0 { scrape.firstLine = lineNumber } }

  private mutating func begin(_ marker: TimeMarker, _ text: String, into sink: inout some FactSink) {
    if scrape.firstLine > 0 || scrape.isAnnounced { close(failure: nil, into: &sink) }
    switch marker {
    case .utc(let instant): clock.set(CaptureTime(instant, .marker))
    case .unknownOffset(let local):
      let time = wallClock.map { CaptureTime($0(local), .marker) }
      clock.set(time)
      if time == nil {
        report(.nodetoolZone, ["text": text], line: lineNumber, into: &sink)
      } else if !isClockTold {
        report(.nodetoolClock, ["text": text], line: lineNumber, into: &sink)
        isClockTold = true
      }
    }
    scrape.isAnnounced = true
    scrape.firstLine = lineNumber
  }

  private mutating func close(failure: String?, into sink: inout some FactSink) {
    var failure = failure
    if scrape.seriesLines == 0 {
      failure = scrape.stray ?? (scrape.firstLine > 0 ? "it holds no series" : "the file is empty")
    }
    passOn(failure: failure, into: &sink)
    scrape = Scrape()
  }

  /// Passes the held samples on.
  private mutating func passOn(failure: String?, into sink: inout some FactSink) {
    var time: CaptureTime?
    if scrape.isTold {
      time = scrape.time
    } else {
      time = tell(failure, into: &sink)
    }
    let sizes = scrape.sizes
    var given: Set<Given> = []
    for series in scrape.held {
      if scrape.isMixed, series.hasInstance {
        lines.count(.unknown)
        if !isMixedTold { report(.expositionInstances, [:], line: series.line, into: &sink) }
        isMixedTold = true
        continue
      }
      let at = series.at ?? time?.instant
      guard scrape.isNodes(series), let value = series.value(at: at, sizes) else {
        lines.count(series.value == nil ? .known : .unknown)
        continue
      }
      lines.count(.known)
      // Newer nodes export every metric of a table under two names.
      guard given.insert(Given(target: series.target, at: at)).inserted else { continue }
      note(at)
      sink.receive(
        .sample(
          Sample(
            at: at, atKind: series.at == nil ? time?.kind : .content, metric: series.target.metric,
            labels: series.target.labels, value: value, source: SourceLocation(file: file, line: series.line))
        ))
    }
    scrape.held = []
  }

  /// Emits the poll, and returns the time of series without a time stamp.
  private mutating func tell(_ failure: String?, into sink: inout some FactSink) -> CaptureTime? {
    let needsTime = scrape.held.isEmpty || scrape.held.contains { $0.at == nil }
    var time: CaptureTime?
    if needsTime {
      let (known, isRepeat) = clock.time(for: Self.command)
      time = known
      if isRepeat, failure == nil {
        report(.nodetoolTime, ["command": Self.command], line: scrape.firstLine, into: &sink)
      }
    }
    let stamp = time ?? scrape.latest.map { CaptureTime($0, .content) }
    note(stamp?.instant)
    sink.receive(
      .poll(
        Poll(
          at: stamp?.instant, atKind: stamp?.kind, command: Self.command, failure: failure,
          source: SourceLocation(file: file, line: scrape.firstLine))))
    polls += 1
    scrape.isTold = true
    scrape.time = time
    return time
  }

  private struct Given: Hashable {
    let target: SeriesTarget
    let at: Instant?
  }

  private mutating func note(_ at: Instant?) {
    guard let at else { return }
    if period.first.map({ at.milliseconds < $0.sortKey }) ?? true { period.first = .utc(at) }
    if period.last.map({ at.milliseconds > $0.sortKey }) ?? true { period.last = .utc(at) }
  }

  private func report(
    _ code: DiagnosticCode, _ fields: [String: String], line: Int, into sink: inout some FactSink
  ) {
    sink.receive(.diagnostic(Diagnostic(code, at: SourceLocation(file: file, line: line), fields)))
  }
}

extension DiagnosticCode {
  static let expositionLine = DiagnosticCode(
    "metrics.line", .warning,
    "{count} of its lines are no series that is whole, from here on; they were left out.")
  static let expositionInstances = DiagnosticCode(
    "metrics.instances", .warning,
    "This answer has series of several instances; nothing says which of them is this node, so they were left out."
  )
}

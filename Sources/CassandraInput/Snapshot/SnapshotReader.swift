// Reads output of monitors: JSON values over one line or many, and lines of a log in between, of several
// kinds in one file. A truncated value is lost alone: reading continues at the next line of a log, or at a
// `{` in an invalid position.
//
//     2026-11-21 05:10:03,476 [INFO] Starting …      a line of a log, for the first of its kind that matches it
//     {                                             ┐
//       "compactions": [],                          │ one value; its first line counts as a record, the rest as
//       "active_count": 0                           │ continuation
//     }                                             ┘
//     2026-11-21 05:42:26,486 [ERROR] … Traceback    a line of a log,
//       File "/usr/bin/nodetool", line 10            and its continuation
//
// An array at the top is read element by element, so that its length does not matter.

import CassandraModel

struct SnapshotReader: CaptureLineReader {
  var formatName: String { found.joined(separator: ", ") }
  private(set) var lines = LineCounts()
  var period: (first: Moment?, last: Moment?) { (span.first, span.last) }
  var lineNumber = 0

  /// The kinds found so far, in order of first occurrence.
  private(set) var found: [String] = []

  private let file: String
  private let kinds: [MonitorKind]
  /// The time of the file as a whole.
  private let time: CaptureTime?

  private var cutter = JSONCutter()
  private var isInList = false
  /// The time before the line's own content, and the one on the first line of the open value.
  private var lineTime = SnapshotTime.unknown
  private var valueTime = SnapshotTime.unknown
  private var account = LineAccount()
  private var span = MomentSpan()
  /// True after a line of a log; further lines continue it.
  private var isBelowRecord = false
  private var isInGap = false
  private var matcher = WordingMatcher()
  private var state: MonitorState
  private var clock = SnapshotClock()
  private var offset: UTCOffset?

  init(file: String, time: CaptureTime?, kinds: [MonitorKind] = MonitorKind.all) {
    self.file = file
    self.time = time
    self.kinds = kinds
    state = MonitorState(file: file)
  }

  // MARK: Lines

  mutating func consume(_ line: Span<UInt8>, number: Int, into sink: inout some FactSink) {
    account.endLine(isOpen: cutter.isOpen, &lines)
    if cutter.isOpen, !cutter.beginLine() { cutOff(into: &sink) }
    var content = line.trimmed(line.all)
    if let last = content.last, line[last] == UInt8(ascii: "\r") {
      content = line.trimmed(content.dropLast())
    }
    guard !content.isEmpty else {
      lines.count(.blank)
      return
    }
    account.beginLine()
    let prefix = LogPrefix(line, content)
    let start = prefix?.end ?? 0
    if let prefix {
      if line.trimmed(start..<content.upperBound).isEmpty { return account.mark(.decoration) }
      lineTime = prefix.at
    } else {
      lineTime = .unknown
    }
    if let record = MonitorRecord(line, start..<content.upperBound) {
      if cutter.isOpen { cutOff(into: &sink) }
      isInList = false
      take(record, line, into: &sink)
      return
    }
    if cutter.isOpen, line[start] == UInt8(ascii: "{"), !cutter.takesValue { cutOff(into: &sink) }
    scan(line, from: start, into: &sink)
  }

  mutating func endFile() { account.endLine(isOpen: cutter.isOpen, &lines) }

  mutating func consume(rest: Span<UInt8>, into sink: inout some FactSink) {
    // The beginning of a log line is sufficient.
    if cutter.isOpen || isInList || account.hasValue { scan(rest, from: 0, into: &sink) }
  }

  mutating func finish(into sink: inout some FactSink) {
    account.endLine(isOpen: cutter.isOpen, &lines)
    if cutter.isOpen { cutOff(into: &sink) }
    if let open = state.openRun, let kind = kinds.first(where: { $0.command == "tombstones" }) {
      var entry = SnapshotEntry(.unknown)
      entry.poll(kind.command, failure: MonitorMessage.unanswered, line: open)
      add(entry, into: &sink)
    }
    for placed in clock.finish(fallback: time) { give(placed, into: &sink) }
    if clock.hasUnplaced { report(.snapshotZone, line: 0, into: &sink) }
  }

  private mutating func scan(_ line: Span<UInt8>, from start: Int, into sink: inout some FactSink) {
    var i = start
    while i < line.count {
      if cutter.isOpen {
        i = cutter.feed(line, from: i)
        if !cutter.isOpen { endValue(into: &sink) }
        continue
      }
      switch line[i] {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): i += 1
      case UInt8(ascii: "{"):
        cutter.begin(line: lineNumber)
        valueTime = lineTime
        account.beginValue()
      case UInt8(ascii: "[") where !isInList && line.beginsList(at: i + 1):
        isInList = true
        account.mark(.decoration)
        i += 1
      case UInt8(ascii: "]") where isInList:
        isInList = false
        account.mark(.decoration)
        i += 1
      case UInt8(ascii: ",") where isInList || account.hasValue:
        account.mark(.decoration)
        i += 1
      default:
        isInList = false
        other(into: &sink)
        return
      }
    }
  }

  /// A line, or the rest of one, that is neither JSON nor a line of a log.
  private mutating func other(into sink: inout some FactSink) {
    // Text after a value on the same line does not affect it.
    if account.hasValue { return }
    if isBelowRecord {
      account.mark(.continuation)
    } else {
      account.mark(.unparsed)
      if !isInGap { report(.snapshotLine, line: lineNumber, into: &sink) }
      isInGap = true
    }
  }

  // MARK: Log

  private mutating func take(
    _ record: MonitorRecord, _ line: Span<UInt8>, into sink: inout some FactSink
  ) {
    isInGap = false
    if case .utc = lineTime {} else { lineTime = record.at }
    // A snapshot that was logged instead of printed.
    if let first = record.message.first, line[first] == UInt8(ascii: "{") {
      isBelowRecord = false
      scan(line, from: first, into: &sink)
      return
    }
    isBelowRecord = true
    var messages = [record.message]
    // With the name of a logger before it.
    if let colon = line.firstRange(of: ": ", in: record.message.prefix(120)),
      line.firstIndex(of: UInt8(ascii: " "), in: record.message.lowerBound..<colon.lowerBound) == nil
    {
      messages.append(colon.upperBound..<record.message.upperBound)
    }
    for kind in kinds {
      for message in kind.messages {
        for part in messages {
          matcher.strings.trim()
          guard let values = matcher.match(message.wording, line, part) else { continue }
          account.mark(.known)
          note(kind)
          let entry = message.entry(
            kind, lineTime, EventFields(names: message.wording.fields, values: values),
            text: line.text(in: part.prefix(Self.longestReason)), line: lineNumber, &state)
          add(entry, into: &sink)
          return
        }
      }
    }
    account.mark(.unknown)
    add(SnapshotEntry(lineTime), into: &sink)
  }

  /// Failures are quoted up to this many bytes.
  private static let longestReason = 300

  // MARK: Values

  private mutating func endValue(into sink: inout some FactSink) {
    defer { cutter.drop() }
    isBelowRecord = false
    if let fault = cutter.fault {
      let limit = String(JSONCutter.limit)
      switch fault {
      case .tooLong: report(.snapshotTooLong, ["limit": limit], line: cutter.firstLine, into: &sink)
      case .tooDeep, .broken: report(.snapshotValue, line: cutter.firstLine, into: &sink)
      }
      account.endValue(.unparsed, &lines)
      return
    }
    guard let tree = tree(allowsCut: false) else {
      report(.snapshotValue, line: cutter.firstLine, into: &sink)
      account.endValue(.unparsed, &lines)
      return
    }
    guard let kind = kinds.first(where: { $0.takes(tree.root) }) else {
      account.endValue(.unknown, &lines)
      report(.snapshotUnknown, line: cutter.firstLine, into: &sink)
      return
    }
    isInGap = false
    account.endValue(.known, &lines)
    note(kind)
    var entry = kind.read(tree.root, &state)
    if entry.time == .unknown { entry.time = valueTime }
    add(entry, into: &sink)
  }

  /// The open value is incomplete.
  private mutating func cutOff(into sink: inout some FactSink) {
    let first = cutter.firstLine
    report(.snapshotCut, line: first, into: &sink)
    account.cutOff(&lines)
    if cutter.fault == nil, let root = tree(allowsCut: true)?.root,
      let kind = kinds.first(where: { $0.takes(root) })
    {
      note(kind)
      var entry = SnapshotEntry(valueTime)
      entry.poll(kind.command, failure: Poll.unusable(kind.command, "its output is cut off"), line: first)
      add(entry, into: &sink)
    }
    cutter.drop()
    isBelowRecord = false
  }

  private func tree(allowsCut: Bool) -> JSONTree? {
    let bytes = cutter.isPython ? jsonOfPython(cutter.bytes.span) : cutter.bytes
    return try? JSONTree(bytes, firstLine: cutter.firstLine, allowsCut: allowsCut)
  }

  /// The kind of the open value: for a text whose beginning alone is available.
  var openKind: MonitorKind? {
    guard cutter.isOpen, cutter.fault == nil, let root = tree(allowsCut: true)?.root else { return nil }
    return kinds.first { $0.takes(root) }
  }

  private mutating func note(_ kind: MonitorKind) {
    if !found.contains(kind.name) { found.append(kind.name) }
  }

  // MARK: Facts

  private mutating func add(_ entry: SnapshotEntry, into sink: inout some FactSink) {
    for placed in clock.add(entry) { give(placed, into: &sink) }
    if let told = clock.offset, told != offset {
      offset = told
      report(.snapshotOffset, ["offset": told.text], line: lineNumber, into: &sink)
    }
  }

  private mutating func give(_ placed: SnapshotClock.Placed, into sink: inout some FactSink) {
    if let moment = placed.moment { span.add(moment) }
    for fact in placed.entry.facts { sink.receive(placed.fact(fact, file: file)) }
  }

  private func report(
    _ code: DiagnosticCode, _ fields: [String: String] = [:], line: Int, into sink: inout some FactSink
  ) {
    sink.receive(.diagnostic(Diagnostic(code, at: SourceLocation(file: file, line: line), fields)))
  }
}

extension Span<UInt8> {
  /// True if an array of objects may have begun before `start`: an object, an end or the line end follows.
  fileprivate func beginsList(at start: Int) -> Bool {
    guard let word = firstWord(in: start..<count) else { return true }
    switch self[word.lowerBound] {
    case UInt8(ascii: "{"), UInt8(ascii: "]"), UInt8(ascii: "\r"): return true
    default: return false
    }
  }
}

// One output of one command, cut out of a capture, and the result of reading it: facts, and the kind of each
// line.

public import CassandraModel

/// The time of a capture and its source.
public struct CaptureTime: Hashable, Sendable {
  /// The instant.
  public let instant: Instant
  /// The source of the instant.
  public let kind: InstantKind

  /// An instant and its source.
  public init(_ instant: Instant, _ kind: InstantKind) {
    self.instant = instant
    self.kind = kind
  }
}

/// The lines of one output of one command, without line ends and escape sequences.
struct CommandOutput {
  /// One line: its range in `text` and its line number in the file.
  struct Line {
    let bytes: Range<Int>
    let number: Int
  }

  /// Text of all lines, concatenated.
  var text: [UInt8] = []
  /// Ranges of the lines.
  var lines: [Line] = []

  var isEmpty: Bool { lines.isEmpty }

  /// The lines of the output in `range`.
  func slice(_ range: Range<Int>) -> CommandOutput {
    range == lines.indices ? self : CommandOutput(text: text, lines: Array(lines[range]))
  }

  /// Extends the last line to the end of the text.
  mutating func extendLastLine() {
    guard let last = lines.popLast() else { return }
    lines.append(Line(bytes: last.bytes.lowerBound..<text.count, number: last.number))
  }

  mutating func removeAll() {
    text.removeAll(keepingCapacity: true)
    lines.removeAll(keepingCapacity: true)
  }
}

/// The kind of one line; see `LineCounts`.
enum LineFate: UInt8 {
  case known, unknown, continuation, decoration, blank, unparsed
}

/// The result of a command's reader: it marks every line and adds facts.
struct OutputReading {
  /// The file, for the places of facts.
  let file: String
  /// The time of printing; nil when it is not known.
  private(set) var time: CaptureTime?
  private var lines: [CommandOutput.Line]
  /// The kind of each line. A line that its reader does not mark stays blank or unparsed.
  private(set) var fates: [LineFate]
  /// Samples, in line order.
  private var samples: [Sample] = []
  /// All other facts, which are few, in line order.
  private var others: [Other] = []
  /// The node's own clock; nil while it is not known.
  var wallClock: WallClock?
  /// True after the diagnostic that times of the output are on an unknown clock.
  private var isZoneTold = false
  /// The reason why the whole output is unusable; nil if it is complete.
  var failure: String?

  /// A fact other than a sample, and the number of samples before it.
  private struct Other {
    let fact: Fact
    let samplesBefore: Int
  }

  init(of output: CommandOutput, file: String, time: CaptureTime?) {
    self.file = file
    self.time = time
    lines = output.lines
    let text = output.text.span
    fates = output.lines.map { text.trimmed($0.bytes).isEmpty ? .blank : .unparsed }
    // About one sample a line.
    samples.reserveCapacity(output.lines.count)
  }

  /// The attributes of the node in the output.
  var attributes: [Attribute] {
    others.compactMap { if case .attribute(let attribute) = $0.fact { attribute } else { nil } }
  }

  /// Sends all wanted facts to the sink, in line order.
  func send(to sink: inout some FactSink, where isWanted: (Fact) -> Bool = { _ in true }) {
    var sent = 0
    for other in others {
      if other.samplesBefore > sent { sink.receive(samples: samples[sent..<other.samplesBefore]) }
      sent = other.samplesBefore
      if isWanted(other.fact) { sink.receive(other.fact) }
    }
    if sent < samples.count { sink.receive(samples: samples[sent...]) }
  }

  /// Sets the kind of line `i`.
  mutating func mark(_ i: Int, _ fate: LineFate) { fates[i] = fate }

  /// Sets the kind of line `i` unless it is blank.
  mutating func markUnlessBlank(_ i: Int, _ fate: LineFate) { if fates[i] != .blank { fates[i] = fate } }

  /// Later facts were printed at `time`, which is in the output itself.
  mutating func setTime(_ time: CaptureTime?) { self.time = time }

  /// The same for a time on the node's own clock, from line `i`.
  mutating func setTime(local: LocalTime, line i: Int) {
    if case .utc(let instant) = moment(local) {
      time = CaptureTime(instant, .content)
    } else {
      time = nil
      if !isZoneTold { report(.nodetoolZone, ["text": local.text], line: i) }
      isZoneTold = true
    }
  }

  /// A time on the node's own clock: in UTC if that clock is known.
  func moment(_ local: LocalTime) -> Moment { wallClock.map { .utc($0(local)) } ?? .local(local) }

  /// The time on the node's own clock at `instant`; as in UTC if that clock is not known.
  func local(_ instant: Instant) -> LocalTime {
    let same = LocalTime(milliseconds: instant.milliseconds)
    guard let wallClock else { return same }
    let (ahead, overflow) = instant.milliseconds.subtractingReportingOverflow(wallClock(same).milliseconds)
    let (shown, overflows) = instant.milliseconds.addingReportingOverflow(ahead)
    return overflow || overflows ? same : LocalTime(milliseconds: shown)
  }

  /// Later facts were printed after the beginning of the output, at an unknown time.
  mutating func forgetTime() { time = nil }

  /// The first line of the output; 0 for an empty one.
  var firstLine: Int { lines.first?.number ?? 0 }

  func source(_ i: Int) -> SourceLocation { SourceLocation(file: file, line: lines[i].number) }

  /// Adds a sample from line `i`; none if there is no value.
  mutating func sample(_ metric: MetricName, _ labels: Labels = .none, _ value: Double?, line i: Int) {
    guard let value else { return }
    samples.append(
      Sample(
        at: time?.instant, atKind: time?.kind, metric: metric, labels: labels, value: value, source: source(i)
      ))
  }

  /// Adds an attribute of the node from line `i`; none if the text is empty.
  mutating func attribute(_ name: AttributeName, _ value: String, line i: Int) {
    guard !value.isEmpty else { return }
    add(
      .attribute(
        Attribute(at: (time?.instant).map { .utc($0) }, name: name, value: value, source: source(i))))
  }

  /// Adds a row of the compaction history, a node of the ring or a diagnostic.
  mutating func add(_ fact: Fact) { others.append(Other(fact: fact, samplesBefore: samples.count)) }

  /// Adds a diagnostic about line `i`.
  mutating func report(_ code: DiagnosticCode, _ fields: [String: String] = [:], line i: Int) {
    add(.diagnostic(Diagnostic(code, at: source(i), fields)))
  }

  /// The first unparsed line after the last line that fits; nil if there is none, or if no line fits.
  var endOfFitting: Int? {
    guard let last = fates.lastIndex(where: { $0 != .blank && $0 != .unparsed }) else { return nil }
    return fates[last...].firstIndex(of: .unparsed)
  }

  /// Adds the lines of `whole` after those that were read. They give no facts, and one diagnostic.
  ///
  /// - Parameter isAtEnd: Nothing follows in the file, so a single line may be the beginning of a table.
  mutating func leaveRest(of whole: CommandOutput, command: String, isAtEnd: Bool) {
    let read = fates.count { $0 == .known }
    let text = whole.text.span
    let first = fates.count
    lines = whole.lines
    for line in lines[first...] { fates.append(text.trimmed(line.bytes).isEmpty ? .blank : .unparsed) }
    let isIdle = samples.contains { $0.metric == .compactionActive && $0.value == 0 }
    if isAtEnd, lines.count == first + 1, isIdle {
      // Operations may be running in the lines that are cut off, so these two metrics are not emitted.
      let unknown: Set = [MetricName.compactionActive, .compactionStatsForm]
      let gone = samples.indices.filter { unknown.contains(samples[$0].metric) }
      samples.removeAll { unknown.contains($0.metric) }
      others = others.map { other in
        Other(fact: other.fact, samplesBefore: other.samplesBefore - gone.count { $0 < other.samplesBefore })
      }
    }
    report(
      .nodetoolRest, ["command": command, "line": String(lines[first].number), "rows": String(read)],
      line: first)
  }

  /// Removes the facts of the last line. Truncation may have removed the end of a number: `Completed 12` may
  /// have been 1234.
  mutating func distrustLastLine() {
    guard let last = fates.indices.last, fates[last] == .known else { return }
    fates[last] = .unparsed
    let number = lines[last].number
    let gone = samples.indices.filter { samples[$0].source.line == number }
    samples.removeAll { $0.source.line == number }
    others = others.compactMap { other in
      let source: SourceLocation? =
        switch other.fact {
        case .attribute(let attribute): attribute.source
        case .compaction(let row): row.source
        case .ring(let entry): entry.source
        // Its last line is not its first.
        case .gossip(let entry): entry.source
        default: nil
        }
      guard source?.line != number else { return nil }
      let goneBefore = gone.count { $0 < other.samplesBefore }
      return Other(fact: other.fact, samplesBefore: other.samplesBefore - goneBefore)
    }
  }
}

extension LineCounts {
  mutating func count(_ fate: LineFate) {
    switch fate {
    case .known: known += 1
    case .unknown: unknown += 1
    case .continuation: continuation += 1
    case .decoration: decoration += 1
    case .blank: blank += 1
    case .unparsed: unparsed += 1
    }
  }
}

// One output of one command, cut out of a capture, and what reading it leaves: facts, and the fate of each
// line.

public import CassandraModel

/// When a capture was made, and how that is known.
public struct CaptureTime: Hashable, Sendable {
  /// The moment.
  public let instant: Instant
  /// How it is known.
  public let kind: InstantKind

  /// A moment and how it is known.
  public init(_ instant: Instant, _ kind: InstantKind) {
    self.instant = instant
    self.kind = kind
  }
}

/// The lines of one output of one command, without line ends and escape sequences.
struct CommandOutput {
  /// One line: its bytes in `text` and its number in the file.
  struct Line {
    let bytes: Range<Int>
    let number: Int
  }

  /// All lines, one after another.
  var text: [UInt8] = []
  /// Where they are.
  var lines: [Line] = []

  var isEmpty: Bool { lines.isEmpty }

  /// The output without lines before `first` and from `end` on.
  func slice(_ range: Range<Int>) -> CommandOutput {
    range == lines.indices ? self : CommandOutput(text: text, lines: Array(lines[range]))
  }

  /// The last line now goes to the end of the text.
  mutating func extendLastLine() {
    guard let last = lines.popLast() else { return }
    lines.append(Line(bytes: last.bytes.lowerBound..<text.count, number: last.number))
  }

  mutating func removeAll() {
    text.removeAll(keepingCapacity: true)
    lines.removeAll(keepingCapacity: true)
  }
}

/// What became of one line; see `LineCounts`.
enum LineFate: UInt8 {
  case known, unknown, continuation, decoration, blank, unparsed
}

/// What a command's reader makes of an output: it marks every line and adds facts.
struct OutputReading {
  /// The file, for the places of facts.
  let file: String
  /// When the output was printed; nil when nothing says so.
  private(set) var time: CaptureTime?
  private var lines: [CommandOutput.Line]
  /// The fate of each line. A line that its reader leaves alone stays blank or unparsed.
  private(set) var fates: [LineFate]
  /// Samples, in the order of their lines.
  private var samples: [Sample] = []
  /// All other facts, which are few, in the order of their lines.
  private var others: [Other] = []
  /// The node's own clock; nil while it is not known.
  var wallClock: WallClock?
  /// True once it was said that times of the output are of a clock that is not known.
  private var isZoneTold = false
  /// Why the output is of no use as a whole; nil if it is complete.
  var failure: String?

  /// A fact that is not a sample, and how many samples come before it.
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

  /// What the output says of its node.
  var attributes: [Attribute] {
    others.compactMap { if case .attribute(let attribute) = $0.fact { attribute } else { nil } }
  }

  /// Gives the sink all facts, in the order of their lines, but those that are not wanted.
  func send(to sink: inout some FactSink, where isWanted: (Fact) -> Bool = { _ in true }) {
    var sent = 0
    for other in others {
      if other.samplesBefore > sent { sink.receive(samples: samples[sent..<other.samplesBefore]) }
      sent = other.samplesBefore
      if isWanted(other.fact) { sink.receive(other.fact) }
    }
    if sent < samples.count { sink.receive(samples: samples[sent...]) }
  }

  /// Sets the fate of line `i`.
  mutating func mark(_ i: Int, _ fate: LineFate) { fates[i] = fate }

  /// Sets the fate of line `i` unless it is blank.
  mutating func markUnlessBlank(_ i: Int, _ fate: LineFate) { if fates[i] != .blank { fates[i] = fate } }

  /// What follows was printed at `time`, as the output itself says.
  mutating func setTime(_ time: CaptureTime?) { self.time = time }

  /// The same for a time on the node's own clock, which line `i` gives.
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

  /// What the node's own clock showed at `instant`; as in UTC if that clock is not known.
  func local(_ instant: Instant) -> LocalTime {
    let same = LocalTime(milliseconds: instant.milliseconds)
    guard let wallClock else { return same }
    let (ahead, overflow) = instant.milliseconds.subtractingReportingOverflow(wallClock(same).milliseconds)
    let (shown, overflows) = instant.milliseconds.addingReportingOverflow(ahead)
    return overflow || overflows ? same : LocalTime(milliseconds: shown)
  }

  /// What follows was printed later than the output's beginning, and nothing says when.
  mutating func forgetTime() { time = nil }

  /// The line that the output begins with; 0 for nothing at all.
  var firstLine: Int { lines.first?.number ?? 0 }

  func source(_ i: Int) -> SourceLocation { SourceLocation(file: file, line: lines[i].number) }

  /// Adds a sample that line `i` gives; none if there is no value.
  mutating func sample(_ metric: MetricName, _ labels: Labels = .none, _ value: Double?, line i: Int) {
    guard let value else { return }
    samples.append(
      Sample(
        at: time?.instant, atKind: time?.kind, metric: metric, labels: labels, value: value, source: source(i)
      ))
  }

  /// Adds a fact about the node that line `i` gives; none if the text is empty.
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

  /// Where lines begin of which none fits, behind some that do; nil if the last line fits, or none does.
  var endOfFitting: Int? {
    guard let last = fates.lastIndex(where: { $0 != .blank && $0 != .unparsed }) else { return nil }
    return fates[last...].firstIndex(of: .unparsed)
  }

  /// Takes in the lines of `whole` behind those that were read: nothing is made of them, and that is said once.
  ///
  /// - Parameter isAtEnd: nothing follows in the file, so a single line may be the beginning of a table.
  mutating func leaveRest(of whole: CommandOutput, command: String, isAtEnd: Bool) {
    let read = fates.count { $0 == .known }
    let text = whole.text.span
    let first = fates.count
    lines = whole.lines
    for line in lines[first...] { fates.append(text.trimmed(line.bytes).isEmpty ? .blank : .unparsed) }
    let isIdle = samples.contains { $0.metric == .compactionActive && $0.value == 0 }
    if isAtEnd, lines.count == first + 1, isIdle {
      // Nothing runs, or what runs is cut off: neither is said.
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

  /// Takes back what the last line gave. A file that was cut off may have lost the end of a number:
  /// `Completed 12` may have been 1234.
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
  /// Counts one line.
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

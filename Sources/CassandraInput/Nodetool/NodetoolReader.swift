// Reads captures of nodetool: one output or thousands, of one command or many, with prompts, times, failures
// and noise around them. Lines are pushed in. Whole outputs are cut at lines that can begin one and given to
// the reader of their command, so that a damaged or unknown output cannot affect its neighbours.
//
//     2026-11-21T05:10:03Z          marker     closes the open output; its instant applies to later outputs
//     pending tasks: 7              anchor     closes the open output, opens an output of compactionstats
//     - shop.orders: 7              other      a line of the open output
//     error: null                   exception  the open output failed from here on
//     $ nodetool info               prompt     closes the open output; the next output belongs to it
//     ===== nodetool info =====     banner     closes the open output; a prompt, a marker, both, or neither
//
// A cycle is a marker or a prompt and the outputs after it. A cycle without an output is a failed poll.

public import CassandraModel

/// A push parser for nodetool text. It holds one output at a time.
public struct NodetoolReader: Sendable {
  /// A longer output is read up to this many bytes only. A history of 100,000 compactions fits, also as JSON,
  /// which may be one line.
  static let outputLimit = 64 << 20
  /// The limit for lines: blank lines hold no bytes.
  static let lineLimit = 4 << 20

  let file: String
  private let outputLimit: Int
  /// The lines to read; nil for all of them.
  private(set) var part: SessionPart?
  private var partLines: PartLines
  /// Number of lines in earlier files of the rotated log.
  private var linesBefore = 0
  private var margin = TextMargin()
  private var codeBlocks = CodeBlocks()
  /// The start of the current line in `output.text`, including its prefix.
  private var lineStart = 0
  /// True if this reader counts the current line, which other readers may read as well.
  private var counts = true
  /// True after the machine was identified as one of the node.
  var isNamed = false
  /// Outputs that are held until the time after them.
  var waiting: [ClosedOutput] = []
  let namedCommand: NodetoolCommand?

  /// Counts of the lines consumed and read; complete after `finish`.
  public internal(set) var lines = LineCounts()
  /// The earliest instant from a marker or the default; nil while there is none.
  public internal(set) var first: Instant?
  /// The latest such instant.
  public internal(set) var last: Instant?
  /// Commands whose outputs were found, in order of first occurrence.
  public internal(set) var commands: [String] = []

  var lineNumber = 0
  var output = CommandOutput()
  /// Index of the open output's command, if its first line identifies it.
  var anchored: Int?
  /// True if the open output's lines are counted.
  private var isCounted = true
  /// The line at which the open output turns into a failure.
  var failureLine: Int?
  /// Lines of the open output that begin a block, for commands with many blocks.
  private var blocks: Set<String> = []
  /// True while the rest of an output beyond the limit is skipped.
  private var isOverlong = false
  var cycle: Cycle?
  var clock: CaptureClock
  /// The node's own clock; nil while it is not known.
  private(set) var wallClock: WallClock?
  var polls = 0
  private var isInGap = false
  var noted: Set<[String]> = []
  /// The host id in the last output that has one.
  var hostID: String?

  /// A reader of `file` (its path for the places of facts; its name breaks ties for outputs that do not
  /// identify themselves). `time` applies to outputs without a marker before them; nil when nothing is known.
  public init(file: String, time: CaptureTime? = nil) {
    self.init(file: file, time: time, part: nil, outputLimit: Self.outputLimit)
  }

  init(
    file: String, time: CaptureTime?, part: SessionPart? = nil, outputLimit: Int = NodetoolReader.outputLimit
  ) {
    self.file = file
    self.part = part
    partLines = PartLines(part)
    self.outputLimit = outputLimit
    namedCommand = NodetoolCommand.named(after: file)
    clock = CaptureClock(fallback: time)
  }

  /// Begins the first or the next file of a rotated log. Only the lines in `part` are read, without the first
  /// `skipped` ones.
  mutating func beginFile(_ part: SessionPart?, skipping skipped: Int) {
    self.part = part
    partLines = PartLines(part)
    linesBefore = lineNumber - skipped
    margin = TextMargin()
  }

  /// Sets the node's clock, before the first line; nil if it is not known. Times between outputs without an
  /// offset from UTC are times of that clock.
  public mutating func setClock(_ clock: WallClock?) { wallClock = clock }

  /// Takes the next line, without its end (a carriage return and escape sequences are allowed); `number`
  /// counts from 1. The span is not kept.
  public mutating func consume(_ line: Span<UInt8>, number: Int, into sink: inout some FactSink) {
    lineStart = output.text.count
    appendPlain(line, to: &output.text)
    var margin = margin
    var bytes = margin.strip(output.text.span, lineStart..<output.text.count)
    self.margin = margin
    if mayFollowIndent, output.text.span.isIndented(by: 2, in: bytes) { bytes = bytes.dropFirst(2) }
    var kind = PartLines.Line.own(bytes, counts: true, isShared: false)
    if part != nil {
      var lines = partLines
      kind = lines.kind(output.text.span, bytes, number: number - linesBefore)
      partLines = lines
    }
    switch kind {
    case .own(let own, let counts, let isShared):
      self.counts = counts
      consume(CommandOutput.Line(bytes: own, number: number), isShared: isShared, into: &sink)
    case .heading(let isFirst, let command, let counts):
      self.counts = counts
      let heading = HostHeading(output.text.span, bytes)
      let banner = Banner(output.text.span, bytes)
      if isFirst {
        begin(heading, banner, command, CommandOutput.Line(bytes: bytes, number: number), into: &sink)
      } else {
        drop(as: .decoration)
      }
    case .foreign(let isHeaded):
      discard()
      if part?.outline.prefix == nil {
        close(into: &sink)
        endCycle(endedByPrompt: !isHeaded, into: &sink)
      }
    }
  }

  /// Begins a turn of this reader's machine.
  private mutating func begin(
    _ heading: HostHeading?, _ banner: Banner?, _ command: String?, _ line: CommandOutput.Line,
    into sink: inout some FactSink
  ) {
    let text = output.text.span.text(in: line.bytes)
    let bytes = Array(output.text[line.bytes])
    drop(as: .decoration)
    close(into: &sink)
    endCycle(endedByPrompt: false, into: &sink)
    if let time = banner?.time { begin(time, text, line: line.number, isShared: false, into: &sink) }
    cycle = Cycle(
      line: line.number, requested: banner?.command ?? command, isPrompt: true, isTrace: false,
      status: heading?.status, isHeading: true)
    // The failure text in the heading is an output with the heading's lines.
    if let failure = heading?.failure {
      lineStart = output.text.count
      output.text += bytes[(failure - line.bytes.lowerBound)...]
      counts = false
      keep(CommandOutput.Line(bytes: lineStart..<output.text.count, number: line.number), into: &sink)
      failureLine = output.lines.indices.last
    } else if let inline = heading?.inline {
      counts = false
      let own = (inline.lowerBound - line.bytes.lowerBound)..<(inline.upperBound - line.bytes.lowerBound)
      for part in Array(bytes[own]).linesOfEscapes {
        lineStart = output.text.count
        output.text += part
        consume(
          CommandOutput.Line(bytes: lineStart..<output.text.count, number: line.number), isShared: false,
          into: &sink)
      }
    }
  }

  /// Takes a line of this reader, whose bytes are the last ones held.
  private mutating func consume(
    _ added: CommandOutput.Line, isShared: Bool, into sink: inout some FactSink
  ) {
    let number = added.number
    switch SessionLine(output.text.span, added.bytes) {
    case .blank:
      if output.isEmpty || isOverlong { drop(as: .blank) } else { keep(added, into: &sink) }
    case .marker(let marker):
      let text = output.text.span.text(in: added.bytes)
      drop(as: .decoration)
      close(into: &sink)
      if cycle?.isHeading != true || isShared { endCycle(endedByPrompt: false, into: &sink) }
      begin(marker, text, line: number, isShared: isShared, into: &sink)
    case .banner(let banner):
      let text = output.text.span.text(in: added.bytes)
      drop(as: .decoration)
      close(into: &sink)
      begin(banner, text, line: number, isShared: isShared, into: &sink)
    case .prompt(let command):
      let isTrace = output.text[added.bytes.lowerBound] == UInt8(ascii: "+")
      drop(as: .decoration)
      close(into: &sink)
      endCycle(endedByPrompt: true, into: &sink)
      if !command.isBare { codeBlocks.sawPrompt() }
      cycle = Cycle(
        line: number, requested: command.nodetool, isPrompt: true, isTrace: isTrace || command.isBare,
        isHeading: command.printsTime, statusPrecedes: command.isReport)
    case .fence:
      var blocks = codeBlocks
      let isEnd = blocks.take(output.text.span, added.bytes, hasOutput: !output.isEmpty)
      codeBlocks = blocks
      drop(as: .decoration)
      close(into: &sink)
      if isEnd, cycle?.isAnswered == true { endCycle(endedByPrompt: true, into: &sink) }
    case .noise:
      drop(as: .decoration)
    case .refusal:
      reopen(with: added, into: &sink)
      failureLine = output.lines.indices.last
    case .exception:
      // The first exception may follow good lines; a further one belongs to the next output, unless it only
      // repeats that the node stopped.
      if isOverlong || (failureLine != nil && !isShutdownNotice) {
        reopen(with: added, into: &sink)
      } else {
        keep(added, into: &sink)
      }
      failureLine = failureLine ?? output.lines.indices.last
    case .exit(let isFailure):
      // Used as the failure's text only if there is no other.
      let mayFail =
        !output.isEmpty || cycle?.isAnswered == false || (part?.outline.prefix != nil && polls == 0)
      let ends = failureLine == nil && !isOverlong && mayFail && cycle?.statusPrecedes != true
      if isFailure, ends {
        keep(added, into: &sink)
        failureLine = output.lines.indices.last
      } else {
        drop(as: .decoration)
      }
    case .other:
      consumeOther(added, into: &sink)
    }
  }

  /// Takes more of a line that is longer than a block. Only JSON has such lines.
  mutating func consume(rest: Span<UInt8>, into sink: inout some FactSink) {
    guard isDocument, !isOverlong, let last = output.lines.indices.last,
      output.lines[last].number == lineNumber
    else { return }
    appendPlain(rest, to: &output.text)
    output.extendLastLine()
    closeIfOverlong(into: &sink)
  }

  /// Reads the held outputs. Call it once, after the last line.
  public mutating func finish(into sink: inout some FactSink) {
    close(isAtEnd: true, into: &sink)
    readWaiting(nil, into: &sink)
    endCycle(endedByPrompt: false, into: &sink)
    if polls == 0, lines.total == lines.blank, let namedCommand {
      add(
        Poll(
          at: clock.fallback?.instant, atKind: clock.fallback?.kind, command: namedCommand.name,
          failure: namedCommand.isSilent ? nil : Poll.unusable(namedCommand.name, "the file is empty"),
          source: SourceLocation(file: file, line: 0)),
        into: &sink)
    }
  }

  // MARK: Cutting

  private mutating func consumeOther(_ line: CommandOutput.Line, into sink: inout some FactSink) {
    if let begun = NodetoolCommand.begun(by: line.bytes, of: output.text.span), begins(begun, line) {
      dropBanner()
      reopen(with: line, as: begun, into: &sink)
    } else if isOverlong || (codeBlocks.isOutside && output.isEmpty) {
      drop(as: .unparsed)
    } else if !output.isEmpty || cycle?.requested != nil || namedCommand?.anchors.isEmpty == true {
      keep(line, into: &sink)
    } else {
      drop(as: .unparsed)
      if !isInGap { report(.nodetoolUnparsed, line: line.number, into: &sink) }
      isInGap = true
    }
  }

  /// True if `line`, which can begin an output of `begun`, begins one here.
  private mutating func begins(_ begun: Int, _ line: CommandOutput.Line) -> Bool {
    let command = NodetoolCommand.all[begun]
    let isOpen = (!output.isEmpty || isOverlong) && failureLine == nil
    if isOpen, let anchored, anchored != begun, NodetoolCommand.all[anchored].contains.contains(command.name)
    {
      return false
    }
    // A key at column 0 belongs to the open document, which contains no blank line; in the middle of another
    // output it begins none. A brace does.
    if command.isDocument, isOpen, anchored != nil, !output.text.span.hasPrefix("{", in: line.bytes) {
      let isBehindBlank = output.lines.last.map { output.text.span.trimmed($0.bytes).isEmpty } ?? false
      return isDocument && isBehindBlank
    }
    guard command.hasManyBlocks else { return true }
    if isOpen, anchored == begun, command.repeatsBlocks { return false }
    let block = output.text.span.text(in: line.bytes)
    if isOpen, anchored == begun, blocks.insert(block).inserted { return false }
    blocks = [block]
    return true
  }

  /// Lines between a prompt and the first line of its command's output belong to no output.
  private mutating func dropBanner() {
    guard anchored == nil, failureLine == nil,
      let asked = cycle?.requested.flatMap({ NodetoolCommand.named($0) }) ?? namedCommand,
      !asked.anchors.isEmpty
    else { return }
    if isCounted {
      for line in output.lines {
        lines.count(output.text.span.trimmed(line.bytes).isEmpty ? .blank : .unparsed)
      }
    }
    output.lines = []
  }

  /// ring ends with two spaces and no line end, so the text after it is indented by them.
  private var mayFollowIndent: Bool {
    anchored.map { NodetoolCommand.all[$0].doubles.first?.name == "ring" } ?? false
  }

  /// True while a document is open.
  var isDocument: Bool { anchored.map { NodetoolCommand.all[$0].isDocument } ?? false }

  private var isShutdownNotice: Bool {
    guard let failureLine, failureLine == output.lines.count - 1 else { return false }
    return output.text.span.hasPrefix("Cassandra has shutdown.", in: output.lines[failureLine].bytes)
  }

  private mutating func keep(_ line: CommandOutput.Line, into sink: inout some FactSink) {
    if output.isEmpty { isCounted = counts }
    output.lines.append(line)
    isInGap = false
    closeIfOverlong(into: &sink)
  }

  private mutating func closeIfOverlong(into sink: inout some FactSink) {
    guard output.text.count > outputLimit || output.lines.count > Self.lineLimit else { return }
    let (command, block) = (anchored, blocks)
    close(isOverlong: true, into: &sink)
    (anchored, blocks, isOverlong) = (command, block, true)
  }

  /// Removes the current line from the held bytes.
  private mutating func discard() { output.text.removeLast(output.text.count - lineStart) }

  private mutating func drop(as fate: LineFate) {
    discard()
    if counts { lines.count(fate) }
  }

  /// Closes the open output and begins another one with `line`, whose bytes are the last ones held.
  private mutating func reopen(
    with line: CommandOutput.Line, as begun: Int? = nil, into sink: inout some FactSink
  ) {
    let bytes = Array(output.text[line.bytes])
    discard()
    let next = blocks
    close(into: &sink)
    blocks = next
    anchored = begun
    lineStart = 0
    output.text += bytes
    keep(CommandOutput.Line(bytes: 0..<bytes.count, number: line.number), into: &sink)
  }

  private mutating func close(
    isAtEnd: Bool = false, isOverlong: Bool = false, into sink: inout some FactSink
  ) {
    if !output.isEmpty {
      let closed = ClosedOutput(
        output: output, anchored: anchored, failureLine: failureLine, requested: cycle?.requested,
        isAtEnd: isAtEnd, isOverlong: isOverlong, isCounted: isCounted)
      cycle?.isAnswered = true
      if order == .after { wait(closed, into: &sink) } else { read(closed, into: &sink) }
    }
    output.removeAll()
    lineStart = 0
    anchored = nil
    failureLine = nil
    blocks = []
    self.isOverlong = false
  }
}

extension Array<UInt8> {
  /// Lines whose ends are written as `\n`.
  fileprivate var linesOfEscapes: [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    var start = startIndex
    for i in indices.dropLast()
    where self[i] == UInt8(ascii: "\\") && self[i + 1] == UInt8(ascii: "n") && i >= start {
      lines.append(self[start..<i])
      start = i + 2
    }
    return lines + [self[start...]]
  }
}

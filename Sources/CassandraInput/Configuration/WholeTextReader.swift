// Reads a small text as a whole: settings and schemas, where the end may affect the meaning of the beginning.

import CassandraModel

/// Holds a text and reads it at its end.
struct WholeTextReader: CaptureLineReader {
  /// A longer text is read up to this many bytes only; schemas of thousands of tables fit.
  static let limit = 64 << 20

  let formatName: String
  private(set) var lines = LineCounts()
  let period: (first: Moment?, last: Moment?) = (nil, nil)
  var lineNumber = 0

  private let file: String
  private let time: CaptureTime?
  private let read: @Sendable (CommandOutput, inout OutputReading) -> Void
  /// Selects the lines to read; nil for all.
  private let owns: (@Sendable (Span<UInt8>, Range<Int>) -> Bool)?
  /// False for a text whose lines another reader counts.
  private let countsLines: Bool
  private var text = CommandOutput()
  private var isOverlong = false
  /// The node's own clock; nil while it is not known.
  private var wallClock: WallClock?

  /// - Parameter read: Reads the text; a line that it does not mark is unparsed.
  init(
    _ formatName: String, file: String, time: CaptureTime?, countsLines: Bool = true,
    owns: (@Sendable (Span<UInt8>, Range<Int>) -> Bool)? = nil,
    read: @escaping @Sendable (CommandOutput, inout OutputReading) -> Void
  ) {
    self.formatName = formatName
    self.file = file
    self.time = time
    self.read = read
    self.owns = owns
    self.countsLines = countsLines
  }

  mutating func setClock(_ clock: WallClock?) { wallClock = clock }

  mutating func consume(_ line: Span<UInt8>, number: Int, into sink: inout some FactSink) {
    if let owns, !owns(line, line.all) { return }
    guard text.text.count + line.count <= Self.limit, text.lines.count < NodetoolReader.lineLimit else {
      isOverlong = true
      if countsLines { lines.count(line.trimmed(line.all).isEmpty ? .blank : .unparsed) }
      return
    }
    let start = text.text.count
    appendPlain(line, to: &text.text)
    text.lines.append(CommandOutput.Line(bytes: start..<text.text.count, number: number))
  }

  mutating func finish(into sink: inout some FactSink) {
    var reading = OutputReading(of: text, file: file, time: time)
    reading.wallClock = wallClock
    read(text, &reading)
    if isOverlong { reading.failure = "it is longer than " + String(Self.limit) + " bytes" }
    if countsLines { for fate in reading.fates { lines.count(fate) } }
    reading.send(to: &sink)
    if let failure = reading.failure {
      sink.receive(
        .diagnostic(
          Diagnostic(
            .textIncomplete, at: SourceLocation(file: file, line: 0), ["format": formatName, "why": failure]))
      )
    }
    text.removeAll()
  }
}

extension DiagnosticCode {
  /// A text that was not read to its end.
  static let textIncomplete = DiagnosticCode(
    "text.incomplete", .warning, "This {format} was not read to its end: {why}.")
}

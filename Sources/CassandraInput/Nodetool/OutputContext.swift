// Determines the command of an output, its time, and whether it is complete, from the lines around it.

import CassandraModel

/// The command of an output, from the strongest available evidence.
struct Resolved {
  /// The name of an unidentified command.
  static let unknown = "unknown"

  /// nil for a command that is not in the table.
  let command: NodetoolCommand?
  let name: String

  /// Evidence in order: its own first line; the prompt before it or the trace of its exception; the name of
  /// the file; the other outputs of the file.
  init(_ anchored: NodetoolCommand?, requested: String?, named: NodetoolCommand?, only: String? = nil) {
    if let anchored {
      command = anchored
    } else if let requested {
      command = NodetoolCommand.named(requested)
      name = command?.name ?? requested
      return
    } else {
      command = named ?? only.flatMap { NodetoolCommand.named($0) }
    }
    name = command?.name ?? Self.unknown
  }
}

extension NodetoolCommand {
  /// This command, or another command with the same first line if later lines identify that one; nil for a
  /// document without identifying leaves.
  func actual(_ output: CommandOutput) -> NodetoolCommand? {
    if isDocument { return .ofDocument(output) }
    if let name = other?(output) { return NodetoolCommand.named(name) ?? self }
    let text = output.text.span
    for double in doubles {
      for line in output.lines.prefix(5) where text.hasPrefix(double.line, in: line.bytes) {
        return NodetoolCommand.named(double.name) ?? self
      }
    }
    return self
  }
}

extension CommandOutput {
  /// The command that failed, in lower case, from the client's frame in a trace: `at
  /// org.apache.cassandra.tools.nodetool.GetStreamThroughput.execute(…)`.
  func commandInTrace(from start: Int) -> String? {
    let text = text.span
    for line in lines[start...] {
      guard let found = text.firstRange(of: "at org.apache.cassandra.tools.nodetool.", in: line.bytes),
        let end = text.firstRange(of: ".execute(", in: found.upperBound..<line.bytes.upperBound)
      else { continue }
      let name = text.text(in: found.upperBound..<end.lowerBound).lowercased()
      if let command = NodetoolCommand.named(name) { return command.name }
    }
    return nil
  }
}

extension OutputReading {
  /// Marks an output that is not read: one record, and its further lines.
  mutating func skip(command: String) {
    var isFirst = true
    for i in fates.indices where fates[i] != .blank {
      mark(i, isFirst ? .unknown : .continuation)
      isFirst = false
    }
    if !isFirst { report(.nodetoolCommand, ["command": command], line: 0) }
  }

  /// Decides whether the output is complete, and reports it if it is not.
  mutating func judgeEnd(isAtEnd: Bool, isOverlong: Bool, command: String) {
    if isOverlong {
      failure = "it is longer than is held at a time"
      report(
        .nodetoolTooLong, ["command": command, "limit": String(NodetoolReader.outputLimit)],
        line: fates.count - 1)
      return
    }
    if failure == nil, !fates.isEmpty, fates.allSatisfy({ $0 == .unparsed || $0 == .blank }) {
      failure = "line \(firstLine) not understood"
    }
    guard let failure else { return }
    if isAtEnd { distrustLastLine() }
    report(.nodetoolIncomplete, ["command": command, "why": failure], line: 0)
  }

  /// Adds a diagnostic about a line of the file.
  mutating func report(_ code: DiagnosticCode, _ fields: [String: String], atLine line: Int) {
    add(.diagnostic(Diagnostic(code, at: SourceLocation(file: file, line: line), fields)))
  }
}

/// The instant of the next output. A marker applies to one output of each command: in a loop without further
/// markers, later outputs have other times.
struct CaptureClock {
  /// The time of the file as a whole.
  let fallback: CaptureTime?
  private var marker: CaptureTime?
  private var hasMarker = false
  private var used: Set<String> = []

  init(fallback: CaptureTime?) { self.fallback = fallback }

  /// Sets the time of a marker; nil if its offset from UTC is not known.
  mutating func set(_ time: CaptureTime?) {
    marker = time
    hasMarker = true
    used = []
  }

  /// The instant of an output of `command`, and true if it is nil because an earlier output of the command
  /// used it.
  mutating func time(for command: String) -> (time: CaptureTime?, isRepeat: Bool) {
    let time = hasMarker ? marker : fallback
    let isFirst = used.insert(command).inserted
    return (isFirst ? time : nil, !isFirst && time != nil)
  }
}

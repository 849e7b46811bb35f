// Which command printed an output, when, and whether the output is whole: what the lines around it tell.

import CassandraModel

/// The command of an output, from the strongest evidence there is.
struct Resolved {
  /// The name of a command that nothing names.
  static let unknown = "unknown"

  /// nil for a command that is not in the table.
  let command: NodetoolCommand?
  let name: String

  /// Its own first line tells best, then the prompt before it or the trace of its exception, then the name of
  /// the file, then what else the file holds.
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
  /// This command, or the one that begins with the same line if the output's first lines show that it is that
  /// one; nil for a document of which nothing tells the command.
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
  /// The command that failed, in lower case, from the client's frame in a trace:
  /// `at org.apache.cassandra.tools.nodetool.GetStreamThroughput.execute(…)`.
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

  /// Decides whether the output is whole, and says so if it is not.
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

/// The instant that holds for the next output. A marker holds for one output of each command: what a loop
/// without markers printed later was not printed then.
struct CaptureClock {
  /// What is known of the file as a whole.
  let fallback: CaptureTime?
  private var marker: CaptureTime?
  private var hasMarker = false
  private var used: Set<String> = []

  init(fallback: CaptureTime?) { self.fallback = fallback }

  /// A marker was read; nil if it does not say how far it is from UTC.
  mutating func set(_ time: CaptureTime?) {
    marker = time
    hasMarker = true
    used = []
  }

  /// The instant of an output of `command`, and true if it is nil because the command has had it already.
  mutating func time(for command: String) -> (time: CaptureTime?, isRepeat: Bool) {
    let time = hasMarker ? marker : fallback
    let isFirst = used.insert(command).inserted
    return (isFirst ? time : nil, !isFirst && time != nil)
  }
}

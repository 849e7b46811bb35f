// Reads an output after it was cut out: its command, its facts, the kinds of its lines, its poll.

import CassandraModel

/// An output that was cut out, with its context.
struct ClosedOutput: Sendable {
  let output: CommandOutput
  /// Index of its command, if its first line identifies it.
  let anchored: Int?
  /// The line at which it turns into a failure.
  let failureLine: Int?
  /// The command that was asked for.
  let requested: String?
  let isAtEnd: Bool
  let isOverlong: Bool
  /// True if its lines are counted.
  let isCounted: Bool

  var isDocument: Bool { anchored.map { NodetoolCommand.all[$0].isDocument } ?? false }
  fileprivate var actual: NodetoolCommand? { anchored.flatMap { NodetoolCommand.all[$0].actual(output) } }
}

extension NodetoolReader {
  /// The command of `closed`.
  func resolved(_ closed: ClosedOutput) -> Resolved {
    guard let failureLine = closed.failureLine else {
      return Resolved(
        closed.actual, requested: closed.requested, named: namedCommand, only: closed.isDocument ? only : nil)
    }
    let failed = closed.output.commandInTrace(from: failureLine)
    return Resolved(closed.actual, requested: failed ?? closed.requested, named: namedCommand, only: only)
  }

  mutating func read(_ closed: ClosedOutput, into sink: inout some FactSink) {
    let held = closed.output
    guard let failureLine = closed.failureLine else {
      read(held, failureLine: nil, resolved(closed), of: closed, into: &sink)
      return
    }
    // The trace of an exception names the command that failed, which need not be the command of the output
    // before it.
    if failureLine > 0, let failed = held.commandInTrace(from: failureLine), let before = closed.actual,
      !before.isCalled(failed)
    {
      let good = held.slice(0..<failureLine)
      read(good, failureLine: nil, Resolved(before, requested: nil, named: nil), of: closed, into: &sink)
      let bad = held.slice(failureLine..<held.lines.count)
      read(bad, failureLine: 0, Resolved(nil, requested: failed, named: nil), of: closed, into: &sink)
      return
    }
    read(held, failureLine: failureLine, resolved(closed), of: closed, into: &sink)
  }

  private mutating func read(
    _ held: CommandOutput, failureLine: Int?, _ command: Resolved, of closed: ClosedOutput,
    into sink: inout some FactSink
  ) {
    let isDocument = closed.isDocument
    let name = command.name
    let (time, isRepeat) = clock.time(for: name)
    note(time)
    let good = held.slice(0..<(failureLine ?? held.lines.count))
    var reading = OutputReading(of: good, file: file, time: time)
    reading.wallClock = wallClock
    if let layout = command.command?.document, isDocument {
      if !good.isEmpty { layout.facts().read(good, command: name, into: &reading) }
      if isRepeat { reading.report(.nodetoolTime, ["command": name], atLine: held.lines[0].number) }
    } else if let read = command.command?.read, !isDocument {
      if !good.isEmpty {
        read(good, &reading)
        if !closed.isOverlong, let end = reading.endOfFitting {
          // Lines after the output are not part of it: the command reads only lines that fit.
          reading = OutputReading(of: good.slice(0..<end), file: file, time: time)
          reading.wallClock = wallClock
          read(good.slice(0..<end), &reading)
          reading.leaveRest(of: good, command: name, isAtEnd: closed.isAtEnd)
        }
      }
      if isRepeat { reading.report(.nodetoolTime, ["command": name], atLine: held.lines[0].number) }
    } else {
      reading.skip(command: name)
    }
    if failureLine == nil {
      reading.judgeEnd(isAtEnd: closed.isAtEnd, isOverlong: closed.isOverlong, command: name)
      // A failure from the output is in its own words.
      reading.failure = reading.failure.map { held.says($0) ? $0 : Poll.unusable(name, $0) }
    }
    if let failureLine { reading.failure = held.failure(from: failureLine) }
    if closed.isCounted {
      if let failureLine {
        lines.count(.known)
        for line in held.lines[(failureLine + 1)...] {
          lines.count(held.text.span.trimmed(line.bytes).isEmpty ? .blank : .continuation)
        }
      }
      for fate in reading.fates { lines.count(fate) }
    }
    if !commands.contains(name), name != Resolved.unknown { commands.append(name) }
    add(
      Poll(
        at: time?.instant, atKind: time?.kind, command: name, failure: reading.failure,
        source: SourceLocation(file: file, line: held.lines[0].number)),
      into: &sink)
    for attribute in reading.attributes { tellNodesApart(attribute, into: &sink) }
    reading.send(to: &sink) { isNews($0) }
  }

  /// A file is of one node. Loops over hosts write several nodes into one file, and outputs that do not name
  /// their node cannot be assigned; the diagnostic says so.
  private mutating func tellNodesApart(_ attribute: Attribute, into sink: inout some FactSink) {
    guard attribute.name == .hostID else { return }
    if let hostID, hostID != attribute.value, noted.insert([DiagnosticCode.nodetoolNodes.name]).inserted {
      report(
        .nodetoolNodes, ["id": attribute.value, "other": hostID], line: attribute.source.line, into: &sink)
    }
    hostID = attribute.value
  }

  /// False for a note about the format that was reported for this file before.
  private mutating func isNews(_ fact: Fact) -> Bool {
    guard case .diagnostic(let diagnostic) = fact, diagnostic.code.severity == .note else { return true }
    let key = [diagnostic.code.name, diagnostic.fields["command"] ?? "", diagnostic.fields["name"] ?? ""]
    return noted.insert(key).inserted
  }
}

extension CommandOutput {
  /// Failures are quoted up to this many bytes.
  private static let longestReason = 300

  fileprivate func says(_ words: String) -> Bool {
    lines.contains { text.span.text(in: $0.bytes).contains(words) }
  }

  /// The text of a failure: its first line, or the message in the object that begins there.
  fileprivate func failure(from first: Int) -> String {
    let text = text.span
    let line = lines[first].bytes
    if text.contains("=> {", in: line) {
      for line in lines[first...] {
        guard let key = text.firstRange(of: "\"msg\": \"", in: line.bytes) else { continue }
        let rest = key.upperBound..<line.bytes.upperBound
        let end = text.firstIndex(of: UInt8(ascii: "\""), in: rest) ?? rest.upperBound
        return text.text(in: rest.lowerBound..<min(end, rest.lowerBound + Self.longestReason))
      }
    }
    return text.text(in: line.prefix(Self.longestReason))
  }
}

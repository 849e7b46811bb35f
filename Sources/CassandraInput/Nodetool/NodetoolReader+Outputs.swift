// What becomes of an output once it is cut out: the command that it is of, its facts, the fate of its lines, its poll.

import CassandraModel

extension NodetoolReader {
  mutating func read(isAtEnd: Bool, isOverlong: Bool, into sink: inout some FactSink) {
    let held = output
    let byAnchor = anchored.map { NodetoolCommand.all[$0] }
    let before = byAnchor.flatMap { $0.actual(held) }
    let only = commands.count == 1 ? commands.first : nil
    guard let failureLine else {
      let command = Resolved(
        before, requested: cycle?.requested, named: namedCommand, only: isDocument ? only : nil)
      read(held, failureLine: nil, command, isAtEnd: isAtEnd, isOverlong: isOverlong, into: &sink)
      return
    }
    // The trace of an exception names the command that failed; it need not be the one whose output stands
    // before.
    let failed = held.commandInTrace(from: failureLine)
    if failureLine > 0, let failed, let before, !before.isCalled(failed) {
      let good = held.slice(0..<failureLine)
      read(
        good, failureLine: nil, Resolved(before, requested: nil, named: nil), isAtEnd: false,
        isOverlong: false,
        into: &sink)
      let bad = held.slice(failureLine..<held.lines.count)
      read(
        bad, failureLine: 0, Resolved(nil, requested: failed, named: nil), isAtEnd: isAtEnd,
        isOverlong: isOverlong, into: &sink)
      return
    }
    let command = Resolved(before, requested: failed ?? cycle?.requested, named: namedCommand, only: only)
    read(held, failureLine: failureLine, command, isAtEnd: isAtEnd, isOverlong: isOverlong, into: &sink)
  }

  private mutating func read(
    _ held: CommandOutput, failureLine: Int?, _ command: Resolved, isAtEnd: Bool, isOverlong: Bool,
    into sink: inout some FactSink
  ) {
    let name = command.name
    let (time, isRepeat) = clock.time(for: name)
    note(time)
    let good = held.slice(0..<(failureLine ?? held.lines.count))
    var reading = OutputReading(of: good, file: file, time: time)
    if let layout = command.command?.document, isDocument {
      if !good.isEmpty { layout.facts().read(good, command: name, into: &reading) }
      if isRepeat { reading.report(.nodetoolTime, ["command": name], atLine: held.lines[0].number) }
    } else if let read = command.command?.read, !isDocument {
      if !good.isEmpty { read(good, &reading) }
      if isRepeat { reading.report(.nodetoolTime, ["command": name], atLine: held.lines[0].number) }
    } else {
      reading.skip(command: name)
    }
    if failureLine == nil { reading.judgeEnd(isAtEnd: isAtEnd, isOverlong: isOverlong, command: name) }
    if let failureLine {
      let line = held.lines[failureLine].bytes
      reading.failure = held.text.span.text(in: line.prefix(Self.longestReason))
      lines.count(.known)
      for line in held.lines[(failureLine + 1)...] {
        lines.count(held.text.span.trimmed(line.bytes).isEmpty ? .blank : .continuation)
      }
    }
    for fate in reading.fates { lines.count(fate) }
    if !commands.contains(name), name != Resolved.unknown { commands.append(name) }
    add(
      Poll(
        at: time?.instant, atKind: time?.kind, command: name, failure: reading.failure,
        source: SourceLocation(file: file, line: held.lines[0].number)),
      into: &sink)
    for attribute in reading.attributes { tellNodesApart(attribute, into: &sink) }
    reading.send(to: &sink) { isNews($0) }
  }

  /// Failures are quoted up to this many bytes.
  private static let longestReason = 300

  /// A file is of one node. Loops over hosts write several into one, which nothing tells apart where an output does not
  /// say whose it is; so it is said.
  private mutating func tellNodesApart(_ attribute: Attribute, into sink: inout some FactSink) {
    guard attribute.name == .hostID else { return }
    if let hostID, hostID != attribute.value, noted.insert([DiagnosticCode.nodetoolNodes.name]).inserted {
      report(
        .nodetoolNodes, ["id": attribute.value, "other": hostID], line: attribute.source.line, into: &sink)
    }
    hostID = attribute.value
  }

  /// False for a note about the format that the file has had already.
  private mutating func isNews(_ fact: Fact) -> Bool {
    guard case .diagnostic(let diagnostic) = fact, diagnostic.code.severity == .note else { return true }
    let key = [diagnostic.code.name, diagnostic.fields["command"] ?? "", diagnostic.fields["name"] ?? ""]
    return noted.insert(key).inserted
  }
}

// Cycles of a capture loop: their times, and cycles without an output.

import CassandraModel

/// A marker or a prompt, and whether an output has followed it.
struct Cycle {
  let line: Int
  /// The nodetool command on the prompt.
  let requested: String?
  let isPrompt: Bool
  let isTrace: Bool
  /// The exit status of the command, if the heading before it has it.
  var status: Int64?
  /// True for a heading that names a machine.
  var isHeading = false
  var isAnswered = false
  /// True if the exit status precedes the output.
  var statusPrecedes = false

  /// The failure of a command that printed nothing.
  func failure(of command: NodetoolCommand?, _ name: String) -> String? {
    if let status, status != 0 { return Poll.unusable(name, "no output, exit status \(status)") }
    return command?.isSilent == true ? nil : Poll.unusable(name, "no output")
  }
}

extension NodetoolReader {
  var order: TimeOrder { part?.order ?? .before }

  mutating func begin(
    _ marker: TimeMarker, _ text: String, line: Int, isShared: Bool, into sink: inout some FactSink
  ) {
    let time: CaptureTime? =
      switch marker {
      case .utc(let instant): CaptureTime(instant, .marker)
      case .unknownOffset(let local): wallClock.map { CaptureTime($0(local), .marker) }
      }
    note(time)
    if time == nil {
      report(.nodetoolZone, ["text": text], line: line, into: &sink)
    } else if case .unknownOffset = marker, noted.insert([DiagnosticCode.nodetoolClock.name]).inserted {
      report(.nodetoolClock, ["text": text], line: line, into: &sink)
    }
    switch order {
    case .before:
      clock.set(time)
      if !isShared {
        let heading = cycle.flatMap { $0.isHeading ? $0 : nil }
        cycle = Cycle(
          line: line, requested: heading?.requested, isPrompt: heading != nil, isTrace: false,
          status: heading?.status, isHeading: heading != nil)
      }
    case .after:
      let isUnanswered = waiting.isEmpty && polls > 0 && !isShared
      readWaiting(time, into: &sink)
      if isUnanswered {
        clock.set(time)
        cycle = Cycle(line: line, requested: nil, isPrompt: false, isTrace: false)
        endCycle(endedByPrompt: false, into: &sink)
      }
    case .unknown:
      clock.set(nil)
      if noted.insert([DiagnosticCode.nodetoolOrder.name]).inserted {
        report(.nodetoolOrder, ["text": text], line: line, into: &sink)
      }
    }
  }

  /// Holds `output` until the time after it. If a command repeats before that time, the times of the earlier
  /// outputs are unknown.
  mutating func wait(_ output: ClosedOutput, into sink: inout some FactSink) {
    let name = resolved(output).name
    let held = waiting.reduce(output.output.text.count) { $0 + $1.output.text.count }
    if output.isOverlong || held > Self.outputLimit || waiting.contains(where: { resolved($0).name == name })
    {
      readWaiting(nil, into: &sink)
    }
    waiting.append(output)
    if output.isOverlong { readWaiting(nil, into: &sink) }
  }

  /// Reads the held outputs with the time after them.
  mutating func readWaiting(_ time: CaptureTime?, into sink: inout some FactSink) {
    guard !waiting.isEmpty else { return }
    let held = waiting
    waiting = []
    clock.set(time)
    for output in held { read(output, into: &sink) }
  }

  /// A heading without a time and without a command changes nothing: it names a host, or a part of the
  /// capture.
  mutating func begin(
    _ banner: Banner, _ text: String, line: Int, isShared: Bool, into sink: inout some FactSink
  ) {
    if let time = banner.time {
      if cycle?.isHeading != true || isShared { endCycle(endedByPrompt: false, into: &sink) }
      begin(time, text, line: line, isShared: isShared, into: &sink)
    }
    if let command = banner.command {
      if banner.time == nil { endCycle(endedByPrompt: true, into: &sink) }
      cycle = Cycle(line: line, requested: command, isPrompt: true, isTrace: false)
    }
  }

  /// Ends the cycle. A prompt after a marker continues the marker's cycle: prompts then name the commands.
  mutating func endCycle(endedByPrompt: Bool, into sink: inout some FactSink) {
    defer { cycle = nil }
    guard let cycle, !cycle.isAnswered else { return }
    var command: NodetoolCommand?
    var name = Resolved.unknown
    if cycle.isHeading {
      // Prompts name the commands here. A successful command may print nothing.
      if endedByPrompt { return }
      command = cycle.requested.flatMap { NodetoolCommand.named($0) } ?? namedCommand
      name = command?.name ?? only ?? name
      if command?.isSilent != true, cycle.status == 0 { return }
    } else if cycle.isPrompt {
      // `set -x` does not show redirections: in a trace without any output, an empty output is not a failure.
      guard let requested = cycle.requested, let known = NodetoolCommand.named(requested),
        known.name != "help",
        polls > 0 || !cycle.isTrace
      else { return }
      command = known
      name = known.name
    } else {
      if endedByPrompt { return }
      command = namedCommand
      name = namedCommand?.name ?? only ?? name
    }
    let time = clock.time(for: name).time
    add(
      Poll(
        at: time?.instant, atKind: time?.kind, command: name,
        failure: cycle.failure(of: command, name),
        source: SourceLocation(file: file, line: cycle.line)),
      into: &sink)
  }

  /// The only command of the file; nil if it has several, or no known one.
  var only: String? { commands.count == 1 ? commands[0] : commands.isEmpty ? part?.outline.onlyCommand : nil }

  mutating func add(_ poll: Poll, into sink: inout some FactSink) {
    polls += 1
    if !isNamed, let name = part?.name {
      isNamed = true
      sink.receive(
        .attribute(Attribute(at: poll.at.map { .utc($0) }, name: .hostName, value: name, source: poll.source))
      )
    }
    sink.receive(.poll(poll))
  }

  mutating func note(_ time: CaptureTime?) {
    guard let instant = time?.instant else { return }
    first = min(first ?? instant, instant)
    last = max(last ?? instant, instant)
  }

  func report(
    _ code: DiagnosticCode, _ fields: [String: String] = [:], line: Int, into sink: inout some FactSink
  ) {
    sink.receive(.diagnostic(Diagnostic(code, at: SourceLocation(file: file, line: line), fields)))
  }
}

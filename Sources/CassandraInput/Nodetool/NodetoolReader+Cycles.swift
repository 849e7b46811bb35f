// Cycles of a capture loop: when each was, and which of them nothing answered.

import CassandraModel

/// A marker or a prompt, and whether an output has answered it.
struct Cycle {
  let line: Int
  /// The nodetool command on the prompt.
  let requested: String?
  let isPrompt: Bool
  let isTrace: Bool
  var isAnswered = false
}

extension NodetoolReader {
  mutating func begin(
    _ marker: TimeMarker, _ text: String, line: Int, into sink: inout some FactSink
  ) {
    switch marker {
    case .utc(let instant):
      let time = CaptureTime(instant, .marker)
      clock.set(time)
      note(time)
    case .unknownOffset(let local):
      let time = wallClock.map { CaptureTime($0(local), .marker) }
      clock.set(time)
      note(time)
      if time == nil {
        report(.nodetoolZone, ["text": text], line: line, into: &sink)
      } else if noted.insert([DiagnosticCode.nodetoolClock.name]).inserted {
        report(.nodetoolClock, ["text": text], line: line, into: &sink)
      }
    }
    cycle = Cycle(line: line, requested: nil, isPrompt: false, isTrace: false)
  }

  /// A heading that says neither when nor what changes nothing: it names a host, or a part of the capture.
  mutating func begin(_ banner: Banner, _ text: String, line: Int, into sink: inout some FactSink) {
    if let time = banner.time {
      endCycle(endedByPrompt: false, into: &sink)
      begin(time, text, line: line, into: &sink)
    }
    if let command = banner.command {
      if banner.time == nil { endCycle(endedByPrompt: true, into: &sink) }
      cycle = Cycle(line: line, requested: command, isPrompt: true, isTrace: false)
    }
  }

  /// Ends the cycle. A prompt after a marker takes it over: what runs is said by prompts then.
  mutating func endCycle(endedByPrompt: Bool, into sink: inout some FactSink) {
    defer { cycle = nil }
    guard let cycle, !cycle.isAnswered else { return }
    var command: NodetoolCommand?
    var name = Resolved.unknown
    if cycle.isPrompt {
      // `set -x` does not show redirections: in a trace without any output, silence says nothing.
      guard let requested = cycle.requested, let known = NodetoolCommand.named(requested),
        known.name != "help",
        polls > 0 || !cycle.isTrace
      else { return }
      command = known
      name = known.name
    } else {
      if endedByPrompt { return }
      command = namedCommand
      name = namedCommand?.name ?? (commands.count == 1 ? commands[0] : name)
    }
    let time = clock.time(for: name).time
    add(
      Poll(
        at: time?.instant, atKind: time?.kind, command: name,
        failure: command?.isSilent == true ? nil : "it printed nothing",
        source: SourceLocation(file: file, line: cycle.line)),
      into: &sink)
  }

  mutating func add(_ poll: Poll, into sink: inout some FactSink) {
    polls += 1
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

// The screen between the readers of a capture and the rest of the program. All content passes it, so no
// command and no format can forget to hide a secret or, with redaction, a name.

import CassandraModel

/// Hides the secrets of a capture, and replaces names by pseudonyms on request.
struct CaptureScreen: Sendable {
  var names = NameScreen()
  /// Replaces names; nil to keep them.
  var redactor: Redactor?

  /// A name of a file, a folder or a scope.
  func name(_ name: String) -> String {
    let name = names[name]
    return redactor?.fileName(name) ?? name
  }

  func coverage(_ it: Coverage) -> Coverage {
    let it = names.screened(it)
    return redactor?.coverage(it) ?? it
  }

  func zone(_ zone: DeclaredZone) -> DeclaredZone {
    DeclaredZone(text: zone.text, manifest: name(zone.manifest))
  }

  /// The diagnostics of the files, and the number of hidden secrets.
  func diagnostics(_ log: DiagnosticLog) -> DiagnosticLog {
    var facts = FactScreen(names)
    var screened = facts.screened(log)
    screened.merge(facts.diagnostics)
    for name in names.changed { screened.report(.secretsHidden(1, in: name)) }
    return redactor?.diagnostics(screened) ?? screened
  }

  func sink<Sink: NodeSink>(_ sink: Sink) -> ScreeningSink<Sink> { ScreeningSink(sink, self) }
}

/// Passes facts on after screening.
struct ScreeningSink<Sink: NodeSink>: NodeSink {
  private(set) var sink: Sink
  private(set) var facts: FactScreen
  private var redaction: FactRedaction?

  fileprivate init(_ sink: Sink, _ screen: CaptureScreen) {
    self.sink = sink
    facts = FactScreen(screen.names)
    redaction = screen.redactor.map { FactRedaction($0) }
  }

  var clock: WallClock? { sink.clock }

  mutating func receive(_ fact: Fact) {
    let fact = facts.screened(fact)
    sink.receive(redaction?.redact(fact) ?? fact)
  }

  /// Packed events almost never hold a secret, and are then passed on unchanged.
  mutating func receive(events: Slice<EventBatch>) {
    guard redaction == nil, facts.keepsName(of: events.base) else {
      for event in events { receive(.event(event)) }
      return
    }
    var start = events.startIndex
    for index in events.indices
    where events.base.hasDoubtfulName || !events.base.isPacked(index)
      || PackedEvent(events.base, index).hasText(where: { SecretScreen.mayHold($0) })
    {
      if start < index { sink.receive(events: events[start..<index]) }
      receive(.event(events[index]))
      start = index + 1
    }
    if start < events.endIndex { sink.receive(events: events[start...]) }
  }

  mutating func receive(samples: ArraySlice<Sample>) {
    guard redaction == nil, !samples.contains(where: { facts.changes($0) }) else {
      for sample in samples { receive(.sample(sample)) }
      return
    }
    sink.receive(samples: samples)
  }

  mutating func merge(captures other: ScreeningSink<Sink>) {
    sink.merge(captures: other.sink)
    facts.merge(other.facts)
  }

  mutating func finish() { sink.finish() }
}

/// Discards the facts of a node: for passes that only inspect them.
struct NoFacts: NodeSink {
  mutating func receive(_ fact: Fact) {}
  mutating func merge(captures other: NoFacts) {}
  mutating func finish() {}
}

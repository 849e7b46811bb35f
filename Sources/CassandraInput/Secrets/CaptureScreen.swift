// What stands between the readers of a capture and everybody else: nothing of the capture is told but through it, so no
// command and no format can forget a secret, or, with redaction, a name.

import CassandraModel

/// Shows a capture without its secrets, and with pseudonyms where that is wanted.
struct CaptureScreen: Sendable {
  var names = NameScreen()
  /// What replaces names; nil for nothing.
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

  /// What was wrong with the files, and how many secrets were hidden.
  func diagnostics(_ log: DiagnosticLog) -> DiagnosticLog {
    var facts = FactScreen(names)
    var screened = facts.screened(log)
    screened.merge(facts.diagnostics)
    for name in names.changed { screened.report(.secretsHidden(1, in: name)) }
    return redactor?.diagnostics(screened) ?? screened
  }

  func sink<Sink: NodeSink>(_ sink: Sink) -> ScreeningSink<Sink> { ScreeningSink(sink, self) }
}

/// Passes facts on as they may be shown.
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

  /// Packed events hold a secret hardly ever, and are passed on as they are.
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

/// Takes facts of a node and keeps none: for those that are only looked at on their way.
struct NoFacts: NodeSink {
  mutating func receive(_ fact: Fact) {}
  mutating func merge(captures other: NoFacts) {}
  mutating func finish() {}
}

// A sink that lets facts through only redacted, so that whatever is made of them holds no name.

import CassandraModel

/// Redacts what it takes, and passes it on.
struct RedactingSink<Sink: NodeSink>: NodeSink {
  private(set) var sink: Sink
  private var redaction: FactRedaction

  init(_ sink: Sink, _ redactor: Redactor) {
    self.sink = sink
    redaction = FactRedaction(redactor)
  }

  var clock: WallClock? { sink.clock }

  mutating func receive(_ fact: Fact) { sink.receive(redaction.redact(fact)) }

  mutating func merge(captures other: RedactingSink<Sink>) { sink.merge(captures: other.sink) }

  mutating func finish() { sink.finish() }
}

/// Takes facts of a node and keeps none: for those that are only looked at on their way.
struct NoFacts: NodeSink {
  mutating func receive(_ fact: Fact) {}
  mutating func merge(captures other: NoFacts) {}
  mutating func finish() {}
}

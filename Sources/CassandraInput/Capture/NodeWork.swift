// Reads the files of one node into its sink: its logs as one history, its captures one by one.

import CassandraModel

/// The files to read for one node.
struct NodeWork: Sendable {
  private var logs: [LogFile] = []
  private var texts: [CaptureText] = []
  private var facts: [FactsSection] = []

  struct Result<Sink: Sendable>: Sendable {
    var sink: Sink
    var coverage: [Coverage]
    var diagnostics: DiagnosticLog
    /// False when no file of this scope was read.
    var hasFacts: Bool
  }

  mutating func add(_ item: CaptureItem) {
    if let log = item.log { logs.append(log) }
    if let text = item.text { texts.append(text) }
  }

  mutating func add(_ section: FactsSection) { facts.append(section) }

  /// Stored size of its files, as far as it is known.
  var storedSize: Int64 {
    let inputs =
      logs.map(\.input) + texts.map(\.input)
      + facts.flatMap { [$0.events?.input, $0.captured?.input].compactMap { $0 } }
    return inputs.reduce(0) { sum, input in
      let (next, isHuge) = sum.addingReportingOverflow(max(0, input.storedSize ?? 0))
      return isHuge ? sum : next
    }
  }

  /// Reads everything into `sink`; captures go through sinks of their own, which are merged in order of name.
  func read<Sink: NodeSink>(
    _ sink: Sink, options: CaptureOptions, workers: Int, makeSink: @escaping @Sendable () -> Sink
  ) async -> Result<Sink> {
    var result = Result(
      sink: sink, coverage: [], diagnostics: DiagnosticLog(),
      hasFacts: !(logs.isEmpty && texts.isEmpty && facts.isEmpty))
    let logs = logs + facts.compactMap { $0.events?.log(limit: options.limit) }
    if !logs.isEmpty {
      let reader = NodeLogReader(logs, catalog: .all, workers: workers, options: options)
      let account = await reader.read(into: &result.sink)
      for reading in account.clock { result.sink.receive(.occurrence(reading.occurrence)) }
      result.coverage += account.coverage
      result.diagnostics.merge(account.diagnostics)
    }
    let clock = result.sink.clock
    let streams = RotatedText.streams(of: texts)
    let parts = await streams.concurrentMap(jobs: workers) { stream in
      stream.read(makeSink(), clock, options)
    }
    // They are read in archive order, and merged by name: other parts of the node, extracted elsewhere, could
    // be in other archives.
    for (_, part) in zip(streams.map(\.name), parts).sorted(by: {
      $0.0.utf8.lexicographicallyPrecedes($1.0.utf8)
    }) {
      result.sink.merge(captures: part.sink)
      result.coverage += part.coverage
      result.diagnostics.merge(part.diagnostics)
    }
    var captured = CapturedFacts(present: texts.map(\.input.name), makeSink: makeSink)
    for section in facts { captured.read(section, options) }
    captured.sort()
    for part in captured.parts { result.sink.merge(captures: part.sink) }
    result.diagnostics.merge(captured.diagnostics)
    result.sink.finish()
    return result
  }
}

// The files of one node, and reading them into its sink: its logs as one history, its captures one by one.

import CassandraModel

/// What is to be read for one node.
struct NodeWork: Sendable {
  private var logs: [LogFile] = []
  private var captures: [InputFile] = []

  /// What reading gave.
  struct Result<Sink: Sendable>: Sendable {
    var sink: Sink
    var coverage: [Coverage]
    var diagnostics: DiagnosticLog
    /// False when no file of this scope was ours.
    var hasFacts: Bool
  }

  mutating func add(_ item: CaptureItem) {
    if let log = item.log { logs.append(log) }
    if let capture = item.nodetool { captures.append(capture) }
  }

  /// Reads everything into `sink`; captures go through sinks of their own, which are merged in order of name.
  func read<Sink: NodeSink>(
    _ sink: Sink, options: CaptureOptions, workers: Int, makeSink: @escaping @Sendable () -> Sink
  ) async -> Result<Sink> {
    var result = Result(
      sink: sink, coverage: [], diagnostics: DiagnosticLog(), hasFacts: !(logs.isEmpty && captures.isEmpty))
    if !logs.isEmpty {
      let reader = NodeLogReader(logs, catalog: .all, workers: workers, options: options)
      let account = await reader.read(into: &result.sink)
      result.coverage += account.coverage
      result.diagnostics.merge(account.diagnostics)
    }
    let parts = await captures.concurrentMap(jobs: workers) { input in
      NodeWork.read(input, makeSink(), options)
    }
    for part in parts {
      result.sink.merge(captures: part.sink)
      result.coverage += part.coverage
      result.diagnostics.merge(part.diagnostics)
    }
    result.sink.finish()
    return result
  }

  /// Reads one file of captures, line by line.
  private static func read<Sink: NodeSink>(
    _ input: InputFile, _ sink: Sink, _ options: CaptureOptions
  ) -> Result<Sink> {
    var result = Result(sink: sink, coverage: [], diagnostics: DiagnosticLog(), hasFacts: true)
    do throws(SystemFailure) {
      var blocks = try input.open(limit: options.limit)
      var reader = NodetoolReader(file: input.name, time: input.time)
      var number = 0
      while let block = blocks.next(splitAt: afterLastNewline) {
        let bytes = block.bytes.span
        var start = 0
        if block.continuesLine {
          // The rest of a line longer than a block: no output of nodetool has one.
          start = bytes.firstIndex(of: newline, in: 0..<bytes.count).map { $0 + 1 } ?? bytes.count
        }
        while start < bytes.count {
          let end = bytes.firstIndex(of: newline, in: start..<bytes.count) ?? bytes.count
          number += 1
          reader.consume(bytes.extracting(start..<end), number: number, into: &result.sink)
          start = end + 1
        }
      }
      reader.finish(into: &result.sink)
      result.diagnostics = blocks.diagnostics
      options.progress?(input.name, blocks.decodedBytes)
      result.coverage = [
        Coverage(
          file: input.name, format: reader.commands.joined(separator: ", "), bytes: blocks.decodedBytes,
          lines: reader.lines, first: reader.first.map { .utc($0) }, last: reader.last.map { .utc($0) })
      ]
    } catch {
      result.diagnostics.report(
        Diagnostic(.fileUnreadable, at: SourceLocation(file: input.name, line: 0), ["reason": error.reason]))
    }
    return result
  }

  private static let newline = UInt8(ascii: "\n")

  private static func afterLastNewline(_ bytes: Span<UInt8>) -> Int {
    bytes.lastIndex(of: newline, in: 0..<bytes.count).map { $0 + 1 } ?? 0
  }
}

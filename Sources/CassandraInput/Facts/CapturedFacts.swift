// Facts of a node's captures from the interchange: those of each file go through a sink of their own, as if
// the file itself were read.

import CassandraModel

/// Reads the facts of one node other than log records.
struct CapturedFacts<Sink: NodeSink> {
  /// The sinks of files.
  private(set) var parts: [(file: String, sink: Sink)] = []
  private(set) var diagnostics = DiagnosticLog()

  private let makeSink: @Sendable () -> Sink
  private let present: Set<String>
  private var finished: Set<String> = []

  /// - Parameter present: Files of the node that are in the capture themselves.
  init(present: [String], makeSink: @escaping @Sendable () -> Sink) {
    self.present = Set(present)
    self.makeSink = makeSink
  }

  /// Reads `section`. A file that is already present is the same file, and is skipped.
  mutating func read(_ section: FactsSection, _ options: CaptureOptions) {
    guard let captured = section.captured else { return }
    finished = present.union(parts.map(\.file))
    var reader = FactLineReader()
    var line = captured.linesBefore
    do throws(SystemFailure) {
      var blocks = try captured.input.open(limit: options.limit, blockSize: captured.blockSize)
      var progress = FileProgress()
      while let block = blocks.next(splitAt: afterLastNewline) {
        let text = block.bytes.span
        var start = 0
        while start < text.count {
          let end = text.firstIndex(of: UInt8(ascii: "\n"), in: start..<text.count) ?? text.count
          line += 1
          take(
            text, (start..<end).withoutLineEnd(text), &reader, section,
            SourceLocation(file: captured.input.name, line: line))
          start = end + 1
        }
        options.progress?(progress.step(blocks.position))
      }
      options.progress?(.finished(file: captured.input.name))
    } catch {
      diagnostics.report(.unreadable(captured.input.name, error))
    }
  }

  /// Sorts the parts by name, files of one text the oldest first: sections have no order of their own.
  mutating func sort() { parts.sort { RotatedName.precedes($0.file, $1.file) } }

  private mutating func take(
    _ text: Span<UInt8>, _ line: Range<Int>, _ reader: inout FactLineReader, _ section: FactsSection,
    _ place: SourceLocation
  ) {
    if text.trimmed(line).isEmpty { return }
    do throws(FactError) {
      let record = try reader.read(text, line)
      guard try record.optionalText(.node) == section.node.id else { throw .otherNode }
      let fact = try Fact(record)
      if case .event = fact { throw .misplaced(.event) }
      guard let file = fact.source?.file, !finished.contains(file) else { return }
      if parts.last?.file != file { parts.append((file, makeSink())) }
      parts[parts.count - 1].sink.receive(fact)
    } catch {
      diagnostics.report(Diagnostic(.factsLine, at: place, ["reason": error.reason]))
    }
  }
}

extension Fact {
  /// The place of the fact; nil for the coverage of a file.
  var source: SourceLocation? {
    switch self {
    case .sample(let it): it.source
    case .event(let it): it.source
    case .attribute(let it): it.source
    case .poll(let it): it.source
    case .compaction(let it): it.source
    case .ring(let it): it.source
    case .gossip(let it): it.source
    case .schema(let it): it.source
    case .occurrence(let it): it.source
    case .diagnostic(let it): it.source
    case .coverage: nil
    }
  }
}

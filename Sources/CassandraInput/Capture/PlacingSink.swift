// Corrects the places of facts from a rotated text: the reader numbers lines continuously over all files, and
// each fact gets the line of its own file.

import CassandraModel

/// Passes facts on with their places in the files.
struct PlacingSink<Sink: NodeSink>: FactSink {
  private(set) var sink: Sink
  /// The reader's name of the text.
  private let file: String

  /// A file of the text: its first line, and the difference between line numbers of the text and of the file.
  private struct Piece {
    let first: Int
    let file: String
    let shift: Int
  }
  private var pieces: [Piece] = []
  /// Lines that the reader received.
  private var lines = 0
  private var isOpen = false

  init(_ sink: Sink, file: String) {
    self.sink = sink
    self.file = file
  }

  /// Begins the next file; the reader does not receive its first `skipped` lines.
  mutating func beginFile(_ name: String, skipping skipped: Int) {
    if isOpen { lines += 1 }
    isOpen = false
    pieces.append(Piece(first: lines + 1, file: name, shift: skipped - lines))
  }

  /// Counts the lines of `bytes`, which the reader receives next.
  mutating func count(_ bytes: Span<UInt8>, from start: Int) {
    var i = start
    while let end = bytes.firstIndex(of: UInt8(ascii: "\n"), in: i..<bytes.count) {
      lines += 1
      i = end + 1
    }
    isOpen = i < bytes.count
  }

  private func place(_ source: SourceLocation) -> SourceLocation {
    guard source.line > 0, source.file == file, let piece = pieces.last(where: { $0.first <= source.line })
    else {
      return source
    }
    return SourceLocation(file: piece.file, line: source.line + piece.shift)
  }

  mutating func receive(_ fact: Fact) { sink.receive(pieces.isEmpty ? fact : placed(fact)) }

  mutating func receive(samples: ArraySlice<Sample>) {
    if pieces.isEmpty { return sink.receive(samples: samples) }
    let placed = samples.map { sample in
      var sample = sample
      sample.source = place(sample.source)
      return sample
    }
    sink.receive(samples: placed[...])
  }

  mutating func receive(events: Slice<EventBatch>) { sink.receive(events: events) }

  private func placed(_ fact: Fact) -> Fact {
    switch fact {
    case .sample(var it):
      it.source = place(it.source)
      return .sample(it)
    case .attribute(var it):
      it.source = place(it.source)
      return .attribute(it)
    case .poll(var it):
      it.source = place(it.source)
      return .poll(it)
    case .compaction(var it):
      it.source = place(it.source)
      return .compaction(it)
    case .ring(var it):
      it.source = place(it.source)
      return .ring(it)
    case .gossip(var it):
      it.source = place(it.source)
      return .gossip(it)
    case .schema(var it):
      it.source = place(it.source)
      return .schema(it)
    case .occurrence(var it):
      it.source = place(it.source)
      return .occurrence(it)
    case .diagnostic(var it):
      it.source = place(it.source)
      return .diagnostic(it)
    case .event, .coverage: return fact
    }
  }
}

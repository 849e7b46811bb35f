// A source of bytes that returns text as plain UTF-8. It inspects the first bytes before it returns any; text
// that needs no decoding then passes straight from the source to the caller.

/// Reads the bytes of a source, and decodes them if they are text that is not plain.
struct TextSource: ~Copyable {
  var source: ByteSource
  private var decoder: TextDecoder?
  private var isFresh = true
  /// Bytes that were read and not yet returned, from `next` on.
  private var waiting: [UInt8] = []
  private var next = 0
  /// The outcome after the waiting bytes; nil if more of the same stream follows.
  private var outcome: ByteSource.Outcome?

  init(_ source: consuming ByteSource) { self.source = source }

  /// Appends bytes to `output` until it is full, or until a gap or the end.
  mutating func read(into output: inout OutputSpan<UInt8>) -> ByteSource.Outcome {
    if isFresh {
      isFresh = false
      waiting = readPiece()
      decoder = TextDecoder(waiting.span)
      if decoder != nil { decode(waiting) }
    }
    while true {
      next += output.append(copying: waiting.span.extracting(next...))
      if output.isFull { return .full }
      (waiting, next) = ([], 0)
      if let outcome = outcome.take() { return outcome }
      guard decoder != nil else { return source.read(into: &output) }
      decode(readPiece())
    }
  }

  /// The next bytes of the source. The reason why they end is kept in `outcome`.
  private mutating func readPiece() -> [UInt8] {
    var end: ByteSource.Outcome = .full
    let piece = [UInt8](capacity: TextDecoder.headSize) { output in end = source.read(into: &output) }
    if case .full = end { outcome = nil } else { outcome = end }
    return piece
  }

  private mutating func decode(_ piece: [UInt8]) {
    waiting = []
    decoder?.decode(piece.span, isEnd: outcome != nil, into: &waiting)
  }
}

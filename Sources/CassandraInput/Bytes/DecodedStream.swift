// What a compressed stream decodes to, as bytes that can be read anywhere: so the members of a `.tar.gz`, and
// archives within archives, are read where they lie, any number of times, with nothing unpacked to disk.
//
//   decoded     |chunk|chunk|chunk|chunk|chunk|chunk|chunk|chunk|chunk|chunk|
//   points      ^                       ^                       ^               copies of zlib's state
//   cursors                 ^                                         ^         decoders that wait
//   recent            |chunk|                                   |chunk|         decoded bytes
//
// A deflate stream can only be decoded onwards. A read takes a decoder from the nearest place before it: one
// that an earlier read left there, or a copy of a point. Members read one after the other so cost one pass; one
// that is opened again costs at most the distance between two points. When there are too many points every
// second one goes and the distance doubles, so a stream of any size keeps at most 256 of 40 KiB each.
//
// All of this only saves work. `cool` drops it, and then reading begins at the front again.

package import CassandraModel
import Synchronization

/// The decoded bytes of a stream. Tasks can share it.
package final class DecodedStream: Sendable {
  static let chunkSize = 256 * 1024
  private static let mostPoints = 256
  private static let mostCursors = 8
  private static let mostChunks = 8
  /// Distance of points at first, in chunks: 1 MiB is decoded in some milliseconds.
  private static let firstSpacing = 4

  /// A decoder that stands before a chunk.
  fileprivate final class Decoder: Sendable {
    private let source: Mutex<ByteSource>

    init(_ source: consuming ByteSource) { self.source = Mutex(source) }

    /// The next chunk, shorter or empty only at the end.
    func next() -> [UInt8] {
      source.withLock { source in
        [UInt8](capacity: DecodedStream.chunkSize) { output in
          // What follows a gap is put where the gap is: whoever reads it finds out.
          while !output.isFull {
            if case .end = source.read(into: &output) { return }
          }
        }
      }
    }

    func copy() -> Decoder { source.withLock { Decoder(ByteSource(copying: $0)) } }

    var diagnostics: DiagnosticLog { source.withLock { $0.diagnostics } }
  }

  fileprivate struct Place {
    let chunk: Int
    let decoder: Decoder
  }

  fileprivate struct State {
    /// Ascending.
    var points: [Place] = []
    var spacing = DecodedStream.firstSpacing
    var cursors: [Place] = []
    /// The least recently decoded first.
    var recent: [(chunk: Int, bytes: [UInt8])] = []
    /// Chunks that were decoded at least once.
    var reached = 0
    var size: Int64?
    var diagnostics = DiagnosticLog()
  }

  private let open: @Sendable () throws(SystemFailure) -> ByteSource
  private let account: ExpansionAccount
  private let name: String
  private let hot: HotStreams
  private let state = Mutex(State())

  /// A stream.
  ///
  /// - Parameter name: the path that users know.
  /// - Parameter account: is charged with what is decoded, once however often it is read.
  /// - Parameter hot: keeps the number of streams in bounds that hold on to points and decoders.
  /// - Parameter open: gives the stream from its beginning; called when nothing better is at hand.
  package init(
    name: String, account: ExpansionAccount, hot: HotStreams,
    _ open: @escaping @Sendable () throws(SystemFailure) -> ByteSource
  ) {
    self.name = name
    self.account = account
    self.hot = hot
    self.open = open
  }

  /// How many bytes there are; nil until someone has reached the end.
  var size: Int64? { state.withLock { $0.size } }

  /// Decodes up to the end, unless that has been done, and tells what was wrong on the way there.
  package func finish() throws(SystemFailure) -> DiagnosticLog {
    while size == nil { _ = try chunk(state.withLock { $0.reached }) }
    return state.withLock { $0.diagnostics }
  }

  /// Reads once, at most `count` bytes at `offset`, to the end of `output`. Returns how many; 0 at the end.
  func read(
    into output: inout OutputSpan<UInt8>, at offset: Int64, atMost count: Int
  ) throws(SystemFailure) -> Int {
    if let size, offset >= size { return 0 }
    let (index, start) = offset.quotientAndRemainder(dividingBy: Int64(DecodedStream.chunkSize))
    guard let index = Int(exactly: index) else { return 0 }
    let bytes = try chunk(index)
    guard start < bytes.count else { return 0 }
    return output.append(copying: bytes.span.extracting(Int(start)...).extracting(first: count))
  }

  /// Lets go of everything that only saves work.
  func cool() {
    state.withLock { state in
      state.points = []
      state.spacing = DecodedStream.firstSpacing
      state.cursors = []
      state.recent = []
    }
  }

  // MARK: Decoding

  /// The chunk at `index`, shorter or empty only at the end or beyond it.
  private func chunk(_ index: Int) throws(SystemFailure) -> [UInt8] {
    if let bytes = state.withLock({ $0.recentChunk(index) }) { return bytes }
    hot.use(self)
    var place: Place
    if let nearest = state.withLock({ $0.takePlace(before: index) }) {
      place = nearest
    } else {
      place = Place(chunk: 0, decoder: Decoder(try open()))
    }
    while true {
      if state.withLock({ $0.needsPoint(at: place.chunk) }) {
        let point = Place(chunk: place.chunk, decoder: place.decoder.copy())
        state.withLock { $0.add(point: point) }
      }
      let bytes = place.decoder.next()
      let isLast = bytes.count < DecodedStream.chunkSize
      if settle(place, bytes, isLast: isLast) { return place.chunk == index ? bytes : [] }
      let next = Place(chunk: place.chunk + 1, decoder: place.decoder)
      if place.chunk == index {
        state.withLock { $0.keep(cursor: next, after: bytes) }
        return bytes
      }
      place = next
    }
  }

  /// Takes note of how far the stream was decoded. True if it ends here, because it does or because it was
  /// too far.
  private func settle(_ place: Place, _ bytes: [UInt8], isLast: Bool) -> Bool {
    let isNew = state.withLock { state in
      guard place.chunk >= state.reached, state.size == nil else { return false }
      state.reached = place.chunk + 1
      return true
    }
    guard isNew else { return isLast }
    let isBomb = !account.charge(Int64(bytes.count))
    guard isLast || isBomb else { return false }
    var log = place.decoder.diagnostics
    if isBomb { log.report(account.diagnostic(at: name)) }
    state.withLock { state in
      state.size = Int64(place.chunk) * Int64(DecodedStream.chunkSize) + Int64(bytes.count)
      state.diagnostics = log
    }
    return true
  }
}

extension DecodedStream.State {
  fileprivate func recentChunk(_ index: Int) -> [UInt8]? { recent.first { $0.chunk == index }?.bytes }

  /// The nearest decoder that stands before chunk `index` or at it: a waiting one, which is taken, or a copy
  /// of a point.
  fileprivate mutating func takePlace(before index: Int) -> DecodedStream.Place? {
    let point = points.last { $0.chunk <= index }
    let cursor = cursors.indices.filter { cursors[$0].chunk <= index }.max {
      cursors[$0].chunk < cursors[$1].chunk
    }
    if let cursor, cursors[cursor].chunk >= point?.chunk ?? 0 { return cursors.remove(at: cursor) }
    return point.map { DecodedStream.Place(chunk: $0.chunk, decoder: $0.decoder.copy()) }
  }

  fileprivate func needsPoint(at chunk: Int) -> Bool {
    chunk >= (points.last?.chunk ?? 0) + spacing
  }

  fileprivate mutating func add(point: DecodedStream.Place) {
    guard needsPoint(at: point.chunk) else { return }
    points.append(point)
    if points.count > DecodedStream.mostPoints {
      points = points.indices.filter { $0 % 2 == 1 }.map { points[$0] }
      spacing *= 2
    }
  }

  fileprivate mutating func keep(cursor: DecodedStream.Place, after bytes: [UInt8]) {
    cursors.append(cursor)
    if cursors.count > DecodedStream.mostCursors { cursors.removeFirst() }
    recent.append((cursor.chunk - 1, bytes))
    if recent.count > DecodedStream.mostChunks { recent.removeFirst() }
  }
}

/// The streams that hold on to points and decoders: the few that were used last, so that the memory of a run
/// depends neither on the number of archives nor on their size. About 15 MiB for each.
package final class HotStreams: Sendable {
  /// Weak, because a stream holds on to this.
  private struct Use {
    weak var stream: DecodedStream?
  }

  private let most: Int
  /// The least recent use first.
  private let uses = Mutex<[Use]>([])

  /// At most `most` at once.
  package init(most: Int) { self.most = max(1, most) }

  /// Makes `stream` the last one that was used.
  func use(_ stream: DecodedStream) {
    let dropped = uses.withLock { uses -> DecodedStream? in
      if uses.last?.stream === stream { return nil }
      uses.removeAll { $0.stream == nil || $0.stream === stream }
      uses.append(Use(stream: stream))
      return uses.count > most ? uses.removeFirst().stream : nil
    }
    dropped?.cool()
  }
}

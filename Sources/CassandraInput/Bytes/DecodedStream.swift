// The decoded bytes of a compressed stream, readable at any offset. Members of a `.tar.gz`, and archives
// within archives, are read in place, any number of times, without unpacking to disk.
//
//     decoded     |chunk|chunk|chunk|chunk|chunk|chunk|chunk|chunk|chunk|chunk|
//     points      ^                       ^                       ^               copies of zlib's state
//     cursors                 ^                                         ^         waiting decoders
//     recent            |chunk|                                   |chunk|         decoded bytes
//
// A deflate stream can only be decoded forward. A read takes a decoder from the nearest position before it: a
// waiting decoder of an earlier read, or a copy of a point. Reading the members in order therefore costs one
// pass; opening a member again costs at most the distance between two points. When there are too many points,
// every second one is dropped and the distance doubles, so a stream of any size keeps at most 256 points of
// 40 KiB each.
//
// All of this only saves work. `cool` drops it, and reading then begins at the front again.

package import CassandraModel
import Synchronization

/// The decoded bytes of a stream. Tasks can share it.
package final class DecodedStream: Sendable {
  static let chunkSize = 256 * 1024
  private static let mostPoints = 256
  private static let mostCursors = 8
  private static let mostChunks = 8
  /// Initial distance of points, in chunks: 1 MiB is decoded in some milliseconds.
  private static let firstSpacing = 4

  /// A decoder positioned before a chunk.
  fileprivate final class Decoder: Sendable {
    private let source: Mutex<ByteSource>

    init(_ source: consuming ByteSource) { self.source = Mutex(source) }

    /// The next chunk, shorter or empty only at the end.
    func next() -> [UInt8] {
      source.withLock { source in
        [UInt8](capacity: DecodedStream.chunkSize) { output in
          // The bytes after a gap are put where the gap is; the reader of the chunk detects it.
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
    /// Least recently decoded first.
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
  /// - Parameter name: The path shown to users.
  /// - Parameter account: Charged with the decoded bytes, once however often they are read.
  /// - Parameter hot: Bounds the number of streams that hold points and decoders.
  /// - Parameter open: Returns the stream from its beginning; called when no decoder is available.
  package init(
    name: String, account: ExpansionAccount, hot: HotStreams,
    _ open: @escaping @Sendable () throws(SystemFailure) -> ByteSource
  ) {
    self.name = name
    self.account = account
    self.hot = hot
    self.open = open
  }

  /// Number of decoded bytes; nil until the end has been reached.
  var size: Int64? { state.withLock { $0.size } }

  /// Decodes up to the end, unless that has been done, and returns the diagnostics of the stream.
  package func finish() throws(SystemFailure) -> DiagnosticLog {
    while size == nil { _ = try chunk(state.withLock { $0.reached }) }
    return state.withLock { $0.diagnostics }
  }

  /// Reads once, at most `count` bytes at `offset`, to the end of `output`. Returns the number of bytes; 0 at
  /// the end.
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

  /// Releases the points, decoders and chunks.
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

  /// Records the progress of decoding. True if the stream ends here, by itself or at the limit.
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

  /// The nearest decoder at or before chunk `index`: a waiting one, which is taken, or a copy of a point.
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

/// The most recently used streams: only they hold points and decoders, so that the memory of a run depends
/// neither on the number of archives nor on their size. About 15 MiB for each.
package final class HotStreams: Sendable {
  /// Weak, because the stream holds a reference to its `HotStreams`.
  private struct Use {
    weak var stream: DecodedStream?
  }

  private let most: Int
  /// Least recent use first.
  private let uses = Mutex<[Use]>([])

  /// At most `most` at once.
  package init(most: Int) { self.most = max(1, most) }

  /// Marks `stream` as most recently used.
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

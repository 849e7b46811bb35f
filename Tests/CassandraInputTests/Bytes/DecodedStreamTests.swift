import CassandraModel
import TestSupport
import Testing

@testable import CassandraInput

@Suite struct DecodedStreamTests {
  /// Bytes that do not repeat and hardly compress: several chunks.
  static func noise(_ count: Int) -> [UInt8] {
    var state: UInt64 = 0x9e37_79b9_7f4a_7c15
    return (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      // Six bits, so that deflate compresses a little.
      return UInt8(truncatingIfNeeded: state >> 58)
    }
  }

  private func stream(
    _ packed: [UInt8], hot: HotStreams = HotStreams(most: 2), limit: ExpansionLimit = ExpansionLimit()
  ) -> DecodedStream {
    let account = ExpansionAccount(limit, stored: Int64(packed.count))
    return DecodedStream(name: "a.gz", account: account, hot: hot) {
      ByteSource(StoredBytes(packed), name: "a.gz", limit: limit)
    }
  }

  private func read(_ stream: DecodedStream, at offset: Int, _ count: Int) throws -> [UInt8] {
    let stored = StoredBytes(part: StoredBytes(stream), offset: Int64(offset), size: Int64(count))
    return unpack(ByteSource(stored, name: "part"), size: 1 << 16).bytes
  }

  // Slightly more than eight chunks, so that there are points.
  static let content = noise(8 * DecodedStream.chunkSize + 1234)
  static let packed = deflated(content, gzip: true)

  @Test func anyPlaceCanBeReadAnyNumberOfTimes() throws {
    let stream = stream(Self.packed)
    let ends = [0, 1, DecodedStream.chunkSize - 1, DecodedStream.chunkSize, 5 * DecodedStream.chunkSize + 77]
    // Backwards, so that waiting decoders are of no use, and twice.
    for offset in (ends + ends).sorted(by: >) {
      #expect(try read(stream, at: offset, 3000) == Array(Self.content[offset..<(offset + 3000)]))
    }
    #expect(try stream.finish().entries.isEmpty)
    #expect(stream.size == Int64(Self.content.count))
    #expect(try read(stream, at: Self.content.count - 5, 100) == Array(Self.content.suffix(5)))
    #expect(try read(stream, at: Self.content.count + 5, 100) == [])
  }

  @Test func aStreamThatWasCooledIsReadAsBefore() throws {
    let hot = HotStreams(most: 1)
    let first = stream(Self.packed, hot: hot)
    let second = stream(Self.packed, hot: hot)
    for offset in [7 * DecodedStream.chunkSize, 100, 3 * DecodedStream.chunkSize] {
      for stream in [first, second] {
        #expect(try read(stream, at: offset, 500) == Array(Self.content[offset..<(offset + 500)]))
      }
    }
  }

  @Test func readersSideBySideSeeTheSame() async throws {
    let stream = stream(Self.packed)
    let starts = Array(0..<16)
    let parts = await starts.concurrentMap(jobs: 4) { index in
      let offset = (index * 7919 * 31) % (Self.content.count - 5000)
      return (offset, try? self.read(stream, at: offset, 5000))
    }
    for (offset, part) in parts { #expect(part == Array(Self.content[offset..<(offset + 5000)])) }
  }

  @Test func membersOfAGzipFileAreOneStream() throws {
    let text = logText(lines: 10)
    let file = deflated(text, gzip: true) + deflated(Self.content, gzip: true) + deflated(text, gzip: true)
    let stream = stream(file)
    let whole = text + Self.content + text
    #expect(try stream.finish().entries.isEmpty)
    #expect(stream.size == Int64(whole.count))
    for offset in [0, text.count - 3, whole.count - text.count - 4] {
      #expect(try read(stream, at: offset, 400) == Array(whole[offset..<(offset + 400)]))
    }
  }

  @Test func whatIsWrongIsToldOnce() throws {
    let cut = stream(Array(Self.packed.dropLast(100)))
    for _ in 0..<2 {
      #expect(try cut.finish().entries.map(\.diagnostic.code.name) == ["gzip.truncated"])
    }
    #expect(try read(cut, at: 5 * DecodedStream.chunkSize, 99).count == 99, "what is there can be read")
  }

  @Test func decodingIsChargedOnceHoweverOftenItIsRepeated() throws {
    let limit = ExpansionLimit(ratio: 2, ratioAppliesAfter: 1 << 16)
    // Six bits of eight: decoding once gives 1.3 times the size, decoding twice more than twice.
    let stream = stream(Self.packed, limit: limit)
    for _ in 0..<4 {
      for offset in [6 * DecodedStream.chunkSize, 0] { _ = try read(stream, at: offset, 10) }
      stream.cool()
    }
    #expect(try stream.finish().entries.isEmpty)
  }

  @Test func aBombEndsTheStream() throws {
    let bomb = deflated([UInt8](repeating: 0, count: 16 * DecodedStream.chunkSize), gzip: true)
    // The account stops it, long before the stream's own limit.
    let account = ExpansionAccount(
      ExpansionLimit(ratio: 10, ratioAppliesAfter: 1 << 20), stored: Int64(bomb.count))
    let stream = DecodedStream(name: "a.gz", account: account, hot: HotStreams(most: 1)) {
      ByteSource(StoredBytes(bomb), name: "a.gz")
    }
    #expect(try stream.finish().entries.map(\.diagnostic.code.name) == ["expansion.limit"])
    #expect(stream.size == Int64(5 * DecodedStream.chunkSize), "the chunk that passes 1 MiB is the last")
    #expect(try read(stream, at: 9 * DecodedStream.chunkSize, 10) == [])
  }
}

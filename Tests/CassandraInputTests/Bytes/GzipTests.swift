import CassandraInput
import CassandraModel
import TestSupport
import Testing

@Suite struct GzipTests {
  let text = logText(lines: 12)

  @Test func aMemberDecodesToItsContent() {
    #expect(unpack(deflated(text, gzip: true)) == Unpacked(bytes: text))
  }

  @Test func membersAreJoined() {
    let more = logText(lines: 3)
    let file = deflated(text, gzip: true) + deflated([], gzip: true) + deflated(more, gzip: true)
    #expect(unpack(file) == Unpacked(bytes: text + more))
  }

  @Test(arguments: [1, 511, 300_000])
  func trailingZerosAreNoDamage(zeros: Int) {
    // 300,000: more than one read.
    let file = deflated(text, gzip: true) + [UInt8](repeating: 0, count: zeros)
    #expect(unpack(file) == Unpacked(bytes: text))
  }

  @Test(.timeLimit(.minutes(1)))
  func everyCutGivesAPrefixAndSaysSo() {
    let file = deflated(text, gzip: true)
    // Up to 2 bytes are not recognised as gzip.
    for end in 2..<file.count {
      let cut = unpack(Array(file.prefix(end)))
      #expect(text.starts(with: cut.bytes), "cut at \(end)")
      #expect(cut.codes == ["gzip.truncated"], "cut at \(end)")
    }
  }

  @Test func aCutSecondMemberKeepsTheFirst() {
    let first = deflated(text, gzip: true)
    let second = deflated(logText(lines: 40), gzip: true)
    for end in 3..<second.count where end % 7 == 0 {
      let cut = unpack(first + second.prefix(end))
      #expect(cut.bytes.starts(with: text), "cut at \(end)")
      #expect(cut.codes == ["gzip.truncated"], "cut at \(end)")
    }
  }

  @Test(.timeLimit(.minutes(1)))
  func noFlippedBitGoesUnnoticedIfItChangesTheContent() {
    let file = deflated(logText(lines: 3), gzip: true)
    let whole = unpack(file).bytes
    // From 2 on: with a different magic number it is not a gzip file.
    for i in 2..<file.count {
      for bit in 0..<8 {
        var flipped = file
        flipped[i] ^= 1 << UInt8(bit)
        let result = unpack(flipped)
        #expect(result.bytes == whole || result.errors > 0, "bit \(bit) of byte \(i)")
      }
    }
  }

  @Test func aWrongChecksumIsReportedAndTheContentStays() {
    var file = deflated(text, gzip: true)
    file[file.count - 8] ^= 1
    #expect(unpack(file) == Unpacked(bytes: text, codes: ["gzip.crc"], errors: 1))
  }

  @Test func readingGoesOnAtTheMemberBehindADamagedOne() {
    var damaged = deflated(logText(lines: 200), gzip: true)
    // An invalid block type in the middle would depend on bit positions; a run of ones is never valid.
    for i in 400..<440 { damaged[i] = 0xff }
    let (blocks, log) = blocks(ByteSource(StoredBytes(damaged + deflated(text, gzip: true)), name: "a.gz"))
    #expect(log.entries.map(\.diagnostic.code.name) == ["gzip.damaged"])
    #expect(blocks.last?.bytes == text, "the next member begins a block of its own")
    #expect(blocks.last?.continuesLine == false, "and a line of its own")
    let before = blocks.dropLast().flatMap(\.bytes)
    let intact = zip(before, logText(lines: 200)).prefix { $0 == $1 }.count
    // The first 400 packed bytes are intact; the damaged ones decode to arbitrary bytes until zlib detects
    // the damage.
    #expect(intact > 400 && before.count < intact + 2000)
  }

  @Test func whatFollowsAMemberAndIsNoGzipIsReported() {
    let file = deflated(text, gzip: true) + Array("uploaded by shipper".utf8)
    #expect(unpack(file) == Unpacked(bytes: text, codes: ["gzip.trailing"]))
  }

  @Test func aBombStopsAtTheRatio() {
    let bomb = deflated([UInt8](repeating: 0, count: 8 << 20), gzip: true)
    let limit = ExpansionLimit(ratio: 100, ratioAppliesAfter: 1 << 20)
    let result = unpack(bomb, size: 65536, limit: limit)
    #expect(result.codes == ["expansion.limit"])
    #expect((1 << 20...(1 << 20) + 65536).contains(result.bytes.count))
    #expect(unpack(bomb, size: 65536).bytes.count == 8 << 20, "deflate's own best is within the default")
  }

  @Test func theTotalIsLimited() {
    let result = unpack(deflated(text, gzip: true), size: 64, limit: ExpansionLimit(total: 100))
    #expect(result.codes == ["expansion.limit"])
    #expect((100...164).contains(result.bytes.count) && text.starts(with: result.bytes))
  }

  @Test func theCompressedSizeIsThatOfTheFile() {
    let file = deflated(text, gzip: true)
    var reader = BlockReader(ByteSource(StoredBytes(file), name: "a.gz"))
    while reader.next(splitAt: lastNewline) != nil {}
    let totals = [reader.compressedBytes, reader.decodedBytes]
    #expect(totals == [Int64(file.count), Int64(text.count)])
  }
}

import CassandraInput
import TestSupport
import Testing

@Suite struct BlockReaderTests {
  @Test(.timeLimit(.minutes(1)))
  func everyBlockSizeGivesTheSameBytes() {
    let text = Array("one\n\ntwo is a longer line\nthree\nno newline at the end".utf8)
    for size in 1...(text.count + 2) {
      for file in [text, deflated(text, gzip: true)] {
        let blocks = blocks(ByteSource(StoredBytes(file), name: "a"), size: size).blocks
        #expect(blocks.flatMap(\.bytes) == text, "size \(size)")
        #expect(blocks.allSatisfy { !$0.bytes.isEmpty && $0.bytes.count <= size }, "size \(size)")
        // A block continues a line exactly if the block before it did not end one.
        for (before, block) in zip(blocks, blocks.dropFirst()) {
          #expect(block.continuesLine == (before.bytes.last != UInt8(ascii: "\n")), "size \(size)")
        }
        #expect(blocks.first?.continuesLine == false)
      }
    }
  }

  @Test func everySplitGivesTheSameBytes() {
    let text = logText(lines: 8)
    for split in 0...64 {
      var reader = BlockReader(ByteSource(StoredBytes(text), name: "a"), size: 64)
      var bytes: [UInt8] = []
      while let block = reader.next(splitAt: { min(split, $0.count) }) { bytes += block.bytes }
      #expect(bytes == text, "split at \(split)")
    }
  }

  @Test func withoutASplitABlockEndsAtItsLastNewline() {
    let text = Array("first\nsecond\nthe third is longer than a block\nfourth\n".utf8)
    var reader = BlockReader(ByteSource(StoredBytes(text), name: "a"), size: 16)
    var blocks: [String] = []
    while let block = reader.next(splitAt: { _ in 0 }) {
      blocks.append((block.continuesLine ? "+" : "") + String(decoding: block.bytes, as: UTF8.self))
    }
    #expect(blocks == ["first\nsecond\n", "the third is lon", "+ger than a block", "+\nfourth\n"])
  }

  @Test func peekingTakesNothing() {
    let text = logText(lines: 3)
    for count in [0, 1, 7, 64, text.count, text.count + 1] {
      for size in [1, 32, 4096] {
        var reader = BlockReader(ByteSource(StoredBytes(deflated(text, gzip: true)), name: "a"), size: size)
        let first = reader.peek(count)
        let second = reader.peek(count / 2)
        #expect(first == Array(text.prefix(min(count, size))))
        #expect(second == Array(text.prefix(min(count / 2, size))))
        var bytes: [UInt8] = []
        while let block = reader.next(splitAt: lastNewline) { bytes += block.bytes }
        #expect(bytes == text, "\(count) of \(size)")
      }
    }
  }

  @Test func anEmptyStreamHasNoBlock() {
    #expect(blocks(ByteSource(StoredBytes([]), name: "a")).blocks.isEmpty)
  }

  /// Owns a reader, like the actor that parses a file.
  private actor Owner {
    private var reader: BlockReader
    init(_ bytes: [UInt8]) { reader = BlockReader(ByteSource(StoredBytes(bytes), name: "a"), size: 64) }
    func next() -> Block? { reader.next(splitAt: lastNewline) }
  }

  @Test func anActorCanOwnAReader() async {
    let text = logText(lines: 4)
    let owner = Owner(text)
    var bytes: [UInt8] = []
    while let block = await owner.next() { bytes += block.bytes }
    #expect(bytes == text)
  }
}

import CassandraInput
import CassandraModel
import Testing

@Suite struct ContainerTests {
  @Test(
    arguments: [
      ([0x1f, 0x8b, 0x08], Container.gzip),
      (Array("PK\u{3}\u{4}".utf8), .zip),
      (Array("PK\u{5}\u{6}".utf8), .zip),
      (Array("BZh9".utf8), .bzip2),
      (Array("BZhang, see below".utf8), .plain),
      ([0x28, 0xb5, 0x2f, 0xfd], .zstd),
      ([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], .xz),
      (Array("INFO  [main] 2026".utf8), .plain),
      ([0x1f], .plain),
      ([], .plain),
    ] as [([UInt8], Container)])
  func firstBytesDecide(bytes: [UInt8], container: Container) {
    #expect(Container(firstBytes: bytes) == container)
  }

  @Test func tarIsKnownByItsMarkBehindTheName() {
    var header = Array("nodes/10.0.0.1/logs/system.log".utf8)
    header += [UInt8](repeating: 0, count: 257 - header.count) + Array("ustar\u{0}00".utf8)
    #expect(Container(firstBytes: header) == .tar)
    let result = unpack(header)
    #expect(result == Unpacked(bytes: header), "as it is: somebody else takes it apart")
  }

  @Test func whatWeCannotUnpackNamesTheCommandThatCan() {
    let (blocks, log) = blocks(
      ByteSource(StoredBytes([0x28, 0xb5, 0x2f, 0xfd, 1, 2, 3]), name: "system.log"))
    #expect(blocks.isEmpty)
    #expect(
      log.entries.map(\.diagnostic.description) == [
        "system.log: error: is packed with zstd; unpack it with unzstd and run again [compression.unsupported]"
      ])
  }
}

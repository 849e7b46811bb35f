import CassandraInput
import CassandraModel
import Foundation
import Glibc
import TestSupport
import Testing

@Suite struct StoredBytesTests {
  @Test func aFileIsReadLikeMemory() throws {
    let folder = try TemporaryFolder()
    // More than one read and more than one block.
    let text = logText(lines: 9000)
    let path = try folder.write("system.log", text)
    #expect(unpack(ByteSource(try StoredBytes(path: path), name: "a"), size: 1 << 19).bytes == text)
  }

  /// The reading end of a pipe that a thread fills. Not a task: a reader blocks its thread, and tasks share a
  /// few threads.
  private func pipe(_ bytes: [UInt8], piece: Int, after pause: TimeInterval = 0) -> Pipe {
    let pipe = Pipe()
    let writing = pipe.fileHandleForWriting
    Thread.detachNewThread {
      Thread.sleep(forTimeInterval: pause)
      for start in stride(from: 0, to: bytes.count, by: piece) {
        writing.write(Data(bytes[start..<min(start + piece, bytes.count)]))
      }
      try? writing.close()
    }
    return pipe
  }

  @Test(.timeLimit(.minutes(1)), arguments: [1, 5, 4096])
  func aPipeIsReadHoweverItArrives(piece: Int) {
    let text = logText(lines: 20)
    for file in [text, deflated(text, gzip: true)] {
      let pipe = pipe(file, piece: piece)
      let stored = StoredBytes(Descriptor(lent: pipe.fileHandleForReading.fileDescriptor))
      #expect(!stored.isSeekable)
      #expect(unpack(ByteSource(stored, name: "-")) == Unpacked(bytes: text))
    }
  }

  @Test(.timeLimit(.minutes(1)))
  func aPipeWithoutABlockingEndIsWaitedFor() {
    let text = logText(lines: 2)
    let pipe = pipe(text, piece: 100, after: 0.02)
    let reading = pipe.fileHandleForReading.fileDescriptor
    #expect(fcntl(reading, F_SETFL, O_NONBLOCK) == 0)
    #expect(unpack(ByteSource(StoredBytes(Descriptor(lent: reading)), name: "-")) == Unpacked(bytes: text))
  }

  @Test func anArchiveFromAPipeCanBeSpooled() throws {
    let folder = try TemporaryFolder()
    let noise = (0..<20_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 7) }
    var member = ZipPacker.Member("a", noise)
    member.method = 0
    for (file, size) in [(zip(member), 4096), (zip(member), 1 << 20)] {
      var reader = BlockReader(ByteSource(StoredBytes(file), name: "-"), size: size)
      let container = reader.container
      #expect(container == .zip)
      let spooled = try StoredBytes(spooling: &reader, in: folder.path)
      #expect(spooled.isSeekable && spooled.size == Int64(file.count))
      let entry = try #require(ZipDirectory(spooled, name: "-").entries.first)
      #expect(unpack(ByteSource(entry, of: spooled, name: "-")) == Unpacked(bytes: noise))
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty, "it has no name")
  }

  @Test func aFileThatShrinksEndsEarlyAndOneThatGrowsIsReadToItsEnd() throws {
    let folder = try TemporaryFolder()
    let text = logText(lines: 100)
    let path = try folder.write("system.log", text)
    let handle = try FileHandle(forUpdating: folder.url.appendingPathComponent("system.log"))
    var reader = BlockReader(ByteSource(try StoredBytes(path: path), name: "a"), size: 1024)
    // Only the first chunk is read ahead, which here is the whole file.
    try handle.seekToEnd()
    try handle.write(contentsOf: Data(text))
    var bytes: [UInt8] = []
    while let block = reader.next(splitAt: lastNewline) { bytes += block.bytes }
    #expect(bytes == text + text)

    var second = BlockReader(ByteSource(try StoredBytes(path: path), name: "a"), size: 1024)
    try handle.truncate(atOffset: 10)
    bytes = []
    while let block = second.next(splitAt: lastNewline) { bytes += block.bytes }
    #expect((text + text).starts(with: bytes))
  }

  @Test func anArchiveThatIsCutWhileItIsReadSaysSo() throws {
    let folder = try TemporaryFolder()
    let text = logText(lines: 50)
    let path = try folder.write("logs.zip", zip(.init("a", text)))
    let stored = try StoredBytes(path: path)
    let entry = try #require(ZipDirectory(stored, name: "logs.zip").entries.first)
    try FileHandle(forUpdating: folder.url.appendingPathComponent("logs.zip")).truncate(atOffset: 120)
    let cut = unpack(ByteSource(entry, of: stored, name: "logs.zip"))
    #expect(cut.codes == ["zip.truncated"])
    #expect(text.starts(with: cut.bytes))
  }

  @Test func whatCannotBeReadIsADiagnostic() throws {
    // A folder can be opened like a file, but not read.
    let folder = try TemporaryFolder()
    let (blocks, log) = blocks(ByteSource(try StoredBytes(path: folder.path), name: "logs"))
    #expect(blocks.isEmpty)
    #expect(
      log.entries.map(\.diagnostic.description) == [
        "logs: error: cannot be read from byte 0 on: Is a directory [file.unreadable]"
      ])
  }

  @Test func whatCannotBeOpenedSaysWhy() throws {
    let folder = try TemporaryFolder()
    let failure = #expect(throws: SystemFailure.self) {
      try StoredBytes(path: folder.path + Array("/absent".utf8))
    }
    #expect(failure?.reason == "No such file or directory")
  }
}

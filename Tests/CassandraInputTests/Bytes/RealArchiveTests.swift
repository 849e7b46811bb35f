// Logs that real nodes rotated and compressed themselves.

import CassandraInput
import Foundation
import TestSupport
import Testing

private func files(in folder: String, ending: String) throws -> [URL] {
  try FileManager.default.contentsOfDirectory(
    at: RealCaptures.folder.appendingPathComponent(folder), includingPropertiesForKeys: nil
  ).filter { $0.lastPathComponent.hasSuffix(ending) }
}

private func number32(_ bytes: [UInt8], at index: Int) -> UInt32 {
  (0..<4).reduce(0) { $0 | UInt32(bytes[index + $1]) << UInt32(8 * $1) }
}

@Suite(.enabled(if: RealCaptures.arePresent, "needs Tests/Captures"))
struct RealArchiveTests {
  @Test func logsThatCassandra311ZippedDecodeToTheirChecksums() throws {
    let files = try files(in: "rotated-3.11/logs", ending: ".zip")
    // README: rolled at 100 KB; 13 of debug.log and 2 of system.log.
    #expect(files.count == 15)
    for file in files {
      let bytes = Array(try Data(contentsOf: file))
      let stored = try StoredBytes(path: Array(file.path.utf8))
      let directory = ZipDirectory(stored, name: file.lastPathComponent)
      #expect(directory.entries.count == 1 && !directory.isRecovered)
      let entry = try #require(directory.entries.first)
      let result = unpack(ByteSource(entry, of: stored, name: file.lastPathComponent), size: 1 << 19)
      // The only member's directory entry begins where the end record says; its CRC is at 16, its size at 24.
      let start = Int(number32(bytes, at: bytes.count - 22 + 16))
      #expect(crc(result.bytes) == number32(bytes, at: start + 16), "\(file.lastPathComponent)")
      #expect(result.bytes.count == Int(number32(bytes, at: start + 24)), "\(file.lastPathComponent)")
      #expect(result.codes.isEmpty)
      // The same from its header alone, as if the file had been copied while it was written.
      let cut = unpackZip(Array(bytes.prefix(start)))
      #expect(cut.bytes == result.bytes && cut.codes == ["zip.directory"])
    }
  }

  @Test func logsThatCassandra41GzippedDecodeToTheirChecksums() throws {
    let files = try files(in: "backlog-4.1/logs", ending: ".gz")
    #expect(!files.isEmpty)
    for file in files {
      let bytes = Array(try Data(contentsOf: file))
      let result = unpack(
        ByteSource(try StoredBytes(path: Array(file.path.utf8)), name: file.lastPathComponent), size: 1 << 19)
      #expect(crc(result.bytes) == number32(bytes, at: bytes.count - 8), "\(file.lastPathComponent)")
      #expect(result.bytes.count == Int(number32(bytes, at: bytes.count - 4)), "\(file.lastPathComponent)")
      #expect(result.codes.isEmpty)
    }
  }
}

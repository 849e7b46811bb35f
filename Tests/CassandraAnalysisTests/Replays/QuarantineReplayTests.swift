// The files of an SSTable, by format, version and evidence of compression.

import CassandraModel
import Testing

@testable import CassandraAnalysis
@testable import CassandraReplays

@Suite struct QuarantineReplayTests {
  private func name(_ file: String) throws -> SSTableName {
    try #require(
      SSTableName(path: "/data/shop/orders-db4c1000aa1e11ee9a3b5d2f6c7e8a90/" + file))
  }

  @Test(arguments: [
    (
      "la-1-big",
      "Data.db Index.db Filter.db Statistics.db Summary.db CompressionInfo.db Digest.adler32 TOC.txt"
    ),
    (
      "me-1-big",
      "Data.db Index.db Filter.db Statistics.db Summary.db CompressionInfo.db Digest.crc32 TOC.txt"
    ),
    (
      "nb-1-big",
      "Data.db Index.db Filter.db Statistics.db Summary.db CompressionInfo.db Digest.crc32 TOC.txt"
    ),
    (
      "oa-1-big",
      "Data.db Index.db Filter.db Statistics.db Summary.db CompressionInfo.db Digest.crc32 TOC.txt"
    ),
    (
      "da-3gzl_0qe9_1k3a82sxdvyt6q0f7m-bti",
      "Data.db Partitions.db Rows.db Filter.db Statistics.db CompressionInfo.db Digest.crc32 TOC.txt"
    ),
  ])
  func filesFollowFormatAndVersion(file: String, expected: String) throws {
    let components = SSTableComponents(of: try name(file), .on)
    #expect(components.certain == expected.split(separator: " ").map(String.init))
    #expect(components.possible.isEmpty)
  }

  @Test func checksumsFollowCompression() throws {
    let table = try name("nb-1-big")
    #expect(SSTableComponents(of: table, .off).certain.contains("CRC.db"))
    #expect(!SSTableComponents(of: table, .off).certain.contains("CompressionInfo.db"))
    let unknown = SSTableComponents(of: table, .unknown)
    #expect(unknown.possible == ["CompressionInfo.db", "CRC.db"])
    #expect(!unknown.certain.contains("CRC.db") && !unknown.certain.contains("CompressionInfo.db"))
    let named = SSTableComponents(of: table, .unknown, named: ["CRC.db", "SAI+aa+Meta.db"])
    #expect(
      named.possible.isEmpty && named.certain.contains("CRC.db") && named.certain.last == "SAI+aa+Meta.db")
  }

  @Test func aNodeWithoutCorruptionHasNothing() {
    var node = ReplayNode()
    node.poll(0)
    #expect(Replay.quarantine.replay(node.findings()).isEmpty)
  }
}

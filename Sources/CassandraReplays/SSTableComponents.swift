// The files of an SSTable, by its format and version. Source: Component, BigFormat and BtiFormat of Cassandra
// 2.2 to 6.0.
//
//     big  Data Index Filter Statistics Summary TOC, CompressionInfo or CRC, Digest
//     bti  Data Partitions Rows Filter Statistics TOC, CompressionInfo or CRC, Digest

import CassandraAnalysis
import CassandraModel

struct SSTableComponents: Sendable, Equatable {
  /// Components that exist by the format, or that the log names.
  let certain: [String]
  /// Components that may be there or not.
  let possible: [String]

  enum Compression: Sendable {
    case on, off, unknown
  }

  /// The components of `name`.
  ///
  /// - Parameters:
  ///   - compression: decides whether the checksums are in `CompressionInfo.db` or `CRC.db`.
  ///   - named: components that the capture names.
  init(of name: SSTableName, _ compression: Compression, named: Set<String> = []) {
    let index = name.format == "bti" ? ["Partitions.db", "Rows.db"] : ["Index.db"]
    let summary = name.format == "bti" ? [] : ["Summary.db"]
    var checksums: [String] =
      switch compression {
      case .on: ["CompressionInfo.db"]
      case .off: ["CRC.db"]
      case .unknown: []
      }
    var open = compression == .unknown ? ["CompressionInfo.db", "CRC.db"] : []
    // An SSTable has only one of the two.
    if let known = open.first(where: named.contains) {
      checksums = [known]
      open = []
    }
    let all =
      ["Data.db"] + index + ["Filter.db", "Statistics.db"] + summary + checksums
      + [SSTableComponents.digest(of: name.version), "TOC.txt"]
    certain = all + named.subtracting(all).sorted()
    possible = open
  }

  /// 2.2 (versions `la` and `lb`) is the last to use Adler-32.
  private static func digest(of version: String) -> String {
    version.hasPrefix("l") ? "Digest.adler32" : "Digest.crc32"
  }
}

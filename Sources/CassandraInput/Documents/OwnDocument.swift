// Documents of this program in a capture: a configuration, expectations, a baseline, rule tests, an older
// report. They are not data of a node, so they belong to no node and do not count as unknown files.

import CassandraModel

/// A document of this program, by its schema.
package enum OwnDocument {
  /// The kinds that are skipped in a capture. A manifest is read, and facts are captures.
  private static let kinds = ["config", "expectations", "baseline", "rules-test", "report"]
  /// A larger document is not read to its end.
  package static let sizeLimit = 16 << 20

  /// The schema in a JSON text that begins with `head`, if it is one of this program.
  static func schema(of head: Span<UInt8>) -> String? {
    var start = 0
    while start < head.count,
      isBlank(head[start]) || head[start] == UInt8(ascii: "\n") || head[start] == UInt8(ascii: "\r")
    {
      start += 1
    }
    guard start < head.count, head[start] == UInt8(ascii: "{") || head[start] == UInt8(ascii: "/") else {
      return nil
    }
    var scanner = JSONScanner(start..<head.count, isLenient: true)
    var depth = 0
    var isSchema = false
    while let token = try? scanner.next(head) {
      switch token {
      case .beginObject, .beginArray: depth += 1
      case .endObject, .endArray: depth -= 1
      case .key(let name): isSchema = depth == 1 && head.equals("schema", in: name.range)
      case .text(let text) where isSchema:
        let schema = text.string(head)
        return kinds.contains { schema.hasPrefix("hindsight/" + $0 + "/") } ? schema : nil
      default: isSchema = false
      }
    }
    return nil
  }

  /// The line counts of a document: all known, except blank lines.
  static func lines(of bytes: [UInt8]) -> LineCounts {
    var lines = LineCounts()
    for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      if line.allSatisfy({ isBlank($0) || $0 == UInt8(ascii: "\r") }) {
        lines.blank += 1
      } else {
        lines.known += 1
      }
    }
    if bytes.isEmpty || bytes.last == UInt8(ascii: "\n") { lines.blank -= 1 }
    return lines
  }

  /// The schema of the document at `path`; nil for any other file, and for one that cannot be read.
  package static func schema(ofFile path: String) -> String? {
    guard let stored = try? StoredBytes(path: PathText.bytes(path)) else { return nil }
    var reader = BlockReader(ByteSource(stored, name: path))
    return schema(of: reader.peek(BlockReader.blockSize).span)
  }

  /// All bytes of the file at `path`, decoded if it is compressed. If the file is larger than the limit,
  /// slightly more bytes than the limit.
  package static func bytes(ofFile path: String, limit: Int = sizeLimit) throws(SystemFailure) -> [UInt8] {
    let stored = try StoredBytes(path: PathText.bytes(path))
    return bytes(of: BlockReader(ByteSource(stored, name: path)), limit: limit)
  }

  static func bytes(of reader: consuming BlockReader, limit: Int = sizeLimit) -> [UInt8] {
    var reader = reader
    var bytes: [UInt8] = []
    while bytes.count <= limit, let block = reader.next(splitAt: { $0.count }) { bytes += block.bytes }
    return bytes
  }
}

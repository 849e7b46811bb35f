// Decoded bytes in blocks that end at a record boundary, so that each block can be parsed on its own.
//
//   read      |----------- about 512 KiB -----------|
//   returned  |------- records -------|
//   carried                           |---- tail ---|  copied once, to the front of the next block
//
// Bytes are decoded straight into the block's array, except for text that is not plain UTF-8 (`TextDecoder`).

package import CassandraModel

/// Whole records of one stream, as bytes.
package struct Block: Sendable {
  /// The bytes; never empty.
  package let bytes: [UInt8]
  /// True if the block begins within the last line of the block before it. Otherwise a line begins here. If
  /// the block before did not end in a newline, bytes are missing between them.
  package let continuesLine: Bool
}

/// Returns the decoded bytes of a source in blocks. For one task at a time.
package struct BlockReader: ~Copyable {
  /// Size of a block: large enough that the cost of a block is small compared with its parsing, small enough
  /// to stay in a core's cache.
  package static let blockSize = 512 * 1024

  private var text: TextSource
  private let size: Int
  private var carried: [UInt8] = []
  // The outcome of the read after the carried bytes.
  private var ahead = ByteSource.Outcome.full
  private var continuesLine = false

  /// Blocks of `source`.
  ///
  /// - Parameter size: Size of a block in bytes; at least 1.
  package init(_ source: consuming ByteSource, size: Int = BlockReader.blockSize) {
    precondition(size > 0, "a block holds at least one byte")
    text = TextSource(source)
    self.size = size
  }

  /// The next block; nil at the end.
  ///
  /// - Parameter splitAt: Returns the number of bytes to return, up to the last position where a record
  ///   begins, so that the carried tail is short. 0 if there is no such position; the block then ends after
  ///   its last newline or, if a line is longer than a block, within the line. It is called for full blocks
  ///   only: at the end of the stream, and where bytes are missing, all bytes are returned.
  package mutating func next(splitAt: (Span<UInt8>) -> Int) -> Block? {
    while true {
      var bytes = takeFilled(to: size)
      let continues = continuesLine
      continuesLine = false
      if case .full = ahead {
        let count = splitAt(bytes.span)
        precondition(0...bytes.count ~= count, "a split lies within the block")
        let end = count > 0 ? count : bytes.span.endOfLastLine
        continuesLine = end == nil
        if let end {
          carried = Array(bytes[end...])
          bytes.removeSubrange(end...)
        }
      } else if bytes.isEmpty {
        if case .end = ahead { return nil }
        ahead = .full
        continue
      } else if case .gap = ahead {
        ahead = .full
      }
      return Block(bytes: bytes, continuesLine: continues)
    }
  }

  /// The next bytes of the stream, at most `count` and at most a block, without consuming them. Fewer only if
  /// the stream ends or is interrupted by damage.
  package mutating func peek(_ count: Int) -> [UInt8] {
    if carried.count < count { carried = takeFilled(to: min(count, size)) }
    return Array(carried.prefix(count))
  }

  /// The carried bytes, followed by new ones, until there are `count` or the stream stops (`ahead`).
  private mutating func takeFilled(to count: Int) -> [UInt8] {
    guard case .full = ahead, carried.count < count else {
      defer { carried = [] }
      return carried
    }
    let front = carried
    carried = []
    return [UInt8](capacity: count) { output in
      _ = output.append(copying: front.span)
      ahead = text.read(into: &output)
    }
  }

  /// The name in diagnostics.
  package var name: String { text.source.name }
  /// The container of the stored bytes, recognised by their first bytes.
  package var container: Container { text.source.container }
  /// Decoded bytes so far, including bytes read ahead.
  package var decodedBytes: Int64 { text.source.decodedBytes }
  /// Stored bytes consumed so far.
  package var compressedBytes: Int64 { text.source.compressedBytes }
  /// Diagnostics so far. Final when `next` has returned nil.
  package var diagnostics: DiagnosticLog { text.source.diagnostics }
}

extension Span<UInt8> {
  /// The index after the last newline; nil if there is none.
  fileprivate var endOfLastLine: Int? {
    var i = count
    while i > 0 {
      if self[i - 1] == UInt8(ascii: "\n") { return i }
      i -= 1
    }
    return nil
  }
}

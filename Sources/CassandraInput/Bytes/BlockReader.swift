// Decoded bytes in blocks that end where a record ends, so that each block can be parsed by itself.
//
//   read      |----------- about 512 KiB -----------|
//   handed    |------- records -------|
//   carried                           |---- tail ---|  copied once, to the front of the next block
//
// Bytes are decoded straight into the block's array, but for text that is not plain UTF-8 (`TextDecoder`).

package import CassandraModel

/// Whole records of one stream, as bytes.
package struct Block: Sendable {
  /// The bytes; never empty.
  package let bytes: [UInt8]
  /// Whether the block begins within the line that the block before it ended in. Otherwise a line begins
  /// here, even if the block before did not end in a newline: then bytes are missing between them.
  package let continuesLine: Bool
}

/// Hands out the decoded bytes of a source in blocks. For one task at a time.
package struct BlockReader: ~Copyable {
  /// The size of a block: large enough that the work for a block is small beside its parsing, small enough
  /// to stay in a core's cache.
  package static let blockSize = 512 * 1024

  private var text: TextSource
  private let size: Int
  private var carried: [UInt8] = []
  // What follows the carried bytes.
  private var ahead = ByteSource.Outcome.full
  private var continuesLine = false

  /// Blocks of `source`.
  ///
  /// - Parameter size: of a block, in bytes; at least 1.
  package init(_ source: consuming ByteSource, size: Int = BlockReader.blockSize) {
    precondition(size > 0, "a block holds at least one byte")
    text = TextSource(source)
    self.size = size
  }

  /// The next block; nil at the end.
  ///
  /// - Parameter splitAt: says how many of the given bytes to hand out: up to the last place where a
  ///   record begins, so that the tail to carry is short. 0 if there is no such place; the block then ends
  ///   behind its last newline, or, if a line is longer than a block, within the line. It is asked about
  ///   full blocks only: at the end of the stream, and where bytes are missing, everything is handed out.
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

  /// The first bytes of what comes next, at most `count` and at most a block, without taking them. Fewer
  /// only if the stream ends, or is interrupted by damage, before.
  package mutating func peek(_ count: Int) -> [UInt8] {
    if carried.count < count { carried = takeFilled(to: min(count, size)) }
    return Array(carried.prefix(count))
  }

  /// The carried bytes, and behind them new ones until there are `count` or `ahead` says otherwise.
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

  /// The name that diagnostics carry.
  package var name: String { text.source.name }
  /// What the stored bytes are, by their first bytes.
  package var container: Container { text.source.container }
  /// Decoded bytes so far, read ahead included.
  package var decodedBytes: Int64 { text.source.decodedBytes }
  /// Bytes of the stored form used so far.
  package var compressedBytes: Int64 { text.source.compressedBytes }
  /// What was wrong so far. Final when `next` has returned nil.
  package var diagnostics: DiagnosticLog { text.source.diagnostics }
}

extension Span<UInt8> {
  /// The index behind the last newline; nil if there is none.
  fileprivate var endOfLastLine: Int? {
    var i = count
    while i > 0 {
      if self[i - 1] == UInt8(ascii: "\n") { return i }
      i -= 1
    }
    return nil
  }
}

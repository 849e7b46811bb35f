// What tells one content from another without reading all of it: its size, a hash of both ends, and the checksum that
// its archive has of it. Names and times are no part of it, because rotation renames files and copying dates them anew.

import CassandraModel

extension InputFile {
  /// What identifies its bytes; nil when nothing does, or when they cannot be read.
  ///
  /// - Parameter verifying: looks at all bytes.
  func identity(verifying: Bool) -> [UInt8]? {
    guard let (place, checksum) = storedContent else { return nil }
    guard let checksum, place.isWithinStream, !verifying else {
      return place.identity(verifying: verifying).map { $0 + Array((checksum ?? "").utf8) }
    }
    return Array(checksum.utf8)
  }
}

extension BytePlace {
  /// How much of each end counts.
  private static let endSize = 4096
  private static let pieceSize = 256 * 1024

  func identity(verifying: Bool) -> [UInt8]? {
    switch self {
    case .decoded(let stream): return stream.identity
    case .part(let whole, let offset, let size) where isWithinStream:
      // To look at its ends would mean to decode all that lies before it.
      return whole.identity(verifying: verifying).map { $0 + Array(" \(offset) \(size)".utf8) }
    default: break
    }
    guard let stored = try? open(), let size = stored.size else { return nil }
    var hash = SHA256()
    hash.update(Array("\(verifying) \(size) ".utf8))
    if verifying {
      // Sums of pieces, because a sum is many times as fast as a hash.
      var offset: Int64 = 0
      while offset < size {
        guard let piece = stored.piece(at: offset, BytePlace.pieceSize), !piece.isEmpty else { return nil }
        var checksum = Checksum()
        checksum.update(piece.span)
        hash.update(Array((String(checksum.value, radix: 16) + " ").utf8))
        offset += Int64(piece.count)
      }
    } else {
      let end = max(0, size - Int64(BytePlace.endSize))
      guard let first = stored.piece(at: 0, BytePlace.endSize),
        let last = stored.piece(at: end, BytePlace.endSize)
      else { return nil }
      hash.update(first)
      hash.update(last)
    }
    return hash.finish()
  }
}

extension StoredBytes {
  /// At most `count` bytes at `offset`; nil when they cannot be read.
  fileprivate func piece(at offset: Int64, _ count: Int) -> [UInt8]? {
    var isRead = true
    let bytes = [UInt8](capacity: count) { output in
      while !output.isFull {
        let at = offset + Int64(output.count)
        guard let got = try? read(into: &output, at: at, atMost: output.freeCapacity) else {
          isRead = false
          return
        }
        if got == 0 { return }
      }
    }
    return isRead ? bytes : nil
  }
}

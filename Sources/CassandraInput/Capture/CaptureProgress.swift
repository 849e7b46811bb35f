// How far the reading of a capture has come, for whoever shows it.

/// A step of reading.
public enum CaptureProgress: Hashable, Sendable {
  /// A pass over the files begins; they hold so many bytes as they are stored, as far as that is known.
  case begun(stored: Int64)
  /// So many more bytes were read: after decompression, and as they are stored.
  case read(decoded: Int64, stored: Int64)
  /// A file was read to its end.
  case finished(file: String)
}

/// What was told of one file.
struct FileProgress {
  private var decoded: Int64 = 0
  private var stored: Int64 = 0

  /// The step from what was told to where the reading stands now.
  mutating func step(_ position: (decoded: Int64, stored: Int64)) -> CaptureProgress {
    defer { (decoded, stored) = position }
    return .read(decoded: max(0, position.decoded - decoded), stored: max(0, position.stored - stored))
  }
}

extension BlockReader {
  /// Where the reading stands.
  var position: (decoded: Int64, stored: Int64) { (decodedBytes, compressedBytes) }
}

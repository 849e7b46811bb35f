// Progress of reading a capture.

/// A step of reading.
public enum CaptureProgress: Hashable, Sendable {
  /// A pass over the files begins; `stored` is their total size, as far as it is known.
  case begun(stored: Int64)
  /// Bytes read since the last step: decoded and as stored.
  case read(decoded: Int64, stored: Int64)
  /// A file was read to its end.
  case finished(file: String)
}

/// Reported progress of one file.
struct FileProgress {
  private var decoded: Int64 = 0
  private var stored: Int64 = 0

  /// The step from the reported position to `position`.
  mutating func step(_ position: (decoded: Int64, stored: Int64)) -> CaptureProgress {
    defer { (decoded, stored) = position }
    return .read(decoded: max(0, position.decoded - decoded), stored: max(0, position.stored - stored))
  }
}

extension BlockReader {
  var position: (decoded: Int64, stored: Int64) { (decodedBytes, compressedBytes) }
}

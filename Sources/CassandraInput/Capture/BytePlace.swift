// The place of bytes, as a recipe that can be followed any number of times: `bundle.tar.gz!logs/a.zip` is a
// part of the decoded file `bundle.tar.gz`. Nothing is open until `open` is called, so a capture of ten
// thousand files needs only a few descriptors.

/// Bytes that can be opened any number of times.
indirect enum BytePlace: Sendable {
  /// The file at this path.
  case file([UInt8])
  /// `size` bytes from `offset` on: a member of a tar archive.
  case part(of: BytePlace, offset: Int64, size: Int64)
  /// Bytes in memory, or in an unnamed file.
  case held(StoredBytes)
  /// The decoded bytes of a compressed stream.
  case decoded(DecodedStream)

  /// Opens the bytes for reading.
  func open() throws(SystemFailure) -> StoredBytes {
    switch self {
    case .file(let path): try StoredBytes(path: path)
    case .part(let whole, let offset, let size):
      StoredBytes(part: try whole.open(), offset: offset, size: size)
    case .held(let bytes): bytes
    case .decoded(let stream): StoredBytes(stream)
    }
  }

  /// True if opening it means decoding the bytes before it.
  var isWithinStream: Bool {
    switch self {
    case .file, .held: false
    case .part(let whole, _, _): whole.isWithinStream
    case .decoded: true
    }
  }
}

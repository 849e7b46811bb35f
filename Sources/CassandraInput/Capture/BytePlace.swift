// Where bytes lie, as a recipe that can be followed any number of times: `bundle.tar.gz!logs/a.zip` is a part
// of what the file `bundle.tar.gz` decodes to. Nothing is open until someone follows it, so a capture of ten
// thousand files needs only a few descriptors.

/// Bytes that can be opened again and again.
indirect enum BytePlace: Sendable {
  /// The file at this path.
  case file([UInt8])
  /// `size` bytes from `offset` on: a member of a tar archive.
  case part(of: BytePlace, offset: Int64, size: Int64)
  /// Bytes that are at hand: in memory, or in a file without a name.
  case held(StoredBytes)
  /// What a compressed stream decodes to.
  case decoded(DecodedStream)

  /// The bytes.
  func open() throws(SystemFailure) -> StoredBytes {
    switch self {
    case .file(let path): try StoredBytes(path: path)
    case .part(let whole, let offset, let size):
      StoredBytes(part: try whole.open(), offset: offset, size: size)
    case .held(let bytes): bytes
    case .decoded(let stream): StoredBytes(stream)
    }
  }

  /// Whether opening it means decoding what lies before it.
  var isWithinStream: Bool {
    switch self {
    case .file, .held: false
    case .part(let whole, _, _): whole.isWithinStream
    case .decoded: true
    }
  }
}

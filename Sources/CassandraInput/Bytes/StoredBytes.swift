// Bytes as stored, before any decoding: in a file, in memory or from a pipe.

/// The bytes of a file, of an array, or of a pipe. A value that tasks can share: it has no position.
package struct StoredBytes: Sendable {
  private indirect enum Place {
    case file(Descriptor)
    case memory([UInt8])
    case pipe(Descriptor)
    case part(of: StoredBytes, offset: Int64, size: Int64)
    case decoded(DecodedStream)
  }
  private let place: Place

  package init(_ bytes: [UInt8]) { place = .memory(bytes) }

  /// `size` bytes of `whole` from `offset` on, both at least 0. `whole` may end earlier.
  package init(part whole: StoredBytes, offset: Int64, size: Int64) {
    place = .part(of: whole, offset: offset, size: size)
  }

  /// The decoded bytes of a compressed stream.
  package init(_ stream: DecodedStream) { place = .decoded(stream) }

  package init(path: [UInt8]) throws(SystemFailure) {
    self.init(try Descriptor(reading: path))
  }

  /// The bytes of a descriptor: a file is read from its beginning, a pipe from its current position.
  package init(_ descriptor: Descriptor) {
    place = descriptor.size == nil ? .pipe(descriptor) : .file(descriptor)
  }

  /// True if any offset can be read at any time. A pipe can only be read once, in order.
  package var isSeekable: Bool {
    if case .pipe = place { false } else { true }
  }

  /// Current number of bytes; nil for a pipe, and for a compressed stream whose end has not been reached. A
  /// log that is being written grows meanwhile, and a part may be larger than its whole. Use the size to find
  /// the end of an archive, never to allocate.
  package var size: Int64? {
    switch place {
    case .file(let descriptor): descriptor.size
    case .memory(let bytes): Int64(bytes.count)
    case .pipe: nil
    case .part(_, _, let size): size
    case .decoded(let stream): stream.size
    }
  }

  /// Reads once, at most `count` bytes at `offset`, to the end of `output`. Returns the number of bytes; 0 at
  /// the end. A pipe ignores `offset`.
  func read(
    into output: inout OutputSpan<UInt8>, at offset: Int64, atMost count: Int
  ) throws(SystemFailure) -> Int {
    switch place {
    case .file(let descriptor): return try descriptor.read(into: &output, at: offset, atMost: count)
    case .pipe(let descriptor): return try descriptor.read(into: &output, at: nil, atMost: count)
    case .memory(let bytes):
      guard let start = Int(exactly: offset), start < bytes.count else { return 0 }
      return output.append(copying: bytes.span.extracting(start...).extracting(first: count))
    case .part(let whole, let start, let size):
      let (from, isHuge) = start.addingReportingOverflow(offset)
      guard offset < size, !isHuge else { return 0 }
      return try whole.read(into: &output, at: from, atMost: min(count, Int(clamping: size - offset)))
    case .decoded(let stream): return try stream.read(into: &output, at: offset, atMost: count)
    }
  }
}

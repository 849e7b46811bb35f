// Bytes as they are stored, before any decoding, wherever they lie.

/// The bytes of a file, of an array, or of a pipe. A value that tasks can share: it has no position.
package struct StoredBytes: Sendable {
  private enum Place {
    case file(Descriptor)
    case memory([UInt8])
    case pipe(Descriptor)
  }
  private let place: Place

  /// Bytes in memory.
  package init(_ bytes: [UInt8]) { place = .memory(bytes) }

  /// Opens the file at `path`.
  package init(path: [UInt8]) throws(SystemFailure) {
    self.init(try Descriptor(reading: path))
  }

  /// The bytes behind a descriptor: a file is read from its beginning, anything else as it comes.
  package init(_ descriptor: Descriptor) {
    place = descriptor.size == nil ? .pipe(descriptor) : .file(descriptor)
  }

  /// Whether any place can be read at any time. A pipe can only be read once, in order.
  package var isSeekable: Bool {
    if case .pipe = place { false } else { true }
  }

  /// How many bytes there are now; nil for a pipe. A log that is being written grows meanwhile, so this
  /// is for finding the end of an archive, and never for allocating.
  package var size: Int64? {
    switch place {
    case .file(let descriptor): descriptor.size
    case .memory(let bytes): Int64(bytes.count)
    case .pipe: nil
    }
  }

  /// Reads once, at most `count` bytes at `offset`, to the end of `output`. Returns how many; 0 at the
  /// end. A pipe ignores `offset`.
  func read(
    into output: inout OutputSpan<UInt8>, at offset: Int64, atMost count: Int
  ) throws(SystemFailure) -> Int {
    switch place {
    case .file(let descriptor): return try descriptor.read(into: &output, at: offset, atMost: count)
    case .pipe(let descriptor): return try descriptor.read(into: &output, at: nil, atMost: count)
    case .memory(let bytes):
      guard let start = Int(exactly: offset), start < bytes.count else { return 0 }
      return output.append(copying: bytes.span.extracting(start...).extracting(first: count))
    }
  }
}

// zlib's inflate, and its CRC-32.

import CZlib

/// A deflate stream being decoded, from input in pieces of any size.
///
/// Safe to use, and to move to another task, although it holds a pointer: nothing else holds the pointer, and
/// it is freed once, because the value cannot be copied.
@safe struct Inflater: ~Copyable, Sendable {
  /// The format around the deflate stream.
  enum Wrapping {
    /// Nothing: a zip member.
    case none
    /// A gzip header and trailer; zlib checks the trailer's CRC-32 and length.
    case gzip

    // zlib.h, inflateInit2: negative for raw deflate, plus 16 for gzip; 15 is the largest window.
    fileprivate var windowBits: Int32 { self == .none ? -15 : 15 + 16 }
  }

  enum Outcome: Equatable {
    /// It used up its input or filled its output.
    case more
    /// The stream, with its trailer if it has one, is complete.
    case ended
    /// The stream is damaged; output decoded before stays. The text is zlib's message.
    case damaged(String)
  }

  // On the heap, because zlib keeps a pointer back to the structure and refuses one that moved.
  private nonisolated(unsafe) let stream: UnsafeMutablePointer<z_stream>

  init(_ wrapping: Wrapping) {
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    let status = unsafe inflateInit2_(
      stream, wrapping.windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    // The other causes of failure are a wrong version of the library and wrong arguments.
    precondition(
      status == Z_OK, "zlib could not be started: out of memory, or not the library we were built for")
  }

  /// A stream with the same state as `other`, and independent of it from there on. About 40 KiB: zlib's
  /// tables and the last 32 KiB decoded.
  init(copying other: borrowing Inflater) {
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    let status = unsafe inflateCopy(stream, other.stream)
    precondition(status == Z_OK, "zlib could not copy a stream: out of memory")
  }

  deinit {
    unsafe inflateEnd(stream)
    unsafe stream.deallocate()
  }

  /// Begins the next stream (the next member of a gzip file).
  mutating func reset() {
    unsafe inflateReset(stream)
  }

  /// Decodes from `input` to the end of `output` until one of them is used up or the stream ends. Returns the
  /// number of `input` bytes consumed.
  mutating func inflate(
    _ input: Span<UInt8>, into output: inout OutputSpan<UInt8>
  ) -> (used: Int, outcome: Outcome) {
    // Safe: both regions are lent for the duration of the call, zlib stays within the counts it is given,
    // and both pointers are taken back before the call returns. zlib does not write to its input although
    // the structure's type would allow it. The counts are 32 bits wide, so longer regions are cut.
    unsafe output.withUnsafeMutableBufferPointer { target, initialized in
      unsafe input.withUnsafeBufferPointer { source in
        let available = UInt32(clamping: source.count)
        let room = UInt32(clamping: target.count - initialized)
        unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
        unsafe stream.pointee.avail_in = available
        unsafe stream.pointee.next_out = target.baseAddress.map { unsafe $0 + initialized }
        unsafe stream.pointee.avail_out = room
        let status = unsafe CZlib.inflate(stream, Z_NO_FLUSH)
        let used = unsafe Int(available - stream.pointee.avail_in)
        unsafe initialized += Int(room - stream.pointee.avail_out)
        unsafe stream.pointee.next_in = nil
        unsafe stream.pointee.next_out = nil
        return (used, outcome(of: status))
      }
    }
  }

  private func outcome(of status: Int32) -> Outcome {
    switch status {
    // Z_BUF_ERROR: no progress was possible; zlib continues when it gets more input or room.
    case Z_OK, Z_BUF_ERROR: return .more
    case Z_STREAM_END: return .ended
    default:
      // Safe: zlib's messages are constant, terminated strings.
      guard let text = unsafe stream.pointee.msg else { return .damaged("zlib status " + String(status)) }
      return unsafe .damaged(String(cString: text))
    }
  }
}

/// The CRC-32 of gzip and zip.
struct Checksum {
  /// The checksum of the bytes so far.
  private(set) var value: UInt32 = 0

  /// Adds bytes to the checksum.
  mutating func update(_ bytes: Span<UInt8>) {
    // Safe: zlib reads the `count` bytes of the span, which is borrowed for the duration of the call.
    value = unsafe bytes.withUnsafeBufferPointer { buffer in
      unsafe UInt32(truncatingIfNeeded: crc32_z(UInt(value), buffer.baseAddress, buffer.count))
    }
  }
}

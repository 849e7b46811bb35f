// A window that slides forward over stored bytes: bytes that were read and not yet consumed.

/// Reads ahead in chunks and decodes multi-byte numbers across chunk ends.
struct ByteWindow {
  /// Bytes requested by one `read`: a larger chunk gains nothing, a smaller one costs system calls.
  static let chunk = 256 * 1024

  private let stored: StoredBytes
  // The end of the readable bytes, if it is before the end of the file: the end of a zip member.
  private let limit: Int64
  private var readOffset: Int64
  private var buffer: [UInt8] = []
  private var used = 0

  /// The error that stopped reading before the end; nil if there was none.
  private(set) var failure: SystemFailure?

  /// A window at `offset` that ends at `limit`. Both are at least 0.
  init(_ stored: StoredBytes, at offset: Int64 = 0, limit: Int64 = .max) {
    self.stored = stored
    self.limit = limit
    readOffset = offset
  }

  /// A window over the same bytes as `other` from its next unconsumed byte on, with an empty buffer.
  init(continuing other: ByteWindow) {
    stored = other.stored
    limit = other.limit
    readOffset = other.offset
    failure = other.failure
  }

  /// Offset of the next unconsumed byte.
  var offset: Int64 { readOffset - Int64(count) }

  /// Number of buffered bytes.
  var count: Int { buffer.count - used }

  /// Lends the buffered bytes to `body`.
  func withBytes<Result: ~Copyable>(_ body: (Span<UInt8>) -> Result) -> Result {
    body(buffer.span.extracting(used...))
  }

  /// The buffered byte at `index`.
  subscript(index: Int) -> UInt8 { buffer[used + index] }

  /// Consumes `count` of the buffered bytes.
  mutating func skip(_ count: Int) { used += min(count, self.count) }

  /// Moves to `offset`, forward or back.
  mutating func move(to offset: Int64) {
    if offset >= self.offset, offset <= readOffset {
      skip(Int(offset - self.offset))
    } else {
      buffer.removeAll(keepingCapacity: true)
      used = 0
      readOffset = offset
    }
  }

  /// Reads until `count` bytes are buffered; false if the input ends first.
  mutating func ensure(_ count: Int) -> Bool {
    while self.count < count {
      if !readChunk() { return false }
    }
    return true
  }

  private mutating func readChunk() -> Bool {
    buffer.removeFirst(used)
    used = 0
    let size = min(ByteWindow.chunk, Int(clamping: limit - readOffset))
    guard failure == nil, size > 0 else { return false }
    // Moved out while it is filled, so that the rest of the window can be used at the same time.
    var filled = buffer
    buffer = []
    let before = filled.count
    filled.append(addingCapacity: size) { output in read(into: &output, atMost: size) }
    buffer = filled
    return buffer.count > before
  }

  /// Moves bytes straight to `output`, buffered ones first, until it is full. False if the end came first.
  mutating func move(into output: inout OutputSpan<UInt8>) -> Bool {
    skip(output.append(copying: buffer.span.extracting(used...)))
    while !output.isFull {
      let before = output.count
      let size = min(ByteWindow.chunk, Int(clamping: limit - readOffset))
      guard failure == nil, size > 0 else { return false }
      read(into: &output, atMost: size)
      if output.count == before { return false }
    }
    return true
  }

  private mutating func read(into output: inout OutputSpan<UInt8>, atMost size: Int) {
    do throws(SystemFailure) {
      readOffset += Int64(try stored.read(into: &output, at: readOffset, atMost: size))
    } catch {
      failure = error
    }
  }
}

// Numbers of gzip and zip are little-endian. `index` counts from the next unconsumed byte, and the caller has
// ensured that the bytes are buffered.
extension ByteWindow {
  func uint16(at index: Int) -> UInt16 { UInt16(self[index]) | UInt16(self[index + 1]) << 8 }

  func uint32(at index: Int) -> UInt32 {
    UInt32(uint16(at: index)) | UInt32(uint16(at: index + 2)) << 16
  }

  func uint64(at index: Int) -> UInt64 {
    UInt64(uint32(at: index)) | UInt64(uint32(at: index + 4)) << 32
  }

  func bytes(at index: Int, count: Int) -> [UInt8] { Array(buffer[(used + index)..<(used + index + count)]) }
}

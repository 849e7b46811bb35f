// Writes a log file, plain or as gzip, and inflates one: the benchmark's own use of zlib.

import CZlib
import Glibc

/// Writes one file. zlib's state is on the heap, because zlib keeps a pointer back to it.
@safe
final class LogWriter {
  private let path: String
  private let file: Int32
  /// Nil for a plain file.
  private let stream: UnsafeMutablePointer<z_stream>?
  private var packed: [UInt8]

  private static let bufferSize = 256 * 1024

  /// Creates the file. gzip uses the level of Java, and therefore of logback's rotation.
  init(_ path: String, isGzip: Bool) throws(BenchmarkError) {
    self.path = path
    file = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard file >= 0 else { throw BenchmarkError("cannot write " + path) }
    packed = isGzip ? [UInt8](repeating: 0, count: LogWriter.bufferSize) : []
    guard isGzip else {
      unsafe stream = nil
      return
    }
    // Safe: allocated once, not moved, and freed with this value.
    let made = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    unsafe made.initialize(to: z_stream())
    unsafe stream = made
    // 31: the largest window, with gzip's header and trailer.
    let status = unsafe deflateInit2_(
      made, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size))
    guard status == Z_OK else { throw BenchmarkError("zlib status " + String(status)) }
  }

  deinit {
    if let stream = unsafe stream {
      unsafe deflateEnd(stream)
      unsafe stream.deallocate()
    }
    close(file)
  }

  func write(_ bytes: [UInt8]) throws(BenchmarkError) {
    if unsafe stream == nil { try put(bytes[...]) } else { try pack(bytes, Z_NO_FLUSH) }
  }

  /// Writes the buffered bytes.
  func finish() throws(BenchmarkError) {
    if unsafe stream != nil { try pack([], Z_FINISH) }
  }

  private func pack(_ bytes: [UInt8], _ flush: Int32) throws(BenchmarkError) {
    guard let stream = unsafe stream else { return }
    var start = 0
    while true {
      // Safe: both buffers are borrowed for the call, zlib stays within the counts, and does not write to its
      // input although the structure's type would allow it.
      let (used, made, status) = unsafe bytes.withUnsafeBufferPointer { source in
        unsafe packed.withUnsafeMutableBufferPointer { target in
          unsafe stream.pointee.next_in = source.baseAddress.map {
            unsafe UnsafeMutablePointer(mutating: $0 + start)
          }
          unsafe stream.pointee.avail_in = UInt32(source.count - start)
          unsafe stream.pointee.next_out = target.baseAddress
          unsafe stream.pointee.avail_out = UInt32(target.count)
          let status = unsafe deflate(stream, flush)
          return unsafe (
            source.count - start - Int(stream.pointee.avail_in), target.count - Int(stream.pointee.avail_out),
            status
          )
        }
      }
      start += used
      try put(packed[..<made])
      guard status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR else {
        throw BenchmarkError("zlib status " + String(status))
      }
      if made < packed.count { return }
    }
  }

  private func put(_ bytes: ArraySlice<UInt8>) throws(BenchmarkError) {
    var rest = bytes
    while !rest.isEmpty {
      // Safe: the system reads within the buffer, which is lent for the call.
      let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(file, $0.baseAddress, $0.count) }
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno != EINTR {
        throw BenchmarkError("cannot write " + path)
      }
    }
  }
}

/// Inflates a gzip file and discards the output: the minimal cost of reading it.
enum BareInflate {
  /// The subcommand that the benchmark itself runs.
  static let word = "inflate"

  private static let bufferSize = 256 * 1024

  static func run(_ path: String) throws(BenchmarkError) {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw BenchmarkError("cannot read " + path) }
    defer { close(file) }
    // Safe: all three are allocated once, used within their sizes, and freed below.
    let input = UnsafeMutablePointer<UInt8>.allocate(capacity: bufferSize)
    let output = UnsafeMutablePointer<UInt8>.allocate(capacity: bufferSize)
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    defer {
      unsafe inflateEnd(stream)
      unsafe stream.deallocate()
      unsafe output.deallocate()
      unsafe input.deallocate()
    }
    var status = unsafe inflateInit2_(stream, 31, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    while status == Z_OK {
      if unsafe stream.pointee.avail_in == 0 {
        let count = unsafe read(file, input, bufferSize)
        guard count > 0 else { throw BenchmarkError(path + " ends too early") }
        unsafe stream.pointee.next_in = input
        unsafe stream.pointee.avail_in = UInt32(count)
      }
      unsafe stream.pointee.next_out = output
      unsafe stream.pointee.avail_out = UInt32(bufferSize)
      status = unsafe inflate(stream, Z_NO_FLUSH)
    }
    guard status == Z_STREAM_END else { throw BenchmarkError("zlib status " + String(status)) }
  }
}

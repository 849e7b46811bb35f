// An open file. `Inflater`, `Checksum`, the copy at the end of this file and this type are all the code here
// that uses raw memory; the layers above work on spans and arrays.

import Glibc

/// The error of a failed open, read or write.
package struct SystemFailure: Error, Hashable, Sendable {
  /// errno.
  package let number: Int32

  /// The error of this thread's last call.
  static var last: SystemFailure { SystemFailure(number: errno) }

  /// The path does not exist.
  var isMissing: Bool { number == ENOENT || number == ENOTDIR }
  /// A symbolic link leads to itself.
  var isLoop: Bool { number == ELOOP }

  /// The system's message, for example `Permission denied`.
  package var reason: String {
    // Safe: strerror returns a terminated string that stays valid until this thread calls it again, and
    // the text is copied before that.
    guard let text = unsafe strerror(number) else { return "error " + String(number) }
    return unsafe String(cString: text)
  }
}

/// Owns an open file descriptor and closes it on deinit, unless it was borrowed.
///
/// It keeps no position of its own: files are read at an offset, so several tasks can share one.
package final class Descriptor: Sendable {
  let number: Int32
  private let isOwned: Bool

  /// Standard input, which is not closed.
  package static let standardInput = Descriptor(lent: 0)

  /// Opens an existing file for reading.
  package init(reading path: [UInt8]) throws(SystemFailure) {
    number = try Descriptor.open(path, O_RDONLY, mode: 0)
    isOwned = true
  }

  /// An unnamed file in `folder`, for reading and writing; it is deleted when it is closed.
  package init(unnamedIn folder: [UInt8]) throws(SystemFailure) {
    // 0o20000000 | O_DIRECTORY is O_TMPFILE, a macro that Swift does not import.
    number = try Descriptor.open(folder, O_RDWR | 0o20_000_000 | O_DIRECTORY, mode: 0o600)
    isOwned = true
  }

  /// A descriptor that its owner closes.
  package init(lent number: Int32) {
    self.number = number
    isOwned = false
  }

  deinit {
    if isOwned { close(number) }
  }

  private static func open(_ path: [UInt8], _ flags: Int32, mode: mode_t) throws(SystemFailure) -> Int32 {
    while true {
      // Safe: the path ends in a zero byte and is lent for the duration of the call.
      let number = unsafe Glibc.open(path.terminated, flags | O_CLOEXEC, mode)
      if number >= 0 { return number }
      if errno != EINTR { throw .last }
    }
  }

  /// The current size of a regular file in bytes; nil for a pipe, a terminal or a device.
  package var size: Int64? {
    var status = stat()
    guard unsafe fstat(number, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return Int64(status.st_size)
  }

  /// Reads once, at most `count` bytes, to the end of `output`. Returns the number of bytes; 0 at the end.
  ///
  /// - Parameter offset: Offset in the file; nil reads a pipe from its current position.
  package func read(
    into output: inout OutputSpan<UInt8>, at offset: Int64?, atMost count: Int
  ) throws(SystemFailure) -> Int {
    while true {
      // Safe: the system writes at most `room` bytes, and the space between the initialized part and the end
      // of the buffer is at least that large. Exactly the bytes written are then counted as initialized.
      let got = unsafe output.withUnsafeMutableBufferPointer { buffer, initialized in
        let room = min(buffer.count - initialized, count)
        guard room > 0, let start = buffer.baseAddress else { return 0 }
        let target = unsafe UnsafeMutableRawPointer(start + initialized)
        let got =
          if let offset { unsafe pread(number, target, room, off_t(offset)) } else {
            unsafe Glibc.read(number, target, room)
          }
        initialized += max(got, 0)
        return got
      }
      if got >= 0 { return got }
      if errno == EAGAIN { waitUntilReadable() } else if errno != EINTR { throw .last }
    }
  }

  /// A pipe that its other end made non-blocking has no data yet: sleep until it has.
  private func waitUntilReadable() {
    var request = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
    // Safe: `poll` reads and writes the one structure it is given.
    unsafe poll(&request, 1, -1)
  }

  /// Writes all of `bytes` at the current position.
  package func write(_ bytes: Span<UInt8>) throws(SystemFailure) {
    var rest = bytes
    while !rest.isEmpty {
      // Safe: the system reads within the span, which is borrowed for the duration of the call.
      let put = unsafe rest.withUnsafeBytes { unsafe Glibc.write(number, $0.baseAddress, $0.count) }
      if put >= 0 { rest = rest.extracting(put...) } else if errno != EINTR { throw .last }
    }
  }
}

extension [UInt8] {
  /// The bytes of a path without a zero byte, as a C string.
  var terminated: [CChar] { map { CChar(bitPattern: $0) } + [0] }
}

extension OutputSpan<UInt8> {
  /// Copies as many `bytes` as fit, and returns their number.
  mutating func append(copying bytes: Span<UInt8>) -> Int {
    let count = min(bytes.count, freeCapacity)
    // Safe: both regions hold `count` bytes, and they cannot overlap because one is lent for writing.
    unsafe withUnsafeMutableBufferPointer { target, initialized in
      unsafe bytes.withUnsafeBufferPointer { source in
        guard count > 0, let to = target.baseAddress, let from = source.baseAddress else { return }
        unsafe (to + initialized).initialize(from: from, count: count)
        initialized += count
      }
    }
    return count
  }
}

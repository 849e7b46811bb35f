// Makes gzip and zip files for tests, byte by byte, so that every field can also be wrong.

import CZlib

/// `bytes` as a deflate stream, with gzip's header and trailer or bare.
package func deflated(_ bytes: [UInt8], gzip: Bool) -> [UInt8] {
  var stream = unsafe z_stream()
  var input = bytes
  var output = [UInt8](repeating: 0, count: bytes.count + bytes.count / 100 + 128)
  // Safe: the buffers outlive the stream, which does not move between the first call and the last.
  return unsafe withUnsafeMutablePointer(to: &stream) { stream in
    unsafe input.withUnsafeMutableBufferPointer { source in
      let made = unsafe output.withUnsafeMutableBufferPointer { target in
        let status = unsafe deflateInit2_(
          stream, 9, Z_DEFLATED, gzip ? 31 : -15, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
          Int32(MemoryLayout<z_stream>.size))
        precondition(status == Z_OK)
        unsafe stream.pointee.next_in = source.baseAddress
        unsafe stream.pointee.avail_in = UInt32(source.count)
        unsafe stream.pointee.next_out = target.baseAddress
        unsafe stream.pointee.avail_out = UInt32(target.count)
        let end = unsafe deflate(stream, Z_FINISH)
        precondition(end == Z_STREAM_END)
        defer { unsafe deflateEnd(stream) }
        return unsafe Int(stream.pointee.total_out)
      }
      return Array(output.prefix(made))
    }
  }
}

/// The CRC-32 of `bytes`.
package func crc(_ bytes: [UInt8]) -> UInt32 {
  // Safe: zlib reads the array's bytes during the call.
  unsafe bytes.withUnsafeBufferPointer { unsafe UInt32(crc32_z(0, $0.baseAddress, $0.count)) }
}

/// A zip archive under construction.
package struct ZipPacker {
  package struct Member {
    package var name: [UInt8]
    package var content: [UInt8]
    package var method: UInt16 = 8
    /// 0x0808 is what Java writes: sizes follow the content, the name is UTF-8.
    package var flags: UInt16 = 0x0808
    /// Sizes and offset in 64-bit extra fields.
    package var isWide = false
    /// Extra fields of the directory.
    package var extra: [UInt8] = []

    package init(_ name: String, _ content: [UInt8]) {
      self.name = Array(name.utf8)
      self.content = content
    }
  }

  package private(set) var bytes: [UInt8] = []
  private var directory: [UInt8] = []
  private var count = 0
  private var hasWideEnd = false

  package init() {}

  package mutating func add(_ member: Member) {
    let packed = member.method == 8 ? deflated(member.content, gzip: false) : member.content
    let offset = bytes.count
    let followed = member.flags & 8 != 0
    let checksum = crc(member.content)
    bytes += little32(0x0403_4b50) + little16(20) + little16(member.flags) + little16(member.method)
    bytes += little16(0x4a2d) + little16(0x5c75)
    bytes += little32(followed ? 0 : checksum) + little32(followed ? 0 : UInt32(packed.count))
    bytes += little32(followed ? 0 : UInt32(member.content.count))
    // A local extra field that the directory does not have, as Info-ZIP writes: lengths differ there.
    bytes += little16(UInt16(member.name.count)) + little16(4) + member.name + [0xfe, 0xca, 0, 0]
    bytes += packed
    if followed {
      bytes += little32(0x0807_4b50) + little32(checksum) + little32(UInt32(packed.count))
      bytes += little32(UInt32(member.content.count))
    }
    var extra = member.extra
    if member.isWide {
      extra += little16(1) + little16(24)
      extra +=
        little64(UInt64(member.content.count)) + little64(UInt64(packed.count)) + little64(UInt64(offset))
      hasWideEnd = true
    }
    directory += little32(0x0201_4b50) + little16(20) + little16(20) + little16(member.flags)
    directory += little16(member.method) + little16(0x4a2d) + little16(0x5c75) + little32(checksum)
    directory += little32(member.isWide ? .max : UInt32(packed.count))
    directory += little32(member.isWide ? .max : UInt32(member.content.count))
    directory += little16(UInt16(member.name.count)) + little16(UInt16(extra.count)) + little16(0)
    directory += little16(0) + little16(0) + little32(0) + little32(member.isWide ? .max : UInt32(offset))
    directory += member.name + extra
    count += 1
  }

  /// The archive with its directory and end record.
  package func finished(comment: String = "") -> [UInt8] {
    var all = bytes + directory
    if hasWideEnd {
      let end = all.count
      all += little32(0x0606_4b50) + little64(44) + little16(45) + little16(45) + little32(0) + little32(0)
      all += little64(UInt64(count)) + little64(UInt64(count))
      all += little64(UInt64(directory.count)) + little64(UInt64(bytes.count))
      all += little32(0x0706_4b50) + little32(0) + little64(UInt64(end)) + little32(1)
    }
    all += little32(0x0605_4b50) + little16(0) + little16(0)
    all += little16(hasWideEnd ? .max : UInt16(count)) + little16(hasWideEnd ? .max : UInt16(count))
    all += little32(hasWideEnd ? .max : UInt32(directory.count))
    all += little32(hasWideEnd ? .max : UInt32(bytes.count))
    return all + little16(UInt16(comment.utf8.count)) + Array(comment.utf8)
  }
}

/// An archive of these members.
package func zip(_ members: ZipPacker.Member...) -> [UInt8] {
  var packer = ZipPacker()
  for member in members { packer.add(member) }
  return packer.finished()
}

package func little16(_ value: UInt16) -> [UInt8] { [UInt8(truncatingIfNeeded: value), UInt8(value >> 8)] }

package func little32(_ value: UInt32) -> [UInt8] {
  little16(UInt16(truncatingIfNeeded: value)) + little16(UInt16(value >> 16))
}

package func little64(_ value: UInt64) -> [UInt8] {
  little32(UInt32(truncatingIfNeeded: value)) + little32(UInt32(value >> 32))
}

// Growth of archives: members of a tar and of a zip file.

import CZlib

extension GrowthCase {
  static let archives: [GrowthCase] = [
    GrowthCase("members of a tar file", 1000) { (count, folder) throws(BenchmarkError) in
      try folder.file("bundle.tar", pieces: count) { index, text in
        var content = GrowthText()
        content.flush(index, index * 1000)
        text.bytes += tarHeader("bundle/logs/system.log." + String(index), size: content.bytes.count)
        text.bytes += content.bytes
        text.bytes += [UInt8](repeating: 0, count: -content.bytes.count & 511)
        if index == count - 1 { text.bytes += [UInt8](repeating: 0, count: 1024) }
      }
    },
    GrowthCase("members of a zip file", 1000) { (count, folder) throws(BenchmarkError) in
      var directory: [UInt8] = []
      var offset = 0
      try folder.file("bundle.zip", pieces: count) { index, text in
        var content = GrowthText()
        content.flush(index, index * 1000)
        let name = Array(("bundle/logs/system.log." + String(index)).utf8)
        let common = zipFields(content.bytes, name.count)
        let member = little(0x0403_4B50, 4) + common + little(0, 2) + name + content.bytes
        directory += little(0x0201_4B50, 4) + little(20, 2) + common + little(0, 2)
        directory += little(0, 2) + little(0, 2) + little(0, 2) + little(0, 4) + little(offset, 4) + name
        offset += member.count
        text.bytes += member
        if index == count - 1 {
          text.bytes +=
            directory + little(0x0605_4B50, 4) + little(0, 4) + little(count, 2) + little(count, 2)
          text.bytes += little(directory.count, 4) + little(offset, 4) + little(0, 2)
        }
      }
    },
  ]

  /// A header in POSIX's ustar format: fields at fixed offsets, numbers in octal.
  private static func tarHeader(_ name: String, size: Int) -> [UInt8] {
    var header = [UInt8](repeating: 0, count: 512)
    func put(_ text: String, at place: Int) {
      header.replaceSubrange(place..<(place + text.utf8.count), with: text.utf8)
    }
    func octal(_ number: Int, _ digits: Int) -> String {
      let text = String(number, radix: 8)
      return String(repeating: "0", count: digits - text.count) + text
    }
    put(name, at: 0)
    put(octal(0o644, 7), at: 100)
    put(octal(0, 7), at: 108)
    put(octal(0, 7), at: 116)
    put(octal(size, 11), at: 124)
    put(octal(1_772_323_200, 11), at: 136)
    put("        ", at: 148)
    put("0", at: 156)
    put("ustar", at: 257)
    put("00", at: 263)
    put(octal(header.reduce(0) { $0 + Int($1) }, 6), at: 148)
    header[154] = 0
    return header
  }

  /// The fields that a member's local header and its directory entry share; stored, not deflated.
  private static func zipFields(_ content: [UInt8], _ name: Int) -> [UInt8] {
    // Safe: the checksum reads within the bytes, which are borrowed for the call.
    let checksum = unsafe content.withUnsafeBufferPointer { buffer in
      unsafe crc32(0, buffer.baseAddress, UInt32(buffer.count))
    }
    // 2026-03-01, midnight, in MS-DOS' form.
    return little(20, 2) + little(0, 2) + little(0, 2) + little(0, 2) + little(46 << 9 | 3 << 5 | 1, 2)
      + little(Int(checksum), 4) + little(content.count, 4) + little(content.count, 4) + little(name, 2)
  }

  private static func little(_ number: Int, _ bytes: Int) -> [UInt8] {
    (0..<bytes).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }
}

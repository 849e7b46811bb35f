// The records of a zip archive and the offsets of their fields, from PKWARE's APPNOTE.TXT 6.3.
//
//   local header, content, [descriptor]   once for each member
//   directory entry                       once for each member
//   [zip64 end, zip64 locator]            when a number does not fit in 16 or 32 bits
//   end record, comment

import CassandraModel

enum ZipLayout {
  /// 4.3.7, `PK\3\4`: 30 bytes, then name and extra fields.
  static let localHeader = 30
  static let localHeaderMark: UInt32 = 0x0403_4b50
  /// 4.3.9, `PK\7\8`, optional: CRC-32 and sizes after the content.
  static let descriptorMark: UInt32 = 0x0807_4b50
  /// 4.3.12, `PK\1\2`: 46 bytes, then name, extra fields and comment.
  static let directoryEntry = 46
  static let directoryEntryMark: UInt32 = 0x0201_4b50
  /// 4.3.14, `PK\6\6`: 56 bytes or more.
  static let zip64End = 56
  static let zip64EndMark: UInt32 = 0x0606_4b50
  /// 4.3.15, `PK\6\7`.
  static let zip64Locator = 20
  static let zip64LocatorMark: UInt32 = 0x0706_4b50
  /// 4.3.16, `PK\5\6`: 22 bytes, then a comment of at most 65,535.
  static let end = 22
  static let endMark: UInt32 = 0x0605_4b50

  /// A window limited to a local header.
  static func window(ofHeader offset: Int64, in stored: StoredBytes) -> ByteWindow {
    let (end, isHuge) = offset.addingReportingOverflow(Int64(localHeader))
    return ByteWindow(stored, at: offset, limit: isHuge ? .max : end)
  }
}

/// The extra fields of a member (4.5) that are used.
struct ZipExtraFields {
  /// The 64-bit values of 4.5.3, in its order. A value is present only if its 32-bit field is all ones.
  private(set) var wide: [UInt64] = []
  /// Modification time of Info-ZIP's extended timestamp (0x5455), seconds since 1970 in UTC.
  private(set) var modified: Int32?

  /// Reads the complete fields; the rest of a damaged block is ignored.
  init(_ bytes: [UInt8]) {
    var block = ByteWindow(StoredBytes(bytes))
    while block.ensure(4) {
      let id = block.uint16(at: 0)
      let size = Int(block.uint16(at: 2))
      guard block.ensure(4 + size) else { return }
      switch id {
      case 0x0001:
        wide = stride(from: 4, through: size - 4, by: 8).map { block.uint64(at: $0) }
      case 0x5455 where size >= 5 && block[4] & 1 != 0:
        modified = Int32(bitPattern: block.uint32(at: 5))
      default: break
      }
      block.skip(4 + size)
    }
  }

  /// The value of a 32-bit field, or the next 64-bit value if the field is all ones. Nil if the 64-bit value
  /// is missing or larger than a file can be.
  mutating func resolve(_ small: UInt32) -> Int64? {
    if small != .max { return Int64(small) }
    return wide.isEmpty ? nil : Int64(exactly: wide.removeFirst())
  }
}

extension Moment {
  /// The time of a member: UTC from its extra fields if they have it, otherwise MS-DOS date and time (4.4.6),
  /// which are on the clock of the machine that packed it. Nil if there is no such date.
  init?(zipDate date: UInt16, time: UInt16, extra: ZipExtraFields) {
    if let seconds = extra.modified {
      self = .utc(Instant(milliseconds: Int64(seconds) * 1000))
      return
    }
    let civil = CivilTime(
      year: 1980 + Int(date >> 9), month: Int(date >> 5 & 15), day: Int(date & 31),
      hour: Int(time >> 11), minute: Int(time >> 5 & 63), second: Int(time & 31) * 2)
    guard let civil else { return nil }
    self = .local(LocalTime(milliseconds: civil.milliseconds))
  }
}

// One header block of a tar archive (POSIX.1-2024, pax: "ustar Interchange Format"; GNU tar manual, "Basic Tar
// Format"): 512 bytes of fields with fixed places, guarded by a sum.
//
//   0 name 100   124 size 12   136 mtime 12   148 checksum 8   156 type 1   157 link 100   257 mark 8
//   345 prefix 155 (ustar)   482 "more holes follow" (GNU, type S)

enum TarLayout {
  /// Headers, and contents with their padding, are multiples of this size.
  static let block = 512
  /// `ustar`, then `\0` `00` (POSIX) or two spaces and `\0` (GNU). Archives from before 1988 have no mark.
  static let mark = 257
  /// In an old GNU sparse header, and in the blocks that continue it: nonzero if another one follows.
  static let moreHoles = 482
  static let moreHolesInBlock = 504
}

struct TarHeader {
  /// The name, with its ustar prefix.
  let name: [UInt8]
  /// Size of the content in bytes; nil if the field is not a number or negative.
  let size: Int64?
  /// Seconds since 1970; nil if the field is not a number.
  let modified: Int64?
  /// The type flag.
  let type: UInt8
  let linkName: [UInt8]
  /// True if it has the mark of POSIX or GNU.
  let isMarked: Bool
  /// True if it has GNU's mark. The fields after it differ from those of POSIX.
  let isGNU: Bool
  let hasMoreHoles: Bool

  /// The header at the beginning of `block`; nil unless all its bytes are there and add up to its checksum.
  init?(_ block: [UInt8]) {
    guard block.count >= TarLayout.block else { return nil }
    guard let stated = TarHeader.number(block[148..<156]), TarHeader.sums(of: block).contains(stated) else {
      return nil
    }
    let mark = block[TarLayout.mark..<(TarLayout.mark + 8)]
    isMarked = mark.starts(with: "ustar".utf8)
    isGNU = mark.starts(with: "ustar ".utf8)
    let name = TarHeader.text(block[0..<100])
    let prefix = isMarked && !isGNU ? TarHeader.text(block[345..<500]) : []
    self.name = prefix.isEmpty ? name : prefix + [UInt8(ascii: "/")] + name
    size = TarHeader.number(block[124..<136]).flatMap { $0 < 0 ? nil : $0 }
    modified = TarHeader.number(block[136..<148])
    type = block[156]
    linkName = TarHeader.text(block[157..<257])
    hasMoreHoles = block[TarLayout.moreHoles] != 0
  }

  /// Up to the first zero byte.
  private static func text(_ field: ArraySlice<UInt8>) -> [UInt8] { Array(field.prefix { $0 != 0 }) }

  /// Octal digits between spaces and zero bytes, or, if the highest bit of the first byte is set, a
  /// big-endian number in two's complement below that bit (GNU, "base-256"). An empty field is 0; nil for any
  /// other content, and for more than 63 bits.
  static func number(_ field: ArraySlice<UInt8>) -> Int64? {
    guard let first = field.first else { return nil }
    if first & 0x80 != 0 {
      var value: Int64 = first & 0x40 == 0 ? Int64(first & 0x3f) : Int64(first & 0x7f) - 128
      for byte in field.dropFirst() {
        let (shifted, isHuge) = value.multipliedReportingOverflow(by: 256)
        if isHuge { return nil }
        value = shifted | Int64(byte)
      }
      return value
    }
    let isPadding: (UInt8) -> Bool = { $0 == 0 || $0 == UInt8(ascii: " ") }
    var value: Int64 = 0
    var rest = field.drop(while: isPadding)
    while let byte = rest.first, !isPadding(byte) {
      guard (UInt8(ascii: "0")...UInt8(ascii: "7")).contains(byte) else { return nil }
      // Twelve digits are 36 bits.
      value = value << 3 | Int64(byte - UInt8(ascii: "0"))
      rest = rest.dropFirst()
    }
    return rest.allSatisfy(isPadding) ? value : nil
  }

  /// The sums of the block with spaces in place of the checksum: of unsigned bytes, as POSIX defines it, and
  /// of signed ones, as some early programs wrote it.
  private static func sums(of block: [UInt8]) -> [Int64] {
    var unsigned: Int64 = 0
    var signed: Int64 = 0
    for i in 0..<TarLayout.block {
      let byte = (148..<156).contains(i) ? UInt8(ascii: " ") : block[i]
      unsigned += Int64(byte)
      signed += Int64(Int8(bitPattern: byte))
    }
    return [unsigned, signed]
  }
}

/// Fields from before a header that replace its own: pax records, and GNU's long names.
struct TarExtension {
  var name: [UInt8]?
  var linkName: [UInt8]?
  var size: Int64?
  var modified: Int64?
  /// True if the content is stored without its holes.
  var isSparse = false

  /// These fields, completed by those of `other`.
  func completed(by other: TarExtension) -> TarExtension {
    TarExtension(
      name: name ?? other.name, linkName: linkName ?? other.linkName, size: size ?? other.size,
      modified: modified ?? other.modified, isSparse: isSparse || other.isSparse)
  }

  /// Reads pax records, `27 mtime=1795239453.12345\n`, which begin with their length. False if a record is
  /// damaged; the records before it are kept.
  mutating func read(paxRecords bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      guard let blank = rest.firstIndex(of: UInt8(ascii: " ")), blank - rest.startIndex <= 7,
        let length = Int(String(decoding: rest[..<blank], as: UTF8.self)), length <= rest.count,
        length > blank - rest.startIndex + 1
      else { return false }
      let record = rest[(blank + 1)..<(rest.startIndex + length)]
      guard record.last == UInt8(ascii: "\n"), let equals = record.firstIndex(of: UInt8(ascii: "=")) else {
        return false
      }
      set(String(decoding: record[..<equals], as: UTF8.self), Array(record[(equals + 1)...].dropLast()))
      rest = rest.dropFirst(length)
    }
    return true
  }

  private mutating func set(_ key: String, _ value: [UInt8]) {
    let text = String(decoding: value, as: UTF8.self)
    switch key {
    case "path": name = value
    case "linkpath": linkName = value
    case "size": size = Int64(text).flatMap { $0 < 0 ? nil : $0 }
    case "mtime": modified = Int64(text.prefix { $0 != "." })
    // The name of a sparse file; `path` is then made up (GNU tar manual, "Storing Sparse Files").
    case "GNU.sparse.name": name = value
    default: break
    }
    if key.hasPrefix("GNU.sparse.") { isSparse = true }
  }
}

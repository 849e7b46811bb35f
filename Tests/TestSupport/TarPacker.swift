// Makes tar archives for tests, field by field, so that every field can also be wrong.

/// A tar archive under construction.
package struct TarPacker {
  package struct Member {
    package var name: [UInt8]
    package var content: [UInt8]
    package var type = UInt8(ascii: "0")
    package var linkName: [UInt8] = []
    package var prefix: [UInt8] = []
    /// Seconds since 1970.
    package var modified: Int64 = 1_795_237_804
    /// The size field; the content's size if nil.
    package var size: Int64?
    /// GNU's form of a number, for sizes beyond 8 GB.
    package var isBase256 = false
    package var mark = Array("ustar\u{0}00".utf8)

    package init(_ name: String, _ content: [UInt8]) {
      self.name = Array(name.utf8)
      self.content = content
    }

    /// A member of another type, without content of its own.
    package init(_ type: Character, _ name: String, to linkName: String = "") {
      self.init(name, [])
      self.type = type.asciiValue ?? 0
      self.linkName = Array(linkName.utf8)
    }
  }

  package private(set) var bytes: [UInt8] = []

  package init() {}

  package mutating func add(_ member: Member) {
    let size = member.size ?? Int64(member.content.count)
    var header = [UInt8](repeating: 0, count: 512)
    header.put(member.name.prefix(100), at: 0)
    header.put(Array("0000644".utf8), at: 100)
    header.put(member.isBase256 ? base256(size) : octal(size, 11), at: 124)
    header.put(octal(member.modified, 11), at: 136)
    header.put([UInt8](repeating: 0x20, count: 8), at: 148)
    header[156] = member.type
    header.put(member.linkName.prefix(100), at: 157)
    header.put(member.mark, at: 257)
    header.put(member.prefix.prefix(155), at: 345)
    header.put(octal(header.reduce(0) { $0 + Int64($1) }, 6) + [0, 0x20], at: 148)
    bytes += header + member.content
    bytes += [UInt8](repeating: 0, count: (512 - member.content.count % 512) % 512)
  }

  /// pax records for the next member, or, with type `g`, for all that follow.
  package mutating func add(pax records: [(String, String)], type: Character = "x") {
    var content: [UInt8] = []
    for (key, value) in records {
      let rest = " " + key + "=" + value + "\n"
      // The length counts its own digits.
      var length = rest.utf8.count + 1
      while String(length).utf8.count + rest.utf8.count != length { length += 1 }
      content += Array((String(length) + rest).utf8)
    }
    var member = Member("PaxHeaders/x", content)
    member.type = type.asciiValue ?? 0
    add(member)
  }

  package mutating func add(longName: String, type: Character = "L") {
    var member = Member("././@LongLink", Array(longName.utf8) + [0])
    member.type = type.asciiValue ?? 0
    member.mark = Array("ustar  \u{0}".utf8)
    add(member)
  }

  /// The archive with its end mark, and padding to a record as tar writes it.
  package func finished(padded: Bool = false) -> [UInt8] {
    let all = bytes + [UInt8](repeating: 0, count: 1024)
    return padded ? all + [UInt8](repeating: 0, count: (10240 - all.count % 10240) % 10240) : all
  }
}

/// An archive of these members.
package func tar(_ members: TarPacker.Member...) -> [UInt8] {
  var packer = TarPacker()
  for member in members { packer.add(member) }
  return packer.finished()
}

private func octal(_ value: Int64, _ digits: Int) -> [UInt8] {
  let text = String(value, radix: 8)
  return Array((String(repeating: "0", count: max(0, digits - text.count)) + text).utf8)
}

private func base256(_ value: Int64) -> [UInt8] {
  [0x80, 0, 0, 0] + (0..<8).map { UInt8(truncatingIfNeeded: value >> (56 - 8 * $0)) }
}

extension [UInt8] {
  package mutating func put(_ bytes: some Collection<UInt8>, at index: Int) {
    replaceSubrange(index..<(index + bytes.count), with: bytes)
  }
}

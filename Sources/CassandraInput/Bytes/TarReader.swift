// The members of a tar archive, from one header to the next. A tar archive has no directory, so the headers
// are visited in order; contents are skipped, not read.
//
//   header │ content, padded │ header │ … │ two blocks of zeros │ padding
//   long name (L, K) or pax records (x) in blocks of their own before the header they belong to
//
// Several archives may follow each other (`cat a.tar b.tar`). A size field never causes an allocation, and
// nothing is written to disk.

package import CassandraModel

/// A regular file in a tar archive. A description only.
package struct TarEntry: Hashable, Sendable {
  /// The name shown to users, safe and unique in the archive: a second entry of the same name is `name (2)`.
  package let label: String
  /// Offset of its content in the archive.
  package let offset: Int64
  /// Size of its content as the header gives it. A truncated archive may hold less.
  package let size: Int64
  /// Modification time; nil if the archive does not have it.
  package let modified: Instant?
  /// True if the content is stored without its holes, in a form that is not supported.
  package let isSparse: Bool
}

/// Walks over a tar archive, once.
package struct TarReader {
  private let stored: StoredBytes
  private let name: String
  private var window: ByteWindow
  /// Offset of the next header.
  private var position: Int64 = 0
  private var global = TarExtension()
  private var labels = UniqueNames()
  /// The previous member, and the end of its content.
  private var last: (label: String, end: Int64)?
  /// Blocks of zeros just before this position.
  private var zeroBlocks = 0
  private var isAtEnd = false
  /// Diagnostics so far. Final when `next` has returned nil.
  package private(set) var diagnostics = DiagnosticLog()

  /// Longer pax records and longer names are not read.
  private static let extensionLimit: Int64 = 1 << 20

  /// The members of `stored`, which must not be a pipe.
  ///
  /// - Parameter name: The archive's path as shown to users.
  package init(_ stored: StoredBytes, name: String) {
    self.stored = stored
    self.name = name
    window = ByteWindow(stored)
  }

  /// The next regular file; nil at the end. Folders are skipped; links and devices are counted.
  package mutating func next() -> TarEntry? {
    var before = TarExtension()
    while !isAtEnd {
      window.move(to: position)
      guard window.ensure(TarLayout.block) else {
        finish()
        break
      }
      let block = window.bytes(at: 0, count: TarLayout.block)
      if block.allSatisfy({ $0 == 0 }) {
        zeroBlocks += 1
        position += Int64(TarLayout.block)
        continue
      }
      guard let header = TarHeader(block) else {
        recover()
        before = TarExtension()
        continue
      }
      zeroBlocks = 0
      position += Int64(TarLayout.block)
      switch header.type {
      case UInt8(ascii: "x"), UInt8(ascii: "X"), UInt8(ascii: "g"):
        let bytes = extensionContent(header)
        var records = TarExtension()
        if !records.read(paxRecords: bytes) { reportDamage("pax records that do not add up") }
        if header.type == UInt8(ascii: "g") {
          global = records.completed(by: global)
        } else {
          before = records.completed(by: before)
        }
      case UInt8(ascii: "L"): before.name = Array(extensionContent(header).prefix { $0 != 0 })
      case UInt8(ascii: "K"): before.linkName = Array(extensionContent(header).prefix { $0 != 0 })
      default:
        let fields = before.completed(by: global)
        before = TarExtension()
        if let entry = member(header, fields) { return entry }
      }
    }
    return nil
  }

  /// The content of a header that extends the next one; empty if it is too large or missing.
  private mutating func extensionContent(_ header: TarHeader) -> [UInt8] {
    guard let size = header.size, size <= TarReader.extensionLimit else {
      reportDamage("an extension of " + (header.size.map { String($0) } ?? "unknown") + " bytes")
      if let size = header.size { pass(size) }
      return []
    }
    window.move(to: position)
    let isWhole = window.ensure(Int(size))
    let bytes = window.bytes(at: 0, count: min(Int(size), window.count))
    last = (last?.label ?? "a long name", position + size)
    pass(size)
    return isWhole ? bytes : []
  }

  /// The member that a header and its extensions describe; nil if there is no content to read. Moves past it.
  private mutating func member(_ header: TarHeader, _ fields: TarExtension) -> TarEntry? {
    let storedName = fields.name ?? header.name
    let name = MemberName(storedName)
    guard let stated = fields.size ?? header.size else {
      reportDamage("the size of " + name.label)
      last = nil
      return nil
    }
    switch header.type {
    case UInt8(ascii: "1"), UInt8(ascii: "2"):
      report(.archiveLink, at: name.label, ["target": printableName(fields.linkName ?? header.linkName)])
      if header.type == UInt8(ascii: "1") { passHardLink(stated) }
      return nil
    case UInt8(ascii: "3"), UInt8(ascii: "4"), UInt8(ascii: "6"):
      report(.fileSpecial, at: name.label, ["kind": header.type == UInt8(ascii: "6") ? "a pipe" : "a device"])
      return nil
    case UInt8(ascii: "5"): return nil
    case UInt8(ascii: "D"), UInt8(ascii: "M"), UInt8(ascii: "N"), UInt8(ascii: "V"):
      // The listing of a folder, the rest of a member from another volume, or the volume's name.
      pass(stated)
      return nil
    default: break
    }
    // Before POSIX a folder was a file whose name ends in a slash.
    if storedName.last == UInt8(ascii: "/"), fields.name == nil { return nil }
    var isSparse = fields.isSparse
    if header.type == UInt8(ascii: "S") {
      isSparse = true
      passHoles(header)
    }
    if name.isOutside { report(.archiveName, at: name.label, ["name": printableName(storedName)]) }
    let label = labels.add(name.label)
    if label != name.label {
      report(.tarDuplicate, ["member": name.label, "label": label])
    }
    let offset = position
    pass(stated)
    let modified = fields.modified ?? header.modified
    last = (label, offset + min(stated, .max - offset))
    return TarEntry(
      label: label, offset: offset, size: last.map { $0.end - offset } ?? stated,
      // Archivers write 0, or a time before Cassandra existed, for an unknown time. The limit of a timestamp
      // is the year 9999.
      modified: modified.flatMap {
        (1_000_000_000..<253_402_300_800).contains($0) ? Instant(milliseconds: $0 * 1000) : nil
      },
      isSparse: isSparse)
  }

  /// Moves past content and its padding; an end that overflows is the end of the archive.
  private mutating func pass(_ size: Int64) {
    let block = Int64(TarLayout.block)
    let (rounded, isHuge) = size.addingReportingOverflow(block - 1)
    let (end, isBeyond) = position.addingReportingOverflow(rounded / block * block)
    position = isHuge || isBeyond ? .max - block : end
  }

  /// A hard link has no content, but some programs give the size of its target, and pax may really store the
  /// content. The next header decides.
  private mutating func passHardLink(_ size: Int64) {
    window.move(to: position)
    guard size > 0, window.ensure(TarLayout.block) else { return }
    if TarHeader(window.bytes(at: 0, count: TarLayout.block)) == nil { pass(size) }
  }

  /// Moves past the blocks that continue the list of pieces of an old GNU sparse file.
  private mutating func passHoles(_ header: TarHeader) {
    var hasMore = header.hasMoreHoles
    while hasMore {
      window.move(to: position)
      guard window.ensure(TarLayout.block) else { return }
      hasMore = window[TarLayout.moreHolesInBlock] != 0
      position += Int64(TarLayout.block)
    }
  }

  /// Continues after a position that should hold a header and does not.
  private mutating func recover() {
    if zeroBlocks >= 2 {
      report(.tarTrailing, ["offset": String(position)])
      isAtEnd = true
      return
    }
    reportDamage("no header")
    zeroBlocks = 0
    last = nil
    // Damage in compressed bytes loses some, so headers need not be at multiples of 512 from here on.
    guard let next = positionOfHeader(from: position + 1) else {
      isAtEnd = true
      return
    }
    position = next
  }

  private func positionOfHeader(from start: Int64) -> Int64? {
    var search = ByteWindow(stored, at: start)
    while search.ensure(TarLayout.block) {
      let last = search.count - TarLayout.block
      let candidate = search.withBytes { bytes -> Int? in
        for i in 0...last where bytes[i + TarLayout.mark] == UInt8(ascii: "u") {
          if bytes.matches(Array("ustar".utf8), at: i + TarLayout.mark) { return i }
        }
        return nil
      }
      guard let candidate else {
        search.skip(last + 1)
        continue
      }
      search.skip(candidate)
      if TarHeader(search.bytes(at: 0, count: TarLayout.block)) != nil { return search.offset }
      search.skip(1)
    }
    return nil
  }

  /// Handles the end of the bytes. The archive is complete if a block of zeros came before.
  private mutating func finish() {
    isAtEnd = true
    if let failure = window.failure {
      diagnostics.report(.unreadable(name, failure, from: position))
      return
    }
    let isMidHeader = window.count > 0
    if let last, let end = stored.size, end < last.end {
      report(.tarTruncated, ["member": last.label])
    } else if zeroBlocks == 0 {
      report(isMidHeader ? .tarCut : .tarUnfinished, ["offset": String(position)])
    }
  }

  private mutating func reportDamage(_ reason: String) {
    report(.tarDamaged, ["offset": String(position), "reason": reason])
  }

  private mutating func report(
    _ code: DiagnosticCode, at member: String? = nil, _ fields: [String: String] = [:]
  ) {
    let file = member.map { name + "!" + $0 } ?? name
    diagnostics.report(Diagnostic(code, at: SourceLocation(file: file, line: 0), fields))
  }
}

extension DiagnosticCode {
  static let archiveLink = DiagnosticCode(
    "archive.link", .note, "is a link to {target}; links in archives are not followed")
  static let archiveName = DiagnosticCode(
    "archive.name", .warning,
    "is stored as {name}, which points outside of its archive; it was read where it lies")
  static let tarDuplicate = DiagnosticCode(
    "tar.duplicate", .warning, "holds {member} more than once; the later one is called {label}")
  static let tarTruncated = DiagnosticCode(
    "tar.truncated", .error, "is cut off within {member}; what came before was read")
  static let tarCut = DiagnosticCode(
    "tar.cut", .error, "is cut off within a header, at byte {offset}; what came before was read")
  static let tarUnfinished = DiagnosticCode(
    "tar.unfinished", .warning, "has no end mark at byte {offset}: members may be missing")
  static let tarDamaged = DiagnosticCode(
    "tar.damaged", .error, "is damaged at byte {offset} ({reason}); reading goes on at the next good header")
  static let tarTrailing = DiagnosticCode(
    "tar.trailing", .warning, "has something that is no tar header behind its end mark, at byte {offset}")
}

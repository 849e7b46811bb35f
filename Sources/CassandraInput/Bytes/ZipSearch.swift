// Finds the members of an archive without its directory: from one local header to the next. With the flags
// that Java writes (0x0808) a header does not have the length of its content; the deflate stream, which marks
// its own end, is then decoded once to find it.

import CassandraModel

struct ZipSearch {
  /// Each damaged member is decoded up to the damage, and may contain bytes that look like further headers. A
  /// file with this many damaged members was never a good archive.
  private static let mostDamaged = 100

  private let stored: StoredBytes
  private let size: Int64
  private let limit: ExpansionLimit
  private var damaged = 0

  init(_ stored: StoredBytes, size: Int64, limit: ExpansionLimit) {
    self.stored = stored
    self.size = size
    self.limit = limit
  }

  /// The members, in the order of the file. A header that the end of the file cuts off is skipped.
  mutating func entries() -> [ZipEntry] {
    var entries: [ZipEntry] = []
    var position: Int64 = 0
    while damaged < ZipSearch.mostDamaged, let offset = offset(ofHeaderFrom: position),
      let found = header(at: offset)
    {
      var entry = found.entry
      let content = found.content
      if let packedSize = wholeSize(of: entry, at: content) {
        if entry.hasDescriptor { entry.checksum = checksum(behind: content, packedSize) }
        entry.packedSize = packedSize
        position = content + packedSize
      } else {
        damaged += 1
        let next = self.offset(ofHeaderFrom: content)
        position = next ?? size
        // Damaged or truncated: the bytes before the next header are read up to the damage. Only a stored
        // member of unknown size is lost, because nothing marks its end.
        if entry.method == ZipMethod.deflated || next != nil && !entry.hasDescriptor {
          entry.packedSize = position - content
        }
      }
      entries.append(entry)
    }
    return entries
  }

  /// The header at `offset` and the offset of its content. The entry's size is the declared one, nil if the
  /// header has none.
  private func header(at offset: Int64) -> (entry: ZipEntry, content: Int64)? {
    let longest = Int64(ZipLayout.localHeader) + 2 * 0xffff
    var window = ByteWindow(stored, at: offset, limit: min(size, offset + longest))
    guard window.ensure(ZipLayout.localHeader) else { return nil }
    let nameSize = Int(window.uint16(at: 26))
    let extraSize = Int(window.uint16(at: 28))
    let whole = ZipLayout.localHeader + nameSize + extraSize
    guard window.ensure(whole) else { return nil }
    let name = window.bytes(at: ZipLayout.localHeader, count: nameSize)
    var extra = ZipExtraFields(window.bytes(at: ZipLayout.localHeader + nameSize, count: extraSize))
    let declaredSize = extra.resolve(window.uint32(at: 22))
    let packedSize = extra.resolve(window.uint32(at: 18))
    var entry = ZipEntry(
      storedName: name, label: MemberName(zip: name).label,
      modified: Moment(zipDate: window.uint16(at: 12), time: window.uint16(at: 10), extra: extra),
      declaredSize: declaredSize, method: window.uint16(at: 8), flags: window.uint16(at: 6),
      checksum: window.uint32(at: 14), headerOffset: offset, packedSize: packedSize)
    if entry.hasDescriptor { entry.checksum = nil; entry.packedSize = nil }
    return (entry, offset + Int64(whole))
  }

  /// The length of the packed content at `content`, if the member is complete.
  private func wholeSize(of entry: ZipEntry, at content: Int64) -> Int64? {
    if let packedSize = entry.packedSize, packedSize <= size - content, isBoundary(content + packedSize) {
      return packedSize
    }
    if entry.isEncrypted { return nil }
    switch entry.method {
    case ZipMethod.deflated: return deflatedSize(of: entry, at: content)
    case ZipMethod.stored where entry.hasDescriptor: return storedSize(at: content)
    default: return nil
    }
  }

  /// The length of a complete deflate stream, found by decoding it.
  private func deflatedSize(of entry: ZipEntry, at content: Int64) -> Int64? {
    var entry = entry
    entry.checksum = nil
    entry.packedSize = size - content
    var source = ByteSource(entry, of: stored, name: "", limit: limit)
    var scratch: [UInt8] = []
    var outcome = ByteSource.Outcome.full
    while case .full = outcome {
      scratch.removeAll(keepingCapacity: true)
      scratch.append(addingCapacity: ByteWindow.chunk) { output in outcome = source.read(into: &output) }
    }
    return source.diagnostics.entries.isEmpty ? source.compressedBytes : nil
  }

  /// The length of stored content that is followed by a descriptor with exactly that length.
  private func storedSize(at content: Int64) -> Int64? {
    let descriptor = find(ZipLayout.descriptorMark, from: content, size: 16) { window in
      Int64(window.uint32(at: 8)) == window.offset - content
    }
    return descriptor.map { $0 - content }
  }

  /// The CRC-32 in the descriptor after `packedSize` bytes of content (APPNOTE.TXT 4.3.9: with or without a
  /// mark, with sizes of 32 or 64 bits); nil if no descriptor has this size.
  private func checksum(behind content: Int64, _ packedSize: Int64) -> UInt32? {
    var window = ByteWindow(stored, at: content + packedSize, limit: min(size, content + packedSize + 24))
    if window.ensure(4), window.uint32(at: 0) == ZipLayout.descriptorMark { window.skip(4) }
    guard window.ensure(12) else { return nil }
    let isNarrow = Int64(window.uint32(at: 4)) == packedSize
    let isWide = window.ensure(20) && window.uint64(at: 4) == UInt64(packedSize)
    return isNarrow || isWide ? window.uint32(at: 0) : nil
  }

  /// True if a record of the archive, or its end, is at `offset`.
  private func isBoundary(_ offset: Int64) -> Bool {
    if offset == size { return true }
    var window = ByteWindow(stored, at: offset, limit: min(size, offset + 4))
    guard window.ensure(4) else { return false }
    let marks = [
      ZipLayout.localHeaderMark, ZipLayout.directoryEntryMark, ZipLayout.endMark, ZipLayout.zip64EndMark,
    ]
    return marks.contains(window.uint32(at: 0))
  }

  /// The next local header at or after `position`. In addition to its mark it must have a valid version, a
  /// valid method and a name, so that compressed data is hardly ever mistaken for one.
  private func offset(ofHeaderFrom position: Int64) -> Int64? {
    find(ZipLayout.localHeaderMark, from: position, size: ZipLayout.localHeader) { window in
      window.uint16(at: 4) & 0xff <= 63 && window.uint16(at: 8) <= 99 && window.uint16(at: 26) > 0
    }
  }

  /// The offset of the next record of `size` bytes that begins with `mark` and that `accepts` confirms.
  private func find(
    _ mark: UInt32, from position: Int64, size: Int, accepts: (ByteWindow) -> Bool
  ) -> Int64? {
    var window = ByteWindow(stored, at: position, limit: self.size)
    let first = UInt8(truncatingIfNeeded: mark)
    let second = UInt8(truncatingIfNeeded: mark >> 8)
    while window.ensure(size) {
      let last = window.count - size
      let candidate = window.withBytes { bytes -> Int? in
        for i in 0...last where bytes[i] == first && bytes[i + 1] == second { return i }
        return nil
      }
      guard let candidate else {
        window.skip(last + 1)
        continue
      }
      window.skip(candidate)
      if window.uint32(at: 0) == mark, accepts(window) { return window.offset }
      window.skip(1)
    }
    return nil
  }
}

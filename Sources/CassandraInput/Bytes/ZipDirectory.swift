// The directory of a zip archive. It is at the end of the file, so an archive that was copied while it was
// written has none. In that case, and when the directory contradicts the file, the members are searched.

package import CassandraModel

package struct ZipDirectory: Sendable {
  /// In the order of the directory, or of the file if it has none. Members of the same name are all listed.
  package private(set) var entries: [ZipEntry]
  /// True if the directory is missing or wrong, and the members were found by their own headers. logback
  /// leaves such an archive next to the complete `.tmp` when it is copied while compressing.
  package let isRecovered: Bool
  package private(set) var diagnostics = DiagnosticLog()

  /// Reads the list of members. A pipe cannot be searched: spool it first.
  ///
  /// - Parameter name: The archive's path as shown to users.
  package init(_ stored: StoredBytes, name: String, limit: ExpansionLimit = ExpansionLimit()) {
    let location = SourceLocation(file: name, line: 0)
    let size = stored.size ?? 0
    if let listed = ZipDirectory.listed(in: stored, size: size) {
      entries = listed
      isRecovered = false
    } else {
      var search = ZipSearch(stored, size: size, limit: limit)
      entries = search.entries()
      isRecovered = true
      diagnostics.report(Diagnostic(entries.isEmpty ? .zipUnreadable : .zipDirectory, at: location))
    }
    makeLabelsUnique(at: location)
  }

  private mutating func makeLabelsUnique(at location: SourceLocation) {
    var names = UniqueNames()
    for i in entries.indices {
      let label = names.add(entries[i].label)
      if MemberName(zip: entries[i].storedName).isOutside {
        diagnostics.report(
          Diagnostic(
            .archiveName, at: SourceLocation(file: location.file + "!" + label, line: 0),
            ["name": printableName(entries[i].storedName)]))
      }
      if label == entries[i].label { continue }
      diagnostics.report(
        Diagnostic(.zipDuplicate, at: location, ["member": entries[i].label, "label": label]))
      entries[i].label = label
    }
  }

  /// The entries of the directory; nil if there is none or it contradicts itself or the file.
  private static func listed(in stored: StoredBytes, size: Int64) -> [ZipEntry]? {
    guard let place = Place(in: stored, size: size) else { return nil }
    var window = ByteWindow(stored, at: place.offset, limit: place.offset + place.size)
    var entries: [ZipEntry] = []
    while window.ensure(ZipLayout.directoryEntry) {
      guard let entry = ZipEntry(fromDirectory: &window) else { return nil }
      entries.append(entry)
    }
    let isComplete = window.count == 0 && window.offset == place.offset + place.size
    // A writer without zip64 counts modulo 65,536.
    guard isComplete, entries.count & 0xffff == Int(place.count & 0xffff) else { return nil }
    return agree(entries, with: stored, before: place.offset) ? entries : nil
  }

  /// True if every entry points at a header and no two share bytes. Overlapping members let a small archive
  /// claim to hold petabytes.
  private static func agree(_ entries: [ZipEntry], with stored: StoredBytes, before end: Int64) -> Bool {
    let ordered = entries.sorted { $0.headerOffset < $1.headerOffset }
    for (i, entry) in ordered.enumerated() {
      let next = i + 1 < ordered.count ? ordered[i + 1].headerOffset : end
      guard entry.headerOffset < next, let packedSize = entry.packedSize else { return false }
      guard packedSize <= next - entry.headerOffset - Int64(ZipLayout.localHeader) else { return false }
      var window = ZipLayout.window(ofHeader: entry.headerOffset, in: stored)
      guard window.ensure(4), window.uint32(at: 0) == ZipLayout.localHeaderMark else { return false }
    }
    return true
  }

  private struct Place {
    let offset: Int64
    let size: Int64
    let count: UInt64

    init?(in stored: StoredBytes, size fileSize: Int64) {
      let most = Int64(ZipLayout.zip64Locator + ZipLayout.end + 0xffff)
      let tailOffset = max(0, fileSize - most)
      var tail = ByteWindow(stored, at: tailOffset)
      _ = tail.ensure(Int(fileSize - tailOffset))
      guard let end = Place.lastEnd(in: tail) else { return nil }
      var offset = UInt64(tail.uint32(at: end + 16))
      var size = UInt64(tail.uint32(at: end + 12))
      var count = UInt64(tail.uint16(at: end + 10))
      let locator = end - ZipLayout.zip64Locator
      if locator >= 0, tail.uint32(at: locator) == ZipLayout.zip64LocatorMark {
        guard let wideEnd = Int64(exactly: tail.uint64(at: locator + 8)), wideEnd < fileSize else {
          return nil
        }
        var window = ByteWindow(
          stored, at: wideEnd, limit: min(fileSize, wideEnd + Int64(ZipLayout.zip64End)))
        guard window.ensure(ZipLayout.zip64End), window.uint32(at: 0) == ZipLayout.zip64EndMark
        else { return nil }
        count = window.uint64(at: 32)
        size = window.uint64(at: 40)
        offset = window.uint64(at: 48)
      }
      let (directoryEnd, isHuge) = offset.addingReportingOverflow(size)
      guard !isHuge, directoryEnd <= UInt64(tailOffset) + UInt64(end) else { return nil }
      self.offset = Int64(offset)
      self.size = Int64(size)
      self.count = count
    }

    /// The last end record whose comment fits. Other bytes may follow it: padding, or the tail of a bad
    /// transfer.
    private static func lastEnd(in tail: ByteWindow) -> Int? {
      var i = tail.count - ZipLayout.end
      while i >= 0 {
        if tail[i] == 0x50, tail.uint32(at: i) == ZipLayout.endMark,
          i + ZipLayout.end + Int(tail.uint16(at: i + 20)) <= tail.count
        {
          return i
        }
        i -= 1
      }
      return nil
    }
  }
}

extension ZipEntry {
  /// Reads one entry of the directory and moves past it; nil if it is incomplete. The window holds its fixed
  /// part.
  fileprivate init?(fromDirectory window: inout ByteWindow) {
    guard window.uint32(at: 0) == ZipLayout.directoryEntryMark else { return nil }
    let nameSize = Int(window.uint16(at: 28))
    let extraSize = Int(window.uint16(at: 30))
    let whole = ZipLayout.directoryEntry + nameSize + extraSize + Int(window.uint16(at: 32))
    guard window.ensure(whole) else { return nil }
    let storedName = window.bytes(at: ZipLayout.directoryEntry, count: nameSize)
    var extra = ZipExtraFields(
      window.bytes(at: ZipLayout.directoryEntry + nameSize, count: extraSize))
    // The order of these three is the order of the 64-bit values.
    guard let declaredSize = extra.resolve(window.uint32(at: 24)),
      let packedSize = extra.resolve(window.uint32(at: 20)),
      let headerOffset = extra.resolve(window.uint32(at: 42))
    else { return nil }
    self.init(
      storedName: storedName, label: MemberName(zip: storedName).label,
      modified: Moment(zipDate: window.uint16(at: 14), time: window.uint16(at: 12), extra: extra),
      declaredSize: declaredSize, method: window.uint16(at: 10), flags: window.uint16(at: 8),
      checksum: window.uint32(at: 16), headerOffset: headerOffset, packedSize: packedSize)
    window.skip(whole)
  }
}

extension DiagnosticCode {
  static let zipDirectory = DiagnosticCode(
    "zip.directory", .warning,
    "has no usable directory (cut off or damaged); its members were found by their own headers")
  static let zipUnreadable = DiagnosticCode(
    "zip.unreadable", .error, "has neither a usable directory nor a whole member header; nothing was read")
  static let zipDuplicate = DiagnosticCode(
    "zip.duplicate", .warning, "holds {member} more than once; the later one is called {label}")
}

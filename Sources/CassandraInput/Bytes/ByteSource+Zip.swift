// The content of one zip member (PKWARE's APPNOTE.TXT 4.3.7): a local header of 30 bytes, the name, extra
// fields, then the content, stored or deflated.

import CassandraModel

extension ByteSource {
  /// Moves the window from the member's header to its content.
  mutating func openZipMember(_ entry: ZipEntry, of stored: StoredBytes) {
    if entry.isEncrypted {
      return report(.zipEncrypted)
    }
    guard window.ensure(ZipLayout.localHeader), window.uint32(at: 0) == ZipLayout.localHeaderMark else {
      if !reportReadFailure() { report(.zipDamaged, ["reason": "its header is not where the archive says"]) }
      return
    }
    guard let packedSize = entry.packedSize else {
      return report(.zipDamaged, ["reason": "its header does not say how long it is"])
    }
    // The lengths in this header are used, not those in the directory: their extra fields differ.
    let content =
      entry.headerOffset + Int64(ZipLayout.localHeader) + Int64(window.uint16(at: 26))
      + Int64(window.uint16(at: 28))
    let (end, isHuge) = content.addingReportingOverflow(packedSize)
    window = ByteWindow(stored, at: content, limit: isHuge ? .max : end)
    start = content
    switch entry.method {
    case ZipMethod.stored: form = .stored(size: packedSize, checksum: entry.checksum)
    case ZipMethod.deflated:
      form = .deflated(checksum: entry.checksum)
      inflater = Inflater(.none)
    default: report(.zipMethod, ["method": ZipMethod.name(entry.method)])
    }
  }

  mutating func readStoredMember(
    size: Int64, checksum expected: UInt32?, into output: inout OutputSpan<UInt8>
  ) -> Outcome {
    let before = output.count
    let isFull = window.move(into: &output)
    checksum.update(output.span.extracting(before...))
    decodedBytes += Int64(output.count - before)
    if isFull { return .full }
    if reportReadFailure() { return .end }
    if decodedBytes < size {
      report(.zipTruncated, ["offset": String(window.offset)])
    } else {
      verify(expected)
    }
    return .end
  }

  mutating func readDeflatedMember(
    checksum expected: UInt32?, into output: inout OutputSpan<UInt8>
  ) -> Outcome {
    let before = output.count
    let step = inflate(into: &output)
    checksum.update(output.span.extracting(before...))
    switch step {
    case .full: return .full
    case .ended: verify(expected)
    case .cut:
      if !reportReadFailure() { report(.zipTruncated, ["offset": String(window.offset)]) }
    case .damaged(let reason): report(.zipDamaged, ["reason": reason])
    case .bomb: break
    }
    return .end
  }

  private mutating func verify(_ expected: UInt32?) {
    if let expected, expected != checksum.value { report(.zipChecksum) }
  }
}

extension DiagnosticCode {
  static let zipEncrypted = DiagnosticCode("zip.encrypted", .error, "is encrypted and was not read")
  static let zipMethod = DiagnosticCode(
    "zip.method", .error, "is packed in a way we cannot read ({method}); unzip it and run again")
  static let zipTruncated = DiagnosticCode(
    "zip.truncated", .error, "is cut off at byte {offset} of the archive; what came before was read")
  static let zipDamaged = DiagnosticCode(
    "zip.damaged", .error, "is damaged ({reason}); what came before was read, but its end may be wrong")
  static let zipChecksum = DiagnosticCode(
    "zip.crc", .error, "does not decode to what was packed: its CRC-32 differs")
}

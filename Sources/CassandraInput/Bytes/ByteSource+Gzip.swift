// gzip (RFC 1952). Real files hold several members (`cat a.gz b.gz`, `gzip -c >> x.gz`), end in zeros (tapes,
// block devices, pre-allocated files) or in the middle of a member (copied while being written).

import CassandraModel

/// The position of reading in a gzip file.
enum GzipPosition {
  /// In a member.
  case member
  /// After a member: another member, padding or the end follows.
  case between
  /// After damage: searching for the next header.
  case lost
}

extension ByteSource {
  mutating func readGzip(
    from position: GzipPosition, into output: inout OutputSpan<UInt8>
  ) -> Outcome {
    var position = position
    while true {
      switch position {
      case .member:
        switch inflate(into: &output) {
        case .full:
          form = .gzip(.member)
          return .full
        case .ended: position = .between
        case .damaged(let reason):
          reportDamagedMember(reason)
          position = .lost
        case .cut:
          if !reportReadFailure() { report(.gzipTruncated, ["offset": String(window.offset)]) }
          return .end
        case .bomb: return .end
        }
      case .between:
        while window.ensure(1), window[0] == 0 { window.skip(1) }
        guard window.ensure(1) else {
          reportReadFailure()
          return .end
        }
        if window.ensure(2), window[0] == 0x1f, window[1] == 0x8b {
          inflater?.reset()
          position = .member
        } else {
          report(.gzipTrailing, ["offset": String(window.offset)])
          position = .lost
        }
      case .lost:
        guard findNextHeader() else {
          reportReadFailure()
          return .end
        }
        inflater?.reset()
        form = .gzip(.member)
        return .gap
      }
    }
  }

  private mutating func reportDamagedMember(_ reason: String) {
    // zlib's messages for a trailer whose CRC-32 or length does not match the decoded bytes: the content is
    // complete, but differs from the packed content.
    let isTrailer = reason == "incorrect data check" || reason == "incorrect length check"
    report(isTrailer ? .gzipChecksum : .gzipDamaged, ["offset": String(window.offset), "reason": reason])
  }

  /// Moves the window to the next bytes that look like a gzip header; false if there are none.
  ///
  /// Ten bytes are compared with all the values that RFC 1952 fixes. Compressed data matches by chance about
  /// once in 10^11 bytes, and decoding then soon reports damage.
  private mutating func findNextHeader() -> Bool {
    while window.ensure(10) {
      let length = window.count
      let found = window.withBytes { bytes -> Int? in
        for i in 0...(length - 10) where bytes[i] == 0x1f && bytes[i + 1] == 0x8b && bytes[i + 2] == 8 {
          let flags = bytes[i + 3]
          let level = bytes[i + 8]
          let system = bytes[i + 9]
          if flags & 0xe0 == 0, [0, 2, 4].contains(level), system <= 13 || system == 255 { return i }
        }
        return nil
      }
      if let found {
        window.skip(found)
        return true
      }
      window.skip(length - 9)
    }
    return false
  }
}

extension DiagnosticCode {
  static let gzipTruncated = DiagnosticCode(
    "gzip.truncated", .error,
    "ends within a gzip member, at compressed byte {offset}; what came before was read")
  static let gzipDamaged = DiagnosticCode(
    "gzip.damaged", .error,
    "is damaged near compressed byte {offset} ({reason}); what came before was read, but its end may be wrong"
  )
  static let gzipChecksum = DiagnosticCode(
    "gzip.crc", .error, "does not decode to what was packed: {reason} at compressed byte {offset}")
  static let gzipTrailing = DiagnosticCode(
    "gzip.trailing", .warning,
    "has something that is not gzip after a member, from compressed byte {offset} on")
}

// Protection against decompression bombs: limits on the size of decoded content.

import CassandraModel
import Synchronization

/// Limits on the decoded size of one stream.
package struct ExpansionLimit: Hashable, Sendable {
  /// Decoded bytes for each compressed byte, once there are more than `ratioAppliesAfter`.
  package var ratio: Int64
  /// Decoded bytes below which the ratio is not checked: an empty log compresses well, too.
  package var ratioAppliesAfter: Int64
  /// Total of decoded bytes.
  package var total: Int64

  /// deflate cannot exceed about 1032 to 1 (zlib's technical notes), so by default only the total stops a
  /// single stream; lower the ratio to be stricter.
  package init(ratio: Int64 = 1100, ratioAppliesAfter: Int64 = 64 << 20, total: Int64 = 256 << 30) {
    self.ratio = ratio
    self.ratioAppliesAfter = ratioAppliesAfter
    self.total = total
  }

  /// True if `decoded` bytes are too many for `compressed` bytes.
  func isExceeded(decoded: Int64, compressed: Int64) -> Bool {
    if decoded > total { return true }
    let (most, isHuge) = max(compressed, 1).multipliedReportingOverflow(by: ratio)
    return decoded > ratioAppliesAfter && !isHuge && decoded > most
  }
}

/// Decoded bytes of everything in one file so far, including archives within archives. Each of many members
/// can stay within its own limit and still be part of a bomb, because their archive was itself unpacked.
package final class ExpansionAccount: Sendable {
  /// The limit for the whole file. Its total grows with the file: a bundle of a thousand nodes is large.
  let limit: ExpansionLimit
  /// Size of the file itself.
  private let stored: Int64
  private let decoded = Atomic<Int64>(0)

  package init(_ limit: ExpansionLimit, stored: Int64) {
    var limit = limit
    let (scaled, isHuge) = stored.multipliedReportingOverflow(by: 64)
    limit.total = max(limit.total, isHuge ? .max : scaled)
    self.limit = limit
    self.stored = stored
  }

  /// Adds decoded bytes; false if they exceed the limit.
  func charge(_ bytes: Int64) -> Bool {
    let sum = decoded.wrappingAdd(bytes, ordering: .relaxed).newValue
    return !limit.isExceeded(decoded: sum, compressed: stored)
  }

  var isExceeded: Bool { limit.isExceeded(decoded: decoded.load(ordering: .relaxed), compressed: stored) }

  /// The diagnostic for the place where decoding stopped.
  func diagnostic(at name: String) -> Diagnostic {
    Diagnostic(
      .expansionLimit, at: SourceLocation(file: name, line: 0),
      ["decoded": String(decoded.load(ordering: .relaxed)), "compressed": String(stored)])
  }
}

extension DiagnosticCode {
  static let expansionLimit = DiagnosticCode(
    "expansion.limit", .error,
    "stopped after {decoded} bytes from {compressed} packed ones; raise --max-expansion if it is no bomb"
  )
}

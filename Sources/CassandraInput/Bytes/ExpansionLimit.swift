// How far compressed content may expand before we call it a bomb and stop.

/// Limits on the decoded size of one stream.
import CassandraModel
package struct ExpansionLimit: Hashable, Sendable {
  /// Decoded bytes for each compressed byte, once there are more than `ratioAppliesAfter`.
  package var ratio: Int64
  /// Decoded bytes up to which the ratio is not looked at: an empty log compresses well, too.
  package var ratioAppliesAfter: Int64
  /// Decoded bytes in all.
  package var total: Int64

  /// deflate cannot exceed about 1032 to 1 (zlib's technical notes), so by default only the total stops a
  /// single stream; lower the ratio to be stricter.
  package init(ratio: Int64 = 1100, ratioAppliesAfter: Int64 = 64 << 20, total: Int64 = 256 << 30) {
    self.ratio = ratio
    self.ratioAppliesAfter = ratioAppliesAfter
    self.total = total
  }

  /// Whether that many decoded bytes are too many for that many compressed ones.
  func isExceeded(decoded: Int64, compressed: Int64) -> Bool {
    if decoded > total { return true }
    let (most, isHuge) = max(compressed, 1).multipliedReportingOverflow(by: ratio)
    return decoded > ratioAppliesAfter && !isHuge && decoded > most
  }
}

extension DiagnosticCode {
  static let expansionLimit = DiagnosticCode(
    "expansion.limit", .error,
    "stopped after {decoded} bytes from {compressed} packed ones; raise --max-expansion if it is no bomb"
  )
}

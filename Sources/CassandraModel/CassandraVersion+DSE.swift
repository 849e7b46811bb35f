// DataStax Enterprise. Its nodes report the version of the Cassandra inside with a fourth number:
//
//     DSE 5.0    3.0.9.1346      DSE 6.0    4.0.0.605
//     DSE 5.1    3.11.0.1900     DSE 6.7    4.0.0.677     DSE 6.8    4.0.0.6816
//
// 4.0.0 is not Cassandra 4.0 there: DSE 6 was built from 3.11, and its files, messages and commands are like
// those of 3.11.

extension CassandraVersion {
  /// The text of a reported release in a report: `4.1.10`, `DSE 6.7.7 (Cassandra 3.11 base)`.
  public static func text(ofRelease release: String) -> String {
    let parts = release.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 4, parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy { ("0"..."9").contains($0) } })
    else { return release }
    switch (parts[0], parts[1]) {
    case ("4", "0"):
      let build = parts[3]
      guard build.count >= 3, build.count <= 4,
        build.hasPrefix("60") || build.hasPrefix("67") || build.hasPrefix("68")
      else { return "DSE 6.0 (Cassandra 3.11 base)" }
      return textOfDSE("6.\(build.dropFirst().prefix(1)).\(build.dropFirst(2))")
    case ("3", "0"): return "DSE 5.0 (Cassandra 3.0 base)"
    case ("3", _): return "DSE 5.1 (Cassandra 3.11 base)"
    case ("2", "1"): return "DSE 4.8 (Cassandra 2.1 base)"
    case ("2", "0"): return "DSE 4.6 (Cassandra 2.0 base)"
    default: return release
    }
  }

  /// The text of a DSE version in a report: `DSE 6.7.7 (Cassandra 3.11 base)` for `6.7.7`.
  public static func textOfDSE(_ version: String) -> String {
    let base =
      switch version.split(separator: ".").prefix(2).joined(separator: ".") {
      case "5.0": "3.0"
      case "4.7", "4.8": "2.1"
      case "4.5", "4.6": "2.0"
      case "4.0": "1.2"
      default: "3.11"
      }
    return "DSE \(version) (Cassandra \(base) base)"
  }

  /// The Cassandra version whose messages and commands a DSE release shares; nil for any other text.
  static func base(ofDSE text: some StringProtocol) -> Substring? {
    guard text.hasPrefix("DSE "), text.hasSuffix(" base)") else { return nil }
    return text.split(separator: " ").dropLast().last.map { Substring($0) }
  }

  /// True if `other` names the same release more exactly: `DSE 5.1.10 (…)` is more exact than `DSE 5.1 (…)`.
  package static func isVaguer(_ text: String, than other: String) -> Bool {
    guard text.hasPrefix("DSE "), let name = text.split(separator: "(").first else { return false }
    return other.hasPrefix(String(name.dropLast()) + ".")
  }

  /// The release with the product's name: `Cassandra 4.1.10`, `DSE 6.7.7 (Cassandra 3.11 base)`.
  public static func product(_ text: String) -> String {
    text.hasPrefix("DSE ") ? text : "Cassandra " + text
  }
}

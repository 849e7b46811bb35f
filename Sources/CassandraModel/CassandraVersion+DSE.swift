// DataStax Enterprise, whose nodes give the version of the Cassandra inside with a fourth number:
//
//     DSE 5.0    3.0.9.1346      DSE 6.0    4.0.0.605
//     DSE 5.1    3.11.0.1900     DSE 6.7    4.0.0.677     DSE 6.8    4.0.0.6816
//
// 4.0.0 there is no Cassandra 4.0: DSE 6 was built from 3.11, and its files, messages and commands are like those.

extension CassandraVersion {
  /// What a report calls the release that a node gives as `release`: `4.1.10`, `DSE 6.7.7 (Cassandra 3.11 base)`.
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

  /// What a report calls a version of DSE: `DSE 6.7.7 (Cassandra 3.11 base)` for `6.7.7`.
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

  /// The version of Cassandra that messages and commands of a release of DSE are like; nil for another text.
  static func base(ofDSE text: some StringProtocol) -> Substring? {
    guard text.hasPrefix("DSE "), text.hasSuffix(" base)") else { return nil }
    return text.split(separator: " ").dropLast().last.map { Substring($0) }
  }

  /// True if `text` names a release that `other` names more exactly: `DSE 5.1 (…)` beside `DSE 5.1.10 (…)`.
  package static func isVaguer(_ text: String, than other: String) -> Bool {
    guard text.hasPrefix("DSE "), let name = text.split(separator: "(").first else { return false }
    return other.hasPrefix(String(name.dropLast()) + ".")
  }

  /// With the product's name before it: `Cassandra 4.1.10`, `DSE 6.7.7 (Cassandra 3.11 base)`.
  public static func product(_ text: String) -> String {
    text.hasPrefix("DSE ") ? text : "Cassandra " + text
  }
}

import CassandraModel
import Testing

@testable import CassandraInput

@Suite struct NameTests {
  @Test(arguments: [
    ("1795237804", "2026-11-21T05:10:04.000Z"), ("metrics-1795237804.prom", "2026-11-21T05:10:04.000Z"),
    ("x_1795237804123", "2026-11-21T05:10:04.123Z"), ("20261121T051004Z", "2026-11-21T05:10:04.000Z"),
    ("2026-11-21T05:10:04+01:00", "2026-11-21T04:10:04.000Z"),
    ("2026-11-21_05-10-04", "2026-11-21 05:10:04.000"),
    ("20261121_0510", "2026-11-21 05:10:00.000"), ("202611210510", "2026-11-21 05:10:00.000"),
    ("20261121051004", "2026-11-21 05:10:04.000"), ("2026-11-21 05", "2026-11-21 05:00:00.000"),
    // An hour of this century, not a second of 2034.
    ("2026112105", "2026-11-21 05:00:00.000"),
    ("h_2026_11_21_0510_1795237804", "2026-11-21T05:10:04.000Z"),
    ("2026-11-21_05-10-04_UTC", "2026-11-21T05:10:04.000Z"),
  ])
  func timesAreFoundInNames(name: String, expected: String) {
    let text: String? =
      switch NameTime.strongest(NameTime.all(in: name)) {
      case .utc(let instant): instant.iso8601
      case .unknownOffset(let time): time.text
      case .day, nil: nil
      }
    #expect(text == expected)
  }

  @Test(arguments: [
    "system.log.1", "10.0.0.1", "2026-13-01T00:00:00Z", "99999999999999999999999", "build-1234567", "v4.1.10",
    "20261121", "tpstats", "", "1795237804abc", "2026-11-21.0", "20263021_0510",
  ])
  func otherNumbersAreNoTimesOfDay(name: String) {
    #expect(NameTime.strongest(NameTime.all(in: name)) == nil)
  }

  @Test(
    arguments: [
      ("10.0.0.4", "10.0.0.4"), ("tpstats_10.0.0.4.txt", "10.0.0.4"), ("ip-10-0-0-4.ec2", "10.0.0.4"),
      ("/10.0.0.4:7000", "10.0.0.4"), ("fe80::1", "fe80::1"), ("4.1.10", nil), ("1.2.3.4.5", nil),
      ("10.0.0.256", nil), ("2026.11.21.1", nil), ("10-0-0-4", nil),
    ] as [(String, String?)])
  func addressesAreFoundInNames(name: String, address: String?) {
    #expect(HostName.address(in: name) == address)
  }

  @Test(arguments: [
    ("a/b", "a/b", true), ("a", "a/b/c", true), ("a/b", "a/bc", false), ("*/b", "a/b/c", true),
    ("a/*.txt", "a/x.txt", true), ("a/*.txt", "a/b/x.txt", false), ("**/x.txt", "a/b/x.txt", true),
    ("**/x.txt", "x.txt", true), ("b.tar.gz/**/10.0.0.?", "b.tar.gz!c/nodes/10.0.0.7/tpstats", true),
    ("b.tar.gz!c/nodes", "b.tar.gz!c/nodes/10.0.0.7/tpstats", true), ("*a*b*c", "xaxbxbc", true),
    ("*a*b*c", "xaxbxbcd", false), ("", "a", true), ("a/**", "a", true), ("a/b", "a", false),
    ("**/**/**/**/x", "a/a/a/a/a/a/a/a/a/a/y", false),
  ])
  func patternsMatchFilesAndWhatLiesInFolders(pattern: String, path: String, matches: Bool) {
    #expect(GlobPattern(pattern).matches(GlobPattern.parts(of: path)) == matches)
  }
}

// Small handmade captures: logs and outputs as nodes and nodetool write them, in the folders of a bundle.

import CassandraAnalysis
import Foundation
import TestSupport

/// A capture of a few files.
struct HandmadeCapture {
  /// Contents by path.
  var files: [String: String] = [:]

  /// One node's log with a start at 05:00:00 and `records` after it; all times are UTC.
  static func log(_ records: String) -> String {
    """
    INFO  [main] 2026-11-21T05:00:00,000Z CassandraDaemon.java:624 - Hostname: n
    INFO  [main] 2026-11-21T05:00:01,000Z CassandraDaemon.java:631 - JVM vendor/version: OpenJDK/11.0.24
    INFO  [main] 2026-11-21T05:00:20,000Z CassandraDaemon.java:761 - Startup complete

    """ + records.split(separator: "\n").map { HandmadeCapture.stamped(String($0)) + "\n" }.joined()
  }

  /// `ERROR [T] 05:01:02 rest` with a whole date; a continuation line is unchanged.
  private static func stamped(_ line: String) -> String {
    let words = line.split(separator: "]", maxSplits: 1).map(String.init)
    guard words.count == 2, line.first?.isUppercase == true, line.contains("[") else { return line }
    let rest = words[1].drop { $0 == " " }
    return words[0] + "] 2026-11-21T" + rest.prefix(8) + ",000Z" + rest.dropFirst(8)
  }

  /// Output of a command at one instant.
  static func sample(_ time: String, _ text: String) -> String { "2026-11-21T" + time + "Z\n" + text + "\n" }

  /// The output of nodetool status for two nodes.
  static func status(_ time: String, _ rows: [(state: String, address: String)]) -> String {
    sample(
      time,
      """
      Datacenter: dc1
      ===============
      Status=Up/Down
      |/ State=Normal/Leaving/Joining/Moving
      --  Address    Load       Tokens  Owns (effective)  Host ID                               Rack
      """ + "\n"
        + rows.map {
          "\($0.state)  \($0.address)  76.09 KiB  16      100.0%            ec359c9c-82fc-4817-b263-80c5a41dabd9  r1\n"
        }.joined())
  }

  /// The output of df for the data volume, in 1K blocks.
  static func diskFree(_ time: String, used: Int, free: Int) -> String {
    sample(
      time,
      """
      Filesystem     1K-blocks    Used Available Use% Mounted on
      /dev/loop0       \(used + free) \(used)    \(free)  \(100 * used / (used + free))% /data
      """)
  }

  func findings() async throws -> Findings {
    let folder = try TestFolder()
    for (path, text) in files {
      let url = folder.url.appending(path: path)
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: url)
    }
    return try await Captures.findings(at: folder.url).evaluated(by: RuleEngine())
  }
}

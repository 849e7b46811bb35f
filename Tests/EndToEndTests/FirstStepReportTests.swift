// First screens of logs whose words point at a disk, a policy or a kill, and whose cause is another: an operator's
// command, a start that never ended, a repair that was terminated, a file system without fsync.

import Foundation
import TestSupport
import Testing

@Suite struct FirstStepReportTests {
  private func screen(_ log: String) throws -> String {
    let folder = try TemporaryFolder()
    try folder.write(log + "\n", to: "system.log")
    return try Program.run(["report", folder.url.path, "--quiet", "-f", "text"]).output
  }

  private static let start = """
    INFO  [main] 2026-03-02 10:00:00,000 YamlConfigurationLoader.java:89 - Configuration location: file:/etc/cassandra.yaml
    INFO  [main] 2026-03-02 10:00:01,000 CassandraDaemon.java:498 - JVM Arguments: [-Xms1G]
    INFO  [main] 2026-03-02 10:00:02,000 StorageService.java:734 - Cassandra version: 4.0.11
    """
  private static let ready = """
    INFO  [main] 2026-03-02 10:00:09,000 StorageService.java:2785 - Node /127.0.0.1:7000 state jump to NORMAL
    INFO  [main] 2026-03-02 10:00:10,000 CassandraDaemon.java:780 - Startup complete
    """
  private static let disabled = """
    WARN  [RMI TCP Connection(4)-127.0.0.1] 2026-03-02 11:00:00,199 StorageService.java:400 - Stopping gossip by operator request
    INFO  [RMI TCP Connection(4)-127.0.0.1] 2026-03-02 11:00:00,200 Gossiper.java:2023 - Announcing shutdown
    """

  @Test("gossip that an operator stopped is no failure, and the first step starts it again")
  func gossipOff() throws {
    let text = try screen([Self.start, Self.ready, Self.disabled].joined(separator: "\n"))
    #expect(text.hasPrefix("UNKNOWN"))
    #expect(text.contains("Stopped by an operator") && text.contains("nodetool enablegossip"))
    #expect(!text.contains("CRITICAL") && !text.contains("device"))
  }

  @Test("gossip that was started again leaves nothing open")
  func gossipOnAgain() throws {
    let again = """
      WARN  [RMI TCP Connection(6)-127.0.0.1] 2026-03-02 11:10:00,199 StorageService.java:420 - Starting gossip by operator request
      INFO  [ReadStage-1] 2026-03-02 11:20:00,199 NoSpamLogger.java:92 - Some operations were slow
      """
    #expect(
      try screen([Self.start, Self.ready, Self.disabled, again].joined(separator: "\n")).hasPrefix("HEALTHY"))
  }

  @Test("a kill after gossip was stopped is an unclean shutdown: stopping gossip is no shutdown")
  func killAfterGossipOff() throws {
    let work = "INFO  [ReadStage-1] 2026-03-02 11:20:00,199 NoSpamLogger.java:92 - Some operations were slow"
    let second = [Self.start, Self.ready].joined(separator: "\n").replacing(
      "2026-03-02 10:", with: "2026-03-02 12:")
    let text = try screen([Self.start, Self.ready, Self.disabled, work, second].joined(separator: "\n"))
    #expect(text.contains("Unclean shutdown"))
  }

  @Test("starts that never become ready are failed starts, not unclean shutdowns of a node that served")
  func crashLoop() throws {
    let second = Self.start.replacing("2026-03-02 10:00", with: "2026-03-02 10:04")
    let text = try screen(
      [Self.start, second, second.replacing("10:04", with: "10:08")].joined(separator: "\n"))
    #expect(text.hasPrefix("CRITICAL · OPEN"))
    #expect(text.contains("Startup failed") && !text.contains("Unclean shutdown"))
  }

  @Test("the exception of a failed start is its cause")
  func startException() throws {
    let failure = """
      ERROR [main] 2026-03-02 10:00:03,000 CassandraDaemon.java:803 - Exception encountered during startup
      java.lang.NullPointerException: null
      \tat org.apache.cassandra.db.RowUpdateBuilder.builder(RowUpdateBuilder.java:82)
      """
    let text = try screen([Self.start, failure].joined(separator: "\n"))
    #expect(text.hasPrefix("CRITICAL · OPEN") && text.contains("Startup failed"))
    #expect(text.contains("Likely: ") && text.contains("NullPointerException"))
    #expect(text.contains("1. Put right what the last ERROR record of the start names"))
    #expect(!text.contains("journalctl"))
  }

  @Test("a repair that was terminated on request says so, and no disk is blamed")
  func terminatedRepair() throws {
    let failure = """
      ERROR [AntiEntropyStage:1] 2026-03-02 11:00:03,000 CassandraDaemon.java:228 - Exception in thread Thread[AntiEntropyStage:1,5,main]
      java.io.IOException: Terminate session is called
      \tat org.apache.cassandra.service.ActiveRepairService.terminateSessions(ActiveRepairService.java:202)
      """
    let text = try screen([Self.start, Self.ready, failure].joined(separator: "\n"))
    #expect(text.hasPrefix("WARNING") && text.contains("Repair terminated on request"))
    #expect(!text.contains("smartctl") && !text.contains("replace"))
  }

  @Test("an fsync that the file system does not support is an error, not harmless")
  func unsupportedFsync() throws {
    let failure =
      "WARN  [MemtableFlushWriter:1] 2026-03-02 11:00:03,000 CLibrary.java:206 - fsync(104) failed, errno (22)."
    let text = try screen([Self.start, Self.ready, failure].joined(separator: "\n"))
    #expect(text.contains("Invalid argument (EINVAL)") && !text.hasPrefix("HEALTHY"))
  }

  @Test("a failed repair without its cause is an incident with steps of a repair")
  func failedRepair() throws {
    let failure = """
      ERROR [ValidationExecutor:1] 2026-03-02 11:00:03,000 CassandraDaemon.java:228 - Exception in thread Thread[ValidationExecutor:1,1,main]
      java.lang.RuntimeException: Parent repair session with id = f517e800-0ffa-11ef-9a3b-5d2f6c7e8a91 has failed.
      \tat org.apache.cassandra.service.ActiveRepairService.getParentRepairSession(ActiveRepairService.java:690)
      """
    let text = try screen([Self.start, Self.ready, failure].joined(separator: "\n"))
    #expect(text.hasPrefix("WARNING") && text.contains("Parent repair session failed"))
    #expect(text.contains("grep SESSION_ID"))
  }

  @Test("an SSTable of a format that this release does not read is no damage, and no unknown error")
  func incompatibleSSTable() throws {
    let failure = """
      ERROR [main] 2026-03-02 10:00:03,000 CassandraDaemon.java:463 - Exception encountered during startup
      java.lang.RuntimeException: Can't open incompatible SSTable! Current version jb, found file: /d/shop/t/shop-t-ib-5
      \tat org.apache.cassandra.db.ColumnFamilyStore.createColumnFamilyStore(ColumnFamilyStore.java:415)
      """
    let text = try screen([Self.start, failure].joined(separator: "\n"))
    #expect(text.contains("Incompatible SSTable version") && text.hasPrefix("CRITICAL"))
  }
}

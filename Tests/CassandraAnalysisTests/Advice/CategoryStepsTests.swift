// First steps of categories that share a runbook with an error of the device: none of them replaces a disk, sends an
// operator to a peer's network, or deletes what is the only copy.

import CassandraModel
import Testing

@testable import CassandraAnalysis
import TestSupport

@Suite struct CategoryStepsTests {
  /// All words of the first steps for a category, in its open state.
  private func steps(_ id: CategoryID, _ change: (inout AdviceContext) -> Void = { _ in }) throws -> String {
    var context = AdviceContext(kind: id)
    change(&context)
    let category = try #require(ErrorCategory.named(id))
    let steps = try #require(category.firstSteps(in: context))
    return (steps.actions.flatMap { [$0.command ?? "", $0.text] } + steps.prohibitions).joined(
      separator: "\n")
  }

  @Test(
    "only an error of the device may end in a new device, and only if the kernel log or SMART shows it",
    arguments: ErrorCategory.all.filter(\.isError).map(\.id))
  func replacingTheDevice(id: CategoryID) throws {
    guard let category = ErrorCategory.named(id), category.runbook != nil else { return }
    let text = try steps(id)
    let isOfDevice = ["io.read_only", "io.mapped_fault", "io.device"].contains(id)
    #expect(text.contains("replace the device") == isOfDevice)
    if isOfDevice {
      #expect(text.contains("if the kernel log or SMART shows errors of it: replace the device"))
    }
  }

  @Test("a commit log that cannot be replayed is copied before anything else, and never emptied")
  func commitLog() throws {
    let text = try steps("commit_log.replay")
    #expect(text.hasPrefix("cp -a COMMITLOG_DIRECTORY"))
    #expect(text.contains("Do not empty the commit log folder"))
    #expect(!(try steps("commit_log.replay") { $0.replicas = .none }).contains("nodetool repair"))
  }

  @Test("a start that was given up is put right by its last error, not by looking for a killer")
  func refusedStart() throws {
    let text = try steps("process.start_refused") { $0.isProcessGone = true }
    #expect(text.hasPrefix("\nput right what the last ERROR record"))
    #expect(!text.contains("journalctl"))
  }

  @Test("a write that is too large has nothing to do with tombstones")
  func largeWrites() throws {
    for id: CategoryID in ["client.mutation_too_large", "client.batch_too_large"] {
      #expect(!(try steps(id)).contains("tombstones"))
    }
  }

  @Test("a table that Cassandra fills by itself costs no node")
  func rebuiltTables() throws {
    let local = { (name: String) in
      try steps("corruption.digest") {
        $0.replicas = .nodeLocal
        $0.table = TableName(keyspace: "system", table: name)
      }
    }
    #expect(try local("size_estimates").contains("fills system.size_estimates again"))
    #expect(!(try local("size_estimates")).contains("replace the node"))
    #expect(try local("paxos").contains("without one replace the node"))
  }

  @Test("a path that a record cut to its file name is in no command")
  func cutPath() throws {
    #expect(!(try steps("corruption.digest") { $0.sstables = ["/me-1-big"] }).contains("cp -a"))
    #expect(
      try steps("corruption.digest") { $0.sstables = ["/d/shop/me-1-big"] }.contains(
        "cp -a /d/shop/me-1-big-*"))
  }
}

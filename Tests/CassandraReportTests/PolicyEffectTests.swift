// Actions of the disk-failure policy on a node; and the error of a command without a log.

import CassandraAnalysis
import CassandraModel
import Testing

@testable import CassandraReport

@Suite struct PolicyEffectTests {
  private let failure = [("java.io.IOException", "Input/output error")]

  /// A node with one failure, followed by `reactions`.
  private func node(
    _ name: String, _ reactions: [(event: String, words: String)], _ fields: [(String, FieldValue)] = []
  ) -> NodeFindings {
    var node = SampleNode()
    node.starts(at: 0, address: "10.0.0.1")
    node.compacts(1, at: 5000)
    node.fails(at: 6000, failure)
    for (event, words) in reactions {
      node.log(
        .policyReaction, event, at: 6010, on: "CompactionExecutor:1", severity: .critical, words, fields,
        chain: event == "policy.jvm_killed" ? failure : [])
    }
    return node.findings(name)
  }

  private func words(_ node: NodeFindings) -> String {
    let (who, what) = PolicyEffect.words(for: node.faults.filter { !$0.reactions.isEmpty })
    return who.plainText + ": " + what.plainText
  }

  private func screen(_ node: NodeFindings) -> String {
    let findings = Findings(nodes: [node], coverage: [], diagnostics: DiagnosticLog())
    return MarkdownRenderer.render(.incidentReport(findings))
  }

  private let stop = ("policy.transports_stopped", "Stopping transports as disk_failure_policy is stop")
  private let kill = (
    "policy.jvm_killed", "JVM state determined to be unstable.  Exiting forcefully due to:"
  )

  @Test("the disk-failure policy is named with its actions")
  func policyIsNamed() {
    #expect(words(node("a", [stop])) == "disk_failure_policy: stopped client transports")
    #expect(words(node("b", [kill])) == "Cassandra: ended its own process")
    #expect(
      words(
        node(
          "d", [("policy.directory_disallowed", "Disallowing /data2/shop for writes")],
          [("directory", .text("/data2/shop"))]))
        == "disk_failure_policy: disallowed /data2/shop")
    #expect(
      words(node("a", [stop, kill])) == "disk_failure_policy: stopped client transports and ended the process"
    )
  }

  @Test("without a log the error of a command that reached the node is said")
  func commandFailed() {
    let message = "error: (/data/nb-2-big-Data.db): corruption detected, chunk at 6736876 of length 15394."
    var node = SampleNode()
    node.poll("compactionstats", at: 0, failure: "nodetool: Failed to connect to '127.0.0.1:7199'")
    #expect(!screen(node.findings("a")).contains("**Failed:**"))
    node.poll("compact", at: 10, failure: message)
    #expect(
      screen(node.findings("a")).contains(
        "- **Failed:** `nodetool compact`: `\(message)` (`nodetool/polls.log:1`)"))
  }

  @Test(arguments: [("-XX:+ExitOnOutOfMemoryError", true), ("-XX:+UseG1GC", false)])
  func aSilentEndWithLessHeapMayBeForLackOfMemory(flag: String, isTold: Bool) {
    var node = SampleNode()
    for (start, heap) in [(Int64(0), Int64(1_500_000_000)), (60_000, 160_000_000)] {
      node.starts(at: start, address: "10.0.0.1")
      node.log(.attributes, "config.heap", at: start + 50, "Heap size", [("heap_max_bytes", .integer(heap))])
      node.log(
        .attributes, "config.jvm_arguments", at: start + 60, "JVM Arguments",
        [("arguments", .text("-Xmx\(heap), \(flag)"))])
      if start == 0 { node.stops(at: 50_000) }
    }
    node.compacts(1, at: 65_000)
    node.starts(at: 90_000, address: "10.0.0.1")
    #expect(
      screen(node.findings("a")).contains("Likely: the JVM exited on OutOfMemoryError") == isTold)
  }

  @Test func aStartThatIsRefusedIsAnActionOfThePolicy() {
    var node = SampleNode()
    node.log(.processStarted, "process.started", at: 0, "Configuration location: file:/etc/cassandra.yaml")
    node.log(
      .failure, "failure.startup_refused", at: 900, severity: .critical,
      "Exiting forcefully due to file system exception on startup, disk failure policy \"stop\"",
      chain: SampleNode.corruptChunk())
    #expect(words(node.findings("a")) == "disk_failure_policy: startup failed")
  }
}

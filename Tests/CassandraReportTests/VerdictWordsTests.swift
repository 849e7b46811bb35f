// What the disk-failure policy did, told of the nodes on which it did it; and what a command said where there is no log.

import CassandraAnalysis
import CassandraModel
import Testing

@testable import CassandraReport

@Suite struct VerdictWordsTests {
  private let failure = [("java.io.IOException", "Input/output error")]

  /// A node whose one failure is followed by `reactions`.
  private func node(_ name: String, _ reactions: [(event: String, words: String)]) -> NodeFindings {
    var node = SampleNode()
    node.starts(at: 0, address: "10.0.0.1")
    node.compacts(1, at: 5000)
    node.fails(at: 6000, failure)
    for (event, words) in reactions {
      node.log(
        .policyReaction, event, at: 6010, on: "CompactionExecutor:1", severity: .critical, words,
        chain: event == "policy.jvm_killed" ? failure : [])
    }
    return node.findings(name)
  }

  private func verdict(_ nodes: [NodeFindings]) -> String {
    let findings = Findings(nodes: nodes, coverage: [], diagnostics: DiagnosticLog())
    return Verdict(findings).paragraphs.flatMap { $0 }.map(\.plainText).joined(separator: " ")
  }

  private let stop = ("policy.transports_stopped", "Stopping transports as disk_failure_policy is stop")
  private let kill = (
    "policy.jvm_killed", "JVM state determined to be unstable.  Exiting forcefully due to:"
  )

  @Test func eachNodeHasItsOwn() {
    let text = verdict([
      node("a", [stop]), node("b", [kill]), node("c", [stop]),
      node("d", [("policy.directory_disallowed", "Disallowing /data2/shop for writes")]),
    ])
    #expect(
      text.contains(
        "The disk-failure policy stopped client transports on a and c, Cassandra ended its own process on b and the "
          + "disk-failure policy gave up /data2/shop on d"))
    #expect(text.contains("on b ended itself once"))
    #expect(!text.contains("refused to start"))
  }

  @Test func aPolicyThatEndsTheProcessIsToldSo() {
    #expect(
      verdict([node("a", [stop, kill])]).contains(
        "The disk-failure policy stopped client transports and ended the process on a"))
  }

  @Test func whereThereIsNoLogACommandMayTell() {
    let words = "error: (/data/nb-2-big-Data.db): corruption detected, chunk at 6736876 of length 15394."
    var node = SampleNode()
    node.poll("compactionstats", at: 0, failure: "nodetool: Failed to connect to '127.0.0.1:7199'")
    #expect(!verdict([node.findings("a")]).contains("A command failed"))
    node.poll("compact", at: 10, failure: words)
    #expect(
      verdict([node.findings("a")]).contains(
        "A command failed on a: nodetool compact said \(words) (nodetool/polls.log:1)."))
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
      verdict([node.findings("a")]).contains("likely because the JVM ended itself for lack of memory")
        == isTold)
  }

  @Test func aStartThatIsRefusedIsAnActionOfThePolicy() {
    var node = SampleNode()
    node.log(.processStarted, "process.started", at: 0, "Configuration location: file:/etc/cassandra.yaml")
    node.log(
      .failure, "failure.startup_refused", at: 900, severity: .critical,
      "Exiting forcefully due to file system exception on startup, disk failure policy \"stop\"",
      chain: SampleNode.corruptChunk())
    let text = verdict([node.findings("a")])
    #expect(text.contains("The disk-failure policy refused the start on a"))
    #expect(text.contains("on a refused to start once"))
  }
}

// What the disk-failure policy did, told of the nodes on which it did it.

import CassandraAnalysis
import CassandraModel
import Testing

@testable import CassandraReport

@Suite struct PolicyWordsTests {
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

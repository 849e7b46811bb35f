// Matches of a known bug by a node's release and settings: a fixed bug is not named, an unknown release gives
// "looks like", and neither severity nor category changes.

import CassandraModel
import Testing

@testable import CassandraAnalysis

@Suite struct KnownIssueMatchTests {
  /// A node whose log has the sample of a bug, after its version and settings.
  private func node(
    _ number: Int, version: String? = nil, settings: [(String, String)] = []
  ) throws -> (node: NodeFindings, fault: Fault) {
    var log = Log()
    let sample = try #require(KnownIssue.all.first { $0.number == number }?.samples.first)
    log.history.receive(
      Event(
        name: sample.event, role: sample.role, severity: .critical, level: sample.level,
        at: LocalTime(milliseconds: 1_800_000_000_000), thread: sample.thread, logger: sample.logger,
        message: sample.message, fields: EventFields(names: [], values: []), throwable: sample.throwable,
        source: SourceLocation(file: "system.log", line: 7)))
    log.history.finish()
    var history = NodeHistory()
    history.log = log.history
    let source = SourceLocation(file: "version.txt", line: 1)
    for (name, value) in [("version", version)] + settings.map({ ("config_" + $0.0, $0.1) }) {
      guard let value else { continue }
      history.receive(.attribute(Attribute(at: nil, name: AttributeName(name), value: value, source: source)))
    }
    let node = NodeFindings(NodeID("n"), history)
    return (node, try #require(node.faults.first { $0.issues == [number] }))
  }

  @Test("an affected release is certain, and names the first release without the bug")
  func affected() throws {
    let (node, fault) = try node(19704, version: "4.1.3")
    let match = try #require(node.knownIssues(of: fault).first)
    #expect(match.isCertain && match.fixed == "4.1.6" && match.version?.text == "4.1.3")
  }

  @Test("a release in which the bug is fixed does not name it")
  func fixed() throws {
    let (node, fault) = try node(19704, version: "4.1.6")
    #expect(node.knownIssues(of: fault).isEmpty)
  }

  @Test("an unknown release looks like the bug, and nodetool version settles it")
  func unknownRelease() throws {
    let (node, fault) = try node(19704)
    let match = try #require(node.knownIssues(of: fault).first)
    #expect(!match.isCertain && match.open?.hasPrefix("nodetool version") == true)
  }

  @Test("a release of which nothing was read looks like the bug")
  func unlistedRelease() throws {
    let (node, fault) = try node(19704, version: "3.11.17")
    let match = try #require(node.knownIssues(of: fault).first)
    #expect(!match.isCertain && match.fixed == nil && match.open?.contains("3.11.17") == true)
  }

  @Test("DataStax Enterprise looks like the bug: its fixes are its own")
  func enterprise() throws {
    let text = CassandraVersion.text(ofRelease: "3.11.0.1900")
    let (node, fault) = try node(14167, version: text)
    #expect(try #require(node.knownIssues(of: fault).first).isCertain == false)
  }

  @Test(
    "a bug of one setting is certain with it, asked for without it, and not named with another",
    arguments: [("best_effort", true), (nil, false), ("stop", nil)] as [(String?, Bool?)])
  func setting(value: String?, isCertain: Bool?) throws {
    let (node, fault) = try node(
      18336, version: "4.0.9", settings: value.map { [("disk_failure_policy", $0)] } ?? [])
    #expect(node.knownIssues(of: fault).first?.isCertain == isCertain)
  }

  @Test("a signature that other faults share is never certain")
  func sharedSignature() throws {
    let (node, fault) = try node(17273, version: "4.0.1")
    let match = try #require(node.knownIssues(of: fault).first)
    #expect(!match.isCertain && match.fixed == "4.0.4")
  }

  @Test("severity and category are those of the error", arguments: KnownIssue.all.map(\.number))
  func nothingElseChanges(number: Int) throws {
    let (_, fault) = try node(number)
    let sample = try #require(KnownIssue.all.first { $0.number == number }?.samples.first)
    let category = ErrorClassifier().classify(sample).category
    #expect(fault.category == category && fault.severity == category.severity)
  }
}

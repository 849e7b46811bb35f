import CassandraAnalysis
import CassandraModel
import Testing

@testable import CassandraReport

@Suite struct AdviceTests {
  /// First steps for one corrupt SSTable at `folder`, whose last components are keyspace and table.
  private func advice(in folder: String) throws -> FirstSteps {
    var node = SampleNode()
    node.fails(
      at: 0, SampleNode.corruptChunk(of: folder + "-db4c1000aa1e11ee9a3b5d2f6c7e8a90/nb-1-big-Data.db"))
    let findings = Findings(
      nodes: [node.findings("n")], coverage: [], diagnostics: DiagnosticLog())
    let one = try #require(findings.numberedFaults.first)
    return try #require(findings.firstSteps(one))
  }

  @Test("paths and names of the error stand in its commands")
  func namesOfTheErrorPseudonymTheCommands() throws {
    let commands = try advice(in: "/data/shop/orders").actions.compactMap(\.command)
    #expect(
      commands.first == "cp -a /data/shop/orders-db4c1000aa1e11ee9a3b5d2f6c7e8a90/nb-1-big-* /mnt/backup/")
    #expect(commands.last == "nodetool status shop")
  }

  @Test(
    "a name that means something to a shell is not filled in",
    arguments: ["`id`", "a$b", "a|b", "a&b", "a;b", "a b", "a\u{202E}b"])
  func hostileNamesAreNotFilledIn(name: String) throws {
    for action in try advice(in: "/data/" + name + "/orders").actions {
      #expect(!(action.command ?? "").contains(name), "\(action)")
    }
  }

  @Test("a name that looks like an option is not filled in")
  func namesLikeOptionsAreNotFilledIn() throws {
    for action in try advice(in: "/data/-rf/orders").actions {
      #expect(!(action.command ?? "").split(separator: " ").contains("-rf"), "\(action)")
    }
  }

  @Test("tables of which each node has its own are not repaired", arguments: ["system", "system_schema"])
  func nodeLocalTablesAreNotRepaired(keyspace: String) throws {
    let steps = try advice(in: "/data/" + keyspace + "/tables")
    for action in steps.actions { #expect(!(action.command ?? "").contains("repair"), "\(action)") }
    #expect(steps.prohibitions.contains { $0.hasPrefix("Do not run a repair") })
  }
}

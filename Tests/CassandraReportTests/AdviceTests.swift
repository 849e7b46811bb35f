import CassandraAnalysis
import CassandraModel
import Testing

@testable import CassandraReport

@Suite struct AdviceTests {
  /// The fault of one corrupt SSTable at `folder`, whose last parts are keyspace and table.
  private func fault(in folder: String) throws -> Fault {
    var node = SampleNode()
    node.fails(
      at: 0, SampleNode.corruptChunk(of: folder + "-db4c1000aa1e11ee9a3b5d2f6c7e8a90/nb-1-big-Data.db"))
    return try #require(node.findings("n").faults.first)
  }

  @Test func namesOfTheFaultStandInTheAdvice() throws {
    let fault = try fault(in: "/data/shop/orders")
    #expect(
      Advice.filled("nodetool repair -full KEYSPACE TABLE; ls DATA_DIRECTORY, KEYSPACE.TABLE", for: fault)
        == "nodetool repair -full shop orders; ls /data, shop.orders")
  }

  @Test(arguments: ["`id`", "-rf", "a$b", "a|b", "a&b", "a\u{202E}b"])
  func aNameThatMeansSomethingToAShellIsNotFilledIn(name: String) throws {
    let fault = try fault(in: "/data/" + name + "/orders")
    #expect(fault.tables.map(\.keyspace) == [name], "the name came through reading")
    #expect(
      Advice.filled("nodetool verify KEYSPACE TABLE", for: fault) == "nodetool verify KEYSPACE TABLE")
  }

  @Test func wordsThatOnlyContainAPlaceholderStay() throws {
    let fault = try fault(in: "/data/shop/orders")
    #expect(Advice.filled("SSTABLE TABLES TABLE_NAME", for: fault) == "SSTABLE TABLES TABLE_NAME")
  }

  @Test func sentencesBecomeAClause() {
    #expect(
      Advice.asClause("Keep the heap dump. Restart the node if it lives on.")
        == "Keep the heap dump; restart the node if it lives on")
    #expect(Advice.asClause("Copy it. Statistics.db too.") == "Copy it; Statistics.db too")
  }
}

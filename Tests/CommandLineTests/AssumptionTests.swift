// Values of `--assume`.

import CassandraAnalysis
import CassandraModel
import Testing

@testable import hindsight

@Suite struct AssumptionTests {
  private func assumption(_ words: [String]) throws -> TrendAssumption? {
    guard case .run(_, let options) = try CommandLine.parse(["trend", "x"] + words) else { return nil }
    return options.assumption
  }

  @Test func everyAssumptionIsRead() throws {
    let given = try assumption([
      "--assume", "throughput=64MiB/s,disk=1.5TiB,growth=2", "--assume=drop=a.b,drop=a.c", "--assume",
      "ttl=k.t,nodes=3",
    ])
    let table = { (name: String) in TableName(keyspace: "a", table: name) }
    #expect(
      given
        == TrendAssumption(
          throughput: 67_108_864, diskBytes: 1_649_267_441_664, growth: 2,
          expiring: [TableName(keyspace: "k", table: "t")], dropped: [table("b"), table("c")],
          addedNodes: 3))
    #expect(try assumption([]) == nil)
  }

  @Test(arguments: [
    "", "disk", "disk=", "disk=2", "disk=0GiB", "disk=-1GiB", "disk=1e3GiB", "disk=1GiB,disk=2GiB",
    "growth=x", "growth=-1", "growth=nan", "growth=1001", "nodes=0", "nodes=1.5", "drop=t", "ttl=.t",
    "throughput=fast", "disk=1GiB,", "discs=1GiB",
  ])
  func wrongOnesAreRefused(_ value: String) {
    #expect(throws: UsageError.self) { try assumption(["--assume=" + value]) }
  }

  @Test func onlyTrendTakesIt() {
    #expect(throws: UsageError.self) { try CommandLine.parse(["report", "x", "--assume", "growth=2"]) }
  }
}

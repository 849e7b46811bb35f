// Selections of a capture: the parts that stay, the parts that are left out, and their counts in the report.

import CassandraAnalysis
import CassandraModel
import Testing

@testable import CassandraReport

@Suite struct SelectionTests {
  private func text(_ findings: Findings) -> String {
    String(decoding: ReportFormat.markdown.render(.incidentReport(findings))[0].bytes, as: UTF8.self)
  }

  @Test(arguments: [
    (Selection(tables: ["shop.orders"]), true), (Selection(tables: ["orders"]), true),
    (Selection(keyspaces: ["shop"]), true), (Selection(keyspaces: ["shop"], tables: ["orders"]), true),
    (Selection(tables: ["shop.events_by_day"]), false), (Selection(keyspaces: ["other"]), false),
    (Selection(keyspaces: ["other"], tables: ["orders"]), false),
    // An index goes with its table, or alone by its name.
    (Selection(tables: ["orders.by_customer"]), false),
  ])
  func tablesAreChosenByName(_ selection: Selection, isChosen: Bool) {
    #expect(selection.selects(TableName(keyspace: "shop", table: "orders")) == isChosen)
  }

  @Test(arguments: [
    "shop.orders", "orders", "shop.orders.by_customer", "orders.by_customer", "by_customer",
    "shop.by_customer",
  ])
  func anIndexIsChosenWithItsTable(_ name: String) {
    #expect(Selection(tables: [name]).selects(TableName(keyspace: "shop", table: "orders.by_customer")))
    #expect(!Selection(tables: [name]).selects(TableName(keyspace: "shop", table: "others.by_day")))
  }

  @Test func whatIsLeftOutIsCountedAndNothingIsCalledHealthy() throws {
    let all = SampleFindings.corruptSSTable
    let part = try all.only(Selection(categories: ["tombstones"]))
    let faults = all.faults.count
    #expect(faults > 0 && part.faults.isEmpty)
    let left = try #require(part.selected?.leftOut)
    #expect(left.faults == faults)
    #expect(left.criticalFaults == all.faults.count { $0.fault.severity == .critical })
    #expect(part.worst == nil)
    let page = text(part)
    #expect(page.contains("category tombstones"))
    #expect(page.contains("# UNKNOWN") && !page.contains("HEALTHY") && !page.contains("No errors"))
    #expect(page.contains("No error selected; \(faults) error"))
    // The coverage of the input does not change.
    #expect(part.coverage == all.coverage)
  }

  @Test func severityAndFamilyNarrow() throws {
    let all = SampleFindings.corruptSSTable
    let critical = try all.only(Selection(severity: .critical))
    #expect(!critical.faults.isEmpty)
    #expect(critical.faults.allSatisfy { $0.fault.severity == .critical })
    let corruption = try all.only(Selection(categories: ["corruption"]))
    #expect(!corruption.faults.isEmpty)
    #expect(corruption.faults.allSatisfy { $0.fault.category.family == .corruption })
    #expect(try all.only(.everything).selected == nil)
  }

  @Test func whatHitTheNodeStaysWithATable() throws {
    let all = SampleFindings.severalNodes
    let tables = all.tables
    let other = try #require(tables.first { $0.table != "orders" } ?? tables.first)
    let part = try all.only(Selection(tables: [other.description]))
    let whole = { (findings: Findings) in
      findings.faults.count { one in
        switch one.fault.subject {
        case .disk, .memory, .process, .node: true
        default: false
        }
      }
    }
    #expect(whole(all) > 0 && whole(part) == whole(all))
  }

  @Test func aNameThatNothingHasIsSaidWithTheNearest() throws {
    let all = SampleFindings.corruptSSTable
    let unknown = #expect(throws: UnknownName.self) { try all.only(Selection(tables: ["shop.ordrs"])) }
    #expect(unknown?.nearest == "shop.orders")
    #expect(throws: UnknownName.self) { try all.only(Selection(nodes: ["10.0.0.99"])) }
    #expect(throws: UnknownName.self) { try all.only(Selection(keyspaces: ["shop,nothing"])) }
    // A list is split at commas, but a name with a comma stays whole.
    #expect(try all.only(Selection(tables: ["orders,shop.orders"])).selected?.selection.tables.count == 2)
  }

  @Test func nodesTakeTheirFilesWithThem() throws {
    let part = try SampleFindings.severalNodes.only(Selection(nodes: ["10.0.0.1,10.0.0.3"]))
    #expect(part.nodes.map(\.node.name) == ["10.0.0.1", "10.0.0.3"])
    #expect(part.selected?.leftOut.nodes == 1)
  }
}

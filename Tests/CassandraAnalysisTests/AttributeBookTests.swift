// The settings of a node from the records of its start.

import CassandraModel
import Testing

@testable import CassandraAnalysis

@Suite struct AttributeBookTests {
  private func book(_ settings: String) -> AttributeBook {
    var book = AttributeBook()
    book.add(
      Event(
        name: EventName("node.configuration"), role: .attributes, severity: .info, level: .info,
        at: LocalTime(milliseconds: 0), thread: "main", logger: "Config.java",
        fields: EventFields(names: [FieldName("settings")], values: [.text(settings)]), throwable: nil,
        source: SourceLocation(file: "system.log", line: 1)))
    return book
  }

  @Test func settingsThatExplainCompactionAreKept() {
    let book = book(
      "allocate_tokens=null; cluster_name=Größe = 3;4; ; concurrent_compactors=2; rpc_address=; =x; a; listen_address"
        + "=10.0.0.1; disk_failure_policy=stop]")
    let values = book.values.mapValues { $0.map(\.value) }
    #expect(
      values == [
        AttributeName("config_cluster_name"): ["Größe = 3;4"],
        AttributeName("config_concurrent_compactors"): ["2"],
        AttributeName("config_rpc_address"): [""], AttributeName("config_listen_address"): ["10.0.0.1"],
        AttributeName("config_disk_failure_policy"): ["stop"],
      ])
  }
}

import CassandraModel
import TestSupport
import Testing

@testable import CassandraReport

@Suite struct GoldenReportTests {
  @Test(arguments: ReportFormat.all.map(\.id))
  func everyFormatGivesTheAgreedBytes(id: String) throws {
    let format = try #require(ReportFormat.all.first { $0.id == id })
    for file in format.render(SampleReport.report) { try Golden.expect(file.bytes, equals: file.name) }
  }

  @Test func formatsAreCompleteAndTheirNamesAreUnique() {
    #expect(Set(ReportFormat.all.map(\.id)).count == ReportFormat.all.count)
    let names = ReportFormat.all.flatMap { $0.render(SampleReport.report).map(\.name) }
    #expect(Set(names).count == names.count, "two formats in one folder must not overwrite each other")
    for format in ReportFormat.all {
      #expect(!format.help.isEmpty)
      let files = format.render(SampleReport.report)
      #expect(format.needsFolder ? files.count > 1 : files.map(\.name) == [format.fileName])
    }
  }

  @Test func tablesOfOneNameBecomeOneFile() throws {
    let columns = [Column("id", "Id", .text, meaning: "Id.")]
    let others = [Column("name", "Name", .text, meaning: "Name.")]
    let blocks: [Block] = [
      .table(Table(name: "t", columns: columns, rows: [[.text("a")]])),
      .details(title: "d", blocks: [.table(Table(name: "t", columns: columns, rows: [[.text("b")]]))]),
      .table(Table(name: "t", columns: others, rows: [[.text("c")]])),
    ]
    let files = CSVRenderer.render(
      Report(title: "R", facts: [], sections: [Section(title: "S", blocks: blocks)]))
    #expect(files.map(\.name) == ["t.csv", "t_2.csv", "COLUMNS.md"])
    #expect(
      files.prefix(2).map { String(decoding: $0.bytes, as: UTF8.self) } == [
        "id\r\na\r\nb\r\n", "name\r\nc\r\n",
      ])
  }

  @Test func aReportWithoutTablesStillExplainsTheRules() {
    let files = CSVRenderer.render(Report(title: "R", facts: [], sections: []))
    #expect(files.map(\.name) == ["COLUMNS.md"])
  }
}

// DuckDB runs the queries of `.examples/duckdb/queries.sql` over extracted facts.

import Foundation
import TestSupport
import Testing

@Suite(.needs(.duckDB)) struct DuckDBTests {
  private static let examples = Hindsight.package.appending(path: ".examples/duckdb").path

  /// All results, as they were when a person last compared them with the report of the sample data.
  @Test func everyQuestionHasItsAnswer() throws {
    let folder = try TestFolder()
    _ = try Hindsight.run("extract", Hindsight.sample, "--quiet", "--output", folder.path("facts"))
    _ = try Hindsight.run(
      "extract", Hindsight.sample, "--quiet", "--format", "csv", "--output", folder.path("tables"))
    let run = try OutsideProgram.duckDB.run(
      [Self.examples + "/ask.py", Self.examples + "/queries.sql"], in: folder.url,
      environment: ["TZ": "Asia/Tokyo"])
    #expect(run.status == 0, "\(run.errors)")
    let answers = run.output.components(separatedBy: "## ").dropFirst()
    let questions = try String(contentsOfFile: Self.examples + "/queries.sql", encoding: .utf8)
      .components(separatedBy: "\n-- ## ").dropFirst()
    #expect(answers.count == questions.count && questions.count > 8)
    for answer in answers {
      #expect(answer.split(separator: "\n").count > 2, "no rows: \(answer)")
    }
    try Golden.expect(Array(run.output.utf8), equals: "duckdb-answers.txt")
  }

  /// A table has the same rows as the lines.
  @Test func tablesAndLinesCountTheSame() throws {
    let folder = try TestFolder()
    _ = try Hindsight.run("extract", Hindsight.sample, "--quiet", "--output", folder.path("facts"))
    _ = try Hindsight.run(
      "extract", Hindsight.sample, "--quiet", "--format", "csv", "--output", folder.path("tables"))
    let query = """
      import duckdb
      def count(source, condition):
          return duckdb.execute(f"select count(*) from {source} where {condition}").fetchone()[0]
      for kind, table in [("sample", "samples"), ("event", "events"), ("poll", "polls"), ("attribute", "attributes")]:
          lines = count("read_json('facts/facts.jsonl', columns = {t: 'VARCHAR'})", f"t = '{kind}'")
          print(kind, lines, count(f"read_csv('tables/{table}.csv', all_varchar = true)", "true"))
      """
    let run = try OutsideProgram.duckDB.run(["-c", query], in: folder.url)
    #expect(run.status == 0, "\(run.errors)")
    let counts = run.output.split(separator: "\n").map { $0.split(separator: " ") }
    #expect(counts.count == 4)
    for count in counts { #expect(count.count == 3 && count[1] == count[2] && count[1] != "0", "\(count)") }
  }
}

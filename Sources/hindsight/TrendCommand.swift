// `hindsight trend`: reads weeks of captures, and says how long until a cluster is in trouble, and through what.

import CassandraAnalysis
import CassandraModel
import CassandraReport

/// One run of `trend`.
struct TrendCommand {
  let options: Options

  func run() async -> ExitStatus {
    // Disks fill by all tables, so all are read and then some are shown.
    var whole = options
    whole.selection = Selection(nodes: options.selection.nodes)
    let read = await Reading.read(whole, forTrends: true)
    guard let reading = read.reading else { return read.status }
    var status = reading.status
    let findings = reading.findings
    if let assumption = options.assumption,
      let unknown = assumption.unknownTables(in: findings.nodes).first
    {
      StandardError.write(
        "hindsight: --assume names " + VisibleText.make(unknown.description)
          + ", but tablestats of this capture has no such table\n")
      return .usage
    }
    let trend: TrendFindings
    do throws(UnknownName) {
      trend = try TrendFindings(findings, assumption: options.assumption)
        .only(
          Selection(keyspaces: options.selection.keyspaces, tables: options.selection.tables),
          of: findings.tables)
    } catch {
      StandardError.write(error.text)
      return .usage
    }
    // Without a date of any disk there is no trend.
    if trend.period == nil || !trend.nodes.contains(where: { $0.disks.contains { $0.dates != nil } }) {
      status.merge(.input)
    }
    do throws(OutputError) {
      try ReportOutput.write(.trendReport(trend), options)
    } catch {
      StandardError.write(error.text)
      status.merge(.output)
    }
    return status
  }
}

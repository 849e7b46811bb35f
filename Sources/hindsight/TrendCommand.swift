// `hindsight trend`: reads captures of several weeks, and forecasts when a cluster reaches its limits, and
// which.

import CassandraAnalysis
import CassandraModel
import CassandraReport

struct TrendCommand {
  let options: Options

  func run() async -> ExitStatus {
    // All tables fill the disks, so all are read; the selection applies afterwards.
    var whole = options
    whole.selection = Selection(nodes: options.selection.nodes)
    let read = await Reading.read(whole, forTrends: true)
    guard let reading = read.reading else { return read.status }
    var status = reading.status
    let findings = reading.findings
    if findings.isNoCapture { return status }
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
    // There is no trend without a date for any disk.
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

// The appendix: input files, data gaps, monitoring-procedure replays, all values.

import CassandraAnalysis
import CassandraModel

extension ReportSection {
  static let appendix = ReportSection("appendix", "Appendix") { findings in
    dataGaps(findings) + inputFiles(findings) + procedureReplays(findings) + sampledMetrics(findings)
      + snapshot(findings)
  }
}

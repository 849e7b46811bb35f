// The verdict when no failure is known: how far "nothing failed" reaches, and what it cannot cover.

import CassandraAnalysis
import CassandraModel

extension Verdict {
  var healthy: [[Prose]] {
    let names = judged.map { Prose.code($0.node.name) }
    // A part of the capture says nothing of the rest.
    let left = findings.leftOut(\.faults)
    guard left == 0 else {
      let critical = findings.leftOut(\.criticalFaults)
      let others: Prose =
        "\(left, "fault") \(left == 1 ? "was" : "were") left out, \(critical) of them critical"
      return [
        ["\(strong: "Nothing that was selected failed") on \(names.listed(atMost: 5))\(span); \(others)."],
        [basis] + [strain, restarts].compactMap { $0 }, [couldNotBeJudged],
      ]
    }
    let lead: Prose = "\(strong: "Nothing failed") on \(names.listed(atMost: 5))\(span)."
    return [[lead], [basis] + [strain, restarts].compactMap { $0 }, [couldNotBeJudged]]
  }

  /// The time in which failures would have been seen: that of the logs, not of other captures.
  private var span: Prose {
    guard let (first, last) = findings.logSpan else { return " in the time of their logs (see Nodes)" }
    return " between \(.moment(first)) and \(.moment(last))"
  }

  /// What "nothing failed" rests on.
  private var basis: Prose {
    let records = judged.reduce(0) { $0 + $1.logRecords }
    let known = judged.filter { $0.activitySource != .none }
    let finished = known.reduce(0) { $0 + $1.activity.reduce(0) { $0 + $1.activity.finished } }
    let work: Prose = known.isEmpty ? "" : " and \(finished, "compaction") that ended well"
    return "That rests on \(records, "record") of the logs that bear on it\(work)."
  }

  private var strain: Prose? {
    let strains = findings.nodes.flatMap(\.strains).filter { $0.severity > .info }
    guard !strains.isEmpty else { return nil }
    let titles = distinct(strains.map(\.title)).map { Prose($0.prefix(1).lowercased() + $0.dropFirst()) }
    return "There are signs of strain: \(titles.listed(atMost: 3))."
  }

  private var couldNotBeJudged: Prose {
    let gaps = gaps
    guard !gaps.isEmpty else { return "Everything that this report is about could be judged." }
    let words = gaps.map { gap in "\(gap.subject), because \(gap.cause)" as Prose }
    return "This could not be judged: \(words.listedWithSemicolons(atMost: 4))."
  }

  // MARK: Not known

  /// Captures of commands alone: they tell of backlog, not of failures.
  var withoutLogs: [[Prose]] {
    let names = findings.nodes.map { Prose.code($0.node.name) }
    let hasLog = findings.nodes.contains { findings.hasLog(of: $0) }
    let why = hasLog ? "no record of the logs lies in the time asked for" : "there is no Cassandra log"
    return [
      ["\(strong: "Whether anything failed is not known") on \(names.listed(atMost: 5)): \(why)."],
      [backlog], [couldNotBeJudged],
    ]
  }

  /// The largest backlog that captures show.
  private var backlog: Prose {
    let peaks = findings.nodes.compactMap { node in
      node.series[.compactionPendingTasks]?.maximum.map { (node: node.node, point: $0) }
    }
    guard let peak = peaks.max(by: { $0.point.value < $1.point.value }) else {
      return "No capture tells how much compaction was pending."
    }
    let at: Prose = peak.point.at.map { " at \(.moment(.utc($0)))" } ?? ""
    return
      "The largest compaction backlog in the captures is \(.decimal(peak.point.value, digits: 0)) pending on \(code: peak.node.name)\(at)."
  }

  var nothingRead: [[Prose]] {
    let count = findings.coverage.count
    let files: Prose =
      count == 0 ? "there was no file to read" : "nothing in \(count, "file") tells of a Cassandra node"
    return [
      ["\(strong: "Nothing could be judged"): \(files).", "So it is not known whether anything failed."],
      [
        "\(strong: "Next step"): capture \(code: "system.log") and \(code: "debug.log") of each node with all their rotated parts, and the output of nodetool."
      ],
    ]
  }
}

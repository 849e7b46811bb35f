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
        "\(left, "error") \(left == 1 ? "was" : "were") left out, \(critical) of them critical"
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
    return "Warnings: \(titles.listed(atMost: 3))."
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
      [failedCommand, backlog].compactMap { $0 }, [couldNotBeJudged],
    ]
  }

  /// The first command that reached a node and failed there: its error may be all that tells of a fault.
  private var failedCommand: Prose? {
    let failed = findings.nodes.flatMap { node in
      node.polls.flatMap { poll in poll.failures.map { (node: node.node, command: poll.command, poll: $0) } }
    }
    let first = failed.filter { one in
      let words = one.poll.failure ?? ""
      return one.poll.isReported && !words.isEmpty && !Verdict.unreached.contains { words.contains($0) }
    }
    .min { $0.poll.source < $1.poll.source }
    guard let first, let words = first.poll.failure else { return nil }
    return
      "A command failed on \(code: first.node.name): \(code: "nodetool " + first.command) said \(code: words) (\(.source(first.poll.source)))."
  }

  /// What nodetool says when it does not reach a node. Source: NodeProbe and NodeTool, 3.0 to 6.0.
  private static let unreached = ["Failed to connect", "Connection refused", "ConnectException"]

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

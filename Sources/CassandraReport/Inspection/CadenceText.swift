// Sampling intervals in words, and the commands of a node grouped by interval.

import CassandraAnalysis
import CassandraModel

enum CadenceText {
  /// Commands with the same interval.
  struct Group {
    let label: String
    let commands: [String]
  }

  /// `10 s`, `2 min 5 s`: rounded to seconds, because loops drift.
  static func words(_ span: TimeSpan) -> String {
    if span.milliseconds < 1000 { return HumanText.duration(span) }
    let seconds = (span.milliseconds + 500) / 1000
    return seconds < 60 ? String(seconds) + " s" : HumanText.duration(.seconds(seconds))
  }

  /// The commands of `node` with the number of their samples: the most frequent first, then commands with two
  /// samples and with one, then those without a date. Commands whose samples all failed are left out.
  static func groups(_ node: NodeInspection) -> [Group] {
    var paced: [(median: TimeSpan, command: String)] = []
    var (twice, once, undated): ([String], [String], [String]) = ([], [], [])
    for source in node.sources {
      guard let polls = source.polls, polls.succeeded > 0 else { continue }
      let name = source.name + (source.isUnread ? " (not read)" : "")
      let counted = polls.succeeded > 1 ? name + " " + InspectionText.count(polls.succeeded) : name
      if polls.succeeded == 1 {
        once.append(name)
      } else if polls.times.undated == polls.succeeded {
        undated.append(counted)
      } else if polls.succeeded == 2, polls.times.undated == 0 {
        twice.append(name)
      } else if let median = source.cadence?.median {
        paced.append((median, counted))
      } else {
        undated.append(counted)
      }
    }
    paced.sort { $0.median != $1.median ? $0.median < $1.median : $0.command < $1.command }
    var groups: [Group] = []
    var rest = paced[...]
    while let first = rest.first {
      // Intervals in one loop differ a little, because each command waits for the previous ones.
      let limit = first.median.milliseconds.addingReportingOverflow(first.median.milliseconds / 4)
        .partialValue
      let alike = rest.prefix { $0.median.milliseconds <= limit }
      rest = rest.dropFirst(alike.count)
      let last = alike.last?.median ?? first.median
      groups.append(Group(label: label(first.median, last), commands: alike.map(\.command).sorted()))
    }
    for (label, commands) in [("Twice", twice), ("Once", once), ("Not dated", undated)]
    where !commands.isEmpty {
      groups.append(Group(label: label, commands: commands))
    }
    return groups
  }

  /// `Every 10 s`, `Every 4–6 s`, `Every 2 min`.
  private static func label(_ first: TimeSpan, _ last: TimeSpan) -> String {
    let (from, to) = (words(first), words(last))
    if from == to { return "Every " + from }
    if to.hasSuffix(" s"), !to.contains("min"), from.hasSuffix(" s") {
      return "Every " + from.dropLast(2) + "–" + to
    }
    let minutes = (first.milliseconds + 30_000) / 60_000
    return "Every " + HumanText.duration(.seconds(minutes * 60))
  }
}

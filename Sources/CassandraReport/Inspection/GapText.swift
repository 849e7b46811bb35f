// Gaps of one node in words. A loop that stops silences all of its commands; the text has one gap for them.

import CassandraAnalysis
import CassandraModel

/// A period without samples of some sources.
struct GapText {
  let from: Moment
  let to: Moment
  var sources: [String]
  /// Failed samples in the gap.
  var failed: Int

  /// Commands of one loop follow each other within a minute.
  private static let slack: UInt64 = 60_000

  /// The gaps of `node`, in time order.
  static func spans(_ node: NodeInspection) -> [GapText] {
    var spans = node.logGaps.map { GapText(from: $0.from, to: $0.to, sources: ["the log"], failed: 0) }
    for source in node.sources {
      for gap in source.cadence?.gaps ?? [] {
        let (from, to) = (Moment.utc(gap.from), Moment.utc(gap.to))
        if let i = spans.firstIndex(where: { $0.isNear(from, to) && !$0.sources.contains(source.name) }) {
          spans[i].sources.append(source.name)
          spans[i].failed += gap.failed
        } else {
          spans.append(GapText(from: from, to: to, sources: [source.name], failed: gap.failed))
        }
      }
    }
    return spans.sorted {
      $0.from.sortKey != $1.from.sortKey ? $0.from.sortKey < $1.from.sortKey : $0.to.sortKey < $1.to.sortKey
    }
  }

  private func isNear(_ from: Moment, _ to: Moment) -> Bool {
    guard sources != ["the log"] else { return false }
    return GapText.distance(self.from, from) <= GapText.slack
      && GapText.distance(self.to, to) <= GapText.slack
  }

  private static func distance(_ a: Moment, _ b: Moment) -> UInt64 {
    a.sortKey.subtractingReportingOverflow(b.sortKey).partialValue.magnitude
  }

  /// `05:20:03 – 05:31:03 (11 min): compactionstats, tpstats, 12 polls failed in it`.
  func words(_ clock: ClockFace) -> String {
    let length = TimeSpan(milliseconds: to.sortKey.subtractingReportingOverflow(from.sortKey).partialValue)
    let failures = failed > 0 ? ", " + InspectionText.counted(failed, "poll") + " failed in it" : ""
    return clock.text(from, to) + " (" + CadenceText.words(length) + "): " + sources.joined(separator: ", ")
      + failures
  }
}

// The page of a known bug, without a capture, with its sources.

package import CassandraAnalysis
import CassandraModel

extension ExplanationText {
  /// Description, symptoms, and workaround until the upgrade.
  package static func page(of issue: KnownIssue) -> String {
    var lines = [issue.id + ": " + issue.summary, ""]
    for (index, releases) in issue.affected.enumerated() {
      lines += entry(
        index == 0 ? "Affects" : "",
        releases.fixed.map { "\(releases.first) up to before \($0)" } ?? "\(releases.first) and later")
    }
    if let sample = issue.samples.first {
      let links = sample.throwable?.links ?? []
      for (index, line) in (links.isEmpty ? [sample.message] : links.map(\.text)).enumerated() {
        lines += entry(index == 0 ? "Shows as" : "", line)
      }
      for frame in links.last(where: { !$0.frames.isEmpty })?.frames ?? [] {
        lines += entry("", "at " + frame.replacing("org.apache.cassandra.", with: "o.a.c."))
      }
    }
    if let settledBy = issue.settledBy { lines += entry("Settled by", settledBy) }
    lines += entry("Effect", issue.effect)
    lines += list("Until the upgrade", issue.workaround, isNumbered: true)
    if let upgrade = issue.upgrade { lines += entry("Upgrade", upgrade) }
    lines += list("Never", issue.never)
    lines += list("Read in", issue.sources.map(\.text))
    return RuleText.visible(lines)
  }
}

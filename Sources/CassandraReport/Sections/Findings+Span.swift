// Which time a report is about.

import CassandraAnalysis
import CassandraModel

extension NodeFindings {
  /// First and last moment that counted; nil when the node's files hold no time in the window.
  func span(since: Instant?, until: Instant?) -> (first: Moment, last: Moment)? {
    covered.flatMap { cut($0, since: since, until: until) }
  }

  /// First and last moment of its log that counted; nil when there is none.
  func logSpan(since: Instant?, until: Instant?) -> (first: Moment, last: Moment)? {
    guard let first = processes.map(\.start).min(by: { $0.sortKey < $1.sortKey }),
      let last = processes.map(\.last).max(by: { $0.sortKey < $1.sortKey })
    else { return nil }
    return cut((first, last), since: since, until: until)
  }

  private func cut(
    _ span: (first: Moment, last: Moment), since: Instant?, until: Instant?
  ) -> (first: Moment, last: Moment)? {
    let first = since.map { span.first.notBefore($0) } ?? span.first
    let last = until.map { span.last.notAfter($0) } ?? span.last
    return first.sortKey <= last.sortKey ? (first, last) : nil
  }
}

extension Findings {
  /// First and last moment that counted on any node; nil when there is none, or when the clocks of some nodes
  /// cannot be compared with those of others.
  var span: (first: Moment, last: Moment)? {
    let spans = nodes.compactMap { $0.span(since: since, until: until) }
    let moments = spans.flatMap { [$0.first, $0.last] }
    let areComparable = moments.allSatisfy(\.isUTC) || nodes.count == 1
    guard areComparable, let first = moments.min(by: { $0.sortKey < $1.sortKey }),
      let last = moments.max(by: { $0.sortKey < $1.sortKey })
    else { return nil }
    return (first, last)
  }
}

extension Moment {
  var isUTC: Bool { if case .utc = self { true } else { false } }

  /// Without a zone, a window's instants count as the node's own time, as they do in reading.
  fileprivate func notBefore(_ instant: Instant) -> Moment {
    switch self {
    case .utc(let own): .utc(max(own, instant))
    case .local(let own): .local(max(own, LocalTime(milliseconds: instant.milliseconds)))
    }
  }

  fileprivate func notAfter(_ instant: Instant) -> Moment {
    switch self {
    case .utc(let own): .utc(min(own, instant))
    case .local(let own): .local(min(own, LocalTime(milliseconds: instant.milliseconds)))
    }
  }
}

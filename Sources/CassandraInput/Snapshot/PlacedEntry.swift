// Turns an entry with its instant into facts.

import CassandraModel

extension SnapshotClock.Placed {
  /// Its time: in UTC if that is known, otherwise on the monitor's clock; nil if it is not known.
  var moment: Moment? {
    if let time { return .utc(time.instant) }
    if case .local(let local) = entry.time { return .local(local) }
    return nil
  }

  /// The fact of `pending` at this entry's time.
  func fact(_ pending: SnapshotEntry.PendingFact, file: String) -> Fact {
    switch pending {
    case .sample(let metric, let labels, let value, let own, let line):
      .sample(
        Sample(
          at: own ?? time?.instant, atKind: own == nil ? time?.kind : .content, metric: metric,
          labels: labels,
          value: value, source: SourceLocation(file: file, line: line)))
    case .occurrence(let name, let severity, let fields, let message, let own, let line):
      .occurrence(
        Occurrence(
          name: name, severity: severity, at: own.map { .utc($0) } ?? moment, fields: fields,
          message: message, source: SourceLocation(file: file, line: line)))
    case .poll(let command, let failure, let line):
      .poll(
        Poll(
          at: time?.instant, atKind: time?.kind, command: command, failure: failure,
          source: SourceLocation(file: file, line: line)))
    case .diagnostic(let diagnostic): .diagnostic(diagnostic)
    }
  }
}

/// The earliest and the latest of some moments. Moments in UTC count; those of an unknown clock only if there
/// are no others.
struct MomentSpan {
  private(set) var first: Moment?
  private(set) var last: Moment?

  mutating func add(_ moment: Moment) {
    if case .local = moment, case .utc? = first { return }
    if case .utc = moment, case .local? = first { (first, last) = (nil, nil) }
    if first.map({ moment.sortKey < $0.sortKey }) ?? true { first = moment }
    if last.map({ moment.sortKey > $0.sortKey }) ?? true { last = moment }
  }
}

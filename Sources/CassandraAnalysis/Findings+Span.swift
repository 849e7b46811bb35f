// The time span of the findings: the span of the input files, cut to the requested window.

package import CassandraModel

extension Findings {
  /// The first and the last time in any file of `node` within the window; nil when there is none.
  package func span(of node: NodeFindings) -> (first: Moment, last: Moment)? {
    node.covered.flatMap { cut($0.first, $0.last) }
  }

  /// The first and the last time in the node's log within the window: only in between could failures be seen.
  /// Nil when it has no log, or none in the window.
  package func logSpan(of node: NodeFindings) -> (first: Moment, last: Moment)? {
    Findings.hull(node.processes.compactMap { cut($0.start, $0.last) })
  }

  /// The same over all nodes whose clocks are known; if no clock is known, the span of a single node.
  package var span: (first: Moment, last: Moment)? {
    let own = Set(nodesOnOwnClock)
    let known = nodes.filter { !own.contains($0.node) }
    return common((known.isEmpty ? nodes : known).compactMap { span(of: $0) })
  }

  /// Nodes whose zone is unknown: their wall-clock times cannot be compared with those of other nodes.
  package var nodesOnOwnClock: [NodeID] {
    nodes.filter { node in span(of: node).map { !$0.first.isUTC || !$0.last.isUTC } ?? false }.map(\.node)
  }

  /// The same over the logs of all nodes; nil also when the clocks of some cannot be compared with those of
  /// others.
  package var logSpan: (first: Moment, last: Moment)? { common(nodes.compactMap { logSpan(of: $0) }) }

  /// Nodes whose failures could be seen.
  package var nodesWithLog: [NodeFindings] { nodes.filter { logSpan(of: $0) != nil } }

  /// True when `moment` lies in the window.
  package func isCounted(_ moment: Moment) -> Bool { moment.isCounted(since: since, until: until) }

  private func common(_ spans: [(first: Moment, last: Moment)]) -> (first: Moment, last: Moment)? {
    let areComparable = spans.allSatisfy { $0.first.isUTC && $0.last.isUTC } || spans.count == 1
    return areComparable ? Findings.hull(spans) : nil
  }

  private func cut(_ first: Moment, _ last: Moment) -> (first: Moment, last: Moment)? {
    let from = since.map { first.notBefore($0) } ?? first
    let to = until.map { last.notAfter($0) } ?? last
    return from.sortKey <= to.sortKey ? (from, to) : nil
  }

  private static func hull(_ spans: [(first: Moment, last: Moment)]) -> (first: Moment, last: Moment)? {
    guard let first = spans.map(\.first).min(by: { $0.sortKey < $1.sortKey }),
      let last = spans.map(\.last).max(by: { $0.sortKey < $1.sortKey })
    else { return nil }
    return (first, last)
  }
}

extension Moment {
  /// True in the window from `since` to before `until`. Without a zone, its instants count as the node's own
  /// time, as they do in reading.
  func isCounted(since: Instant?, until: Instant?) -> Bool {
    let time = sortKey
    return since.map { time >= $0.milliseconds } ?? true && until.map { time < $0.milliseconds } ?? true
  }

  package var isUTC: Bool { if case .utc = self { true } else { false } }

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

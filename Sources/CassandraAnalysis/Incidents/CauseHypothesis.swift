// Possible causes of an incident, as data: a sentence, and the evidence in a capture for and against it. A
// cause without evidence for it is not reported.

import CassandraModel

/// A possible cause of a kind of incident.
struct CauseHypothesis: Sendable {
  /// Stable, for example `backlog.throttle`.
  let id: String
  /// Kinds of root sign that it may explain; a star at the end stands for anything.
  let explains: [SignKind]
  /// The title, as a clause.
  let title: String
  /// The title with values of the capture; nil where it has none to add.
  var detail: (@Sendable (CauseContext) -> Statement?)?
  /// Data that would settle it, to be captured next time; nil when no data would.
  var wants: String?
  /// Evidence for and against it.
  let evidence: @Sendable (CauseContext) -> [Incident.Evidence]
}

/// The source of evidence.
struct CauseContext: Sendable {
  let node: NodeFindings
  let nodeIndex: Int
  let evaluation: NodeEvaluation?
  /// The sign that the incident began with.
  let root: Sign
  /// All signs of the incident, in order of time.
  let signs: [Sign]
  /// All signs of its node that may be settings or operator actions, linked to it or not.
  let settings: [Sign]
  /// True when a kernel log of the node, or one that belongs to no node, was read.
  let hasKernelLog: Bool

  /// The error that is the root; nil when the root is no error.
  var fault: Fault? {
    root.fault.flatMap { node.faults.indices.contains($0) ? node.faults[$0] : nil }
  }

  /// The value of `name` that was in force at `moment`, and those before it, each with its place.
  func values(of name: String, until moment: Moment) -> [Attribute] {
    let all = node.attributes[AttributeName(name)] ?? []
    return all.filter { ($0.at?.sortKey ?? .max) <= moment.sortKey }.sorted {
      ($0.at?.sortKey ?? 0) < ($1.at?.sortKey ?? 0)
    }
  }

  /// The first kernel or JVM event of one of these kinds, from `before` the first symptom to its end.
  func machine(_ names: [EventName], before: TimeSpan) -> Occurrence? {
    let from = root.from.sortKey.addingClamped(-before.milliseconds)
    return node.machine(names, from...max(from, root.to.sortKey.addingClamped(120_000)))
  }
}

extension CauseHypothesis {
  /// The cause with its confidence; nil without evidence for it.
  func cause(_ context: CauseContext) -> (cause: Incident.Cause, score: Int)? {
    let all = evidence(context)
    let pro = all.filter(\.isFor)
    guard let strongest = pro.map(\.weight).max() else { return nil }
    let (sum, against) = (
      pro.reduce(0) { $0 + $1.weight }, all.reduce(0) { $0 + ($1.isFor ? 0 : $1.weight) }
    )
    let confidence: Incident.Confidence =
      strongest == 3 && against < 2
      ? .confirmed : against >= sum ? .unlikely : strongest >= 2 && sum - against >= 2 ? .likely : .possible
    let ordered = all.enumerated().sorted { a, b in
      if a.element.isFor != b.element.isFor { return a.element.isFor }
      if a.element.weight != b.element.weight { return a.element.weight > b.element.weight }
      return a.offset < b.offset
    }
    let cause = Incident.Cause(
      id: id, title: detail?(context) ?? Statement([.words(title)]), confidence: confidence,
      evidence: ordered.map(\.element))
    return (cause, sum - against)
  }
}

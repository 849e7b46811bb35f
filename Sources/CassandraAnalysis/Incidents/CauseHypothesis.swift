// What may have caused an incident, as data: a sentence, and what in a capture speaks for and against it. Nothing is a
// cause without something that speaks for it.

import CassandraModel

/// A possible cause of a kind of incident.
struct CauseHypothesis: Sendable {
  /// Stable, for example `backlog.throttle`.
  let id: String
  /// Kinds of root sign that it may explain; a star at the end stands for anything.
  let explains: [String]
  /// As a sentence has it.
  let title: String
  /// The title with values of the capture; nil where it has none to add.
  var detail: (@Sendable (CauseContext) -> Statement?)?
  /// What would tell, to be captured next time; nil when nothing more would.
  var wants: String?
  /// What speaks for it and against it.
  let evidence: @Sendable (CauseContext) -> [Incident.Evidence]
}

/// What evidence is taken from.
struct CauseContext: Sendable {
  let node: NodeFindings
  let nodeIndex: Int
  let evaluation: NodeEvaluation?
  /// What the incident began with.
  let root: Sign
  /// All signs of the incident, in order of time.
  let signs: [Sign]
  /// All signs of its node that may be settings and operations of people, whatever they follow from.
  let settings: [Sign]
  /// True when a kernel log of the node, or of nobody in particular, was read.
  let hasKernelLog: Bool

  /// The fault that the root is; nil when it is none.
  var fault: Fault? {
    root.fault.flatMap { node.faults.indices.contains($0) ? node.faults[$0] : nil }
  }

  /// The value of `name` that was in force at `moment`, and those before it, each with where it stands.
  func values(of name: String, until moment: Moment) -> [Attribute] {
    let all = node.attributes[AttributeName(name)] ?? []
    return all.filter { ($0.at?.sortKey ?? .max) <= moment.sortKey }.sorted {
      ($0.at?.sortKey ?? 0) < ($1.at?.sortKey ?? 0)
    }
  }

  /// What the kernel or the JVM left of one of these kinds, from `before` the first symptom to its end.
  func machine(_ names: [EventName], before: TimeSpan) -> Occurrence? {
    let from = root.from.sortKey.addingClamped(-before.milliseconds)
    return node.machine(names, from...max(from, root.to.sortKey.addingClamped(120_000)))
  }
}

extension CauseHypothesis {
  /// What it comes to; nil when nothing speaks for it.
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

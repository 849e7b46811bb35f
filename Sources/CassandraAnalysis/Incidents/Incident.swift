// One incident: errors, alerts, restarts and operator actions that belong together in time and subject, on
// all nodes that they show on.

public import CassandraModel

/// One incident, from its first symptom to its end.
public struct Incident: Sendable {
  /// The kind of its root: the id of an error's category, `backlog`, `tombstones` or `peer.down`.
  public let kind: CategoryID
  /// The kind in a few plain words.
  public let title: String
  /// The worst severity among its parts.
  public let severity: Severity
  /// Its nodes, the one where it began first.
  public let nodes: [NodeID]
  /// The subject: an SSTable, a table; nil for a node or its disk.
  public let subject: Statement?
  /// The first symptom.
  public let first: Moment
  /// The time of the last event that belongs to it.
  public let last: Moment
  /// Events, in the order of time.
  public let steps: [Step]
  /// Possible causes, the likeliest first; empty when the capture has no evidence for any cause.
  public let causes: [Cause]
  /// Data that would settle the cause, where the capture does not have it.
  public let missing: [String]
  /// Errors that belong to it: lost SSTables first, the others in the order in which they began.
  public let faults: [FaultKey]
  /// Alerts that belong to it, in the order of time.
  public let alerts: [RuleAlert]
  /// Titles of signs that came before the first symptom, the worst first, each once.
  public let precursors: [String]
  /// Titles of signs that followed from it, the worst first, each once.
  public let effects: [String]
  /// Open, resolved or unknown, with the evidence.
  public let status: Outcome
  /// Outages of its nodes, in the order of time.
  public let outages: [Outage]
  /// The peak of pending compactions in it; nil without a backlog.
  public let peakPending: Peak?
  /// The fullest data volume in it; nil without a sample.
  public let peakDisk: Peak?
  /// Its course after it began.
  public let progress: IncidentProgress

  /// An outage of one of its nodes.
  public struct Outage: Hashable, Sendable {
    /// The node.
    public let node: NodeID
    /// Time and reason.
    public let outage: NodeOutage
    /// The first peer's record that saw the node down; nil when there is none.
    public var seenDown: Outcome.Evidence?
  }

  /// A largest value.
  public struct Peak: Hashable, Sendable {
    /// The value: a number, or a share of 1.
    public let value: Double
    /// Time of the peak.
    public let at: Moment
  }

  /// An error by its node and its index there.
  public struct FaultKey: Hashable, Sendable {
    /// The node.
    public let node: NodeID
    /// Index into `NodeFindings.faults`.
    public let index: Int

    /// The error at `index` among those of `node`.
    public init(node: NodeID, index: Int) {
      self.node = node
      self.index = index
    }
  }

  /// The role of a step in the incident.
  public enum Role: String, Hashable, Sendable, CaseIterable, Comparable {
    /// A possible cause.
    case cause
    /// The first symptom in the capture.
    case firstSymptom = "first symptom"
    /// An effect.
    case effect
    /// A reaction of a policy, the JVM or an operator.
    case reaction
    /// Evidence that it, or a part of it, ended.
    case end

    private var rank: Int { Role.allCases.firstIndex(of: self) ?? 0 }
    /// In the order in which an incident is reported.
    public static func < (a: Role, b: Role) -> Bool { a.rank < b.rank }
  }

  /// One event.
  public struct Step: Hashable, Sendable {
    /// The role in the incident.
    public let role: Role
    /// The node of the event.
    public let node: NodeID
    /// Time of the event; the first of several.
    public let at: Moment
    /// The last time of several; nil for a single event.
    public let until: Moment?
    /// The event in words.
    public let text: Statement
    /// The error that the step is, or belongs to.
    public let fault: FaultKey?
    /// File and line.
    public let source: SourceLocation?
    /// The reason why it follows from earlier steps; nil where it needs no reason.
    public let why: String?
  }

  /// A possible cause.
  public struct Cause: Hashable, Sendable {
    /// Stable id.
    public let id: String
    /// A clause with values of the capture.
    public let title: Statement
    /// Its confidence.
    public let confidence: Confidence
    /// Evidence for and against it, the strongest first.
    public let evidence: [Evidence]
  }

  /// Confidence of a cause.
  public enum Confidence: String, Hashable, Sendable, CaseIterable, Comparable {
    /// The evidence against it outweighs the evidence for it.
    case unlikely
    /// There is little evidence for it, or there is evidence against it as well.
    case possible
    /// Clear evidence for it outweighs the evidence against it.
    case likely
    /// A record of the capture states it.
    case confirmed

    private var rank: Int { Confidence.allCases.firstIndex(of: self) ?? 0 }
    /// A lower confidence is smaller.
    public static func < (a: Confidence, b: Confidence) -> Bool { a.rank < b.rank }
  }

  /// Evidence for or against a cause.
  public struct Evidence: Hashable, Sendable {
    /// True when it is for the cause.
    public let isFor: Bool
    /// 1 fits, 2 indicates, 3 states it.
    public let weight: Int
    /// The evidence in words.
    public let text: Statement
    /// Time of the evidence; nil when it is of no one moment.
    public let at: Moment?
    /// File and line; nil when the evidence is that something is missing.
    public let source: SourceLocation?

    static func speaking(
      for weight: Int, _ text: Statement, at: Moment? = nil, _ source: SourceLocation? = nil
    ) -> Evidence {
      Evidence(isFor: true, weight: weight, text: text, at: at, source: source)
    }

    static func speaking(
      against weight: Int, _ text: Statement, at: Moment? = nil, _ source: SourceLocation? = nil
    ) -> Evidence {
      Evidence(isFor: false, weight: weight, text: text, at: at, source: source)
    }
  }
}

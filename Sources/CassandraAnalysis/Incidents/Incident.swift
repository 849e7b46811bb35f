// One incident: faults, alerts, restarts and what people did, as far as they belong together in time and subject, on
// whatever nodes they show.

public import CassandraModel

/// What one trouble came to, from its first symptom to its end.
public struct Incident: Sendable {
  /// What it is, after its root: the id of a fault's category, `backlog`, `tombstones` or `peer.down`.
  public let kind: String
  /// The same in a few plain words.
  public let title: String
  /// How bad: the worst of what belongs to it.
  public let severity: Severity
  /// Nodes that it shows on, the one where it began first.
  public let nodes: [NodeID]
  /// What it is about: an SSTable, a table; nil for a node or its disk.
  public let subject: Statement?
  /// The first symptom.
  public let first: Moment
  /// The last thing that belongs to it.
  public let last: Moment
  /// What happened, in the order of time.
  public let steps: [Step]
  /// What may have caused it, the likeliest first; empty when nothing in the capture speaks for any cause.
  public let causes: [Cause]
  /// What would tell the cause, where the capture does not.
  public let missing: [String]
  /// Faults that belong to it: lost SSTables first, the others in the order in which they began.
  public let faults: [FaultKey]
  /// Alerts that belong to it, in the order of time.
  public let alerts: [RuleAlert]
  /// What of it showed before that, the worst first, each once: titles.
  public let precursors: [String]
  /// What followed from it, the worst first, each once: titles.
  public let effects: [String]
  /// How it stands.
  public let status: Outcome
  /// When its nodes were out of service, in the order of time.
  public let outages: [Outage]
  /// The most that was pending in it; nil without a backlog.
  public let peakPending: Peak?
  /// How full the fullest data volume was in it; nil where no sample tells.
  public let peakDisk: Peak?

  /// An outage of one of its nodes.
  public struct Outage: Hashable, Sendable {
    /// The node.
    public let node: NodeID
    /// When and why.
    public let outage: NodeOutage
    /// When a peer saw the node down first; nil when none did.
    public var seenDown: Outcome.Evidence?
  }

  /// The largest value of something.
  public struct Peak: Hashable, Sendable {
    /// The value: a number, or a share of 1.
    public let value: Double
    /// When.
    public let at: Moment
  }

  /// A fault by its node and its place among the node's faults.
  public struct FaultKey: Hashable, Sendable {
    /// The node.
    public let node: NodeID
    /// Index into `NodeFindings.faults`.
    public let index: Int

    /// The fault at `index` among those of `node`.
    public init(node: NodeID, index: Int) {
      self.node = node
      self.index = index
    }
  }

  /// What a step is in the story.
  public enum Role: String, Hashable, Sendable, CaseIterable, Comparable {
    /// What may have caused it.
    case cause
    /// The first that was noticed.
    case firstSymptom = "first symptom"
    /// What followed.
    case effect
    /// What policy, JVM or people did about it.
    case reaction
    /// What shows that it, or a part of it, was over.
    case end

    private var rank: Int { Role.allCases.firstIndex(of: self) ?? 0 }
    /// In the order of a story.
    public static func < (a: Role, b: Role) -> Bool { a.rank < b.rank }
  }

  /// One thing that happened.
  public struct Step: Hashable, Sendable {
    /// What it is in the story.
    public let role: Role
    /// On which node.
    public let node: NodeID
    /// When; of several, the first time.
    public let at: Moment
    /// The last time of several; nil for what happened once.
    public let until: Moment?
    /// What happened.
    public let text: Statement
    /// The fault that it is, or is of.
    public let fault: FaultKey?
    /// Where it stands.
    public let source: SourceLocation?
    /// Why it is taken to follow from what came before; nil for what needs no reason.
    public let why: String?
  }

  /// What may have caused it.
  public struct Cause: Hashable, Sendable {
    /// Stable id.
    public let id: String
    /// As a sentence has it, with values of the capture.
    public let title: Statement
    /// How sure that is.
    public let confidence: Confidence
    /// What speaks for it and against it, the strongest first.
    public let evidence: [Evidence]
  }

  /// How sure a cause is.
  public enum Confidence: String, Hashable, Sendable, CaseIterable, Comparable {
    /// More speaks against it than for it.
    case unlikely
    /// Something speaks for it, but not much, or something speaks against it as well.
    case possible
    /// Something speaks clearly for it, and less against it.
    case likely
    /// A record of the capture says so itself.
    case confirmed

    private var rank: Int { Confidence.allCases.firstIndex(of: self) ?? 0 }
    /// What is less sure is smaller.
    public static func < (a: Confidence, b: Confidence) -> Bool { a.rank < b.rank }
  }

  /// Something that speaks for or against a cause.
  public struct Evidence: Hashable, Sendable {
    /// True when it speaks for the cause.
    public let isFor: Bool
    /// 1 fits, 2 tells, 3 says so itself.
    public let weight: Int
    /// What it is.
    public let text: Statement
    /// When; nil when it is of no one moment.
    public let at: Moment?
    /// Where it stands; nil when it was concluded from what is not there.
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

// A replay is one decision procedure of a monitor's script, run again over what a capture holds: at each captured
// instant, what it would have printed, sent or changed. Time is always that of the samples.
//
//     node's samples ── feed ──▶ fold ──▶ steps (one a captured instant) ──▶ documents, as the script prints them
//                                  │
//                                  └────▶ notes (what the steps come to: audits, gates, windows)
//
// Where the script as written would have crashed or misread, a step says both: what its text means, and what it did.

public import CassandraModel

/// One decision procedure that is replayed.
public struct Replay: Sendable {
  /// As on the command line: `tracker`.
  public let id: String
  /// A few plain words.
  public let title: String
  /// The document it is from: `000`.
  public let seed: String
  /// What a capture must hold for it, in words.
  public let needs: String
  /// How its documents are laid out.
  public let style: JSONValue.Style
  /// What they are made of.
  public var prints = Prints.steps
  /// What the feeds of a node are; empty if it has nothing to replay.
  let feeds: @Sendable (NodeFindings) -> [ReplayFeed]
  /// Gives each step in the order of time, and at the end what they come to.
  let run: @Sendable (ReplayInput, (ReplayStep) -> Void) -> ReplayEnd

  /// What the documents of a replay are made of.
  public enum Prints: Sendable, Equatable {
    /// One a captured instant, as a script prints them that polls.
    case steps
    /// One a note of this kind, where no script prints anything at an instant.
    case notes(ReplayNote.Kind)
  }
}

/// What the steps of a replay come to.
struct ReplayEnd {
  var notes: [ReplayNote] = []
  /// How it agrees with what the script wrote; nil where nothing was written to compare with.
  var agreement: ReplayAgreement?
  /// What a script remembers from run to run: when it last alerted of each table, in seconds since 1970.
  var alertTimes: [String: Double]?
}

/// What a replay is run over.
struct ReplayInput: Sendable {
  let node: NodeFindings
  let settings: ReplaySettings
  let feed: ReplayFeed
}

/// Which samples a replay is fed with.
public enum ReplayFeed: Hashable, Comparable, Sendable {
  /// What commands printed and exporters gave, of all files together.
  case captures
  /// What a script itself wrote into one file.
  case stream(String)

  /// `captures`, or the file's path.
  public var name: String {
    switch self {
    case .captures: "captures"
    case .stream(let file): file
    }
  }
}

/// What was decided at one captured instant.
public struct ReplayStep: Sendable {
  /// When; nil where nothing dates the sample, which then stands alone: it comes after the dated ones, and no state
  /// goes from it or to it.
  public let at: Instant?
  /// Where its sample stands.
  public let source: SourceLocation
  /// What is decided by what the script's text means, in a word or two.
  public let decision: String
  /// What speaks against taking the decision at its word.
  public let marks: [ReplayMark]
  /// What the script as written did, where that is something else.
  public let asWritten: AsWritten?
  private let members: @Sendable () -> [JSONMember]

  init(
    at: Instant?, source: SourceLocation, decision: String, marks: [ReplayMark] = [],
    asWritten: AsWritten? = nil, members: @escaping @Sendable () -> [JSONMember]
  ) {
    self.at = at
    self.source = source
    self.decision = decision
    self.marks = marks
    self.asWritten = asWritten
    self.members = members
  }

  /// What the script prints at this instant, its keys in its order. `leading` comes first; what speaks against the
  /// decision, and what the script as written did instead, come last and only if there is something.
  public func document(after leading: [JSONMember] = []) -> JSONValue {
    var all = leading + members()
    if !marks.isEmpty { all.append(JSONMember("marks", .array(marks.map { .text($0.rawValue) }))) }
    if let asWritten {
      all.append(JSONMember("as_written", asWritten.document()))
      all.append(JSONMember("cause", .text(asWritten.cause)))
    }
    return .object(all)
  }
}

/// What speaks against taking a decision at its word.
public enum ReplayMark: String, Sendable, CaseIterable {
  /// A counter fell: the process was restarted, and the interval across it gives no rate.
  case restart
  /// Nothing was left to do.
  case idle
  /// The counter stood still because a long compaction was running.
  case artefact
  /// A critical alert was held back by the cooldown of a warning.
  case escalation
  /// The throughput is not limited (0), and twice as much is 0 again.
  case unlimited
  /// The plan is below what is set already.
  case lowered
}

/// What a script as written did at an instant where its text means something else.
public struct AsWritten: Sendable {
  /// What it decided or did, in a few words.
  public let decision: String
  /// Why.
  public let cause: String
  let document: @Sendable () -> JSONValue
}

/// Something that the steps of a replay come to.
public struct ReplayNote: Sendable, Hashable {
  /// What kind of note.
  public enum Kind: String, Sendable, CaseIterable {
    /// What needs a look afterwards.
    case audit
    /// What an automation would have been kept from doing, or let do.
    case gate
    /// A time in which something could have been done.
    case window
    /// Files that must be set aside.
    case quarantine
    /// What the seed promises and its script does not do.
    case promised
    /// An input that was not there.
    case missing
    /// Where the replay and what the script wrote differ.
    case disagreement
  }

  /// What kind of note.
  public let kind: Kind
  /// From when; nil when it is about no time.
  public let from: Instant?
  /// To when.
  public let to: Instant?
  /// What it is about: a compaction id, `repair`, ….
  public let subject: String
  /// In words and numbers.
  public let text: String
  /// Where the first sample of it stands; nil when it is about none.
  public let source: SourceLocation?
  /// The same in figures, for replays whose documents are notes.
  let figures: [JSONMember]

  /// The note as a document: times, what it is about, its figures, its words. `leading` comes first.
  public func document(after leading: [JSONMember] = []) -> JSONValue {
    .object(
      leading + [
        JSONMember("from", .optional(from?.iso8601)), JSONMember("to", .optional(to?.iso8601)),
        JSONMember("subject", .text(subject)),
      ] + figures + [JSONMember("text", .text(text)), JSONMember("source", .optional(source?.description))])
  }

  init(
    _ kind: Kind, from: Instant? = nil, to: Instant? = nil, subject: String, text: String,
    source: SourceLocation? = nil, figures: [JSONMember] = []
  ) {
    self.kind = kind
    self.from = from
    self.to = to
    self.subject = subject
    self.text = text
    self.source = source
    self.figures = figures
  }
}

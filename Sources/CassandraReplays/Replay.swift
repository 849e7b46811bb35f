// A replay runs one decision procedure of a monitor's script again over the data of a capture: for each
// captured instant it gives the script's output, messages and changes. All times are those of the samples.
//
//     node's samples ── feed ──▶ fold ──▶ steps (one a captured instant) ──▶ documents, as the script prints them
//                                  │
//                                  └────▶ notes (on all steps together: audits, gates, windows)
//
// Where the script as written would have crashed or misread, a step has both: the decision by the intent of
// the script's text, and the decision as written.

import CassandraAnalysis
public import CassandraModel

/// A decision procedure to replay.
public struct Replay: Sendable {
  /// Name on the command line: `tracker`.
  public let id: String
  /// Title, in a few words.
  public let title: String
  /// The seed document: `000`.
  public let seed: String
  /// Data that a capture must hold for it, in words.
  public let needs: String
  /// The layout of its documents.
  public let style: JSONValue.Style
  /// The source of the documents.
  public var prints = Prints.steps
  /// The feeds of a node; empty if it has nothing to replay.
  let feeds: @Sendable (NodeFindings) -> [ReplayFeed]
  /// Passes on each step in the order of time, and returns the results of all steps.
  let run: @Sendable (ReplayInput, (ReplayStep) -> Void) -> ReplayEnd

  /// The source of a replay's documents.
  public enum Prints: Sendable, Equatable {
    /// One for each captured instant, like the output of a script that polls.
    case steps
    /// One for each note of this kind, where the script has no output at an instant.
    case notes(ReplayNote.Kind)
  }
}

/// Results of all steps together.
struct ReplayEnd {
  var notes: [ReplayNote] = []
  /// Agreement with the script's own output; nil where there is none to compare with.
  var agreement: ReplayAgreement?
  /// State that a script keeps between runs: its last alert of each table, in seconds since 1970.
  var alertTimes: [String: Double]?
}

struct ReplayInput: Sendable {
  let node: NodeFindings
  let settings: ReplaySettings
  let feed: ReplayFeed
}

/// The source of a replay's samples.
public enum ReplayFeed: Hashable, Comparable, Sendable {
  /// Output of commands and exporters, from all files together.
  case captures
  /// The samples that a script itself wrote into one file.
  case stream(String)

  /// `captures`, or the file's path.
  public var name: String {
    switch self {
    case .captures: "captures"
    case .stream(let file): file
    }
  }
}

/// One step of a replay, at one captured instant.
public struct ReplayStep: Sendable {
  /// Time of the sample; nil without a date. An undated step comes after the dated ones, and shares no state
  /// with others.
  public let at: Instant?
  /// Place of its sample.
  public let source: SourceLocation
  /// The decision by the intent of the script's text, in a word or two.
  public let decision: String
  /// Reasons to doubt the decision.
  public let marks: [ReplayMark]
  /// The decision of the script as written, where it differs.
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

  /// The script's output at this instant, its keys in its order. `leading` comes first; `marks`, and the
  /// decision of the script as written, come last and only if there are any.
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

/// A reason to doubt a decision.
public enum ReplayMark: String, Sendable, CaseIterable {
  /// A counter fell: the process was restarted, and the interval across it gives no rate.
  case restart
  /// No work was left.
  case idle
  /// The counter stood still because a long compaction was running.
  case artefact
  /// A critical alert was held back by the cooldown of a warning.
  case escalation
  /// The throughput is not limited (0), and twice 0 is 0 again.
  case unlimited
  /// The plan is below the current setting.
  case lowered
}

/// The decision of a script as written, at an instant where the intent of its text differs.
public struct AsWritten: Sendable {
  /// The decision or action, in a few words.
  public let decision: String
  /// The cause of the difference.
  public let cause: String
  let document: @Sendable () -> JSONValue
}

/// A result over several steps.
public struct ReplayNote: Sendable, Hashable {
  /// The kind of note.
  public enum Kind: String, Sendable, CaseIterable {
    /// A result to check afterwards.
    case audit
    /// An action that a gate would have kept automation from, or let pass.
    case gate
    /// A time in which an operation could have run.
    case window
    /// Files that must be set aside.
    case quarantine
    /// A promise of the seed that its script does not keep.
    case promised
    /// A missing input.
    case missing
    /// A difference between the replay and the script's own output.
    case disagreement
  }

  /// The kind of note.
  public let kind: Kind
  /// Its start; nil for a note without a time.
  public let from: Instant?
  /// Its end.
  public let to: Instant?
  /// The subject: a compaction id, `repair`, ….
  public let subject: String
  /// Words with figures.
  public let text: String
  /// Place of its first sample; nil when the note concerns none.
  public let source: SourceLocation?
  /// The figures, for replays whose documents are notes.
  let figures: [JSONMember]

  /// The note as a document: times, subject, figures, words. `leading` comes first.
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

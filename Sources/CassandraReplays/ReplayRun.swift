// Runs a replay over a node. Steps are passed on one by one; memory grows only with the number of changed
// decisions.

public import CassandraAnalysis
public import CassandraModel

/// The result of one replay on one node with one feed.
public struct ReplayRun: Sendable {
  /// The feed of the replay.
  public let feed: ReplayFeed
  /// Number of instants with a decision.
  public internal(set) var steps = 0
  /// Number of undated ones among them.
  public internal(set) var undated = 0
  /// First instant; nil without dated steps.
  public internal(set) var first: Instant?
  /// Last instant.
  public internal(set) var last: Instant?
  /// Counts of each decision, in the order of their first instants.
  public internal(set) var decisions: [(decision: String, count: Int)] = []
  /// Counts of differences of the script as written, by cause, with the first place.
  public internal(set) var differences:
    [(cause: String, decision: String, count: Int, first: SourceLocation)] = []
  /// Counts of each mark.
  public internal(set) var marks: [(mark: ReplayMark, count: Int)] = []
  /// Steps with another decision, mark or action as written than the step before.
  public internal(set) var changes: [ReplayStep] = []
  /// Number of changes beyond the limit.
  public internal(set) var furtherChanges = 0
  /// Notes on all steps together.
  public internal(set) var notes: [ReplayNote] = []
  /// Agreement with the script's own output for the same samples; nil where there is none to compare with.
  public internal(set) var agreement: ReplayAgreement?
  /// State that the script would keep after the last run: its last alert of each table, in seconds since
  /// 1970; nil for a script that keeps none.
  public internal(set) var alertTimes: [String: Double]?

  /// Limit on the changes that are kept.
  static let changeLimit = 2000

  init(feed: ReplayFeed) { self.feed = feed }

  mutating func add(_ step: ReplayStep) {
    steps += 1
    if first == nil { first = step.at }
    last = step.at ?? last
    if step.at == nil { undated += 1 }
    count(step.decision)
    for mark in step.marks { count(mark) }
    if let written = step.asWritten { count(written, at: step.source) }
    let before = changes.last
    let isSame =
      before != nil && furtherChanges == 0 && before?.decision == step.decision && before?.marks == step.marks
      && before?.asWritten?.decision == step.asWritten?.decision
      && before?.asWritten?.cause == step.asWritten?.cause
    guard !isSame else { return }
    if changes.count < ReplayRun.changeLimit { changes.append(step) } else { furtherChanges += 1 }
  }

  private mutating func count(_ decision: String) {
    if let i = decisions.firstIndex(where: { $0.decision == decision }) {
      decisions[i].count += 1
    } else {
      decisions.append((decision, 1))
    }
  }

  private mutating func count(_ mark: ReplayMark) {
    if let i = marks.firstIndex(where: { $0.mark == mark }) {
      marks[i].count += 1
    } else {
      marks.append((mark, 1))
    }
  }

  private mutating func count(_ written: AsWritten, at source: SourceLocation) {
    let known = differences.firstIndex { $0.cause == written.cause && $0.decision == written.decision }
    if let known {
      differences[known].count += 1
    } else if differences.count < ReplayRun.differenceLimit {
      differences.append((written.cause, written.decision, 1, source))
    }
  }

  /// Limit on the causes that are kept.
  static let differenceLimit = 200
}

extension Replay {
  /// The feeds that `node` has; empty if it has nothing to replay.
  public func feeds(of node: NodeFindings) -> [ReplayFeed] { feeds(node).sorted() }

  /// Replays the data of `node`, feed by feed.
  ///
  /// - Parameters:
  ///   - node: whose samples and recordings are replayed.
  ///   - settings: the script's options.
  ///   - each: gets every step, of one feed after another, each in the order of time.
  /// - Returns: the result for each feed; empty if the node has nothing to replay.
  public func replay(
    _ node: NodeFindings, _ settings: ReplaySettings = ReplaySettings(),
    each: (ReplayFeed, ReplayStep) -> Void = { _, _ in }
  ) -> [ReplayRun] {
    feeds(of: node).map { feed in
      var result = ReplayRun(feed: feed)
      let end = run(ReplayInput(node: node, settings: settings, feed: feed)) { step in
        result.add(step)
        each(feed, step)
      }
      result.notes = end.notes
      result.agreement = end.agreement
      result.alertTimes = end.alertTimes
      return result
    }
  }
}

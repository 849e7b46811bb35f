// Running a replay over a node: its steps are handed on one by one, and what is kept does not grow with them but
// with how often decisions change.

public import CassandraModel

/// What one replay came to on one node with one feed.
public struct ReplayRun: Sendable {
  /// What it was fed with.
  public let feed: ReplayFeed
  /// How many instants were decided.
  public internal(set) var steps = 0
  /// How many of them nothing dates.
  public internal(set) var undated = 0
  /// First instant; nil without dated steps.
  public internal(set) var first: Instant?
  /// Last instant.
  public internal(set) var last: Instant?
  /// How often each decision was made, in the order in which they first were.
  public internal(set) var decisions: [(decision: String, count: Int)] = []
  /// How often the script as written did something else, by cause, with the first place.
  public internal(set) var differences:
    [(cause: String, decision: String, count: Int, first: SourceLocation)] = []
  /// How often each mark was set.
  public internal(set) var marks: [(mark: ReplayMark, count: Int)] = []
  /// Steps at which a decision, a mark or what the script did instead was not that of the step before.
  public internal(set) var changes: [ReplayStep] = []
  /// Changes that were not kept.
  public internal(set) var furtherChanges = 0
  /// What the steps come to.
  public internal(set) var notes: [ReplayNote] = []
  /// How it agrees with what the script wrote of the same samples; nil where nothing was written to compare with.
  public internal(set) var agreement: ReplayAgreement?
  /// What the script would remember after the last run: when it last alerted of each table, in seconds since 1970; nil
  /// for a script that remembers nothing.
  public internal(set) var alertTimes: [String: Double]?

  /// How many changes are kept.
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

  /// How many different causes are kept.
  static let differenceLimit = 200
}

extension Replay {
  /// What `node` has to be fed with; empty if it has nothing to replay.
  public func feeds(of node: NodeFindings) -> [ReplayFeed] { feeds(node).sorted() }

  /// Replays what `node` has, feed by feed.
  ///
  /// - Parameters:
  ///   - node: whose samples and recordings are replayed.
  ///   - settings: what the script would have been told.
  ///   - each: gets every step, of one feed after another, each in the order of time.
  /// - Returns: what it came to for each feed; empty if the node has nothing to replay.
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

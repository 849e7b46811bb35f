// Causes and effects in Cassandra, as data: a new link is one entry in the file of its subject.

import CassandraModel

/// A link: signs of one kind may follow from signs of another.
struct CausalLink: Sendable {
  /// The thing that cause and effect must have in common.
  enum Scope: Sendable {
    /// The same file of the same SSTable.
    case file
    /// A data directory, on one node.
    case disk
    /// A table, on one node.
    case table
    /// The node.
    case node
    /// One run of the process on a node.
    case run
    /// The effect is on another node and names the node of the cause, or is on that node itself.
    case peer
    /// Both are about the same peer, on any nodes.
    case samePeer
  }

  /// Stable, for example `disk-full-ends-process`.
  let id: String
  /// Kinds of sign that may be the cause.
  let from: [SignKind]
  /// Kinds of sign that may be the effect.
  let to: [SignKind]
  let scope: Scope
  /// Longest time from the end of the cause to the beginning of the effect.
  let within: TimeSpan
  /// Longest time by which the effect may precede the cause: a cause may be noticed late.
  var before = TimeSpan.seconds(0)
  /// 1 fits, 2 is known to follow, 3 is stated by the records themselves. The strongest of several causes is
  /// taken, then the nearest.
  let strength: Int
  /// The role of the effect in the incident.
  var role = Incident.Role.effect
  /// True when only the first such effect of a cause counts.
  var isFirstOnly = false
  /// The reason, in a clause: a fact of Cassandra, with its source in `origin`.
  let why: String
  /// Source of the fact: a class, a document or an observation.
  let origin: String
  /// A further condition on cause and effect.
  var requires: @Sendable (_ cause: Sign, _ effect: Sign) -> Bool = { _, _ in true }
}

extension CausalLink {
  /// True when `effect` may follow from `cause` by this link; kinds are known to match.
  func joins(_ cause: Sign, _ effect: Sign) -> Bool {
    // A node's own clock cannot be compared with UTC, nor with another node's.
    if cause.from.isUTC != effect.from.isUTC { return false }
    if cause.node != effect.node, !cause.from.isUTC { return false }
    let isTogether =
      switch scope {
      case .file:
        cause.node == effect.node && !cause.sstables.isDisjoint(with: effect.sstables)
          && !cause.files.isDisjoint(with: effect.files)
      case .disk: cause.node == effect.node && !cause.directories.isDisjoint(with: effect.directories)
      case .table: cause.node == effect.node && !cause.tables.isDisjoint(with: effect.tables)
      case .node, .run: cause.node == effect.node
      case .peer: effect.about.contains(PeerBook.key(cause.node))
      case .samePeer: !cause.about.isDisjoint(with: effect.about)
      }
    guard isTogether, requires(cause, effect) else { return false }
    guard scope == .run, let run = effect.episodes.first?.run else {
      return isInTime(cause.from, cause.to, effect.from)
    }
    return cause.episodes.contains { $0.run == run && isInTime($0.from, $0.to, effect.from) }
  }

  private func isInTime(_ first: Moment, _ last: Moment, _ effect: Moment) -> Bool {
    let at = effect.sortKey
    return at >= first.sortKey.addingClamped(-before.milliseconds)
      && at <= last.sortKey.addingClamped(within.milliseconds)
  }
}

extension TimeSpan {
  static func minutes(_ minutes: Int64) -> TimeSpan { .seconds(minutes * 60) }
  static func hours(_ hours: Int64) -> TimeSpan { .seconds(hours * 3600) }
}

// A known bug of Cassandra as data: its records in a log, the releases that have it, the workaround until an
// upgrade, and the source of each of these facts. The table itself is KnownIssue+All; each area has its file.

import CassandraModel

/// A bug of Cassandra with a number in its issue tracker.
public struct KnownIssue: Sendable, Identifiable {
  /// The number, for example 19704.
  public let number: Int
  /// The bug, in one sentence.
  public let summary: String
  /// The releases that have it, the oldest first.
  public let affected: [Releases]
  /// The effect on the node and its data.
  public let effect: String
  /// Steps until the node is upgraded, in order.
  public let workaround: [String]
  /// The effect of the upgrade on what the bug left behind; nil where none was read.
  public let upgrade: String?
  /// Steps that make it worse; each begins with "Do not".
  public let never: [String]
  /// Sources of these facts.
  public let sources: [Source]
  /// The test for its records; it does not test the release.
  let signature: ChainTest
  /// A setting without which it does not occur.
  let setting: Setting?
  /// The evidence that distinguishes it from errors with the same records; nil if its records suffice.
  public let settledBy: String?
  /// Its records: the proof of the signature, and samples for the reader.
  public var samples: [FailureEvidence] { makeSamples() }
  private let makeSamples: @Sendable () -> [FailureEvidence]

  /// `CASSANDRA-19704`.
  public var id: String { KnownIssue.prefix + String(number) }

  /// The prefix of ids.
  public static let prefix = "CASSANDRA-"

  init(
    _ number: Int, _ summary: String, in affected: [Releases], effect: String, workaround: [String] = [],
    upgrade: String? = nil,
    never: [String] = [], sources: [Source], signature: ChainTest, setting: Setting? = nil,
    settledBy: String? = nil, sample: @autoclosure @escaping @Sendable () -> FailureEvidence
  ) {
    self.number = number
    self.summary = summary
    self.affected = affected
    self.effect = effect
    self.workaround = workaround
    self.upgrade = upgrade
    self.never = never
    self.sources = sources
    self.signature = signature
    self.setting = setting
    self.settledBy = settledBy
    makeSamples = { [sample()] }
  }

  /// Releases from one that has the bug up to the first without it, which may be of a later branch.
  public struct Releases: Hashable, Sendable {
    /// The first release known to have it.
    public let first: String
    /// The first release without it; nil when none is known.
    public let fixed: String?

    init(_ first: String, _ fixed: String?) {
      self.first = first
      self.fixed = fixed
    }

    /// True if the release `version` is one of them.
    func contains(_ version: CassandraVersion) -> Bool {
      guard let first = CassandraVersion(first), version >= first else { return false }
      return fixed.flatMap { CassandraVersion($0) }.map { version < $0 } ?? true
    }
  }

  /// A setting with the values under which the bug occurs.
  struct Setting: Hashable, Sendable {
    /// Its name in cassandra.yaml.
    let name: String
    let values: [String]
  }

  /// The source of a fact.
  public enum Source: Hashable, Sendable {
    /// The change list, under these releases.
    case changes([String])
    /// A commit of apache/cassandra.
    case commit(String)
    /// A source file at the tag of a release.
    case code(String, at: String)
    /// A page.
    case page(String)

    /// The reference that a reader looks up.
    public var text: String {
      switch self {
      case .changes(let releases): "CHANGES.txt, " + releases.joined(separator: ", ")
      case .commit(let hash): "commit " + hash + " of apache/cassandra"
      case .code(let file, let tag): file + " at cassandra-" + tag
      case .page(let address): address
      }
    }
  }
}

extension KnownIssue {
  enum Bearing: Equatable {
    /// It has the bug; the first release without it is nil when none is known.
    case affected(fixed: String?)
    /// It is fixed in it.
    case fixed
    /// No source mentions it.
    case unlisted
  }

  func bearing(on version: CassandraVersion) -> Bearing {
    if let own = affected.first(where: { $0.contains(version) }) { return .affected(fixed: own.fixed) }
    let fixes = affected.map { $0.fixed.flatMap { CassandraVersion($0) } }
    let isLater = fixes.allSatisfy { $0.map { $0 <= version } ?? false }
    let isFixedInBranch = fixes.contains { fix in
      fix.map { $0 <= version && $0.branch == version.branch } ?? false
    }
    return isLater || isFixedInBranch ? .fixed : .unlisted
  }
}

extension CassandraVersion {
  /// Major and minor number: the branch that fixes are made for. 3.1 to 3.11 are one branch besides 3.0.
  var branch: [Int] {
    let branch = Array(numbers.prefix(2))
    return branch[0] == 3 && branch[1] > 0 ? [3, 1] : branch
  }
}

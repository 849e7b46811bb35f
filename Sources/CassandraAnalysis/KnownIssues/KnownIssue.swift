// A known bug of Cassandra as data: how it shows in a log, which releases have it, what people do until they upgrade,
// and where each of these facts was read. The table itself is KnownIssue+All; each area has its file.

import CassandraModel

/// A bug of Cassandra with a number in its issue tracker.
public struct KnownIssue: Sendable, Identifiable {
  /// The number, for example 19704.
  public let number: Int
  /// What goes wrong, in one sentence.
  public let summary: String
  /// The releases that have it, the oldest first.
  public let affected: [Releases]
  /// What it does to the node and its data.
  public let effect: String
  /// What to do until the node is upgraded, in order.
  public let workaround: [String]
  /// What makes it worse, beginning with "Do not".
  public let never: [String]
  /// Where these facts were read.
  public let sources: [Source]
  /// What its records have that others do not; it says nothing of the release.
  let signature: ChainTest
  /// A setting without which it does not occur.
  let setting: Setting?
  /// What tells it from other faults that log the same; nil if its records alone do.
  public let settledBy: String?
  /// Records of it: the proof of the signature, and samples for the reader.
  public var samples: [FailureEvidence] { makeSamples() }
  private let makeSamples: @Sendable () -> [FailureEvidence]

  /// `CASSANDRA-19704`.
  public var id: String { KnownIssue.prefix + String(number) }

  /// What ids begin with.
  public static let prefix = "CASSANDRA-"

  init(
    _ number: Int, _ summary: String, in affected: [Releases], effect: String, workaround: [String] = [],
    never: [String] = [], sources: [Source], signature: ChainTest, setting: Setting? = nil,
    settledBy: String? = nil, sample: @autoclosure @escaping @Sendable () -> FailureEvidence
  ) {
    self.number = number
    self.summary = summary
    self.affected = affected
    self.effect = effect
    self.workaround = workaround
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

  /// Where a fact was read.
  public enum Source: Hashable, Sendable {
    /// The change list, under these releases.
    case changes([String])
    /// A commit of apache/cassandra.
    case commit(String)
    /// A source file at the tag of a release.
    case code(String, at: String)
    /// A page.
    case page(String)

    /// What a reader looks up.
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
  /// What is known of a release.
  enum Bearing: Equatable {
    /// It has the bug; the first release without it is nil when none is known.
    case affected(fixed: String?)
    /// It is fixed in it.
    case fixed
    /// Nothing that was read speaks of it.
    case unlisted
  }

  /// What is known of the release `version`.
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
  /// Major and minor number: the line of releases that fixes are made for. 3.1 to 3.11 are one line beside 3.0.
  var branch: [Int] {
    let branch = Array(numbers.prefix(2))
    return branch[0] == 3 && branch[1] > 0 ? [3, 1] : branch
  }
}

// All known bugs, area by area, and the search for those that a record matches.

import CassandraModel

extension KnownIssue {
  /// All known bugs, in order of area.
  public static let all: [KnownIssue] =
    compaction + sstables + merges + streaming + repair + commitLog + indexes + startup + memory

  /// The bug with that id, in upper or lower case; nil if there is none.
  public static func named(_ id: String) -> KnownIssue? {
    let upper = id.uppercased()
    return upper.hasPrefix(prefix) ? all.first { $0.id == upper } : nil
  }

  /// Issues that may match a record without an exception: most records have none, and few signatures match
  /// without one.
  private static let plain = all.filter { $0.signature.mayHoldWithoutException }

  /// The bugs whose signature `evidence` has, for any release; in order of number.
  static func matching(_ evidence: FailureEvidence) -> [KnownIssue] {
    (evidence.links.isEmpty ? plain : all).filter { $0.signature.holds(for: evidence) }
      .sorted { $0.number < $1.number }
  }
}

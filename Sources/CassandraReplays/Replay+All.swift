// All replays. The order is the order in the help and in reports.

import CassandraAnalysis

extension Replay {
  /// Every replay there is.
  public static let all: [Replay] = [tracker, poll, triage, resolver, tombstones, windows, quarantine]

  /// The only replay with state from run to run, and so with a state file.
  public static let tombstonesID = tombstones.id

  /// The replay of that name; nil without one.
  public static func named(_ id: String) -> Replay? { all.first { $0.id == id } }
}

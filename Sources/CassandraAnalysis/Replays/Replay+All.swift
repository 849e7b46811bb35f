// All replays. The order is the order in the help and in reports.

extension Replay {
  /// Every replay there is.
  public static let all: [Replay] = [tracker, poll, triage, resolver, tombstones, windows, quarantine]

  /// The only replay that remembers something from run to run, and so takes a state file.
  public static let tombstonesID = tombstones.id

  /// The replay of that name.
  public static func named(_ id: String) -> Replay? { all.first { $0.id == id } }
}

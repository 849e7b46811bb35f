// All replays. The order is the order in the help and in reports.

extension Replay {
  /// Every replay there is.
  public static let all: [Replay] = [tracker, poll, triage, windows]

  /// The replay of that name.
  public static func named(_ id: String) -> Replay? { all.first { $0.id == id } }
}

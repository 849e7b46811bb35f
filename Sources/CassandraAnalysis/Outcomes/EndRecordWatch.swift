// Work that logs its own good end: hints that are sent after all, an index that is built, a table that is
// validated. An earlier failure is over when the same work is logged as ended.

import CassandraModel

/// Watches for records of a good end.
struct EndRecordWatch: Sendable {
  /// Failed work that waits for one.
  private struct Waiting {
    /// The words of its record, which name the failed work.
    let words: String
    var end: Outcome.LocalEvidence?
  }

  private var waiting: [FaultBook.Key: [Waiting]] = [:]
  private static let limit = 1000

  var isEmpty: Bool { waiting.isEmpty }

  /// A task failed: an earlier good end proves nothing any more.
  mutating func failed(_ failure: Failure) {
    guard case .endRecord = failure.classification.category.closingEvidence, !failure.words.isEmpty else {
      return
    }
    let key = FaultBook.key(of: failure)
    guard waiting[key, default: []].count < EndRecordWatch.limit else { return }
    waiting[key]?.removeAll { $0.words == failure.words }
    waiting[key, default: []].append(Waiting(words: failure.words))
  }

  /// The work called `name` ended well.
  mutating func ended(_ name: String, _ event: some LogRecord) {
    guard !name.isEmpty else { return }
    for (key, all) in waiting {
      for index in all.indices where all[index].end == nil && EndRecordWatch.names(all[index].words, name) {
        waiting[key]?[index].end = Outcome.LocalEvidence(event)
      }
    }
  }

  /// The last good end; nil while some of the work has none.
  func end(of key: FaultBook.Key) -> Outcome.LocalEvidence? {
    guard let all = waiting[key] else { return nil }
    let ends = all.compactMap(\.end)
    guard ends.count == all.count else { return nil }
    return ends.max { a, b in a.at != b.at ? a.at < b.at : a.source < b.source }
  }

  /// True when `name` is a whole word of `words`.
  private static func names(_ words: String, _ name: String) -> Bool {
    let isPart = { (character: Character) in
      character.isLetter || character.isNumber || character == "_" || character == "-"
    }
    var rest = words[...]
    while let range = rest.firstRange(of: name) {
      let before = range.lowerBound == words.startIndex ? nil : words[words.index(before: range.lowerBound)]
      let after = range.upperBound == words.endIndex ? nil : words[range.upperBound]
      if !(before.map(isPart) ?? false), !(after.map(isPart) ?? false) { return true }
      rest = words[range.upperBound...]
    }
    return false
  }
}

extension MilestoneBook {
  /// The end of a repair that began after `moment` on a keyspace of `keyspaces` and ended well.
  func repaired(_ keyspaces: Set<String>, after moment: LocalTime) -> Outcome.LocalEvidence? {
    ended(after: moment) { $0.isRepair && keyspaces.contains($0.operation) }
  }

  /// The end of a stream that began after `moment`, of the kind of one that failed, and with one of its peers.
  func streamed(_ failed: Milestone, after moment: LocalTime) -> Outcome.LocalEvidence? {
    ended(after: moment) { one in
      one.isStream && one.operation == failed.operation && !Set(one.peers).isDisjoint(with: failed.peers)
    }
  }

  private func ended(
    after moment: LocalTime, _ matches: (Milestone) -> Bool
  ) -> Outcome.LocalEvidence? {
    all.first { $0.first > moment && $0.hasEnded && !$0.hasFailed && matches($0) }
      .map { Outcome.LocalEvidence(at: $0.last, source: $0.lastSource) }
  }

  /// Milestones of a kind that failed between `first` and `last`, or up to a minute before.
  func failed(_ first: LocalTime, _ last: LocalTime, _ matches: (Milestone) -> Bool) -> [Milestone] {
    all.filter {
      $0.hasFailed && $0.first <= last && $0.last.milliseconds >= first.milliseconds - 60_000 && matches($0)
    }
  }
}

extension Milestone {
  var isRepair: Bool { name.name.hasPrefix("repair.") }
  var isStream: Bool { name.name.hasPrefix("stream.") }
}

// Whether a compaction that failed was done again and ended well: then what made it fail is over, whatever it
// was. The same SSTables as inputs of a later compaction are the proof; silence is none.

import CassandraModel

/// Watches for later compactions of what failed.
struct RetryWatch: Sendable, Codable {
  private struct Retry: Codable {
    /// The SSTables that the failed task read: the base of each path.
    var inputs: [String]
    /// The later compaction that reads them, and is not over.
    var compaction: TimeUUID?
    var ended: End?
  }

  /// The end of a later compaction.
  struct End: Codable {
    let at: LocalTime
    let source: SourceLocation
  }

  private var retries: [FaultBook.Key: Retry] = [:]
  /// All inputs that were ever watched for.
  private(set) var names = PathFilter()

  /// More inputs than this need not agree: the first ones tell.
  private static let inputLimit = 4

  var isEmpty: Bool { retries.isEmpty }

  /// A task failed. Whatever ended before is open again; `inputs` is nil when they are not known.
  mutating func failed(_ failure: Failure, inputs: String?) {
    let key = FaultBook.key(of: failure)
    guard let inputs else {
      retries[key] = nil
      return
    }
    let paths = inputs.split(separator: ",").prefix(RetryWatch.inputLimit)
    let bases = paths.compactMap { path -> String? in
      let start = path.firstIndex(of: "/") ?? path.startIndex
      guard let end = path.range(ofSuffix: "-Data.db") else { return nil }
      return start < end ? String(path[start..<end]) : nil
    }
    retries[key] = bases.isEmpty ? nil : Retry(inputs: bases)
    for base in bases { names.add(base) }
  }

  mutating func compactionStarted(_ event: some LogRecord) {
    guard let id = event.uuid(.id), let inputs = event.text(.inputs) else { return }
    for (key, retry) in retries where retry.ended == nil {
      if retry.inputs.allSatisfy({ mentions(inputs, $0) }) { retries[key]?.compaction = id }
    }
  }

  mutating func compactionFinished(_ event: some LogRecord) {
    guard let id = event.uuid(.id) else { return }
    for (key, retry) in retries where retry.compaction == id {
      retries[key]?.ended = End(at: event.at, source: event.source)
    }
  }

  /// When a later compaction of what failed last ended well; nil when none did.
  func end(of key: FaultBook.Key) -> End? { retries[key]?.ended }
}

extension Substring {
  /// Where `suffix` begins, in its first occurrence; nil when it does not occur.
  fileprivate func range(ofSuffix suffix: String) -> Index? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(suffix) { return start }
      start = index(after: start)
    }
    return nil
  }
}

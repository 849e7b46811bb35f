// Whether a compaction that failed was done again and ended well: then what made it fail is over, whatever it
// was. The same SSTables as inputs of a later compaction are the proof; silence is none.

import CassandraModel

/// Watches for later compactions of what failed.
struct RetryWatch: Sendable {
  private struct Retry {
    /// The SSTables that the failed task read: the base of each path.
    var inputs: [String]
    /// The later compaction that reads them, and is not over.
    var compaction: TimeUUID?
    var ended: End?
  }

  /// The end of a later compaction.
  struct End {
    let at: LocalTime
    let source: SourceLocation
  }

  private var retries: [FaultBook.Key: Retry] = [:]
  /// The inputs that are watched for, and some that were.
  private(set) var names = PathFilter()
  private var nameCount = 0

  /// More inputs than this need not agree: the first ones tell.
  private static let inputLimit = 4
  private static let nameLimit = 256

  var isEmpty: Bool { retries.isEmpty }

  /// A task failed. Whatever ended before is open again; `inputs` is nil when they are not known.
  mutating func failed(_ failure: Failure, inputs: String?) {
    let key = FaultBook.key(of: failure)
    guard let inputs else {
      retries[key] = nil
      return
    }
    let bases = RetryWatch.bases(of: inputs)
    retries[key] = bases.isEmpty ? nil : Retry(inputs: bases)
    note(bases)
    // Full of names that nobody waits for any more it would let every list pass.
    if nameCount > RetryWatch.nameLimit + 2 * retries.count * RetryWatch.inputLimit {
      (names, nameCount) = (PathFilter(), 0)
      for retry in retries.values { note(retry.inputs) }
    }
  }

  private mutating func note(_ bases: [String]) {
    for base in bases { names.add(base) }
    nameCount += bases.count
  }

  /// The bases of the first paths of a list.
  private static func bases(of inputs: String) -> [String] {
    let list = inputs.utf8Span.span
    var bases: [String] = []
    var paths = 0
    var start = 0
    while start < list.count, paths < inputLimit {
      var end = start
      while end < list.count, list[end] != UInt8(ascii: ",") { end += 1 }
      if end > start { paths += 1 }
      if let base = base(in: list, start..<end) { bases.append(base) }
      start = end + 1
    }
    return bases
  }

  /// From the first slash of a path to the end of its generation; nil when it names no data file.
  private static func base(in list: Span<UInt8>, _ path: Range<Int>) -> String? {
    var start = path.lowerBound
    while start < path.upperBound, list[start] != UInt8(ascii: "/") { start += 1 }
    if start == path.upperBound { start = path.lowerBound }
    let ending = "-Data.db"
    let suffix = ending.utf8Span.span
    for end in path where path.upperBound - end >= suffix.count {
      var length = 0
      while length < suffix.count, list[end + length] == suffix[length] { length += 1 }
      guard length == suffix.count else { continue }
      guard start < end, let base = try? UTF8Span(validating: list.extracting(start..<end)) else {
        return nil
      }
      return String(copying: base)
    }
    return nil
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

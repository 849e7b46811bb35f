// Retries of failed compactions: a failed compaction that was repeated and succeeded resolves its error. A
// later compaction with the same SSTables as inputs is the proof; silence is none.

import CassandraModel

/// Watches for retries of failed compactions.
struct RetryWatch: Sendable {
  private struct Retry {
    /// The SSTables that the failed task read: the base of each path. All of them: one that was left out of
    /// the retry was not read.
    let inputs: [String]
    /// The run of the process in which it failed.
    let process: Int
    /// The running compaction that reads all of them.
    var compaction: TimeUUID?
    var ended: End?
  }

  /// The end of a later compaction.
  struct End {
    let evidence: Outcome.LocalEvidence
    /// True when it ended in another run of the process.
    let isInNewProcess: Bool
  }

  /// The failed tasks of one error.
  private struct Tasks {
    var retries: [Retry] = []
    /// True when a task failed whose inputs are unknown, or more tasks failed than are followed: no retry
    /// closes those.
    var hasUnknown = false
  }

  private var tasks: [FaultBook.Key: Tasks] = [:]
  /// The first inputs of tasks, and the errors whose tasks have them.
  private var index = SSTableIndex()
  private var byFirst: [String: Set<FaultBook.Key>] = [:]
  /// Errors by the compaction that reads all inputs of one of their tasks.
  private var readers: [TimeUUID: Set<FaultBook.Key>] = [:]
  /// The inputs that are watched for, and some former ones.
  private(set) var names = PathFilter()
  private var nameCount = 0
  /// Number of names that stay in the filter: those that are watched for.
  private var keptNames = 0

  /// A hostile log may list any number of inputs; a task with more than this is not followed.
  private static let inputLimit = 20_000
  private static let nameLimit = 256
  /// The filter has only the first inputs of a task: a retry that has all inputs has these.
  private static let notedInputs = 4

  private static let taskLimit = 100

  var isEmpty: Bool { tasks.isEmpty }

  /// A task failed: its error is open again. `inputs` is nil when they are not known.
  mutating func failed(_ failure: Failure, inputs: String?) {
    let key = FaultBook.key(of: failure)
    var bases = inputs.map { RetryWatch.bases(of: $0) } ?? []
    // The named SSTables could not be read; the other inputs of the task do not matter.
    if case .sameInputs = failure.classification.category.closingEvidence, !failure.sstables.isEmpty {
      bases = failure.sstables.map(\.base)
    }
    var own = tasks[key] ?? Tasks()
    own.retries.removeAll { $0.inputs == bases }
    if bases.isEmpty || own.retries.count == RetryWatch.taskLimit {
      own.hasUnknown = true
    } else {
      own.retries.append(Retry(inputs: bases, process: failure.process))
      index.add(bases[0])
      byFirst[bases[0], default: []].insert(key)
    }
    tasks[key] = own
    note(bases)
    // Filled with names that are no longer watched, the filter would let every list pass.
    if nameCount > RetryWatch.nameLimit + 2 * max(keptNames, tasks.count * RetryWatch.notedInputs) {
      (names, nameCount) = (PathFilter(), 0)
      for retry in tasks.values.flatMap(\.retries) { note(retry.inputs) }
      keptNames = nameCount
    }
  }

  private mutating func note(_ bases: [String]) {
    for base in bases.prefix(RetryWatch.notedInputs) { names.add(base) }
    nameCount += min(bases.count, RetryWatch.notedInputs)
  }

  /// The bases of the paths of a list; none of a list that is too long.
  private static func bases(of inputs: String) -> [String] {
    let list = inputs.utf8Span.span
    var bases: [String] = []
    var paths = 0
    var start = 0
    while start < list.count {
      if paths == inputLimit { return [] }
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
    let named = index.named(in: inputs)
    guard !named.isEmpty else { return }
    let read = Set(RetryWatch.bases(of: inputs))
    for key in Set(named.flatMap { byFirst[$0] ?? [] }) {
      for (index, retry) in (tasks[key]?.retries ?? []).enumerated() where retry.ended == nil {
        guard let first = retry.inputs.first, named.contains(first),
          retry.inputs.count == 1 || retry.inputs.allSatisfy(read.contains)
        else { continue }
        tasks[key]?.retries[index].compaction = id
        readers[id, default: []].insert(key)
      }
    }
  }

  mutating func compactionFinished(_ event: some LogRecord, process: Int) {
    guard let id = event.uuid(.id) else { return }
    for key in readers.removeValue(forKey: id) ?? [] {
      for (index, retry) in (tasks[key]?.retries ?? []).enumerated() where retry.compaction == id {
        tasks[key]?.retries[index].ended = End(
          evidence: Outcome.LocalEvidence(event), isInNewProcess: process != retry.process)
      }
    }
  }

  /// The end of the last successful retry, when every failed task was retried with success; nil as long as
  /// one was not.
  func end(of key: FaultBook.Key) -> End? {
    guard let own = tasks[key], !own.hasUnknown else { return nil }
    let ends = own.retries.compactMap(\.ended)
    guard ends.count == own.retries.count, let last = ends.max(by: { $0.evidence.at < $1.evidence.at }) else {
      return nil
    }
    return End(evidence: last.evidence, isInNewProcess: ends.allSatisfy(\.isInNewProcess))
  }
}

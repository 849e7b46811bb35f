// Which checkpoints of a node's logs there may be, and where they are kept.
//
//   system.log.2.zip  |--------|
//   system.log.1.zip           |--------|
//   system.log                 ·        |------|·
//                              before the file that still grows, and at the end
//
// A checkpoint is kept under a hash of all files before it, so it fits whatever run begins with the same files, by
// content. Of each kind of file the newest one may have grown until the next run, and more may have come behind it:
// so there is a checkpoint before each of those, and one at the end.

import CassandraModel

/// The checkpoints of a node's logs.
struct LogCheckpoints {
  private let cache: CaptureCache
  private let files: [LogFile]
  /// For each number of files the key of that many; as far as files can be identified.
  private let keys: [CacheKey]
  private let identities: [[UInt8]]
  /// Before which files to keep one, or at the end.
  private let places: Set<Int>

  /// What changes when the form of a checkpoint does, beyond what changes with the program.
  private static let form = "log checkpoint 1"

  /// The checkpoints of `files`, which are in the order of time; nil without a cache, or for what cannot be kept.
  ///
  /// - Parameters:
  ///   - tails: for each file the lines of its successor that complete its last record.
  ///   - sink: what takes the records.
  init?(_ files: [LogFile], tails: [[UInt8]], sink: some FactSink, options: CaptureOptions) {
    guard let cache = options.cache, let sink = sink as? any ResumableSink,
      files.allSatisfy({ $0.facts == nil })
    else { return nil }
    self.cache = cache
    self.files = files
    var key = CacheKey("\(LogCheckpoints.form) \(sink.logSettings) \(options.limit)")
    var keys = [key]
    var identities: [[UInt8]] = []
    for (file, tail) in zip(files, tails) {
      guard let identity = file.input.identity(verifying: cache.verifies) else { break }
      let wrapping = file.wrapping.map { String(describing: $0) } ?? ""
      key = key.adding(identity).adding(tail).adding(Array("\(file.isSecondary) \(wrapping)".utf8))
      keys.append(key)
      identities.append(identity)
    }
    self.keys = keys
    self.identities = identities
    let newest = Dictionary(files.indices.map { (files[$0].stream, $0) }) { _, last in last }
    places = Set(newest.values).union([files.count]).subtracting([0])
  }

  /// The latest checkpoint that fits; what it holds of `sink` is in it then. Nil when there is none.
  func resume<Sink: FactSink>(_ sink: inout Sink) -> (
    next: Int, checkpoint: LogCheckpoint, account: NodeLogAccount
  )? {
    guard var resumed = sink as? any ResumableSink else { return nil }
    for next in keys.indices.dropFirst().reversed() {
      for isEnd in [true, false] {
        guard let bytes = cache.state(key(next, isEnd)) else { continue }
        do {
          let named = try State.value(NamedCheckpoint.self, from: bytes)
          let names = zip(named.names, files.prefix(next).map(\.input.name))
          let renamed = Dictionary(names) { first, _ in first }
          let checkpoint = try State.value(LogCheckpoint.self, from: named.checkpoint.bytes, renamed: renamed)
          guard checkpoint.open.allSatisfy({ $0.index < next }) else { throw StateError() }
          if next < files.count, files[next].first < checkpoint.boundary { continue }
          try resumed.resumeLog(from: checkpoint.sink.bytes, renamed: renamed)
          guard let own = resumed as? Sink else { return nil }
          sink = own
          cache.used()
          return (next, checkpoint, checkpoint.account(renamed: renamed))
        } catch { cache.refused(key(next, isEnd)) }
      }
    }
    return nil
  }

  private func key(_ next: Int, _ isEnd: Bool) -> CacheKey {
    isEnd ? keys[next].adding(Array("end".utf8)) : keys[next]
  }

  /// Keeps the checkpoint that `make` gives before the file `next`, if one is wanted there.
  func keep(
    before next: Int, isEnd: Bool, _ sink: some FactSink,
    _ make: (_ sink: [UInt8]) -> LogCheckpoint
  ) {
    guard places.contains(next), next < keys.count, !cache.has(key(next, isEnd)),
      let sink = sink as? any ResumableSink
    else { return }
    // A log that was written while it was read is not the one that its identity stands for.
    for (file, identity) in zip(files.prefix(next), identities)
    where file.input.identity(verifying: cache.verifies) != identity { return }
    // What cannot be written down is read again the next time.
    guard let state = try? sink.logState(),
      let named = try? NamedCheckpoint(make(state), names: files.prefix(next).map(\.input.name)),
      let bytes = try? State.bytes(of: named)
    else { return }
    cache.keep(bytes, as: key(next, isEnd))
  }
}

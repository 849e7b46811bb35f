// All log files of one node as one history.
//
//   system.log.2.zip  |--------|
//   system.log.1.zip           |--------|
//   system.log                           |------|
//   debug.log.1.gz        |--------|
//   debug.log                       |-----------|
//   stdout.log        |-------------------------|
//
// A file is opened when the history reaches its first record. Open files are merged in the order of time; a
// record in several files is delivered once. Within a file the order of its bytes holds: clocks step back,
// and threads overtake each other by some milliseconds. Only a few blocks of each open file are in memory,
// whatever their size.

package import CassandraModel

/// The result of reading a node's logs, besides its events.
package struct NodeLogAccount: Sendable {
  /// One for each file, in input order.
  package var coverage: [Coverage] = []
  package var diagnostics = DiagnosticLog()
  /// Records that were skipped because another file had them already.
  package var copies = 0
  /// Clock readings of the files, in order of file name.
  var clock: [ClockReading] = []
}

/// Reads a node's log files in the order of time.
package struct NodeLogReader {
  /// A file that is being read.
  private struct Open {
    let index: Int
    /// With equal times, other files go first.
    let isSecondary: Bool
    let reader: LogFileReader
    var block = ParsedBlock()
    var progress = FileProgress()
    var repeated = RepeatedTimes()
    var next = 0
    /// The latest time so far: the file's place in the order, even where its clock stepped back.
    var reached: LocalTime

    /// The time of its next event.
    var at: LocalTime { block.events.at(next) }

    /// The next events before `limit`, at least one, up to the first that another file had already.
    mutating func take(
      before limit: LocalTime?, _ hasOthers: Bool, _ copies: inout RecordDeduplication
    ) -> (new: Range<Int>, copied: Int) {
      let start = next
      while next < block.events.count {
        let at = block.events.at(next)
        if next > start, let limit, max(reached, at) >= limit { break }
        reached = max(reached, at)
        if hasOthers, !copies.isNew(block.hashes[next], in: index, at: at) {
          next += 1
          return (start..<(next - 1), 1)
        }
        next += 1
      }
      return (start..<next, 0)
    }
  }

  private let files: [LogFile]
  private let parser: LogBlockParser
  private let workers: Int
  private let options: CaptureOptions
  /// True if records are compared by content, not by the bytes of their heads.
  private let comparesEvents: Bool
  /// True if copies of records are detected.
  private let comparesHeads: Bool

  /// - Parameter workers: Number of files read at once, in addition to those that overlap in time.
  package init(_ files: [LogFile], catalog: MessageCatalog, workers: Int, options: CaptureOptions) {
    self.files = files.sorted {
      $0.first != $1.first
        ? $0.first < $1.first : $0.origin.utf8.lexicographicallyPrecedes($1.origin.utf8)
    }
    comparesEvents = files.count > 1 && files.contains { $0.facts != nil }
    comparesHeads = files.count > 1
    parser = LogBlockParser(
      catalog: catalog, comparesHeads: comparesHeads && !comparesEvents,
      keepsEveryRecord: options.keepsEveryRecord)
    self.workers = max(1, workers)
    self.options = options
  }

  /// Delivers every record once to `sink`, in the order of time.
  package func read<Sink: FactSink>(into sink: inout Sink) async -> NodeLogAccount {
    var account = NodeLogAccount()
    var copies = RecordDeduplication()
    var open: [Open] = []
    var waiting = FilesAhead(files, parser: parser, workers: workers, options: options)

    while true {
      // A file is opened when the history reaches its first record.
      while let first = waiting.first, open.isEmpty || open.contains(where: { $0.reached >= first }) {
        guard let (index, reader) = await waiting.take(&account.diagnostics) else { continue }
        let start = Open(
          index: index, isSecondary: files[index].isSecondary, reader: reader, reached: first)
        if let file = await advance(start, &account) { open.append(file) }
      }
      guard let turn = open.indices.min(by: { NodeLogReader.isBefore(open[$0], open[$1]) }) else { break }
      let others = open.indices.filter { $0 != turn }.map { open[$0].reached }
      let limit = (others + [waiting.first].compactMap { $0 }).min()
      let (new, copied) = open[turn].take(before: limit, comparesHeads, &copies)
      account.copies += copied
      if !new.isEmpty { sink.receive(events: open[turn].block.events[new]) }
      if open[turn].next < open[turn].block.events.count {
        open[turn].reached = max(open[turn].reached, open[turn].at)
      } else {
        let file = open.remove(at: turn)
        if let more = await advance(file, &account) { open.insert(more, at: turn) }
      }
    }
    account.clock.sort { $0.source < $1.source }
    account.coverage.sort { $0.file.utf8.lexicographicallyPrecedes($1.file.utf8) }
    return account
  }

  /// The file at its next event; nil after its last one, when its coverage was added.
  private func advance(_ file: Open, _ account: inout NodeLogAccount) async -> Open? {
    var file = file
    while var block = await file.reader.next() {
      if let progress = options.progress { progress(file.progress.step(await file.reader.position)) }
      // Records from the interchange have no heads to compare.
      if comparesEvents { block.hashes = block.events.map(\.identity) }
      if !block.events.isEmpty {
        file.repeated.mark(&block.events)
        file.block = block
        file.next = 0
        file.reached = max(file.reached, file.at)
        return file
      }
    }
    let coverage = await file.reader.coverage
    options.progress?(.finished(file: coverage.file))
    // The interchange already has the coverage of its source files.
    if files[file.index].facts == nil { account.coverage.append(coverage) }
    account.diagnostics.merge(await file.reader.diagnostics)
    account.clock += await file.reader.clock
    return nil
  }

  /// By the time reached; where clocks stepped back, by the time itself; then in the order of the files.
  private static func isBefore(_ a: Open, _ b: Open) -> Bool {
    if a.reached != b.reached { return a.reached < b.reached }
    let (left, right) = (a.at, b.at)
    if left != right { return left < right }
    return a.isSecondary != b.isSecondary ? b.isSecondary : a.index < b.index
  }
}

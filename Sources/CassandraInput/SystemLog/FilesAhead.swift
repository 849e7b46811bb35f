// The files of a node that are read next. A few are read ahead, so that decompressing an archive need not
// wait for the one before.

import CassandraModel

/// A node's log files in order, opened one after the other.
struct FilesAhead {
  private struct Started {
    let reader: LogFileReader
    let ahead: Task<Void, Never>?
  }

  private let files: [LogFile]
  /// For each file, the lines of its successor that complete its last record.
  private let tails: [[UInt8]]
  private let parser: LogBlockParser
  private let workers: Int
  private let options: CaptureOptions
  /// The index of the next file.
  private var next = 0
  private var started: [Int: Started] = [:]

  /// Limit of waiting events in all files that are read ahead. A few hundred bytes each.
  private static let eventLimit = 60_000
  /// Limit of files that are read ahead, whatever the number of cores.
  private static let fileLimit = 4

  init(
    _ files: [LogFile], parser: LogBlockParser, workers: Int, options: CaptureOptions
  ) {
    self.files = files
    tails = FilesAhead.tails(of: files)
    self.parser = parser
    self.workers = workers
    self.options = options
  }

  /// For each of `files`, the lines of its successor that complete its last record.
  private static func tails(of files: [LogFile]) -> [[UInt8]] {
    var tails = [[UInt8]](repeating: [], count: files.count)
    var lastOfStream: [String: Int] = [:]
    for (index, file) in files.enumerated() {
      if !file.lead.isEmpty, let before = lastOfStream[file.stream] { tails[before] = file.lead }
      lastOfStream[file.stream] = index
    }
    return tails
  }

  /// The assumed time of a trace at the top of file `index`, above its first head: the time of that head or,
  /// in a file without heads, of the node's first record; nil where an earlier file has the head of the
  /// trace.
  private func headlessAt(_ index: Int) -> LocalTime? {
    let file = files[index]
    if file.isUndated { return files.first { !$0.isUndated }?.first ?? file.first }
    guard LogFile.beginsInTrace(file.lead), !files[..<index].contains(where: { $0.stream == file.stream })
    else {
      return nil
    }
    return file.first
  }

  /// The time of the next file's first record; nil after the last file.
  var first: LocalTime? { next < files.count ? files[next].first : nil }

  /// The next file; nil when it cannot be opened, with the reason in `diagnostics`.
  mutating func take(_ diagnostics: inout DiagnosticLog) async -> (index: Int, reader: LogFileReader)? {
    let index = next
    next += 1
    let own = started.removeValue(forKey: index) ?? open(index, ahead: nil, &diagnostics)
    let ahead = min(workers - 1, FilesAhead.fileLimit)
    if ahead > 0 {
      for other in next..<min(next + ahead, files.count) where started[other] == nil {
        started[other] = open(other, ahead: FilesAhead.eventLimit / ahead, &diagnostics)
      }
    }
    guard let own else { return nil }
    own.ahead?.cancel()
    await own.ahead?.value
    return (index, own.reader)
  }

  private func open(_ index: Int, ahead: Int?, _ diagnostics: inout DiagnosticLog) -> Started? {
    let input = files[index].input
    do throws(SystemFailure) {
      let reader =
        if let facts = files[index].facts {
          LogFileReader(
            try input.open(limit: options.limit, blockSize: facts.blockSize), file: input.name,
            parser: FactEventParser(node: facts.node), tail: [], linesBefore: facts.linesBefore,
            isParallel: options.jobs > 1)
        } else {
          LogFileReader(
            try input.open(
              limit: options.limit,
              blockSize: files[index].pasted == nil ? BlockReader.blockSize : PastedText.blockSize),
            file: input.name, wrapping: files[index].wrapping, layouts: files[index].layouts,
            pasted: files[index].pasted, parser: parser, tail: tails[index], headlessAt: headlessAt(index),
            isParallel: options.jobs > 1)
        }
      return Started(
        reader: reader, ahead: ahead.map { limit in Task { await reader.readAhead(upTo: limit) } })
    } catch {
      diagnostics.report(
        .unreadable(input.name, error))
      return nil
    }
  }
}

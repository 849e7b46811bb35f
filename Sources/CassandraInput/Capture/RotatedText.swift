// Captured outputs that rotation cut into files are one text, oldest first: an output may continue in the
// next file, a time holds across the cut, and a monitor's state continues.
//
//     compaction-tracker.log.2.gz  |-------|
//     compaction-tracker.log.1.gz          |--------|
//     compaction-tracker.log                      |-----------|
//                                                 ^ copytruncate: lines copied before the file was emptied
//                                                   are in both files, and count once

import CassandraModel

struct RotatedText: Sendable {
  /// Oldest first; a single file for a text that was not rotated.
  private(set) var files: [CaptureText]
  /// The name of the newest.
  var name: String { files.last?.input.name ?? "" }

  /// `texts` in groups, one for each text that rotation cut.
  static func streams(of texts: [CaptureText]) -> [RotatedText] {
    var streams: [RotatedText] = []
    var known: [String: Int] = [:]
    for text in texts {
      let rotation = RotatedName(text.input.name)
      let key = [text.format.name, rotation.stem, text.part?.name ?? text.machine?.name ?? ""].joined(
        separator: "\n")
      if rotation.mayRotate, let index = known[key] {
        streams[index].files.append(text)
      } else {
        if rotation.mayRotate { known[key] = streams.count }
        streams.append(RotatedText(files: [text]))
      }
    }
    for index in streams.indices where streams[index].files.count > 1 { streams[index].sort() }
    return streams
  }

  private mutating func sort() {
    files.sort { a, b in
      let (left, right) = (RotatedName(a.input.name), RotatedName(b.input.name))
      return left == right
        ? a.input.name.utf8.lexicographicallyPrecedes(b.input.name.utf8) : left.isOlder(than: right)
    }
    // In all files, times precede outputs, or follow them.
    guard let first = files.first?.part else { return }
    let tally = files.dropFirst().reduce(first.tally) { tally, file in
      file.part.map { tally.followed(by: $0.tally) } ?? tally
    }
    for index in files.indices { files[index].part?.order = tally.order }
  }

  // MARK: Reading

  /// Reads all of it, block by block.
  func read<Sink: NodeSink>(
    _ sink: Sink, _ clock: WallClock?, _ options: CaptureOptions
  ) -> NodeWork.Result<Sink> {
    var result = NodeWork.Result(sink: sink, coverage: [], diagnostics: DiagnosticLog(), hasFacts: true)
    guard let newest = files.last else { return result }
    let (time, assumption) = files.count == 1 ? newest.input.time(by: clock) : (nil, nil)
    if let assumption { result.diagnostics.report(assumption) }
    var reader = newest.reader(time: time)
    reader.setClock(clock)
    var placing = PlacingSink(sink, file: newest.input.name)
    var repeats = RepeatedLines()
    var until: Moment?
    for (index, file) in files.enumerated() {
      do throws(SystemFailure) {
        let before = reader.lines
        // A text of one file has no repeated lines.
        let skipped = files.count > 1 ? try repeats.count(in: file.input, options.limit) : 0
        if files.count > 1 {
          placing.beginFile(file.input.name, skipping: skipped)
          reader.beginFile(file.part, skipping: skipped)
        }
        let account = try read(file, &reader, &placing, skipping: skipped, options)
        if index == files.count - 1 { reader.finish(into: &placing) } else { reader.endFile() }
        result.diagnostics.merge(account.diagnostics)
        options.progress?(.finished(file: file.input.name))
        let period = reader.period
        var lines = reader.lines
        lines -= before
        lines.continuation += skipped
        result.coverage.append(
          Coverage(
            file: file.input.name, format: reader.formatName, bytes: account.bytes, lines: lines,
            first: until ?? period.first, last: period.last))
        until = period.last
      } catch {
        result.diagnostics.report(.unreadable(file.input.name, error))
      }
    }
    result.sink = placing.sink
    return result
  }

  /// Reads one file, except its first `skipped` lines.
  private func read<Sink: NodeSink>(
    _ file: CaptureText, _ reader: inout any CaptureTextReader, _ sink: inout PlacingSink<Sink>,
    skipping skipped: Int, _ options: CaptureOptions
  ) throws(SystemFailure) -> (bytes: Int64, diagnostics: DiagnosticLog) {
    var blocks = try file.input.open(limit: options.limit)
    var progress = FileProgress()
    var scan = file.format.scan.map { UnreadErrorScan($0, file: file.input.name) }
    var toSkip = skipped
    var isFirst = files.count > 1
    while reader.needsMore, let block = blocks.next(splitAt: afterLastNewline) {
      let bytes = block.bytes.span
      scan?.scan(bytes, continuesLine: block.continuesLine)
      var start = 0
      // Truncating a file that its writer did not open for appending leaves NULs.
      while isFirst, start < bytes.count, bytes[start] == 0 { start += 1 }
      isFirst = false
      while toSkip > 0, start < bytes.count {
        start =
          bytes.firstIndex(of: UInt8(ascii: "\n"), in: start..<bytes.count).map { $0 + 1 } ?? bytes.count
        toSkip -= 1
      }
      if start < bytes.count {
        if files.count > 1 { sink.count(bytes, from: start) }
        reader.consume(
          bytes.extracting(start..<bytes.count), continuesLine: block.continuesLine && start == 0, into: &sink
        )
      }
      options.progress?(progress.step(blocks.position))
    }
    options.progress?(progress.step(blocks.position))
    var diagnostics = blocks.diagnostics
    if let found = scan?.finish() { diagnostics.merge(found) }
    return (blocks.decodedBytes, diagnostics)
  }
}

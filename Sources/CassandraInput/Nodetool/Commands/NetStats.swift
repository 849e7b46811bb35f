// netstats: the node's mode, its streams, and messages between nodes. Lines are recognised by their words,
// not by their indentation, which is lost when pasted. Up to 2.2 messages are `Commands` and `Responses`.
// Source: NetStats.java, SessionInfo.java, ProgressInfo.java, 2.0 to 6.0.

import CassandraModel

extension NodetoolCommand {
  static let netstats = NodetoolCommand(
    name: "netstats", anchors: [.prefix("Mode: ")],
    read: { output, reading in
      let text = output.text.span
      var stats = NetStats()
      for (i, line) in output.lines.enumerated() {
        let content = text.trimmed(line.bytes)
        if !content.isEmpty { stats.read(line.bytes, content, text, line: i, into: &reading) }
      }
      // A node that is starting prints no messages.
      if !stats.isComplete { reading.failure = "it ends before its table of messages" }
    })
}

private let layout = KeyValueLayout([
  "Mode": .attribute(.operationMode),
  "Attempted": .labelled(.readRepairsTotal, .count, label: "result", value: "attempted"),
  "Mismatch (Blocking)": .labelled(.readRepairsTotal, .count, label: "result", value: "mismatch_blocking"),
  "Mismatch (Background)": .labelled(
    .readRepairsTotal, .count, label: "result", value: "mismatch_background"),
  // DSE 6.8
  "Mismatch (ReconcileRead)": .labelled(
    .readRepairsTotal, .count, label: "result", value: "mismatch_reconcile_read"),
])

/// The state of reading one output.
private struct NetStats {
  /// `Repair`, `Restore replica count`, …
  private var operation = ""
  private var session = ""
  private var peer = ""
  private var cursor = KeyValueLayout.Cursor()
  private(set) var isComplete = false

  mutating func read(
    _ line: Range<Int>, _ content: Range<Int>, _ text: Span<UInt8>, line i: Int,
    into reading: inout OutputReading
  ) {
    if text.hasPrefix("Receiving ", in: content) || text.hasPrefix("Sending ", in: content) {
      readSummary(content, text, i, &reading)
    } else if text.contains(" idx:", in: content) || text.contains(" bytes(", in: content)
      || text.contains("progress=", in: content)
    {
      // Progress of files; the sums above have it.
      reading.mark(i, .continuation)
    } else if let word = text.firstWord(in: content),
      text.firstIndex(of: UInt8(ascii: "/"), in: word) != nil
    {
      readPeer(content, text, i, &reading)
    } else {
      readMargin(content, text, i, &reading)
    }
  }

  private mutating func readMargin(
    _ line: Range<Int>, _ text: Span<UInt8>, _ i: Int, _ reading: inout OutputReading
  ) {
    if text.equals("Not sending any streams.", in: line)
      || text.equals("Not receiving any streams.", in: line)
      || text.hasPrefix("Nothing streaming ", in: line)
    {
      reading.mark(i, .known)
    } else if text.equals("Read Repair Statistics:", in: line)
      || (text.hasPrefix("Pool Name", in: line) && text.contains("Completed", in: line))
    {
      reading.mark(i, .decoration)
    } else if let name = channel(line, text) {
      readMessages(name.label, name.end..<line.upperBound, text, i, &reading)
    } else if let (label, value) = KeyValueLayout.split(line, text) {
      if text.equals("STARTING", in: value) { isComplete = true }
      layout.read(label, value, of: text, line: i, command: "netstats", cursor: &cursor, into: &reading)
    } else if let last = text.words(in: line).last, TimeUUID(ascii: text.extracting(last)) != nil,
      last.lowerBound > line.lowerBound
    {
      operation = text.text(in: text.trimmed(line.lowerBound..<last.lowerBound))
      session = text.text(in: last)
      reading.mark(i, .known)
    } else {
      reading.report(.nodetoolRow, ["command": "netstats"], line: i)
    }
  }

  /// `Small messages   n/a   0   93593   6916`: active (never present), pending, completed, dropped.
  private mutating func readMessages(
    _ name: Range<Int>, _ rest: Range<Int>, _ text: Span<UInt8>, _ i: Int, _ reading: inout OutputReading
  ) {
    let cells = text.words(in: rest)
    // 2.0 has no dropped messages.
    guard cells.count == 4 || cells.count == 3 else {
      reading.report(.nodetoolRow, ["command": "netstats"], line: i)
      return
    }
    isComplete = true
    reading.mark(i, .known)
    let labels = Labels([("channel", text.text(in: name).lowercased())])
    reading.sample(.messagesPending, labels, text.decimal(in: cells[1]), line: i)
    reading.sample(.messagesCompletedTotal, labels, text.decimal(in: cells[2]), line: i)
    if cells.count == 4 { reading.sample(.messagesDroppedTotal, labels, text.decimal(in: cells[3]), line: i) }
  }

  /// `Small` of `Small messages`, `Commands`: the name of a row of messages, and the end of the name; nil for
  /// any other line.
  private func channel(_ line: Range<Int>, _ text: Span<UInt8>) -> (label: Range<Int>, end: Int)? {
    guard let word = text.firstWord(in: line) else { return nil }
    if text.equals("Commands", in: word) || text.equals("Responses", in: word) {
      return (word, word.upperBound)
    }
    guard let next = text.firstWord(in: word.upperBound..<line.upperBound), text.equals("messages", in: next)
    else { return nil }
    return (word, next.upperBound)
  }

  /// `/127.0.0.33 (using /127.0.0.1)`.
  private mutating func readPeer(
    _ line: Range<Int>, _ text: Span<UInt8>, _ i: Int, _ reading: inout OutputReading
  ) {
    guard let word = text.firstWord(in: line), let slash = text.firstIndex(of: UInt8(ascii: "/"), in: word)
    else {
      reading.report(.nodetoolRow, ["command": "netstats"], line: i)
      return
    }
    peer = text.text(in: (slash + 1)..<word.upperBound)
    reading.mark(i, .known)
  }

  /// `Receiving 13 files, 48744224 bytes total. Already received 2 files (15.38%), 7730775 bytes total
  /// (15.86%)`; with -H `46.49 MiB total`. 2.0 does not print the received amount.
  private func readSummary(_ line: Range<Int>, _ text: Span<UInt8>, _ i: Int, _ reading: inout OutputReading)
  {
    let isReceiving = text.hasPrefix("Receiving ", in: line)
    if text.hasSuffix(" total", in: line), !text.contains(" Already ", in: line),
      let total = amount(line.lowerBound..<(line.upperBound - " total".utf8.count), text)
    {
      reading.mark(i, .known)
      reading.sample(.streamTotalBytes, labels(isReceiving: isReceiving), total, line: i)
      return
    }
    guard isReceiving || text.hasPrefix("Sending ", in: line),
      let middle = text.firstRange(of: " total. Already ", in: line),
      let total = amount(line.lowerBound..<middle.lowerBound, text),
      let end = text.firstRange(of: " total", in: middle.upperBound..<line.upperBound),
      let done = amount(middle.upperBound..<end.lowerBound, text)
    else {
      reading.report(.nodetoolRow, ["command": "netstats"], line: i)
      return
    }
    reading.mark(i, .known)
    let labels = labels(isReceiving: isReceiving)
    reading.sample(.streamTotalBytes, labels, total, line: i)
    reading.sample(.streamDoneBytes, labels, done, line: i)
  }

  private func labels(isReceiving: Bool) -> Labels {
    Labels([
      ("session", session), ("peer", peer), ("operation", operation),
      ("direction", isReceiving ? "receive" : "send"),
    ])
  }

  /// The bytes after the last `, `.
  private func amount(_ range: Range<Int>, _ text: Span<UInt8>) -> Double? {
    guard let comma = text.lastIndex(of: UInt8(ascii: " "), in: range) else { return nil }
    guard let start = text.words(in: range.lowerBound..<comma).last else { return nil }
    return text.bytes(in: start.lowerBound..<range.upperBound)
  }
}

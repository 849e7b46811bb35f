// Log records from the interchange, read like a log: in blocks, several at once, and in parallel with the
// node's other logs.

import CassandraModel

struct FactEventParser: LogParser {
  /// The node of all records.
  let node: String

  var countsLines: Bool { false }

  func split(_ bytes: Span<UInt8>) -> Int { afterLastNewline(bytes) }

  func parse(_ bytes: [UInt8], at position: BlockPosition, tail: [UInt8]) -> ParsedBlock {
    var block = ParsedBlock()
    var reader = FactLineReader()
    var events: [Event] = []
    let text = bytes.span
    var start = 0
    while start < text.count {
      let end = text.firstIndex(of: UInt8(ascii: "\n"), in: start..<text.count) ?? text.count
      block.lineCount += 1
      let line = (start..<end).withoutLineEnd(text)
      start = end + 1
      if text.trimmed(line).isEmpty { continue }
      do throws(FactError) {
        let fact = try reader.read(text, line)
        guard fact.kind == .event else { throw .misplaced(fact.kind) }
        guard try fact.optionalText(.node) == node else { throw .otherNode }
        let event = try Event(fact)
        if block.first == nil { block.first = event.at }
        block.last = event.at
        events.append(event)
        block.hashes.append(0)
      } catch {
        let source = SourceLocation(file: position.file, line: block.lineCount)
        block.diagnostics.append(Diagnostic(.factsLine, at: source, ["reason": error.reason]))
      }
    }
    block.events = EventBatch(events)
    block.bytes = Int64(bytes.count)
    return block
  }
}

extension FactsSection.Part {
  /// These lines as a log.
  func log(limit: ExpansionLimit) -> LogFile {
    // A file that cannot be opened, or has no record, gives its diagnostic when it is read.
    guard var blocks = try? input.open(limit: limit, blockSize: blockSize),
      let block = blocks.next(splitAt: afterLastNewline)
    else { return LogFile(self, first: nil) }
    let parser = FactEventParser(node: node)
    let position = BlockPosition(file: input.name, isFirst: true, continuesLine: false)
    // The first line is sufficient if it is complete.
    let end = block.bytes.firstIndex(of: UInt8(ascii: "\n")) ?? block.bytes.count
    let line = parser.parse(Array(block.bytes[..<end]), at: position, tail: []).events.first
    return LogFile(self, first: line ?? parser.parse(block.bytes, at: position, tail: []).events.first)
  }
}

extension Event {
  /// Equal for the same record from any file.
  var identity: UInt64 {
    var text = thread + "\n" + logger + "\n" + name.name + "\n" + message
    for value in fields.values { text += "\n" + value.text }
    let bytes = Array(text.utf8)
    return bytes.span.hash(in: bytes.span.all) ^ UInt64(bitPattern: at.milliseconds) &* 0x9E37_79B9_7F4A_7C15
  }
}

// ring: a row for each token. Of a node's rows, which differ in the token only, one is kept. Source: Ring.java,
// 3.11 to 6.0.

import CassandraModel

extension NodetoolCommand {
  static let ring = NodetoolCommand(name: "ring", read: readRing)
}

private func readRing(_ output: CommandOutput, _ reading: inout OutputReading) {
  let text = output.text.span
  var dataCenter = ""
  var seen: Set<String> = []
  var hasHeader = false
  for (i, line) in output.lines.enumerated() where !text.trimmed(line.bytes).isEmpty {
    let bytes = line.bytes
    if text.hasPrefix("Datacenter: ", in: bytes) {
      dataCenter = text.text(
        in: text.trimmed((bytes.lowerBound + "Datacenter: ".utf8.count)..<bytes.upperBound))
      reading.mark(i, .known)
    } else if text.hasPrefix("====", in: bytes) {
      reading.mark(i, .decoration)
    } else if text.hasPrefix("Address ", in: bytes) {
      hasHeader = true
      reading.mark(i, .decoration)
    } else if let word = text.firstWord(in: bytes),
      text.equals("Warning:", in: word)
        || text.equals("To", in: word) || text.equals("Note:", in: word)
    {
      reading.mark(i, .decoration)
    } else if hasHeader, let row = RingTokenRow(bytes, text) {
      reading.mark(i, .known)
      let address = text.text(in: row.address)
      guard seen.insert(address + "\n" + dataCenter).inserted else { continue }
      reading.add(
        .ring(
          RingEntry(
            address: address, state: row.state, loadBytes: row.load, ownsRatio: row.owns, hostID: nil,
            rack: text.text(in: row.rack), dataCenter: dataCenter, at: reading.time?.instant,
            atKind: reading.time?.kind, source: reading.source(i))))
    } else if hasHeader, let words = Optional(text.words(in: bytes)), words.count == 1,
      isBlank(text[bytes.lowerBound])
    {
      // The last token, above the first row: where the ring closes.
      reading.mark(i, .known)
    } else {
      reading.report(.nodetoolRow, ["command": "ring"], line: i)
    }
  }
  if seen.isEmpty { reading.failure = "it has no rows" }
}

/// The cells of a row: `127.0.0.8  r1  Up     Normal  21.96 MiB       100.00%    -913...`, read from its end,
/// because a rack may contain blanks.
private struct RingTokenRow {
  let address: Range<Int>
  let rack: Range<Int>
  /// As status has it: `UN`.
  let state: String
  let load: Int64?
  let owns: Double?

  init?(_ row: Range<Int>, _ text: Span<UInt8>) {
    var words = text.words(in: row)
    guard words.count >= 7, let first = words.first, first.lowerBound == row.lowerBound,
      let token = words.popLast(), text.integer(in: token) != nil || Self.isToken(token, text),
      let owned = words.popLast(), let unit = words.popLast()
    else { return nil }
    address = first
    let owns = Quantity.percent.value(text, in: owned)
    if owns == .malformed { return nil }
    self.owns = owns.number
    if text.byteUnit(unit) != nil, let amount = words.popLast() {
      guard let bytes = text.wholeBytes(in: amount.lowerBound..<unit.upperBound) else { return nil }
      load = bytes
    } else if text.equals("?", in: unit) {
      load = nil
    } else {
      return nil
    }
    guard words.count >= 4, let condition = words.popLast(), let status = words.popLast(),
      let state = Self.state(status, condition, text)
    else { return nil }
    self.state = state
    rack = words[1].lowerBound..<words[words.count - 1].upperBound
  }

  /// A token of RandomPartitioner has 39 digits; one of an ordered partitioner is hexadecimal.
  private static func isToken(_ word: Range<Int>, _ text: Span<UInt8>) -> Bool {
    for i in word where digit(text[i]) == nil && !(UInt8(ascii: "a")...UInt8(ascii: "f")).contains(text[i]) {
      return false
    }
    return true
  }

  private static func state(_ status: Range<Int>, _ state: Range<Int>, _ text: Span<UInt8>) -> String? {
    let life: String
    if text.equals("Up", in: status) {
      life = "U"
    } else if text.equals("Down", in: status) {
      life = "D"
    } else if text.equals("?", in: status) {
      life = "?"
    } else {
      return nil
    }
    for name: StaticString in ["Normal", "Leaving", "Joining", "Moving"] where text.equals(name, in: state) {
      return life + text.text(in: state.prefix(1))
    }
    return nil
  }
}

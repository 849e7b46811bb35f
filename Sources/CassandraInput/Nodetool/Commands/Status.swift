// status: the ring as one node sees it. Its rows are about other nodes, too, so they are ring entries and not
// attributes of the queried node. Source: Status.java, 3.11 to 6.0.
//
// Columns are not cut at offsets: in 3.11 a load of ten characters shifts the rest of its row by one. A row
// is read word by word; the header shows whether the table has Tokens (a count, before Owns) or Token (a
// value, before Rack).

import CassandraModel

extension NodetoolCommand {
  static let status = NodetoolCommand(
    name: "status", anchors: [.prefix("Datacenter: ")], hasManyBlocks: true, contains: ["ring"],
    doubles: [("ring", "Address ")],
    read: readStatus)
}

private func readStatus(_ output: CommandOutput, _ reading: inout OutputReading) {
  let text = output.text.span
  var dataCenter = ""
  var header: (hasTokens: Bool, hasToken: Bool)?
  var rows = 0
  for (i, line) in output.lines.enumerated() where !text.trimmed(line.bytes).isEmpty {
    let bytes = line.bytes
    if text.hasPrefix("Datacenter: ", in: bytes) {
      dataCenter = text.text(
        in: text.trimmed((bytes.lowerBound + "Datacenter: ".utf8.count)..<bytes.upperBound))
      header = nil
      reading.mark(i, .known)
    } else if text.hasPrefix("====", in: bytes) || text.hasPrefix("Status=", in: bytes)
      || text.hasPrefix("|/ State=", in: bytes)
    {
      reading.mark(i, .decoration)
    } else if text.hasPrefix("--  Address", in: bytes) || text.hasPrefix("-- Address", in: bytes) {
      let hasTokens = text.contains(" Tokens ", in: bytes)
      header = (hasTokens, !hasTokens && text.contains(" Token ", in: bytes))
      reading.mark(i, .decoration)
    } else if text.hasPrefix("Note: ", in: bytes) {
      reading.mark(i, .known)
    } else if let header,
      let row = RingRow(bytes, text, hasTokens: header.hasTokens, hasToken: header.hasToken)
    {
      rows += 1
      reading.mark(i, .known)
      reading.add(.ring(row.entry(text, dataCenter: dataCenter, reading: reading, line: i)))
    } else {
      reading.report(.nodetoolRow, ["command": "status"], line: i)
    }
  }
  if rows == 0 { reading.failure = "it has no rows" }
}

private struct RingRow {
  let state: Range<Int>
  let address: Range<Int>
  let load: Int64?
  let owns: Double?
  let hostID: Range<Int>?
  let rack: Range<Int>

  init?(_ row: Range<Int>, _ text: Span<UInt8>, hasTokens: Bool, hasToken: Bool) {
    var rest = row
    func next() -> Range<Int>? {
      guard let word = text.firstWord(in: rest) else { return nil }
      rest = word.upperBound..<rest.upperBound
      return word
    }
    guard let state = next(), Self.isState(state, text), let address = next(), let amount = next() else {
      return nil
    }
    self.state = state
    self.address = address
    if Quantity.isMissing(text, in: amount) {
      load = nil
    } else {
      guard let unit = next(), text.byteUnit(unit) != nil,
        let bytes = text.wholeBytes(in: amount.lowerBound..<unit.upperBound)
      else { return nil }
      load = bytes
    }
    if hasTokens { guard let tokens = next(), text.integer(in: tokens) != nil else { return nil } }
    guard let owned = next() else { return nil }
    let owns = Quantity.percent.value(text, in: owned)
    if owns == .malformed { return nil }
    self.owns = owns.number
    // The host id is blank or `null` for a node whose id is not known.
    guard let word = text.firstWord(in: rest) else { return nil }
    if word.count == 36, TimeUUID(ascii: text.extracting(word)) != nil {
      hostID = word
      rest = word.upperBound..<rest.upperBound
    } else {
      hostID = nil
      if text.equals("null", in: word) { rest = word.upperBound..<rest.upperBound }
    }
    if hasToken { guard let token = next(), text.integer(in: token) != nil else { return nil } }
    // A rack may contain spaces; it is the last column.
    rack = text.trimmed(rest)
    if rack.isEmpty { return nil }
  }

  private static func isState(_ word: Range<Int>, _ text: Span<UInt8>) -> Bool {
    guard word.count == 2 else { return false }
    switch text[word.lowerBound] {
    case UInt8(ascii: "U"), UInt8(ascii: "D"), UInt8(ascii: "?"): break
    default: return false
    }
    switch text[word.lowerBound + 1] {
    case UInt8(ascii: "N"), UInt8(ascii: "L"), UInt8(ascii: "J"), UInt8(ascii: "M"): return true
    default: return false
    }
  }

  func entry(_ text: Span<UInt8>, dataCenter: String, reading: OutputReading, line i: Int) -> RingEntry {
    RingEntry(
      address: text.text(in: address), state: text.text(in: state), loadBytes: load, ownsRatio: owns,
      hostID: hostID.map { text.text(in: $0) }, rack: text.text(in: rack), dataCenter: dataCenter,
      at: reading.time?.instant, atKind: reading.time?.kind, source: reading.source(i))
  }
}

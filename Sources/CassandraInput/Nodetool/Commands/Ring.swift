// ring: a row for each token. The rows of a node differ in the token only, so one is kept. Source: Ring.java,
// 3.11 to 6.0.

import CassandraModel

extension NodetoolCommand {
  /// From 1.2 on it begins with a data center, as status does; before 1.2, and in dsetool, with its titles.
  static let ring = NodetoolCommand(
    name: "ring", anchors: [.header("Address ", with: "Token")], read: readRing)
}

/// Columns that only some versions have.
private struct RingColumns {
  /// 1.1, dsetool: the data center of each node.
  var hasDataCenter = false
  /// dsetool: number of columns between rack and status.
  var others = 0
  /// dsetool: the health of the node, after the token.
  var hasHealth = false

  init() {}

  init(_ titles: Range<Int>, _ text: Span<UInt8>) {
    hasDataCenter = text.contains(" DC ", in: titles)
    others =
      (text.contains(" Workload ", in: titles) ? 1 : 0) + (text.contains(" Graph ", in: titles) ? 1 : 0)
    hasHealth = text.contains(" Health ", in: titles)
  }
}

private func readRing(_ output: CommandOutput, _ reading: inout OutputReading) {
  let text = output.text.span
  var dataCenter = ""
  var seen: Set<String> = []
  var hasHeader = false
  var columns = RingColumns()
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
      columns = RingColumns(bytes, text)
      reading.mark(i, .decoration)
    } else if let word = text.firstWord(in: bytes),
      text.equals("Warning:", in: word)
        || text.equals("To", in: word) || text.equals("Note:", in: word)
    {
      reading.mark(i, .decoration)
    } else if hasHeader, let row = RingTokenRow(bytes, text, columns) {
      if let own = row.dataCenter { dataCenter = text.text(in: own) }
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
      // The last token, above the first row, because the ring is closed.
      reading.mark(i, .known)
    } else {
      reading.report(.nodetoolRow, ["command": "ring"], line: i)
    }
  }
  if seen.isEmpty { reading.failure = "it has no rows" }
}

/// The cells of a row: `127.0.0.8  r1  Up     Normal  21.96 MiB       100.00%    -913...`, read from its end,
/// because a rack may contain spaces. The status is blank where the client does not know it.
private struct RingTokenRow {
  let address: Range<Int>
  let rack: Range<Int>
  /// The data center, if the row has it.
  let dataCenter: Range<Int>?
  /// In the form of status: `UN`.
  let state: String
  let load: Int64?
  let owns: Double?

  init?(_ row: Range<Int>, _ text: Span<UInt8>, _ columns: RingColumns) {
    var words = text.words(in: row)
    if columns.hasHealth { words.removeLast() }
    guard words.count >= 6, let first = words.first, first.lowerBound == row.lowerBound,
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
    guard words.count >= 3, let condition = words.popLast(), let status = words.last,
      let states = Self.states(status, condition, text)
    else { return nil }
    state = states.state
    if states.hasStatus { words.removeLast() }
    guard words.count >= 2 + columns.others + (columns.hasDataCenter ? 1 : 0) else { return nil }
    words.removeLast(columns.others)
    dataCenter = columns.hasDataCenter ? words.remove(at: 1) : nil
    rack = words[1].lowerBound..<words[words.count - 1].upperBound
  }

  /// A token of RandomPartitioner has 39 digits; one of an ordered partitioner is hexadecimal.
  private static func isToken(_ word: Range<Int>, _ text: Span<UInt8>) -> Bool {
    for i in word where digit(text[i]) == nil && !(UInt8(ascii: "a")...UInt8(ascii: "f")).contains(text[i]) {
      return false
    }
    return true
  }

  /// Both letters of status, and whether `status` is one; nil if `state` is not a state.
  private static func states(
    _ status: Range<Int>, _ state: Range<Int>, _ text: Span<UInt8>
  ) -> (state: String, hasStatus: Bool)? {
    let life: String
    var hasStatus = true
    if text.equals("Up", in: status) {
      life = "U"
    } else if text.equals("Down", in: status) {
      life = "D"
    } else if text.equals("?", in: status) {
      life = "?"
    } else {
      life = "?"
      hasStatus = false
    }
    for name: StaticString in ["Normal", "Leaving", "Joining", "Moving"] where text.equals(name, in: state) {
      return (life + text.text(in: state.prefix(1)), hasStatus)
    }
    return nil
  }
}

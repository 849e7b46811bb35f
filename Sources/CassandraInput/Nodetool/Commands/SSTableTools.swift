// Offline tools next to nodetool: sstablemetadata prints the contents of one SSTable, sstableexpiredblockers
// the SSTables that prevent expired ones from being dropped, sstablelevelreset its changes, sstableutil the
// existing files. Source: SSTableMetadataViewer.java, SSTableExpiredBlockers.java, SSTableLevelResetter.java,
// StandaloneSSTableUtil.java, 2.1 to 5.0.
//
//     SSTable: /var/lib/cassandra/data/shop/orders-…/nb-1-big
//     Minimum timestamp: 1787158236368359 (08/19/2026 16:50:36)
//     SSTable max local deletion time: 2147483647 (no tombstones)
//     Estimated droppable tombstones: 0.0
//     SSTable Level: 0
//
//     [BigTableReader(path='…/nb-3-big-Data.db') (minTS = 5, maxTS = 10, maxLDT = 2147483647)],  blocks 2 expired
//     sstables from getting dropped: [BigTableReader(path='…') (minTS = …)], [BigTableReader(path='…') …],

import CassandraModel

extension NodetoolCommand {
  static let sstablemetadata = NodetoolCommand(
    name: "sstablemetadata", anchors: [.prefix("SSTable: ")], hasManyBlocks: true, repeatsBlocks: true,
    read: readMetadata)

  static let sstableexpiredblockers = NodetoolCommand(
    name: "sstableexpiredblockers",
    anchors: [
      .header("[BigTableReader(path=", with: " expired sstables from getting dropped"),
      .header("[BtiTableReader(path=", with: " expired sstables from getting dropped"),
      .header("[TrieIndexSSTableReader(path=", with: " expired sstables from getting dropped"),
    ], hasManyBlocks: true, repeatsBlocks: true, read: readBlockers)

  static let sstablelevelreset = NodetoolCommand(
    name: "sstablelevelreset",
    anchors: [.prefix("Changing level from "), .prefix("Found no sstables, did you give")],
    hasManyBlocks: true, repeatsBlocks: true, read: readLevelReset)

  static let sstableutil = NodetoolCommand(
    name: "sstableutil", anchors: [.whole("Listing files...")],
    read: { output, reading in
      for i in output.lines.indices { reading.markUnlessBlank(i, .known) }
    })
}

// MARK: sstablemetadata

private let integers: [(label: StaticString, field: FieldName)] = [
  ("Minimum timestamp", .minimumTimestamp), ("Maximum timestamp", .maximumTimestamp),
  ("SSTable min local deletion time", FieldName("min_local_deletion_s")),
  ("SSTable max local deletion time", .maximumDeletionTime), ("TTL min", FieldName("min_ttl_s")),
  ("TTL max", FieldName("max_ttl_s")), ("SSTable Level", .sstableLevel), ("Repaired at", .repairedAt),
  ("totalRows", FieldName("rows")), ("totalColumnsSet", FieldName("cells")),
]

private func readMetadata(_ output: CommandOutput, _ reading: inout OutputReading) {
  let text = output.text.span
  var open: (path: String, line: Int)?
  var names: [FieldName] = []
  var values: [FieldValue] = []
  func close(into reading: inout OutputReading) {
    guard let one = open else { return }
    reading.add(
      .occurrence(
        Occurrence(
          name: .sstableMetadata, severity: .info, at: nil,
          fields: EventFields(names: [FieldName("path")] + names, values: [.text(one.path)] + values),
          message: "", source: reading.source(one.line))))
    open = nil
    (names, values) = ([], [])
  }
  for (i, line) in output.lines.enumerated() where !text.trimmed(line.bytes).isEmpty {
    reading.mark(i, .known)
    guard let (label, value) = KeyValueLayout.split(line.bytes, text) else { continue }
    if text.equals("SSTable", in: label) {
      close(into: &reading)
      open = (text.text(in: value), i)
      continue
    }
    guard open != nil, let word = text.firstWord(in: value) else { continue }
    if text.equals("Estimated droppable tombstones", in: label), let ratio = text.decimal(in: word) {
      names.append(.droppableRatio)
      values.append(.decimal(ratio))
    } else if let known = integers.first(where: { text.equals($0.label, in: label) }),
      let number = text.integer(in: word), !names.contains(known.field)
    {
      names.append(known.field)
      values.append(.integer(number))
    }
  }
  close(into: &reading)
}

// MARK: sstableexpiredblockers

private func readBlockers(_ output: CommandOutput, _ reading: inout OutputReading) {
  let text = output.text.span
  for (i, line) in output.lines.enumerated() where !text.trimmed(line.bytes).isEmpty {
    guard let middle = text.firstRange(of: " blocks ", in: line.bytes),
      let end = text.firstRange(
        of: " expired sstables from getting dropped", in: middle.upperBound..<line.bytes.upperBound),
      let count = text.integer(in: text.trimmed(middle.upperBound..<end.lowerBound)),
      let blocker = readerPath(text, line.bytes.lowerBound..<middle.lowerBound)
    else {
      // `Couldn't open sstable: …`, `No sstables for shop.orders`
      reading.mark(i, .known)
      continue
    }
    reading.mark(i, .known)
    var blocked: [String] = []
    var rest = end.upperBound..<line.bytes.upperBound
    while blocked.count < 1000, let next = readerPath(text, rest) {
      blocked.append(next.path)
      rest = next.end..<line.bytes.upperBound
    }
    var fields: [(FieldName, FieldValue)] = [
      (FieldName("path"), .text(blocker.path)), (.blockedCount, .integer(Int64(count))),
    ]
    if !blocked.isEmpty { fields.append((FieldName("paths"), .text(blocked.joined(separator: ", ")))) }
    reading.add(
      .occurrence(
        Occurrence(
          name: .sstableBlocker, severity: .warning, at: nil,
          fields: EventFields(names: fields.map(\.0), values: fields.map(\.1)), message: "",
          source: reading.source(i))))
  }
}

/// `/data/…-Data.db` of `BigTableReader(path='/data/…-Data.db')`, and the end of that text.
private func readerPath(_ text: Span<UInt8>, _ range: Range<Int>) -> (path: String, end: Int)? {
  guard let open = text.firstRange(of: "(path='", in: range),
    let close = text.firstRange(of: "')", in: open.upperBound..<range.upperBound)
  else { return nil }
  return (text.text(in: open.upperBound..<close.lowerBound), close.upperBound)
}

// MARK: sstablelevelreset

private func readLevelReset(_ output: CommandOutput, _ reading: inout OutputReading) {
  let text = output.text.span
  for (i, line) in output.lines.enumerated() where !text.trimmed(line.bytes).isEmpty {
    reading.mark(i, .known)
    guard text.hasPrefix("Changing level from ", in: line.bytes),
      let on = text.firstRange(of: " on ", in: line.bytes)
    else { continue }
    let path = text.text(in: text.trimmed(on.upperBound..<line.bytes.upperBound))
    reading.add(
      .occurrence(
        Occurrence(
          name: EventName("sstable.level_reset"), severity: .info, at: nil,
          fields: EventFields(names: [FieldName("path")], values: [.text(path)]),
          message: text.text(in: text.trimmed(line.bytes)), source: reading.source(i))))
  }
}

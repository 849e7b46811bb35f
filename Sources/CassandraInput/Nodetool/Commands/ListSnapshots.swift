// listsnapshots: sizes of snapshots. Names may contain spaces and sizes are two words, so cells are cut at
// the offsets of the titles. Source: ListSnapshots.java, 3.11 to 6.0.

import CassandraModel

extension NodetoolCommand {
  static let listsnapshots = NodetoolCommand(
    name: "listsnapshots", anchors: [.prefix("Snapshot Details:")], read: readListSnapshots)
}

private enum Column: String, CaseIterable {
  case snapshot = "Snapshot name"
  case keyspace = "Keyspace name"
  case table = "Column family name"
  case trueSize = "True size"
  case diskSize = "Size on disk"
  // 4.1
  case created = "Creation time"
  case expires = "Expiration time"
  // 5.0 with -e
  case ephemeral = "Ephemeral"
}

private let layout = ColumnLayout<Column>()

private func readListSnapshots(_ output: CommandOutput, _ reading: inout OutputReading) {
  let text = output.text.span
  var columns: LocatedColumns<Column>?
  var isWhole = false
  for (i, line) in output.lines.enumerated() where !text.trimmed(line.bytes).isEmpty {
    let bytes = line.bytes
    if text.hasPrefix("Snapshot Details:", in: bytes) {
      reading.mark(i, .decoration)
    } else if text.hasPrefix("There are no snapshots", in: bytes) {
      isWhole = true
      reading.mark(i, .known)
      reading.sample(.snapshotsTrueBytes, .none, 0, line: i)
    } else if text.hasPrefix("Snapshot name ", in: bytes) {
      let located = layout.locate(bytes, text)
      located.reportUnknown(text, line: i, command: "listsnapshots", into: &reading)
      columns = located
      reading.mark(i, .decoration)
    } else if text.hasPrefix("Total TrueDiskSpaceUsed: ", in: bytes),
      let total = text.bytes(
        in: text.trimmed((bytes.lowerBound + "Total TrueDiskSpaceUsed: ".utf8.count)..<bytes.upperBound))
    {
      isWhole = true
      reading.mark(i, .known)
      reading.sample(.snapshotsTrueBytes, .none, total, line: i)
    } else if let columns, readSnapshot(bytes, text, columns, line: i, into: &reading) {
      reading.mark(i, .known)
    } else {
      reading.report(.nodetoolRow, ["command": "listsnapshots"], line: i)
    }
  }
  if !isWhole { reading.failure = "it ends before its total" }
}

private func readSnapshot(
  _ row: Range<Int>, _ text: Span<UInt8>, _ columns: LocatedColumns<Column>, line i: Int,
  into reading: inout OutputReading
) -> Bool {
  guard columns.fit(row, text), let snapshot = columns.cell(.snapshot, in: row, text), !snapshot.isEmpty,
    let keyspace = columns.cell(.keyspace, in: row, text), !keyspace.isEmpty,
    let table = columns.cell(.table, in: row, text), !table.isEmpty,
    let trueSize = columns.cell(.trueSize, in: row, text).flatMap({ text.bytes(in: $0) }),
    let diskSize = columns.cell(.diskSize, in: row, text).flatMap({ text.bytes(in: $0) })
  else { return false }
  let labels = Labels([
    ("snapshot", text.text(in: snapshot)), ("keyspace", text.text(in: keyspace)),
    ("table", text.text(in: table)),
  ])
  reading.sample(.snapshotTrueBytes, labels, trueSize, line: i)
  reading.sample(.snapshotDiskBytes, labels, diskSize, line: i)
  return true
}

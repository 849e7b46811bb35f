// df: not a nodetool command, but common in capture loops. POSIX and GNU forms: `-k`, `-P`, `-h`, `-B1`,
// `-BG`, `-T`; output of `-i` gives only the diagnostic that it is about inodes.

import CassandraModel

extension NodetoolCommand {
  static let df = NodetoolCommand(
    name: "df", anchors: [.header("Filesystem ", with: "Mounted on")], read: readDiskFree)
}

private enum Column: String, CaseIterable {
  case device = "Filesystem"
  case type = "Type"
  case kibibytes = "1K-blocks"
  case posixBlocks = "1024-blocks"
  case halfKibibytes = "512-blocks"
  case mebibytes = "1M-blocks"
  case gibibytes = "1G-blocks"
  case tebibytes = "1T-blocks"
  case bytes = "1B-blocks"
  case inodes = "Inodes"
  case size = "Size"
  case used = "Used"
  case available = "Available"
  case shortAvailable = "Avail"
  case share = "Use%"
  case capacity = "Capacity"
  case mount = "Mounted on"
}

private let layout = ColumnLayout<Column>()

/// Bytes per unit of the size column; 1 where values carry their own suffix.
private let sizes: [(column: Column, factor: Double)] = [
  (.kibibytes, 1024), (.posixBlocks, 1024), (.halfKibibytes, 512), (.mebibytes, 1_048_576),
  (.gibibytes, 1_073_741_824), (.tebibytes, 1_099_511_627_776), (.bytes, 1),
  (.size, 1),
]

private func readDiskFree(_ output: CommandOutput, _ reading: inout OutputReading) {
  let text = output.text.span
  var columns: LocatedColumns<Column>?
  // Old versions of df print a device name that fills its column on a separate line.
  var longDevice: (line: Int, name: Range<Int>)?
  var rows = 0
  for (i, line) in output.lines.enumerated() where !text.trimmed(line.bytes).isEmpty {
    if text.hasPrefix("Filesystem ", in: line.bytes) {
      columns = layout.locate(line.bytes, text)
      reading.mark(i, .decoration)
      continue
    }
    var cells = text.words(in: line.bytes)
    if cells.count == 1 {
      longDevice = (i, cells[0])
      continue
    }
    if let device = longDevice, isBlank(text[line.bytes.lowerBound]) {
      cells.insert(device.name, at: 0)
      reading.mark(device.line, .known)
    }
    longDevice = nil
    if columns?.has(.inodes) == true {
      rows += 1
      reading.mark(i, .known)
    } else if let columns, let row = DiskRow(cells, before: line.bytes.upperBound, columns, text) {
      rows += 1
      reading.mark(i, .known)
      row.add(to: &reading, text, line: i)
    } else {
      reading.report(.nodetoolRow, ["command": "df"], line: i)
    }
  }
  if rows == 0 { reading.failure = "it has no rows" }
}

private struct DiskRow {
  let device: Range<Int>
  let mount: Range<Int>
  let size: Double
  let used: Double
  let free: Double

  init?(_ cells: [Range<Int>], before end: Int, _ columns: LocatedColumns<Column>, _ text: Span<UInt8>) {
    guard let (column, factor) = sizes.first(where: { columns.has($0.column) }),
      let sizePlace = columns.place(of: column), let usedPlace = columns.place(of: .used),
      let freePlace = columns.place(of: .available) ?? columns.place(of: .shortAvailable),
      // The mount point is the last column and may contain spaces.
      let mountPlace = columns.place(of: .mount), mountPlace == columns.items.count - 1,
      cells.count > mountPlace,
      let size = Self.bytes(cells[sizePlace], factor, text),
      let used = Self.bytes(cells[usedPlace], factor, text),
      let free = Self.bytes(cells[freePlace], factor, text)
    else { return nil }
    device = cells[0]
    mount = text.trimmed(cells[mountPlace].lowerBound..<end)
    self.size = size
    self.used = used
    self.free = free
  }

  /// `198460393`, or with -h and -BG `190G`.
  private static func bytes(_ cell: Range<Int>, _ factor: Double, _ text: Span<UInt8>) -> Double? {
    if let number = text.decimal(in: cell) { return number * factor }
    return text.shortBytes(in: cell)
  }

  func add(to reading: inout OutputReading, _ text: Span<UInt8>, line i: Int) {
    let labels = Labels([("device", text.text(in: device)), ("mount", text.text(in: mount))])
    reading.sample(.diskSizeBytes, labels, size, line: i)
    reading.sample(.diskUsedBytes, labels, used, line: i)
    reading.sample(.diskFreeBytes, labels, free, line: i)
  }
}

// datapaths (4.1 and later): the folders of each table. Only the data directories are kept: df gives the disk
// of a directory, and the log has the paths of SSTables. Source: DataPathsHolder.java, DataPathsPrinter.java,
// 4.1 to 6.0.

import CassandraModel

extension NodetoolCommand {
  static let datapaths = NodetoolCommand(
    name: "datapaths", anchors: [.prefix("Keyspace: ")], secondLines: ["Table: "], hasManyBlocks: true,
    document: DocumentLayout(
      owns: { leaf, text in
        leaf.path.count == 3 && leaf.key(1) != nil && leaf.index(2) != nil
          && text.hasPrefix("/", in: leaf.value.range)
      },
      facts: { DataPathsDocument() }),
    read: readDataPaths)
}

private func readDataPaths(_ output: CommandOutput, _ reading: inout OutputReading) {
  let text = output.text.span
  var keyspace = ""
  var directories = DataDirectories()
  for (i, line) in output.lines.enumerated() {
    let content = text.trimmed(line.bytes)
    if content.isEmpty { continue }
    switch content.lowerBound - line.bytes.lowerBound {
    case 0 where text.hasPrefix("Keyspace: ", in: content):
      keyspace = text.text(in: (content.lowerBound + "Keyspace: ".utf8.count)..<content.upperBound)
      reading.mark(i, .known)
    case 0 where text.hasPrefix("Failed to get data paths", in: content):
      reading.mark(i, .known)
    case 1 where text.hasPrefix("Table: ", in: content):
      reading.mark(i, .known)
    case 1 where text.equals("Paths:", in: content):
      reading.mark(i, .decoration)
    case 2 where directories.add(text.text(in: content), keyspace: keyspace, line: i, into: &reading):
      reading.mark(i, .known)
    default:
      reading.report(.nodetoolRow, ["command": "datapaths"], line: i)
    }
  }
}

private struct DataPathsDocument: DocumentFacts {
  private var directories = DataDirectories()

  mutating func take(_ leaf: DocumentLeaf, _ text: Span<UInt8>, into reading: inout OutputReading) -> LeafFate
  {
    guard let keyspace = leaf.key(0), leaf.key(1) != nil, leaf.index(2) != nil else { return .unknown }
    let path = leaf.value.string(text)
    return directories.add(path, keyspace: keyspace, line: leaf.line, into: &reading) ? .known : .malformed
  }
}

private struct DataDirectories {
  private var seen: Set<String> = []

  /// Adds the folder of one table of `keyspace`, `/var/lib/cassandra/data/shop/orders-<id>` or that of an
  /// index below it; false if it is not one.
  mutating func add(
    _ path: String, keyspace: String, line i: Int, into reading: inout OutputReading
  ) -> Bool {
    let folders = path.split(omittingEmptySubsequences: false) { $0 == "/" || $0 == "\\" }
    guard let place = folders.dropLast().lastIndex(where: { $0 == keyspace }), place > 0 else { return false }
    let directory = folders[..<place].joined(separator: "/")
    if seen.insert(directory).inserted { reading.attribute(.dataDirectory, directory, line: i) }
    return true
  }
}

// The path of an SSTable file, taken apart. Source: Descriptor and Component of Cassandra 2.2 to 6.0;
// `<data folder>/<keyspace>/<table>-<32 hex>/[.<index>/]<version>-<id>-<format>-<Component>`.

/// One SSTable (all its component files), named by a path from a log.
public struct SSTableName: Hashable, Sendable {
  /// The folder that holds the keyspaces, for example `/var/lib/cassandra/data`.
  public let dataDirectory: String
  /// Keyspace and table; an index is `table.index`.
  public let table: TableName
  /// The table's folder name, for example `orders-db4c1000aa1e11ee9a3b5d2f6c7e8a90`.
  public let tableFolder: String
  /// Format letters, for example `nb`.
  public let version: String
  /// Generation: a number, or 28 characters when UUID identifiers are on.
  public let generation: String
  /// `big` or `bti`.
  public let format: String
  /// The component the path named, for example `Data.db`; nil when the path named the whole SSTable.
  public let component: String?
  /// The path without its component: what all files of this SSTable share.
  public let base: String

  /// Takes apart `path`; nil if it does not end like an SSTable of 2.2 or later in a keyspace and table folder.
  /// Files under `snapshots/` and `backups/` are not part of the live data and give nil.
  public init?(path: some StringProtocol) {
    // Windows nodes (up to 4.0) write backslashes.
    let folders = path.split(omittingEmptySubsequences: false) { $0 == "/" || $0 == "\\" }
    guard folders.count >= 3, let file = folders.last else { return nil }
    let parts = file.split(separator: "-", maxSplits: 3, omittingEmptySubsequences: false)
    guard parts.count >= 3, parts[0].count == 2, parts[0].allSatisfy(\.isLetter), !parts[1].isEmpty,
      parts[2] == "big" || parts[2] == "bti"
    else { return nil }
    var tableIndex = folders.count - 2
    var index = ""
    if folders[tableIndex].hasPrefix(".") {
      index = String(folders[tableIndex])
      tableIndex -= 1
    }
    guard tableIndex >= 1, !folders.contains("snapshots"), !folders.contains("backups") else { return nil }
    let folder = folders[tableIndex]
    guard let dash = folder.lastIndex(of: "-"), folder.distance(from: dash, to: folder.endIndex) == 33 else {
      return nil
    }
    version = String(parts[0])
    generation = String(parts[1])
    format = String(parts[2])
    component = parts.count > 3 ? String(parts[3]) : nil
    tableFolder = String(folder)
    dataDirectory = folders[..<(tableIndex - 1)].joined(separator: "/")
    table = TableName(keyspace: String(folders[tableIndex - 1]), table: String(folder[..<dash]) + index)
    base = component.map { String(path.dropLast($0.count + 1)) } ?? String(path)
  }

  /// `nb-2-big`: what the files of this SSTable start with.
  public var shortName: String { version + "-" + generation + "-" + format }
}

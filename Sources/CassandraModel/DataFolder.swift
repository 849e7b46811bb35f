// The folder of a table: `<data folder>/<keyspace>/<table>-<32 hex>`. Source: Directories, 2.1 to 6.0.

/// Takes paths of tables' folders apart.
public enum DataFolder {
  /// The folder that holds the keyspaces; nil when `path` is not the folder of a table.
  public static func directory(of path: String) -> String? {
    parts(of: path.split(omittingEmptySubsequences: false) { $0 == "/" || $0 == "\\" })?.directory
  }

  /// The table and the folder that holds the keyspaces; nil when `folders` do not end with a table's folder.
  static func parts(of folders: [Substring]) -> (table: TableName, directory: String)? {
    // The table's folder ends with a dash and the 32 hex digits of its id.
    guard folders.count >= 2, let last = folders.last, let dash = last.lastIndex(of: "-"),
      last.distance(from: dash, to: last.endIndex) == 33
    else { return nil }
    let keyspace = folders[folders.count - 2]
    return (
      TableName(keyspace: String(keyspace), table: String(last[..<dash])),
      folders.dropLast(2).joined(separator: "/")
    )
  }
}

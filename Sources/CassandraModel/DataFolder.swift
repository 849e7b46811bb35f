// The folder of a table: `<data folder>/<keyspace>/<table>-<32 hex>`. Source: Directories, 2.1 to 6.0.

/// Parses paths of table folders.
public enum DataFolder {
  /// The data directory above the keyspace; nil when `path` is not the folder of a table.
  public static func directory(of path: String) -> String? {
    parts(of: path.split(omittingEmptySubsequences: false) { $0 == "/" || $0 == "\\" })?.directory
  }

  /// The table and its data directory; nil when `folders` do not end with a table's folder.
  static func parts(of folders: [Substring]) -> (table: TableName, directory: String)? {
    guard folders.count >= 2, let table = folders.last.flatMap({ table(ofFolder: $0) }) else { return nil }
    let keyspace = folders[folders.count - 2]
    return (
      TableName(keyspace: String(keyspace), table: table), folders.dropLast(2).joined(separator: "/")
    )
  }

  /// The table of the folder `<table>-<32 hex digits of the table's id>`; nil for any other name.
  static func table(ofFolder folder: some StringProtocol) -> String? {
    let bytes = folder.utf8
    guard bytes.count > 33 else { return nil }
    let dash = bytes.index(bytes.endIndex, offsetBy: -33)
    guard bytes[dash] == UInt8(ascii: "-"), !bytes[bytes.index(after: dash)...].contains(UInt8(ascii: "-"))
    else { return nil }
    return String(folder[..<dash])
  }
}

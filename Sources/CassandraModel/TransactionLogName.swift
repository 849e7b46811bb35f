// The file in which Cassandra writes what a compaction or flush replaces. Its name survives where no SSTable
// is named: it has the table's folder and the compaction's id. Source: LogFile and LogReplica, 3.0 to 6.0;
// `<table folder>/<version>_txn_<operation>_<uuid>.log`.

/// A transaction log, named by its path or by `[<file> in <folder>]` in a log.
public struct TransactionLogName: Hashable, Sendable {
  /// Format letters of the SSTables it is about, for example `nb`.
  public let version: String
  /// What ran, in lower case without blanks: `compaction`, `flush`, `unknowncompactiontype`, ….
  public let operation: String
  /// The id of the operation: for a compaction the join key to its start and end.
  public let id: TimeUUID
  /// Keyspace and table; nil when the folder is not a table's folder.
  public let table: TableName?
  /// The folder that holds the keyspaces; nil when the folder is not a table's folder.
  public let dataDirectory: String?

  /// Takes apart a file name and the folder it is in; nil if the name is not that of a transaction log.
  public init?(file: some StringProtocol, folder: some StringProtocol) {
    guard file.hasSuffix(".log") else { return nil }
    let parts = file.dropLast(4).split(separator: "_", omittingEmptySubsequences: false)
    guard parts.count >= 4, parts[0].count == 2, parts[0].allSatisfy(\.isLetter), parts[1] == "txn",
      let last = parts.last, let id = TimeUUID(last)
    else { return nil }
    version = String(parts[0])
    operation = parts[2..<(parts.count - 1)].joined(separator: "_")
    self.id = id
    let folders = folder.split(omittingEmptySubsequences: false) { $0 == "/" || $0 == "\\" }
    // The table's folder ends with a dash and the 32 hex digits of its id.
    guard folders.count >= 2, let last = folders.last, let dash = last.lastIndex(of: "-"),
      last.distance(from: dash, to: last.endIndex) == 33
    else {
      table = nil
      dataDirectory = nil
      return
    }
    let keyspace = folders[folders.count - 2]
    table = TableName(keyspace: String(keyspace), table: String(last[..<dash]))
    dataDirectory = folders.dropLast(2).joined(separator: "/")
  }

  /// Takes apart a path; nil if it does not end with the name of a transaction log in a folder.
  public init?(path: some StringProtocol) {
    guard let slash = path.lastIndex(where: { $0 == "/" || $0 == "\\" }) else { return nil }
    self.init(file: path[path.index(after: slash)...], folder: path[..<slash])
  }
}

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
    let words = file.dropLast(4).split(separator: "_", omittingEmptySubsequences: false)
    guard words.count >= 4, words[0].count == 2, words[0].allSatisfy(\.isLetter), words[1] == "txn",
      let last = words.last, let id = TimeUUID(last)
    else { return nil }
    version = String(words[0])
    operation = words[2..<(words.count - 1)].joined(separator: "_")
    self.id = id
    let folders = folder.split(omittingEmptySubsequences: false) { $0 == "/" || $0 == "\\" }
    let parts = DataFolder.parts(of: folders.map { Substring($0) })
    table = parts?.table
    dataDirectory = parts?.directory
  }

  /// Takes apart a path; nil if it does not end with the name of a transaction log in a folder.
  public init?(path: some StringProtocol) {
    guard let slash = path.lastIndex(where: { $0 == "/" || $0 == "\\" }) else { return nil }
    self.init(file: path[path.index(after: slash)...], folder: path[..<slash])
  }
}

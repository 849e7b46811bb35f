// The transaction log of a compaction or flush: Cassandra lists in it the SSTables that are replaced. It
// names the table's folder and the compaction's id even where a log names no SSTable. Source: LogFile and
// LogReplica, 3.0 to 6.0; `<table folder>/<version>_txn_<operation>_<uuid>.log`.

/// A transaction log, named by its path or by `[<file> in <folder>]` in a log.
public struct TransactionLogName: Hashable, Sendable {
  /// Format letters of its SSTables, for example `nb`.
  public let version: String
  /// The operation, in lower case without spaces: `compaction`, `flush`, `unknowncompactiontype`, ….
  public let operation: String
  /// The id of the operation. For a compaction it joins the log to the start and the end.
  public let id: TimeUUID
  /// Keyspace and table; nil when the folder is not a table's folder.
  public let table: TableName?
  /// The data directory; nil when the folder is not a table's folder.
  public let dataDirectory: String?

  /// Parses a file name and its folder; nil if the name is not that of a transaction log.
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

  /// Parses a path; nil if it does not end with the name of a transaction log in a folder.
  public init?(path: some StringProtocol) {
    guard let slash = path.lastIndex(where: { $0 == "/" || $0 == "\\" }) else { return nil }
    self.init(file: path[path.index(after: slash)...], folder: path[..<slash])
  }
}

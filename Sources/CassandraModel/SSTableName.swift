// The parsed path of an SSTable file. Source: Descriptor, Component and Directories of Cassandra 1.0 to 6.0:
//
//   1.0        <data>/<keyspace>/<table>-<version>-<generation>-<Component>
//   1.1, 2.0   <data>/<keyspace>/<table>/<keyspace>-<table>[.<index>]-[tmp-]<version>-<generation>-<Component>
//   2.1        <data>/<keyspace>/<table>-<32 hex>/<keyspace>-<table>[.<index>]-[tmp-|tmplink-]ka-<generation>-<Component>
//   2.2        <data>/<keyspace>/<table>-<32 hex>/[.<index>/][tmp-|tmplink-]la-<generation>-big-<Component>
//   3.0 to 6.0 <data>/<keyspace>/<table>-<32 hex>/[.<index>/]<version>-<id>-<format>-<Component>
//
// A table created before 2.1 keeps its folder without an id in later releases. Copies are below the folder of
// the table in `snapshots/<name>/` and `backups/`.

/// One SSTable (all its component files), named by a path from a log.
public struct SSTableName: Hashable, Sendable {
  /// The kind of copy, for a file outside the live data.
  public enum Copy: Hashable, Sendable {
    /// A hard link of the snapshot with this name.
    case snapshot(String)
    /// A hard link of incremental backup.
    case backup
  }

  /// The data directory, for example `/var/lib/cassandra/data`; empty when the path does not have it.
  public let dataDirectory: String
  /// Keyspace and table; an index is `table.index`. Nil when neither folders nor file name give them.
  public let table: TableName?
  /// The table's folder name, for example `orders-db4c1000aa1e11ee9a3b5d2f6c7e8a90`; empty when the path has none.
  public let tableFolder: String
  /// Format letters, for example `nb`.
  public let version: String
  /// Generation: a number, or 28 characters when UUID identifiers are on.
  public let generation: String
  /// `big` or `bti`; `big` up to 2.1, where names have no format.
  public let format: String
  /// The component in the path, for example `Data.db`; nil when the path names the whole SSTable.
  public let component: String?
  /// The path without its component, shared by all files of this SSTable.
  public let base: String
  /// `nb-2-big` or `shop-orders-jb-41`: the common prefix of its file names.
  public let shortName: String
  /// The snapshot or backup of the file; nil for live data.
  public let copy: Copy?
  /// True for a file that is still being written (up to 2.2).
  public let isTemporary: Bool

  /// Parses `path`, which may be a file name alone; nil if it does not end with the name of an SSTable.
  public init?(path: some StringProtocol) {
    let bytes = Array(path.utf8)
    // The start of each folder or file name; every name but the last ends one byte before the next begins.
    var starts = [0]
    for (index, byte) in bytes.enumerated() where isSeparator(byte) { starts.append(index + 1) }
    var folders = starts.dropLast().indices.map { text(bytes[starts[$0]..<(starts[$0 + 1] - 1)]) }
    let file = bytes[starts[starts.count - 1]...]
    guard let parts = FileParts(file) else { return nil }
    var index = ""
    if let last = folders.last, last.hasPrefix("."), last.utf8.count > 1 {
      index = last
      folders.removeLast()
    }
    copy = SSTableName.removeCopy(from: &folders)
    let place = SSTableName.place(of: parts, in: folders)
    // Without its component such a name is too ordinary to be recognised alone.
    if parts.isLegacy, parts.component == nil, place.folder.isEmpty { return nil }
    table = place.table.map { TableName(keyspace: $0.keyspace, table: $0.table + index) }
    dataDirectory = place.directory
    tableFolder = place.folder
    version = parts.version
    generation = parts.generation
    format = parts.format
    component = parts.component
    isTemporary = parts.isTemporary
    base = text(bytes[..<parts.end])
    shortName = text(file[..<parts.end])
  }

  /// The common prefix of all files of an SSTable, from the path of any of them: the same as `base`, without
  /// parsing the rest. A path that is not one of an SSTable is returned unchanged.
  public static func base(ofPath path: String) -> String {
    let bytes = Array(path.utf8)
    let start = bytes.lastIndex(where: isSeparator).map { $0 + 1 } ?? 0
    guard let parts = FileParts(bytes[start...]) else { return path }
    return text(bytes[..<parts.end])
  }

  /// Removes `snapshots/<name>` or `backups` from the end of `folders`.
  private static func removeCopy(from folders: inout [String]) -> Copy? {
    if folders.last == "backups" {
      folders.removeLast()
      return .backup
    }
    guard folders.count >= 2, folders[folders.count - 2] == "snapshots", let name = folders.last else {
      return nil
    }
    folders.removeLast(2)
    return .snapshot(name)
  }

  /// The table of a file in `folders`, from the folders and the file's name.
  private static func place(
    of file: FileParts, in folders: [String]
  ) -> (table: TableName?, folder: String, directory: String) {
    let folder = folders.last ?? ""
    let above = folders.dropLast()
    let named = file.table.flatMap { table in file.keyspace.map { TableName(keyspace: $0, table: table) } }
    if let table = DataFolder.table(ofFolder: folder) {
      let directory = above.isEmpty ? "" : above.dropLast().joined(separator: "/")
      // 2.1 writes an index into the folder of its table, so the index is in the file's name.
      if let named { return (named, folder, directory) }
      guard let keyspace = above.last, !keyspace.isEmpty else { return (nil, folder, "") }
      return (TableName(keyspace: keyspace, table: table), folder, directory)
    }
    if let named {
      let isOwn = above.last == named.keyspace
      return (named, isOwn ? folder : "", isOwn ? above.dropLast().joined(separator: "/") : "")
    }
    if let table = file.table {
      guard !folder.isEmpty else { return (nil, "", "") }
      return (TableName(keyspace: folder, table: table), folder, above.joined(separator: "/"))
    }
    // A table folder older than 2.1 has no id. It is accepted only below a data directory with the usual
    // name.
    guard let keyspace = above.last, !keyspace.isEmpty, !folder.isEmpty, above.count >= 2,
      above[above.endIndex - 2].hasPrefix("data")
    else { return (nil, "", "") }
    return (
      TableName(keyspace: keyspace, table: folder), folder, above.dropLast().joined(separator: "/")
    )
  }
}

/// `nb-2-big-Data.db` or `shop-orders-tmp-ka-2-Data.db`, parsed.
private struct FileParts {
  let version: String
  let generation: String
  let format: String
  let component: String?
  /// The position of the component's dash, or the end of the name.
  let end: Int
  let isTemporary: Bool
  /// True up to 2.1: the name has the table and no format.
  let isLegacy: Bool
  /// The keyspace in the name, up to 2.1.
  let keyspace: String?
  /// The table in the name, up to 2.1, with an index after a point.
  let table: String?

  init?(_ file: ArraySlice<UInt8>) {
    // No name has more dashes than this outside its component.
    let words = file.split(separator: UInt8(ascii: "-"), maxSplits: 6, omittingEmptySubsequences: false)
    let isTemporary = words[0].elementsEqual(tmp) || words[0].elementsEqual(tmpLink)
    let first = isTemporary ? 1 : 0
    if words.count >= first + 3, words[first].count == 2, words[first].allSatisfy(isLetter),
      isGeneration(words[first + 1]),
      words[first + 2].elementsEqual(big) || words[first + 2].elementsEqual(bti)
    {
      version = text(words[first])
      generation = text(words[first + 1])
      format = text(words[first + 2])
      end = words[first + 2].endIndex
      component = words.count > first + 3 ? text(file[(end + 1)...]) : nil
      self.isTemporary = isTemporary
      isLegacy = false
      (keyspace, table) = (nil, nil)
      return
    }
    // `[<keyspace>-]<table>-[tmp-]<version>-<generation>[-<Component>]`
    guard let number = words.indices.dropFirst(2).first(where: { isNumber(words[$0]) }) else { return nil }
    let letters = words[number - 1]
    guard (1...2).contains(letters.count), let format = letters.first, legacyVersions.contains(format),
      letters.allSatisfy(isLowercase)
    else { return nil }
    var names = words[..<(number - 1)]
    var isBeingWritten = false
    if let last = names.last, names.count > 1, last.elementsEqual(tmp) || last.elementsEqual(tmpLink) {
      names.removeLast()
      isBeingWritten = true
    }
    guard names.count <= 2, names.allSatisfy({ !$0.isEmpty && $0.allSatisfy(isNameByte) }),
      let last = names.last
    else { return nil }
    end = words[number].endIndex
    if end < file.endIndex {
      let component = text(file[(end + 1)...])
      guard legacyComponents.contains(component) else { return nil }
      self.component = component
    } else {
      component = nil
    }
    version = text(letters)
    generation = text(words[number])
    self.format = "big"
    self.isTemporary = isBeingWritten
    isLegacy = true
    keyspace = names.count == 2 ? names.first.map { text($0) } : nil
    table = text(last)
  }
}

private let tmp = "tmp".utf8
private let tmpLink = "tmplink".utf8
private let big = "big".utf8
private let bti = "bti".utf8

/// First letters of the versions of 1.0 (`g`, `h`), 1.1 and 1.2 (`h`, `i`), 2.0 (`j`) and 2.1 (`k`).
private let legacyVersions = "ghijk".utf8

private let legacyComponents: Set<String> = [
  "Data.db", "Index.db", "Filter.db", "Statistics.db", "CompressionInfo.db", "Summary.db", "CRC.db",
  "TOC.txt",
  "Digest.sha1", "Digest.adler32", "Compacted",
]

/// Windows nodes (up to 4.0) write backslashes.
private func isSeparator(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "/") || byte == UInt8(ascii: "\\") }

private func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- UInt8(ascii: "a") < 26 }

private func isLowercase(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "a") < 26 }

private func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

private func isNumber(_ word: ArraySlice<UInt8>) -> Bool { !word.isEmpty && word.allSatisfy(isDigit) }

/// A number, or a UUID in base 36 with underscores.
private func isGeneration(_ word: ArraySlice<UInt8>) -> Bool {
  !word.isEmpty && word.allSatisfy { isDigit($0) || isLetter($0) || $0 == UInt8(ascii: "_") }
}

/// A byte that names of tables and of their indexes may have.
private func isNameByte(_ byte: UInt8) -> Bool {
  isLetter(byte) || isDigit(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
}

private func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }

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
    let bytes = Array(path.utf8)
    // Where each folder or file name begins; every name but the last ends one byte before the next begins.
    var starts = [0]
    for (index, byte) in bytes.enumerated() where isSeparator(byte) { starts.append(index + 1) }
    let names = starts.indices.map { starts[$0]..<($0 + 1 < starts.count ? starts[$0 + 1] - 1 : bytes.count) }
    guard names.count >= 3, let file = names.last, let parts = FileParts(bytes[file]) else { return nil }
    var tableIndex = names.count - 2
    var index = ""
    if bytes[names[tableIndex]].first == UInt8(ascii: ".") {
      index = text(bytes[names[tableIndex]])
      tableIndex -= 1
    }
    guard tableIndex >= 1 else { return nil }
    let isCopy = names.contains { bytes[$0].elementsEqual(snapshots) || bytes[$0].elementsEqual(backups) }
    let folder = names[tableIndex]
    let dash = folder.upperBound - 33
    guard !isCopy, dash >= folder.lowerBound, bytes[dash] == UInt8(ascii: "-"),
      !bytes[(dash + 1)..<folder.upperBound].contains(UInt8(ascii: "-"))
    else { return nil }
    version = text(parts.version)
    generation = text(parts.generation)
    format = text(parts.format)
    component = parts.component.map { text($0) }
    tableFolder = text(bytes[folder])
    dataDirectory = names[..<(tableIndex - 1)].map { text(bytes[$0]) }.joined(separator: "/")
    table = TableName(
      keyspace: text(bytes[names[tableIndex - 1]]), table: text(bytes[folder.lowerBound..<dash]) + index)
    base = text(bytes[..<parts.format.endIndex])
  }

  /// What all files of an SSTable start with, from the path of any of them: the `base` of its name without
  /// taking the rest apart. A path that is not one of an SSTable has no base of its own and is returned.
  public static func base(ofPath path: String) -> String {
    let bytes = path.utf8Span.span
    var dashes = 0
    var end = bytes.count
    for index in bytes.indices {
      if isSeparator(bytes[index]) {
        dashes = 0
        end = bytes.count
      } else if bytes[index] == UInt8(ascii: "-") {
        dashes += 1
        if dashes == 3 { end = index }
      }
    }
    return end == bytes.count ? path : String(path.utf8.prefix(end)) ?? path
  }

  /// `nb-2-big`: what the files of this SSTable start with.
  public var shortName: String { version + "-" + generation + "-" + format }
}

/// `nb-2-big-Data.db`, taken apart.
private struct FileParts {
  let version: ArraySlice<UInt8>
  let generation: ArraySlice<UInt8>
  let format: ArraySlice<UInt8>
  let component: ArraySlice<UInt8>?

  init?(_ file: ArraySlice<UInt8>) {
    let parts = file.split(separator: UInt8(ascii: "-"), maxSplits: 3, omittingEmptySubsequences: false)
    guard parts.count >= 3, parts[0].count == 2, parts[0].allSatisfy(isLetter), !parts[1].isEmpty,
      parts[2].elementsEqual(big) || parts[2].elementsEqual(bti)
    else { return nil }
    version = parts[0]
    generation = parts[1]
    format = parts[2]
    component = parts.count > 3 ? parts[3] : nil
  }
}

private let snapshots = "snapshots".utf8
private let backups = "backups".utf8
private let big = "big".utf8
private let bti = "bti".utf8

/// Windows nodes (up to 4.0) write backslashes.
private func isSeparator(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "/") || byte == UInt8(ascii: "\\") }

private func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- UInt8(ascii: "a") < 26 }

private func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }

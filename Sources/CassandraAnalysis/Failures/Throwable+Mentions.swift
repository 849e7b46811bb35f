// Names in a failure: SSTables, transaction logs, and the damaged chunk of a compressed file.

public import CassandraModel

/// The part of a compressed file whose checksum failed. Source: CorruptBlockException, all versions.
public struct CorruptChunk: Hashable, Sendable {
  /// The file; nil when its path is not that of an SSTable.
  public let sstable: SSTableName?
  /// Offset of the chunk, in bytes of the compressed file.
  public let offset: Int64
  /// Its compressed length in bytes.
  public let length: Int64
}

extension Throwable {
  /// The SSTables that the chain names, each once, outermost mention first.
  public var sstables: [SSTableName] { distinctSSTables(in: links.map(\.message)) }

  /// The transaction logs that the chain names, each once, outermost mention first.
  public var transactionLogs: [TransactionLogName] {
    var names: [TransactionLogName] = []
    for link in links {
      for name in TransactionLogMention.all(in: link.message) where !names.contains(name) {
        names.append(name)
      }
    }
    return names
  }

  /// The directory with too little space for the output of a compaction; nil when no exception names one.
  var fullDirectory: String? { links.lazy.compactMap(\.fullDirectory).first }

  /// The chunk that a CorruptBlockException of the chain names; nil when there is none.
  public var corruptChunk: CorruptChunk? { links.lazy.compactMap(\.corruptChunk).first }
}

extension FailureEvidence {
  /// The SSTables that the record names, in its first line or in its exception, each once. Not all of them
  /// are damaged: `Last written key …` names the output, and so does often `Too many open files`.
  public var sstables: [SSTableName] {
    distinctSSTables(in: [message] + (throwable?.links.map(\.message) ?? []))
  }

  /// The table of the first file of a snapshot or backup that the record names: its live files need not be
  /// damaged.
  var tableOfCopies: TableName? {
    for text in [message] + (throwable?.links.map(\.message) ?? []) {
      for mention in SSTableMention.all(in: text) where mention.name.copy != nil {
        if let table = mention.name.table { return table }
      }
    }
    return nil
  }

  /// The transaction logs that the record names, each once: they have the table and the id of a compaction.
  public var transactionLogs: [TransactionLogName] {
    var names: [TransactionLogName] = []
    for name in TransactionLogMention.all(in: message) + (throwable?.transactionLogs ?? [])
    where !names.contains(name) {
      names.append(name)
    }
    return names
  }
}

/// The live SSTables that `texts` name, each once by its base path, in order.
private func distinctSSTables(in texts: [String]) -> [SSTableName] {
  var seen: Set<String> = []
  return texts.flatMap { SSTableMention.all(in: $0) }.map(\.name).filter {
    $0.copy == nil && seen.insert($0.base).inserted
  }
}

extension FailureEvidence {
  /// True when a compaction was rejected for lack of space. Source: CompactionTask, which checks before it
  /// begins; a CompactionAwareWriter reports lack of space later.
  var isRefusal: Bool {
    let words = "Not enough space for compaction"
    return role == .spaceRefused || message.hasPrefix(words) || links.contains { $0.message.hasPrefix(words) }
  }
}

extension Throwable.Link {
  /// `Not enough space to write <size> to <directory> (<size> available)`: CompactionAwareWriter, 3.11 to 6.0.
  fileprivate var fullDirectory: String? {
    guard message.hasPrefix("Not enough space to write "), message.hasSuffix(" available)"),
      let start = message.firstRange(of: " to /")
    else { return nil }
    let rest = Array(message.utf8.dropFirst(start.upperBound - 1))
    guard let end = String(decoding: rest, as: UTF8.self).firstRange(of: " (") else { return nil }
    return String(decoding: rest[..<end.lowerBound], as: UTF8.self)
  }

  /// `(<path>): corruption detected, chunk at <offset> of length <length>.`
  fileprivate var corruptChunk: CorruptChunk? {
    guard let start = message.firstRange(of: "corruption detected, chunk at ") else { return nil }
    let words = message.utf8.dropFirst(start.upperBound).split(separator: UInt8(ascii: " "))
    guard words.count >= 4, let offset = Int64(ascii: words[0]),
      let length = Int64(ascii: words[3].prefix { $0.isDigit })
    else { return nil }
    return CorruptChunk(
      sstable: SSTableMention.all(in: message).first?.name, offset: offset, length: length)
  }
}

extension Int64 {
  /// An unsigned number from its digits; nil for any other text, and on overflow.
  fileprivate init?(ascii digits: Substring.UTF8View) {
    guard !digits.isEmpty else { return nil }
    var value: Int64 = 0
    for digit in digits {
      guard digit.isDigit else { return nil }
      let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = tens.addingReportingOverflow(Int64(digit - 0x30))
      guard !overflow, !carry else { return nil }
      value = sum
    }
    self = value
  }
}

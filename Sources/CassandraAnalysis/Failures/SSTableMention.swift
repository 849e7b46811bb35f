// SSTable paths inside running text: in messages of exceptions, in lists, in the toString of readers. They
// are found by their end and parsed backwards, since a path may hold blanks, its start may follow almost any
// character, and only its end has a fixed shape:
//
//   RandomAccessReader:…Mmap(/var/lib/cassandra/data/shop/orders-<32 hex>/me-2-big-Data.db - LZ4Compressor, …
//                            ^ start: first slash that follows no name      ^ anchor: -big or -bti
//   SSTableReader(path='/var/lib/cassandra/data/shop/orders/shop-orders-jb-2-Data.db')
//                                                                      ^ anchor: -<version>-<generation>
//
// A file name may appear without a folder. Source: Descriptor and the toString of readers, 1.0 to 6.0.

import CassandraModel

/// A mention of an SSTable in a text.
struct SSTableMention: Hashable {
  /// The SSTable, with the component the text names.
  let name: SSTableName
  /// The range of its path, as offsets in UTF-8.
  let range: Range<Int>

  /// All mentions in `text`, in order; files of snapshots and backups are among them.
  static func all(in text: String) -> [SSTableMention] {
    guard text.utf8.contains(UInt8(ascii: "-")) else { return [] }
    let path = PathText(bytes: Array(text.utf8))
    var mentions: [SSTableMention] = []
    for anchor in path.bytes.indices where path.bytes[anchor] == UInt8(ascii: "-") {
      guard let nameEnd = path.end(ofNameAt: anchor), let start = path.start(endingAt: anchor) else {
        continue
      }
      let end = path.componentEnd(after: nameEnd)
      guard let name = SSTableName(path: path.string(start..<end)) else { continue }
      mentions.append(SSTableMention(name: name, range: start..<end))
    }
    return mentions
  }
}

/// Transaction logs inside running text: `<folder>/nb_txn_compaction_<uuid>.log`, and the form
/// `[nb_txn_compaction_<uuid>.log in <folder>]` in which LogReplica prints itself.
enum TransactionLogMention {
  /// All transaction logs that `text` names, in order.
  static func all(in text: String) -> [TransactionLogName] {
    guard text.contains(phrase: "_txn_") else { return [] }
    let path = PathText(bytes: Array(text.utf8))
    var names: [TransactionLogName] = []
    for anchor in path.bytes.indices where path.has("_txn_", at: anchor) {
      guard let end = path.end(of: ".log", after: anchor), anchor >= 2 else { continue }
      let file = (anchor - 2)..<end
      var name: TransactionLogName?
      if path.has(" in ", at: end) {
        var folderEnd = end + 4
        while folderEnd < path.bytes.count, !path.isOne(of: "],\n", at: folderEnd) { folderEnd += 1 }
        name = TransactionLogName(file: path.string(file), folder: path.string((end + 4)..<folderEnd))
      } else if let start = path.start(endingAt: end) {
        name = TransactionLogName(path: path.string(start..<end))
      }
      if let name = name ?? TransactionLogName(file: path.string(file), folder: "") { names.append(name) }
    }
    return names
  }
}

/// The bytes that are searched for paths.
private struct PathText {
  let bytes: [UInt8]

  /// Linux allows no longer path; it bounds the work on hostile text.
  static let longestPath = 4096

  func string(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  func has(_ text: String, at index: Int) -> Bool {
    let wanted = text.utf8Span.span
    guard index + wanted.count <= bytes.count else { return false }
    for i in 0..<wanted.count where bytes[index + i] != wanted[i] { return false }
    return true
  }

  func isOne(of characters: String, at index: Int) -> Bool {
    guard index < bytes.count else { return false }
    let characters = characters.utf8Span.span
    for i in 0..<characters.count where characters[i] == bytes[index] { return true }
    return false
  }

  /// The end of the common part of an SSTable's file names, whose last part begins with the dash at `index`:
  /// `-big` and `-bti`, or `-<version>-<generation>` of 1.0 to 2.1. Nil when none ends a word there.
  func end(ofNameAt index: Int) -> Int? {
    var end = index + 4
    if !has("-big", at: index), !has("-bti", at: index) {
      end = index + 1
      // Versions up to 2.1 begin with one of these letters.
      guard isOne(of: "ghijk", at: end) else { return nil }
      end += 1
      if end < bytes.count, bytes[end].isLetter { end += 1 }
      guard end < bytes.count, bytes[end] == UInt8(ascii: "-") else { return nil }
      let generation = end + 1
      end = generation
      while end < bytes.count, bytes[end].isDigit { end += 1 }
      if end == generation { return nil }
    }
    return end >= bytes.count || !bytes[end].isWord ? end : nil
  }

  /// The offset after the first `text` that follows a run of word characters and dashes from `index`.
  func end(of text: String, after index: Int) -> Int? {
    var end = index
    while end < bytes.count, bytes[end].isWord || bytes[end] == UInt8(ascii: "-") { end += 1 }
    return has(text, at: end) ? end + text.utf8.count : nil
  }

  /// The end of the component that follows `index`, or `index` when a known component does not follow.
  func componentEnd(after index: Int) -> Int {
    guard index < bytes.count, bytes[index] == UInt8(ascii: "-") else { return index }
    var end = index + 1
    while end < bytes.count, bytes[end].isWord || isOne(of: "+.", at: end) { end += 1 }
    while end > index, bytes[end - 1] == UInt8(ascii: ".") { end -= 1 }
    let component = string((index + 1)..<max(end, index + 1))
    let extensions = [".db", ".txt", ".crc32", ".adler32", ".sha1", "Compacted"]
    return extensions.contains { component.hasSuffix($0) } ? end : index
  }

  /// The beginning of the path whose file name runs up to `end`; the start of the file name when no folder
  /// precedes it.
  func start(endingAt end: Int) -> Int? {
    let limit = max(0, end - PathText.longestPath)
    var separator = end
    repeat {
      separator -= 1
      guard separator >= limit else { return limit == 0 ? 0 : nil }
      if bytes[separator].isPathSeparator { break }
      guard bytes[separator].isWord || isOne(of: "-.", at: separator) else { return separator + 1 }
    } while true
    while true {
      if separator == limit || !isInsideName(separator - 1) { return driveStart(before: separator) }
      var previous = separator - 1
      while previous > limit, !bytes[previous].isPathSeparator, !isOne(of: "'\"[(,;=\n\t", at: previous) {
        previous -= 1
      }
      guard bytes[previous].isPathSeparator else {
        return relativeStart(in: previous..<separator)
      }
      separator = previous
    }
  }

  /// True when the byte can be the last of a folder's name, so that a slash after it continues the path.
  private func isInsideName(_ index: Int) -> Bool {
    !isOne(of: " '\"[](){}<>,;:=@|\n\t", at: index)
  }

  /// `separator`, or the letter of the drive before it (`C:\`).
  private func driveStart(before separator: Int) -> Int {
    guard separator >= 2, bytes[separator - 1] == UInt8(ascii: ":"), bytes[separator - 2].isLetter,
      separator == 2 || !bytes[separator - 3].isWord
    else { return separator }
    return separator - 2
  }

  /// The start of a relative path whose first folder ends at the end of `range`: after its last blank.
  private func relativeStart(in range: Range<Int>) -> Int {
    var start = range.upperBound
    while start > range.lowerBound, isInsideName(start - 1) { start -= 1 }
    return start
  }
}

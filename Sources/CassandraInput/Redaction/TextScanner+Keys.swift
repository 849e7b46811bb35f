// Keys of partitions and rows in a text, in all forms of Cassandra's messages and traces, and the tokens of
// keys: both identify the owner of the data.

import CassandraModel

extension TextScanner {
  /// `DecoratedKey(-348…, 6f7264)`, `partion key was ((u4), 7)`, `row key [a, b]`, `token was -348…`.
  mutating func key(_ end: Int) -> Bool {
    let word = text(at..<end)
    switch word {
    case "DecoratedKey", "BufferDecoratedKey", "PreHashedDecoratedKey", "Clustering", "ClusteringPrefix":
      guard byte(end) == UInt8(ascii: "(") || byte(end) == UInt8(ascii: "[") else { return false }
      keep(end - at)
      return enclosed()
    case "key", "keys", "Key", "clustering", "row", "Row", "partition", "Partition":
      return namedKey(end, isKey: word.lowercased().hasPrefix("key") || word == "clustering")
    case "token", "Token": return token(end)
    default: return false
    }
  }

  /// The content of the brackets that begin here.
  private mutating func enclosed() -> Bool {
    var depth = 0
    var end = at
    while end < bytes.count {
      if "([{".utf8.contains(bytes[end]) { depth += 1 }
      if ")]}".utf8.contains(bytes[end]) {
        depth -= 1
        if depth == 0 { break }
      }
      end += 1
    }
    let last = min(end + 1, bytes.count)
    put(redactor.values(text(at..<last)), upTo: last)
    return true
  }

  /// A key after the words that announce it. After `key` alone the next word is a key only in brackets or
  /// quotes.
  private mutating func namedKey(_ end: Int, isKey: Bool) -> Bool {
    var start = end
    // `partition key`, `row key`.
    for word in [" key", " Key", "key"] where !isKey && has(word, at: start) { start += word.utf8.count }
    let isPartOfKey = start > end || isKey && isBehindKindOfKey()
    guard isPartOfKey || isKey else { return false }
    for word in [" was", " is", " of", ":", "="] where has(word, at: start) {
      start += word.utf8.count
      break
    }
    while let byte = byte(start), byte.isBlank { start += 1 }
    guard start > end, let first = byte(start) else { return false }
    if "([{".utf8.contains(first) {
      // `PRIMARY KEY (id, day)` names columns.
      guard bytes[at] | 0x20 == bytes[at] else { return false }
      keep(start - at)
      return enclosed()
    }
    guard isPartOfKey, TextScanner.isValue(first), !isOrdinary(text(start..<wordEnd(start))) || first.isDigit
    else {
      return false
    }
    let last =
      bytes[start...].firstIndex { !TextScanner.isValue($0) && $0 != UInt8(ascii: ":") } ?? bytes.count
    keep(start - at)
    put(redactor.values(text(start..<last)), upTo: last)
    return true
  }

  /// True after `partition `, `row `, `clustering `.
  private func isBehindKindOfKey() -> Bool {
    ["partition ", "partion ", "row ", "clustering ", "primary ", "Partition ", "Row "].contains { word in
      at >= word.utf8.count && has(word, at: at - word.utf8.count)
    }
  }

  private func has(_ word: String, at start: Int) -> Bool {
    start <= bytes.count && bytes[start...].starts(with: word.utf8)
  }

  /// The token of a key: a number.
  private mutating func token(_ end: Int) -> Bool {
    var start = end
    for word in [" was ", " of ", "=", ": ", " "] where has(word, at: start) {
      start += word.utf8.count
      break
    }
    let digits = byte(start) == UInt8(ascii: "-") ? start + 1 : start
    let last = bytes[min(digits, bytes.count)...].firstIndex { !$0.isDigit } ?? bytes.count
    guard start > end, last - digits >= 4 else { return false }
    keep(start - at)
    put(redactor.values(text(start..<last)), upTo: last)
    return true
  }

  /// `shop/orders:KEY (12 MiB)`: the key after a table, up to the rest of the message.
  mutating func keyOfTable(_ end: Int) {
    guard byte(end) == UInt8(ascii: ":"), let next = byte(end + 1), !next.isBlank,
      bytes.place(of: "partition", before: at) != nil || bytes.place(of: "row", before: at) != nil
        || bytes.place(of: "tombstones", before: at) != nil
    else { return }
    let last = bytes.place(of: " (", from: end) ?? bytes[end...].firstIndex(where: \.isBlank) ?? bytes.count
    keep(1)
    put(redactor.values(text((end + 1)..<last)), upTo: last)
  }
}
